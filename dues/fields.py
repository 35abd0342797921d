"""A month, stored by its first day."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    Day = models.DateField[Any, Any]
else:
    # The running class takes no type arguments.
    Day = models.DateField


def first_of_month(day: date) -> None:
    """Refuse a day that is not the first of its month."""
    if day.day != 1:
        raise ValidationError("月份要以当月1日表示。", code="month")


def _check(column: str, connection: BaseDatabaseWrapper) -> str:
    quoted = connection.ops.quote_name(column)
    if connection.vendor == "sqlite":
        return f"substr({quoted}, 9, 2) = '01' AND length({quoted}) = 10"
    return f"EXTRACT(DAY FROM {quoted}) = 1"


class MonthField(Day):
    """The first day of a month; the database refuses any other day."""

    default_validators = [first_of_month]

    def db_check(self, connection: BaseDatabaseWrapper) -> str | None:
        return _check(str(self.column), connection)
