"""Sentences with figures in them: each number stays a reference to its rows.

A clause names figures in braces, `党员{members.total}`, and is left out when one of them is zero,
so that a document never tells of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from branches.documents import Paragraph, Run
from reports.figures.computed import Figures
from reports.figures.figure import Figure

_REFERENCE = re.compile(r"\{([a-z0-9_.]+)(:[^}]*)?\}")
TO_BE_FILLED = "〔待填：{}〕"


def shown(figure: Figure, unit: str | None = None) -> str:
    """Return a figure as a document writes it: the number with its unit.

    unit: another word for it where the sentence needs one; empty for none.
    """
    value = figure.value if figure.value is not None else "—"
    text = f"{value:.2f}" if isinstance(value, Decimal) and figure.unit == "元" else str(value)
    return f"{text}{figure.unit if unit is None else unit}"


def names(clause: str) -> list[str]:
    """Return the ids of the figures a clause refers to."""
    return [match[1] for match in _REFERENCE.finditer(clause)]


def is_told(figures: Figures, clause: str) -> bool:
    """Say whether a clause has something to tell: none of its figures is zero."""
    return all(figures.number(name) for name in names(clause))


def runs(figures: Figures, clause: str) -> list[Run]:
    """Return a clause as runs, each figure a run of its own that knows its rows."""
    found, at = [], 0
    for match in _REFERENCE.finditer(clause):
        found.append(Run(clause[at : match.start()]))
        figure = figures[match[1]]
        unit = match[2][1:] if match[2] else None
        found.append(Run(shown(figure, unit), url=figure.rows, figure_id=figure.id))
        at = match.end()
    found.append(Run(clause[at:]))
    return [run for run in found if run.text]


def sentence(
    figures: Figures, clauses: Iterable[str], *, between: str = "，", end: str = "。"
) -> list[Run]:
    """Return the clauses that have something to tell as one sentence; nothing when none has."""
    told = [clause for clause in clauses if is_told(figures, clause)]
    found: list[Run] = []
    for number, clause in enumerate(told):
        found += [*([Run(between)] if number else []), *runs(figures, clause)]
    return [*found, Run(end)] if found else []


def joined(parts: Iterable[Sequence[Run]], *, between: str, end: str) -> list[Run]:
    """Return the parts that say something, set apart by a mark; nothing when none does."""
    found: list[Run] = []
    for part in parts:
        if part:
            found += [*([Run(between)] if found else []), *part]
    return [*found, Run(end)] if found else []


def paragraph(*sentences: Sequence[Run]) -> list[Paragraph]:
    """Return the sentences as one paragraph; none when nothing is said."""
    told = tuple(run for one in sentences for run in one)
    return [Paragraph(told)] if told else []


def numbered(points: Iterable[Sequence[Run]]) -> list[Run]:
    """Return the points that say something, as 一是…二是…三是…."""
    told = [point for point in points if point]
    if len(told) < 2:
        return [run for point in told for run in point]
    return [
        run
        for number, point in zip("一二三四五六七八九", told, strict=False)
        for run in (Run(f"{number}是"), *point)
    ]


def whole_or_part(figures: Figures, part: str, whole: str, *, all_of: str, some_of: str) -> str:
    """Return the clause for "all" only where the records say all of them, else the one for some.

    Neither without anything to speak of.
    """
    if not figures.number(whole):
        return ""
    complete = figures.number(part) == figures.number(whole)
    return all_of if complete else some_of


def compared(figures: Figures, name: str) -> str:
    """Return how a number stands to a year earlier, in words; empty when that is not known."""
    figure = figures[name]
    if figure.before is None or figure.value is None or not figure.before:
        return ""
    difference = figure.value - figure.before
    if not difference:
        return "与上年持平"
    return f"比上年{'增加' if difference > 0 else '减少'}{abs(difference)}{figure.unit}"
