"""Every text outside a secretary's branch is a canary, and none of them sings on her pages.

The control: whoever may read those rows finds a canary of every table by the same way.
"""

import re

import pytest
from django.db import models
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django_filters.filters import ChoiceFilter

from branches import triggers
from branches.models import Organisation, User
from tests.security.doors import BUSINESS, patterns, text_of
from tests.security.floors import FLOORS, merged, together
from tests.security.matrix import LEAVING, ROWS, kwargs_of
from tests.security.texts import filled, sealed_columns, texts

OWN = "SF0101"
# Without the lists of one object, which are the same list narrowed.
LISTS = {
    name: pattern.callback.view_class
    for name, pattern in patterns()
    if hasattr(pattern.callback.view_class, "filterset_class") and not ROWS[name].names_an_object
}
OWN_ROWS = together("own")
SILENT = together("silent")


def own_rows(model):
    """Return the condition for what the secretary may read of a table; the rest is another's."""
    return OWN_ROWS.get(model) or models.Q(organisation__code=OWN)


@pytest.fixture
def canaries(county, db):
    """Every text that is another's, replaced by a canary: CANARY, table, key and column."""
    # What is append-only takes no canary otherwise; all of it is rolled back.
    triggers.drop()
    tables = {model: columns for model in BUSINESS if (columns := texts(model))}
    for model, columns in tables.items():
        own = model._base_manager.filter(own_rows(model)).values_list("pk", flat=True)
        others = model._base_manager.exclude(pk__in=set(own))
        for column in columns:
            sing(filled(others, column), column)
    # A branch knows whom it stands under; no more of it than the short name.
    Organisation.objects.filter(subordinates__code=OWN).update(short_name="第一中学党总支")
    triggers.create()
    return tables


def sing(rows, column):
    """Give each row a canary of its own in this column."""
    before, after = f"CANARY.{rows.model.__name__}.", f".{column.name[:5]}"
    if column in sealed_columns(rows.model):
        # What the database holds is not what is read: only saving the row writes it.
        for row in list(rows):
            setattr(row, column.name, f"{before}{row.pk}{after}"[: column.max_length])
            row.save(update_fields=[column.name])
    else:
        key = Cast("pk", models.CharField())
        rows.update(**{column.name: Concat(models.Value(before), key, models.Value(after))})


@pytest.fixture
def events(canaries):
    """What was done elsewhere, with canaries in reason, object, person and detail."""
    for floor in FLOORS:
        floor.elsewhere(sister())


def sister():
    """Return another branch of the secretary's school."""
    superior = Organisation.objects.get(subordinates__code=OWN)
    return superior.subordinates.exclude(code=OWN).order_by("pk")[0]


def questions(view):
    """Yield every query a list can be asked: each value of each filter, each order, each file."""
    for name, asked in view.filterset_class.base_filters.items():
        choices = asked.extra.get("choices", []) if isinstance(asked, ChoiceFilter) else []
        for value in [value for value, _ in choices] or ["CANARY", "c", "2025-06-01", "SF", " "]:
            yield {name: value}
            yield {name: value, "export": "xlsx"}
    for column in view.table_class.base_columns:
        yield {"sort": column}
        yield {"sort": f"-{column}", "per_page": 100}
    yield {"page": 2}
    yield {"per_page": 100}
    yield {"export": "xlsx"}
    yield {"export": "xlsx", "on": "2024-01-01", "q": "CANARY"}


def object_urls(names=tuple(ROWS)):
    """Yield the page of every kind of object, for rows of one's own, near by and far away."""
    near = merged([floor.near() for floor in FLOORS])
    near = {kind: list(keys) for kind, keys in near.items()}
    for name in names:
        row = ROWS[name]
        for key in near.get(row.of, [1, 2] if row.names_an_object else []):
            yield reverse(name, kwargs=kwargs_of(name, key))


def shelves():
    """Yield the addresses of lists and of pages that are no object's."""
    for name, row in ROWS.items():
        if not row.names_an_object and name != LEAVING:
            yield reverse(name, kwargs=kwargs_of(name, None))


def sung(response):
    """Return the canaries in an answer: its body, its headers, and what a file holds."""
    heard = text_of(response) + " ".join(map(str, response.headers.values()))
    return re.findall(r"canary\.\w+\.\w+\.?\w*", heard, re.IGNORECASE)


def heard(visitor, asked):
    """Return the canaries in the answers to these addresses and queries, by who sings where."""
    return {
        (url, str(query)): found
        for url, query in asked
        if (found := sung(visitor.get(url, query)))
    }


@pytest.mark.usefixtures("events")
def test_secretary_sees_no_canary_on_any_page_list_or_export(enter):
    open_lists = [name for name in LISTS if ROWS[name].answers_to("secretary") == "o"]
    looking_back = {"on": "2024-01-01", "export": "xlsx"}
    asked = [
        *((url, {}) for url in shelves()),
        *((url, query) for url in object_urls() for query in ({}, looking_back)),
        *(
            (reverse(name, kwargs=kwargs_of(name, None)), query)
            for name in open_lists
            for query in questions(LISTS[name])
        ),
    ]

    assert set(open_lists) == together("open_lists")
    assert heard(enter("secretary"), asked) == {}


@pytest.mark.usefixtures("events")
def test_secretary_hears_no_canary_in_refusals_and_errors(enter):
    visitor = enter("secretary")
    sent = [one for floor in FLOORS for one in floor.refusals(sister())]

    assert {url: found for url, data in sent if (found := sung(visitor.post(url, data)))} == {}
    assert sung(visitor.get("/")) == []


@pytest.mark.usefixtures("events")
def test_secretary_counts_only_what_is_hers(enter):
    visitor, expected = enter("secretary"), together("counted")

    counted = {
        url: re.search(r'id="count"[^>]*>(\d+)', visitor.get(url).content.decode()).group(1)
        for url in expected
    }

    assert {reverse(name) for name in together("open_lists")} <= expected.keys()
    assert counted == expected


@pytest.mark.usefixtures("events")
def test_whoever_may_read_finds_a_canary_of_every_table(enter, canaries):
    # A form shows what it is filled with to whoever may mend it; here only pages count.
    pages = object_urls([name for name, row in ROWS.items() if not row.may_be_posted])
    lists = [reverse(name, kwargs=kwargs_of(name, None)) for name in LISTS]
    # What the committee wrote into its summary stands on a page of the year.
    words = reverse("reports:text-table", kwargs=kwargs_of("reports:text-table", None))
    asked = [
        *((url, {}) for url in [*pages, words]),
        *((url, {"export": "xlsx"}) for url in lists),
    ]

    found = [heard(enter(person), asked) for person in ("staff", "admin")]

    tables = {
        mark.split(".")[1].lower() for each in found for marks in each.values() for mark in marks
    }
    shown = {model._meta.model_name for model in canaries if model not in SILENT}
    assert tables == shown | {"auditevent"}


@pytest.mark.usefixtures("events")
def test_canaries_of_another_county_are_hidden_from_the_staff_too(enter):
    abroad = User.objects.get(username="lx-staff").appointments.get().organisation
    foreign = marks_within(abroad)
    pages = [
        reverse(name, kwargs=kwargs_of(name, None))
        for name, row in ROWS.items()
        if not row.names_an_object and row.answers_to("staff") == "o"
    ]
    asked = [(url, query) for url in pages for query in ({"per_page": 100}, {"export": "xlsx"})]

    found = heard(enter("staff"), asked)

    assert foreign
    assert found
    assert {mark for marks in found.values() for mark in marks if is_of(mark, foreign)} == set()


def marks_within(organisation):
    """Return what the canaries of all rows under an organisation begin with, in lower case."""
    return {
        f"canary.{model._meta.model_name}.{key}"
        for model, way in together("within").items()
        for key in model._base_manager.filter(
            **{f"{way}__startswith": organisation.path}
        ).values_list("pk", flat=True)
    }


def is_of(mark, beginnings):
    return ".".join(mark.lower().split(".")[:3]) in beginnings
