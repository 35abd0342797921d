"""What follows for members from plain values, on both sides of every threshold."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches.models import Organisation
from members.articles import DECREASES, INCREASES, RESUMED, SUSPENDED
from members.models import Placement
from members.rules import (
    admitted_too_young,
    completed_years,
    is_full,
    may_hold_members,
    months_after,
    number_fault,
    party_age,
    warnings_of,
)
from tests.numbers import number_of, numbers

TODAY = date(2026, 11, 20)
BORN = date(1980, 5, 20)
NUMBER = number_of(BORN)
DAY = timedelta(days=1)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(("on", "full"), [(BORN - DAY, False), (BORN, True), (BORN + DAY, True)])
def test_member_is_full_from_the_day_of_confirmation(on, full):
    assert is_full(confirmed_on=BORN, on=on) == full


def test_who_was_never_confirmed_is_not_full():
    assert not is_full(confirmed_on=None, on=TODAY)


@pytest.mark.parametrize(
    ("since", "on", "years"),
    [
        (date(2000, 7, 1), date(2050, 6, 30), 49),
        (date(2000, 7, 1), date(2050, 7, 1), 50),
        (date(2004, 2, 29), date(2022, 2, 28), 17),
        (date(2004, 2, 29), date(2022, 3, 1), 18),
        (date(2004, 2, 29), date(2024, 2, 29), 20),
        (date(2026, 1, 1), date(2025, 12, 31), -1),
    ],
)
def test_years_are_complete_on_the_anniversary(since, on, years):
    assert completed_years(since, on=on) == years


@pytest.mark.parametrize(
    ("confirmed_on", "age"),
    [(None, 0), (TODAY + DAY, 0), (TODAY, 0), (date(1976, 11, 20), 50), (date(1976, 11, 21), 49)],
)
def test_party_age_counts_from_confirmation(confirmed_on, age):
    assert party_age(confirmed_on=confirmed_on, on=TODAY) == age


@given(days, days, days)
def test_party_age_never_falls(confirmed_on, earlier, later):
    earlier, later = sorted((earlier, later))

    assert party_age(confirmed_on=confirmed_on, on=earlier) <= party_age(
        confirmed_on=confirmed_on, on=later
    )


@pytest.mark.parametrize(
    ("day", "number", "found"),
    [
        (date(2025, 6, 15), 12, date(2026, 6, 15)),
        (date(2025, 6, 15), -6, date(2024, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2025, 8, 31), 18, date(2027, 3, 1)),
    ],
)
def test_same_day_months_later_or_the_first_of_the_next(day, number, found):
    assert months_after(day, number) == found


@given(days)
def test_twelve_months_later_is_a_year_and_at_most_a_day(day):
    assert 365 <= (months_after(day, 12) - day).days <= 366


@pytest.mark.parametrize(
    ("kind", "may"),
    [
        ("COMMITTEE", False),
        ("PARTY_COMMITTEE", False),
        ("GENERAL_BRANCH", False),
        ("BRANCH", True),
        ("JOINT_BRANCH", True),
        ("TEMPORARY_BRANCH", False),
    ],
)
def test_members_are_placed_in_branches_alone(kind, may):
    assert may_hold_members(kind) == may


def test_every_kind_of_organisation_was_asked():
    kinds = {kind for kind in Organisation.Kind.values if may_hold_members(kind)}

    assert kinds == {"BRANCH", "JOINT_BRANCH"}


@pytest.mark.parametrize(
    ("admitted_on", "young"), [(date(1998, 5, 19), True), (date(1998, 5, 20), False)]
)
def test_who_is_admitted_before_eighteen_is_too_young(admitted_on, young):
    assert admitted_too_young(born_on=BORN, admitted_on=admitted_on) == young


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (NUMBER, ""),
        (NUMBER[:17], "公民身份号码是18位：前17位是数字，末位是数字或X，请对照证件填写。"),
        (
            "999999198002300011",
            "公民身份号码第7至14位不是一个真实的日期，请对照证件填写。",
        ),
        (
            number_of(TODAY + DAY),
            "公民身份号码里的出生日期晚于今天，请对照证件填写。",
        ),
        (number_of(TODAY), ""),
        (
            NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1"),
            "公民身份号码的末位与前17位不符，有一位填错了，请对照证件逐位核对。",
        ),
    ],
)
def test_number_that_cannot_be_is_told_what_is_wrong(number, fault):
    assert number_fault(number, today=TODAY) == fault


@given(numbers)
def test_made_number_has_no_fault(number):
    assert number_fault(number, today=TODAY) == ""


SEX = "性别与公民身份号码第17位不一致，请核对；以人事档案为准。"
BIRTH = "出生日期与公民身份号码里的不一致，请核对；以人事档案为准。"


@pytest.mark.parametrize(
    ("number", "sex", "born_on", "warnings"),
    [
        (NUMBER, "FEMALE", BORN, []),
        (NUMBER.lower(), "FEMALE", BORN, []),
        (NUMBER, "MALE", BORN, [SEX]),
        (NUMBER, "FEMALE", BORN + DAY, [BIRTH]),
        (NUMBER, "MALE", BORN + DAY, [SEX, BIRTH]),
        (number_of(BORN, male=True), "MALE", BORN, []),
        (number_of(BORN, male=True), "FEMALE", BORN, [SEX]),
        ("", "MALE", BORN, []),
        ("1234", "MALE", BORN, []),
    ],
)
def test_what_differs_from_the_number_is_warned_of(number, sex, born_on, warnings):
    assert warnings_of(identity_number=number, sex=sex, born_on=born_on) == warnings


def kinds_in(lines):
    return sorted(kind for kinds in lines.values() for kind in kinds)


def test_every_beginning_is_in_one_line_of_the_table():
    assert kinds_in(INCREASES) == sorted([*Placement.Begin.values, RESUMED])


def test_every_end_is_in_one_line_of_the_table():
    assert kinds_in(DECREASES) == sorted([*Placement.End.values, SUSPENDED])
