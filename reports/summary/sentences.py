"""Sentences with figures in them: each number stays a reference to its rows.

A clause names figures in braces, `党员{members.total}`, and is left out when one of them is zero,
so that a document never tells of nothing. Marks stand between what is left only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from branches.documents import Paragraph, Run
from reports.figures.computed import Figures
from reports.figures.figure import Figure
from reports.summary.times import is_whole_year

# A clause, or words that are runs already.
Part = str | Sequence[Run]
_REFERENCE = re.compile(r"\{([a-z0-9_.]+)(:[^}]*)?\}")
_ENDS = "。！？；…"
_NUMBERS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
TO_BE_FILLED = "〔待填：{}〕"


def shown(figure: Figure, unit: str | None = None) -> str:
    """Return a figure as a document writes it: the number with its unit.

    unit: another word for it where the sentence needs one; empty for none.
    """
    value = figure.value
    if value is None:
        return "—"
    text = f"{value:.2f}" if isinstance(value, Decimal) and figure.unit == "元" else str(value)
    return f"{text}{figure.unit if unit is None else unit}"


def names(clause: str) -> list[str]:
    """Return the ids of the figures a clause refers to."""
    return [match[1] for match in _REFERENCE.finditer(clause)]


def is_told(figures: Figures, clause: str) -> bool:
    """Say whether a clause has something to tell: none of its figures is zero."""
    return bool(clause) and all(figures.number(name) for name in names(clause))


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


def phrase(
    figures: Figures, parts: Iterable[Part], *, lead: str = "", between: str = "，"
) -> list[Run]:
    """Return the parts that have something to tell, after `lead`; nothing when none has."""
    told = [
        runs(figures, part) if isinstance(part, str) else list(part)
        for part in parts
        if (is_told(figures, part) if isinstance(part, str) else part)
    ]
    found = [Run(lead)] if told and lead else []
    for number, part in enumerate(told):
        found += [*([Run(between)] if number else []), *part]
    return found


def sentence(
    figures: Figures, parts: Iterable[Part], *, lead: str = "", between: str = "，"
) -> list[Run]:
    """Return a phrase with its full stop; nothing when there is nothing to tell."""
    found = phrase(figures, parts, lead=lead, between=between)
    return [*found, Run("。")] if found else []


def paragraph(*sentences: Sequence[Run]) -> list[Paragraph]:
    """Return the sentences as one paragraph; none when nothing is said."""
    told = tuple(run for one in sentences for run in one)
    return [Paragraph(told)] if told else []


def numbered(points: Iterable[Sequence[Run]]) -> list[Run]:
    """Return the points that say something, as 一是…二是…三是…; one alone has no number."""
    told = [point for point in points if point]
    if len(told) == 1:
        return list(told[0])
    return [
        run
        for number, point in zip(_NUMBERS, told, strict=False)
        for run in (Run(f"{number}是"), *point)
    ]


def ended(text: str) -> str:
    """Return somebody's words as a sentence: with a mark at their end."""
    return text if not text or text.endswith(tuple(_ENDS)) else f"{text}。"


def whole_or_part(figures: Figures, part: str, whole: str, *, all_of: str, some_of: str) -> str:
    """Return the clause for "all" only where the records say all of them, else the one for some.

    Neither without anything to speak of.
    """
    if not figures.number(whole):
        return ""
    complete = figures.number(part) == figures.number(whole)
    return all_of if complete else some_of


def compared(figures: Figures, name: str) -> list[Run]:
    """Return how a stock stands to a year earlier, in words; nothing when that is not known."""
    figure = figures[name]
    if not figure.before or figure.value is None:
        return []
    then = "上年末" if is_whole_year(figures) else "上年同期"
    difference = figure.value - figure.before
    if not difference:
        return [Run(f"与{then}持平")]
    words = "增加" if difference > 0 else "减少"
    return [Run(f"比{then}{words}"), Run(f"{abs(difference)}{figure.unit}", url=figure.rows)]
