"""A month, stored by its first day; addresses, forms and the database know the same ones."""

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


FIRST_MONTH, LAST_MONTH = date(1950, 1, 1), date(2199, 12, 1)


def first_of_month(day: date) -> None:
    """Refuse a day that is not the first of its month."""
    if day.day != 1:
        raise ValidationError("月份要以当月1日表示。", code="month")


def sensible_month(day: date) -> None:
    """Refuse months before FIRST_MONTH and after LAST_MONTH: they are slips of the keyboard."""
    if not FIRST_MONTH <= day <= LAST_MONTH:
        raise ValidationError(
            f"月份应在 {FIRST_MONTH.year} 年至 {LAST_MONTH.year} 年之间，请检查。", code="month"
        )


def _check(column: str, connection: BaseDatabaseWrapper) -> str:
    quoted = connection.ops.quote_name(column)
    known = f"{quoted} BETWEEN '{FIRST_MONTH}' AND '{LAST_MONTH}'"
    if connection.vendor == "sqlite":
        return f"{known} AND substr({quoted}, 9, 2) = '01' AND length({quoted}) = 10"
    return f"{known} AND EXTRACT(DAY FROM {quoted}) = 1"


class MonthField(Day):
    """The first day of a month from FIRST_MONTH to LAST_MONTH; the database refuses any other."""

    default_validators = [first_of_month, sensible_month]

    def db_check(self, connection: BaseDatabaseWrapper) -> str | None:
        return _check(str(self.column), connection)
