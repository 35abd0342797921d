"""Who owes the dues of a month where, and how far a month is collected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from branches.periods import next_month
from branches.querysets import OrganisationQuerySet
from dues.querysets.scope import rows_of
from members.querysets import PlacementQuerySet


def owing_placements(month: date, among: PlacementQuerySet | None = None) -> PlacementQuerySet:
    """Return the stays by which dues of a month are owed: one row a person.

    among: of these stays, readable when they are.

    The first stay in the month decides, and only from the branch meeting on; nothing is owed
    while 党籍 is suspended on its first day. The same as the rule `owed_from` says.
    """
    end = next_month(month)
    stays = rows_of("Placement", "members")
    start: PlacementQuerySet = stays if among is None else among
    rows = start.filter(starts_on__lt=end, member__admitted_on__lt=end)
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=month))
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=F("member__admitted_on")))
    earlier = stays.filter(
        Q(ends_on__gt=month) & Q(ends_on__gt=F("member__admitted_on")),
        member=OuterRef("member"),
        starts_on__lt=OuterRef("starts_on"),
    )
    suspended = rows_of("Standing", "members")
    at_first = suspended.on(month).filter(member=OuterRef("member"))
    at_entry = suspended.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("starts_on")),
        member=OuterRef("member"),
        starts_on__lte=OuterRef("starts_on"),
    )
    return rows.filter(~Exists(earlier)).filter(
        Q(starts_on__lte=month) & ~Exists(at_first) | Q(starts_on__gt=month) & ~Exists(at_entry)
    )


def stays_owing(months: Sequence[date], whose: Q, *columns: str) -> list[tuple[Any, ...]]:
    """Return these columns of the stays by which dues of months are owed, in one query.

    Each row begins with its month. whose: which stays are asked for.
    """
    each = [
        owing_placements(month)
        .filter(whose)
        .order_by()
        .annotate(place=Value(place))
        .values_list("place", *columns)
        for place, month in enumerate(months)
    ]
    rows = each[0].union(*each[1:], all=True) if each else ()
    return [(months[place], *values) for place, *values in rows]


def _per_organisation(rows: Any, what: Any) -> Any:
    counted = rows.filter(organisation=OuterRef("pk")).order_by().values("organisation")
    return Coalesce(Subquery(counted.annotate(number=what).values("number")), Value(0))


def open_placements(month: date) -> PlacementQuerySet:
    """Return the stays of whom nothing is known yet: no payment, no reason, no full waiver."""
    paid = rows_of("Payment").for_month(month).standing().filter(member=OuterRef("member"))
    reasons = rows_of("Unpaid").filter(month=month, member=OuterRef("member"))
    waived = rows_of("Assessment").owed().filter(month=month, member=OuterRef("member"), fen=0)
    return owing_placements(month).filter(~Exists(paid), ~Exists(reasons), ~Exists(waived))


def placements_without_basis(
    month: date, among: PlacementQuerySet | None = None
) -> PlacementQuerySet:
    """Return the stays of whom no basis says what she owes for a month."""
    bases = rows_of("Basis").on(month).filter(member=OuterRef("member"))
    return owing_placements(month, among).filter(~Exists(bases))


def with_month(organisations: OrganisationQuerySet, month: date) -> OrganisationQuerySet:
    """Return the organisations that collect dues, with how far they are with a month.

    With `owing` (persons), `due_fen`, `paid_fen`, `paid_persons`, `unpaid_persons` (reason known)
    and `open_persons` (nothing known yet); a month is registered when nobody is open.
    """
    rows: Any = organisations.annotate(**_columns(month))
    collecting: OrganisationQuerySet = rows.filter(owing__gt=0)
    return collecting


def _columns(month: date) -> dict[str, Any]:
    owing = owing_placements(month)
    paid = rows_of("Payment").for_month(month)
    covered = paid.standing().filter(member=OuterRef("member"))
    reasons = rows_of("Unpaid").filter(month=month, member=OuterRef("member"))
    assessed = rows_of("Assessment").owed().filter(month=month)
    unpaid = owing.filter(Exists(reasons), ~Exists(covered))
    return {
        "owing": _per_organisation(owing, Count("pk")),
        "due_fen": _per_organisation(assessed, Sum("fen")),
        "paid_fen": _per_organisation(paid, Sum("fen")),
        "paid_persons": _per_organisation(owing.filter(Exists(covered)), Count("pk")),
        "unpaid_persons": _per_organisation(unpaid, Count("pk")),
        "open_persons": _per_organisation(open_placements(month), Count("pk")),
    }


def with_open_months(
    organisations: OrganisationQuerySet, months: Sequence[date]
) -> OrganisationQuerySet:
    """Return the organisations with `open_2026_10` and so on: persons open in each month."""
    return organisations.annotate(
        **{
            open_name(month): _per_organisation(open_placements(month), Count("pk"))
            for month in months
        }
    )


def open_name(month: date) -> str:
    """Return what `with_open_months` calls the count of a month."""
    return f"open_{month:%Y_%m}"
