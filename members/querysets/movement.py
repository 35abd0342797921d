"""How the roll of any set of organisations came about over a period: opening + in - out = closing.

A placement enters the roll where it begins and leaves it where it ends; a suspension of 党籍
takes whoever is placed off the roll and its end puts her back. So every number is a set of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from branches.periods import Period
from branches.querysets import OrganisationQuerySet
from members.articles import DECREASES, INCREASES, RESUMED, SUSPENDED
from members.querysets.people import rows_of

Rows = Any  # placements, or standings for the two kinds that a standing makes


@dataclass(frozen=True)
class Movement:
    """The roll of some organisations at both ends of a period, and what changed it.

    opening, closing: the rolls of the day before the period and of its last day.
    begun, ended: placements that put somebody on the roll or took her off it, by `begin`, `end`.
    resumed, suspended: standings that did, of those who stayed where they were.
    """

    opening: Rows
    begun: Rows
    resumed: Rows
    ended: Rows
    suspended: Rows
    closing: Rows

    def increases(self) -> dict[str, list[Rows]]:
        """Return the lines of 本年增加, each with the rows that make it up."""
        return self._lines(INCREASES, self.begun, "begin", {RESUMED: self.resumed})

    def decreases(self) -> dict[str, list[Rows]]:
        """Return the lines of 本年减少, each with the rows that make it up."""
        return self._lines(DECREASES, self.ended, "end", {SUSPENDED: self.suspended})

    def into(self, kind: str) -> Rows:
        """Return the rows that brought somebody in by this kind of beginning, or by RESUMED."""
        return self.resumed if kind == RESUMED else self.begun.filter(begin=kind)

    def out_of(self, kind: str) -> Rows:
        """Return the rows that took somebody out by this kind of end, or by SUSPENDED."""
        return self.suspended if kind == SUSPENDED else self.ended.filter(end=kind)

    def numbers_in(self) -> dict[str, int]:
        """Return how many came in, by kind; a kind nobody came by is not in it. Two queries."""
        return _numbers(self.begun, "begin", RESUMED, self.resumed)

    def numbers_out(self) -> dict[str, int]:
        """Return how many went out, by kind; a kind nobody went by is not in it. Two queries."""
        return _numbers(self.ended, "end", SUSPENDED, self.suspended)

    @staticmethod
    def _lines(
        lines: Mapping[str, tuple[str, ...]], rows: Rows, column: str, others: dict[str, Rows]
    ) -> dict[str, list[Rows]]:
        found = {}
        for label, kinds in lines.items():
            placements = rows.filter(**{f"{column}__in": kinds})
            found[label] = [placements, *(others[kind] for kind in kinds if kind in others)]
        return found


def movement(
    organisations: OrganisationQuerySet, period: Period, *, within: bool = False
) -> Movement:
    """Return the movement of these organisations together over a period.

    within: count also who only changed from one of them to another; she is then both out and in.
    Otherwise she is neither, as for the whole county nobody moved.
    """
    here = rows_of("Placement").in_organisations(organisations)
    begun, ended = here.begun(period), here.ended(period)
    if not within:
        begun = begun.filter(~Exists(_touching(organisations, ends_on=OuterRef("starts_on"))))
        ended = ended.filter(~Exists(_touching(organisations, starts_on=OuterRef("ends_on"))))
    return Movement(
        opening=here.on_roll(period.start - timedelta(days=1)),
        begun=begun,
        resumed=_turned(organisations, period, "ends_on", within=within),
        ended=ended,
        suspended=_turned(organisations, period, "starts_on", within=within),
        closing=here.on_roll(period.last_day),
    )


def _touching(organisations: OrganisationQuerySet, **asked: Any) -> Rows:
    """Placements of the same member in these organisations that touch the row asked about."""
    rows = rows_of("Placement").in_organisations(organisations)
    return rows.filter(member=OuterRef("member"), **asked)


def _turned(
    organisations: OrganisationQuerySet, period: Period, column: str, *, within: bool
) -> Rows:
    """Standings that began (`starts_on`) or ended (`ends_on`) in the period, of the placed.

    Placed the day before and on the day: in one and the same placement, or, when moves inside
    do not count, in any of these organisations. Where another standing touches, nothing turned.
    """
    other = {"starts_on": "ends_on", "ends_on": "starts_on"}[column]
    rows = rows_of("Standing").filter(
        **{f"{column}__gte": period.start, f"{column}__lt": period.end}
    )
    if organisations.is_scoped:
        rows = rows.scoped()
    touching = rows_of("Standing").filter(member=OuterRef("member"), **{other: OuterRef(column)})
    rows = rows.filter(~Exists(touching))
    placed = rows_of("Placement").in_organisations(organisations)
    placed = placed.filter(member=OuterRef("member"))
    before, after = _before(column), _after(column)
    if within:
        return rows.filter(Exists(placed.filter(before, after)))
    return rows.filter(Exists(placed.filter(before)), Exists(placed.filter(after)))


def _before(column: str) -> Q:
    """Placed the day before `column` of the standing."""
    return Q(starts_on__lt=OuterRef(column)) & (
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef(column))
    )


def _after(column: str) -> Q:
    """Placed on `column` of the standing."""
    return Q(starts_on__lte=OuterRef(column)) & (
        Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef(column))
    )


def _numbers(rows: Rows, column: str, turned: str, standings: Rows) -> dict[str, int]:
    found = rows.order_by().values(kind=F(column)).annotate(number=Count("pk"))
    numbers = {row["kind"]: row["number"] for row in found}
    if number := standings.count():
        numbers[turned] = number
    return numbers
