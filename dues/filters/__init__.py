"""These questions; what they mean is asked of the querysets."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms

from branches.models import Organisation
from branches.querysets import OrganisationQuerySet
from branches.screens.questions import DayFilter, LineFilter, Question, day_filter
from dues.articles import LAPSES_AFTER_MONTHS
from dues.models import Assessment, Payment
from dues.screens import Month


class MonthFilter(filters.Filter):
    field_class = Month


class MonthQuestion(Question):
    q = LineFilter(label="名称、拼音首字母或编码", method="named")
    month = MonthFilter(
        label="月份",
        method="looks_at",
        help_text="",
        widget=forms.TextInput(attrs={"placeholder": "2026-10", "size": 10}),
    )
    state = filters.ChoiceFilter(
        label="登记情况",
        choices=[("OPEN", "没有登记完"), ("DONE", "已登记")],
        empty_label="全部",
        method="in_state",
    )

    class Meta:
        model = Organisation
        fields = ("q", "month", "state")

    def in_state(self, rows: OrganisationQuerySet, name: str, state: str) -> Any:
        asked: Any = rows
        return (
            asked.filter(open_persons__gt=0) if state == "OPEN" else asked.filter(open_persons=0)
        )


def _day(label: str, lookup: str) -> DayFilter:
    return DayFilter(
        label=label,
        field_name="paid_on",
        lookup_expr=lookup,
        help_text="",
        widget=forms.TextInput(attrs={"placeholder": "不限", "size": 10}),
    )


class PaymentQuestion(Question):
    q = LineFilter(label="姓名、拼音首字母", method="named")
    kind = filters.ChoiceFilter(label="种类", choices=Payment.Kind.choices, empty_label="全部")
    large = filters.ChoiceFilter(
        label="大额党费", choices=[("0", "不含")], empty_label="都算", method="without_large"
    )
    month = MonthFilter(
        label="所属月份",
        help_text="",
        widget=forms.TextInput(attrs={"placeholder": "不限", "size": 10}),
    )
    since = _day("从哪天起", "gte")
    until = _day("到哪天止", "lte")

    class Meta:
        model = Payment
        fields = ("q", "kind", "large", "month", "since", "until")

    def without_large(self, rows: Any, name: str, value: str) -> Any:
        return rows.exclude(kind="LARGE")


class ArrearsQuestion(Question):
    q = LineFilter(label="姓名、拼音首字母", method="named")
    lapsing = filters.ChoiceFilter(
        label="欠交多久",
        choices=[("1", f"连续 {LAPSES_AFTER_MONTHS} 个月以上没有交纳")],
        empty_label="全部",
        method="who_lapses",
    )
    on = day_filter()

    class Meta:
        model = Assessment
        fields = ("q", "lapsing", "on")

    def who_lapses(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(member__in=rows.lapsing(on=self.day))
