"""What a figure is, for whom it is counted, and how a number comes from rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models

from branches.documents import written
from branches.models import Organisation, School, User
from branches.periods import Period, years_before
from branches.querysets import OrganisationQuerySet, SchoolQuerySet

Number = int | Decimal
Rows = models.QuerySet[Any]
_YEAR = 12


@dataclass(frozen=True)
class Figure:
    """One number: `id` stays for ever, `rows` is the address of the list it counts.

    value: counted on a day or over a period that is part of `rows`; None where its denominator
    is not known. before: the same a year earlier; None where it was not asked.
    """

    id: str
    label: str
    unit: str
    value: Number | None
    rows: str
    before: Number | None = None


@dataclass(frozen=True)
class Reader:
    """Who reads, and today, on which the right to read is judged."""

    user: User
    today: date


@dataclass(frozen=True)
class Scope:
    """For whom and over which time figures are counted.

    organisation: the root; it and everything beneath it today are counted. until: the last day
    that is known; of a period that still runs, stocks are those of this day. reader: narrows
    every row to what somebody may read; None is a trusted caller.
    """

    organisation: Organisation
    period: Period
    until: date
    reader: Reader | None = None

    @property
    def day(self) -> date:
        """The day on which stocks are counted: the period's last, or the last that is known."""
        return min(self.period.last_day, self.until)

    @property
    def is_running(self) -> bool:
        """Whether the period is not over by the last day that is known."""
        return self.until < self.period.last_day

    @property
    def elapsed(self) -> Period:
        """What of the period is known: flows are counted over it, in both years alike."""
        return Period(self.period.start, self.day + timedelta(days=1))

    @property
    def yearly(self) -> Period:
        """The days of what is for the period's year (所属年度), such as 组织生活会 and letters.

        A year tells all of it that is known, for it is held into the next one. A part of a year
        tells only what was held within it: what is to come there has not been held.
        """
        if len(self.period.months()) < _YEAR:
            return self.elapsed
        return Period(date.min, self.until + timedelta(days=1))

    @property
    def before(self) -> Scope:
        """The same, a year earlier; of a period that still runs, as far as it has run."""
        until = years_before(self.until, 1)
        return Scope(self.organisation, self.period.before, until, self.reader)

    @property
    def headings(self) -> tuple[str, str]:
        """What columns of values and of those a year earlier are called."""
        if not self.is_running:
            return self.period.label, self.period.before.label
        return f"{self.period.label}（截至{written(self.day)}）", f"{self.period.before.label}同期"

    def rows(self, manager: Any) -> Any:
        """Return the rows of a model, narrowed to what the reader may read."""
        if self.reader is None:
            return manager.all()
        return manager.readable_by(self.reader.user, today=self.reader.today)

    @property
    def organisations(self) -> OrganisationQuerySet:
        """The root and everything beneath it that counts, whenever it existed."""
        rows: OrganisationQuerySet = self.rows(Organisation.objects)
        return rows.within(self.organisation).counted()

    @property
    def standing(self) -> OrganisationQuerySet:
        """Of these, what exists on the day."""
        return self.organisations.on(self.day)

    @property
    def schools(self) -> SchoolQuerySet:
        """The schools kept or covered in the subtree that exist on the day."""
        rows: SchoolQuerySet = self.rows(School.objects)
        return rows.within(self.organisation, on=self.day).on(self.day)


def count(rows: Rows, scope: Scope) -> Number:
    """Return how many rows there are."""
    return rows.count()


def total(column: str) -> Callable[[Rows, Scope], Number]:
    """Return what adds up a column of the rows."""

    def add(rows: Rows, scope: Scope) -> Number:
        found: int | None = rows.aggregate(total=models.Sum(column))["total"]
        return found or 0

    return add


def distinct(*columns: str) -> Callable[[Rows, Scope], Number]:
    """Return what counts how many different values these columns have together."""

    def number(rows: Rows, scope: Scope) -> Number:
        return rows.order_by().values(*columns).distinct().count()

    return number


@dataclass(frozen=True)
class Measure:
    """How one figure is counted: the rows, and what of them makes the number.

    rows: the rows behind the number, whether they are counted or added up. of: None for what
    cannot be said, such as a ratio without its denominator. note: what the number means, for
    whoever opens it. is_kept_close: its rows are looked at and never taken out as a file; the
    number itself is, of a whole committee only.
    """

    id: str
    label: str
    unit: str
    rows: Callable[[Scope], Rows]
    of: Callable[[Rows, Scope], Number | None] = count
    note: str = ""
    is_kept_close: bool = False

    def value(self, scope: Scope) -> Number | None:
        """Return the number for a scope."""
        return self.of(self.rows(scope), scope)
