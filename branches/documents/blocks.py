"""What a document is made of: values, that a page shows and a PDF prints."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

Cell = str | int | Decimal
Level = Literal[1, 2, 3]
_NUMBER = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?[%％]?")
_NOTHING = {"", "—", "-"}


@dataclass(frozen=True)
class Run:
    """A stretch of text; on a page, a link to where its figure comes from. Paper has no links."""

    text: str
    url: str = ""
    figure_id: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (一、黑体), 2 (（一）楷体) or 3 (1. 仿宋).

    Its number is part of its text.
    """

    kind: ClassVar[str] = "heading"
    level: Level
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, indented by two characters."""

    kind: ClassVar[str] = "paragraph"
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Return the words of all runs."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Chart:
    """A drawing with its words: `alt` says what it shows to whom does not see it."""

    kind: ClassVar[str] = "chart"
    svg: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Table:
    """A table under its caption; a column of nothing but numbers is set flush right.

    One too long to draw is refused: see `MOST_ROWS` and CannotDraw.
    """

    kind: ClassVar[str] = "table"
    caption: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    @property
    def lines(self) -> list[list[tuple[str, bool]]]:
        """Return the rows as text, each cell with whether its column holds numbers.

        Raises ValueError for a row that has not one cell for each header.
        """
        rows = [[str(cell) for cell in row] for row in self.rows]
        if any(len(row) != len(self.headers) for row in rows):
            raise ValueError(f"a row of {self.caption!r} does not fit its headers")
        numeric = [_are_numbers(column) for column in zip(*rows, strict=True)]
        return [list(zip(row, numeric, strict=True)) for row in rows]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a new page."""

    kind: ClassVar[str] = "page-break"


Block = Heading | Paragraph | Chart | Table | PageBreak


@dataclass(frozen=True)
class Annex:
    """What follows the date on pages of its own, under 附件 and a title."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Document:
    """A document in the official format.

    title: may hold line breaks; without any it is broken into lines of like length.
    mark: the name of a state such as 草稿, printed on every page; empty for none.
    addressee: 主送机关, without its colon.
    signature: 署名, the full name; dated: 成文日期. Either may still be open.
    """

    title: str
    blocks: Sequence[Block]
    mark: str = ""
    addressee: str = ""
    signature: str = ""
    dated: date | None = None
    annexes: Sequence[Annex] = field(default=())


@dataclass(frozen=True)
class Attachment:
    """The workbook that travels inside the copy for the archive; `made_on` stands in its entry."""

    name: str
    content: bytes
    description: str
    made_on: date


def paragraph(text: str) -> Paragraph:
    """Return a paragraph of one run."""
    return Paragraph((Run(text),))


def _are_numbers(cells: Sequence[str]) -> bool:
    """Whether a column holds numbers, and nothing else but dashes."""
    told = [cell for cell in cells if cell not in _NOTHING]
    return bool(told) and all(_NUMBER.fullmatch(cell) for cell in told)


def written(day: date) -> str:
    """Return a date as documents write it, without leading zeros. Source: FMT-10."""
    return f"{day.year}年{day.month}月{day.day}日"
