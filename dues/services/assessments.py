"""Reckon what members owe and keep it, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from branches import audit
from branches.models import Organisation, User
from branches.periods import next_month
from branches.querysets import OrganisationQuerySet, fuse
from branches.services.transactions import service
from branches.verbs import Verb
from dues.models import Assessment
from dues.services.reckoning import Owed, months_of, reckoned
from members.models import Member

BATCH = 2000


@dataclass(frozen=True)
class Plan:
    """What a reckoning writes, and for how many people a basis is missing.

    people: how many owe anything in its months. unchanged: what stays as it was reckoned.
    """

    added: Sequence[Assessment]
    replaced: Sequence[Assessment]
    unchanged: int
    people: int
    without_basis: int

    @property
    def size(self) -> int:
        """How many months it writes."""
        return len(self.added) + len(self.replaced)


@service
def assess_year(
    *,
    organisation: Organisation,
    year: int,
    today: date,
    by: User | None,
    expected: int | None = None,
) -> Plan:
    """Reckon a year's dues for an organisation and everything beneath it; return what changed.

    Whoever has no basis of the year is left out and counted. What was reckoned before and came
    out otherwise is replaced, never changed. expected: how many months somebody was shown that
    this writes. Raises ValidationError.
    """
    if year > today.year + 1:
        raise ValidationError(f"{year} 年还没有到，请到年初再核定。")
    plan = year_plan(organisation=organisation, year=year)
    if expected is not None and expected != plan.size:
        raise ValidationError({"seen": "要核定的内容刚刚有变化，请看过新的人数再核定。"})
    write(plan, by=by)
    audit.record(
        Verb.DUES_ASSESSED,
        organisation,
        by=by,
        organisation=organisation,
        dues_year=year,
        dues_added=len(plan.added),
        dues_replaced=len(plan.replaced),
        dues_without_basis=plan.without_basis,
    )
    return plan


def year_plan(*, organisation: Organisation, year: int) -> Plan:
    """Return what `assess_year` would write, without writing it."""
    organisations = Organisation.objects.within(organisation)
    return plan_of(months=months_of(year), organisations=organisations)


def plan_of(
    *,
    months: Sequence[date],
    organisations: OrganisationQuerySet,
    member: Member | None = None,
) -> Plan:
    """Return what a reckoning of months of one year writes, for whoever owes there.

    Months before 启用日 are not reckoned. member: only hers.
    """
    with fuse(on=False):
        found = reckoned(
            months=months, organisations=organisations, member=member, since_opening=True
        )
        return plan(found, months=months)


def plan(owed: Sequence[Owed], *, months: Sequence[date]) -> Plan:
    """Return what is to be written so that the rows owed are kept as they are reckoned now."""
    rows = Assessment.objects.current().filter(
        month__gte=months[0], month__lt=next_month(months[-1])
    )
    keys = {row.member_id for row in owed}
    if len(keys) <= BATCH:
        rows = rows.filter(member__in=keys)
    current = {(row.member_id, row.month): row for row in rows}
    added, replaced, unchanged = [], [], 0
    for row in owed:
        made = _assessment(row)
        if made is None:
            continue
        old = current.get((row.member_id, row.month))
        if old is None:
            added.append(made)
        elif _values(old) == _values(made):
            unchanged += 1
        else:
            made.replaces = old
            replaced.append(made)
    missing = {row.member_id for row in owed if row.basis is None}
    return Plan(added, replaced, unchanged, len(keys), len(missing))


def write(plan: Plan, *, by: User | None) -> None:
    """Keep what a plan says, all at once."""
    rows = [*plan.added, *plan.replaced]
    for row in rows:
        row.recorded_by = by
    Assessment.objects.bulk_create(rows, batch_size=BATCH)


def reassess(*, member: Member, months: Sequence[date], by: User | None) -> int:
    """Reckon again what a member owes for these months; return how many came out otherwise."""
    number = 0
    for year in sorted({month.year for month in months}):
        asked = sorted(month for month in months if month.year == year)
        found = plan_of(months=asked, organisations=Organisation.objects.all(), member=member)
        write(found, by=by)
        number += found.size
    return number


def _assessment(row: Owed) -> Assessment | None:
    if row.basis is None or row.explanation is None:
        return None
    return Assessment(
        member_id=row.member_id,
        organisation_id=row.organisation_id,
        month=row.month,
        owed_from=row.owed_from,
        basis=row.basis,
        relief=row.relief,
        fen=row.explanation.fen,
    )


def _values(row: Assessment) -> tuple[object, ...]:
    return row.organisation_id, row.owed_from, row.basis_id, row.relief_id, row.fen
