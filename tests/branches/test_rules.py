"""Both sides of every threshold, and what holds for all days and numbers."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches import rules
from branches.articles import MAY_COVER, MAY_STAND_UNDER, ROLE_PLACES

KINDS = [
    "COMMITTEE",
    "PARTY_COMMITTEE",
    "GENERAL_BRANCH",
    "BRANCH",
    "JOINT_BRANCH",
    "TEMPORARY_BRANCH",
]
LEAVES = ["BRANCH", "JOINT_BRANCH", "TEMPORARY_BRANCH"]

days = st.dates(min_value=date(1950, 1, 1), max_value=date(2199, 12, 31))
numbers = st.integers(min_value=0, max_value=10_000)


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        ("COMMITTEE", ["", "COMMITTEE"]),
        ("PARTY_COMMITTEE", ["COMMITTEE"]),
        ("GENERAL_BRANCH", ["COMMITTEE", "PARTY_COMMITTEE"]),
        ("BRANCH", ["COMMITTEE", "PARTY_COMMITTEE", "GENERAL_BRANCH"]),
        ("JOINT_BRANCH", ["COMMITTEE", "PARTY_COMMITTEE", "GENERAL_BRANCH"]),
        ("TEMPORARY_BRANCH", ["COMMITTEE", "PARTY_COMMITTEE", "GENERAL_BRANCH"]),
    ],
)
def test_kind_stands_under_these_and_no_others(kind, allowed):
    found = [superior for superior in ["", *KINDS] if rules.may_stand_under(kind, superior)]

    assert found == allowed


@pytest.mark.parametrize("leaf", LEAVES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_stands_under_a_branch(kind, leaf):
    assert not rules.may_stand_under(kind, leaf)


def test_every_kind_has_its_place_in_the_tree():
    assert list(MAY_STAND_UNDER) == KINDS


def test_only_committees_may_be_given_the_power_to_approve():
    found = [kind for kind in KINDS if rules.may_approve_admissions(kind)]

    assert found == ["COMMITTEE", "PARTY_COMMITTEE"]


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("OWN", ["PARTY_COMMITTEE", "GENERAL_BRANCH", "BRANCH"]),
        ("JOINT", ["JOINT_BRANCH"]),
        ("ATTACHED", ["PARTY_COMMITTEE", "GENERAL_BRANCH", "BRANCH"]),
        (
            "INSTRUCTOR",
            ["COMMITTEE", "PARTY_COMMITTEE", "GENERAL_BRANCH", "BRANCH", "JOINT_BRANCH"],
        ),
    ],
)
def test_school_is_covered_in_a_way_by_these_kinds_and_no_others(role, kinds):
    assert [kind for kind in KINDS if rules.may_cover(kind, role)] == kinds


def test_joint_branch_covers_jointly_or_by_an_instructor_only():
    found = [role for role in MAY_COVER if rules.may_cover("JOINT_BRANCH", role)]

    assert found == ["JOINT", "INSTRUCTOR"]


def test_temporary_branch_covers_no_school():
    assert not any(rules.may_cover("TEMPORARY_BRANCH", role) for role in MAY_COVER)


@pytest.mark.parametrize(
    ("units", "limit", "too_many"),
    [(0, 5, False), (4, 5, False), (5, 5, False), (6, 5, True), (6, 6, False), (7, 6, True)],
)
def test_joint_branch_at_the_edge_of_its_units(units, limit, too_many):
    assert rules.covers_too_many(units, limit=limit) is too_many


@given(units=numbers, more=numbers, limit=numbers)
def test_one_more_unit_never_makes_too_many_few_enough(units, more, limit):
    fewer = rules.covers_too_many(units, limit=limit)

    assert rules.covers_too_many(units + more, limit=limit) >= fewer


@given(units=numbers, limit=numbers, more=numbers)
def test_higher_limit_never_makes_few_enough_too_many(units, limit, more):
    lower = rules.covers_too_many(units, limit=limit)

    assert rules.covers_too_many(units, limit=limit + more) <= lower


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2025, 8, 31), 2024),
        (date(2025, 9, 1), 2025),
        (date(2025, 9, 2), 2025),
        (date(2025, 12, 31), 2025),
        (date(2026, 1, 1), 2025),
        (date(2026, 8, 31), 2025),
        (date(2028, 2, 29), 2027),
    ],
)
def test_school_year_at_the_edge_of_september(day, year):
    assert rules.school_year(day) == year


@given(day=days)
def test_day_lies_in_its_school_year_and_in_no_other(day):
    begins = [date(year, 9, 1) for year in range(day.year - 2, day.year + 3)]
    holding = [begin.year for begin, next_begin in pairwise(begins) if begin <= day < next_begin]

    assert holding == [rules.school_year(day)]


@given(day=days)
def test_school_year_changes_only_on_the_first_of_september(day):
    step = rules.school_year(day) - rules.school_year(day - timedelta(days=1))

    assert step == ((day.month, day.day) == (9, 1))


@pytest.mark.parametrize(("waited", "is_late"), [(0, False), (29, False), (30, False), (31, True)])
def test_entry_at_the_edge_of_thirty_days(waited, is_late):
    happened_on = date(2026, 1, 10)
    recorded_on = happened_on + timedelta(days=waited)

    found = rules.is_late_entry(
        happened_on=happened_on, recorded_on=recorded_on, opened_on=date(2026, 1, 1)
    )

    assert found is is_late


@pytest.mark.parametrize(
    ("opened_on", "is_late"),
    [(date(2026, 1, 9), True), (date(2026, 1, 10), True), (date(2026, 1, 11), False)],
)
def test_entry_is_never_late_for_a_day_before_the_organisation_began(opened_on, is_late):
    found = rules.is_late_entry(
        happened_on=date(2026, 1, 10), recorded_on=date(2026, 6, 1), opened_on=opened_on
    )

    assert found is is_late


def test_entry_is_late_where_no_first_day_was_set():
    found = rules.is_late_entry(
        happened_on=date(2026, 1, 10), recorded_on=date(2026, 6, 1), opened_on=None
    )

    assert found


@given(happened_on=days, recorded_on=days, later=st.integers(min_value=0, max_value=400))
def test_entry_once_late_stays_late(happened_on, recorded_on, later):
    sooner = rules.is_late_entry(happened_on=happened_on, recorded_on=recorded_on, opened_on=None)
    afterwards = rules.is_late_entry(
        happened_on=happened_on, recorded_on=recorded_on + timedelta(days=later), opened_on=None
    )

    assert afterwards >= sooner


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("ADMINISTRATOR", ["COMMITTEE"]),
        ("AUDITOR", ["COMMITTEE"]),
        ("STAFF", ["COMMITTEE"]),
        ("GENERAL_SECRETARY", ["PARTY_COMMITTEE", "GENERAL_BRANCH"]),
        ("SECRETARY", LEAVES),
        ("CLERK", LEAVES),
    ],
)
def test_role_is_held_at_these_kinds_and_no_others(role, kinds):
    found = [kind for kind in KINDS if rules.may_be_appointed(role, kind=kind, is_top=True)]

    assert found == kinds


@pytest.mark.parametrize(
    ("role", "may"), [("ADMINISTRATOR", False), ("AUDITOR", False), ("STAFF", True)]
)
def test_who_serves_the_whole_installation_is_appointed_at_the_top_only(role, may):
    assert rules.may_be_appointed(role, kind="COMMITTEE", is_top=False) is may


def test_every_role_has_its_places():
    assert set(ROLE_PLACES) == {
        "ADMINISTRATOR",
        "AUDITOR",
        "STAFF",
        "GENERAL_SECRETARY",
        "SECRETARY",
        "CLERK",
    }
