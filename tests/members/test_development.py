"""People on the way into the Party: what is always so, who is how far, what is recorded."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from branches.models import Organisation, Stale
from branches.periods import Period
from branches.verbs import Verb
from members.models import DevelopmentCase, Member
from members.rules import stage_of
from members.services import development
from members.services.development import CaseFacts
from tests.constraints import again, declared, said_by_check, said_by_database
from tests.events import detail, recorded
from tests.factories.branches import (
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.members import MemberFactory, PlacementFactory
from tests.factories.registers import CaseFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
BORN, APPLIED = date(1998, 3, 8), date(2023, 3, 1)
ACTIVIST, TARGET, ADMITTED = date(2024, 4, 1), date(2025, 5, 1), date(2026, 6, 1)


def case(**values):
    """Return a case that is not saved, valid but for these values."""
    valid = {
        "organisation": OrganisationFactory(),
        "name": "苏晓",
        "sex": "FEMALE",
        "born_on": BORN,
        "work": "TEACHER",
        "applied_on": APPLIED,
    }
    made = DevelopmentCase(**(valid | values))
    made.clean()
    return made


BROKEN = {
    "development_case_once_a_person": (
        lambda: again(CaseFactory()),
        "name",
        "这个人的这次申请已经登记过。",
    ),
    "development_case_born_before_applied": (
        lambda: case(applied_on=BORN),
        "applied_on",
        "递交申请日期必须晚于出生日期。",
    ),
    "development_case_activist_after_applied": (
        lambda: case(activist_on=APPLIED - DAY),
        "activist_on",
        "确定为积极分子不能早于递交申请。",
    ),
    "development_case_target_after_activist": (
        lambda: case(target_on=TARGET),
        "target_on",
        "先填写确定为积极分子的日期，列为发展对象不能比它早。",
    ),
    "development_case_withdrawn_after_its_steps": (
        lambda: case(activist_on=ACTIVIST, withdrawn_on=ACTIVIST - DAY),
        "withdrawn_on",
        "终止日期不能早于已经走完的步骤。",
    ),
    "development_case_ends_one_way": (
        lambda: case(member=MemberFactory(), withdrawn_on=TODAY),
        "withdrawn_on",
        "已经接收为党员的，不能再填写终止日期。",
    ),
    "development_case_first_line_teaches": (
        lambda: case(work="STUDENT", is_first_line=True),
        "is_first_line",
        "只有教师可以勾选一线教师。",
    ),
}


def test_every_constraint_is_broken_here():
    assert set(BROKEN) == declared([DevelopmentCase])


@pytest.mark.parametrize("constraint", BROKEN)
def test_database_refuses_what_breaks(constraint):
    build, field, message = BROKEN[constraint]

    assert said_by_database(build()) == {field: [message]}


@pytest.mark.parametrize("constraint", BROKEN)
def test_check_says_at_its_field_what_breaks(constraint):
    build, field, message = BROKEN[constraint]

    assert said_by_check(build()) == {field: [message]}


@pytest.mark.parametrize(
    "values",
    [
        {"activist_on": APPLIED},
        {"activist_on": ACTIVIST, "target_on": ACTIVIST},
        {"activist_on": ACTIVIST, "target_on": TARGET, "withdrawn_on": TARGET},
        {"is_first_line": True},
    ],
)
def test_case_just_within_its_bounds_is_kept(values):
    DevelopmentCase.objects.bulk_create([case(**values)])


# Who is how far --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (APPLIED - DAY, ""),
        (APPLIED, "APPLICANT"),
        (ACTIVIST - DAY, "APPLICANT"),
        (ACTIVIST, "ACTIVIST"),
        (TARGET - DAY, "ACTIVIST"),
        (TARGET, "TARGET"),
        (ADMITTED - DAY, "TARGET"),
        (ADMITTED, "PROBATIONARY"),
    ],
)
def test_stage_on_a_day_is_what_the_rule_says_and_in_one_stock_at_most(on, stage):
    member = MemberFactory(admitted_on=ADMITTED, confirmed_on=None)
    CaseFactory(applied_on=APPLIED, activist_on=ACTIVIST, target_on=TARGET, member=member)
    rows = DevelopmentCase.objects

    stocks = {
        "APPLICANT": rows.applicants(on=on).count(),
        "ACTIVIST": rows.activists(on=on).count(),
        "TARGET": rows.targets(on=on).count(),
        "PROBATIONARY": rows.admitted(on=on).count(),
    }

    assert rows.with_stage(on=on).get().stage == stage
    assert stage == stage_of(
        applied_on=APPLIED, activist_on=ACTIVIST, target_on=TARGET, admitted_on=ADMITTED, on=on
    )
    assert {name for name, number in stocks.items() if number} == ({stage} - {""})
    assert rows.open(on=on).exists() is (stage not in {"", "PROBATIONARY"})


@pytest.mark.parametrize(("on", "number"), [(TODAY - DAY, 1), (TODAY, 0)])
def test_whoever_withdrew_is_in_no_stock_from_that_day(on, number):
    CaseFactory(applied_on=APPLIED, withdrawn_on=TODAY)

    assert DevelopmentCase.objects.applicants(on=on).count() == number
    assert DevelopmentCase.objects.withdrawn(on=on).count() == 1 - number


@pytest.mark.parametrize(
    ("stage", "place"), [("APPLICANT", 0), ("ACTIVIST", 1), ("TARGET", 2), ("WITHDRAWN", 3)]
)
def test_cases_are_asked_for_by_stage(stage, place):
    made = [
        CaseFactory(),
        CaseFactory(activist_on=TODAY),
        CaseFactory(activist_on=ACTIVIST, target_on=TODAY),
        CaseFactory(withdrawn_on=TODAY),
    ]

    assert list(DevelopmentCase.objects.in_stage(stage, on=TODAY)) == [made[place]]


def test_user_reads_people_beneath_and_no_sibling():
    top = CommitteeFactory()
    branch, sibling = (OrganisationFactory(superior=top) for _ in range(2))
    mine = CaseFactory(organisation=branch)
    CaseFactory(organisation=sibling)
    secretary = AppointmentFactory(organisation=branch, role="SECRETARY").user

    rows = DevelopmentCase.objects

    assert list(rows.readable_by(secretary, today=TODAY)) == [mine]
    assert list(rows.readable_by(UserFactory(), today=TODAY)) == []


YEAR = Period.year(2025)


def admit(branch, approved_on, **values):
    member = MemberFactory(
        admitted_on=date(2024, 12, 1),
        confirmed_on=None,
        admission_approved_on=approved_on,
        **values,
    )
    PlacementFactory(
        member=member, organisation=branch, starts_on=date(2024, 12, 1), begin="ADMITTED"
    )
    return member


@pytest.mark.parametrize(
    ("approved_on", "counts"),
    [
        (None, False),
        (date(2024, 12, 31), False),
        (date(2025, 1, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_admission_counts_by_the_day_of_its_approval(approved_on, counts):
    branch = OrganisationFactory()
    admit(branch, approved_on)

    assert Member.objects.admitted(YEAR, to=Organisation.objects.all()).exists() is counts


def test_admission_counts_where_the_member_was_on_that_day():
    first, second, third = (OrganisationFactory() for _ in range(3))
    member = admit(first, date(2025, 3, 1))
    here = member.placements.get()
    here.ends_on, here.end, here.end_registered_on = date(2025, 3, 2), "TRANSFERRED", TODAY
    here.save()
    PlacementFactory(
        member=member, organisation=second, starts_on=date(2025, 3, 2), begin="TRANSFERRED"
    )

    found = {
        row.pk: Member.objects.admitted(YEAR, to=Organisation.objects.filter(pk=row.pk)).count()
        for row in (first, second, third)
    }

    assert found == {first.pk: 1, second.pk: 0, third.pk: 0}


@pytest.mark.parametrize(
    ("approved_on", "counts"), [(date(2025, 1, 1), True), (date(2026, 1, 1), False)]
)
def test_confirmation_counts_by_the_day_of_its_approval(approved_on, counts):
    member = MemberFactory(
        admitted_on=date(2023, 12, 1),
        confirmed_on=date(2024, 12, 1),
        confirmation_approved_on=approved_on,
    )
    PlacementFactory(member=member)

    assert Member.objects.confirmed(YEAR, to=Organisation.objects.all()).exists() is counts


# Doing -----------------------------------------------------------------------------------------


@pytest.fixture
def branch():
    return OrganisationFactory()


@pytest.fixture
def clerk(branch):
    return AppointmentFactory(organisation=branch, role="CLERK").user


def facts_of(branch, **values):
    valid = {"name": "苏晓", "sex": "FEMALE", "born_on": BORN, "work": "TEACHER"}
    return CaseFacts(branch, **(valid | {"applied_on": APPLIED} | values))


def test_application_is_entered_with_its_key_and_one_event(branch, clerk):
    with recorded() as events:
        made = development.enter_case(facts=facts_of(branch), today=TODAY, by=clerk)

    found = DevelopmentCase.objects.get()
    assert (found, found.recorded_by, found.irregular) == (made, clerk, "")
    assert list(DevelopmentCase.objects.named("sx")) == [made]
    assert [(event.verb, event.organisation_id) for event in events] == [
        (Verb.DEVELOPMENT_ENTERED, branch.pk)
    ]
    assert detail(events[0])["applied_on"] == "2023-03-01"


def test_applicant_under_age_is_recorded_and_marked(branch):
    made = development.enter_case(
        facts=facts_of(branch, born_on=date(2006, 1, 1)), today=TODAY, by=None
    )

    assert made.irregular.startswith("申请时未满18岁")


def test_next_step_is_recorded_with_what_changed(branch, clerk):
    made = development.enter_case(facts=facts_of(branch), today=TODAY, by=clerk)
    step = facts_of(branch, activist_on=ACTIVIST)

    with recorded() as events:
        development.correct_case(
            row=made, facts=step, reason="支委会确定", version=1, today=TODAY, by=clerk
        )

    found = DevelopmentCase.objects.get()
    assert (found.activist_on, found.version) == (ACTIVIST, 2)
    assert [event.verb for event in events] == [Verb.DEVELOPMENT_CORRECTED]
    assert detail(events[0]) == {"changes": {"activist_on": ["", "2024-04-01"]}}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"applied_on": TODAY + DAY}, {"applied_on": ["这一天还没有到，发生以后再登记。"]}),
        ({"activist_on": TODAY + DAY}, {"activist_on": ["这一天还没有到，发生以后再登记。"]}),
        (
            {"activist_on": APPLIED - DAY},
            {"activist_on": ["确定为积极分子不能早于递交申请。"]},
        ),
        ({"sex": "OTHER"}, {"sex": ["值 'OTHER' 不是有效选项。"]}),
    ],
)
def test_case_that_cannot_be_is_refused(branch, values, said):
    with recorded() as events, pytest.raises(ValidationError) as refused:
        development.enter_case(facts=facts_of(branch, **values), today=TODAY, by=None)

    assert refused.value.message_dict == said
    assert (DevelopmentCase.objects.count(), events) == (0, [])


@pytest.mark.parametrize(("admitted_on", "refused"), [(TARGET - DAY, True), (TARGET, False)])
def test_member_was_not_admitted_before_the_steps_that_led_there(branch, admitted_on, refused):
    member = MemberFactory(admitted_on=admitted_on, confirmed_on=None)
    facts = facts_of(branch, activist_on=ACTIVIST, target_on=TARGET, member=member)

    if refused:
        with pytest.raises(ValidationError) as said:
            development.enter_case(facts=facts, today=TODAY, by=None)
        assert list(said.value.message_dict) == ["member"]
    else:
        development.enter_case(facts=facts, today=TODAY, by=None)
    assert DevelopmentCase.objects.exists() is not refused


def test_one_member_was_one_applicant(branch):
    member = MemberFactory(admitted_on=ADMITTED, confirmed_on=None)
    CaseFactory(member=member)

    with pytest.raises(ValidationError) as refused:
        development.enter_case(facts=facts_of(branch, member=member), today=TODAY, by=None)

    assert list(refused.value.message_dict) == ["member"]


def test_correction_of_a_case_changed_meanwhile_is_refused(branch, clerk):
    made = development.enter_case(facts=facts_of(branch), today=TODAY, by=clerk)

    with pytest.raises(Stale):
        development.correct_case(
            row=made, facts=facts_of(branch), reason="录错", version=9, today=TODAY, by=clerk
        )


def test_case_is_not_written_when_the_log_is_broken(branch, broken_log):
    with pytest.raises(broken_log):
        development.enter_case(facts=facts_of(branch), today=TODAY, by=None)

    assert DevelopmentCase.objects.count() == 0


def test_many_cases_are_entered_in_one_event(branch, django_assert_max_num_queries):
    rows = [facts_of(branch, name=f"苏晓{number}") for number in range(40)]

    with recorded() as events, django_assert_max_num_queries(15):
        development.enter_cases(rows=rows, by=None)

    assert DevelopmentCase.objects.filter(name_key__contains="suxiao").count() == 40
    assert [event.verb for event in events] == [Verb.DEVELOPMENTS_ENTERED]
    assert detail(events[0])["count"] == 40


def test_faulty_row_of_many_is_named_and_none_is_written(branch):
    rows = [facts_of(branch), facts_of(branch, name="")]

    with pytest.raises(ValidationError) as refused:
        development.enter_cases(rows=rows, by=None)

    assert refused.value.messages[0].startswith("第 2 行：")
    assert DevelopmentCase.objects.count() == 0
