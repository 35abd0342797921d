"""Which organisations owe a sitting they did not hold, and whom a sitting expects."""

from datetime import date, timedelta

import pytest

from activities.services.duties import missed, missing
from activities.services.rolls import roll_of
from branches.models import Organisation
from branches.options import Option
from branches.periods import Period
from members.models import Placement
from tests.factories.activities import DraftFactory, SittingFactory
from tests.factories.branches import (
    TODAY,
    CommitteeFactory,
    OrganisationFactory,
    SettingFactory,
)
from tests.factories.members import (
    CircumstanceFactory,
    EmploymentFactory,
    PlacementFactory,
    PostFactory,
    StandingFactory,
)

pytestmark = pytest.mark.django_db

NOVEMBER = Period.month(date(2026, 11, 1))
OCTOBER = Period.month(date(2026, 10, 1))
DAY = timedelta(days=1)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


def opened(organisation, day):
    SettingFactory(organisation=organisation, option=Option.OPENED_ON, value=day, since=day)


# What is missing -------------------------------------------------------------------------------


def missing_now(kind="THEMED_DAY", period=NOVEMBER):
    return set(missing(Organisation.objects.all(), kind, period))


def test_branch_without_a_themed_day_is_missing_one(branch):
    assert missing_now() == {branch}


@pytest.mark.parametrize("make", [SittingFactory, DraftFactory])
def test_branch_with_a_themed_day_misses_none_even_as_a_draft(branch, make):
    make(organisation=branch)

    assert missing_now() == set()


@pytest.mark.parametrize(
    ("held", "is_missing"),
    [
        ({"held_on": NOVEMBER.start}, False),
        ({"held_on": NOVEMBER.last_day, "kinds": ["OATH", "THEMED_DAY"]}, False),
        ({"held_on": NOVEMBER.start - DAY}, True),
        ({"held_on": NOVEMBER.start, "kinds": ["OATH"]}, True),
    ],
)
def test_only_a_sitting_of_the_kind_in_the_month_makes_up_for_it(branch, held, is_missing):
    SittingFactory(organisation=branch, **held)

    assert missing_now() == ({branch} if is_missing else set())


@pytest.mark.parametrize(("days", "is_missing"), [(30, False), (31, True)])
def test_what_was_dissolved_within_the_month_misses_nothing(top, days, is_missing):
    row = OrganisationFactory(superior=top)
    Organisation.objects.filter(pk=row.pk).update(dissolved_on=OCTOBER.start + days * DAY)

    assert (row in missing_now(period=OCTOBER)) is is_missing


def test_who_answers_to_a_body_outside_misses_nothing(top):
    OrganisationFactory(superior=top, outside_superior="县直工委")

    assert missing_now() == set()


def test_nothing_is_missing_before_the_first_day_of_use(top, branch):
    opened(top, "2026-11-02")

    assert missing_now() == set()


def test_first_day_of_use_holds_for_days_before_it_was_set(top, branch):
    opened(top, "2026-11-02")

    assert missing_now(period=OCTOBER) == set()


def test_nothing_is_missing_in_a_holiday_month(top, branch):
    SettingFactory(organisation=branch, option=Option.HOLIDAY_MONTHS, value="11、12")

    assert missing_now() == set()
    assert missing_now(period=OCTOBER) == {branch}


@pytest.mark.parametrize(("number", "is_missing"), [(6, False), (7, True)])
def test_committee_meeting_is_missing_where_there_is_a_committee(branch, number, is_missing):
    PlacementFactory.create_batch(number, organisation=branch)

    assert (missing_now("COMMITTEE_MEETING") == {branch}) is is_missing


@pytest.mark.parametrize("number", [1, 3])
def test_missing_asks_the_same_number_of_queries(top, number, django_assert_num_queries):
    OrganisationFactory.create_batch(number, superior=top)

    with django_assert_num_queries(4):  # the branches, what they held, the settings, the answer
        assert len(missing_now()) == number


def test_months_missed_are_told_from_the_first_day_of_use_on(top, branch):
    opened(top, "2026-09-01")
    SittingFactory(organisation=branch, held_on=date(2026, 10, 31))

    found = missed([branch], "THEMED_DAY", today=TODAY)

    assert [(one.period, one.is_overdue) for one in found] == [
        (Period.month(date(2026, 9, 1)), True),
        (NOVEMBER, False),
    ]


def test_months_missed_are_asked_for_a_year_back(branch):
    found = missed([branch], "THEMED_DAY", today=TODAY)

    assert (len(found), found[0].period.start) == (13, date(2025, 11, 1))


def test_quarters_missed_are_told_by_the_quarter(top, branch):
    opened(top, "2026-07-01")

    found = missed([branch], "MEMBERS_MEETING", today=TODAY)

    assert [one.period for one in found] == [Period.quarter(2026, 3), Period.quarter(2026, 4)]


@pytest.mark.parametrize("number", [1, 3])
def test_missed_asks_the_same_number_of_queries(top, number, django_assert_num_queries):
    branches = OrganisationFactory.create_batch(number, superior=top)

    with django_assert_num_queries(2):  # what was held, the settings
        missed(branches, "THEMED_DAY", today=TODAY)


# Whom it expects -------------------------------------------------------------------------------


def sheet(organisation, *kinds, day=TODAY):
    rows = roll_of(organisation, day, kinds or ["THEMED_DAY"], rows=Placement.objects.all())
    return {one.member: (one.is_expected, one.is_likely) for one in rows}


def test_sheet_lists_the_roll_of_the_day_and_supposes_all_came(branch):
    here = PlacementFactory(organisation=branch).member
    PlacementFactory(organisation=branch, starts_on=TODAY + DAY)
    PlacementFactory()

    assert sheet(branch) == {here: (True, True)}


def test_exempt_and_mobile_are_listed_and_not_expected(branch):
    exempt, mobile = (PlacementFactory(organisation=branch).member for _ in range(2))
    CircumstanceFactory(member=exempt, organisation=branch, kind="EXEMPT")
    CircumstanceFactory(member=mobile, organisation=branch, kind="MOBILE")

    assert sheet(branch) == {exempt: (False, False), mobile: (False, False)}


def test_suspended_member_is_not_listed(branch):
    StandingFactory(member=PlacementFactory(organisation=branch).member)

    assert sheet(branch) == {}


@pytest.mark.parametrize(("member_kind", "is_likely"), [("MIXED", False), ("RETIRED", True)])
def test_retired_are_expected_and_supposed_to_come_where_all_are_retired(
    top, member_kind, is_likely
):
    branch = OrganisationFactory(superior=top, member_kind=member_kind)
    retired = PlacementFactory(organisation=branch).member
    EmploymentFactory(member=retired, school=None, job="4", is_retired=True, is_teacher=False)

    assert sheet(branch) == {retired: (True, is_likely)}


def test_committee_meeting_expects_the_committee(branch):
    secretary, other = (PlacementFactory(organisation=branch).member for _ in range(2))
    PostFactory(member=secretary, organisation=branch)

    assert sheet(branch, "COMMITTEE_MEETING") == {
        secretary: (True, True),
        other: (False, False),
    }


def test_group_meeting_expects_nobody_in_particular(branch):
    member = PlacementFactory(organisation=branch).member

    assert sheet(branch, "GROUP_MEETING") == {member: (False, False)}


def test_general_branch_lists_those_beneath_at_a_members_meeting_only(top):
    general = OrganisationFactory(superior=top, kind="GENERAL_BRANCH")
    beneath = PlacementFactory(organisation=OrganisationFactory(superior=general)).member

    assert sheet(general, "MEMBERS_MEETING") == {beneath: (True, True)}
    assert sheet(general, "THEMED_DAY") == {}


def test_work_committee_never_lists_its_county(top, branch):
    PlacementFactory(organisation=branch)

    assert sheet(top, "MEMBERS_MEETING") == {}


@pytest.mark.parametrize("number", [1, 3])
def test_sheet_asks_the_same_number_of_queries(branch, number, django_assert_num_queries):
    PlacementFactory.create_batch(number, organisation=branch)

    with django_assert_num_queries(3):  # whom it expects, the roll, the retired
        sheet(branch)
