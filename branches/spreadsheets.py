"""Workbooks out: text stays text, nothing in them runs, the same rows give the same bytes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Value = str | int | Decimal | date | None
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# openpyxl refuses some of these, and no reader opens a file with the others: a single one stored
# would break every later export.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Nor may the name of a sheet hold these, or be longer.
_UNNAMEABLE = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
# A file tells when it was made, to the second; ours tells a day that never changes.
_CORE = "docProps/core.xml"
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_ALWAYS = (1980, 1, 1, 0, 0, 0)
_ALWAYS_WRITTEN = b"1980-01-01T00:00:00Z"


@dataclass(frozen=True)
class Sheet:
    """One sheet: a frozen header row and the rows below it.

    widths: of the columns, in characters; without them they follow the headers.
    """

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = ()


def workbook(title: str, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return an .xlsx of one sheet; see `workbook_of`."""
    return workbook_of([Sheet(title, headers, rows)])


def workbook_of(sheets: Sequence[Sheet]) -> bytes:
    """Return an .xlsx of these sheets, in their order.

    A string is written as text, never as a formula or a number, whatever it begins with.
    """
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book, sheet)
    file = BytesIO()
    book.save(file)
    return _timeless(file)


def _write(book: Workbook, sheet: Sheet) -> None:
    name = _UNNAMEABLE.sub("", _UNWRITABLE.sub("", sheet.title))[:_LONGEST_NAME]
    page = book.create_sheet(name or "Sheet")
    page.freeze_panes = "A2"
    for number, width in enumerate(sheet.widths or _widths(sheet.headers), start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.append([_cell(page, header, bold=True) for header in sheet.headers])
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])


def _widths(headers: Sequence[str]) -> list[int]:
    return [
        max(10, 2 * len(header) + 2, 0 if number else 28) for number, header in enumerate(headers)
    ]


def _cell(sheet: object, value: Value, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=None)
    if isinstance(value, str):
        cell.value = _UNWRITABLE.sub("", value)
        # openpyxl takes a leading "=" for a formula; the type is ours to say.
        cell.data_type = "s"
    else:
        cell.value = value
    if bold:
        cell.font = Font(bold=True)
    return cell


def _timeless(file: BytesIO) -> bytes:
    """Return a workbook's bytes without the moment at which it was written."""
    timeless = BytesIO()
    with ZipFile(file) as source, ZipFile(timeless, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == _CORE:
                content = _MOMENT.sub(rb"\g<1>" + _ALWAYS_WRITTEN, content)
            part = ZipInfo(name, _ALWAYS)
            part.compress_type = ZIP_DEFLATED
            target.writestr(part, content)
    return timeless.getvalue()
