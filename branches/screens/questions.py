"""What every list's filter is made of: days, lines, and the base that knows the day looked at."""

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db import models
from django.utils import timezone

from branches.models import Organisation
from branches.querysets import OrganisationQuerySet
from branches.screens.inputs import DayField, Line, SearchableSelect, YearField


class DayFilter(filters.Filter):
    field_class = DayField


class LineFilter(filters.CharFilter):
    field_class = Line

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=100, **kwargs)


class YearFilter(filters.Filter):
    field_class = YearField


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


def _bound_filter(label: str, method: str) -> DayFilter:
    """Return the question for a day that bounds a list."""
    widget = forms.TextInput(attrs={"placeholder": "不限", "size": 10})
    return DayFilter(label=label, method=method, help_text="", widget=widget)


def readable_organisations(request: Any) -> OrganisationQuerySet:
    """Return the organisations whoever asks may read, by code: what a filter offers."""
    today = timezone.localdate()
    return Organisation.objects.readable_by(request.user, today=today).order_by("code")


class RegisterQuestion(Question):
    """What every register can be asked: of whom, of which days, with which words."""

    q = LineFilter(label="名称或党组织", method="named")
    organisation = filters.ModelChoiceFilter(
        label="党组织",
        queryset=readable_organisations,
        empty_label="全部",
        widget=SearchableSelect,
    )
    year = YearFilter(label="年度", method="of_year", help_text="")
    since = _bound_filter("从哪天起", "held_since")
    until = _bound_filter("到哪天止", "held_until")

    def of_year(self, rows: Any, name: str, year: int) -> Any:
        return rows.of_year(year)

    def held_since(self, rows: Any, name: str, day: date) -> Any:
        return rows.since(day)

    def held_until(self, rows: Any, name: str, day: date) -> Any:
        return rows.until(day)
