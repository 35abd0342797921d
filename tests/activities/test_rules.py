"""What follows from the texts for sittings."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.articles import ARTICLES, DUTIES, OF_A_YEAR, OF_THE_COMMITTEE, OF_WHOEVER_COMES
from activities.rules import (
    Expects,
    expects,
    is_overdue,
    likely_year,
    needs_year,
    owes,
    period_of,
)
from branches.periods import Period

NOVEMBER = Period.month(date(2026, 11, 1))
THEMED = DUTIES["THEMED_DAY"]
MEETING = DUTIES["MEMBERS_MEETING"]
COMMITTEE = DUTIES["COMMITTEE_MEETING"]
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def owed(duty=THEMED, **changed):
    """Say whether a branch of old owes it in November, but for what is changed."""
    usual = {
        "kind": "BRANCH",
        "founded_on": date(2020, 1, 1),
        "dissolved_on": None,
        "opened_on": None,
        "full_members": 20,
        "period": NOVEMBER,
        "holidays": (),
    }
    return owes(duty, **(usual | changed))


def test_every_duty_cites_an_article_and_stands_under_its_kind():
    assert {key: duty.kind for key, duty in DUTIES.items()} == {key: key for key in DUTIES}
    assert [duty.kind for duty in DUTIES.values() if duty.article not in ARTICLES] == []


@pytest.mark.parametrize(
    ("kind", "does"),
    [
        ("BRANCH", True),
        ("JOINT_BRANCH", True),
        ("TEMPORARY_BRANCH", False),
        ("GENERAL_BRANCH", False),
        ("PARTY_COMMITTEE", False),
        ("COMMITTEE", False),
    ],
)
def test_themed_day_is_owed_by_branches_that_last(kind, does):
    assert owed(kind=kind) is does


@pytest.mark.parametrize(
    ("founded_on", "does"),
    [(date(2026, 10, 31), True), (date(2026, 11, 1), False), (date(2026, 11, 2), False)],
)
def test_themed_day_is_owed_from_the_month_after_founding(founded_on, does):
    assert owed(founded_on=founded_on) is does


@pytest.mark.parametrize(
    ("dissolved_on", "does"),
    [(date(2026, 11, 30), False), (date(2026, 12, 1), True), (None, True)],
)
def test_themed_day_is_not_owed_in_the_month_of_the_end(dissolved_on, does):
    assert owed(dissolved_on=dissolved_on) is does


@pytest.mark.parametrize(
    ("opened_on", "does"),
    [(date(2026, 11, 1), True), (date(2026, 11, 2), False), (date(2027, 1, 1), False)],
)
def test_themed_day_is_not_owed_before_the_first_day_of_use(opened_on, does):
    assert owed(opened_on=opened_on) is does


@pytest.mark.parametrize(("holidays", "does"), [((11,), False), ((10, 12), True), ((), True)])
def test_themed_day_is_not_owed_in_a_holiday_month(holidays, does):
    assert owed(holidays=holidays) is does


@pytest.mark.parametrize(("holidays", "does"), [((10, 11), True), ((10, 11, 12), False)])
def test_meeting_of_a_quarter_is_owed_while_a_month_of_it_is_free(holidays, does):
    assert owed(MEETING, period=Period.quarter(2026, 4), holidays=holidays) is does


@pytest.mark.parametrize(("full_members", "does"), [(6, False), (7, True)])
def test_committee_meets_where_seven_full_members_make_one(full_members, does):
    assert owed(COMMITTEE, full_members=full_members) is does


def test_themed_day_is_owed_however_few_the_members():
    assert owed(full_members=0) is True


def test_what_holidays_do_not_touch_is_owed_in_spite_of_them():
    duty = replace(THEMED, rests_in_holidays=False)

    assert owed(duty, holidays=(11,)) is True


@pytest.mark.parametrize(("on", "does"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True)])
def test_it_is_overdue_only_when_the_month_is_over(on, does):
    assert is_overdue(NOVEMBER, on=on) is does


@pytest.mark.parametrize(
    ("duty", "day", "period"),
    [
        (THEMED, date(2026, 11, 30), NOVEMBER),
        (MEETING, date(2026, 9, 30), Period.quarter(2026, 3)),
        (MEETING, date(2026, 10, 1), Period.quarter(2026, 4)),
        (DUTIES["ORGANISATIONAL_LIFE"], date(2026, 12, 31), Period.year(2026)),
    ],
)
def test_duty_comes_back_by_the_month_the_quarter_or_the_year(duty, day, period):
    assert period_of(duty, day) == period


@given(day=days, kind=st.sampled_from(sorted(DUTIES)))
def test_day_lies_in_the_period_of_every_duty(day, kind):
    assert day in period_of(DUTIES[kind], day)


@pytest.mark.parametrize(
    ("kinds", "whom"),
    [
        (["THEMED_DAY"], Expects.ROLL),
        (["COMMITTEE_MEETING"], Expects.COMMITTEE),
        (["COMMITTEE_MEETING", "MEMBERS_MEETING"], Expects.ROLL),
        (["GROUP_MEETING"], Expects.NOBODY),
        (["GROUP_MEETING", "COMMITTEE_MEETING"], Expects.COMMITTEE),
        (["TALK", "THEMED_DAY"], Expects.ROLL),
        ([], Expects.ROLL),
    ],
)
def test_branch_expects_whom_its_kinds_are_for(kinds, whom):
    assert expects(kinds, has_organisations_beneath=False) == whom


@pytest.mark.parametrize(
    ("kinds", "whom"),
    [
        (["MEMBERS_MEETING"], Expects.ROLL),
        (["THEMED_DAY"], Expects.NOBODY),
        (["CENTRE_GROUP", "STUDY"], Expects.COMMITTEE),
        ([], Expects.NOBODY),
    ],
)
def test_organisation_with_others_beneath_expects_all_only_at_a_meeting(kinds, whom):
    assert expects(kinds, has_organisations_beneath=True) == whom


@given(kinds=st.sets(st.sampled_from(sorted(OF_THE_COMMITTEE | OF_WHOEVER_COMES)), min_size=1))
def test_kinds_of_a_few_never_expect_the_whole_roll(kinds):
    assert expects(kinds, has_organisations_beneath=False) != Expects.ROLL


@pytest.mark.parametrize("kind", sorted(OF_A_YEAR))
def test_what_is_held_for_a_year_needs_it(kind):
    assert needs_year(["THEMED_DAY", kind]) is True


def test_themed_day_needs_no_year():
    assert needs_year(["THEMED_DAY"]) is False


@pytest.mark.parametrize(
    ("held_on", "year"),
    [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2026, 12, 31), 2026)],
)
def test_until_march_it_most_likely_is_for_the_year_before(held_on, year):
    assert likely_year(held_on) == year
