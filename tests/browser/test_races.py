"""The same intent sent twenty times at once to a real server: entered once, the rest told."""

import re
import sqlite3
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import (
    HTTPCookieProcessor,
    HTTPRedirectHandler,
    ProxyHandler,
    Request,
    build_opener,
)

import pytest

from tests import county
from tests.browser.conftest import Server

TIMES = 20
KNOWN = "已经登记过一笔同类的党费"
INPUT = re.compile(r'<input[^>]*name="(?P<name>[^"]+)"[^>]*?value="(?P<value>[^"]*)"')


class Unfollowed(HTTPRedirectHandler):
    """The answer itself is looked at, not where it leads."""

    def redirect_request(self, *args):
        return None


class Visitor:
    """A session of the secretary's; one may send from many threads."""

    def __init__(self, server: Server) -> None:
        self.url = server.url
        self.cookies = CookieJar()
        self.post("/login/", {"username": "secretary", "password": county.PASSWORD})

    def get(self, path: str) -> str:
        status, body = self._ask(Request(f"{self.url}{path}"))
        assert status == 200, path
        return body

    def post(self, path: str, data: dict[str, str]) -> tuple[int, str]:
        """Send a form as the page at `path` holds it, with these fields filled in."""
        return self.send(path, inputs(self.get(path)) | data)

    def send(self, path: str, data: dict[str, str]) -> tuple[int, str]:
        """Send these fields; return status and page."""
        body = urlencode(data).encode()
        return self._ask(Request(f"{self.url}{path}", body))

    def _ask(self, request: Request) -> tuple[int, str]:
        opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(self.cookies), Unfollowed)
        try:
            with opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()


def inputs(page: str) -> dict[str, str]:
    """Return what stands in the inputs of a page, by name."""
    return {found["name"]: found["value"] for found in INPUT.finditer(page)}


def asked(server: Server, question: str, *values: object) -> list[tuple]:
    """Return the rows of a question to the server's database."""
    with closing(sqlite3.connect(server.var_dir / "county.sqlite3")) as database:
        return database.execute(question, values).fetchall()


def at_once(visitor: Visitor, path: str, forms: list[dict[str, str]]) -> Counter:
    """Send forms in parallel; return how many were entered, told that it is known, or neither."""
    with ThreadPoolExecutor(len(forms)) as threads:
        answers = threads.map(lambda data: visitor.send(path, data), forms)
        return Counter(
            "entered" if status == 302 else "told" if status == 422 and KNOWN in page else status
            for status, page in answers
        )


@pytest.fixture
def visitor(server: Server) -> Visitor:
    return Visitor(server)


@pytest.fixture
def grid(server: Server) -> str:
    """The address of a month that the secretary has not entered yet."""
    question = "SELECT id FROM branches_organisation WHERE code = ?"
    return f"/dues/{asked(server, question, 'SF0101')[0][0]}/2026-11/"


def members_in(form: dict[str, str]) -> list[int]:
    """Return for whom a month's grid has an amount filled in."""
    found = [re.fullmatch(r"paid_(\d+)", name) for name in form]
    return sorted(int(line[1]) for line in found if line)


def gift(visitor: Visitor, member: int) -> tuple[str, dict[str, str]]:
    """Return where a voluntary payment is entered, and its form."""
    path = f"/members/{member}/dues/payment/new/"
    return path, inputs(visitor.get(path)) | {"kind": "VOLUNTARY", "fen": "50"}


def paid(server: Server, kind: str) -> list[int]:
    """Return who paid for November, once for each payment."""
    question = "SELECT member_id FROM dues_payment WHERE month = '2026-11-01' AND kind = ?"
    return sorted(member for (member,) in asked(server, question, kind))


def test_a_form_sent_many_times_at_once_is_entered_once_and_answered_alike(server, visitor, grid):
    lines = inputs(visitor.get(grid))
    members = members_in(lines)
    before = {kind: paid(server, kind) for kind in ("DUES", "VOLUNTARY")}

    path, form = gift(visitor, members[0])
    answers = [at_once(visitor, grid, [lines] * TIMES), at_once(visitor, path, [form] * TIMES)]

    assert answers == [{"entered": TIMES}] * 2
    assert paid(server, "DUES") == sorted(before["DUES"] + members)
    assert paid(server, "VOLUNTARY") == sorted([*before["VOLUNTARY"], members[0]])


def test_of_many_forms_sent_at_once_one_is_entered_and_the_others_told(server, visitor, grid):
    lines = inputs(visitor.get(grid))
    members = members_in(lines)
    before = {kind: paid(server, kind) for kind in ("DUES", "VOLUNTARY")}

    path, form = gift(visitor, members[0])
    answers = [
        at_once(visitor, where, [data | {"token": str(uuid.uuid4())} for _ in range(TIMES)])
        for where, data in ((grid, lines), (path, form))
    ]

    assert answers == [{"entered": 1, "told": TIMES - 1}] * 2
    assert paid(server, "DUES") == sorted(before["DUES"] + members)
    assert paid(server, "VOLUNTARY") == sorted([*before["VOLUNTARY"], members[0]])
