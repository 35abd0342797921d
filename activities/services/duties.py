"""Which organisations owe a sitting they did not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from activities.articles import DUTIES, Duty, Every
from activities.models import Sitting
from activities.rules import is_overdue, owes, period_of
from branches.models import Organisation
from branches.options import Option, Value
from branches.periods import Period, next_month
from branches.querysets import OrganisationQuerySet, fuse
from branches.services.registers import settings_of
from members.models import Placement

# How far back what was missed is still asked for.
MONTHS_BACK = 12


@dataclass(frozen=True)
class Missed:
    """A period in which an organisation owes a sitting it has not held."""

    organisation: Organisation
    period: Period
    is_overdue: bool


def missing(
    organisations: OrganisationQuerySet, kind: str, period: Period
) -> OrganisationQuerySet:
    """Return those of these organisations that owe a sitting of `kind` in `period`, held none.

    Drafts count as held: what is left to do with them is to confirm them.
    """
    (found,) = owing(organisations, kind, [period])
    return organisations.filter(pk__in=[row.pk for row in found])


def owing(
    organisations: OrganisationQuerySet, kind: str, periods: list[Period]
) -> list[list[Organisation]]:
    """Return what `missing` finds in each period, as rows; settings are those of the last."""
    duty = DUTIES[kind]
    rows = list(organisations.counted().filter(kind__in=sorted(duty.of)))
    whole = Period(min(one.start for one in periods), max(one.end for one in periods))
    held, terms = _held(rows, kind, whole), _Terms.of(rows, whole.last_day)
    return [_owing(_without(held, rows, period), duty, period, terms) for period in periods]


def missed(organisations: Iterable[Organisation], kind: str, *, today: date) -> list[Missed]:
    """Return what these organisations owe and have not held, the oldest first.

    It looks MONTHS_BACK months back; the period that runs still is in it.
    """
    duty, rows = DUTIES[kind], list(organisations)
    periods, terms = _periods(duty, today), _Terms.of(rows, today)
    held = _held(rows, kind, Period(periods[0].start, periods[-1].end))
    return [
        Missed(row, period, is_overdue(period, on=today))
        for period in periods
        for row in _owing(_without(held, rows, period), duty, period, terms)
    ]


def _periods(duty: Duty, today: date) -> list[Period]:
    found = [period_of(duty, today)]
    least = next_month(found[0].start, -MONTHS_BACK)
    while duty.every != Every.YEAR and found[0].start > least:
        found.insert(0, period_of(duty, next_month(found[0].start, -1)))
    return found


def _held(rows: list[Organisation], kind: str, period: Period) -> dict[int, list[date]]:
    found: dict[int, list[date]] = {}
    with fuse(on=False):
        sittings = Sitting.objects.filter(organisation__in=rows).held(period).of_kind(kind)
        for key, day in sittings.values_list("organisation_id", "held_on"):
            found.setdefault(key, []).append(day)
    return found


def _without(
    held: dict[int, list[date]], rows: list[Organisation], period: Period
) -> list[Organisation]:
    """Return those that exist on the period's last day and held nothing in it."""
    last = period.last_day
    standing = [
        row
        for row in rows
        if row.founded_on <= last and (row.dissolved_on is None or row.dissolved_on > last)
    ]
    return [row for row in standing if not any(day in period for day in held.get(row.pk, ()))]


@dataclass(frozen=True)
class _Terms:
    """The settings that decide what is owed, by the keys of organisations."""

    opened: dict[int, Value | None]
    holidays: dict[int, Value | None]

    @classmethod
    def of(cls, rows: list[Organisation], day: date) -> _Terms:
        # A first day of use holds for all days, from whichever day it was set.
        asked = {Option.OPENED_ON: date.max, Option.HOLIDAY_MONTHS: day}
        found = settings_of(asked, rows)
        return cls(found[Option.OPENED_ON], found[Option.HOLIDAY_MONTHS])

    def opened_on(self, key: int) -> date | None:
        value = self.opened[key]
        return value if isinstance(value, date) else None

    def holiday_months(self, key: int) -> tuple[int, ...]:
        value = self.holidays[key]
        return value if isinstance(value, tuple) else ()


def _owing(
    rows: list[Organisation], duty: Duty, period: Period, terms: _Terms
) -> list[Organisation]:
    numbers = _full_members(rows, period.start) if duty.least_full_members else {}
    return [
        row
        for row in rows
        if not row.outside_superior
        and owes(
            duty,
            kind=row.kind,
            founded_on=row.founded_on,
            dissolved_on=row.dissolved_on,
            opened_on=terms.opened_on(row.pk),
            full_members=numbers.get(row.pk, 0),
            period=period,
            holidays=terms.holiday_months(row.pk),
        )
    ]


def _full_members(rows: list[Organisation], day: date) -> dict[int, int]:
    with fuse(on=False):
        roll = Placement.objects.filter(organisation__in=rows).on_roll(day).full(on=day)
        return Counter(roll.values_list("organisation_id", flat=True))
