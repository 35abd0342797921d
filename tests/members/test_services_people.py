"""Enter, correct, change and show people: what is so afterwards, and what is refused."""

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from branches.audit import Verb
from branches.models import AuditDetail, Stale
from branches.services import organisations
from members.models import Circumstance, Education, Employment, Member, Placement, Standing
from members.services import people
from members.services.people import (
    Condition,
    Entry,
    KnownNumber,
    MemberFacts,
    NewMember,
    Schooling,
    Spell,
    Stay,
    Suspension,
    Work,
)
from tests.events import detail, recorded
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    SchoolFactory,
    branches_of,
)
from tests.factories.members import (
    ADMITTED,
    BORN,
    CONFIRMED,
    CircumstanceFactory,
    EducationFactory,
    EmploymentFactory,
    MemberFactory,
    PlacementFactory,
)
from tests.numbers import number_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CAME = date(2025, 9, 1)
NUMBER = number_of(BORN)
PHONE, ADDRESS = "13900000001", "示范路九号院"


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


@pytest.fixture
def staff(top):
    return AppointmentFactory(organisation=top).user


@pytest.fixture
def member(branch):
    """Somebody placed in the branch since it was founded."""
    return PlacementFactory(organisation=branch, member=MemberFactory(phone=PHONE)).member


def facts(**values):
    valid = {
        "name": "何静",
        "sex": "FEMALE",
        "born_on": BORN,
        "admitted_on": ADMITTED,
        "confirmed_on": CONFIRMED,
        "identity_number": NUMBER,
    }
    return MemberFacts(**(valid | values))


def entry(organisation, **values):
    valid = {"starts_on": CAME, "begin": "ARRIVED", "registered_on": CAME}
    return Entry(organisation=organisation, **(valid | values))


def enter(organisation, *, by, entered=None, told=None, work=None, schooling=None):
    return people.enter_member(
        facts=told or facts(),
        entry=entered or entry(organisation),
        work=work or Work(job="013", workplace="县实验小学", is_teacher=True),
        schooling=schooling,
        today=TODAY,
        by=by,
    )


def correct(member, *, by, version=1, today=None, **values):
    kept = {name: getattr(member, name) for name in MemberFacts.__dataclass_fields__}
    return people.correct_member(
        member=member,
        facts=MemberFacts(**(kept | values)),
        reason="录入有误",
        version=version,
        by=by,
        today=today,
    )


def refused(act, *args, **values):
    """Return what a refusal says, by field; nothing is logged."""
    with pytest.raises(ValidationError) as refusal, recorded() as events:
        act(*args, **values)
    assert events == []
    return refusal.value.message_dict


def as_stored(row):
    return type(row).objects.get(pk=row.pk)


def state():
    """Return all that is stored of people, to be compared before and after."""
    tables = (Member, Placement, Employment, Education, Circumstance, Standing)
    return [list(model.objects.order_by("pk").values_list("pk", "version")) for model in tables]


# Enter -----------------------------------------------------------------------------------------


def test_person_is_entered_with_her_placement_work_and_education(branch, staff):
    school = SchoolFactory()

    made = enter(
        branch,
        by=staff,
        work=Work(job="013", school=school, is_teacher=True),
        schooling=Schooling("UNDERGRADUATE", "BACHELOR"),
    )

    stored = as_stored(made)
    placement, work, learnt = made.placements.get(), made.employments.get(), made.educations.get()
    assert (stored.name, stored.identity_number, stored.name_key) == (
        "何静",
        NUMBER,
        "hejing hj 何静",
    )
    assert (placement.organisation, placement.begin) == (branch, "ARRIVED")
    assert (placement.starts_on, placement.begin_registered_on) == (CAME, CAME)
    assert (work.school, work.job, work.is_retired, work.starts_on) == (school, "013", False, CAME)
    assert (learnt.level, learnt.degree, learnt.starts_on) == ("UNDERGRADUATE", "BACHELOR", CAME)
    assert {row.recorded_by for row in (stored, placement, work, learnt)} == {staff}


def test_person_whose_education_is_not_known_has_none(branch, staff):
    assert enter(branch, by=staff).educations.count() == 0


def test_whoever_works_as_retired_is_retired(branch, staff):
    assert enter(branch, by=staff, work=Work(job="4")).employments.get().is_retired


def test_entering_is_logged_once_with_nothing_encrypted(branch, staff):
    told = facts(phone=PHONE, address=ADDRESS)

    with recorded() as events:
        made = enter(branch, by=staff, told=told)

    (event,) = events
    assert (event.verb, event.target_uid, event.organisation_id) == (
        Verb.MEMBER_ENTERED,
        made.uid,
        branch.pk,
    )
    assert detail(event) == {
        "to": str(branch),
        "begin": "系统外转入",
        "on": "2025-09-01",
        "document": "",
        "registered_on": "2025-09-01",
        "elsewhere": "",
        "admitted_on": "2008-06-15",
        "irregular": "",
        "warnings": [],
    }


def test_what_differs_from_the_number_is_logged_and_refused_nowhere(branch, staff):
    with recorded() as events:
        enter(branch, by=staff, told=facts(sex="MALE", born_on=BORN + DAY))

    assert detail(events[0])["warnings"] == [
        "性别与公民身份号码第17位不一致，请核对；以人事档案为准。",
        "出生日期与公民身份号码里的不一致，请核对；以人事档案为准。",
    ]


def test_who_was_admitted_too_young_is_entered_and_marked(branch, staff):
    made = enter(branch, by=staff, told=facts(admitted_on=date(1998, 5, 19)))

    assert as_stored(made).irregular == "入党时未满18岁（发展党员工作细则第五条）"


@pytest.mark.parametrize("begin", ["OPENING", "ARRIVED", "RESTORED"])
def test_person_may_come_on_the_day_she_was_admitted(branch, staff, begin):
    told = facts(admitted_on=CAME, confirmed_on=None)

    made = enter(branch, by=staff, told=told, entered=entry(branch, begin=begin))

    assert made.placements.get().begin == begin


def test_admitted_person_is_placed_from_the_meeting_on(branch, staff):
    told = facts(admitted_on=CAME, confirmed_on=None)

    made = enter(branch, by=staff, told=told, entered=entry(branch, begin="ADMITTED"))

    assert made.placements.get().starts_on == made.admitted_on


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"begin": "ADMITTED"},
            {"starts_on": ["发展党员从支部大会通过之日算起，应是入党日期 2008-06-15。"]},
        ),
        (
            {"starts_on": ADMITTED - DAY},
            {"starts_on": ["不能早于入党日期 2008-06-15。"]},
        ),
        (
            {"starts_on": FOUNDED - DAY},
            {"starts_on": [f"{{branch}}到 {FOUNDED} 才成立，日期不能更早。"]},
        ),
        ({"starts_on": TODAY + DAY}, {"starts_on": ["日期不能晚于今天。"]}),
        ({"registered_on": TODAY + DAY}, {"registered_on": ["登记日期不能晚于今天。"]}),
        (
            {"registered_on": CAME - DAY},
            {"registered_on": ["登记日期不能早于 2025-09-01，请核对两个日期。"]},
        ),
        (
            {"begin": "TRANSFERRED"},
            {"begin": ["新登记的人不是从系统内转来的，请重新选择如何进入。"]},
        ),
        (
            {"begin": "REORGANISED"},
            {"begin": ["新登记的人不是从系统内转来的，请重新选择如何进入。"]},
        ),
    ],
)
def test_entry_that_cannot_be_is_refused(branch, staff, values, message):
    expected = {
        field: [text.format(branch=branch) for text in texts] for field, texts in message.items()
    }

    assert refused(enter, branch, by=staff, entered=entry(branch, **values)) == expected
    assert Member.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("COMMITTEE", "教育工委"),
        ("PARTY_COMMITTEE", "党委"),
        ("GENERAL_BRANCH", "党总支"),
        ("TEMPORARY_BRANCH", "临时党支部"),
    ],
)
def test_nobody_is_placed_in_what_is_no_branch(top, staff, kind, label):
    place = OrganisationFactory(kind=kind, superior=top)
    message = f"{label}不接收党员的组织关系，请选择党支部或联合党支部。"

    assert refused(enter, place, by=staff) == {"organisation": [message]}


@pytest.mark.parametrize(
    ("on", "is_refused"), [(CAME - DAY, True), (CAME, True), (CAME + DAY, True)]
)
def test_nobody_is_placed_in_what_is_dissolved(branch, staff, on, is_refused):
    organisations.dissolve(
        today=TODAY, organisation=branch, on=on, document="", version=1, by=staff
    )
    message = f"{branch}从 {on} 起已经撤销，请选择别的党支部。"

    assert refused(enter, branch, by=staff) == {"organisation": [message]}


def test_what_became_a_branch_later_holds_nobody_before(top, staff):
    place = OrganisationFactory(kind="GENERAL_BRANCH", superior=top)
    organisations.rename(
        today=TODAY,
        organisation=place,
        kind="BRANCH",
        name="支部",
        short_name="支部",
        on=CAME + DAY,
        document="",
        version=1,
        by=staff,
    )

    assert list(refused(enter, place, by=staff)) == ["organisation"]
    later = entry(place, starts_on=CAME + DAY, registered_on=CAME + DAY)
    assert enter(place, by=staff, entered=later).placements.get().organisation == place


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"identity_number": NUMBER[:17]},
            {
                "identity_number": [
                    "公民身份号码是18位：前17位是数字，末位是数字或X，请对照证件填写。"
                ]
            },
        ),
        (
            {"identity_number": "999999198002300011"},
            {"identity_number": ["公民身份号码第7至14位不是一个真实的日期，请对照证件填写。"]},
        ),
        ({"admitted_on": BORN}, {"admitted_on": ["入党日期必须晚于出生日期。"]}),
        ({"confirmed_on": TODAY + DAY}, {"confirmed_on": ["日期不能晚于今天。"]}),
        ({"joined_work_on": TODAY + DAY}, {"joined_work_on": ["日期不能晚于今天。"]}),
    ],
)
def test_facts_that_cannot_be_are_refused_at_their_field(branch, staff, values, message):
    assert refused(enter, branch, by=staff, told=facts(**values)) == message


def test_everything_wrong_with_the_facts_is_said_at_once(branch, staff):
    told = facts(identity_number="1", born_on=TODAY + DAY, admitted_on=TODAY + DAY)

    found = refused(enter, branch, by=staff, told=told)

    assert sorted(found) == ["admitted_on", "born_on", "identity_number"]


@pytest.mark.parametrize("typed", [NUMBER, f" {NUMBER.lower()} "])
def test_number_that_is_known_is_refused_and_reveals_nothing(branch, staff, typed):
    known = enter(branch, by=staff)
    other = OrganisationFactory()

    with pytest.raises(KnownNumber) as refusal, recorded() as events:
        enter(other, by=staff, told=facts(name="王欣", identity_number=typed))

    assert refusal.value.member == known
    assert str(refusal.value) == (
        "这个身份号码已经登记过。请核对号码；号码无误的，请申请转接组织关系。"
    )
    assert events == []


def test_number_indexed_by_an_older_key_is_known(branch, staff, settings):
    enter(branch, by=staff)
    settings.FIELD_KEYS = ["n" * 32, *settings.FIELD_KEYS]

    with pytest.raises(KnownNumber):
        enter(branch, by=staff)


def test_nothing_is_entered_when_the_log_fails(branch, staff, broken_log):
    before = state()

    with pytest.raises(broken_log):
        enter(branch, by=staff)

    assert state() == before


# Correct ---------------------------------------------------------------------------------------


def test_facts_are_corrected(member, staff):
    correct(member, by=staff, name="何敬", note="更名", phone="13900000002")

    stored = as_stored(member)
    assert (stored.name, stored.note, stored.phone) == ("何敬", "更名", "13900000002")
    assert (stored.name_key, stored.version) == ("hejing hj 何敬", 2)
    assert list(Member.objects.with_phone("13900000002")) == [member]


def test_correction_is_logged_once_with_what_changed_and_nothing_encrypted(branch, member, staff):
    name = member.name

    with recorded() as events:
        correct(member, by=staff, name="何敬", phone="13900000002", identity_number=NUMBER)

    (event,) = events
    assert (event.verb, event.reason, event.organisation_id) == (
        Verb.MEMBER_CORRECTED,
        "录入有误",
        branch.pk,
    )
    assert detail(event)["changes"] == {
        "name": [name, "何敬"],
        "phone": ["（已加密）", "（已加密）"],
        "identity_number": ["", "（已加密）"],
    }


def test_correction_of_a_row_changed_meanwhile_is_stale(member, staff):
    seen_before = as_stored(member)
    correct(member, by=staff, name="对方")

    with pytest.raises(Stale), recorded() as events:
        correct(seen_before, by=staff, name="我")

    assert (as_stored(member).name, events) == ("对方", [])


def test_number_of_another_is_refused_at_its_field(member, staff):
    MemberFactory(identity_number=NUMBER)

    found = refused(correct, member, by=staff, identity_number=NUMBER)

    assert found == {"identity_number": ["这个身份号码已经登记过。"]}


def test_own_number_may_be_kept(member, staff):
    correct(member, by=staff, identity_number=NUMBER)

    correct(member, by=staff, version=2, name="何敬", identity_number=NUMBER)

    assert as_stored(member).name == "何敬"


def test_correction_may_mend_what_was_irregular(member, staff):
    correct(member, by=staff, born_on=date(2000, 1, 1))
    assert as_stored(member).irregular != ""

    correct(member, by=staff, version=2, born_on=BORN)

    assert as_stored(member).irregular == ""


@pytest.mark.parametrize(("day", "is_refused"), [(TODAY, False), (TODAY + DAY, True)])
def test_mended_day_is_not_to_come(member, staff, day, is_refused):
    if is_refused:
        found = refused(correct, member, by=staff, today=TODAY, joined_work_on=day)
        assert found == {"joined_work_on": ["日期不能晚于今天。"]}
    else:
        assert correct(member, by=staff, today=TODAY, joined_work_on=day).joined_work_on == day


def test_admission_is_not_after_the_first_placement(member, staff):
    later = {"admitted_on": FOUNDED + DAY, "confirmed_on": None}

    found = refused(correct, member, by=staff, **later)

    assert found == {"admitted_on": [f"{FOUNDED} 起就登记在党支部，入党日期不能更晚。"]}
    assert correct(as_stored(member), by=staff, **(later | {"admitted_on": FOUNDED})).version == 2


@pytest.mark.parametrize("admitted_on", [CAME - DAY, CAME + DAY])
def test_placement_by_admission_begins_on_the_mended_day(branch, staff, admitted_on):
    told = facts(admitted_on=CAME, confirmed_on=None)
    made = enter(branch, by=staff, told=told, entered=entry(branch, begin="ADMITTED"))

    correct(made, by=staff, admitted_on=admitted_on)

    assert made.placements.get().starts_on == admitted_on


def test_admission_is_not_mended_past_the_end_of_its_placement(branch, staff):
    told = facts(admitted_on=CAME, confirmed_on=None)
    made = enter(branch, by=staff, told=told, entered=entry(branch, begin="ADMITTED"))
    made.placements.update(ends_on=CAME + DAY, end="DIED", end_registered_on=CAME + DAY)

    found = refused(correct, made, by=staff, admitted_on=CAME + DAY)

    assert found == {"admitted_on": [f"入党日期必须早于 {CAME + DAY} 的变动。"]}


def test_admission_is_not_mended_to_before_its_branch_was_founded(branch, staff):
    told = facts(admitted_on=CAME, confirmed_on=None)
    made = enter(branch, by=staff, told=told, entered=entry(branch, begin="ADMITTED"))

    found = refused(correct, made, by=staff, admitted_on=FOUNDED - DAY)

    assert found == {"admitted_on": [f"{branch}到 {FOUNDED} 才成立，日期不能更早。"]}


def test_nothing_is_corrected_when_the_log_fails(member, staff, broken_log):
    before = state()

    with pytest.raises(broken_log):
        correct(member, by=staff, name="何敬")

    assert state() == before


# Work and education -----------------------------------------------------------------------------


def change_work(member, *, by, on=CAME, **values):
    work = Work(**({"job": "4"} | values))
    return people.change_work(member=member, work=work, on=on, today=TODAY, by=by)


def test_new_work_ends_the_old(member, staff):
    old = EmploymentFactory(member=member)

    new = change_work(member, by=staff, workplace="无", office="调研员")

    assert (as_stored(old).ends_on, as_stored(new).starts_on) == (CAME, CAME)
    assert (new.is_retired, new.office, new.recorded_by) == (True, "调研员", staff)


def test_work_that_was_never_told_simply_begins(member, staff):
    assert change_work(member, by=staff).starts_on == CAME


@pytest.mark.parametrize("on", [CAME - DAY, CAME])
def test_new_work_comes_after_the_old_began(member, staff, on):
    EmploymentFactory(member=member, starts_on=CAME)

    found = refused(change_work, member, by=staff, on=on)

    assert found == {"on": [f"日期必须晚于上一次变动的 {CAME}。"]}


def test_work_of_who_is_nowhere_is_refused(member, staff):
    found = refused(change_work, member, by=staff, on=FOUNDED - DAY)

    assert found == {"on": [f"{member}在 {FOUNDED - DAY} 不在任何党支部，请核对日期。"]}


def test_change_of_work_is_logged_once(branch, member, staff):
    with recorded() as events:
        change_work(member, by=staff, workplace="县教育局", office="主任")

    (event,) = events
    assert (event.verb, event.organisation_id) == (Verb.WORK_CHANGED, branch.pk)
    assert detail(event) == {
        "on": "2025-09-01",
        "job": "离退休",
        "workplace": "县教育局",
        "office": "主任",
    }


def change_schooling(member, *, by, on=CAME):
    return people.change_schooling(
        today=TODAY, member=member, schooling=Schooling("GRADUATE", "MASTER"), on=on, by=by
    )


def test_new_education_ends_the_old(member, staff):
    old = EducationFactory(member=member)

    new = change_schooling(member, by=staff)

    assert (as_stored(old).ends_on, new.level, new.degree) == (CAME, "GRADUATE", "MASTER")


def test_change_of_education_is_logged_once(member, staff):
    with recorded() as events:
        change_schooling(member, by=staff)

    (event,) = events
    assert event.verb == Verb.SCHOOLING_CHANGED
    assert detail(event) == {"on": "2025-09-01", "schooling": "研究生", "degree": "硕士"}


@pytest.mark.parametrize("change", [change_work, change_schooling])
def test_nothing_is_changed_when_the_log_fails(member, staff, change, broken_log):
    before = state()

    with pytest.raises(broken_log):
        change(member, by=staff)

    assert state() == before


# Circumstances ----------------------------------------------------------------------------------


def begin(member, organisation, *, by, kind="MOBILE", on=CAME):
    return people.begin_circumstance(
        today=TODAY,
        member=member,
        organisation=organisation,
        kind=kind,
        on=on,
        whereabouts="外省",
        by=by,
    )


def end(circumstance, *, by, on=TODAY, version=1):
    return people.end_circumstance(
        today=TODAY, circumstance=circumstance, on=on, reason="已经返回", version=version, by=by
    )


def _ends_one(member, branch, staff, on):
    row = Circumstance.objects.filter(member=member).first() or begin(member, branch, by=staff)
    return end(row, by=staff, on=on)


@pytest.mark.parametrize(
    "act",
    [
        lambda member, branch, staff, on: change_work(member, by=staff, on=on),
        lambda member, branch, staff, on: change_schooling(member, by=staff, on=on),
        lambda member, branch, staff, on: begin(member, branch, by=staff, on=on),
        _ends_one,
    ],
    ids=["work", "education", "circumstance", "its end"],
)
def test_nothing_changes_on_a_day_to_come(branch, member, staff, act):
    with pytest.raises(ValidationError) as refused:
        act(member, branch, staff, TODAY + DAY)

    assert refused.value.message_dict == {"on": ["日期不能晚于今天。"]}
    assert act(member, branch, staff, TODAY).pk


def test_circumstance_begins_and_ends(branch, member, staff):
    row = begin(member, branch, by=staff)

    end(row, by=staff)

    stored = as_stored(row)
    assert (stored.kind, stored.whereabouts, stored.organisation) == ("MOBILE", "外省", branch)
    assert (stored.starts_on, stored.ends_on, stored.version) == (CAME, TODAY, 2)


def test_circumstance_does_not_hold_twice(branch, member, staff):
    begin(member, branch, by=staff)

    found = refused(begin, member, branch, by=staff, on=TODAY)

    assert found == {"starts_on": ["这段时间已经登记了同样的情况。"]}


def test_circumstance_of_who_is_nowhere_is_refused(branch, member, staff):
    found = refused(begin, member, branch, by=staff, on=FOUNDED - DAY)

    assert found == {"on": [f"{member}在 {FOUNDED - DAY} 不在任何党支部，请核对日期。"]}


def test_circumstance_that_has_ended_is_not_prolonged(branch, member, staff):
    row = begin(member, branch, by=staff)
    end(row, by=staff, on=CAME + DAY)

    assert refused(end, row, by=staff, version=2) == {"on": [f"它到 {CAME + DAY} 就已结束。"]}


def test_end_of_a_circumstance_changed_meanwhile_is_stale(branch, member, staff):
    row = begin(member, branch, by=staff)
    seen_before = as_stored(row)
    end(row, by=staff)

    with pytest.raises(Stale):
        end(seen_before, by=staff)


def test_circumstances_are_logged_without_a_story(branch, member, staff):
    with recorded() as events:
        end(begin(member, branch, by=staff), by=staff)

    begun, ended = events
    assert [begun.verb, ended.verb] == [Verb.CIRCUMSTANCE_BEGUN, Verb.CIRCUMSTANCE_ENDED]
    assert detail(begun) == {"circumstance": "流动党员", "on": "2025-09-01"}
    assert (detail(ended), ended.reason) == (
        {"circumstance": "流动党员", "on": "2026-11-20"},
        "已经返回",
    )


def test_no_circumstance_begins_or_ends_when_the_log_fails(branch, member, staff, broken_log):
    row = CircumstanceFactory(member=member, organisation=branch)
    before = state()

    with pytest.raises(broken_log):
        end(row, by=staff)
    with pytest.raises(broken_log):
        begin(member, branch, by=staff)

    assert state() == before


# Show ------------------------------------------------------------------------------------------


def reveal(member, *, by, field="phone", reason="核对联系方式"):
    return people.reveal(member=member, field=field, reason=reason, by=by)


@pytest.mark.parametrize(
    ("field", "label", "text"),
    [
        ("identity_number", "公民身份号码", NUMBER),
        ("phone", "联系电话", PHONE),
        ("address", "家庭住址", ADDRESS),
    ],
)
def test_encrypted_field_is_shown_and_logged_with_its_reason(branch, staff, field, label, text):
    told = facts(phone=PHONE, address=ADDRESS)
    made = enter(branch, by=staff, told=told)

    with recorded() as events:
        shown = reveal(as_stored(made), by=staff, field=field)

    (event,) = events
    assert shown == text
    assert (event.verb, event.reason) == (Verb.NUMBER_REVEALED, "核对联系方式")
    assert (event.actor_id, event.organisation_id) == (staff.pk, branch.pk)
    assert detail(event) == {"field": label}


@pytest.mark.parametrize("reason", ["", " ", "\u3000"])
def test_nothing_is_shown_without_a_reason(member, staff, reason):
    assert refused(reveal, member, by=staff, reason=reason) == {"reason": ["请写明查看的原因。"]}


@pytest.mark.parametrize("field", ["name", "password", ""])
def test_nothing_else_is_shown(member, staff, field):
    assert refused(reveal, member, by=staff, field=field) == {"field": ["请选择要查看的内容。"]}


def test_nothing_is_shown_when_the_log_fails(member, staff, broken_log):
    with pytest.raises(broken_log):
        reveal(member, by=staff)


def test_no_event_of_any_act_holds_what_is_encrypted(branch, staff):
    told = facts(phone=PHONE, address=ADDRESS)
    made = enter(branch, by=staff, told=told)
    correct(made, by=staff, phone="13900000007", identity_number="", address="另一处院")
    for field in people.REVEALABLE:
        reveal(made, by=staff, field=field)
    row = replace(told, identity_number=number_of(BORN, sequence=2))
    people.enter_many(rows=[NewMember(row, [Stay(branch, CAME, "ARRIVED")])], by=staff)

    texts = "".join(AuditDetail.objects.values_list("text", flat=True))
    canaries = [NUMBER, row.identity_number, PHONE, "13900000007", ADDRESS, "另一处院"]
    assert [canary for canary in canaries if canary in texts] == []


# Enter many ------------------------------------------------------------------------------------


def new(organisation, *, sequence=1, **values):
    """Return a person with a whole history: two branches' worth is told by `stays`."""
    told = facts(name=f"何静{sequence}", identity_number=number_of(BORN, sequence=sequence))
    valid = {
        "facts": told,
        "stays": [Stay(organisation, CAME, "ARRIVED")],
        "works": [Spell(Work(job="013", workplace="校"), CAME, TODAY), Spell(Work("4"), TODAY)],
        "schoolings": [Spell(Schooling("COLLEGE"), CAME)],
        "conditions": [Spell(Condition(organisation, "MOBILE", "外省"), CAME, TODAY)],
        "suspensions": [Spell(Suspension("文1", "文2"), CAME + DAY, TODAY)],
    }
    return NewMember(**(valid | values))


def test_many_are_entered_with_their_histories(top, branch, staff):
    other = OrganisationFactory(superior=top)
    stays = [
        Stay(other, TODAY, "TRANSFERRED", document="文4"),
        Stay(
            branch,
            CAME,
            "ARRIVED",
            registered_on=CAME + DAY,
            ends_on=TODAY,
            end="TRANSFERRED",
            end_document="文3",
        ),
    ]

    one, two = people.enter_many(
        rows=[new(branch, stays=stays), new(branch, sequence=2)], by=staff
    )

    first, second = one.placements.order_by("starts_on")
    assert (first.organisation, first.begin_registered_on) == (branch, CAME + DAY)
    assert (first.end, first.ends_on, first.end_document) == ("TRANSFERRED", TODAY, "文3")
    assert first.end_registered_on == TODAY
    assert (second.organisation, second.begin_document) == (other, "文4")
    retired = one.employments.order_by("starts_on").values_list("is_retired", flat=True)
    assert list(retired) == [False, True]
    assert one.educations.get().level == "COLLEGE"
    assert (one.circumstances.get().whereabouts, one.standings.get().end_document) == (
        "外省",
        "文2",
    )
    assert two.placements.get().organisation == branch
    assert {row.recorded_by for row in (one, first, one.standings.get())} == {staff}


def test_many_are_encrypted_indexed_and_found(branch, staff):
    (made,) = people.enter_many(rows=[new(branch)], by=staff)

    stored = as_stored(made)
    assert (stored.identity_number, stored.name_key) == (NUMBER, "hejing1 hj1 何静1")
    assert list(Member.objects.with_number(NUMBER)) == [made]


def test_entering_many_is_logged_once_with_their_number(branch, staff):
    with recorded() as events:
        people.enter_many(rows=[new(branch), new(branch, sequence=2)], by=staff)

    (event,) = events
    assert event.verb == Verb.MEMBERS_ENTERED
    assert detail(event)["count"] == 2
    assert len(detail(event)["digest"]) == 64


def stays_of(*values):
    """Return a function of the branch that gives stays there, one for each tuple."""
    return lambda branch: {"stays": [Stay(branch, *one) for one in values]}


LEFT = {"ends_on": TODAY, "end": "LEFT"}
BAD = {
    "nowhere": (lambda branch: {"stays": []}, "没有写明在哪个党支部。"),
    "from inside": (stays_of((CAME, "TRANSFERRED")), "第一段组织关系不能是系统内转入。"),
    "too early": (stays_of((ADMITTED - DAY, "OPENING")), "不能早于入党日期 2008-06-15。"),
    "not admitted then": (
        stays_of((CAME, "ADMITTED")),
        "发展党员从支部大会通过之日算起，应是入党日期 2008-06-15。",
    ),
    "before the branch": (
        stays_of((FOUNDED - DAY, "OPENING")),
        f"{{branch}}到 {FOUNDED} 才成立，日期不能更早。",
    ),
    "end not told": (
        lambda branch: {"stays": [Stay(branch, CAME, "ARRIVED", ends_on=TODAY)]},
        "离开时要写明如何离开，没有离开的不写。",
    ),
    "ends first": (
        lambda branch: {"stays": [Stay(branch, CAME, "ARRIVED", ends_on=CAME, end="LEFT")]},
        "组织关系的结束日期必须晚于 2025-09-01。",
    ),
    "in two places": (
        lambda branch: {
            "stays": [
                Stay(branch, CAME, "ARRIVED", **LEFT),
                Stay(branch, TODAY - DAY, "ARRIVED"),
            ]
        },
        "组织关系在 2026-11-19 前后重叠。",
    ),
    "two jobs": (
        lambda branch: {"works": [Spell(Work("013"), CAME), Spell(Work("4"), TODAY)]},
        "工作情况在 2026-11-20 前后重叠。",
    ),
    "circumstance twice": (
        lambda branch: {"conditions": [Spell(Condition(branch, "MOBILE"), CAME)] * 2},
        "流动党员在 2025-09-01 前后重叠。",
    ),
    "bad number": (
        lambda branch: {"facts": facts(identity_number="1")},
        "公民身份号码是18位：前17位是数字，末位是数字或X，请对照证件填写。",
    ),
    "number of a row before": (
        lambda branch: {"facts": facts(identity_number=NUMBER)},
        "公民身份号码与第 1 行相同。",
    ),
    "number that is known": (
        lambda branch: {"facts": facts(identity_number=number_of(BORN, sequence=9))},
        "这个身份号码已经登记过。",
    ),
    "no choice": (lambda branch: {"facts": facts(sex="NOPE")}, "值 'NOPE' 不是有效选项。"),
    "two lines": (
        lambda branch: {"facts": facts(note="一\n二")},
        "这里只能写一行，请去掉换行和制表符。",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_row_is_named_and_nothing_is_written(branch, staff, name):
    MemberFactory(identity_number=number_of(BORN, sequence=9))
    build, message = BAD[name]
    rows = [new(branch), new(branch, sequence=2, **build(branch))]
    before = state()

    with pytest.raises(ValidationError) as refusal, recorded() as events:
        people.enter_many(rows=rows, by=staff)

    assert refusal.value.messages == [f"第 2 行：{message.format(branch=branch)}"]
    assert (state(), events) == (before, [])


def test_constraint_that_only_the_database_asks_refuses_all(branch, staff):
    rows = [new(branch), new(branch, sequence=2, facts=facts(confirmed_on=ADMITTED))]
    rows[1] = replace(rows[1], facts=replace(rows[1].facts, identity_number=""))
    before = state()

    with pytest.raises(ValidationError) as refusal:
        people.enter_many(rows=rows, by=staff)

    assert refusal.value.message_dict == {"confirmed_on": ["转正日期必须晚于入党日期。"]}
    assert state() == before


def test_nothing_of_many_is_entered_when_the_log_fails(branch, staff, broken_log):
    before = state()

    with pytest.raises(broken_log):
        people.enter_many(rows=[new(branch)], by=staff)

    assert state() == before


@pytest.mark.parametrize("number", [3, 30])
def test_entering_many_asks_the_same_number_of_queries(
    branch, staff, number, django_assert_num_queries
):
    rows = [new(branch, sequence=place) for place in range(number)]

    with django_assert_num_queries(14):
        people.enter_many(rows=rows, by=staff)


def test_county_is_entered_in_a_few_seconds(top, staff):
    places = branches_of(top, 60)
    rows = [
        new(
            places[number % 60],
            facts=facts(name=f"何静{number}", identity_number=number_of(BORN + number * DAY)),
            stays=[
                Stay(places[number % 60], CAME, "ARRIVED", ends_on=TODAY, end="TRANSFERRED"),
                Stay(places[number % 59], TODAY, "TRANSFERRED"),
            ],
        )
        for number in range(1510)
    ]
    before = time.perf_counter()

    made = people.enter_many(rows=rows, by=staff)

    assert time.perf_counter() - before < 20  # three on a quiet machine
    assert (len(made), Placement.objects.count()) == (1510, 3020)
