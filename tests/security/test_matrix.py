"""Every address has a decided answer for everyone."""

import pytest

from branches.screens import Screen
from tests.security.doors import patterns
from tests.security.floors import together
from tests.security.matrix import CELLS, MEANING, PEOPLE, ROWS, address

# Pages that ask for no permission, and why.
OPEN_TO_ALL = together("open_to_all")
OPEN_TO_STRANGERS = {"branches:login": "nobody is there yet"}
STATUS = {200: "o", 403: "x", 404: "-", 405: "m", 409: "c", 422: "!"}
PATTERNS = dict(patterns())


def ask(visitor, method, url):
    return visitor.get(url) if method == "GET" else visitor.post(url)


def answer(response):
    """Return the letter of an answer; its status where there is none."""
    if response.status_code == 302:
        return "L" if response["Location"].startswith("/login/?next=") else ">"
    return STATUS.get(response.status_code, f"<{response.status_code}>")


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(ROWS) == set(PATTERNS)


@pytest.mark.parametrize(("name", "row"), ROWS.items(), ids=list(ROWS))
def test_row_answers_everyone_on_own_and_foreign_objects(name, row):
    assert list(row.answers) == (CELLS if row.names_an_object else CELLS[:2])
    assert {len(letters) for letters in row.answers.values()} == {len(PEOPLE)}
    assert set("".join(row.answers.values())) <= set(MEANING)


@pytest.mark.parametrize("person", PEOPLE)
def test_everyone_gets_the_answers_of_the_table(enter, objects, person):
    visitor, place = enter(person), PEOPLE.index(person)

    unexpected = {
        (name, method, whose): (given, letters[place])
        for name, row in ROWS.items()
        for (method, whose), letters in row.answers.items()
        if (given := answer(ask(visitor, method, address(name, objects, whose)))) != letters[place]
    }

    assert unexpected == {}


def declares_permission(view):
    """Whether the view, or a base of it that is no mere Screen, says what it asks for."""
    return any("permission" in vars(base) for base in view.__mro__ if base is not Screen)


@pytest.mark.parametrize("name", sorted(set(PATTERNS) - set(OPEN_TO_STRANGERS)))
def test_view_declares_the_permission_it_asks_for(name):
    view = PATTERNS[name].callback.view_class

    assert issubclass(view, Screen)
    assert declares_permission(view)


def test_pages_without_a_permission_are_the_ones_listed():
    views = {name: pattern.callback.view_class for name, pattern in PATTERNS.items()}
    without = {name for name, view in views.items() if getattr(view, "permission", None) is None}

    assert without == {*OPEN_TO_ALL, *OPEN_TO_STRANGERS}


def test_a_page_that_forgot_its_permission_is_found():
    assert not declares_permission(type("Forgetful", (Screen,), {}))
