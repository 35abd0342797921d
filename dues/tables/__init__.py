"""These columns."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse

from branches.models import Organisation
from branches.screens.columns import DAY, DAY_HIDE, HIDE, NUMBER
from dues.models import Assessment, Payment
from dues.money import yuan_of

NUMBER_HIDE = NUMBER | {"td": {"class": "number card-hide"}}


class FenColumn(tables.Column):
    """An amount kept in fen, shown in yuan; exported as a number's text."""

    def __init__(self, verbose_name: str, **kwargs: Any) -> None:
        super().__init__(verbose_name, attrs=NUMBER, **kwargs)

    def render(self, value: int) -> str:
        return f"{yuan_of(value):,.2f}"

    def value(self, value: int) -> str:
        return f"{yuan_of(value):.2f}"


def grid_page(record: Organisation, bound_column: Any) -> str:
    """Return the address of a branch's month, of the month its list looks at."""
    month = bound_column._table.month  # noqa: SLF001  # tables2 gives no other way
    return reverse("dues:month-grid", args=[record.pk, month])


class MonthTable(tables.Table):
    short_name = tables.Column("党支部", order_by="name_key", linkify=grid_page)
    owing = tables.Column("应交（人）", attrs=NUMBER)
    due_fen = FenColumn("应交（元）")
    paid_fen = FenColumn("实交（元）")
    paid_persons = tables.Column("已交（人）", attrs=NUMBER_HIDE)
    unpaid_persons = tables.Column("未交（人）", attrs=NUMBER)
    open_persons = tables.Column("还没登记（人）", attrs=NUMBER)
    state = tables.TemplateColumn(
        template_name="dues/_month_state.html",
        verbose_name="登记情况",
        accessor="open_persons",
        orderable=False,
    )

    class Meta:
        model = Organisation
        fields = ("short_name", "owing", "due_fen", "paid_fen")
        order_by_field = "sort"

    def value_state(self, value: int) -> str:
        return "没有登记完" if value else "已登记"


class PaymentTable(tables.Table):
    paid_on = tables.DateColumn(verbose_name="交纳日期", format="Y-m-d", attrs=DAY)
    member = tables.Column("党员", accessor="member__name", order_by="member__name_key")
    organisation = tables.Column("党支部", accessor="organisation__short_name")
    month = tables.Column("所属月份", attrs=DAY)
    kind = tables.Column("种类", attrs=HIDE)
    fen = FenColumn("金额（元）")
    reason = tables.Column("说明", attrs=HIDE)

    def render_month(self, value: date, record: Payment) -> str:
        return f"{value:%Y-%m}{'（预交）' if record.is_prepaid else ''}"

    class Meta:
        model = Payment
        fields = ("paid_on", "member", "organisation", "month", "kind", "fen", "reason")
        order_by_field = "sort"


class ArrearsTable(tables.Table):
    member = tables.Column("党员", accessor="member__name", order_by="member__name_key")
    organisation = tables.Column("党支部", accessor="organisation__short_name")
    month = tables.DateColumn(verbose_name="月份", format="Y-m", attrs=DAY_HIDE | DAY)
    fen = FenColumn("应交（元）")
    paid_fen = FenColumn("实交（元）")
    missing_fen = FenColumn("欠交（元）")

    class Meta:
        model = Assessment
        fields = ("member", "organisation", "month", "fen", "paid_fen", "missing_fen")
        order_by_field = "sort"
