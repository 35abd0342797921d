"""What every list's filter is made of: days, lines, and the base that knows the day looked at."""

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db import models
from django.utils import timezone

from branches.screens.inputs import DayField, Line


class DayFilter(filters.Filter):
    field_class = DayField


class LineFilter(filters.CharFilter):
    field_class = Line

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=100, **kwargs)


class Question(filters.FilterSet):
    """The base of every list's filter: it asks the list's rows, and knows who asks."""

    def looks_at(self, rows: models.QuerySet[Any], name: str, day: date) -> models.QuerySet[Any]:
        # The list has taken the day from the address already; here it is only shown.
        return rows

    def named(self, rows: Any, name: str, text: str) -> Any:
        return rows.named(text)

    @property
    def day(self) -> date:
        """The day the list looks at."""
        day: date = self.form.cleaned_data.get("on") or timezone.localdate()
        return day


def day_filter() -> DayFilter:
    """Return the question which day a list looks at."""
    return DayFilter(
        label="截至",
        method="looks_at",
        help_text="",
        widget=forms.TextInput(attrs={"placeholder": "今天", "size": 10}),
    )
