"""Which sittings, of which kind, held when, and how many came."""

from datetime import date, timedelta

import pytest

from activities.models import Attendance, Campaign, Lecturer, Sitting
from branches.models import Organisation
from branches.periods import Period
from branches.querysets import UnscopedRead, fuse
from members.models import Member
from tests.factories.activities import (
    AttendanceFactory,
    CampaignFactory,
    DraftFactory,
    LecturerFactory,
    SittingFactory,
)
from tests.factories.branches import (
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db

NOVEMBER = Period.month(date(2026, 11, 1))
DAY = timedelta(days=1)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


def reader(organisation, role="STAFF"):
    return AppointmentFactory(organisation=organisation, role=role).user


def came(sitting, number, **values):
    return AttendanceFactory.create_batch(number, sitting=sitting, **values)


# Who may read ----------------------------------------------------------------------------------


def test_sitting_is_read_by_its_organisation_and_those_above(top, branch):
    mine = SittingFactory(organisation=branch)
    SittingFactory(organisation=OrganisationFactory(superior=top))  # a sister: it could leak

    readable = Sitting.objects.readable_by(reader(branch, "SECRETARY"), today=TODAY)

    assert list(readable) == [mine]
    assert Sitting.objects.readable_by(reader(top), today=TODAY).count() == 2


def test_sitting_of_the_committee_is_not_read_by_a_branch(top, branch):
    SittingFactory(organisation=top)

    assert not Sitting.objects.readable_by(reader(branch, "SECRETARY"), today=TODAY).exists()


def test_attendance_is_read_where_the_member_was_placed_then(top, branch):
    mine = AttendanceFactory(sitting=SittingFactory(organisation=top), organisation=branch)
    AttendanceFactory(sitting=mine.sitting, organisation=top)

    readable = Attendance.objects.readable_by(reader(branch, "SECRETARY"), today=TODAY)

    assert list(readable) == [mine]


@pytest.mark.parametrize("model", [Attendance, Lecturer])
def test_rows_of_sittings_are_readable_when_the_sittings_are(top, model):
    SittingFactory(organisation=top)
    readable = Sitting.objects.readable_by(reader(top), today=TODAY)

    with fuse(on=True):
        assert list(model.objects.of_sittings(readable)) == []
        with pytest.raises(UnscopedRead):
            list(model.objects.of_sittings(Sitting.objects.all()))


def test_campaign_is_read_by_those_above_and_carried_by_those_beneath(top, branch):
    kept = CampaignFactory(kept_by=top)
    CampaignFactory()  # of another committee: it could leak
    secretary = reader(branch, "SECRETARY")

    assert list(Campaign.objects.readable_by(secretary, today=TODAY)) == []
    assert list(Campaign.objects.carried_by(secretary, today=TODAY)) == [kept]


def test_campaign_counts_the_confirmed_sittings_one_may_read(top, branch):
    kept = CampaignFactory(kept_by=top)
    SittingFactory.create_batch(2, organisation=branch, campaign=kept)
    DraftFactory(organisation=branch, campaign=kept)
    SittingFactory(organisation=OrganisationFactory(superior=top), campaign=kept)

    def counted(user):
        row = Campaign.objects.with_counts(user=user, today=TODAY).get(pk=kept.pk)
        return row.sittings, row.organisations

    assert counted(reader(top)) == (3, 2)
    assert counted(reader(branch, "SECRETARY")) == (2, 1)


# Which -----------------------------------------------------------------------------------------


def test_confirmed_and_drafts_are_told_apart():
    confirmed, draft = SittingFactory(), DraftFactory()

    assert list(Sitting.objects.confirmed()) == [confirmed]
    assert list(Sitting.objects.drafts()) == [draft]


def test_period_takes_its_first_day_and_not_the_first_after():
    before, first, last, after = (
        SittingFactory(held_on=day)
        for day in (
            NOVEMBER.start - DAY,
            NOVEMBER.start,
            NOVEMBER.last_day,
            NOVEMBER.end,
        )
    )

    assert set(Sitting.objects.held(NOVEMBER)) == {first, last}
    assert {before, after}.isdisjoint(Sitting.objects.held(NOVEMBER))


def test_sitting_of_two_kinds_is_found_once_by_either_and_by_both():
    made = SittingFactory(kinds=["THEMED_DAY", "LECTURE"])
    SittingFactory(kinds=["OATH"])

    assert list(Sitting.objects.of_kind("THEMED_DAY")) == [made]
    assert list(Sitting.objects.of_kind("LECTURE", "THEMED_DAY")) == [made]
    assert list(Sitting.objects.of_kind("VISIT")) == []


def test_year_is_the_one_it_is_held_for_else_the_one_it_was_held_in():
    late = SittingFactory(held_on=date(2026, 2, 1), belongs_to_year=2025, kinds=["APPRAISAL"])
    usual = SittingFactory(held_on=date(2025, 12, 1))
    SittingFactory(held_on=date(2026, 3, 1))

    assert set(Sitting.objects.of_year(2025)) == {late, usual}


def test_two_tiers_are_told_apart_and_leave_out_what_is_outside(top, branch):
    own, theirs = SittingFactory(organisation=top), SittingFactory(organisation=branch)
    SittingFactory(organisation=OrganisationFactory(superior=top, outside_superior="县直工委"))

    assert list(Sitting.objects.by_committees()) == [own]
    assert list(Sitting.objects.by_branches()) == [theirs]


def test_sittings_narrow_to_organisations_and_to_a_subtree(top, branch):
    general = OrganisationFactory(superior=top, kind="GENERAL_BRANCH")
    beneath = SittingFactory(organisation=OrganisationFactory(superior=general))
    mine = SittingFactory(organisation=branch)
    asked = Organisation.objects.filter(pk=branch.pk)

    assert list(Sitting.objects.in_organisations(asked)) == [mine]
    assert list(Sitting.objects.within(general)) == [beneath]


# How many --------------------------------------------------------------------------------------


def test_sitting_counts_whom_it_expected_who_came_and_all_who_attended():
    made = SittingFactory(others=5)
    came(made, 2)
    came(made, 1, is_expected=False)
    came(made, 1, status="ABSENT")
    came(made, 1, status="EXCUSED")

    row = Sitting.objects.with_counts().get()

    assert (row.expected, row.present, row.attended) == (4, 3, 8)


def test_kinds_are_counted_in_one_query(django_assert_num_queries):
    came(SittingFactory(kinds=["THEMED_DAY", "LECTURE"], others=1), 2)
    came(SittingFactory(kinds=["LECTURE"]), 3)

    with django_assert_num_queries(1):
        rows = {row["kind"]: row for row in Sitting.objects.confirmed().by_kind()}

    assert rows == {
        "THEMED_DAY": {"kind": "THEMED_DAY", "sittings": 1, "attendances": 3},
        "LECTURE": {"kind": "LECTURE", "sittings": 2, "attendances": 6},
    }


def test_months_are_counted_in_one_query(django_assert_num_queries):
    came(SittingFactory(held_on=date(2026, 10, 8)), 1)
    SittingFactory.create_batch(2, held_on=date(2026, 11, 8), others=4)

    with django_assert_num_queries(1):
        rows = sorted(Sitting.objects.by_month(), key=lambda row: row["month"])

    assert rows == [
        {"month": 10, "sittings": 1, "attendances": 1},
        {"month": 11, "sittings": 2, "attendances": 8},
    ]


def test_total_counts_a_sitting_of_two_kinds_once(django_assert_num_queries, branch):
    came(SittingFactory(organisation=branch, kinds=["THEMED_DAY", "LECTURE"], others=1), 2)
    came(SittingFactory(organisation=branch), 3)

    with django_assert_num_queries(1):
        total = Sitting.objects.of_kind("THEMED_DAY", "LECTURE").in_total()

    assert total == {"sittings": 2, "organisations": 1, "attendances": 6}


def test_nothing_adds_up_to_nothing():
    assert Sitting.objects.in_total() == {"sittings": 0, "organisations": 0, "attendances": 0}


def test_lectures_are_counted_by_the_office_of_who_gave_them():
    one, other = SittingFactory(kinds=["LECTURE"]), SittingFactory(kinds=["LECTURE"])
    LecturerFactory.create_batch(2, sitting=one)
    LecturerFactory(sitting=other)
    LecturerFactory(sitting=other, office="LEADER")

    rows = {row["office"]: row for row in Lecturer.objects.by_office()}

    assert rows == {
        "SECRETARY": {"office": "SECRETARY", "sittings": 2, "lecturers": 3},
        "LEADER": {"office": "LEADER", "sittings": 1, "lecturers": 1},
    }


def test_attendance_is_asked_by_member_period_and_outcome():
    row = AttendanceFactory(sitting=SittingFactory(held_on=date(2026, 11, 3)))
    missed = AttendanceFactory(sitting=row.sitting, status="ABSENT")
    free = AttendanceFactory(sitting=row.sitting, is_expected=False)
    AttendanceFactory(sitting=DraftFactory(held_on=date(2026, 10, 31)))
    rows = Attendance.objects

    assert set(rows.held(NOVEMBER).present()) == {row, free}
    assert set(rows.confirmed().expected()) == {row, missed}
    assert list(rows.of_members(Member.objects.filter(pk=row.member_id))) == [row]


# What is missing -------------------------------------------------------------------------------
