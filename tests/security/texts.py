"""The columns that hold what somebody typed, of all floors."""

from django.db import models

from tests.security.floors import together

WORKING = together("working") | together("coded")
SEALED = together("sealed")


def name_of(column):
    return f"{column.model.__name__}.{column.name}"


def texts(model):
    """Return the columns of a table that hold free text."""
    return [
        column
        for column in model._meta.concrete_fields
        if name_of(column) not in WORKING and (is_text(column) or column in sealed_columns(model))
    ]


def is_text(column):
    return isinstance(column, models.CharField | models.TextField) and not column.choices


def sealed_columns(model):
    """Return the columns whose text the database does not hold as it is read."""
    return [column for column in model._meta.concrete_fields if name_of(column) in SEALED]
