"""Record, correct, confirm, reopen, withdraw: what is so afterwards, what is refused."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from activities.models import Attendance, Campaign, Lecturer, Sitting
from activities.services import batches, campaigns, sittings
from activities.services.batches import NewSitting
from activities.services.campaigns import CampaignFacts
from activities.services.sittings import (
    Attended,
    CannotConfirm,
    CannotCorrect,
    CannotReopen,
    CannotWithdraw,
    SittingFacts,
    Taught,
)
from branches.audit import Verb
from branches.models import Stale
from branches.options import Option
from tests.events import detail, recorded
from tests.factories.activities import (
    HELD,
    AttendanceFactory,
    CampaignFactory,
    DraftFactory,
    LecturerFactory,
    SittingFactory,
)
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    OutsidePersonFactory,
    SettingFactory,
)
from tests.factories.members import PlacementFactory, StandingFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


@pytest.fixture
def secretary(branch):
    return AppointmentFactory(organisation=branch, role="SECRETARY").user


@pytest.fixture
def member(branch):
    return PlacementFactory(organisation=branch).member


def facts(organisation, **values):
    return SittingFacts(
        **({"organisation": organisation, "held_on": HELD, "title": "学习"} | values)
    )


def record(organisation, *, kinds=("THEMED_DAY",), today=TODAY, rows=(), taught=(), **values):
    return sittings.record_sitting(
        facts=facts(organisation, **values),
        kinds=kinds,
        lecturers=taught,
        attendance=rows,
        today=today,
        by=None,
    )


def correct(sitting, *, kinds=("THEMED_DAY",), rows=(), taught=(), by, version=1, **values):
    return sittings.correct_sitting(
        sitting=sitting,
        facts=facts(sitting.organisation, **({"title": sitting.title} | values)),
        kinds=kinds,
        lecturers=taught,
        attendance=rows,
        today=TODAY,
        version=version,
        by=by,
    )


def refused(act, *args, **values):
    """Return what an act says is wrong, by field."""
    with pytest.raises(ValidationError) as error:
        act(*args, **values)
    return error.value.message_dict


def stored(row):
    return type(row).objects.get(pk=row.pk)


# Record ----------------------------------------------------------------------------------------


def test_sitting_is_recorded_as_a_draft_with_its_kinds_its_teacher_and_who_came(branch, member):
    absent = PlacementFactory(organisation=branch).member
    made = record(
        branch,
        kinds=["LECTURE", "THEMED_DAY"],
        rows=[Attended(member), Attended(absent, "EXCUSED", "出差")],
        taught=[Taught("SECRETARY", member=member)],
        starts_at=time(14, 30),
        minutes=90,
        others=3,
    )

    assert stored(made).state == "DRAFT"
    assert [row.kind for row in made.kinds.all()] == ["THEMED_DAY", "LECTURE"]
    assert list(Lecturer.objects.values_list("member", "office")) == [(member.pk, "SECRETARY")]
    assert set(Attendance.objects.values_list("member", "organisation", "status", "reason")) == {
        (member.pk, branch.pk, "PRESENT", ""),
        (absent.pk, branch.pk, "EXCUSED", "出差"),
    }


def test_recording_leaves_one_event_that_tells_how_many_came(branch, member, secretary):
    with recorded() as events:
        sittings.record_sitting(
            facts=facts(branch),
            kinds=["THEMED_DAY"],
            attendance=[Attended(member)],
            today=TODAY,
            by=secretary,
        )

    assert [event.verb for event in events] == [Verb.SITTING_RECORDED]
    assert detail(events[0]) == {
        "held_on": "2026-11-05",
        "kinds": ["THEMED_DAY"],
        "others": 0,
        "attendance": {"present": 1, "excused": 0, "absent": 0},
    }


def test_nothing_is_recorded_when_the_log_cannot_be_written(branch, broken_log):
    with pytest.raises(broken_log):
        record(branch)

    assert not Sitting.objects.exists()


def test_sitting_may_be_held_today_and_not_tomorrow(branch):
    record(branch, held_on=TODAY)

    assert refused(record, branch, held_on=TODAY + DAY) == {
        "held_on": ["这一天还没有到，请在活动开展之后登记。"]
    }


def test_sitting_is_not_held_before_the_organisation_was_founded(branch):
    record(branch, held_on=FOUNDED)

    assert refused(record, branch, held_on=FOUNDED - DAY) == {
        "held_on": ["党组织 2020-01-01 才成立，活动不能更早。"]
    }


def test_sitting_is_not_held_when_the_organisation_is_no_more(branch):
    branch.dissolved_on = HELD
    branch.save()

    record(branch, held_on=HELD - DAY)

    assert refused(record, branch) == {"held_on": ["党组织已于 2026-11-05 撤销。"]}


@pytest.mark.parametrize(
    ("kinds", "message"), [([], "请至少选一个类型。"), (["PARTY"], "没有这种类型：PARTY。")]
)
def test_sitting_is_of_at_least_one_known_kind(branch, kinds, message):
    assert refused(record, branch, kinds=kinds) == {"kinds": [message]}


def test_what_is_held_for_a_year_says_which(branch):
    made = record(branch, kinds=["ORGANISATIONAL_LIFE"], belongs_to_year=2025)

    assert made.belongs_to_year == 2025
    assert refused(record, branch, kinds=["ORGANISATIONAL_LIFE"], title="另") == {
        "belongs_to_year": ["这类活动要写明是哪个年度的。"]
    }
    assert list(refused(record, branch, belongs_to_year=2025, title="另")) == ["belongs_to_year"]


def test_same_title_on_the_same_day_is_refused(branch):
    record(branch)

    assert list(refused(record, branch)) == ["title"]
    record(branch, held_on=HELD - DAY)


def test_stranger_to_the_roll_cannot_attend(branch):
    stranger = PlacementFactory().member

    assert refused(record, branch, rows=[Attended(stranger)]) == {
        "present": [f"{stranger.name}在 2026-11-05 不在本党组织的党员名册上，请核对。"]
    }


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "may"),
    [(HELD, None, True), (HELD + DAY, None, False), (FOUNDED, HELD, False)],
)
def test_who_attends_was_placed_there_on_the_day(branch, starts_on, ends_on, may):
    end = {"ends_on": ends_on, "end": "LEFT"} if ends_on else {}
    member = PlacementFactory(organisation=branch, starts_on=starts_on, **end).member

    if may:
        record(branch, rows=[Attended(member)])
    else:
        assert list(refused(record, branch, rows=[Attended(member)])) == ["present"]


def test_suspended_member_cannot_attend(branch, member):
    StandingFactory(member=member, starts_on=HELD)

    record(branch, held_on=HELD - DAY, rows=[Attended(member)])

    assert list(refused(record, branch, rows=[Attended(member)])) == ["present"]


def test_member_of_a_branch_attends_what_stands_above_and_the_row_says_where_she_was(top, member):
    record(top, rows=[Attended(member)])

    row = Attendance.objects.get()
    assert row.organisation.superior == top


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"status": "ABSENT", "is_expected": False}, "status"),
        ({"status": "PRESENT", "reason": "出差"}, "reason"),
    ],
)
def test_attendance_that_contradicts_itself_is_refused(branch, member, row, field):
    assert list(refused(record, branch, rows=[Attended(member, **row)])) == [field]


def test_outsider_teaches_under_the_office_held_then(branch):
    outsider = OutsidePersonFactory()

    record(branch, taught=[Taught("LEADER", outsider=outsider, position="局长")])

    assert Lecturer.objects.get().outsider == outsider


@pytest.mark.parametrize(("entered_after", "is_late"), [(30, False), (31, True)])
def test_entry_more_than_thirty_days_later_is_late(branch, entered_after, is_late):
    made = record(branch, today=HELD + entered_after * DAY)

    assert made.is_late is is_late


def test_nothing_before_the_first_day_of_use_is_late(top, branch):
    SettingFactory(organisation=top, option=Option.OPENED_ON, value="2026-11-06")

    assert record(branch, today=HELD + 100 * DAY).is_late is False


# Correct ---------------------------------------------------------------------------------------


def test_draft_is_corrected_and_its_rows_become_the_new_ones(branch, member, secretary):
    draft = DraftFactory(organisation=branch)
    AttendanceFactory(sitting=draft, member=member, status="ABSENT")
    LecturerFactory(sitting=draft)

    correct(draft, kinds=["LECTURE"], rows=[Attended(member)], by=secretary, place="会议室")

    assert (stored(draft).place, stored(draft).version) == ("会议室", 2)
    assert [row.kind for row in draft.kinds.all()] == ["LECTURE"]
    assert [row.status for row in draft.roll.all()] == ["PRESENT"]
    assert not Lecturer.objects.exists()


def test_correction_tells_what_changed_person_by_person(branch, member, secretary):
    draft = DraftFactory(organisation=branch)
    AttendanceFactory(sitting=draft, member=member, status="EXCUSED", reason="病假")

    with recorded() as events:
        correct(draft, rows=[Attended(member)], by=secretary, others=2)

    assert [event.verb for event in events] == [Verb.SITTING_CORRECTED]
    assert detail(events[0]) == {
        "changes": {
            "others": [0, 2],
            "present": [[], [member.name]],
            "excused": [[f"{member.name}（病假）"], []],
        }
    }


def test_confirmed_sitting_is_not_corrected(branch, secretary):
    with pytest.raises(CannotCorrect, match="先由书记退回"):
        correct(SittingFactory(organisation=branch), by=secretary)


def test_draft_is_not_moved_to_another_organisation(branch, secretary):
    draft = DraftFactory(organisation=branch)

    with pytest.raises(ValidationError) as error:
        sittings.correct_sitting(
            sitting=draft,
            facts=facts(OrganisationFactory()),
            kinds=["OATH"],
            today=TODAY,
            version=1,
            by=secretary,
        )

    assert list(error.value.message_dict) == ["organisation"]


def test_draft_somebody_else_saved_first_is_stale(branch, secretary):
    draft = DraftFactory(organisation=branch)
    correct(stored(draft), by=secretary, place="甲")

    with pytest.raises(Stale):
        correct(draft, by=secretary, place="乙")

    assert stored(draft).place == "甲"


def test_correcting_the_day_judges_lateness_anew(branch, secretary):
    draft = DraftFactory(organisation=branch, entered_on=TODAY)

    assert correct(draft, by=secretary, held_on=TODAY - 31 * DAY).is_late is True


# Confirm, reopen, withdraw ---------------------------------------------------------------------


def test_draft_is_confirmed_by_whom_and_when(branch, secretary):
    draft = DraftFactory(organisation=branch, others=1)

    with recorded() as events:
        sittings.confirm_sitting(sitting=draft, today=TODAY, version=1, by=secretary)

    row = stored(draft)
    assert (row.state, row.confirmed_on, row.confirmed_by) == ("CONFIRMED", TODAY, secretary)
    assert [event.verb for event in events] == [Verb.SITTING_CONFIRMED]


@pytest.mark.parametrize("status", ["ABSENT", "EXCUSED"])
def test_sitting_nobody_came_to_is_not_confirmed(branch, secretary, status):
    draft = DraftFactory(organisation=branch)
    AttendanceFactory(sitting=draft, status=status)

    with pytest.raises(CannotConfirm, match="还没有登记到会的人"):
        sittings.confirm_sitting(sitting=draft, today=TODAY, version=1, by=secretary)

    assert stored(draft).state == "DRAFT"


def test_one_who_came_is_enough_to_confirm(branch, secretary):
    draft = DraftFactory(organisation=branch)
    AttendanceFactory(sitting=draft)

    sittings.confirm_sitting(sitting=draft, today=TODAY, version=1, by=secretary)

    assert stored(draft).state == "CONFIRMED"


def test_sitting_is_confirmed_once(branch, secretary):
    with pytest.raises(CannotConfirm, match="已经确认过"):
        sittings.confirm_sitting(
            sitting=SittingFactory(organisation=branch), today=TODAY, version=1, by=secretary
        )


def test_draft_changed_meanwhile_is_not_confirmed(branch, secretary):
    draft = DraftFactory(organisation=branch, others=1)
    correct(stored(draft), by=secretary, place="甲")

    with pytest.raises(Stale):
        sittings.confirm_sitting(sitting=draft, today=TODAY, version=1, by=secretary)

    assert stored(draft).state == "DRAFT"


def test_confirmed_sitting_is_reopened_for_a_reason(branch, secretary):
    confirmed = SittingFactory(organisation=branch)

    with recorded() as events:
        sittings.reopen_sitting(sitting=confirmed, reason="人数有误", version=1, by=secretary)

    row = stored(confirmed)
    assert (row.state, row.confirmed_on, row.confirmed_by) == ("DRAFT", None, None)
    assert [(event.verb, event.reason) for event in events] == [
        (Verb.SITTING_REOPENED, "人数有误")
    ]


def test_draft_is_not_reopened(branch, secretary):
    with pytest.raises(CannotReopen):
        sittings.reopen_sitting(
            sitting=DraftFactory(organisation=branch), reason="x", version=1, by=secretary
        )


def test_draft_is_withdrawn_and_the_event_keeps_all_of_it(branch, member, secretary):
    draft = DraftFactory(organisation=branch, title="误录", kinds=["OATH"])
    AttendanceFactory(sitting=draft, member=member)

    with recorded() as events:
        sittings.withdraw_sitting(sitting=draft, reason="录错支部", version=1, by=secretary)

    assert not Sitting.objects.exists()
    kept = detail(events[0])
    assert (events[0].verb, kept["title"]) == (Verb.SITTING_WITHDRAWN, "误录")
    assert (kept["kinds"], kept["present"]) == (["OATH"], [member.name])


def test_confirmed_sitting_is_not_withdrawn(branch, secretary):
    with pytest.raises(CannotWithdraw):
        sittings.withdraw_sitting(
            sitting=SittingFactory(organisation=branch), reason="x", version=1, by=secretary
        )


def test_draft_changed_meanwhile_is_not_withdrawn(branch, secretary):
    draft = DraftFactory(organisation=branch)
    correct(stored(draft), by=secretary, place="甲")

    with pytest.raises(Stale):
        sittings.withdraw_sitting(sitting=draft, reason="x", version=1, by=secretary)

    assert stored(draft).kinds.count() == 1


def test_entry_in_the_official_system_is_noted_though_the_sitting_is_confirmed(branch, secretary):
    confirmed = SittingFactory(organisation=branch)

    sittings.enter_officially(sitting=confirmed, on=HELD, number="7", version=1, by=secretary)

    assert (stored(confirmed).official_on, stored(confirmed).official_number) == (HELD, "7")


def test_entry_in_the_official_system_is_not_before_the_sitting(branch, secretary):
    confirmed = SittingFactory(organisation=branch)

    with pytest.raises(ValidationError) as error:
        sittings.enter_officially(
            sitting=confirmed, on=HELD - DAY, number="", version=1, by=secretary
        )

    assert list(error.value.message_dict) == ["on"]


# Many at once ----------------------------------------------------------------------------------


def new(organisation, title="学习", rows=(), **values):
    facts_of = values.pop("facts", facts(organisation, title=title))
    return NewSitting(facts_of, ["THEMED_DAY"], HELD, (), rows, **values)


def test_many_sittings_are_recorded_in_one_event(branch, member):
    rows = [
        new(branch, rows=[Attended(member)], confirmed_on=HELD),
        new(branch, title="另一场"),
    ]

    with recorded() as events:
        made = batches.record_sittings(rows=rows, by=None)

    assert [row.state for row in made] == ["CONFIRMED", "DRAFT"]
    assert list(Attendance.objects.values_list("sitting", "organisation")) == [
        (made[0].pk, branch.pk)
    ]
    assert [event.verb for event in events] == [Verb.SITTINGS_RECORDED]
    assert detail(events[0])["count"] == 2


def test_many_sittings_take_as_many_queries_as_one(branch, django_assert_max_num_queries):
    members = [PlacementFactory(organisation=branch).member for _ in range(3)]
    rows = [
        new(branch, title=f"第{number}场", rows=[Attended(one) for one in members])
        for number in range(20)
    ]

    # A savepoint, settings, placements, standings, four inserts, the event and its detail.
    with django_assert_max_num_queries(16):
        batches.record_sittings(rows=rows, by=None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"held_on": HELD + DAY}, "第 2 行：这一天还没有到，请在活动开展之后登记。"),
        ({"title": "一\n二"}, "第 2 行：这里只能写一行，请去掉换行和制表符。"),
    ],
)
def test_bad_row_among_many_is_named_and_nothing_is_written(branch, change, message):
    bad = new(branch, facts=replace(facts(branch, title="坏"), **change))

    with pytest.raises(ValidationError) as error:
        batches.record_sittings(rows=[new(branch), bad], by=None)

    assert error.value.messages == [message]
    assert not Sitting.objects.exists()


def test_stranger_among_many_is_named_with_the_row(branch):
    stranger = PlacementFactory().member

    with pytest.raises(ValidationError, match=r"第 1 行：.*不在本党组织"):
        batches.record_sittings(rows=[new(branch, rows=[Attended(stranger)])], by=None)


def test_double_among_many_is_said_at_its_field(branch):
    with pytest.raises(ValidationError) as error:
        batches.record_sittings(rows=[new(branch), new(branch)], by=None)

    assert list(error.value.message_dict) == ["title"]


def test_nothing_at_all_is_recorded_as_nothing():
    assert batches.record_sittings(rows=[], by=None) == []


# Campaigns -------------------------------------------------------------------------------------

CAMPAIGN = CampaignFacts(name="主题教育", year=2026, starts_on=date(2026, 9, 1))


def test_campaign_is_entered(top):
    with recorded() as events:
        made = campaigns.keep_campaign(facts=CAMPAIGN, kept_by=top, by=None)

    assert stored(made).year == 2026
    assert [event.verb for event in events] == [Verb.CAMPAIGN_KEPT]


def test_campaign_is_mended(top):
    made = CampaignFactory(kept_by=top)

    with recorded() as events:
        campaigns.keep_campaign(
            facts=replace(CAMPAIGN, name=made.name, document="甲"),
            kept_by=top,
            campaign=made,
            version=1,
            by=None,
        )

    assert stored(made).document == "甲"
    assert detail(events[0]) == {"changes": {"document": ["", "甲"]}}


def test_campaign_mended_by_another_meanwhile_is_stale(top):
    made = CampaignFactory(kept_by=top, name="学习教育")

    with pytest.raises(Stale):
        campaigns.keep_campaign(facts=CAMPAIGN, kept_by=top, campaign=made, version=2, by=None)

    assert Campaign.objects.get().name == "学习教育"
