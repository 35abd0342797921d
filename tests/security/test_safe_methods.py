"""Looking changes nothing, and there is no other way to act than POST."""

import pytest

from tests.security.doors import fingerprint
from tests.security.matrix import PEOPLE, ROWS, address

MEDDLING = "?export=xlsx&delete=1&name=x&is_active=0&version=1&_method=POST&action=delete"
# A HEAD is a GET whose body is thrown away: one person's are enough.
METHODS = {
    "admin": ["GET", "OPTIONS"],
    "staff": ["GET", "OPTIONS"],
    "secretary": ["GET", "HEAD", "OPTIONS"],
    "auditor": ["GET", "OPTIONS"],
}
ADDRESSES = [
    (name, whose)
    for name, row in ROWS.items()
    for whose in (("own", "foreign") if row.names_an_object else ("own",))
]


@pytest.mark.parametrize("person", METHODS)
def test_looking_at_every_address_changes_no_register(enter, objects, person):
    visitor, before = enter(person), fingerprint()

    answers = {
        (name, whose, method): visitor.generic(
            method, address(name, objects, whose) + MEDDLING
        ).status_code
        for name, whose in ADDRESSES
        for method in METHODS[person]
    }

    assert {cell: status for cell, status in answers.items() if status >= 500} == {}
    assert fingerprint() == before


@pytest.mark.parametrize("person", ["admin", "staff"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "FROBNICATE"])
def test_no_other_method_is_allowed_anywhere(enter, objects, method, person):
    visitor, place, before = enter(person), PEOPLE.index(person), fingerprint()

    answers = {
        name: visitor.generic(method, address(name, objects, "own")).status_code for name in ROWS
    }

    # Whoever may not open a page at all is told that first; at the door stands who is in already.
    assert answers == {
        name: {"x": 403, ">": 302}.get(row.answers["GET", "own"][place], 405)
        for name, row in ROWS.items()
    }
    assert fingerprint() == before
