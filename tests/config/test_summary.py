"""`manage.py summary` writes the summary of a period to files."""

import json
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from reports.drawings.pdf import NAME
from reports.figures.chapters import MEASURES
from reports.figures.figure import Scope
from reports.summary.draft import draft
from tests import county
from tests.branches.paper import Paper
from tests.factories.branches import TODAY, CommitteeFactory
from tests.reports.small import YEAR, build

pytestmark = pytest.mark.django_db


def summary(*arguments, **options):
    """Run the command; return what it printed."""
    out = StringIO()
    call_command("summary", *arguments, stdout=out, **options)
    return out.getvalue()


def figures(*arguments, **options):
    return json.loads(summary(*arguments, **options))["figures"]


def test_without_a_file_the_figures_are_printed():
    top = build().top

    found = figures("2025")

    assert found.keys() == MEASURES.keys()
    assert found["branches.total"] == {
        "value": 2,
        "before": 2,
        "unit": "个",
        "label": "基层党支部",
    }
    assert found["dues.paid"]["value"] == "40.00"
    assert found == draft(Scope(top, YEAR, TODAY), dated=TODAY).figures.as_json()


@pytest.mark.parametrize(
    ("options", "paid"),
    [
        ({}, "40.00"),
        ({"half": 1}, "40.00"),
        ({"half": 2}, "0.00"),
        ({"quarter": 2}, "40.00"),
        ({"quarter": 3}, "0.00"),
    ],
    ids=str,
)
def test_period_is_a_choice(options, paid):
    build()

    assert figures("2025", **options)["dues.paid"]["value"] == paid


def test_another_organisation_is_named_by_its_code():
    made = build()

    found = figures("2025", organisation=made.general.code)

    assert (found["branches.total"]["value"], found["branches.general"]["value"]) == (1, 1)


def test_three_files_are_written_and_agree(tmp_path):
    build()
    paths = {form: tmp_path / f"out.{form}" for form in ("pdf", "xlsx", "json")}

    printed = summary("2025", **paths)

    assert printed.split() == [str(path) for path in paths.values()]
    folder = tmp_path / "inside"
    folder.mkdir()
    paper = Paper(paths["pdf"].read_bytes(), tmp_path)
    assert paper.attachments(folder) == {NAME: paths["xlsx"].read_bytes()}
    book = load_workbook(BytesIO(paths["xlsx"].read_bytes()))["全部数据"]
    told = {row[4].value: row[2].value for row in book.iter_rows(min_row=2)}
    assert told == {
        name: None if one["value"] is None else float(one["value"])
        for name, one in json.loads(paths["json"].read_text())["figures"].items()
    }


def test_same_data_give_the_same_files(tmp_path):
    build()
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"

    summary("2025", pdf=first)
    summary("2025", pdf=second)

    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (["2025"], {"organisation": "NONE"}, "No organisation has the code NONE."),
        (["2027"], {}, "2027 has not begun."),
        (["2027"], {"quarter": 1}, "2027-q1 has not begun."),
        (["1900"], {}, "1900 is no year of this register."),
        (["99999"], {}, "99999 is no year of this register."),
    ],
)
def test_what_cannot_be_written_is_refused(arguments, options, said):
    CommitteeFactory()

    with pytest.raises(CommandError, match=said):
        summary(*arguments, **options)


def test_the_running_year_is_written_as_far_as_it_has_run():
    CommitteeFactory()

    assert figures("2026")["branches.total"]["value"] == 0


@pytest.mark.parametrize("number", [0, 2])
def test_one_committee_must_stand_at_the_top(number):
    CommitteeFactory.create_batch(number)

    with pytest.raises(CommandError, match=f"{number} committees stand at the top"):
        summary("2025")


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    CommitteeFactory()

    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        summary("2025", json=tmp_path / "none" / "out.json")


def test_half_and_quarter_exclude_each_other():
    with pytest.raises(CommandError, match="not allowed with argument"):
        call_command("summary", "2025", "--half", "1", "--quarter", "2")


def test_command_runs_in_a_process_of_its_own(tmp_path):
    county.manage(tmp_path, "migrate", "--verbosity", "0")
    county.manage(tmp_path, "setup", "--name", "青石县教育工委", "--code", "QS", "--admin", "a")

    printed = county.manage(tmp_path, "summary", "2025")

    assert json.loads(printed)["figures"]["branches.total"]["value"] == 0
    with pytest.raises(RuntimeError, match="2199 has not begun"):
        county.manage(tmp_path, "summary", "2199")
