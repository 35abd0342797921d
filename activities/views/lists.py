"""Lists: what was held, what is missing, and what a member came to."""

from typing import Any

from django.db import models
from django.urls import reverse

from activities.articles import ARTICLES, DUTIES
from activities.filters.sittings import (
    AttendanceFilter,
    MissingFilter,
    SittingFilter,
    month_of_text,
)
from activities.models import Attendance, Sitting, SittingKind
from activities.rules import period_of
from activities.services import duties
from activities.tables.sittings import AttendanceTable, MissingTable, SittingTable
from branches.access import Permission, holds
from branches.models import Organisation
from branches.periods import Period, month_of
from branches.screens import ListScreen
from members.models import Member


class SittingList(ListScreen):
    """What organisations one may read held, the newest first."""

    permission = Permission.READ_ACTIVITIES
    template_name = "activities/sitting_list.html"
    title, unit = "活动", "场"
    empty_text = "这里列出三会一课、主题党日和各种活动，登记一次，各类各算一次。"
    table_class, filterset_class = SittingTable, SittingFilter

    def rows(self) -> models.QuerySet[Sitting]:
        rows = self.readable(Sitting.objects)
        narrowed = rows.within(self.acting) if self.acting else rows
        return narrowed.for_listing()

    def actions(self) -> list[tuple[str, str]]:
        if not holds(self.user, Permission.KEEP_ACTIVITIES, today=self.today):
            return []
        return [("登记活动", reverse("activities:sitting-create"))]


class MissingList(ListScreen):
    """Which organisations owe a sitting of a kind in a month, or its quarter, and held none."""

    permission = Permission.READ_ACTIVITIES
    unit = "个"
    empty_text = "没有欠缺：应开展的都已经登记。"
    table_class, filterset_class = MissingTable, MissingFilter

    @property
    def kind(self) -> str:
        asked = self.request.GET.get("kind", "")
        return asked if asked in DUTIES else SittingKind.Kind.THEMED_DAY

    @property
    def period(self) -> Period:
        month = month_of_text(self.request.GET.get("month", ""))
        return period_of(DUTIES[self.kind], month or month_of(self.today))

    @property
    def title(self) -> str:  # type: ignore[override]  # it names the kind and the period
        last = self.period.last_day
        months = f"{self.period.start.month}—{last.month}" if len(self.period.months()) > 1 else ""
        kind = SittingKind.Kind(self.kind).label
        return f"{last.year}年{months or last.month}月没有{kind}的党支部"

    def rows(self) -> models.QuerySet[Organisation]:
        rows = self.readable(Organisation.objects).on(self.period.last_day)
        narrowed = rows.within(self.acting) if self.acting else rows
        return duties.missing(narrowed, self.kind, self.period).for_listing()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        article = ARTICLES[DUTIES[self.kind].article]
        return super().get_context_data(**kwargs, intro=f"{article}：{article.says}")


class MemberAttendance(ListScreen):
    """What a member was expected at or came to, in what one may read."""

    permission = Permission.READ_ACTIVITIES
    template_name = "activities/member_attendance.html"
    unit = "次"
    empty_text = "还没有登记过这名党员的到会情况。"
    table_class, filterset_class = AttendanceTable, AttendanceFilter
    _member: Member | None = None

    @property
    def member(self) -> Member:
        if self._member is None:
            self._member = self.find(self.readable(Member.objects), self.kwargs["pk"])
        return self._member

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, member=self.member)

    @property
    def title(self) -> str:  # type: ignore[override]  # it names the member
        return f"{self.member}：到会情况"

    def rows(self) -> models.QuerySet[Attendance]:
        rows = self.readable(Attendance.objects).filter(member=self.member)
        rows = rows.select_related("sitting__organisation")
        return rows.prefetch_related("sitting__kinds").order_by("-sitting__held_on", "-pk")
