"""Settings: what their texts mean and what holds when nobody set one."""

from datetime import date

import pytest

from branches import options
from branches.articles import ARTICLES
from branches.options import DECLARATIONS, Option


def test_every_option_is_declared():
    assert set(DECLARATIONS) == set(Option)


@pytest.mark.parametrize("option", Option)
def test_declaration_says_what_the_option_is_and_where_it_comes_from(option):
    declared = DECLARATIONS[option]

    assert all([declared.label, declared.hint, declared.citation])


@pytest.mark.parametrize("option", Option)
def test_default_is_a_value_of_its_option(option):
    options.parse(option, DECLARATIONS[option].default)


@pytest.mark.parametrize("option", Option)
def test_empty_text_has_no_value(option):
    assert options.parse(option, "") is None


@pytest.mark.parametrize("text", ["2025-01-01", "2025-1-1", "2025.1.1", "20250101"])
def test_first_day_is_read_as_days_are_typed_everywhere(text):
    assert options.parse(Option.OPENED_ON, text) == date(2025, 1, 1)


@pytest.mark.parametrize("text", ["2025-02-31", "2025", "2025-W01-1", "soon"])
def test_first_day_that_is_no_day_is_refused(text):
    with pytest.raises(ValueError, match=r"^"):
        options.parse(Option.OPENED_ON, text)


@pytest.mark.parametrize(("text", "units"), [("1", 1), ("5", 5), ("５", 5), ("50", 50)])
def test_most_units_are_read_as_a_number(text, units):
    assert options.parse(Option.JOINT_BRANCH_UNITS, text) == units


@pytest.mark.parametrize("text", ["0", "51", "-1", "+5", "5.5", "five", "1e1", "1_0"])
def test_most_units_out_of_range_are_refused(text):
    with pytest.raises(ValueError, match=r"^"):
        options.parse(Option.JOINT_BRANCH_UNITS, text)


def test_most_units_by_default_are_those_of_the_text():
    declared = DECLARATIONS[Option.JOINT_BRANCH_UNITS]

    assert options.parse(Option.JOINT_BRANCH_UNITS, declared.default) == 5
    assert declared.citation in ARTICLES
