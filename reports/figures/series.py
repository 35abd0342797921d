"""Figures in a row: what a chart shows."""

from __future__ import annotations

from activities.models import SittingKind
from reports.figures.chapters.activities import sittings
from reports.figures.figure import Scope


def sittings_by_month(scope: Scope) -> list[tuple[int, int, int]]:
    """Return month, themed days and all sittings of each month of the period that has begun."""
    held = sittings(scope)
    of_all = {row["month"]: row["sittings"] for row in held.by_month()}
    themed = held.of_kind(SittingKind.Kind.THEMED_DAY)
    of_themed = {row["month"]: row["sittings"] for row in themed.by_month()}
    months = [month.month for month in scope.elapsed.months()]
    return [(month, of_themed.get(month, 0), of_all.get(month, 0)) for month in months]
