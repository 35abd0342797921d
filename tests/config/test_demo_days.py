"""The sample county of any day: the same for the same day, whole or not at all."""

from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command

from branches.models import (
    Coverage,
    Organisation,
    Record,
    School,
    User,
)
from tests.config.conftest import MORNING
from tests.database import rolled_back
from tests.factories.branches import TODAY, CommitteeFactory, UserFactory

BUSINESS = [
    model for model in apps.get_app_config("branches").get_models() if issubclass(model, Record)
]
# What no two installations share.
OWN = {"id", "uid", "path", "recorded_at", "password", "last_login"}


def build(*arguments):
    """Run the command; return what it printed."""
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def name_of(row):
    """Return what a row is known by in any installation."""
    return getattr(row, "code", None) or getattr(row, "username", None) or row


def values_of(row):
    return tuple(
        name_of(getattr(row, field.name)) if field.is_relation else getattr(row, field.name)
        for field in row._meta.concrete_fields
        if field.name not in OWN
    )


def business_values():
    """Return everything that was entered, without what no two installations share."""
    found = {}
    for model in BUSINESS:
        references = [field.name for field in model._meta.concrete_fields if field.is_relation]
        rows = model._base_manager.select_related(*references)
        found[model.__name__] = sorted(map(values_of, rows), key=repr)
    return found


def noon_of(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.django_db
def test_same_day_in_gives_the_same_values_out_whatever_the_clock_says():
    built = []
    for clock in (MORNING, MORNING + timedelta(days=40)):
        with rolled_back(), time_machine.travel(clock, tick=False):
            build("--today", TODAY.isoformat(), "--password", "x")
            built.append(business_values())

    first, second = built
    assert first == second
    assert len(first["Organisation"]) > 66


@pytest.mark.django_db
@pytest.mark.parametrize(
    "today", [date(2026, 1, 5), date(2026, 3, 15), date(2027, 2, 28), date(2028, 2, 29)], ids=str
)
def test_county_of_another_day_carries_the_same_figures(today):
    last_day = date(today.year - 1, 12, 31)

    with time_machine.travel(noon_of(today), tick=False):
        build("--today", today.isoformat(), "--password", "x")

    schools = School.objects.on(last_day)
    assert Organisation.objects.on(last_day).basic().count() == 66
    assert (schools.county().count(), schools.township().count()) == (9, 45)
    assert not Coverage.objects.filter(starts_on__gt=today).exists()


@pytest.mark.django_db
def test_day_and_password_are_chosen_when_none_are_given():
    printed = build()

    password = printed.strip().rpartition("password: ")[2]
    assert printed.startswith("示范县 as of 2026-11-20: ")
    assert len(password) == 26
    assert User.objects.get(username="clerk").check_password(password)


@pytest.mark.django_db
@pytest.mark.parametrize("make", [CommitteeFactory, UserFactory])
def test_database_that_holds_something_is_refused(make):
    make()
    before = business_values()

    with pytest.raises(CommandError, match="fills an empty one"):
        build("--today", TODAY.isoformat())

    assert business_values() == before


@pytest.mark.django_db
@pytest.mark.parametrize("today", ["2019-01-01", "2035-06-01"])
def test_day_no_county_can_be_built_for_leaves_the_database_empty(today):
    with pytest.raises(CommandError, match=f"No county for {today}"):
        build("--today", today)

    assert not any(model._base_manager.exists() for model in BUSINESS)


@pytest.mark.parametrize("today", ["2026-02-29", "tomorrow", "20261"])
def test_day_that_does_not_exist_is_refused(today):
    with pytest.raises(CommandError, match="--today"):
        build("--today", today)
