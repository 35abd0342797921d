"""How long each page takes and how many queries it asks, on the sample county.

Finds the pages by itself: every address without arguments, then, for each kind of address with
arguments, the first link to one on a page already seen. Exits 1 if a page is too slow, asks too
much or fails. Run by `make bench`.
"""

import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlsplit

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, Resolver404, URLPattern, get_resolver, resolve, reverse

from tests import county

WARM, MEASURED = 3, 20
MOST_MILLISECONDS = 150
MOST_QUERIES = 12
MOST_QUERIES_AT_HOME = 25  # what is due is asked of every register
HOME = "reports:home"
MOST_MILLISECONDS_OF_A_FILE = 3000  # documents and workbooks are made anew for whoever asks
# Who may open the most comes first; a page is measured as the first who may open it, and the
# home, which everyone has of his own, as each of them.
ACCOUNTS = ["staff", "admin", "secretary", "auditor"]
NOT_A_PAGE = {"login", "logout"}


@dataclass(frozen=True)
class Page:
    """One page as measured."""

    url: str
    name: str
    account: str
    queries: int
    milliseconds: float
    size: int
    is_file: bool

    @property
    def is_fine(self) -> bool:
        if self.is_file:
            return self.milliseconds <= MOST_MILLISECONDS_OF_A_FILE
        most = MOST_QUERIES_AT_HOME if self.name == HOME else MOST_QUERIES
        return self.queries <= most and self.milliseconds <= MOST_MILLISECONDS


class Links(HTMLParser):
    """The addresses a page links to, in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("/"):
            self.paths.append(urlsplit(href).path)


def named_patterns(resolver, namespace: str = "") -> Iterator[str]:
    """Return the full name of every address of the site."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                yield f"{namespace}{entry.name}"
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from named_patterns(entry, inner)


def addresses_without_arguments() -> dict[str, str]:
    """Return the address of each page that needs none, by name."""
    found = {}
    for name in named_patterns(get_resolver()):
        if name.rpartition(":")[2] not in NOT_A_PAGE:
            try:
                found[name] = reverse(name)
            except NoReverseMatch:
                continue  # found by a link to one, once such a page is open
    return found


def linked_from(html: str) -> dict[str, str]:
    """Return the first address of each name that a page links to."""
    links = Links()
    links.feed(html)
    found: dict[str, str] = {}
    for path in links.paths:
        try:
            name = resolve(path).view_name
        except Resolver404:
            continue
        if name.rpartition(":")[2] not in NOT_A_PAGE:
            found.setdefault(name, path)
    return found


def log_in(username: str) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    answer = client.post("/login/", {"username": username, "password": county.PASSWORD})
    if answer.status_code != 302:
        raise SystemExit(f"{username} could not log in: {answer.status_code}")
    return client


def measure(client: Client, url: str) -> tuple[int, float]:
    """Return the queries a page asks and the median of its time in milliseconds."""
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    asked = len(queries)  # now: the next request empties the log it counts in
    taken = []
    for _ in range(WARM + MEASURED):
        begun = perf_counter()
        client.get(url)
        taken.append((perf_counter() - begun) * 1000)
    return asked, median(taken[WARM:])


def open_pages() -> tuple[list[Page], list[str]]:
    """Measure every page that some account may open; return them, and what failed."""
    clients = {account: log_in(account) for account in ACCOUNTS}
    waiting = addresses_without_arguments()
    pages, failures, seen = [], [], set(waiting)
    while waiting:
        name, url = waiting.popitem()
        for account, client in clients.items():
            answer = client.get(url)
            if answer.status_code >= 500:
                failures.append(f"{url} answers {answer.status_code} to {account}")
            if answer.status_code == 200:
                queries, milliseconds = measure(client, url)
                size = len(answer.getvalue())
                is_file = not answer.headers["Content-Type"].startswith("text/html")
                pages.append(Page(url, name, account, queries, milliseconds, size, is_file))
                if not is_file:
                    found = linked_from(answer.content.decode())
                    waiting |= {n: path for n, path in found.items() if n not in seen}
                    seen |= set(found)
                if name != HOME:
                    break
    return sorted(pages, key=lambda page: page.url), failures


def table(pages: list[Page]) -> str:
    lines = [f"{'page':44} {'as':8} {'queries':>7} {'median ms':>9} {'bytes':>8}"]
    lines += [
        f"{page.url:44} {page.account:8} {page.queries:7} {page.milliseconds:9.1f} {page.size:8}"
        f"{'' if page.is_fine else '   too much'}"
        for page in pages
    ]
    return "\n".join(lines)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        var_dir = Path(folder) / "var"
        county.build(var_dir)
        os.environ |= county.environment(var_dir)
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        django.setup()
        # Every account tries every page; being refused is expected and need not be told.
        logging.getLogger("django.request").setLevel(logging.CRITICAL)
        pages, failures = open_pages()
    sys.stdout.write("\n".join([table(pages), *failures]) + "\n")
    return 0 if pages and not failures and all(page.is_fine for page in pages) else 1


if __name__ == "__main__":
    sys.exit(main())
