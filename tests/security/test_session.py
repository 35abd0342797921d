"""Being in: the session's name, its limits, and rights that change while it lasts."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from branches.models import Appointment, Organisation, User
from tests.county import PASSWORD, ROOT, environment
from tests.security.doors import Visitor, text_of
from tests.security.posts import NEW_PASSWORD

MINUTE = timedelta(minutes=1)


def of(username):
    return User.objects.get(username=username)


def log_in(username, visitor=None):
    visitor = visitor or Visitor()
    assert visitor.post("/login/", {"username": username, "password": PASSWORD}).status_code == 302
    return visitor


def key_of(visitor):
    return visitor.cookies[project.SESSION_COOKIE_NAME].value


def is_in(visitor):
    """Whether the next page is shown; otherwise one is sent to log in."""
    answer = visitor.get("/help/")
    assert answer.status_code == 200 or answer["Location"].startswith("/login/?next=")
    return answer.status_code == 200


# SE1 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("planted", ["A" * 32, "0", "a" * 500, "../../etc", "\u00e9"])
def test_planted_session_is_not_taken_over_at_log_in(county, db, planted):
    visitor, thief = Visitor(), Visitor()
    visitor.cookies[project.SESSION_COOKIE_NAME] = planted
    thief.cookies[project.SESSION_COOKIE_NAME] = planted

    log_in("secretary", visitor)

    assert key_of(visitor) != planted
    assert not is_in(thief)


def test_session_that_was_there_before_gets_a_new_name_at_log_in(county, db):
    before = SessionStore()
    before["acting_for"] = 1
    before.create()
    visitor, thief = Visitor(), Visitor()
    for each in (visitor, thief):
        each.cookies[project.SESSION_COOKIE_NAME] = before.session_key

    log_in("secretary", visitor)

    assert key_of(visitor) != before.session_key
    assert not is_in(thief)


def test_session_gets_a_new_name_when_the_password_changes(enter):
    visitor, thief = enter("lx-secretary"), Visitor()
    thief.cookies[project.SESSION_COOKIE_NAME] = key_of(visitor)
    new = "Ginkgo-Bridge-9172"

    visitor.post(
        reverse("branches:password-change"),
        {"old_password": PASSWORD, "new_password": new, "again": new},
    )

    assert is_in(visitor)
    assert not is_in(thief)


# SE2 -----------------------------------------------------------------------------------------


def test_session_lasts_through_half_an_hour_without_a_click(enter, clock):
    visitor = enter("secretary")
    assert is_in(visitor)

    clock.shift(30 * MINUTE - MINUTE)

    assert is_in(visitor)


def test_session_ends_after_half_an_hour_without_a_click(enter, clock):
    visitor = enter("secretary")
    assert is_in(visitor)

    clock.shift(30 * MINUTE + MINUTE)

    assert not is_in(visitor)
    assert not is_in(visitor)


@pytest.mark.parametrize(("after", "lasts"), [(-MINUTE, True), (MINUTE, False)])
def test_session_ends_after_ten_hours_however_busy(enter, clock, after, lasts):
    visitor = enter("secretary")
    assert is_in(visitor)

    for _ in range(23):
        clock.shift(25 * MINUTE)
        assert is_in(visitor)
    clock.shift(25 * MINUTE + after)

    assert is_in(visitor) is lasts


def test_coming_to_the_door_is_no_sign_of_life(enter, clock):
    visitor = enter("secretary")
    assert is_in(visitor)

    for _ in range(3):
        clock.shift(10 * MINUTE)
        visitor.get("/login/")
        visitor.post("/login/")
    clock.shift(MINUTE)

    assert not is_in(visitor)


def test_door_shows_nothing_of_a_session_that_is_over(enter, clock):
    visitor = enter("general")
    assert is_in(visitor)
    clock.shift(31 * MINUTE)

    shown = text_of(visitor.get("/login/"))

    assert "用户名" in shown
    assert of("general").name not in shown
    assert Organisation.objects.get(code="SF01").short_name not in shown


def test_whoever_comes_back_after_the_limit_comes_in_at_the_first_try(enter, clock):
    visitor = enter("secretary")
    assert is_in(visitor)
    clock.shift(31 * MINUTE)

    log_in("secretary", visitor)

    assert is_in(visitor)
    clock.shift(29 * MINUTE)
    assert is_in(visitor)


def test_cookie_lasts_no_longer_than_the_session_may(county, db):
    visitor = log_in("secretary")

    assert visitor.cookies[project.SESSION_COOKIE_NAME]["max-age"] == 10 * 60 * 60


# SE3 -----------------------------------------------------------------------------------------


def test_next_click_is_refused_after_the_password_changed_elsewhere(enter):
    here, there = enter("lx-secretary"), enter("lx-secretary")
    new = "Ginkgo-Bridge-9172"
    assert is_in(there)

    here.post(
        reverse("branches:password-change"),
        {"old_password": PASSWORD, "new_password": new, "again": new},
    )

    assert not is_in(there)


@pytest.mark.parametrize("act", ["account-reset", "account-disable"])
def test_next_click_is_refused_after_an_administrator_acted(enter, act):
    visitor, user = enter("secretary"), of("secretary")
    assert is_in(visitor)

    done = enter("admin").post(
        reverse(f"branches:{act}", args=[user.pk]), {"reason": "调岗", "version": user.version}
    )

    assert done.status_code == 302
    assert not is_in(visitor)


def test_next_click_shows_nothing_more_after_the_role_ended(enter):
    visitor, held = enter("secretary"), Appointment.objects.get(user__username="secretary")
    assert visitor.get("/branches/").status_code == 200

    enter("admin").post(
        reverse("branches:appointment-end", args=[held.pk]),
        {"on": "2026-11-20", "reason": "换届", "version": held.version},
    )

    assert visitor.get("/branches/").status_code == 403
    assert visitor.get(f"/branches/{held.organisation_id}/").status_code == 403
    assert held.organisation.short_name not in text_of(visitor.get("/"))


def test_next_click_shows_the_new_branch_and_the_old_one_no_more(enter):
    visitor, held = enter("secretary"), Appointment.objects.get(user__username="secretary")
    old, new = held.organisation, Organisation.objects.get(code="SF1102")
    assert visitor.get(f"/branches/{old.pk}/").status_code == 200
    assert visitor.get(f"/branches/{new.pk}/").status_code == 404
    admin = enter("admin")

    admin.post(
        reverse("branches:appointment-end", args=[held.pk]),
        {"on": "2026-11-20", "reason": "调动", "version": held.version},
    )
    admin.post(
        reverse("branches:appointment-create", args=[held.user_id]),
        {"organisation": new.pk, "role": "SECRETARY", "starts_on": "2026-11-20"},
    )

    assert visitor.get(f"/branches/{old.pk}/").status_code == 404
    assert visitor.get(f"/branches/{new.pk}/").status_code == 200


def test_role_for_some_days_is_there_from_the_first_and_gone_on_the_last(enter, clock):
    new = Organisation.objects.get(code="SF1102")
    done = enter("admin").post(
        reverse("branches:appointment-create", args=[of("secretary").pk]),
        {
            "organisation": new.pk,
            "role": "SECRETARY",
            "starts_on": "2026-11-22",
            "ends_on": "2026-11-24",
        },
    )

    assert done.status_code == 302
    statuses = []
    for _ in range(5):
        statuses.append(enter("secretary").get(f"/branches/{new.pk}/").status_code)
        clock.shift(timedelta(days=1))
    assert statuses == [404, 404, 200, 200, 404]


def test_secretary_loses_a_branch_that_moves_away(enter):
    visitor, moved = enter("general"), Organisation.objects.get(code="SF0101")
    assert visitor.get(f"/branches/{moved.pk}/").status_code == 200

    enter("staff").post(
        reverse("branches:organisation-move", args=[moved.pk]),
        {
            "to": Organisation.objects.get(code="SF02").pk,
            "on": "2026-11-20",
            "version": moved.version,
        },
    )

    assert visitor.get(f"/branches/{moved.pk}/").status_code == 404


# Log-out -------------------------------------------------------------------------------------


def test_log_out_ends_the_session_on_the_server(enter):
    visitor, replay = enter("secretary"), Visitor()
    replay.cookies[project.SESSION_COOKIE_NAME] = key_of(visitor)
    assert is_in(replay)

    answer = visitor.post("/logout/")

    assert answer["Location"] == "/login/"
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(replay)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_log_out_is_a_post_and_nothing_else(enter, method):
    visitor = enter("secretary")

    assert visitor.generic(method, "/logout/").status_code == 405
    assert is_in(visitor)


# SE5 -----------------------------------------------------------------------------------------

PRINT_SETTINGS = """
import json
from config import settings
wanted = ("SESSION_", "CSRF_COOKIE", "CSRF_TRUSTED", "SECURE_", "ALLOWED_HOSTS")
found = {name: value for name, value in vars(settings).items() if name.startswith(wanted)}
print(json.dumps(found, default=str))
"""


@pytest.fixture
def under_tls(settings, tmp_path):
    """The settings of cookies and redirects of a site whose address begins with https."""
    printed = subprocess.run(
        [sys.executable, "-c", PRINT_SETTINGS],
        cwd=ROOT,
        env=environment(tmp_path, SITE_URL="https://dangjian.example"),
        capture_output=True,
        text=True,
        check=True,
    )
    for name, value in json.loads(printed.stdout).items():
        if name not in {"SESSION_IDLE", "SESSION_ABSOLUTE"}:
            setattr(settings, name, value)
    return Visitor(headers={"host": "dangjian.example"})


def test_every_cookie_under_tls_is_bound_to_the_host(under_tls, county, db):
    under_tls.get("/login/", secure=True)
    sent = {"username": "lx-secretary", "password": PASSWORD}
    under_tls.post("/login/", sent, secure=True)
    new = {"old_password": PASSWORD, "new_password": NEW_PASSWORD, "again": NEW_PASSWORD}
    under_tls.post("/password/", new, secure=True)

    cookies = {
        name: {flag: value for flag, value in cookie.items() if value}
        for name, cookie in under_tls.cookies.items()
    }

    assert set(cookies) == {"__Host-session", "__Host-csrf"}
    for flags in cookies.values():
        assert flags["secure"] is True
        assert flags["httponly"] is True
        assert flags["path"] == "/"
        assert flags["samesite"] in {"Lax", "Strict"}
        assert "domain" not in flags


def test_plain_http_is_sent_to_tls_and_stays_there(under_tls, county, db):
    plain, safe = under_tls.get("/login/"), under_tls.get("/login/", secure=True)

    assert plain.status_code == 301
    assert plain["Location"] == "https://dangjian.example/login/"
    assert int(safe["Strict-Transport-Security"].split("max-age=")[1].split(";")[0]) >= 31_536_000
    assert not plain.cookies


def test_cookies_of_a_plain_site_are_hidden_from_scripts_too(county, db):
    visitor = Visitor()
    visitor.get("/login/")
    log_in("secretary", visitor)

    assert {
        name: (cookie["httponly"], cookie["samesite"]) for name, cookie in visitor.cookies.items()
    } == {"session": (True, "Lax"), "csrf": (True, "Lax")}


# Forged requests -----------------------------------------------------------------------------


def test_post_without_a_token_is_refused(enter):
    visitor = enter("staff")
    visitor.handler.enforce_csrf_checks = True

    answers = [
        visitor.post(url).status_code for url in ("/logout/", "/branches/new/", "/acting-for/")
    ]

    assert answers == [403] * 3
    assert is_in(visitor)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver.evil.example"]
)
def test_post_from_another_origin_is_refused_even_with_a_token(enter, origin):
    visitor = enter("staff")
    visitor.handler.enforce_csrf_checks = True
    shown = text_of(visitor.get("/branches/new/"))
    token = shown.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    at_home = visitor.post("/branches/new/", {"csrfmiddlewaretoken": token})
    abroad = visitor.post("/branches/new/", {"csrfmiddlewaretoken": token}, HTTP_ORIGIN=origin)

    assert (at_home.status_code, abroad.status_code) == (422, 403)
    assert "这一页放得太久了" in text_of(abroad)


def test_token_of_another_session_is_refused(enter):
    visitor, other = enter("staff"), enter("staff")
    visitor.handler.enforce_csrf_checks = True
    token = (
        text_of(other.get("/branches/new/")).split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    )
    visitor.get("/branches/new/")

    assert visitor.post("/branches/new/", {"csrfmiddlewaretoken": token}).status_code == 403
