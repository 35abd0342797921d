"""The promises about the database: what points where, what cannot be lost, what cannot overlap."""

import re

import pytest
from django.apps import apps
from django.db import models
from django.db.models.constraints import BaseConstraint

# The map: an app may point at itself and at what stands lower.
FLOORS = {"branches": 0, "members": 1, "activities": 2, "dues": 2, "reports": 3, "config": 4}

# What may vanish with the row it points at: "app.Model.field": why.
MAY_CASCADE: dict[str, str] = {}

MODELS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label in FLOORS
]
FIELDS = [field for model in MODELS for field in model._meta.local_fields]
REFERENCES = [field for field in FIELDS if field.is_relation]
DATED = [
    model
    for model in MODELS
    if {"starts_on", "ends_on"} <= {field.name for field in model._meta.local_fields}
]
CONSTRAINTS = [(model, constraint) for model in MODELS for constraint in model._meta.constraints]

HANZI = re.compile(r"[\u4e00-\u9fff]")


def label(value):
    """Return a name for a test of a model, a field or a constraint."""
    if isinstance(value, BaseConstraint):
        return value.name
    return value._meta.label if isinstance(value, type) else str(value)


def fault_of_reference(app, target, related_name):
    """Return what is wrong with a reference from one app to another, or nothing."""
    if target == app:
        return ""
    if FLOORS.get(target, 9) >= FLOORS[app]:
        return f"{app} may not point at {target}"
    if not (related_name or "").endswith("+"):
        return f"{target} could reach up to {app}: give related_name='+'"
    return ""


def test_models_of_every_kind_are_found():
    assert MODELS
    assert REFERENCES
    assert DATED
    assert CONSTRAINTS


@pytest.mark.parametrize("field", FIELDS, ids=label)
def test_no_number_is_a_float(field):
    # A DecimalField is a float on SQLite; money is kept in whole fen.
    assert not isinstance(field, models.DecimalField | models.FloatField)


@pytest.mark.parametrize("field", REFERENCES, ids=label)
def test_reference_points_at_its_own_app_or_a_lower_one(field):
    app, target = (m._meta.app_label for m in (field.model, field.related_model))

    assert fault_of_reference(app, target, field.remote_field.related_name) == ""


@pytest.mark.parametrize(
    ("app", "target", "related_name"),
    [
        ("branches", "members", "+"),
        ("dues", "activities", "+"),
        ("members", "auth", "+"),
        ("members", "branches", "placements"),
        ("members", "branches", None),
    ],
)
def test_a_reference_that_breaks_the_map_is_found(app, target, related_name):
    assert fault_of_reference(app, target, related_name) != ""


def test_a_reference_down_the_map_is_left_alone():
    assert fault_of_reference("members", "branches", "+") == ""


@pytest.mark.parametrize("field", REFERENCES, ids=label)
def test_nothing_that_is_referred_to_can_be_deleted(field):
    if str(field) in MAY_CASCADE:
        return
    assert field.remote_field.on_delete is models.PROTECT


def test_no_leave_to_cascade_is_stale():
    cascading = {str(f) for f in REFERENCES if f.remote_field.on_delete is not models.PROTECT}

    assert set(MAY_CASCADE) == cascading


@pytest.mark.parametrize("model", DATED, ids=label)
def test_dated_rows_of_one_thing_cannot_overlap(model):
    declared = {type(constraint).__name__ for constraint in model._meta.constraints}

    assert "NoOverlap" in declared


@pytest.mark.parametrize(("model", "constraint"), CONSTRAINTS, ids=label)
def test_constraint_has_a_message_fit_to_show(model, constraint):
    message = constraint.violation_error_message

    # Django's own message is Chinese too, once translated, but says only that a name is violated.
    assert message is not BaseConstraint.default_violation_error_message
    assert HANZI.search(str(message))


@pytest.mark.parametrize(("model", "constraint"), CONSTRAINTS, ids=label)
def test_constraint_names_the_form_field_it_concerns(model, constraint):
    names = {field.name for field in model._meta.get_fields()}

    assert constraint.violation_error_code in names
