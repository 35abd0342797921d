"""What each member owes by which article: both sides of every threshold."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches.regulations import NothingInForce
from dues.articles import ARTICLES, WAGE_ITEMS, Category
from dues.money import Rounding
from dues.rules import (
    base_of,
    exceeds_normal,
    explained,
    is_prepaid,
    is_regular_relief,
    longest_run,
    monthly_dues,
    owed_from,
    with_relief,
)

MAY = date(2026, 5, 1)
SALARIED, RETIRED = Category.SALARIED, Category.RETIRED
bases = st.decimals(min_value=0, max_value=100_000, places=2)
brackets = st.sampled_from([(0, 3000), (3000, 5000), (5000, 10000), (10000, 100_000)])


@pytest.mark.parametrize(
    ("base", "owed"),
    [
        ("0.00", "0.00"),
        ("3000.00", "15.00"),  # the ceiling belongs to the lower bracket
        ("3000.01", "30.00"),
        ("3001.00", "30.01"),
        ("5000.00", "50.00"),
        ("5000.01", "75.00"),
        ("10000.00", "150.00"),
        ("10000.01", "200.00"),
        ("245000.00", "4900.00"),  # the official example, before its voluntary limit
    ],
)
def test_salaried_dues_at_the_edge_of_each_bracket(base, owed):
    assert monthly_dues(Decimal(base), SALARIED, on=MAY) == Decimal(owed)


@pytest.mark.parametrize(
    ("base", "owed"), [("5000.00", "25.00"), ("5000.01", "50.00"), ("4200.00", "21.00")]
)
def test_retired_dues_at_the_edge_of_their_bracket(base, owed):
    assert monthly_dues(Decimal(base), RETIRED, on=MAY) == Decimal(owed)


@pytest.mark.parametrize("category", [Category.STUDENT, Category.UNEMPLOYED])
@pytest.mark.parametrize("base", ["0", "9000"])
def test_students_and_unemployed_owe_a_flat_amount_whatever_the_base(category, base):
    assert monthly_dues(Decimal(base), category, on=MAY) == Decimal("0.20")


def test_dues_are_rounded_once_to_what_is_set():
    base = Decimal("4444.44")

    assert monthly_dues(base, SALARIED, on=MAY) == Decimal("44.44")
    assert monthly_dues(base, SALARIED, on=MAY, rounding=Rounding.JIAO) == Decimal("44.40")


def test_a_negative_base_is_refused():
    with pytest.raises(ValueError, match="negative"):
        monthly_dues(Decimal("-0.01"), SALARIED, on=MAY)


def test_nothing_is_known_before_the_first_text():
    assert monthly_dues(Decimal(100), SALARIED, on=date(2008, 4, 1)) == Decimal("0.50")
    with pytest.raises(NothingInForce):
        monthly_dues(Decimal(100), SALARIED, on=date(2008, 3, 31))


@given(bases, st.sampled_from(Category), st.sampled_from(Rounding))
def test_dues_are_never_negative_and_in_whole_steps(base, category, rounding):
    owed = monthly_dues(base, category, on=MAY, rounding=rounding)

    step = 1 if category in {Category.STUDENT, Category.UNEMPLOYED} else rounding
    assert owed >= 0
    assert owed * 100 % step == 0


@given(bases, bases)
def test_dues_never_fall_as_the_base_rises(one, other):
    lower, higher = sorted((one, other))

    assert monthly_dues(lower, SALARIED, on=MAY) <= monthly_dues(higher, SALARIED, on=MAY)


@given(brackets, st.data())
def test_within_a_bracket_the_rate_is_of_the_whole_base(bracket, data):
    low, high = bracket
    base = data.draw(st.decimals(min_value=low + 1, max_value=high, places=2))

    rate = {3000: "0.005", 5000: "0.01", 10000: "0.015", 100_000: "0.02"}[high]
    assert abs(monthly_dues(base, SALARIED, on=MAY) - base * Decimal(rate)) <= Decimal("0.005")


@pytest.mark.parametrize(("amount", "exceeds"), [("1000.00", False), ("1000.01", True)])
def test_more_than_a_thousand_is_more_than_normal(amount, exceeds):
    assert exceeds_normal(Decimal(amount), on=MAY) is exceeds


def test_the_normal_limit_began_with_the_notice():
    assert exceeds_normal(Decimal(2000), on=date(2016, 12, 1)) is False
    assert exceeds_normal(Decimal(2000), on=date(2017, 1, 1)) is True


# The base --------------------------------------------------------------------------------------

SLIP = {
    "POST_WAGE": Decimal(2226),
    "GRADE_WAGE": Decimal(1562),
    "BASIC_PERFORMANCE": Decimal(1200),
    "REWARD_PERFORMANCE": Decimal(800),
    "TOWNSHIP": Decimal(300),
    "INCOME_TAX": Decimal(12),
    "PENSION": Decimal(380),
    "MEDICAL": Decimal(90),
    "UNEMPLOYMENT": Decimal(24),
    "HOUSING_FUND": Decimal(520),
    "ANNUITY": Decimal(190),
}


def test_base_is_what_counts_less_tax_and_contributions():
    assert base_of(SLIP) == Decimal(3772)


@pytest.mark.parametrize("code", [code for code, item in WAGE_ITEMS.items() if not item.counted])
def test_an_item_that_does_not_count_changes_nothing(code):
    assert base_of({"POST_WAGE": Decimal(1), code: Decimal(500)}) == 1


@pytest.mark.parametrize("code", [code for code, item in WAGE_ITEMS.items() if item.counted])
def test_an_item_that_counts_is_added_or_taken_off(code):
    assert base_of({code: Decimal(500)}) == 500 * WAGE_ITEMS[code].sign


def test_every_wage_item_cites_an_article():
    assert [code for code, item in WAGE_ITEMS.items() if item.article not in ARTICLES] == []


def test_explanation_holds_the_way_from_the_slip_to_the_amount():
    found = explained(SLIP, SALARIED, on=MAY)

    assert (found.base, found.rate, found.article) == (3772, Decimal("0.010"), "DUE-R02")
    assert (found.full, found.result, found.fen) == (
        Decimal("37.72"),
        Decimal("37.72"),
        3772,
    )
    assert sum(line.amount for line in found.lines if line.counted) == found.base
    assert [line.label for line in found.lines if not line.counted] == [
        "奖励性绩效工资",
        "乡镇工作补贴、乡村教师补助",
    ]


def test_explanation_of_a_flat_amount_has_no_base():
    found = explained({}, Category.STUDENT, on=MAY)

    assert (found.base, found.rate, found.article, found.fen) == (None, None, "DUE-R08", 20)


@pytest.mark.parametrize(("fen", "owed"), [(0, 0), (1000, 1000), (3772, 3772), (9999, 3772)])
def test_relief_reduces_and_never_adds(fen, owed):
    found = with_relief(explained(SLIP, SALARIED, on=MAY), fen=fen)

    assert (found.fen, found.full, found.relief_article) == (owed, Decimal("37.72"), "DUE-R10")


def test_relief_of_the_retired_follows_their_own_article():
    slip = {"BASIC_PENSION": Decimal(4000)}

    found = with_relief(explained(slip, RETIRED, on=MAY), fen=0)

    assert found.relief_article == "DUE-R06"


@pytest.mark.parametrize(
    ("is_retired", "kind", "document", "is_regular"),
    [
        (False, "COMMITTEE", "教工委〔2026〕3号", True),
        (False, "PARTY_COMMITTEE", "党委〔2026〕3号", True),
        (False, "PARTY_COMMITTEE", "", False),
        (False, "GENERAL_BRANCH", "总支〔2026〕3号", False),
        (False, "BRANCH", "支部会议记录", False),
        (False, "", "", False),
        (True, "BRANCH", "", True),
        (True, "COMMITTEE", "", True),
        (True, "", "", False),
    ],
)
def test_who_may_grant_relief(is_retired, kind, document, is_regular):
    found = is_regular_relief(is_retired=is_retired, approver_kind=kind, document=document)

    assert found is is_regular


# Months ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("admitted_on", "starts_on", "ends_on", "first"),
    [
        (date(2008, 1, 1), date(2020, 1, 1), None, MAY),
        (date(2026, 5, 20), date(2026, 5, 20), None, date(2026, 5, 20)),  # its whole month
        (date(2026, 5, 31), date(2026, 5, 31), None, date(2026, 5, 31)),
        (date(2008, 1, 1), date(2020, 1, 1), date(2026, 5, 2), MAY),
        (date(2008, 1, 1), date(2026, 5, 9), None, date(2026, 5, 9)),
    ],
)
def test_a_month_is_owed_from_the_first_day_on_the_roll(admitted_on, starts_on, ends_on, first):
    assert owed_from(MAY, admitted_on=admitted_on, starts_on=starts_on, ends_on=ends_on) == first


@pytest.mark.parametrize(
    ("admitted_on", "starts_on", "ends_on"),
    [
        (date(2026, 6, 1), date(2026, 6, 1), None),
        (date(2008, 1, 1), date(2020, 1, 1), date(2026, 5, 1)),
    ],
)
def test_a_month_without_a_day_on_the_roll_is_not_owed(admitted_on, starts_on, ends_on):
    with pytest.raises(ValueError, match="nothing owed"):
        owed_from(MAY, admitted_on=admitted_on, starts_on=starts_on, ends_on=ends_on)


@pytest.mark.parametrize(
    ("paid_on", "prepaid"), [(date(2026, 4, 30), True), (date(2026, 5, 1), False)]
)
def test_dues_paid_before_their_month_are_prepaid(paid_on, prepaid):
    assert is_prepaid(MAY, paid_on=paid_on) is prepaid


@pytest.mark.parametrize(
    ("months", "run"),
    [
        ([], 0),
        ([MAY], 1),
        ([date(2025, 12, 1), date(2026, 1, 1), MAY], 2),
        ([date(2026, n, 1) for n in (1, 2, 3, 5, 6)], 3),
        ([date(2026, n, 1) for n in (6, 5, 4, 3, 2, 1)], 6),
    ],
)
def test_longest_run_counts_months_that_follow_each_other(months, run):
    assert longest_run(months) == run
