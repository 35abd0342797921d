"""The sample county, a neighbouring one, and the people who knock at its doors."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from branches.models import User
from branches.services import accounts
from config import county as sample
from tests.county import PASSWORD
from tests.security import neighbour
from tests.security.doors import BACKEND, MODELS, Visitor, put_rows, rows_of
from tests.security.floors import FLOORS, merged

NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
PLAIN_STATIC = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}


@pytest.fixture(scope="session")
def county_rows(django_db_setup, django_db_blocker):
    """Every row of both counties, built once: what is built is rolled back, the rows are kept."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOON, tick=False),
        transaction.atomic(),
    ):
        there = {model: set(rows_of(model, but=())) for model in MODELS}
        sample.build(today=NOON.date(), password=PASSWORD)
        neighbour.build()
        gone, _ = accounts.open_account(username="disabled", name="郝已离任", by=None)
        accounts.adopt_password(user=gone, password=PASSWORD)
        rows = [
            (model, [row for row in rows_of(model, but=()) if row not in there[model]])
            for model in MODELS
        ]
        transaction.set_rollback(True)
    return rows


@pytest.fixture(scope="module")
def county(county_rows, django_db_setup, django_db_blocker):
    """Both counties, there for one module: taken from the rows in hundredths of the time."""
    with django_db_blocker.unblock(), transaction.atomic():
        for model, rows in county_rows:
            put_rows(model, rows)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def clock():
    """The day the sample county looks at; a test may shift it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def armed(settings, monkeypatch, tmp_path):
    """The fuse armed, and nothing written outside the test's own folder."""
    settings.FUSE = True
    settings.VAR_DIR = tmp_path
    # No collected files are needed, and none are searched for each new client.
    settings.STORAGES = PLAIN_STATIC
    settings.STATIC_ROOT = tmp_path
    # Refusals are what is asked for here; only crashes are worth a line.
    monkeypatch.setattr(logging.getLogger("django.request"), "level", logging.ERROR)


@pytest.fixture
def enter(county, db):
    """Return a function that gives a browser in which somebody of the sample is logged in."""

    def enter(username):
        visitor = Visitor()
        if username == "anonymous":
            return visitor
        user = User.objects.get(username=username)
        visitor.force_login(user, backend=BACKEND)
        if username == "disabled":
            User.objects.filter(pk=user.pk).update(is_active=False)
        return visitor

    return enter


@pytest.fixture
def objects(county, db):
    """The key of each kind of object, one's own and a foreign one."""
    objects = {}
    for whose in ("own", "foreign"):
        rows = {}
        for floor in FLOORS:
            rows = merged([rows, floor.objects(whose, rows)])
        objects[whose] = {kind: row.pk for kind, row in rows.items()}
    return objects
