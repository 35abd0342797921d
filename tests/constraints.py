"""How tests break what the database keeps, whatever app the rows are of.

A test_models.py declares BROKEN, for each constraint how to build a row that breaks it, the field
at which that is said and the message; and BUILD, for each model how to make its smallest row.
"""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from branches.services.transactions import broken_constraint, check


def again(row, **values):
    """Return a row that is not saved, with the values of `row` but for these."""
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**(kept | {"id": None, "uid": uuid.uuid4()} | values))


def ending(row, on):
    """Return the row, unsaved once more, that ends on a day and overlaps no other."""
    new = again(row, ends_on=on)
    type(row)._base_manager.filter(pk=row.pk).delete()
    return new


def declared(models):
    """Return the names of all constraints of these models."""
    return {rule.name for model in models for rule in model._meta.constraints}


def said_by_database(row):
    """Return what the database says of a row it must refuse, by field: what is wrong with it."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        type(row)._base_manager.bulk_create([row])
    return broken_constraint(refused.value).message_dict


def said_by_check(row):
    """Return what a service says of a row it must refuse, by field: what is wrong with it."""
    with pytest.raises(ValidationError) as refused:
        check(row)
    return refused.value.message_dict


def is_refused(row):
    """Whether the database refuses to take a row."""
    try:
        with transaction.atomic():
            type(row)._base_manager.bulk_create([row])
    except (IntegrityError, DataError):  # PostgreSQL calls a text too long bad data
        return True
    return False


def is_warned_of(row):
    """Whether a service refuses to write a row."""
    try:
        check(row)
    except ValidationError:
        return True
    return False


def write(row, **values):
    """Write past every validation."""
    with transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)


def columns(models, kind):
    """Return each column of a kind as a parameter: its model and its name."""
    return [
        pytest.param(model, field.name, id=f"{model.__name__}.{field.name}")
        for model in models
        for field in model._meta.local_concrete_fields
        if isinstance(field, kind)
    ]


def references(models):
    """Return each column that refers to a row as a parameter: its model and its name."""
    return [
        pytest.param(model, field.name, id=f"{model.__name__}.{field.name}")
        for model in models
        for field in model._meta.local_concrete_fields
        if field.is_relation
    ]
