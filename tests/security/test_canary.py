"""Every text outside a secretary's branch is a canary, and none of them sings on her pages.

The control: whoever may read those rows finds a canary of every table by the same way.
"""

import io
import re
import zipfile

import pytest
from django.db import models
from django.urls import reverse
from django_filters.filters import ChoiceFilter

from branches.models import Coverage, Organisation, OutsidePerson, School, User
from branches.services import accounts, organisations, registers, schools
from branches.services.organisations import Facts
from branches.services.schools import SchoolFacts
from tests.county import PASSWORD
from tests.security.doors import BUSINESS, patterns
from tests.security.matrix import PEOPLE, ROWS

OWN = "SF0101"
LISTS = {
    name: pattern.callback.view_class
    for name, pattern in patterns()
    if hasattr(pattern.callback.view_class, "filterset_class")
}
# Texts that decide something: a word there would change what a page does, or who may enter.
WORKING = {"path", "password", "username", "value"}


def own_rows(model):
    """Return the condition for what the secretary may read of a table; the rest is another's."""
    return {
        Organisation: models.Q(code=OWN),
        School: models.Q(code="S01"),
        User: models.Q(appointments__organisation__code=OWN),
        OutsidePerson: models.Q(pk__in=[]),
    }.get(model) or models.Q(organisation__code=OWN)


def texts(model):
    """Return the names of the columns of a table that hold free text."""
    return [
        column.name
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField)
        and not column.choices
        and column.name not in WORKING
    ]


@pytest.fixture
def canaries(county, db):
    """Every text that is another's, replaced by a canary: CANARY, table, key and column."""
    tables = {model: names for model in BUSINESS if (names := texts(model))}
    for model, names in tables.items():
        own = model._base_manager.filter(own_rows(model)).values_list("pk", flat=True)
        for row in model._base_manager.exclude(pk__in=set(own)):
            marks = {name: f"CANARY.{model.__name__}.{row.pk}.{name[:5]}" for name in names}
            model._base_manager.filter(pk=row.pk).update(**marks)
    # A branch knows whom it stands under; no more of it than the short name.
    Organisation.objects.filter(subordinates__code=OWN).update(short_name="第一中学党总支")
    return tables


@pytest.fixture
def events(canaries):
    """What was done elsewhere, with canaries in reason, object, person and detail."""
    staff, admin = (User.objects.get(username=name) for name in ("staff", "admin"))
    place, school = sister(), School.objects.exclude(code="S01").order_by("pk")[1]
    facts = Facts(
        code="CANARY.AuditEvent.code",
        member_kind=place.member_kind,
        founded_on=place.founded_on,
        founding_document="CANARY.AuditEvent.document",
    )
    organisations.correct(
        organisation=place,
        facts=facts,
        reason="CANARY.AuditEvent.reason",
        version=place.version,
        by=staff,
    )
    known = {name: getattr(school, name) for name in SchoolFacts.__dataclass_fields__}
    schools.correct_school(
        school=school,
        facts=SchoolFacts(**{**known, "township": "CANARY.AuditEvent.town"}),
        reason="CANARY.AuditEvent.reason",
        version=school.version,
        by=staff,
    )
    person = OutsidePerson.objects.order_by("pk")[0]
    registers.correct_outside_person(
        person=person,
        name=person.name,
        unit="CANARY.AuditEvent.unit",
        office="",
        is_party_member=False,
        version=person.version,
        by=staff,
    )
    other = User.objects.get(username="secretary2")
    accounts.reset_password(
        user=other, reason="CANARY.AuditEvent.reason", version=other.version, by=admin
    )


def sister():
    """Return another branch of the secretary's school."""
    superior = Organisation.objects.get(subordinates__code=OWN)
    return superior.subordinates.exclude(code=OWN).order_by("pk")[0]


def questions(view):
    """Yield every query a list can be asked: each value of each filter, each order, each file."""
    for name, asked in view.filterset_class.base_filters.items():
        choices = asked.extra["choices"] if isinstance(asked, ChoiceFilter) else []
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


def object_urls():
    """Yield the page of every kind of object, for rows of one's own, near by and far away."""
    own = Organisation.objects.get(code=OWN)
    branches = [own, sister(), Organisation.objects.above(own)[0]]
    near = {
        "organisation": [row.pk for row in branches],
        "school": School.objects.order_by("pk").values_list("pk", flat=True)[:3],
        "coverage": Coverage.objects.order_by("pk").values_list("pk", flat=True)[:4],
        "account": User.objects.order_by("pk").values_list("pk", flat=True),
        "person": OutsidePerson.objects.order_by("pk").values_list("pk", flat=True)[:2],
    }
    for name, row in ROWS.items():
        for key in near.get(row.of, [1, 2] if row.names_an_object else []):
            years = {"school_year": 2026} if name == "branches:head-count-update" else {}
            yield reverse(name, kwargs={"pk": key, **years})


def shelves():
    """Yield the addresses of lists and of pages that are no object's."""
    for name, row in ROWS.items():
        if not row.names_an_object and name != "branches:logout":
            yield reverse(name)


def sung(response):
    """Return the canaries in an answer: its body, its headers, and what is zipped inside it."""
    body = response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    heard = body.decode() + " ".join(map(str, response.headers.values()))
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
    open_lists = [
        name
        for name in LISTS
        if ROWS[name].answers["GET", "own"][PEOPLE.index("secretary")] == "o"
    ]
    looking_back = {"on": "2024-01-01", "export": "xlsx"}
    asked = [
        *((url, {}) for url in shelves()),
        *((url, query) for url in object_urls() for query in ({}, looking_back)),
        *((reverse(name), query) for name in open_lists for query in questions(LISTS[name])),
    ]

    assert len(open_lists) == 2
    assert heard(enter("secretary"), asked) == {}


@pytest.mark.usefixtures("events")
def test_secretary_hears_no_canary_in_refusals_and_errors(enter):
    visitor = enter("secretary")
    foreign = sister()
    sent = [
        ("/acting-for/", {"organisation": foreign.pk, "next": "/branches/"}),
        ("/acting-for/", {"organisation": "CANARY", "next": f"/branches/{foreign.pk}/"}),
        ("/password/", {"old_password": PASSWORD, "new_password": "k", "again": "k"}),
        (f"/branches/{foreign.pk}/edit/", {"code": foreign.code}),
        ("/branches/new/", {"code": foreign.code, "superior": foreign.pk}),
        ("/schools/new/", {"code": "S01"}),
        ("/accounts/new/", {"username": "secretary2"}),
    ]

    assert {url: found for url, data in sent if (found := sung(visitor.post(url, data)))} == {}
    assert sung(visitor.get("/")) == []


@pytest.mark.usefixtures("events")
def test_secretary_counts_only_what_is_hers(enter):
    visitor = enter("secretary")

    counted = {
        url: re.search(r'id="count"[^>]*>(\d+)', visitor.get(url).content.decode()).group(1)
        for url in ("/branches/", "/schools/", "/branches/?q=CANARY", "/schools/?q=CANARY")
    }

    assert counted == {
        "/branches/": "1",
        "/schools/": "1",
        "/branches/?q=CANARY": "0",
        "/schools/?q=CANARY": "0",
    }


@pytest.mark.usefixtures("events")
def test_whoever_may_read_finds_a_canary_of_every_table(enter, canaries):
    pages = [url for url in object_urls() if re.fullmatch(r"/\w+/\d+/(history/)?", url)]
    lists = [reverse(name) for name in LISTS]
    asked = [*((url, {}) for url in pages), *((url, {"export": "xlsx"}) for url in lists)]

    found = [heard(enter(person), asked) for person in ("staff", "admin")]

    tables = {
        mark.split(".")[1].lower() for each in found for marks in each.values() for mark in marks
    }
    assert tables == {model._meta.model_name for model in canaries} | {"auditevent"}


@pytest.mark.usefixtures("events")
def test_canaries_of_another_county_are_hidden_from_the_staff_too(enter):
    abroad = User.objects.get(username="lx-staff").appointments.get().organisation
    foreign = marks_within(abroad)
    pages = ["/", "/branches/", "/schools/", "/outside-persons/", "/branches/new/"]
    asked = [(url, query) for url in pages for query in ({"per_page": 100}, {"export": "xlsx"})]

    found = heard(enter("staff"), asked)

    assert foreign
    assert found
    assert {mark for marks in found.values() for mark in marks if is_of(mark, foreign)} == set()


def marks_within(organisation):
    """Return what the canaries of all rows under an organisation begin with, in lower case."""
    ways = {
        Organisation: "path",
        School: "kept_by__path",
        OutsidePerson: "kept_by__path",
        Coverage: "organisation__path",
    }
    return {
        f"canary.{model._meta.model_name}.{key}"
        for model, way in ways.items()
        for key in model._base_manager.filter(
            **{f"{way}__startswith": organisation.path}
        ).values_list("pk", flat=True)
    }


def is_of(mark, beginnings):
    return ".".join(mark.lower().split(".")[:3]) in beginnings
