"""Identity numbers: what has the shape, what the last character says, what is shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches.identity import (
    born_on,
    check_character,
    has_shape,
    is_checked,
    is_male,
    masked,
    masked_phone,
    normal_number,
)
from tests.numbers import number_of, numbers

# The standard's own examples (IDN-05).
WOMAN, MAN = "11010519491231002X", "440524188001010014"


@pytest.mark.parametrize("number", [WOMAN, MAN])
def test_examples_of_the_standard_are_right(number):
    assert has_shape(number)
    assert is_checked(number)


@pytest.mark.parametrize(
    ("number", "day", "male"),
    [(WOMAN, date(1949, 12, 31), False), (MAN, date(1880, 1, 1), True)],
)
def test_number_tells_birth_and_sex(number, day, male):
    assert (born_on(number), is_male(number)) == (day, male)


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        WOMAN,
    ],
)
def test_number_is_stored_in_one_form(typed):
    assert normal_number(typed) == WOMAN


@pytest.mark.parametrize(
    "text",
    [
        "",
        WOMAN[:17],
        WOMAN + "0",
        "X" + WOMAN[1:],
        WOMAN[:17] + "x",
        WOMAN[:17] + "Y",
        WOMAN + "\n",
        "١" * 18,
    ],
)
def test_what_is_not_seventeen_digits_and_one_character_has_no_shape(text):
    assert not has_shape(text)


@pytest.mark.parametrize("day", ["19490229", "19491301", "19490001", "19491200", "00000101"])
def test_day_that_is_none_is_refused(day):
    with pytest.raises(ValueError):  # noqa: PT011  # whatever date says
        born_on(f"999999{day}0011")


@given(numbers, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number, place, by):
    wrong = str((int(number[place]) + by) % 10)

    assert not is_checked(number[:place] + wrong + number[place + 1 :])


@given(numbers, st.integers(0, 15))
def test_two_neighbours_that_changed_places_are_always_found(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert is_checked(swapped) == (swapped == number)


@given(numbers)
def test_made_number_is_right_and_stays_as_it_is(number):
    assert has_shape(number)
    assert is_checked(number)
    assert normal_number(number.lower()) == number
    assert check_character(number[:17]) == number[17]


def test_mask_keeps_the_area_alone():
    assert masked(number_of(date(1980, 5, 20))) == "999999************"


def test_mask_of_nothing_is_nothing():
    assert masked("") == ""


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13900000001", "139****0001"),
        ("12345678", "123****5678"),
        ("1234567", "*******"),
        ("", ""),
    ],
)
def test_phone_is_masked(phone, shown):
    assert masked_phone(phone) == shown
