"""Money: read, rounded and written in one place each."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dues.money import Rounding, fen_of, formatted, parse_yuan, rounded, typed, yuan_of

amounts = st.integers(min_value=-(10**10), max_value=10**10)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("37.5", 3750),
        ("37.50", 3750),
        ("37", 3700),
        ("0.2", 20),
        ("０．２", 20),
        ("３７．５", 3750),
        ("37。5", 3750),
        (" 37.5 ", 3750),
        ("1,234.50", 123450),
        ("1234.5", 123450),
        ("999999999.99", 99999999999),
    ],
)
def test_an_amount_is_read_as_people_type_it(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        *("", "-5", "+5", "1e3", "1_000", "37.555", "1,23", "12,34.5", "0x10", "五元", "5元"),
        *("NaN", "Infinity", ".5", "5.", "1.2.3", "½", "9999999999", "1" * 40),
    ],
)
def test_anything_else_is_no_amount(text):
    with pytest.raises(ValueError, match=r"^"):
        parse_yuan(text)


@given(amounts)
def test_yuan_and_fen_turn_into_each_other_exactly(fen):
    assert fen_of(yuan_of(fen)) == fen


@given(st.integers(min_value=0, max_value=99_999_999_999))
def test_what_stands_in_a_field_is_read_as_the_same_amount(fen):
    assert parse_yuan(typed(fen)) == fen


def test_part_of_a_fen_is_refused_not_rounded():
    with pytest.raises(ValueError, match="not whole fen"):
        fen_of(Decimal("0.005"))


@pytest.mark.parametrize(
    ("yuan", "rounding", "result"),
    [
        ("0.0049", Rounding.FEN, "0.00"),
        ("0.005", Rounding.FEN, "0.01"),
        ("2.675", Rounding.FEN, "2.68"),  # the float 2.675 would give 2.67
        ("0.015", Rounding.FEN, "0.02"),
        ("0.025", Rounding.FEN, "0.03"),  # a half goes up, not to the even one
        ("37.44", Rounding.JIAO, "37.40"),
        ("37.45", Rounding.JIAO, "37.50"),
    ],
)
def test_a_half_goes_up(yuan, rounding, result):
    assert rounded(Decimal(yuan), rounding) == Decimal(result)


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (5, "0.05"), (123450, "1,234.50"), (-3750, "-37.50")]
)
def test_an_amount_is_written_with_two_decimals(fen, text):
    assert formatted(fen) == text
