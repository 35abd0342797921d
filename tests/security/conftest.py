"""The sample county, a neighbouring one, and the people who knock at its doors."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.db import transaction

from branches.models import (
    Appointment,
    ApprovalPower,
    AuditEvent,
    Coverage,
    Organisation,
    OutsidePerson,
    School,
    User,
)
from branches.services import accounts
from config import county as sample
from tests.county import PASSWORD
from tests.security import neighbour
from tests.security.doors import BACKEND, Visitor

NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
PLAIN_STATIC = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}


@pytest.fixture(scope="session")
def county_rows(django_db_setup, django_db_blocker):
    """Every row of both counties, built once: what is built is rolled back, the rows are kept."""
    models = list(apps.get_app_config("branches").get_models())
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOON, tick=False),
        transaction.atomic(),
    ):
        there = {model: set(model._base_manager.values_list("pk", flat=True)) for model in models}
        sample.build(today=NOON.date(), password=PASSWORD)
        neighbour.build()
        gone, _ = accounts.open_account(username="disabled", name="郝已离任", by=None)
        accounts.adopt_password(user=gone, password=PASSWORD)
        rows = [
            (model, list(model._base_manager.exclude(pk__in=there[model]))) for model in models
        ]
        transaction.set_rollback(True)
    return rows


@pytest.fixture(scope="module")
def county(county_rows, django_db_setup, django_db_blocker):
    """Both counties, there for one module: taken from the rows in hundredths of the time."""
    with django_db_blocker.unblock(), transaction.atomic():
        for model, rows in county_rows:
            model._base_manager.bulk_create(rows)
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
    for whose, branch, committee, school, username in (
        ("own", "SF0101", "SF", "S01", "secretary"),
        ("foreign", "LX01", "LX", "LX-S1", "lx-secretary"),
    ):
        place = Organisation.objects.get(code=branch)
        account = User.objects.get(username=username)
        rows = {
            "organisation": place,
            "school": School.objects.get(code=school),
            "coverage": Coverage.objects.get(organisation=place),
            "power": ApprovalPower.objects.get(organisation__code=committee),
            "account": account,
            "appointment": Appointment.objects.get(user=account),
            "person": OutsidePerson.objects.filter(kept_by__code=committee).order_by("pk")[0],
            "event": AuditEvent.objects.filter(target_uid=account.uid).order_by("pk")[0],
        }
        objects[whose] = {kind: row.pk for kind, row in rows.items()}
    return objects
