"""Whose term is over and not renewed, and whose soon will be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from branches.options import Option
from branches.services.registers import settings_on
from members.articles import ARTICLES
from members.models import Term
from members.querysets import TermQuerySet
from members.rules import reminder_period
from reports.findings.finding import Finding

# More of them are told as a number.
MOST_TOLD = 5


def elections_due(rows: TermQuerySet, *, on: date) -> Iterator[Finding]:
    """Yield that terms are over without an election, then that others will be in half a year."""
    found = _since_opening(rows.due_before(reminder_period(on).end, on=on), on=on)
    yield from _overdue([term for term in found if _over_on(term) <= on], on=on)
    yield from _soon_due([term for term in found if _over_on(term) > on], on=on)


def _overdue(found: list[Term], *, on: date) -> Iterator[Finding]:
    """Yield that terms are over, not renewed, without an approved extension."""
    reason = f"{ARTICLES['ELE-02']}：{ARTICLES['ELE-02'].says}"
    if len(found) > MOST_TOLD:
        text = f"{len(found)} 个党组织任期届满，还没有换届"
        yield _many(text, reason, "overdue", on=on, state="OVERDUE")
        return
    for term in found:
        over = f"任期 {term.due_on} 届满"
        if term.extended_until:
            over = f"批准延期到 {term.extended_until}"
        yield _one(term, f"{term.organisation}{over}，还没有换届", reason, "overdue")


def _soon_due(found: list[Term], *, on: date) -> Iterator[Finding]:
    """Yield that terms will be over within half a year, so that the election is prepared."""
    reason = f"{ARTICLES['ELE-03']}：{ARTICLES['ELE-03'].says}"
    if len(found) > MOST_TOLD:
        text = f"{len(found)} 个党组织半年内任期届满"
        yield _many(text, reason, "soon", on=on, state="SOON")
        return
    for term in found:
        text = f"{term.organisation}任期 {_over_on(term)} 届满，请准备换届"
        yield _one(term, text, reason, "soon")


def _over_on(term: Term) -> date:
    return term.extended_until or term.due_on


def _since_opening(rows: TermQuerySet, *, on: date) -> list[Term]:
    """Return these terms, the oldest first, without what was due before the app was opened."""
    terms = list(rows.select_related("organisation").order_by("due_on", "organisation__code"))
    if not terms:
        return []
    opened = settings_on(Option.OPENED_ON, [term.organisation for term in terms], on)
    return [term for term in terms if not _before(term.due_on, opened[term.organisation_id])]


def _before(due_on: date, opened_on: object) -> bool:
    return isinstance(opened_on, date) and due_on < opened_on


def _one(term: Term, text: str, reason: str, state: str) -> Finding:
    ask = urlencode({"organisation": term.organisation_id})
    url = f"{reverse('members:election-create')}?{ask}"
    return Finding(text=text, reason=reason, state=state, url=url, label="登记选举")


def _many(text: str, reason: str, shown_as: str, *, on: date, state: str) -> Finding:
    ask = urlencode({"state": state, "on": on.isoformat()})
    url = f"{reverse('members:term-list')}?{ask}"
    return Finding(text=text, reason=reason, state=shown_as, url=url, label="查看这些党组织")
