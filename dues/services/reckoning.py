"""Read together what decides who owes how much for which months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from branches.models import Organisation
from branches.options import Option, Value
from branches.periods import month_of, next_month
from branches.querysets import OrganisationQuerySet, fuse
from branches.regulations import NothingInForce
from branches.services.registers import settings_of, settings_on
from dues.articles import Category
from dues.models import Assessment, Basis, BasisItem, Payment, Relief, Unpaid
from dues.money import Rounding
from dues.querysets import stays_owing
from dues.rules import Explanation, explained, owed_from, with_relief
from members.models import Member, Placement


@dataclass(frozen=True)
class Owed:
    """One person's dues of one month at one organisation.

    basis, explanation: None when no basis says what she owes.
    """

    member_id: int
    name: str
    organisation_id: int
    month: date
    owed_from: date
    basis: Basis | None
    relief: Relief | None
    explanation: Explanation | None


@dataclass(frozen=True)
class SheetRow:
    """One line of a branch's month: what is owed, what was paid, or why not."""

    owed: Owed
    payment: Payment | None
    unpaid: Unpaid | None


@dataclass(frozen=True)
class MonthState:
    """How far a branch is with a month: persons, and sums in fen."""

    month: date
    owing: int
    due_fen: int
    paid_fen: int
    paid_persons: int
    unpaid_persons: int
    open_persons: int


@dataclass(frozen=True)
class _Slips:
    """What bases and reliefs of one year say, by member."""

    bases: dict[int, list[Basis]]
    items: dict[int, dict[str, Decimal]]
    reliefs: dict[int, list[Relief]]


def months_of(year: int) -> list[date]:
    """Return the months of a year."""
    return [date(year, number, 1) for number in range(1, 13)]


def reckoned(
    *,
    months: Sequence[date],
    organisations: OrganisationQuerySet,
    rows: Iterable[Organisation] | None = None,
    member: Member | None = None,
    since_opening: bool = False,
) -> list[Owed]:
    """Return what is owed for months of one year, in these organisations, in pinyin order.

    rows: the same organisations where they are read already. member: only hers. since_opening:
    no month before that of 启用日. The rounding is the one set when the year begins.
    """
    if not months:
        return []
    with fuse(on=False):
        whose = Q(member=member) if member else Q()
        here = whose & Q(organisation__in=organisations)
        stays = sorted(stays_owing(months, here, "member__name_key", *_STAY))
        asked = whose if member else Q(member__in=_there(months, organisations))
        slips = _slips(months, asked)
        opened, roundings = _terms(rows or organisations, months[0].year)
    return [
        _owed(stay, month, slips, Rounding(int(str(roundings[stay[2]]))))
        for month, _, *stay in stays
        if not since_opening or month >= opened[stay[2]]
    ]


def _terms(
    organisations: Iterable[Organisation], year: int
) -> tuple[dict[int, date], dict[int, Value | None]]:
    """Return the first month that dues are kept, that of 启用日, and the rounding of a year."""
    asked = {Option.OPENED_ON: date(year, 12, 31), Option.DUES_ROUNDING: date(year, 1, 1)}
    found = settings_of(asked, organisations)
    opened = {
        key: month_of(day) if isinstance(day, date) else date.min
        for key, day in found[Option.OPENED_ON].items()
    }
    return opened, found[Option.DUES_ROUNDING]


_STAY = (
    "member",
    "member__name",
    "organisation",
    "starts_on",
    "ends_on",
    "member__admitted_on",
)


def _there(months: Sequence[date], organisations: OrganisationQuerySet) -> object:
    """Whoever was in these organisations at any time in the months."""
    stays = Placement.objects.in_organisations(organisations)
    return stays.overlapping(months[0], next_month(months[-1])).values("member")


def _slips(months: Sequence[date], asked: Q) -> _Slips:
    year, end = months[0].year, next_month(months[-1])
    bases: dict[int, list[Basis]] = defaultdict(list)
    for basis in Basis.objects.of_year(year).filter(asked):
        bases[basis.member_id].append(basis)
    items: dict[int, dict[str, Decimal]] = defaultdict(dict)
    of_year = Basis.objects.filter(asked, year=year)
    for item in BasisItem.objects.of_bases(of_year):
        items[item.basis_id][item.item] = item.yuan
    reliefs: dict[int, list[Relief]] = defaultdict(list)
    for relief in Relief.objects.overlapping(months[0], end).filter(asked):
        reliefs[relief.member_id].append(relief)
    return _Slips(bases, items, reliefs)


def _owed(stay: Sequence[Any], month: date, slips: _Slips, rounding: Rounding) -> Owed:
    member, name, organisation, starts_on, ends_on, admitted_on = stay
    begun = [basis for basis in slips.bases[member] if basis.since <= month]
    basis = begun[-1] if begun else None
    relief = next((row for row in slips.reliefs[member] if row.holds_on(month)), None)
    return Owed(
        member_id=member,
        name=name,
        organisation_id=organisation,
        month=month,
        owed_from=owed_from(month, admitted_on=admitted_on, starts_on=starts_on, ends_on=ends_on),
        basis=basis,
        relief=relief,
        explanation=(
            _explanation(basis, relief, slips.items[basis.pk], month, rounding) if basis else None
        ),
    )


def _explanation(
    basis: Basis,
    relief: Relief | None,
    items: dict[str, Decimal],
    month: date,
    rounding: Rounding,
) -> Explanation | None:
    try:
        found = explained(items, Category(basis.category), on=month, rounding=rounding)
    except NothingInForce:
        return None
    return with_relief(found, fen=relief.fen) if relief else found


def sheet(organisation: Organisation, month: date) -> list[SheetRow]:
    """Return a branch's month, one line a person who owes, in pinyin order.

    organisation: one the asker may read.
    """
    one = Organisation.objects.filter(pk=organisation.pk)
    owed = reckoned(months=[month], organisations=one, rows=[organisation])
    keys = [row.member_id for row in owed]
    with fuse(on=False):
        paid = Payment.objects.for_month(month).standing().filter(member__in=keys)
        payments = {row.member_id: row for row in paid}
        reasons = Unpaid.objects.filter(month=month, member__in=keys)
        unpaid = {row.member_id: row for row in reasons}
    return [SheetRow(row, payments.get(row.member_id), unpaid.get(row.member_id)) for row in owed]


def month_states(organisation: Organisation, months: Sequence[date]) -> list[MonthState]:
    """Return how far a branch is with each of these months: what `with_month` says of one.

    organisation: one the asker may read.
    """
    with fuse(on=False):
        stays = stays_owing(months, Q(organisation=organisation), "member")
        of_whom = Q(month__in=months, member__in={member for _, member in stays})
        assessed = Assessment.objects.owed().filter(month__in=months)
        here = Q(organisation=organisation)
        due = _sums(assessed.filter(here))
        paid = _sums(Payment.objects.filter(here, month__in=months, kind=Payment.Kind.DUES))
        covered = _pairs(Payment.objects.standing().filter(of_whom, kind=Payment.Kind.DUES))
        excused = _pairs(Unpaid.objects.filter(of_whom))
        waived = _pairs(assessed.filter(of_whom, fen=0))
    owing = set(stays)
    known = covered | excused | waived
    return [
        MonthState(
            month=month,
            owing=_of(month, owing),
            due_fen=due.get(month, 0),
            paid_fen=paid.get(month, 0),
            paid_persons=_of(month, owing & covered),
            unpaid_persons=_of(month, (owing & excused) - covered),
            open_persons=_of(month, owing - known),
        )
        for month in months
    ]


def _sums(rows: Any) -> dict[date, int]:
    return dict(rows.order_by().values_list("month").annotate(sum=Sum("fen")))


def _pairs(rows: Any) -> set[tuple[date, int]]:
    return set(rows.values_list("month", "member"))


def _of(month: date, pairs: set[tuple[date, int]]) -> int:
    return sum(one == month for one, _ in pairs)


def explained_again(rows: Sequence[Assessment]) -> dict[int, Explanation | None]:
    """Return how each of these assessments came about, by its key, from basis and relief.

    rows: with their basis, relief and organisation, readable by the asker.
    """
    items: dict[int, dict[str, Decimal]] = defaultdict(dict)
    with fuse(on=False):
        for item in BasisItem.objects.filter(basis__in={row.basis_id for row in rows}):
            items[item.basis_id][item.item] = item.yuan
        of_year = {row.month.year: date(row.month.year, 1, 1) for row in rows}
        roundings = {
            year: settings_on(
                Option.DUES_ROUNDING,
                {row.organisation for row in rows if row.month.year == year},
                first,
            )
            for year, first in of_year.items()
        }
    return {
        row.pk: _explanation(
            row.basis,
            row.relief,
            items[row.basis_id],
            row.month,
            Rounding(int(str(roundings[row.month.year][row.organisation_id]))),
        )
        for row in rows
    }
