"""The questions of the lists of sittings."""

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db import models
from django.utils import timezone

from activities.models import Attendance, Campaign, Sitting, SittingKind
from activities.querysets import SittingQuerySet
from branches.models import Organisation
from branches.screens.questions import DayFilter, LineFilter, Question


def organisations(request: Any) -> models.QuerySet[Organisation]:
    """Return the organisations the user may choose."""
    rows = Organisation.objects.readable_by(request.user, today=timezone.localdate())
    return rows.on(timezone.localdate()).order_by("code")


def campaigns(request: Any) -> models.QuerySet[Campaign]:
    """Return the campaigns the user may choose."""
    rows = Campaign.objects.carried_by(request.user, today=timezone.localdate())
    return rows.for_listing()


def _any_day(label: str, name: str, lookup: str) -> DayFilter:
    return DayFilter(
        label=label,
        field_name=name,
        lookup_expr=lookup,
        help_text="",
        widget=forms.TextInput(attrs={"placeholder": "不限"}),
    )


class SittingFilter(Question):
    q = LineFilter(label="主题、地点或党组织", method="named")
    kind = filters.ChoiceFilter(
        label="类型", choices=SittingKind.Kind.choices, empty_label="全部", method="of_kind"
    )
    organisation = filters.ModelChoiceFilter(
        label="党组织", queryset=organisations, empty_label="全部"
    )
    tier = filters.ChoiceFilter(
        label="层级",
        choices=[("COMMITTEE", "工委本级"), ("BRANCHES", "各级党组织")],
        empty_label="全部",
        method="of_tier",
    )
    campaign = filters.ModelChoiceFilter(label="专项活动", queryset=campaigns, empty_label="全部")
    state = filters.ChoiceFilter(label="状态", choices=Sitting.State.choices, empty_label="全部")
    is_late = filters.ChoiceFilter(
        label="补录", choices=[("True", "是"), ("False", "否")], empty_label="全部"
    )
    since = _any_day("从哪天起", "held_on", "gte")
    until = _any_day("到哪天止", "held_on", "lte")

    class Meta:
        model = Sitting
        fields = ("q", "kind", "organisation", "tier", "campaign", "state", "is_late")

    def of_kind(self, rows: SittingQuerySet, name: str, kind: str) -> SittingQuerySet:
        return rows.of_kind(kind)

    def of_tier(self, rows: SittingQuerySet, name: str, tier: str) -> SittingQuerySet:
        return rows.by_committees() if tier == "COMMITTEE" else rows.by_branches()


class CampaignFilter(Question):
    year = filters.NumberFilter(label="年度", min_value=1950, max_value=2199)

    class Meta:
        model = Campaign
        fields = ("year",)


class MissingFilter(Question):
    """Which duty, and in which month: the list has taken both from the address already."""

    kind = filters.ChoiceFilter(
        label="类型",
        choices=[("THEMED_DAY", "主题党日"), ("MEMBERS_MEETING", "支部党员大会")],
        empty_label=None,
        null_label=None,
        method="looks_at",
    )
    month = LineFilter(label="月份", method="looks_at")

    class Meta:
        model = Organisation
        fields = ("kind", "month")


class AttendanceFilter(Question):
    status = filters.ChoiceFilter(
        label="到会情况", choices=Attendance.Status.choices, empty_label="全部"
    )
    since = _any_day("从哪天起", "sitting__held_on", "gte")
    until = _any_day("到哪天止", "sitting__held_on", "lte")

    class Meta:
        model = Attendance
        fields = ("status",)


def month_of_text(text: str) -> date | None:
    """Return the first day of the month that `2026-11` names; None for anything else."""
    year, _, month = text.partition("-")
    if not (year.isascii() and year.isdigit() and month.isascii() and month.isdigit()):
        return None
    if not (len(year) == 4 and len(month) <= 2 and 1 <= int(month) <= 12):
        return None
    return date(int(year), int(month), 1) if 1950 <= int(year) < 2200 else None
