"""What every answer says to the browser, and what error pages say to people and to nobody else."""

import json
import re
from html import unescape

from django.test import override_settings
from django.urls import path, reverse

from branches.middleware import HEADERS
from branches.models import Organisation
from branches.querysets import UnscopedRead
from config import urls
from tests.security.doors import Visitor, fingerprint, text_of

POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}
SECRETS = re.compile(
    r"Traceback|SELECT |INSERT |site-packages|SECRET|settings\.|Exception|Error\b|/work/|\.py\b|"
    r"django|Django|postgres|sqlite|a word only the crash knows"
)

# What of htmx would evaluate text, run or style what was sent, or keep pages of people in the
# browser, is off (security OU3).
HTMX = {
    "allowEval": False,
    "allowScriptTags": False,
    "includeIndicatorStyles": False,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "selfRequestsOnly": True,
}


def crash(request):
    raise RuntimeError("SELECT password FROM branches_user -- a word only the crash knows")


def forget_the_scope(request):
    return list(Organisation.objects.all())


# The project's own addresses and error pages, and two that go wrong.
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
urlpatterns = [
    *urls.urlpatterns,
    path("crash/", crash),
    path("unscoped/", forget_the_scope),
]


def policy_of(answer):
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


def answers(enter):
    """Return one answer of every sort there is: pages, errors, redirects, files."""
    staff, stranger = enter("staff"), Visitor()
    with override_settings(ROOT_URLCONF="tests.security.test_headers"):
        crashed = staff.get("/crash/")
    return {
        "log-in": stranger.get("/login/"),
        "sent to log in": stranger.get("/branches/"),
        "log-in refused": stranger.post("/login/", {"username": "x", "password": "y"}),
        "home": staff.get("/"),
        "list": staff.get("/branches/"),
        "form": staff.get("/branches/new/"),
        "form refused": staff.post("/branches/new/"),
        "file": staff.get("/branches/", {"export": "xlsx"}),
        "400": staff.get("/", HTTP_HOST="evil.example"),
        "403": staff.get("/accounts/"),
        "404": staff.get("/nothing/here/"),
        "404 of a stranger": stranger.get("/nothing/here/"),
        "405": staff.get("/logout/"),
        "500": crashed,
        "switched": staff.post("/acting-for/"),
        "options": staff.options("/branches/"),
    }


def test_every_answer_carries_the_headers(enter):
    for sort, answer in answers(enter).items():
        assert answer["X-Content-Type-Options"] == "nosniff", sort
        assert answer["X-Frame-Options"] == "DENY", sort
        assert answer["Referrer-Policy"] == "same-origin", sort
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", sort
        assert answer["Cross-Origin-Embedder-Policy"] == "require-corp", sort
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin", sort
        assert "camera=()" in answer["Permissions-Policy"], sort
        assert answer["Cache-Control"] == "no-store", sort
        assert re.fullmatch("[0-9a-f]{16}", answer["X-Request-ID"]), sort


def test_no_answer_invites_other_sites_or_names_what_serves_it(enter):
    for sort, answer in answers(enter).items():
        names = {name.lower() for name in answer.headers}
        assert names & {"server", "x-powered-by", "access-control-allow-origin"} == set(), sort


def test_every_page_has_the_strict_policy(enter):
    for sort, answer in answers(enter).items():
        if sort != "file":
            assert policy_of(answer) == POLICY, sort


def test_policy_allows_nothing_inline_and_nothing_evaluated():
    assert "unsafe" not in HEADERS["Content-Security-Policy"]
    assert "*" not in HEADERS["Content-Security-Policy"]


def test_file_is_kept_by_the_browser_and_not_opened(enter):
    file = enter("staff").get("/branches/", {"export": "xlsx"})

    assert file["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert file["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%85%9A")
    assert file["Content-Disposition"].endswith("20261120.xlsx")
    assert file["Content-Type"].endswith("spreadsheetml.sheet")


def test_page_of_another_origin_gets_no_leave_to_read(enter):
    answer = enter("staff").get(
        "/branches/",
        HTTP_ORIGIN="https://evil.example",
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    )

    assert "Access-Control-Allow-Origin" not in answer


def test_lock_out_of_a_script_gives_no_leave_to_read_either(county, db):
    visitor = Visitor()

    for _ in range(7):
        answer = visitor.post(
            "/login/",
            {"username": "secretary", "password": "no"},
            HTTP_X_REQUESTED_WITH="XMLHttpRequest",
        )

    assert answer.status_code == 429
    assert "Access-Control-Allow-Origin" not in answer
    assert answer["Cache-Control"] == "no-store"


# Error pages ----------------------------------------------------------------------------------

WORDS = {
    400: "这个请求看不懂",
    403: "您不能办理这件事",
    404: "没有找到这一页",
    405: "这个地址不能这样打开",
    429: "操作太频繁",
    500: "系统出了问题",
}


def error_pages(enter):
    """Return one answer of each error there is, by status."""
    visitor, stranger = enter("staff"), Visitor()
    for _ in range(6):
        locked = stranger.post("/login/", {"username": "secretary", "password": "no"})
    with override_settings(ROOT_URLCONF="tests.security.test_headers"):
        crashed = visitor.get("/crash/?q=secret-in-the-query")
    return {
        400: visitor.get("/", HTTP_HOST="evil.example"),
        403: visitor.get("/accounts/"),
        404: visitor.get("/schools/99999999/"),
        405: visitor.get("/logout/"),
        429: locked,
        500: crashed,
    }


def test_error_pages_say_in_chinese_what_to_do_and_give_a_number(enter):
    for status, answer in error_pages(enter).items():
        body = text_of(answer)
        assert answer.status_code == status
        assert WORDS[status] in body
        assert '<html lang="zh-Hans">' in body
        assert re.search("<p>请|，请|。请", body)
        assert f"编号 <code>{answer['X-Request-ID']}</code>" in body


def test_error_pages_tell_nothing_about_the_inside(enter):
    for status, answer in error_pages(enter).items():
        assert SECRETS.findall(text_of(answer)) == [], status
        assert "secret-in-the-query" not in text_of(answer)


def test_every_error_page_is_complete_without_a_person_or_a_database(enter):
    for status, answer in error_pages(enter).items():
        assert "csrfmiddlewaretoken" not in text_of(answer), status
        assert "杜文博" not in text_of(answer), status


def test_form_without_a_token_hears_why_and_what_to_do(enter):
    visitor = enter("staff")
    visitor.handler.enforce_csrf_checks = True
    before = fingerprint()

    answer = visitor.post("/branches/new/", {"name": "x"})

    assert answer.status_code == 403
    assert "这一页放得太久了" in text_of(answer)
    assert answer["X-Request-ID"] in text_of(answer)
    assert SECRETS.findall(text_of(answer)) == []
    assert fingerprint() == before


def test_body_that_is_too_large_hears_it(enter):
    answer = enter("staff").post("/branches/new/", {"name": "k" * 3_000_000})

    assert answer.status_code == 400
    assert WORDS[400] in text_of(answer)


def test_page_that_reads_rows_without_a_scope_is_a_crash_here(enter):
    with override_settings(ROOT_URLCONF="tests.security.test_headers"):
        answer = enter("staff").get("/unscoped/")

    assert answer.status_code == 500
    assert UnscopedRead.__name__ not in text_of(answer)


def test_crash_of_a_stranger_shows_no_more(db):
    with override_settings(ROOT_URLCONF="tests.security.test_headers"):
        answer = Visitor().get("/crash/")

    # Nobody comes further than the door.
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


# OU7 ------------------------------------------------------------------------------------------


def test_passwords_are_asked_and_sent_in_bodies_only(enter):
    for url in ("/login/", reverse("branches:password-change")):
        visitor = Visitor() if url == "/login/" else enter("staff")
        body = text_of(visitor.get(url))
        for form in re.findall(r"<form[^>]*>.*?</form>", body, re.DOTALL):
            assert 'type="password"' not in form or 'method="post"' in form
        assert 'type="password"' in body


def test_password_in_the_address_is_not_taken(county, db):
    visitor = Visitor()

    answer = visitor.post("/login/?username=secretary&password=Ginkgo-Bridge-2719")

    assert answer.status_code == 422


def test_htmx_evaluates_nothing_keeps_nothing_and_asks_nobody_else(enter):
    page = text_of(enter("secretary").get("/"))

    (content,) = re.findall(r'<meta name="htmx-config" content=["\'](.*?)["\'] ?/?>', page)
    assert json.loads(unescape(content)) == HTMX
