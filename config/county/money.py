"""Dues of the sample county: reckoned by the rules from wage slips, and paid or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from uuid import UUID

from branches.models import Organisation, User
from branches.periods import month_of, next_month
from branches.querysets import fuse
from config.county.names import drawn
from config.county.planner import tell_the_planner
from config.county.rolls import Line, Rolls
from config.county.years import BEFORE, CURRENT, LAST, Years
from dues.models import Assessment, Payment
from dues.services.assessments import assess_year
from dues.services.bases import NewBasis, ReliefFacts, grant_relief, set_bases
from dues.services.payments import (
    MonthLine,
    NewPayment,
    record_month,
    record_payments,
    reverse_payment,
)
from members.models import Circumstance, Member

SECRETARYS = "SF0101"
# Branches that collect once a quarter, with their secretaries' leave.
QUARTERLY = {"SF0104", "SF0204", "SF0303", "SF0403", "SF1203", "SF1703", "SF2103"}
# By the place on the roll of these branches: who paid some months late, who never did.
LATE = {"SF1202": (3,), "SF1401": (4,), "SF1802": (5,), "SF2301": (2,)}
NEVER = {"SF1302": (6,), "SF1601": (3,), "SF2102": (5,)}
IN_ARREARS = {"SF1502": (7,)}
MONTHS_IN_ARREARS = 7


@dataclass(frozen=True)
class Owes:
    """What one member owes for one month, as reckoned."""

    member: Member
    organisation: Organisation
    month: date
    fen: int


def enter_dues(built: dict[str, Organisation], years: Years, rolls: Rolls, *, by: User) -> None:
    """Enter bases of three years, have them reckoned, and record what was paid since."""
    set_bases(rows=list(_bases(rolls)), by=None)
    tell_the_planner()
    if years.has_come(years.day(CURRENT, 4, 1)):
        _relieve(built["SF"], years)
    for year in (BEFORE, LAST, CURRENT):
        assess_year(organisation=built["SF"], year=years.last + year, today=years.today, by=None)
    owed = _owed(built, years, rolls)
    skipped = _skipped(rolls, years)
    rows = [row for row in (_paid(one, skipped, years) for one in owed) if row is not None]
    rows += _gifts(rolls, years)
    payments = record_payments(rows=rows, by=None)
    _say_why(owed, skipped, years)
    _mend(payments, years, by=by)


# What is earned --------------------------------------------------------------------------------


def _bases(rolls: Rolls) -> Iterator[NewBasis]:
    """Yield a basis for each member and year: from its first month, or from when she came."""
    years = rolls.years
    seen: set[tuple[int, int]] = set()
    for year in (BEFORE, LAST, CURRENT):
        first, end = years.day(year, 1, 1), years.day(year + 1, 1, 1)
        for code in sorted(rolls.lines):
            for line in sorted(rolls.lines[code], key=lambda line: line.span[0]):
                start, until = line.span
                key = (line.member.pk, year)
                if start >= end or (until is not None and until <= first) or key in seen:
                    continue
                if _is_later_stay(rolls, line, first):
                    continue
                seen.add(key)
                yield _basis(line, year, max(first, month_of(start)), years)


def _is_later_stay(rolls: Rolls, line: Line, first: date) -> bool:
    """Say whether she was elsewhere before it within the year."""
    return any(
        other.span[0] < line.span[0] and (other.span[1] or date.max) > first
        for other in rolls.stays[line.member.pk]
    )


def _basis(line: Line, year: int, since: date, years: Years) -> NewBasis:
    random = drawn(line.member.name, "wage")
    retired = line.is_retired(max(since, line.span[0]))
    items = _pension(random, year) if retired else _wage(random, year)
    return NewBasis(
        member=line.member,
        organisation=line.organisation,
        year=years.last + year,
        since=since,
        category="RETIRED" if retired else "SALARIED",
        items=items,
    )


def _wage(random: Random, year: int) -> dict[str, int]:
    """Return a slip whose base lies between 3,000 and 4,500 yuan mostly, in fen."""
    raised = 1 + 0.012 * year
    is_senior = random.random() < 0.04
    post = round(random.uniform(1560, 1700)) * 100 + is_senior * 90000
    grade = round(random.triangular(500, 900, 520) * raised) * 100
    performance, allowance = round(random.uniform(1200, 1290)) * 100, 42000
    gross = post + grade + performance + allowance
    return {
        "POST_WAGE": post,
        "GRADE_WAGE": grade,
        "BASIC_PERFORMANCE": performance,
        "ALLOWANCE": allowance,
        "REWARD_PERFORMANCE": 60000,
        "PENSION": gross * 8 // 100,
        "MEDICAL": gross * 2 // 100,
        "HOUSING_FUND": gross * 8 // 100,
    }


def _pension(random: Random, year: int) -> dict[str, int]:
    basic = round(random.uniform(3050, 4450) * (1 + 0.02 * year)) * 100
    return {"BASIC_PENSION": basic, "PENSION_ALLOWANCE": 35000}


def _relieve(committee: Organisation, years: Years) -> None:
    """Relieve those in hardship: all but one with the approval that is asked."""
    with fuse(on=False):
        rows = Circumstance.objects.filter(kind="HARDSHIP").select_related("member").order_by("pk")
        members = [row.member for row in rows]
    since = years.day(CURRENT, 4, 1)
    for number, member in enumerate(members):
        is_approved = number < len(members) - 1
        facts = ReliefFacts(
            starts_on=since,
            ends_on=None,
            kind="WAIVED" if number == 0 else "REDUCED",
            fen=0 if number == 0 else 1000,
            approved_by=committee if is_approved else None,
            document=f"示教工委〔{since.year}〕3号" if is_approved else "",
        )
        grant_relief(member=member, facts=facts, by=None)


# What is paid ----------------------------------------------------------------------------------


def _owed(built: dict[str, Organisation], years: Years, rolls: Rolls) -> list[Owes]:
    """Return what was owed up to the running month, by month and member."""
    organisations = {row.pk: row for row in built.values()}
    with fuse(on=False):
        rows = Assessment.objects.current().filter(month__lte=month_of(years.today))
        found = rows.order_by("month", "member").values_list(
            "member", "organisation", "month", "fen"
        )
        return [
            Owes(rolls.stays[member][0].member, organisations[organisation], month, fen)
            for member, organisation, month, fen in found
        ]


def _skipped(rolls: Rolls, years: Years) -> dict[int, dict[date, date | None]]:
    """Return which months somebody did not pay in time, and the day she did, if ever."""
    found: dict[int, dict[date, date | None]] = {}

    def named(chosen: Mapping[str, Sequence[int]]) -> Iterator[Member]:
        for code, places in chosen.items():
            steady = [
                line
                for line in rolls.lines[code]
                if line.span[0] < years.opened_on and line.span[1] is None and not line.suspended
            ]
            yield from (steady[place].member for place in places if place < len(steady))

    for number, member in enumerate(named(LATE)):
        paid_on = years.day(LAST, 8 + number % 2, 12 + number)
        found[member.pk] = {years.day(LAST, month, 1): paid_on for month in (3, 4, 5)}
    for number, member in enumerate(named(NEVER)):
        found[member.pk] = {years.day(LAST, month, 1): None for month in (9, 10 + number)}
    first = max(years.day(CURRENT, 1, 1), next_month(month_of(years.today), -MONTHS_IN_ARREARS))
    for member in named(IN_ARREARS):
        found[member.pk] = {
            next_month(first, number): None for number in range(MONTHS_IN_ARREARS + 1)
        }
    return found


def _paid(
    owes: Owes, skipped: dict[int, dict[date, date | None]], years: Years
) -> NewPayment | None:
    late = skipped.get(owes.member.pk, {})
    day = late[owes.month] if owes.month in late else _day(owes)
    if day is None or not owes.fen or not years.has_come(day):
        return None
    if owes.organisation.code == SECRETARYS and owes.month == month_of(years.today):
        return None
    return NewPayment(
        member=owes.member,
        organisation=owes.organisation,
        month=owes.month,
        kind=Payment.Kind.DUES,
        fen=owes.fen,
        paid_on=day,
        method=("CASH", "TRANSFER", "ONLINE")[_collects_on(owes.organisation.code) % 3],
    )


def _day(owes: Owes) -> date:
    """Return the day she pays: her branch's day of the month, or of the quarter; a few later."""
    code, month = owes.organisation.code, owes.month
    day = _collects_on(code)
    if code in QUARTERLY:
        return month.replace(month=(month.month + 2) // 3 * 3, day=day)
    random = drawn(owes.member.name, month.month, month.year % 2)
    if random.random() < 0.02 and month.month < 12 and code != SECRETARYS:
        return next_month(month).replace(day=day)
    return month.replace(day=day + random.randint(0, 5))


@cache
def _collects_on(code: str) -> int:
    """Return the day of the month on which a branch begins to collect."""
    return drawn(code, "collects").randint(6, 20)


def _gifts(rolls: Rolls, years: Years) -> list[NewPayment]:
    """Return what was given besides, around the first of July."""
    rows = []
    for year, code, kind, fen in (
        (BEFORE, "SF05", Payment.Kind.VOLUNTARY, 20000),
        (LAST, "SF06", Payment.Kind.VOLUNTARY, 50000),
        (LAST, "SF0104", Payment.Kind.LARGE, 120000),
        (CURRENT, "SF07", Payment.Kind.LARGE, 100000),
    ):
        day = years.day(year, 6, 28)
        if years.has_come(day):
            line = rolls.on(code, day)[4]
            month = month_of(day)
            rows.append(NewPayment(line.member, line.organisation, month, kind, fen, day))
    return rows


def _say_why(owed: list[Owes], skipped: dict[int, dict[date, date | None]], years: Years) -> None:
    """Record the reason of each month that was not paid in time."""
    reasons = ("AWAY", "FORGOTTEN", "AGREED")
    running = month_of(years.today)
    for number, one in enumerate(owed):
        late = skipped.get(one.member.pk, {})
        if one.month not in late or one.month >= running:
            continue
        paid_on = late[one.month]
        if paid_on is not None and not years.has_come(paid_on):
            continue
        record_month(
            organisation=one.organisation,
            month=one.month,
            lines=[MonthLine(one.member.pk, unpaid=drawn(one.member.name).choice(reasons))],
            paid_on=one.month.replace(day=25),
            token=UUID(int=number + 1),
            today=years.today,
            by=None,
        )


def _mend(payments: list[Payment], years: Years, *, by: User) -> None:
    """Take back a payment of the current year that was entered twice by mistake for another."""
    day = years.day(CURRENT, 2, 20)
    if not years.has_come(day):
        return
    month = years.day(CURRENT, 1, 1)
    found = [row for row in payments if row.month == month and row.organisation.code == "SF1801"]
    if found:
        reverse_payment(payment=found[-1], reason="金额录错", on=day, by=by)
