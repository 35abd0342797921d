"""What was not held yet, and what waits to be confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse

from activities.articles import ARTICLES, DUTIES
from activities.models import SittingKind
from activities.querysets import SittingQuerySet
from activities.services.duties import Missed, missed, owing
from branches.periods import Period, month_of, next_month
from branches.querysets import OrganisationQuerySet
from branches.regulations import Article, Confidence
from reports.findings.finding import Finding

_WATCHED = ("THEMED_DAY", "MEMBERS_MEETING")


def unheld(rows: OrganisationQuerySet, *, on: date) -> Iterator[Finding]:
    """Yield what each organisation owes and has not held: what is over, then what is due."""
    organisations = list(rows.on(on).order_by("code"))
    for kind in _WATCHED:
        found = sorted(
            missed(organisations, kind, today=on),
            key=lambda one: (not one.is_overdue, one.organisation.code),
        )
        for _, group in groupby(found, key=lambda one: (one.organisation.pk, one.is_overdue)):
            yield _unheld(list(group), kind, alone=len(organisations) == 1)


def _unheld(group: list[Missed], kind: str, *, alone: bool) -> Finding:
    first, article = group[0], ARTICLES[DUTIES[kind].article]
    label = SittingKind.Kind(kind).label
    whose = "" if alone else f"{first.organisation}："
    periods = "、".join(_words(one.period) for one in group)
    ask = {"kind": kind, "organisation": str(first.organisation.pk)}
    if first.is_overdue:
        ask["month"] = f"{first.period.start:%Y-%m}"
    return Finding(
        text=f"{whose}{periods}{label}还没有登记",
        reason=f"{article}：{article.says}",
        state=_state(article, is_over=first.is_overdue),
        url=f"{reverse('activities:sitting-create')}?{urlencode(ask)}",
        label=f"登记{label}",
    )


def _state(article: Article, *, is_over: bool) -> str:
    """Return how a duty is told of: only what a text was read to ask is ever overdue."""
    if not is_over:
        return "soon"
    return "overdue" if article.confidence is Confidence.A else "info"


def unconfirmed(rows: SittingQuerySet) -> Iterator[Finding]:
    """Yield that some drafts wait for whoever confirms them."""
    number = rows.drafts().count()
    if number:
        yield Finding(
            text=f"{number} 场活动等待确认",
            reason="确认以后才计入统计；内容有误的先修改。",
            state="soon",
            url=f"{reverse('activities:sitting-list')}?state=DRAFT",
            label="查看并确认",
        )


def branches_without_themed_day(rows: OrganisationQuerySet, *, on: date) -> Iterator[Finding]:
    """Yield how many branches had no themed day last month, and have none yet this month."""
    months = [next_month(month_of(on), -1), month_of(on)]
    found = owing(rows, "THEMED_DAY", [Period.month(month) for month in months])
    for month, branches, state in zip(months, found, ("overdue", "soon"), strict=True):
        number = len(branches)
        if number:
            ask = urlencode({"kind": "THEMED_DAY", "month": f"{month:%Y-%m}"})
            yet = "没有开展" if state == "overdue" else "还没有开展"
            yield Finding(
                text=f"{number} 个党支部{month.month}月{yet}主题党日",
                reason=f"{ARTICLES['MTG-05']}：{ARTICLES['MTG-05'].says}",
                state=state,
                url=f"{reverse('activities:missing-list')}?{ask}",
                label="查看这些党支部",
            )


def _words(period: Period) -> str:
    months = period.months()
    last = months[-1]
    span = f"{last.month}" if len(months) == 1 else f"{months[0].month}—{last.month}"
    return f"{last.year}年{span}月"
