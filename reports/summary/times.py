"""How a document speaks of its period and of days to come."""

from __future__ import annotations

from branches.documents import written
from branches.periods import next_month
from branches.rules import school_year
from reports.figures.computed import Figures

_YEAR = 12


def is_year(figures: Figures) -> bool:
    """Say whether the document is of a whole year, over or not."""
    return len(figures.period.months()) == _YEAR


def is_whole_year(figures: Figures) -> bool:
    """Say whether the document is of a year that is over."""
    return is_year(figures) and not figures.is_running


def over(figures: Figures) -> str:
    """Return the words before what happened: 全年, 上半年, and of what still runs 今年以来."""
    if figures.is_running:
        return "今年以来" if is_year(figures) else f"{_part(figures)}以来"
    return "全年" if is_year(figures) else _part(figures)


def _part(figures: Figures) -> str:
    return figures.period.label.partition("年")[2]


def named(figures: Figures) -> str:
    """Return the period, and how far it has run where it is not over."""
    words = figures.period.label
    return f"{words}（截至{written(figures.day)}）" if figures.is_running else words


def next_period(figures: Figures) -> str:
    """Return what comes after the period, where measures are to be taken."""
    return "下一年" if is_year(figures) else "下一步"


def deadline(figures: Figures, months: int) -> str:
    """Return the last month of so many after the period: 2026年6月底前, 2026年底前."""
    last = next_month(figures.period.end, months - 1)
    return f"{last.year}年底前" if last.month == _YEAR else f"{last.year}年{last.month}月底前"


def school_year_words(figures: Figures) -> str:
    """Return the school year of which head counts are at the latest: 2025—2026学年."""
    year = school_year(figures.day)
    return f"{year}—{year + 1}学年"
