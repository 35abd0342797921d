"""How far the branches are, and the rows behind every sum."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from branches.access import Permission
from branches.articles import ROLE_PLACES
from branches.models import Organisation
from branches.periods import month_of, next_month
from branches.screens import ListScreen, Screen
from dues.fields import FIRST_MONTH, LAST_MONTH
from dues.filters import ArrearsQuestion, MonthQuestion, PaymentQuestion
from dues.models import Assessment, Payment
from dues.querysets import with_month
from dues.screens import parse_month
from dues.tables import ArrearsTable, MonthTable, PaymentTable

LEAVES = ROLE_PLACES["SECRETARY"]


def asked_month(screen: Screen) -> date:
    """Return the month a page looks at: `?month=`, or the last complete one."""
    try:
        return parse_month(screen.request.GET.get("month", ""))
    except ValueError:
        return max(FIRST_MONTH, next_month(month_of(screen.on), -1))


def months_beside(month: date) -> dict[str, date | None]:
    """Return the months before and after one, where there are any."""
    return {
        "before": next_month(month, -1) if month > FIRST_MONTH else None,
        "after": next_month(month) if month < LAST_MONTH else None,
    }


class DuesList(ListScreen):
    """Which branches have registered a month, what is due there and what was paid."""

    permission = Permission.READ_DUES
    template_name = "dues/dues_list.html"
    unit = "个党支部"
    empty_text = "这个月没有要交党费的党支部。"
    table_class, filterset_class = MonthTable, MonthQuestion

    @property
    def title(self) -> str:  # type: ignore[override]  # it names the month
        return f"{self.month.year}年{self.month.month}月党费"

    @cached_property
    def month(self) -> date:
        return asked_month(self)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = list(self.readable(Organisation.objects)[:2])
        if len(own) == 1 and own[0].kind in LEAVES:
            return redirect("dues:branch-dues", own[0].pk)
        return super().get(request, *args, **kwargs)

    def rows(self) -> models.QuerySet[Organisation]:
        rows = self.readable(Organisation.objects)
        narrowed = rows.within(self.acting) if self.acting else rows
        return with_month(narrowed, self.month).order_by("code")

    def get_table(self, **kwargs: Any) -> MonthTable:
        table = super().get_table(**kwargs)
        table.month = self.month
        return table

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            month=self.month,
            **months_beside(self.month),
        )


class PaymentList(ListScreen):
    """Every entry of the ledger, reversals among them: what each sum opens to."""

    permission = Permission.READ_DUES
    title, unit = "党费收缴明细", "笔"
    empty_text = "还没有登记过党费。"
    table_class, filterset_class = PaymentTable, PaymentQuestion

    def rows(self) -> models.QuerySet[Payment]:
        rows = self.readable(Payment.objects)
        narrowed = rows.within(self.acting) if self.acting else rows
        return narrowed.for_listing()


class ArrearsList(ListScreen):
    """Who has not covered which complete months on a day."""

    permission = Permission.READ_DUES
    title, unit = "欠交党费", "人月"
    empty_text = "没有欠交党费的党员。"
    table_class, filterset_class = ArrearsTable, ArrearsQuestion

    def rows(self) -> models.QuerySet[Assessment]:
        rows = self.readable(Assessment.objects)
        narrowed = rows.within(self.acting) if self.acting else rows
        return narrowed.arrears(on=self.on).for_listing()


def grid_url(organisation: int, month: date) -> str:
    """Return the address of a branch's month."""
    return reverse("dues:month-grid", args=[organisation, month])
