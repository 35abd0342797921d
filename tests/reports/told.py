"""Figures made up for tests of words: what is not named is zero."""

from decimal import Decimal

from branches.periods import Period
from reports.figures.chapters import EVIDENCE, MEASURES
from reports.figures.computed import Figures
from reports.figures.figure import Figure
from tests.reports.small import YEAR


def figures(period=YEAR, *, day=None, before=None, **values):
    """Return figures with these values; `members__total=5` is `members.total`."""
    given = {name.replace("__", "."): number for name, number in values.items()}
    earlier = {name.replace("__", "."): number for name, number in (before or {}).items()}
    measures = {**MEASURES, **EVIDENCE}
    assert given.keys() | earlier.keys() <= measures.keys()
    by_id = {
        name: Figure(
            name,
            one.label,
            one.unit,
            given.get(name, Decimal("0.00") if one.unit == "元" else 0),
            f"/reports/{period.key}/figures/{name}/",
            earlier.get(name, 0),
        )
        for name, one in measures.items()
    }
    until = day or period.last_day
    return Figures(period, until, by_id, ("今年", "上年"), until < period.last_day)


def words(blocks):
    """Return the words of headings and paragraphs, line by line."""
    return [block.text for block in blocks if block.kind in {"heading", "paragraph"}]


HALF, QUARTER = Period.half(2025, 1), Period.quarter(2025, 3)
