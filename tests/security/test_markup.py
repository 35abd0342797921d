"""Stored text never becomes markup, on no page, and nothing in a workbook."""

import io
import re
import zipfile
from urllib.parse import quote

import pytest
from django.db import models
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.html import escape
from openpyxl import load_workbook

from branches import triggers
from branches.models import Organisation, OutsidePerson, User
from branches.services import registers
from tests.security import nasty, posts
from tests.security.doors import BUSINESS, patterns, text_of, undone
from tests.security.floors import together
from tests.security.matrix import LEAVING, ROWS, address, kwargs_of, looks_from_near
from tests.security.texts import PARTIAL, filled, name_of, sealed_columns, texts
from tests.test_repository import Markup

NUMBERED = together("numbered")
# Without the lists of one object, which are the same list narrowed.
LISTS = [
    name
    for name, pattern in patterns()
    if hasattr(pattern.callback.view_class, "filterset_class") and not ROWS[name].names_an_object
]


class Page(Markup):
    """Collects what Markup forbids, and elements that no template of ours writes."""

    def __init__(self):
        super().__init__()
        self.elements = set()

    def handle_starttag(self, tag, attributes):
        super().handle_starttag(tag, attributes)
        self.elements.add(tag)


def faults(text):
    page = Page()
    page.feed(text)
    page.close()
    # What stands in a box to be mended, or is searched in a choice, is no address.
    found = [fault for fault in page.faults if not fault.startswith(("value=", "data-key="))]
    return found + sorted(page.elements & {"xss", "iframe", "object", "embed", "base"})


def fill(strings):
    """Put these strings into every text of every row, as far as they fit, one after the other."""
    # What is append-only takes no other text otherwise; all of it is rolled back.
    triggers.drop()
    place = 0
    for model in BUSINESS:
        columns = texts(model)
        keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
        # Rows that begin at the same string get the same ones.
        alike = {}
        for key in keys:
            alike.setdefault(place % len(strings), []).append(key)
            place += len(columns)
        for first, same in alike.items() if columns else []:
            values = {
                column.name: fitting(column, strings[(first + number) % len(strings)], max(same))
                for number, column in enumerate(columns, start=1)
            }
            write(model._base_manager.filter(pk__in=same), values)
    triggers.create()


def write(rows, values):
    """Write these values into every row; what is encrypted is written by saving the row."""
    sealed = {column.name for column in sealed_columns(rows.model)}
    columns = [column for column in texts(rows.model) if column.name not in sealed]
    partial = [column for column in columns if name_of(column) in PARTIAL]
    rows.update(**{each.name: values[each.name] for each in columns if each not in partial})
    for column in partial:
        filled(rows, column).update(**{column.name: values[column.name]})
    for row in rows if sealed else []:
        for name in sealed:
            setattr(row, name, values[name])
        row.save(update_fields=sorted(sealed))


def fitting(column, text, longest):
    """Return a text cut to a column, after the row's key where no two rows may have the same."""
    if name_of(column) not in NUMBERED:
        return text[: column.max_length]
    room = column.max_length - len(str(longest))
    return Concat(Cast("pk", models.CharField()), models.Value(text[:room]))


def act_with_it(strings):
    """Leave an event whose reason, object and detail hold such strings as well."""
    staff, person = User.objects.get(username="lx-staff"), OutsidePerson.objects.order_by("pk")[0]
    for text in strings:
        registers.correct_outside_person(
            person=person,
            name=text,
            unit=text,
            office=text,
            is_party_member=True,
            version=person.version,
            by=staff,
        )


@pytest.fixture
def scripted(objects):
    """Every text of both counties, and of the log, tries to become markup."""
    fill(nasty.SCRIPTS)
    act_with_it(nasty.SCRIPTS)
    return objects


def addresses(objects):
    """Yield every page of 邻县, with what a search and a switch put into it besides."""
    for name in ROWS:
        if name != LEAVING:
            yield address(name, objects, "foreign")
    for name in LISTS:
        url = address(name, objects, "foreign")
        yield f"{url}?q={quote(nasty.SCRIPTS[2])}&sort={quote(nasty.SCRIPTS[4])}"


@pytest.mark.parametrize("person", ["lx-staff", "lx-admin", "auditor"])
def test_stored_text_never_becomes_markup(enter, scripted, person):
    visitor, escaped = enter(person), set()

    for url in addresses(scripted):
        # A refusal leaves an event, which would push the scripted ones off the pages of the log.
        with undone():
            answer = visitor.get(url)
        body = text_of(answer)
        if answer.content.startswith(b"%PDF"):
            # Paper shows what was stored as it was typed: had it become markup, it would not.
            assert [text for text in nasty.SCRIPTS if text in body], url
            continue
        escaped |= {text for text in nasty.SCRIPTS if str(escape(text)) in body}
        assert faults(body) == [], url
        assert [text for text in nasty.SCRIPTS if escape(text) != text and text in body] == [], url

    assert len(escaped) >= 6


@pytest.mark.parametrize(
    "name", ["branches:outside-person-create", "branches:organisation-create"]
)
def test_typed_text_comes_back_as_text_beside_its_error(enter, name):
    act = posts.every()[name]

    for text in nasty.SCRIPTS:
        typed = {key: text for key in act.data if key not in {"superior", "is_party_member"}}
        answer = enter(act.by).post(act.url, {**typed, "unit": "", "code": ""})
        assert answer.status_code == 422
        assert faults(text_of(answer)) == []


@pytest.mark.parametrize(
    "planted",
    [
        f"<p>{nasty.SCRIPTS[0]}</p>",
        f"<p>{nasty.SCRIPTS[1]}</p>",
        f'<input value="{nasty.SCRIPTS[2]}">',
        f"<input value='{nasty.SCRIPTS[3]}'>",
        f'<input value="{nasty.SCRIPTS[4]}">',
        f"<input value='{nasty.SCRIPTS[5]}'>",
        f"<title>{nasty.SCRIPTS[6]}",
        f'<a href="{nasty.SCRIPTS[8]}">',
        f"<p>{nasty.SCRIPTS[9]}</p>",
        '<base href="//x">',
    ],
)
def test_markup_planted_in_a_page_is_found(planted):
    assert faults(planted) != []


def test_word_of_a_conflict_is_text_as_well(enter):
    act = posts.every()["branches:outside-person-update"]
    OutsidePerson.objects.filter(pk=act.row.pk).update(version=7, unit=nasty.SCRIPTS[0])

    answer = enter(act.by).post(act.url, {**act.data, "office": nasty.SCRIPTS[2]})

    assert answer.status_code == 409
    assert str(escape(nasty.SCRIPTS[0])) in text_of(answer)
    assert faults(text_of(answer)) == []


# Workbooks ------------------------------------------------------------------------------------


@pytest.fixture
def calculated(objects):
    """Every text of both counties begins like a formula."""
    fill(nasty.FORMULAS)


@pytest.mark.usefixtures("calculated")
@pytest.mark.parametrize("name", LISTS)
def test_exported_workbook_runs_nothing(enter, name):
    visitor, url = enter(looks_from_near(name)), reverse(name, kwargs=kwargs_of(name, None))

    file = visitor.get(url, {"export": "xlsx"}).content

    with zipfile.ZipFile(io.BytesIO(file)) as book:
        parts = {part: book.read(part).decode() for part in book.namelist()}
    assert [part for part in parts if "external" in part.lower() or "vba" in part.lower()] == []
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert re.findall(r"<f[ >]|<hyperlink", sheet) == []
    assert 'TargetMode="External"' not in "".join(parts.values())


@pytest.mark.usefixtures("calculated")
def test_exported_text_reads_as_it_was_typed(enter):
    person = OutsidePerson.objects.get(
        kept_by=Organisation.objects.get(appointments__user__username="lx-staff")
    )

    file = enter("lx-staff").get("/outside-persons/", {"export": "xlsx"}).content

    (cells,) = load_workbook(io.BytesIO(file)).active.iter_rows(min_row=2, max_col=3)
    assert [cell.value for cell in cells] == [person.name, person.unit, person.office]
    assert {cell.data_type for cell in cells} == {"s"}
