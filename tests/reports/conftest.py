"""Where and when figures are looked at: on a morning of the sample county's last day."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

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
