"""What the columns of every list share: how numbers and days stand, where a name leads."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from branches.models import Organisation, School
from branches.screens.pages import day_of

NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}
HIDE = {"td": {"class": "card-hide"}}
SHORT = {"td": {"class": "nowrap"}}
SHORT_HIDE = {"td": {"class": "nowrap card-hide"}}
DAY = {"td": {"class": "num"}}
DAY_HIDE = {"td": {"class": "num card-hide"}}


def organisation_page(record: Organisation, bound_column: Any) -> str:
    """Return the address of an organisation's page on the day its list looks at."""
    return on_the_same_day("branches:organisation-detail", record.pk, bound_column)


def school_page(record: School, bound_column: Any) -> str:
    """Return the address of a school's page on the day its list looks at."""
    return on_the_same_day("branches:school-detail", record.pk, bound_column)


def on_the_same_day(name: str, key: int, bound_column: Any) -> str:
    """Return the address of a row's page on the day the list of `bound_column` looks at."""
    request = bound_column._table.request  # noqa: SLF001  # tables2 gives no other way
    today = timezone.localdate()
    day = day_of(request, today=today)
    return reverse(name, args=[key]) + ("" if day == today else f"?on={day}")
