"""Workbooks out: read back as a reader reads them, and as the file really is."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from branches.spreadsheets import Sheet, workbook, workbook_of

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://example.org")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "＝1+1",
    "{=1+1}",
    "http://example.org",
    "mailto:a@example.org",
    "#REF!",
    "2026-07-01",
    "0012",
    "1e5",
    "TRUE",
]


def read(content):
    """Return the cells of a workbook's only sheet, row by row."""
    sheet = load_workbook(BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def parts(content):
    """Return the XML of every part of a workbook, by name."""
    with ZipFile(BytesIO(content)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_workbook_holds_headers_and_rows():
    content = workbook("学校", ["学校", "人数"], [["第一中学", 300], ["第二中学", 280]])

    assert read(content) == [["学校", "人数"], ["第一中学", 300], ["第二中学", 280]]


def test_workbook_of_no_rows_holds_its_headers():
    assert read(workbook("学校", ["学校", "人数"], [])) == [["学校", "人数"]]


def test_header_stays_in_view():
    sheet = load_workbook(BytesIO(workbook("学校", ["学校"], []))).active

    assert sheet.freeze_panes == "A2"


def test_sheet_is_called_by_its_title_as_far_as_it_fits():
    book = load_workbook(BytesIO(workbook("党" * 40, ["学校"], [])))

    assert book.sheetnames == ["党" * 31]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_stays_text_whatever_it_begins_with(text):
    sheet = load_workbook(BytesIO(workbook("学校", [text], [[text]]))).active

    assert [(cell.value, cell.data_type) for cell in sheet["A"]] == [(text, "s"), (text, "s")]


def test_no_formula_and_no_link_is_in_the_file():
    content = workbook("学校", FORMULAS, [FORMULAS])
    found = parts(content)
    sheet = found["xl/worksheets/sheet1.xml"]

    assert re.findall(r"<f[ >/]|<hyperlink", sheet) == []
    assert [name for name in found if "externalLink" in name] == []
    assert set(re.findall(r'<c [^>]*?t="(\w+)"', sheet)) <= {"s", "inlineStr"}


def test_number_stays_a_number_and_a_day_a_day():
    sheet = load_workbook(BytesIO(workbook("学校", ["a", "b"], [[12, date(2026, 7, 1)]]))).active
    number, day = sheet[2]

    assert (number.value, number.data_type) == (12, "n")
    assert (day.value.date(), day.is_date) == (date(2026, 7, 1), True)


def test_nothing_stays_empty():
    assert read(workbook("学校", ["a", "b"], [[None, 0]])) == [["a", "b"], [None, 0]]


@pytest.mark.parametrize("code", [0x00, 0x01, 0x07, 0x08, 0x0B, 0x0C, 0x0E, 0x1F, 0xFFFE, 0xFFFF])
def test_character_no_workbook_can_hold_is_left_out(code):
    content = workbook("学校", ["学校"], [[f"第一{chr(code)}中学"]])

    assert read(content) == [["学校"], ["第一中学"]]


def test_lone_surrogate_is_left_out():
    assert read(workbook("学校", ["学校"], [["第一\ud800中学"]])) == [["学校"], ["第一中学"]]


@pytest.mark.parametrize("text", ["王𬱖", "阿依古丽·买买提", 'a & b < c > "d"', "😀", "one\ntwo"])
def test_unusual_text_comes_back_as_it_was(text):
    assert read(workbook("学校", ["学校"], [[text]])) == [["学校"], [text]]


@given(text=st.text(min_size=1))
def test_whatever_was_stored_the_workbook_opens_and_holds_text(text):
    sheet = load_workbook(BytesIO(workbook("学校", ["学校"], [[text]]))).active

    assert sheet["A2"].data_type in {"s", "n"}  # n: an empty cell has no type of its own
    assert isinstance(sheet["A2"].value, str | None)


def test_workbook_holds_its_sheets_in_their_order():
    content = workbook_of(
        [Sheet("学校", ["学校"], [["第一中学"]]), Sheet("党员", ["人数"], [[3]])]
    )

    book = load_workbook(BytesIO(content))

    assert book.sheetnames == ["学校", "党员"]
    assert [[cell.value for cell in book["党员"][row]] for row in (1, 2)] == [["人数"], [3]]
    assert {sheet.freeze_panes for sheet in book} == {"A2"}


def test_sheet_is_as_wide_as_it_is_told():
    sheet = load_workbook(BytesIO(workbook_of([Sheet("学校", ["a", "b"], [], (40, 12))]))).active

    assert [sheet.column_dimensions[letter].width for letter in "AB"] == [40, 12]


def test_yuan_are_a_number():
    sheet = load_workbook(BytesIO(workbook("党费", ["元"], [[Decimal("12.50")]]))).active

    assert (sheet["A2"].value, sheet["A2"].data_type) == (12.5, "n")


@pytest.mark.parametrize(
    ("title", "name"), [("2026/27:名册*", "202627名册"), ("[甲]?\\'", "甲"), ("", "Sheet")]
)
def test_sheet_is_called_by_what_a_name_may_hold(title, name):
    assert load_workbook(BytesIO(workbook(title, ["a"], []))).sheetnames == [name]


def test_two_sheets_of_one_title_are_both_there():
    content = workbook_of([Sheet("表", ["a"], [[1]]), Sheet("表", ["a"], [[2]])])

    assert [sheet["A2"].value for sheet in load_workbook(BytesIO(content))] == [1, 2]


def test_same_rows_give_the_same_bytes_whenever_they_are_written():
    sheets = [Sheet("学校", ["学校", "人数"], [["第一中学", 300]])]

    written = []
    for year in (2026, 2030):
        with time_machine.travel(datetime(year, 7, 1, tzinfo=UTC), tick=False):
            written.append(workbook_of(sheets))

    assert written[0] == written[1]
    assert {part.date_time for part in ZipFile(BytesIO(written[0])).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }
    assert b"2026" not in ZipFile(BytesIO(written[0])).read("docProps/core.xml")
