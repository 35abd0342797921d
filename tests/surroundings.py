"""Where and when the tests of an app take place; each conftest.py says so by importing it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from branches import audit
from tests.factories.branches import TODAY

# So that no files need to be collected first.
PLAIN_STATIC = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
MORNING = datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def surroundings(settings, tmp_path):
    """It is the morning of TODAY, files go to a folder of the test, and the fuse is armed."""
    settings.VAR_DIR = settings.STATIC_ROOT = tmp_path
    settings.STORAGES = PLAIN_STATIC
    settings.FUSE = True
    with time_machine.travel(MORNING, tick=False):
        yield


class LogIsBroken(Exception):
    pass


@pytest.fixture
def broken_log(monkeypatch):
    """The log refuses to be written; the exception it raises."""

    def fail(*args, **kwargs):
        raise LogIsBroken

    monkeypatch.setattr(audit, "record", fail)
    return LogIsBroken
