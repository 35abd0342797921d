"""There is a member and always …: refused by the database itself, and said at the right field."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import DataError, IntegrityError
from django.db.models import ProtectedError

from branches.fields import ChoiceField, LineField
from members.models import Circumstance, Education, Employment, Member, Placement, Standing
from tests.constraints import (
    again,
    columns,
    declared,
    ending,
    references,
    said_by_check,
    said_by_database,
    write,
)
from tests.factories.branches import FOUNDED, OrganisationFactory, SchoolFactory, UserFactory
from tests.factories.members import (
    ADMITTED,
    BORN,
    CONFIRMED,
    CircumstanceFactory,
    EducationFactory,
    EmploymentFactory,
    MemberFactory,
    PlacementFactory,
    StandingFactory,
)
from tests.numbers import number_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LATER = date(2021, 1, 1)
NUMBER = number_of(BORN)


def member(**values):
    """Return a member that is not saved, valid but for these values."""
    return MemberFactory.build(**({"name_key": "liming lm 李明"} | values))


def same_number():
    first = MemberFactory(identity_number=NUMBER)
    return member(identity_number=NUMBER, identity_index=first.identity_index)


def placement(**values):
    """Return a placement that is not saved, valid but for these values."""
    rows = {"member": MemberFactory(), "organisation": OrganisationFactory()}
    return PlacementFactory.build(**(rows | values))


def employment(**values):
    """Return a job that is not saved, valid but for these values."""
    rows = {"member": MemberFactory(), "school": SchoolFactory()}
    return EmploymentFactory.build(**(rows | values))


BACKWARDS = ("ends_on", "结束日期必须晚于起始日期。")
BROKEN = {
    "member_identity_number_is_its_own": (
        same_number,
        "identity_number",
        "这个身份号码已经登记过。",
    ),
    "member_born_before_admitted": (
        lambda: member(born_on=ADMITTED),
        "admitted_on",
        "入党日期必须晚于出生日期。",
    ),
    "member_confirmed_after_admitted": (
        lambda: member(confirmed_on=ADMITTED),
        "confirmed_on",
        "转正日期必须晚于入党日期。",
    ),
    "member_admission_approved_after_meeting": (
        lambda: member(admission_approved_on=ADMITTED - DAY),
        "admission_approved_on",
        "审批日期不能早于支部大会通过的日期。",
    ),
    "member_confirmation_approved_after_meeting": (
        lambda: member(confirmation_approved_on=CONFIRMED - DAY),
        "confirmation_approved_on",
        "转正审批日期要在转正日期之后，并先填写转正日期。",
    ),
    "standing_ends_after_it_starts": (lambda: ending(StandingFactory(), FOUNDED), *BACKWARDS),
    "standing_one_at_a_time": (
        lambda: again(StandingFactory()),
        "starts_on",
        "这段时间已经登记了另一种党籍状态。",
    ),
    "employment_ends_after_it_starts": (lambda: ending(EmploymentFactory(), FOUNDED), *BACKWARDS),
    "employment_one_at_a_time": (
        lambda: again(EmploymentFactory(), job="013"),
        "starts_on",
        "这段时间已经登记了另一份工作，请先结束原来的。",
    ),
    "employment_retired_by_its_job": (
        lambda: employment(job="4"),
        "job",
        "离退休人员的工作岗位要选“离退休”，在职的不能选。",
    ),
    "education_ends_after_it_starts": (lambda: ending(EducationFactory(), FOUNDED), *BACKWARDS),
    "education_one_at_a_time": (
        lambda: again(EducationFactory(), level="GRADUATE"),
        "starts_on",
        "这段时间已经登记了另一个学历。",
    ),
    "circumstance_ends_after_it_starts": (
        lambda: ending(CircumstanceFactory(), FOUNDED),
        *BACKWARDS,
    ),
    "circumstance_once_at_a_time": (
        lambda: again(CircumstanceFactory()),
        "starts_on",
        "这段时间已经登记了同样的情况。",
    ),
    "placement_ends_after_it_starts": (
        lambda: placement(ends_on=FOUNDED, end="LEFT"),
        *BACKWARDS,
    ),
    "placement_one_at_a_time": (
        lambda: again(PlacementFactory(), organisation_id=OrganisationFactory().pk),
        "starts_on",
        "这名党员在这段时间已经在一个党支部里。",
    ),
    "placement_ended_says_how": (
        lambda: placement(end="LEFT"),
        "end",
        "离开时要写明如何离开和登记日期，没有离开的不写。",
    ),
}
BUILD = {
    Circumstance: CircumstanceFactory,
    Education: EducationFactory,
    Employment: EmploymentFactory,
    Member: MemberFactory,
    Placement: PlacementFactory,
    Standing: StandingFactory,
}


def test_every_constraint_is_broken_here():
    assert set(BROKEN) == declared(BUILD)


@pytest.mark.parametrize("constraint", BROKEN)
def test_database_refuses_what_breaks(constraint):
    build, field, message = BROKEN[constraint]

    assert said_by_database(build()) == {field: [message]}


@pytest.mark.parametrize("constraint", BROKEN)
def test_check_says_at_its_field_what_breaks(constraint):
    build, field, message = BROKEN[constraint]

    assert said_by_check(build()) == {field: [message]}


@pytest.mark.parametrize(
    "build",
    [
        lambda: member(born_on=ADMITTED - DAY),
        lambda: member(confirmed_on=ADMITTED + DAY),
        lambda: member(confirmed_on=None),
        lambda: member(admission_approved_on=ADMITTED),
        lambda: member(confirmation_approved_on=CONFIRMED),
        lambda: member(identity_number=""),
        lambda: employment(job="4", is_retired=True),
        lambda: placement(ends_on=FOUNDED + DAY, end="DIED"),
    ],
)
def test_row_just_within_its_bounds_is_kept(build):
    row = build()

    row.full_clean()
    row.save(force_insert=True)

    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "values",
    [
        {"ends_on": LATER},
        {"ends_on": LATER, "end": "LEFT", "end_registered_on": None},
        {"end": "LEFT"},
        {"end_registered_on": LATER},
    ],
)
def test_end_of_a_placement_is_told_whole_or_not_at_all(values):
    row = again(PlacementFactory.build(member=MemberFactory(), organisation=OrganisationFactory()))
    for name, value in values.items():
        setattr(row, name, value)

    assert list(said_by_database(row)) == ["end"]


def test_many_may_have_no_number():
    MemberFactory.create_batch(3)

    assert Member.objects.filter(identity_index="").count() == 3


def test_one_circumstance_does_not_exclude_another():
    here = CircumstanceFactory(kind="HARDSHIP")

    CircumstanceFactory(member=here.member, kind="MOBILE")

    assert Circumstance.objects.count() == 2


def test_job_may_begin_on_the_day_another_ends():
    one = EmploymentFactory(ends_on=LATER)

    EmploymentFactory(member=one.member, starts_on=LATER)

    assert one.member.employments.count() == 2


# What a row says of itself ---------------------------------------------------------------------


def test_number_is_kept_in_one_form_and_found_by_it():
    typed = NUMBER.lower()[:6] + " " + NUMBER.lower()[6:]

    row = MemberFactory(identity_number=typed)

    assert row.identity_number == NUMBER
    assert list(Member.objects.with_number(NUMBER)) == [row]


def test_screen_is_shown_the_masks():
    row = MemberFactory(identity_number=NUMBER, phone="13900000001")

    assert (row.masked_identity_number, row.masked_phone) == ("999999************", "139****0001")


@pytest.mark.parametrize(
    ("day", "full", "age"),
    [
        (CONFIRMED - DAY, False, 0),
        (CONFIRMED, True, 0),
        (date(2010, 6, 14), True, 0),
        (date(2010, 6, 15), True, 1),
    ],
)
def test_member_is_full_and_grows_older_from_confirmation(day, full, age):
    row = member()

    assert (row.is_full_on(day), row.party_age_on(day)) == (full, age)


@pytest.mark.parametrize(
    ("admitted_on", "irregular"),
    [
        (date(1998, 5, 19), "入党时未满18岁（发展党员工作细则第五条）"),
        (date(1998, 5, 20), ""),
    ],
)
def test_admission_before_eighteen_is_kept_and_marked(admitted_on, irregular):
    row = MemberFactory(admitted_on=admitted_on)

    assert Member.objects.get(pk=row.pk).irregular == irregular


def test_member_without_her_days_is_refused_for_that_alone():
    row = member(born_on=None, admitted_on=None)

    assert said_by_check(row) == {
        "born_on": ["这个值不能为 null。"],
        "admitted_on": ["这个值不能为 null。"],
    }


def test_workplace_is_the_school_or_what_was_written():
    assert employment().place.startswith("学校")
    assert employment(school=None, workplace="县教育局").place == "县教育局"


@pytest.mark.parametrize("model", BUILD, ids=lambda model: model.__name__)
def test_row_names_itself(model):
    assert str(BUILD[model]()) != ""


# What the database knows of text and choices ---------------------------------------------------


@pytest.mark.parametrize(("model", "name"), columns(BUILD, LineField))
def test_line_that_just_fits_is_stored(model, name):
    row = BUILD[model]()
    text = "𠮷" * model._meta.get_field(name).max_length

    write(row, **{name: text})

    assert getattr(model._base_manager.get(pk=row.pk), name) == text


@pytest.mark.parametrize(("model", "name"), columns(BUILD, LineField))
def test_database_refuses_a_line_too_long(model, name):
    row = BUILD[model]()
    text = "党" * (model._meta.get_field(name).max_length + 1)

    with pytest.raises((IntegrityError, DataError)):
        write(row, **{name: text})


@pytest.mark.parametrize(("model", "name"), columns(BUILD, ChoiceField))
def test_database_refuses_what_is_not_a_choice(model, name):
    row = BUILD[model]()

    with pytest.raises(IntegrityError):
        write(row, **{name: "NO"})


@pytest.mark.parametrize(("model", "name"), columns(BUILD, ChoiceField))
def test_database_knows_every_choice(model, name):
    needs = {("Employment", "job"): "is_retired", ("Placement", "end"): "ends_on"}
    row = BUILD[model]()

    for value, _ in model._meta.get_field(name).choices:
        values = {name: value}
        match needs.get((model.__name__, name)):
            case "is_retired":
                values["is_retired"] = value == "4"
            case "ends_on":
                values |= {"ends_on": LATER, "end_registered_on": LATER}
        write(row, **values)

    assert getattr(model._base_manager.get(pk=row.pk), name) == value


@pytest.mark.parametrize(("model", "name"), references(BUILD))
def test_what_a_row_refers_to_cannot_be_deleted(model, name):
    row = BUILD[model]()
    if getattr(row, name) is None:
        target = MemberFactory() if name == "merged_into" else UserFactory()
        write(row, **{name: target})
    else:
        target = getattr(row, name)

    with pytest.raises(ProtectedError):
        target.delete()


@pytest.mark.parametrize("model", BUILD, ids=lambda model: model.__name__)
def test_row_is_known_by_a_name_of_its_own(model):
    assert isinstance(BUILD[model]().uid, uuid.UUID)
