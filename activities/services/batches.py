"""Enter many sittings at once: plain rules judge them, the database's constraints are the net."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.core.exceptions import ValidationError

from activities.models import Attendance, Lecturer, Sitting, SittingKind
from activities.services.rolls import Rolls
from activities.services.sittings import (
    Attended,
    SittingFacts,
    Taught,
    attendance_rows,
    judge,
)
from branches import audit
from branches.audit import Verb
from branches.models import User
from branches.options import Option
from branches.rules import is_late_entry
from branches.services.registers import settings_on
from branches.services.transactions import service

_RELATED = ["organisation", "host", "campaign", "confirmed_by", "recorded_by"]


@dataclass(frozen=True)
class NewSitting:
    """A sitting with everything about it. confirmed_on: None leaves it a draft.

    entered_on: the day it was entered, which is not before it was held.
    """

    facts: SittingFacts
    kinds: Collection[str]
    entered_on: date
    lecturers: Sequence[Taught] = ()
    attendance: Sequence[Attended] = ()
    confirmed_on: date | None = None
    official_on: date | None = None
    official_number: str = ""


@service
def record_sittings(*, rows: Sequence[NewSitting], by: User | None) -> list[Sitting]:
    """Enter many sittings at once, in order. Raises ValidationError naming the row."""
    made = list(_sittings(rows, by))
    Sitting.objects.bulk_create(made, batch_size=500)
    SittingKind.objects.bulk_create(
        [
            SittingKind(sitting=sitting, kind=kind)
            for sitting, row in zip(made, rows, strict=True)
            for kind in row.kinds
        ]
    )
    Lecturer.objects.bulk_create(list(_lecturers(made, rows)))
    Attendance.objects.bulk_create(list(_attendance(made, rows)), batch_size=2000)
    keys = "\n".join(f"{row.organisation_id} {row.held_on} {row.title}" for row in made)
    digest = sha256(keys.encode()).hexdigest()
    audit.record(Verb.SITTINGS_RECORDED, by=by, count=len(made), digest=digest)
    return made


def _sittings(rows: Sequence[NewSitting], by: User | None) -> Iterator[Sitting]:
    last = max((row.entered_on for row in rows), default=date.min)
    organisations = {row.facts.organisation for row in rows}
    opened = settings_on(Option.OPENED_ON, organisations, last)
    for number, row in enumerate(rows, start=1):
        opened_on = opened[row.facts.organisation.pk]
        sitting = Sitting(
            **vars(row.facts),
            entered_on=row.entered_on,
            state=Sitting.State.CONFIRMED if row.confirmed_on else Sitting.State.DRAFT,
            confirmed_on=row.confirmed_on,
            confirmed_by=by if row.confirmed_on else None,
            official_on=row.official_on,
            official_number=row.official_number,
            recorded_by=by,
        )
        sitting.is_late = is_late_entry(
            happened_on=row.facts.held_on,
            recorded_on=row.entered_on,
            opened_on=opened_on if isinstance(opened_on, date) else None,
        )
        try:
            judge(row.facts, row.kinds, today=row.entered_on)
            sitting.clean_fields(exclude=_RELATED)
        except ValidationError as error:
            raise _in_row(number, error) from error
        yield sitting


def _lecturers(made: Sequence[Sitting], rows: Sequence[NewSitting]) -> Iterator[Lecturer]:
    for number, (sitting, row) in enumerate(zip(made, rows, strict=True), start=1):
        for taught in row.lecturers:
            lecturer = Lecturer(sitting=sitting, **vars(taught))
            try:
                lecturer.clean_fields(exclude=["sitting", "member", "outsider"])
            except ValidationError as error:
                raise _in_row(number, error) from error
            yield lecturer


def _attendance(made: Sequence[Sitting], rows: Sequence[NewSitting]) -> Iterator[Attendance]:
    rolls = Rolls(one.member.pk for row in rows for one in row.attendance)
    for number, (sitting, row) in enumerate(zip(made, rows, strict=True), start=1):
        path = row.facts.organisation.path
        try:
            found = attendance_rows(sitting, row.attendance, rolls, path=path)
            for one in found:
                if one.reason:
                    one.clean_fields(exclude=["sitting", "member", "organisation"])
        except ValidationError as error:
            raise _in_row(number, error) from error
        yield from found


def _in_row(number: int, error: ValidationError) -> ValidationError:
    return ValidationError(f"第 {number} 行：{'；'.join(error.messages)}")
