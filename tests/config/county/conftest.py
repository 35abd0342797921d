"""The sample county of TODAY, built once for all tests of this folder."""

from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.test import override_settings

from tests.config.conftest import MORNING, QUICK_HASHES
from tests.database import rolled_back


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Keep the tests of this folder together, so that no other worker builds the county too."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.xdist_group("county"))


@pytest.fixture(scope="package")
def county(django_db_setup, django_db_blocker):
    """Run the command as a newcomer does; what it printed."""
    out = StringIO()
    with (
        django_db_blocker.unblock(),
        override_settings(PASSWORD_HASHERS=QUICK_HASHES),
        time_machine.travel(MORNING, tick=False),
        rolled_back(),
    ):
        call_command("demo", stdout=out)
        yield out.getvalue()


@pytest.fixture
def the_county(county, db):
    return county
