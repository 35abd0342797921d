"""What the services of registers share: an entry of a day is written, mended, or many at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError

from branches import audit
from branches.audit import Verb
from branches.models import Organisation, Record, User
from branches.services.transactions import insert, service, update

Entry = TypeVar("Entry", bound=Record)
Facts = TypeVar("Facts")


@dataclass(frozen=True)
class Register(Generic[Entry, Facts]):
    """One register: its rows, the verbs of its log, and which days of a row must have come.

    model: has a column for every attribute of the facts, `organisation` among them.
    day: the day on which the organisation must have existed.
    happened: days that cannot lie in the future.
    judge: what else may refuse a row.
    """

    model: type[Entry]
    entered: Verb
    corrected: Verb
    entered_many: Verb
    day: str = "held_on"
    happened: tuple[str, ...] = ("held_on",)
    judge: Callable[[Entry], None] | None = None

    @service
    def enter(self, *, facts: Facts, today: date, by: User | None) -> Entry:
        """Record one entry. Raises ValidationError."""
        row = self._judged(facts, today)
        return write(row, self.entered, facts=vars(facts), by=by)

    @service
    def correct(
        self,
        *,
        row: Entry,
        facts: Facts,
        reason: str,
        version: int | None,
        today: date,
        by: User,
    ) -> Entry:
        """Mend an entry. Raises ValidationError, Stale."""
        self._judged(facts, today)
        values, verb = vars(facts), self.corrected
        return rewrite(row, verb, facts=values, reason=reason, version=version, by=by)

    @service
    def enter_many(self, *, rows: Sequence[Facts], by: User | None) -> list[Entry]:
        """Record many entries at once, in one event. Raises ValidationError naming the row."""
        made = [self.model(**vars(facts)) for facts in rows]
        return write_many(made, self.entered_many, by=by)

    def _judged(self, facts: Facts, today: date) -> Entry:
        row = self.model(**vars(facts))
        not_in_future(row, *self.happened, today=today)
        existing(row, self.day)
        if self.judge is not None:
            self.judge(row)
        return row


def write(row: Entry, verb: Verb, *, facts: Mapping[str, Any], by: User | None) -> Entry:
    """Write a new entry, and one event with what was typed. Raises ValidationError."""
    insert(row, by=by)
    typed = {name: str(value) for name, value in facts.items() if value not in (None, "", False)}
    del typed["organisation"]
    audit.record(verb, row, by=by, organisation=_organisation_of(row), **typed)
    return row


def rewrite(  # a correction is that wide
    row: Entry,
    verb: Verb,
    *,
    facts: Mapping[str, Any],
    reason: str,
    version: int | None,
    by: User,
) -> Entry:
    """Put what was typed in the place of what stands, and log both.

    Raises ValidationError, Stale.
    """
    old = audit.values(row, facts)
    for name, value in facts.items():
        setattr(row, name, value)
    update(row, version=version)
    changes = {
        name: ["" if one is None else str(one) for one in pair]
        for name, pair in audit.changes(old, row).items()
    }
    organisation = _organisation_of(row)
    audit.record(verb, row, by=by, organisation=organisation, reason=reason, changes=changes)
    return row


def write_many(rows: Sequence[Entry], verb: Verb, *, by: User | None) -> list[Entry]:
    """Write many new entries at once, and one event with their number.

    Raises ValidationError naming the row; what only the database knows arrives without it.
    """
    for number, row in enumerate(rows, start=1):
        row.recorded_by = by
        try:
            row.clean()
            row.clean_fields(exclude=[f.name for f in row._meta.fields if f.is_relation])
        except ValidationError as error:
            raise ValidationError(f"第 {number} 行：{'；'.join(error.messages)}") from error
    made: list[Entry] = type(rows[0])._default_manager.bulk_create(rows) if rows else []
    digest = sha256("\n".join(str(row.uid) for row in made).encode()).hexdigest()
    audit.record(verb, by=by, count=len(made), digest=digest)
    return made


def not_in_future(row: Record, *names: str, today: date) -> None:
    """Refuse days that have not come yet, each at its field. Raises ValidationError."""
    days = {name: getattr(row, name) for name in names}
    late = [name for name, day in days.items() if day is not None and day > today]
    if late:
        raise ValidationError(dict.fromkeys(late, "这一天还没有到，发生以后再登记。"))


def existing(row: Record, name: str) -> None:
    """Refuse a day on which the row's organisation did not exist. Raises ValidationError."""
    organisation, day = _organisation_of(row), getattr(row, name)
    if day < organisation.founded_on:
        message = f"{organisation}于 {organisation.founded_on} 成立，日期不能更早。"
        raise ValidationError({name: message})
    if organisation.dissolved_on and day >= organisation.dissolved_on:
        message = f"{organisation}已于 {organisation.dissolved_on} 撤销，日期要在此之前。"
        raise ValidationError({name: message})


def _organisation_of(row: Record) -> Organisation:
    organisation: Organisation = row.organisation  # type: ignore[attr-defined]  # of a register
    return organisation
