"""All figures of one organisation and period: the one object every drawing is made from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from threading import Lock
from typing import Any

from django.urls import reverse

from branches.models import AuditEvent, Organisation
from branches.periods import Period
from reports.figures.chapters import CHAPTERS, EVIDENCE, MEASURES
from reports.figures.figure import Figure, Measure, Number, Rows, Scope


@dataclass(frozen=True)
class Figures:
    """Every figure by its id, with what a year earlier was and the address of its rows.

    day: on which stocks were counted. headings: what the values and those of a year earlier are
    called. is_running: whether the period is not over by then. is_of_committee: whether a whole
    committee is counted. What evidences problems is among `by_id` and in nothing that leaves.
    """

    period: Period
    day: date
    by_id: dict[str, Figure]
    headings: tuple[str, str]
    is_running: bool = False
    is_of_committee: bool = False

    def __getitem__(self, name: str) -> Figure:
        return self.by_id[name]

    def number(self, name: str) -> Number:
        """Return a figure's value; what cannot be said is 0."""
        return self.by_id[name].value or 0

    def chapters(self) -> Iterator[tuple[str, list[Figure]]]:
        """Yield each chapter's title with its figures, in the order they are told."""
        for title, measures in CHAPTERS.values():
            yield title, [self.by_id[measure.id] for measure in measures]

    def handed_out(self) -> Iterator[tuple[str, list[Figure]]]:
        """Yield the chapters as they leave in a workbook: what is kept close of a committee alone.

        Of a branch, arrears and ratings would be told of people everybody knows.
        """
        for title, measures in CHAPTERS.values():
            left = [one for one in measures if self.is_of_committee or not one.is_kept_close]
            yield title, [self.by_id[measure.id] for measure in left]

    def as_json(self) -> dict[str, dict[str, Any]]:
        """Return id to value, unit and label: money as text, other numbers as numbers."""
        return {
            figure.id: {
                "value": plain(figure.value, figure.unit),
                "before": plain(figure.before, figure.unit),
                "unit": figure.unit,
                "label": figure.label,
            }
            for _, chapter in self.chapters()
            for figure in chapter
        }


def plain(value: Number | None, unit: str) -> int | float | str | None:
    """Return a value as JSON holds it: yuan as text with two decimals, others as numbers."""
    if isinstance(value, Decimal):
        return f"{value:.2f}" if unit == "元" else float(value)
    return value


def rows_url(name: str, period: Period) -> str:
    """Return the address of the rows behind a figure of a period."""
    return reverse("reports:figure-rows", args=[period.key, name])


def figure_of(measure: Measure, scope: Scope, rows: Rows | None = None) -> Figure:
    """Count one figure, and the same a year earlier; what is only evidence is not compared.

    rows: those behind the figure, where they are known already.
    """
    known = measure.rows(scope) if rows is None else rows
    return Figure(
        measure.id,
        measure.label,
        measure.unit,
        measure.of(known, scope),
        rows_url(measure.id, scope.period),
        None if measure.id in EVIDENCE else measure.value(scope.before),
    )


def compute(scope: Scope) -> Figures:
    """Count every figure of a scope anew."""
    counted = {**MEASURES, **EVIDENCE}
    by_id = {name: figure_of(measure, scope) for name, measure in counted.items()}
    return Figures(
        scope.period,
        scope.day,
        by_id,
        scope.headings,
        scope.is_running,
        scope.organisation.kind == Organisation.Kind.COMMITTEE,
    )


KNOWN: OrderedDict[tuple[Any, ...], Figures] = OrderedDict()
_lock = Lock()
MOST_KNOWN = 16


def figures_of(scope: Scope) -> Figures:
    """Return every figure of a scope, counted anew only when something was written since.

    Whoever asks must have been found to read all of the organisation: no figure depends on who
    reads it, so the reader is not part of what is remembered.
    """
    key = (
        *state_of_records(),
        scope.organisation.pk,
        scope.organisation.path,
        scope.period,
        scope.until,
    )
    with _lock:
        found = KNOWN.get(key)
    if found is None:
        found = compute(scope)
        with _lock:
            KNOWN[key] = found
            while len(KNOWN) > MOST_KNOWN:
                KNOWN.popitem(last=False)
    return found


def state_of_records() -> tuple[Any, int]:
    """Return what names the state of the records: every change leaves one event in the log.

    The newest alone would not do: of two that are written at once the older may be committed
    last. Events are never deleted, so their number tells.
    """
    events = AuditEvent._base_manager
    newest = events.order_by("-pk").values_list("uid", flat=True).first()
    return newest, events.count()
