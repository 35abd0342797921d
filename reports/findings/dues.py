"""Whose dues are not registered, whose cannot be reckoned, and who owes for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from branches.options import Option, Value
from branches.periods import month_of, next_month
from branches.querysets import OrganisationQuerySet
from branches.services.registers import settings_on
from dues.articles import ARTICLES, LAPSES_AFTER_MONTHS
from dues.querysets import (
    AssessmentQuerySet,
    open_name,
    placements_without_basis,
    with_month,
    with_open_months,
)
from members.querysets import PlacementQuerySet
from reports.findings.finding import Finding

# Older months stand in the list of arrears.
MONTHS_BACK = 6


def open_months(rows: OrganisationQuerySet, *, on: date) -> Iterator[Finding]:
    """Yield each month whose dues are not registered for everyone, the oldest first.

    Only months since 启用日, and of the last half year. rows: the branches of whoever asks.
    """
    this = month_of(on)
    months = [next_month(this, -back) for back in range(MONTHS_BACK, -1, -1)]
    branches = list(with_open_months(rows, months).order_by("code"))
    opened = settings_on(Option.OPENED_ON, branches, on)
    for month in months:
        waiting = {
            row.pk: getattr(row, open_name(month))
            for row in branches
            if getattr(row, open_name(month)) and month >= _first(opened[row.pk])
        }
        if waiting:
            yield Finding(
                text=f"{month.month}月党费还有 {sum(waiting.values())} 人没有登记",
                reason=f"{ARTICLES['DUE-T04']}：{ARTICLES['DUE-T04'].says}",
                state="info" if month == this else "overdue",
                url=_grid(list(waiting), month),
                label=f"登记{month.month}月党费",
            )


def without_basis(rows: PlacementQuerySet, *, on: date) -> Iterator[Finding]:
    """Yield that nobody has fixed by what some members' dues of this year are reckoned.

    rows: the stays of whoever asks.
    """
    stays = placements_without_basis(month_of(on), rows)
    found = list(stays.values_list("member", "member__name").order_by("member__name_key")[:2])
    number = stays.count() if len(found) > 1 else len(found)
    if number:
        first, name = found[0]
        yield Finding(
            text=f"{number} 名党员还没有核定 {on.year} 年党费基数"
            if number > 1
            else f"{name}还没有核定 {on.year} 年党费基数",
            reason=f"{ARTICLES['DUE-T02']}：{ARTICLES['DUE-T02'].says}",
            state="info",
            url=reverse("dues:basis-update", args=[first, on.year]),
            label=f"填写{name}的基数",
        )


def unregistered_branches(rows: OrganisationQuerySet, *, on: date) -> Iterator[Finding]:
    """Yield how many branches have not registered the last complete month for everyone."""
    month = next_month(month_of(on), -1)
    collecting: Any = with_month(rows, month)
    branches = list(collecting.filter(open_persons__gt=0))
    opened = settings_on(Option.OPENED_ON, branches, on)
    number = sum(month >= _first(opened[row.pk]) for row in branches)
    if number:
        yield Finding(
            text=f"{number} 个党支部还没有登记完{month.month}月的党费",
            reason=f"{ARTICLES['DUE-T04']}：{ARTICLES['DUE-T04'].says}",
            state="overdue",
            url=f"{reverse('dues:dues-list')}?month={month:%Y-%m}&state=OPEN",
            label="查看这些党支部",
        )


def long_arrears(rows: AssessmentQuerySet, *, on: date) -> Iterator[Finding]:
    """Yield how many members have not paid for six months on end; what follows, people decide.

    rows: what the members of whoever asks owe.
    """
    number = len(rows.lapsing(on=on))
    if number:
        yield Finding(
            text=f"{number} 名党员连续 {LAPSES_AFTER_MONTHS} 个月以上没有交纳党费",
            reason=f"{ARTICLES['DUE-T06']}：{ARTICLES['DUE-T06'].says}有没有正当理由，由党支部核实。",
            state="overdue",
            url=f"{reverse('dues:arrears-list')}?lapsing=1",
            label="查看这些党员",
        )


def _first(opened: Value | None) -> date:
    return month_of(opened) if isinstance(opened, date) else date.min


def _grid(organisations: list[int], month: date) -> str:
    if len(organisations) == 1:
        return reverse("dues:month-grid", args=[organisations[0], month])
    return f"{reverse('dues:dues-list')}?month={month:%Y-%m}&state=OPEN"
