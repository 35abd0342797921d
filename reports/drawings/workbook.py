"""The figures as a workbook: one sheet of all, one a chapter. Figures only, no person."""

from __future__ import annotations

from collections.abc import Sequence

from branches.spreadsheets import Sheet, Value, workbook_of
from reports.figures.computed import Figures
from reports.figures.figure import Figure

WIDTHS = (36, 10, 16, 16, 34)


def workbook(figures: Figures) -> bytes:
    """Return an .xlsx of these figures; numbers are numbers, the same figures the same bytes."""
    chapters = list(figures.handed_out())
    headers = ("项目", "单位", *figures.headings, "编号")
    every = [figure for _, chapter in chapters for figure in chapter]
    return workbook_of(
        [
            Sheet("全部数据", headers, _rows(every), WIDTHS),
            *(Sheet(title, headers, _rows(chapter), WIDTHS) for title, chapter in chapters),
        ]
    )


def _rows(figures: Sequence[Figure]) -> list[Sequence[Value]]:
    return [(one.label, one.unit, one.value, one.before, one.id) for one in figures]
