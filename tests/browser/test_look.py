"""The fixtures of the journeys: a look that could find no fault would prove nothing."""

import pytest
from playwright.sync_api import Page

PLANT = """html => {
    const place = document.createElement("div");
    place.innerHTML = html;
    document.querySelector("main").append(place);
}"""

A_NEW_SESSION = (
    "from django.contrib.sessions.backends.db import SessionStore; SessionStore().create()"
)


def plant(page: Page, html: str) -> None:
    """Put `html` at the end of the log-in page."""
    page.goto("/login/")
    page.evaluate(PLANT, html)


def test_look_is_content_with_the_log_in_page(page, look, width):
    page.goto("/login/")

    look(page, "login")


def test_login_leaves_the_log_in_page(page, login):
    login(page, "staff")

    assert "/login/" not in page.url


def test_look_finds_an_input_without_a_label(page, look):
    plant(page, '<input name="nameless">')

    with pytest.raises(AssertionError, match="label: "):
        look(page, "planted")


def test_look_finds_what_is_wider_than_the_page(page, look):
    plant(page, "<p>宽</p>")
    page.evaluate("() => { document.querySelector('main').lastChild.style.width = '3000px' }")

    with pytest.raises(AssertionError, match="px"):
        look(page, "planted")


def test_look_finds_an_error_of_a_script(page, look, complaints):
    page.goto("/login/")
    page.evaluate("() => { setTimeout(() => { throw new Error('a planted error') }, 0) }")

    with pytest.raises(AssertionError, match="a planted error"):
        look(page, "planted")
    complaints.clear()


def test_look_finds_a_request_to_a_foreign_host(page, look, complaints):
    page.route("https://example.org/**", lambda route: route.fulfill(status=204))
    page.goto("/login/")
    page.evaluate("() => fetch('https://example.org/count', {mode: 'no-cors'}).catch(() => 0)")

    with pytest.raises(AssertionError, match=r"example\.org"):
        look(page, "planted")
    complaints.clear()


def test_server_changes_a_county_of_its_own(server, county_template):
    server.manage("shell", "--no-imports", "--command", A_NEW_SESSION)

    changed, template = (
        (folder / "county.sqlite3").read_bytes() for folder in (server.var_dir, county_template)
    )
    assert changed != template
