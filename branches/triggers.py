"""What the database itself refuses: overlapping rows, and change of what is append-only.

One registry for both databases. Django drops triggers on SQLite whenever a migration rebuilds a
table, so they are dropped before every migrate and created after it; `missing` tells which are
not there, which stops the server. No trigger reads another table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q
from django.db.models.constraints import BaseConstraint

from branches.fields import ChoiceField

_REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


@dataclass(frozen=True)
class AppendOnly:
    """A table whose rows are never deleted and never changed.

    unless: an SQL condition on NEW and OLD under which an update is let through.
    """

    model: str
    unless: str = ""


APPEND_ONLY = [
    AppendOnly("branches.AuditEvent"),
    AppendOnly("branches.AuditSeal"),
    # Only to blank a text: what the erasure of a person needs.
    AppendOnly("branches.AuditDetail", unless="NEW.text = '' AND NEW.event_id = OLD.event_id"),
]


class NoOverlap(BaseConstraint):
    """Rows equal in `fields` never overlap over [starts_on, ends_on).

    On PostgreSQL an exclusion constraint, on SQLite a pair of triggers; `validate` asks the same
    question first and gives the message.
    """

    def __init__(self, *, fields: tuple[str, ...] | list[str], name: str, **kwargs: Any) -> None:
        self.fields = tuple(fields)
        super().__init__(name=name, **kwargs)

    def columns(self, model: type[models.Model]) -> list[str]:
        return [str(model._meta.get_field(field).column) for field in self.fields]  # type: ignore[union-attr]

    def _exclusion(
        self, model: type[models.Model], editor: BaseDatabaseSchemaEditor
    ) -> str | None:
        if editor.connection.vendor != "postgresql":
            return None
        equal = ", ".join(f'"{column}" WITH =' for column in self.columns(model))
        return f'EXCLUDE USING gist ({equal}, daterange("starts_on", "ends_on") WITH &&)'

    def constraint_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str | None:
        exclusion = self._exclusion(model, schema_editor)
        return exclusion and f'CONSTRAINT "{self.name}" {exclusion}'

    def create_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str | None:
        exclusion = self._exclusion(model, schema_editor)
        table = model._meta.db_table
        return exclusion and f'ALTER TABLE "{table}" ADD CONSTRAINT "{self.name}" {exclusion}'

    def remove_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str | None:
        if schema_editor.connection.vendor != "postgresql":
            return None
        return f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{self.name}"'

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        if exclude and {*self.fields, "starts_on", "ends_on"} & set(exclude):
            return
        same = {name: getattr(instance, name) for name in self.attributes(model)}
        starts_on, ends_on = getattr(instance, "starts_on"), getattr(instance, "ends_on")  # noqa: B009
        if starts_on is None or None in same.values():
            return
        others = model._base_manager.using(using).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on), **same
        )
        if ends_on is not None:
            others = others.filter(starts_on__lt=ends_on)
        if others.exclude(pk=instance.pk).exists():
            raise ValidationError(
                self.get_violation_error_message(), code=self.violation_error_code
            )

    def attributes(self, model: type[models.Model]) -> list[str]:
        return [str(model._meta.get_field(field).attname) for field in self.fields]  # type: ignore[union-attr]

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "fields": self.fields}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NoOverlap):
            return NotImplemented
        return bool(self.deconstruct() == other.deconstruct())

    __hash__ = BaseConstraint.__hash__


def _overlap_triggers(
    model: type[models.Model], constraint: NoOverlap
) -> Iterator[tuple[str, str, str]]:
    table = model._meta.db_table
    same = " AND ".join(f'o."{c}" = NEW."{c}"' for c in constraint.columns(model))
    overlap = (
        '(o."ends_on" IS NULL OR NEW."starts_on" < o."ends_on")'
        ' AND (NEW."ends_on" IS NULL OR o."starts_on" < NEW."ends_on")'
    )
    for event, other in (("INSERT", ""), ("UPDATE", ' AND o."id" <> NEW."id"')):
        name = f"{constraint.name}_{event.lower()}"
        yield (
            name,
            table,
            f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" WHEN EXISTS'  # noqa: S608  # our own names
            f' (SELECT 1 FROM "{table}" AS o WHERE {same} AND {overlap}{other})'
            f" BEGIN SELECT RAISE(ABORT, '{constraint.name}'); END",
        )


def _append_only_triggers(rule: AppendOnly, vendor: str) -> Iterator[tuple[str, str, str]]:
    table = apps.get_model(rule.model)._meta.db_table
    reason = f"{table}_is_append_only"
    for event in ("UPDATE", "DELETE"):
        name = f"{table}_no_{event.lower()}"
        when = f" WHEN (NOT ({rule.unless}))" if event == "UPDATE" and rule.unless else ""
        sql = f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW{when}'
        if vendor == "sqlite":
            yield name, table, f"{sql} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        else:
            yield name, table, f"{sql} EXECUTE FUNCTION refuse_change('{reason}')"
    if vendor == "postgresql":
        name = f"{table}_no_truncate"
        sql = f'CREATE TRIGGER "{name}" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT'
        yield name, table, f"{sql} EXECUTE FUNCTION refuse_change('{reason}')"


def wanted(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str]]:
    """Return every trigger this database should have: name to table and SQL."""
    found = [
        trigger
        for rule in APPEND_ONLY
        for trigger in _append_only_triggers(rule, connection.vendor)
    ]
    if connection.vendor == "sqlite":
        found += [
            trigger
            for model in apps.get_models()
            for constraint in model._meta.constraints
            if isinstance(constraint, NoOverlap)
            for trigger in _overlap_triggers(model, constraint)
        ]
    return {name: (table, sql) for name, table, sql in found}


def present(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of the triggers there are."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of the triggers that should be there and are not."""
    connection = connections[using]
    return sorted(set(wanted(connection)) - present(connection))


def drop(using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop all of ours, so that a migration can rebuild tables."""
    connection = connections[using]
    there = present(connection)
    with connection.cursor() as cursor:
        for name, (table, _) in wanted(connection).items():
            if name in there:
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER "{name}"{on}')


def create(using: str = DEFAULT_DB_ALIAS) -> None:
    """Create those that are not there, on the tables that are."""
    connection = connections[using]
    there, tables = present(connection), set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE)
        for name, (table, sql) in wanted(connection).items():
            if name not in there and table in tables:
                cursor.execute(sql)


_CHECKS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'c' AND connamespace = current_schema()::regnamespace
"""
_VALUE = re.compile(r"'((?:[^']|'')*)'")


def renew_choices(using: str = DEFAULT_DB_ALIAS) -> None:
    """Rewrite the CHECK of each ChoiceField whose choices are others by now.

    On PostgreSQL a migration that alters a field leaves the CHECK of a field of our own as it is;
    on SQLite it builds the table anew, and the CHECK with it.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(_CHECKS)
        there = {(table.strip('"'), name): text for table, name, text in cursor.fetchall()}
        for model in apps.get_models():
            table = model._meta.db_table
            for field in model._meta.local_fields:
                name = f"{table}_{field.column}_check"
                check = field.db_check(connection) if isinstance(field, ChoiceField) else None
                known = there.get((table, name))
                if check and known and set(_VALUE.findall(known)) != set(_VALUE.findall(check)):
                    cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
                    cursor.execute(
                        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" CHECK ({check})'
                    )


def drop_before_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Receiver of pre_migrate."""
    if sender.label == "branches":
        drop(using)


def create_after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Receiver of post_migrate."""
    if sender.label == "branches":
        create(using)
        renew_choices(using)
