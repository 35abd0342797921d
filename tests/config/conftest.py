"""Where and when commands are run: on the sample county's last day, in a folder of the test."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.factories.branches import TODAY

MORNING = datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
# How passwords are hashed is asked elsewhere; here it only has to be quick.
QUICK_HASHES = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def surroundings(settings, tmp_path):
    """It is the morning of TODAY, and files go to a folder of the test."""
    settings.VAR_DIR = tmp_path
    settings.PASSWORD_HASHERS = QUICK_HASHES
    with time_machine.travel(MORNING, tick=False):
        yield
