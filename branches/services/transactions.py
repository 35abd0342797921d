"""What every service is: one act, whole or not at all, judged by its own rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from branches.models import DatedRecord, Record, User
from branches.querysets import fuse

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
SERVICES: list[Callable[..., object]] = []


def service(act: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Run `act` in one transaction, with the reading fuse lifted: services are trusted callers.

    A constraint the database refused arrives as the ValidationError that full_clean would have
    raised, so that a lost race reads like any other refusal.
    """

    @wraps(act)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            with fuse(on=False), transaction.atomic():
                return act(*args, **kwargs)
        except IntegrityError as error:
            raise broken_constraint(error) from error

    SERVICES.append(run)
    return run


def broken_constraint(error: IntegrityError) -> ValidationError:
    """Return the message of the constraint the database named; re-raise what is not ours."""
    text = str(error)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name in text or _columns(model, constraint) in text:
                field = constraint.violation_error_code or "__all__"
                return ValidationError({field: str(constraint.violation_error_message)})
    raise error


def _columns(model: type[models.Model], constraint: models.BaseConstraint) -> str:
    # SQLite names the columns of a unique constraint, not the constraint.
    if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
        table = model._meta.db_table
        names = [model._meta.get_field(name).column for name in constraint.fields]  # type: ignore[union-attr]
        return "failed: " + ", ".join(f"{table}.{name}" for name in names)
    return str(constraint.name)


def insert(row: Record, *, by: User | None) -> None:
    """Write a new row after all its rules were asked. Raises ValidationError."""
    row.recorded_by = by
    check(row)
    row.save(force_insert=True)


def update(row: Record, *, version: int | None) -> None:
    """Write a changed row that still is at `version`. Raises ValidationError, Stale."""
    check(row)
    row.save_version(version)


def close(row: DatedRecord, *, on: date, since: str, version: int | None) -> None:
    """End a dated row that still is at `version` from a day on; what has ended is not prolonged.

    since: what the row began with, for the message. Raises ValidationError at `on`, Stale.
    """
    if on <= row.starts_on:
        raise ValidationError({"on": f"日期必须晚于{since}的 {row.starts_on}。"})
    if row.ends_on is not None and on > row.ends_on:
        raise ValidationError({"on": f"它到 {row.ends_on} 就已结束，日期不能更晚。"})
    row.ends_on = on
    update(row, version=version)


def check(row: models.Model) -> None:
    """Ask the row's fields and constraints; a constraint's message goes to its field."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise by_field(error) from error


def by_field(error: ValidationError) -> ValidationError:
    """Move what a constraint says under `__all__` to the field its code names."""
    messages: dict[str, list[ValidationError]] = {}
    for field, found in error.error_dict.items():
        for one in found:
            is_ours = field == "__all__" and one.code and one.code != "invalid"
            messages.setdefault(str(one.code) if is_ours else field, []).append(one)
    return ValidationError(messages)
