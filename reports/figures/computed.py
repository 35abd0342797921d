"""All figures of one organisation and period: the one object every drawing is made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from branches.models import AuditEvent
from branches.periods import Period
from reports.figures.chapters import CHAPTERS, EVIDENCE, MEASURES
from reports.figures.figure import Figure, Measure, Number, Scope


@dataclass(frozen=True)
class Figures:
    """Every figure by its id, with what a year earlier was and the address of its rows.

    day: on which stocks were counted. What evidences problems is among them and never leaves.
    """

    period: Period
    day: date
    by_id: dict[str, Figure]

    def __getitem__(self, name: str) -> Figure:
        return self.by_id[name]

    def number(self, name: str) -> Number:
        """Return a figure's value; what cannot be said is 0."""
        return self.by_id[name].value or 0

    def chapters(self) -> Iterator[tuple[str, list[Figure]]]:
        """Yield each chapter's title with its figures, in the order they are told."""
        for title, measures in CHAPTERS.values():
            yield title, [self.by_id[measure.id] for measure in measures]

    def as_json(self) -> dict[str, dict[str, Any]]:
        """Return id to value, unit and label: money as text, other numbers as numbers."""
        return {
            name: {
                "value": plain(figure.value, figure.unit),
                "before": plain(figure.before, figure.unit),
                "unit": figure.unit,
                "label": figure.label,
            }
            for name, figure in self.by_id.items()
            if name in MEASURES
        }


def plain(value: Number | None, unit: str) -> int | float | str | None:
    """Return a value as JSON holds it: yuan as text with two decimals, others as numbers."""
    if isinstance(value, Decimal):
        return str(value) if unit == "元" else float(value)
    return value


def rows_url(name: str, period: Period) -> str:
    """Return the address of the rows behind a figure of a period."""
    return reverse("reports:figure-rows", args=[period.key, name])


def figure_of(measure: Measure, scope: Scope) -> Figure:
    """Count one figure, and the same a year earlier."""
    return Figure(
        measure.id,
        measure.label,
        measure.unit,
        measure.value(scope),
        rows_url(measure.id, scope.period),
        measure.value(scope.before),
    )


def compute(scope: Scope) -> Figures:
    """Count every figure of a scope anew."""
    counted = {**MEASURES, **EVIDENCE}
    return Figures(
        scope.period,
        scope.day,
        {name: figure_of(measure, scope) for name, measure in counted.items()},
    )


_known: dict[tuple[Any, ...], Figures] = {}
_MOST_KNOWN = 16


def figures_of(scope: Scope) -> Figures:
    """Return every figure of a scope, counted anew only when something was written since.

    Every change leaves one event in the log, so the newest event names the state of the records.
    The reader is not part of the key: whoever asks was found to read all of the organisation.
    """
    newest = AuditEvent._base_manager.order_by("-pk").values_list("uid", flat=True).first()
    key = (newest, scope.organisation.pk, scope.organisation.path, scope.period, scope.day)
    if key not in _known:
        while len(_known) >= _MOST_KNOWN:
            _known.pop(next(iter(_known)), None)
        _known[key] = compute(scope)
    return _known[key]
