"""A form writes what it asks for, whatever else is sent along."""

import pytest
from django.db import models

from branches.models import Organisation
from tests.security import posts
from tests.security.doors import BUSINESS, columns_of, rows_of, undone
from tests.security.matrix import ROWS

MORE_NAMES = {
    *("id", "pk", "uid", "is_superuser", "is_staff", "groups", "user_permissions", "role"),
    *("branch", "committee", "status", "created_by", "recorded_by", "path", "version"),
}
# Drawn anew at every writing, so never the same twice.
DRAWN = {"id", "uid", "path", "password"}


def smuggled(act):
    """Return a value for every name that some model knows and the form does not ask for."""
    names = MORE_NAMES | {
        name
        for model in BUSINESS
        for column in model._meta.concrete_fields
        for name in (column.name, column.attname)
    }
    key = Organisation.objects.get(code="SF").pk
    asked = set(act.form.base_fields) if act.form else set()
    return {
        name: "2021-02-03" if name.endswith("_on") else key
        for name in names - asked - set(act.data)
    }


def table(model, before, known):
    """Return what an act did to a table: the rows that are gone and those that are new.

    Of a new row what is drawn is left out; of a key that was not known before, it is only told
    that it is new.
    """
    now = rows_of(model, but=())
    key = columns_of(model).index(model._meta.pk)
    written = [row[key] for row in now if row not in before]

    def value(row, column):
        found = getattr(row, column.attname)
        is_key = isinstance(column, models.ForeignKey) and column.related_model in known
        return "new" if is_key and found and found not in known[column.related_model] else found

    columns = [column for column in model._meta.concrete_fields if column.name not in DRAWN]
    # As they are read: what is encrypted looks different each time.
    new = model._base_manager.filter(pk__in=written)
    return (
        sorted(map(repr, before - set(now))),
        sorted(repr([value(row, column) for column in columns]) for row in new),
    )


def outcome(visitor, act, data):
    """Return the status of a POST and what it did to the registers; it is taken back."""
    before = {model: set(rows_of(model, but=())) for model in BUSINESS}
    known = {model: set(model._base_manager.values_list("pk", flat=True)) for model in BUSINESS}
    with undone():
        status = visitor.post(act.url, data).status_code
        return status, {model.__name__: table(model, before[model], known) for model in BUSINESS}


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.may_be_posted])
def test_names_that_a_form_does_not_ask_for_change_nothing(enter, name):
    act = posts.every()[name]
    extra = smuggled(act)

    usual = outcome(enter(act.by), act, act.data)
    with_more = outcome(enter(act.by), act, {**extra, **act.data})

    assert usual[0] == act.answer
    assert with_more == usual


def test_every_column_of_every_register_is_smuggled_somewhere(county, db):
    sent = {name for act in posts.every().values() for name in smuggled(act)}

    assert sent >= {column.name for model in BUSINESS for column in model._meta.concrete_fields}


@pytest.mark.parametrize("name", ["outside-person-create", "outside-person-update"])
def test_a_value_that_was_written_otherwise_is_found(enter, name):
    act = posts.every()[f"branches:{name}"]

    usual = outcome(enter(act.by), act, act.data)
    otherwise = outcome(enter(act.by), act, {**act.data, "unit": "邻县另一校"})

    assert otherwise[0] == usual[0] == 302
    assert {table for table in usual[1] if usual[1][table] != otherwise[1][table]} == {
        "OutsidePerson"
    }
