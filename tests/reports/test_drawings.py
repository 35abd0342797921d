"""One object, four drawings: page, PDF, workbook and JSON tell the same of every figure."""

import json
import re
from dataclasses import replace
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reports.drawings.pdf import NAME, archive_copy, submission_copy
from reports.drawings.workbook import workbook
from reports.figures.chapters import CHAPTERS, EVIDENCE, MEASURES
from reports.figures.computed import compute
from reports.figures.figure import Reader
from reports.models import SummaryText
from reports.summary.draft import MOVED, TOLD, draft
from reports.summary.sentences import shown
from tests.branches.paper import Paper
from tests.factories.branches import TODAY, AppointmentFactory
from tests.pages import client_of
from tests.reports.small import build, scope_of

pytestmark = pytest.mark.django_db

ROW = re.compile(
    r'href="/reports/2025/figures/([a-z0-9_.]+)/">([^<]+)</a></th>\s*'
    r"<td[^>]*>([^<]*)</td>\s*<td[^>]*>([^<]*)</td>\s*<td[^>]*>([^<]*)</td>"
)
LINK = re.compile(r'<a href="/reports/2025/figures/([a-z0-9_.]+)/">([^<]+)</a>')


@pytest.fixture
def county():
    return build()


@pytest.fixture
def user(county):
    return AppointmentFactory(organisation=county.top, role="ADMINISTRATOR").user


@pytest.fixture
def found(county):
    return draft(scope_of(county.top), dated=TODAY)


def told_in(found):
    """Return each figure told in the document with its words."""
    return [
        (run.figure_id, run.text)
        for block in found.blocks()
        if block.kind == "paragraph"
        for run in block.runs
        if run.figure_id
    ]


def sheets(content):
    """Return the rows of each sheet beneath its header, by its name."""
    book = load_workbook(BytesIO(content))
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for sheet in book
    }


KEPT_CLOSE = {
    "dues.arrears_members",
    *(f"inspections.rated_{rating}" for rating in ("good", "fair", "ordinary", "poor")),
}


# The four agree --------------------------------------------------------------------------------


def test_document_tells_figures_as_they_are(found):
    told = told_in(found)

    assert len(told) > 30
    assert [text for _, text in told] == [shown(found.figures[name]) for name, _ in told]


def test_page_links_every_figure_of_the_document_to_its_rows(found, user):
    page = client_of(user).get(reverse("reports:summary-detail", args=["2025"]))
    links = LINK.findall(page.content.decode())
    # What is only reckoned from a figure, as how it changed, is a link to its rows as well.
    changed = [("members.total", "1名")]

    assert [link for link in links if link not in changed] == told_in(found)


def test_table_of_figures_shows_every_one(found, user):
    page = client_of(user).get(reverse("reports:figure-table", args=["2025"])).content.decode()

    rows = ROW.findall(page)
    expected = [
        (
            name,
            one.label,
            shown(found.figures[name], ""),
            shown(replace(found.figures[name], value=found.figures[name].before), ""),
            one.unit,
        )
        for name, one in MEASURES.items()
    ]
    assert rows == expected


def test_workbook_holds_every_figure_as_a_number(found):
    rows = sheets(workbook(found.figures))["全部数据"]

    told = {row[4]: (row[0], row[1], row[2], row[3]) for row in rows}
    assert told == {
        name: (one.label, one.unit, _cell(one.value), _cell(one.before))
        for name, one in found.figures.by_id.items()
        if name in MEASURES
    }
    assert {type(value) for row in rows for value in row[2:4]} <= {int, float, type(None)}


def _cell(value):
    return value if value is None or value != int(value) else int(value)


def test_workbook_has_a_sheet_of_all_and_one_a_chapter(found):
    all_of_them, *chapters = sheets(workbook(found.figures)).items()

    assert [title for title, _ in chapters] == [title for title, _ in CHAPTERS.values()]
    assert [row for _, rows in chapters for row in rows] == all_of_them[1]


def test_figures_are_the_same_whoever_reads_them(found, county, user):
    assert compute(scope_of(county.top, reader=Reader(user, TODAY))) == found.figures


def test_json_and_workbook_and_page_tell_the_same_of_every_figure(found, user):
    page = client_of(user).get(reverse("reports:figure-table", args=["2025"])).content.decode()
    on_page = {name: row for name, *row in ROW.findall(page)}
    in_workbook = {row[4]: row[:4] for row in sheets(workbook(found.figures))["全部数据"]}
    in_json = found.figures.as_json()

    assert in_json.keys() == in_workbook.keys() == on_page.keys() == MEASURES.keys()
    for name, told in in_json.items():
        figure = found.figures.by_id[name]
        label, unit, *numbers = in_workbook[name]
        assert (told["label"], told["unit"]) == (label, unit) == (figure.label, figure.unit)
        assert (on_page[name][0], on_page[name][3]) == (figure.label, figure.unit)
        for key, number, text in zip(
            ("value", "before"), numbers, on_page[name][1:3], strict=True
        ):
            known = getattr(figure, key)
            assert told[key] == _in_json(known, figure.unit), (name, key)
            assert number == _cell(known), (name, key)
            assert text == ("—" if told[key] is None else str(told[key])), (name, key)


def _in_json(value, unit):
    """Return a figure as a script reads it: yuan as text, what cannot be said as null."""
    if value is None:
        return None
    return f"{value:.2f}" if unit == "元" else json.loads(str(value))


def test_paper_tells_every_figure_of_the_document(found, tmp_path):
    paper = Paper(submission_copy(found.document), tmp_path)
    text = re.sub(r"\s", "", paper.text)

    for block in found.blocks():
        if block.kind == "paragraph":
            assert re.sub(r"\s", "", block.text) in without_folios(text), block.text


def without_folios(text):
    """Return the text without page numbers and the mark that stand between two pages."""
    return re.sub(r"—\d+—|草稿", "", text)


def test_paper_holds_both_tables_with_their_figures(found, tmp_path):
    text = re.sub(r"\s", "", Paper(submission_copy(found.document), tmp_path).text)
    moved = [name for name in MOVED if f"{MEASURES[name].label}名" in text]

    assert "movement.closing" in moved
    for name in (*TOLD, *moved):
        figure = found.figures[name]
        assert f"{figure.label}{figure.unit}{shown(figure, '')}" in text


# Paper -----------------------------------------------------------------------------------------


def test_paper_has_title_signature_day_and_annexes(found, tmp_path):
    text = re.sub(r"\s", "", Paper(submission_copy(found.document), tmp_path).text)

    assert "中共青石县委教育工作委员会2025年度党建工作总结" in text
    assert "中共青石县委教育工作委员会2026年11月20日" in text
    assert "附件：1.2025年主要数据" in text
    assert "2.2025年党员增减情况" in text
    assert text.startswith("草稿")


def test_same_data_give_the_same_bytes(county):
    first, second = (draft(scope_of(county.top), dated=TODAY) for _ in range(2))

    assert workbook(first.figures) == workbook(second.figures)
    assert submission_copy(first.document) == submission_copy(second.document)
    assert archived(first) == archived(second)


def archived(found):
    return archive_copy(found.document, workbook=workbook(found.figures), made_on=found.dated)


def test_archive_copy_carries_the_workbook(found, tmp_path):
    paper = Paper(archived(found), tmp_path)

    assert b"pdfaid" in paper.inside
    assert inside(paper, tmp_path) == {NAME: workbook(found.figures)}


def test_submission_copy_carries_nothing(found, tmp_path):
    paper = Paper(submission_copy(found.document), tmp_path)

    assert inside(paper, tmp_path) == {}
    assert b"/URI" not in paper.inside
    assert b"/reports/" not in paper.inside


def inside(paper, tmp_path):
    """Return the files inside, by name."""
    folder = tmp_path / "out"
    folder.mkdir()
    return paper.attachments(folder)


# What never leaves -----------------------------------------------------------------------------


def test_no_person_no_evidence_and_no_branch_is_in_what_leaves(found, county, tmp_path):
    persons = ["李明", "苏晓", "赵宣", "周怀民", county.first.name, county.second.name]
    book = workbook(found.figures)
    cells = {str(value) for rows in sheets(book).values() for row in rows for value in row}

    text = Paper(submission_copy(found.document), tmp_path).text
    told = [*cells, *(str(one) for one in found.figures.as_json().items()), text]

    assert not [name for name in persons if any(name in one for one in told)]
    assert not cells & EVIDENCE.keys()


@pytest.mark.parametrize(
    ("whose", "left_out"),
    [("top", set()), ("general", KEPT_CLOSE), ("first", KEPT_CLOSE), ("second", KEPT_CLOSE)],
)
def test_workbook_of_less_than_a_committee_holds_no_arrears_and_no_rating(
    county, tmp_path, whose, left_out
):
    found = draft(scope_of(getattr(county, whose)), dated=TODAY)
    (attached,) = inside(Paper(archived(found), tmp_path), tmp_path).values()

    all_of_them, *chapters = sheets(attached).values()

    assert {row[4] for row in all_of_them} == MEASURES.keys() - left_out
    assert [row for rows in chapters for row in rows] == all_of_them


def test_what_the_committee_entered_is_printed_as_it_is(county, tmp_path):
    hostile = '<img src="http://127.0.0.1:9/x"> =1+1 {members.total} <script>'
    SummaryText.objects.create(
        organisation=county.top, year=2025, slot="LEAD", text=hostile, source="要点"
    )
    found = draft(scope_of(county.top), dated=TODAY)

    paper = Paper(archived(found), tmp_path)

    assert re.sub(r"\s", "", hostile) in re.sub(r"\s", "", paper.text)
