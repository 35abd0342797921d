"""Columns that promise on both databases the same."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models

from branches.fields import ChoiceField, LineField, PathField
from branches.models import Organisation
from tests.factories.branches import FOUNDED

CHOICES = [("OWN", "单独组建"), ("JOINT", "联合组建")]


def declared(field, name="place"):
    """Return the field as a model's column."""
    field.set_attributes_from_name(name)
    return field


def test_line_refuses_breaks_and_marks():
    with pytest.raises(ValidationError):
        LineField(max_length=10).run_validators("one\ntwo")


def test_line_refuses_what_is_longer_than_its_column():
    with pytest.raises(ValidationError):
        LineField(max_length=10).run_validators("x" * 11)


def test_line_accepts_what_just_fits():
    LineField(max_length=10).run_validators("党" * 10)


def test_choice_is_known_to_the_database():
    field = declared(ChoiceField(max_length=10, choices=CHOICES))

    assert field.db_check(connection) == "\"place\" IN ('OWN', 'JOINT')"


def test_choice_that_may_be_empty_is_known_to_the_database_as_such():
    field = declared(ChoiceField(max_length=10, choices=CHOICES, blank=True))

    assert field.db_check(connection) == "\"place\" IN ('OWN', 'JOINT', '')"


def test_change_of_choices_is_a_change_of_the_column():
    assert "choices" not in ChoiceField.non_db_attrs
    assert "choices" in models.CharField.non_db_attrs


def test_line_is_measured_by_sqlite_alone():
    field = declared(LineField(max_length=10))
    expected = {
        "sqlite": 'length("place") <= 10 AND instr("place", char(0)) = 0',
        "postgresql": None,  # VARCHAR(10) says it already
    }

    assert field.db_check(connection) == expected[connection.vendor]


def test_path_is_ordered_by_bytes():
    expected = {"sqlite": None, "postgresql": "C"}

    assert (
        PathField(max_length=8).db_parameters(connection)["collation"]
        == (expected[connection.vendor])
    )


@pytest.mark.django_db
def test_paths_sort_by_bytes_in_the_database_itself():
    paths = ["zzzzzzzz", "00000000", "0000000a", "9999999z", "a0000000"]
    Organisation.objects.bulk_create(
        Organisation(kind="COMMITTEE", code=path, path=path, founded_on=FOUNDED) for path in paths
    )

    found = Organisation.objects.order_by("path").values_list("path", flat=True)

    assert list(found) == sorted(paths)
