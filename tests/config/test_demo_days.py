"""The sample county of any day: the same for the same day, whole or not at all."""

from datetime import date, datetime, timedelta
from io import StringIO
from operator import attrgetter
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command

from activities.models import Sitting
from branches.models import (
    Coverage,
    Organisation,
    Record,
)
from branches.periods import Period
from dues.models import Payment
from members.models import Election, Placement
from reports.figures.computed import compute
from reports.figures.figure import Scope
from tests.config.conftest import MORNING
from tests.config.figures import FIGURES, LEAST_DUES, MOST_DUES
from tests.database import rolled_back
from tests.factories.branches import TODAY, CommitteeFactory, UserFactory

BUSINESS = [
    model for model in apps.get_app_config("branches").get_models() if issubclass(model, Record)
]
# What no two installations share.
OWN = {"id", "uid", "path", "recorded_at", "password", "last_login", "subject_uid"}
# Of the other apps every table, with the columns that name no other row.
UPPER = [
    model
    for app in ("members", "dues", "activities", "reports")
    for model in apps.get_app_config(app).get_models()
]
KEYS = {"slot", "token"}


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
    for model in UPPER:
        columns = [
            field.name
            for field in model._meta.concrete_fields
            if not field.is_relation and field.name not in OWN | KEYS
        ]
        # As objects, not as the database holds them: what is encrypted differs every time.
        rows = model._base_manager.iterator()
        found[model.__name__] = sorted(map(attrgetter(*columns), rows), key=repr)
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
    assert len(first["Payment"]) > 50_000


@pytest.mark.django_db
@pytest.mark.parametrize(
    "today", [date(2026, 1, 5), date(2027, 3, 15), date(2028, 2, 29)], ids=str
)
def test_county_of_another_day_carries_the_same_figures(today):
    with time_machine.travel(noon_of(today), tick=False):
        build("--today", today.isoformat(), "--password", "x")

    committee = Organisation.objects.get(code="SF")
    found = compute(Scope(committee, Period.year(today.year - 1), today))
    assert {name: (found[name].value, found[name].before) for name in FIGURES} == FIGURES
    assert LEAST_DUES <= found["dues.paid.to_q3"].value < MOST_DUES
    for model, day in (
        (Coverage, "starts_on"),
        (Placement, "starts_on"),
        (Payment, "paid_on"),
        (Sitting, "held_on"),
        (Election, "held_on"),
    ):
        assert not model._base_manager.filter(**{f"{day}__gt": today}).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("make", [CommitteeFactory, UserFactory])
def test_database_that_holds_something_is_refused(make):
    make()
    before = business_values()

    with pytest.raises(CommandError, match="fills an empty one"):
        build("--today", TODAY.isoformat())

    assert business_values() == before


@pytest.mark.django_db
def test_day_no_county_can_be_built_for_leaves_the_database_empty():
    with pytest.raises(CommandError, match="No county for 2019-01-01"):
        build("--today", "2019-01-01")

    assert not any(model._base_manager.exists() for model in BUSINESS)


@pytest.mark.parametrize("today", ["2026-02-29", "tomorrow", "20261"])
def test_day_that_does_not_exist_is_refused(today):
    with pytest.raises(CommandError, match="--today"):
        build("--today", today)
