"""Lays a document out: its blocks become a tree of elements and a sheet of distances.

The tree is built of elements and text, never of markup, so whatever a text holds is printed as
it is. What differs from line to line becomes a class, not an inline style.
"""

import math
import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from branches.documents import typefaces
from branches.documents.blocks import (
    Annex,
    Block,
    Chart,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    written,
)
from branches.documents.lines import CELL, CELLS, MEASURE, break_lines, break_title, clean
from branches.documents.typefaces import Ruler, Typeface

MOST_ROWS = 1000
LINE = 28.99  # points; 22 of them are 225 mm less a hair, so that none is lost to rounding
TITLE_LINE = LINE * 1.25
_INDENT = 2
_VIEW_BOX = re.compile(r'viewBox="0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)"')
_STACKS = {1: typefaces.FIRST, 2: typefaces.SECOND, 3: typefaces.BODY}


class CannotDraw(Exception):
    """The document is refused; the message is fit to show to the user."""


class Layout:
    """The HTML of one document, its own part of the stylesheet, and the charts it asks for."""

    def __init__(self, document: Document, fonts: Path) -> None:
        self._fonts = fonts
        self._classes: dict[str, str] = {}
        self.charts: dict[str, bytes] = {}
        self._root = Element("html", {"lang": "zh-CN"})
        title = " ".join(clean(document.title).split())
        SubElement(SubElement(self._root, "head"), "title").text = title
        body = SubElement(self._root, "body")
        if document.mark:
            SubElement(body, "div", {"class": "mark"}).text = clean(document.mark)
        self._title(body, document.title)
        if document.addressee:
            self._lines(body, f"{document.addressee}：", "addressee")
        self._blocks(body, document.blocks)
        self._annex_list(body, document.annexes)
        self._end(body, document)
        for number, annex in enumerate(document.annexes, start=1):
            self._annex(body, annex, number if len(document.annexes) > 1 else None)

    @property
    def html(self) -> str:
        """Return the document as HTML; every text in it is escaped."""
        markup = ElementTree.tostring(self._root, encoding="unicode", method="html")
        return f"<!DOCTYPE html>\n{markup}"

    @property
    def css(self) -> str:
        """Return the classes of this document; numbers are all that they are made of."""
        return "\n".join(f".{name} {{ {rule} }}" for rule, name in self._classes.items())

    def _class(self, rule: str) -> str:
        return self._classes.setdefault(rule, f"d{len(self._classes)}")

    def _ruler(self, stack: tuple[Typeface, ...]) -> Ruler:
        return typefaces.ruler(self._fonts, stack)

    def _title(self, parent: Element, text: str) -> None:
        lines = break_title(text, self._ruler(typefaces.TITLE))
        # So that the text beneath stands on the grid, however many lines the title has.
        step = TITLE_LINE if len(lines) > 1 else LINE
        rest = math.ceil(len(lines) * step / LINE - 0.001) * LINE - len(lines) * step
        box = self._class(f"line-height: {step:.4f}pt; padding-bottom: {rest:.3f}pt")
        element = SubElement(parent, "h1", {"class": f"title {box}"})
        _fill(element, lines)

    def _lines(
        self,
        parent: Element,
        text: str,
        name: str,
        *,
        stack: tuple[Typeface, ...] = typefaces.BODY,
        indent: float = 0.0,
        hanging: float = 0.0,
        tag: str = "p",
    ) -> None:
        """Add a paragraph whose lines are broken here; `indent` and `hanging` count cells."""
        rules = [
            *([f"padding-left: {hanging * CELL:.3f}pt"] if hanging else []),
            *([f"text-indent: {(indent - hanging) * CELL:.3f}pt"] if indent != hanging else []),
        ]
        names = ["lines", name, *([self._class("; ".join(rules))] if rules else [])]
        element = SubElement(parent, tag, {"class": " ".join(names)})
        ruler = self._ruler(stack)
        lines = break_lines(clean(text), ruler, indent=indent, hanging=hanging)
        for number, line in enumerate(lines):
            if number:
                SubElement(element, "br")
            tracking = self._class(f"letter-spacing: {line.tracking:.3f}pt")
            SubElement(element, "span", {"class": tracking}).text = line.text

    def _blocks(self, parent: Element, blocks: Sequence[Block]) -> None:
        for block in blocks:
            match block:
                case Heading(level=level, text=text):
                    name = f"level-{level}"
                    stack = _STACKS[level]
                    tag = f"h{level + 1}"
                    self._lines(parent, text, name, stack=stack, indent=_INDENT, tag=tag)
                case Paragraph(text=text):
                    self._lines(parent, text, "paragraph", indent=_INDENT)
                case Chart():
                    self._chart(parent, block)
                case Table():
                    self._table(parent, block)
                case PageBreak():
                    SubElement(parent, "div", {"class": "page-break"})

    def _chart(self, parent: Element, chart: Chart) -> None:
        view = _VIEW_BOX.search(chart.svg)
        if view is None:
            raise ValueError("a chart without a viewBox from 0 0 has no proportions")
        # In whole lines, so that the text beneath stands on the grid.
        needed = MEASURE * float(view[2]) / float(view[1])
        height = self._class(f"height: {math.ceil(needed / LINE) * LINE:.3f}pt")
        address = f"chart:{len(self.charts) + 1}"
        self.charts[address] = chart.svg.encode()
        figure = SubElement(parent, "figure")
        names = {"class": height, "src": address, "alt": clean(chart.alt)}
        SubElement(figure, "img", names)
        SubElement(figure, "figcaption").text = clean(chart.caption)

    def _table(self, parent: Element, table: Table) -> None:
        if len(table.rows) > MOST_ROWS:
            raise CannotDraw(
                f"表格“{table.caption}”有{len(table.rows)}行，超过{MOST_ROWS}行，请改用工作簿。"
            )
        element = SubElement(parent, "table")
        SubElement(element, "caption").text = clean(table.caption)
        header = SubElement(SubElement(element, "thead"), "tr")
        for text in table.headers:
            SubElement(header, "th", {"scope": "col"}).text = clean(text)
        body = SubElement(element, "tbody")
        for row in table.lines:
            line = SubElement(body, "tr")
            for cell, is_number in row:
                names = {"class": "number"} if is_number else {}
                SubElement(line, "td", names).text = clean(cell)

    def _annex_list(self, parent: Element, annexes: Sequence[Annex]) -> None:
        """Name the annexes beneath the text, without a full stop. Source: FMT-09."""
        ruler = self._ruler(typefaces.BODY)
        for number, annex in enumerate(annexes, start=1):
            lead = "附件：" if number == 1 else ""
            count = f"{number}. " if len(annexes) > 1 else ""
            start = _INDENT + (0 if lead else ruler.width("附件："))
            hanging = start + ruler.width(lead + count)
            name = "annex-list" if number == 1 else "annex-next"
            text = f"{lead}{count}{clean(annex.title)}"
            self._lines(parent, text, name, indent=start, hanging=hanging)

    def _end(self, parent: Element, document: Document) -> None:
        """Place signature and date where they stand without a seal. Source: FMT-10."""
        if not document.signature and document.dated is None:
            return
        ruler = self._ruler(typefaces.BODY)
        signature = clean(document.signature)
        day = written(document.dated) if document.dated else ""
        left, below = _end_positions(ruler.width(signature), ruler.width(day))
        end = SubElement(parent, "div", {"class": "end"})
        if signature:
            self._lines(end, signature, "signature", indent=left, hanging=left)
        if day:
            self._lines(end, day, "dated", indent=below, hanging=below)

    def _annex(self, parent: Element, annex: Annex, number: int | None) -> None:
        """Begin an annex on a new page: its number, and on the third line its title. FMT-12."""
        section = SubElement(parent, "section", {"class": "annex"})
        label = "附件" if number is None else f"附件{number}"
        self._lines(section, label, "annex-number", stack=typefaces.FIRST)
        self._title(section, annex.title)
        self._blocks(section, annex.blocks)


def _end_positions(signature: float, day: float) -> tuple[float, float]:
    """Return how many cells stand empty before the signature, and before the date.

    The signature ends two cells from the edge and the date begins two cells after it; a date
    longer than the signature ends there instead, and the signature moves.
    """
    free = CELLS - _INDENT
    if not signature:
        return 0.0, free - day
    left = free - signature if day <= signature else free - day - _INDENT
    return max(left, 0.0), max(left, 0.0) + _INDENT


def _fill(element: Element, lines: Sequence[str]) -> None:
    """Put lines into an element, a line break between each two."""
    for number, line in enumerate(lines):
        if number:
            SubElement(element, "br").tail = line
        else:
            element.text = line
