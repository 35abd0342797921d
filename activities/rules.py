"""What follows from the texts for sittings: pure functions."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from activities.articles import (
    LAST_MONTH_FOR_THE_YEAR_BEFORE,
    OF_A_YEAR,
    OF_THE_COMMITTEE,
    OF_WHOEVER_COMES,
    Duty,
    Every,
)
from branches.periods import Period, month_of


class Expects(StrEnum):
    """Whom a sitting expects."""

    ROLL = "ROLL"
    COMMITTEE = "COMMITTEE"
    NOBODY = "NOBODY"


def owes(  # a duty has that many sides
    duty: Duty,
    *,
    kind: str,
    founded_on: date,
    dissolved_on: date | None,
    opened_on: date | None,
    full_members: int,
    period: Period,
    holidays: Collection[int] = (),
) -> bool:
    """Say whether an organisation owes a sitting of the duty's kind in `period`.

    kind: of the organisation. opened_on: its 启用日; a period it lies in is not owed, nor one
    the organisation was founded or dissolved in. full_members: at the beginning of the period.
    holidays: the numbers of the months that are free; a quarter or a year with a month left is
    owed.
    Source: MTG-01, MTG-02, MTG-04, MTG-05, MTG-06, MTG-07, practice 5.
    """
    stands = founded_on < period.start and (dissolved_on is None or dissolved_on >= period.end)
    is_open = opened_on is None or opened_on <= period.start
    rests = duty.rests_in_holidays and all(month.month in holidays for month in period.months())
    return (
        kind in duty.of
        and stands
        and is_open
        and full_members >= duty.least_full_members
        and not rests
    )


def is_overdue(period: Period, *, on: date) -> bool:
    """Say whether what was owed in `period` can no longer be held in it on that day.

    Source: practice 5.
    """
    return on >= period.end


def period_of(duty: Duty, day: date) -> Period:
    """Return the month, quarter or year of the duty that `day` lies in.

    Source: MTG-01, MTG-02, MTG-05, MTG-06.
    """
    if duty.every == Every.MONTH:
        return Period.month(month_of(day))
    if duty.every == Every.QUARTER:
        return Period.quarter(day.year, (day.month + 2) // 3)
    return Period.year(day.year)


def expects(kinds: Collection[str], *, has_organisations_beneath: bool) -> Expects:
    """Return whom a sitting of these kinds expects.

    An organisation with others beneath it expects all their members only at a members' meeting.
    While no kind is known a branch expects its roll.
    Source: practice 5, MTG-11.
    """
    if not kinds:
        return Expects.NOBODY if has_organisations_beneath else Expects.ROLL
    left = set(kinds) - OF_THE_COMMITTEE - OF_WHOEVER_COMES
    if has_organisations_beneath:
        left &= {"MEMBERS_MEETING"}
    if left:
        return Expects.ROLL
    return Expects.COMMITTEE if OF_THE_COMMITTEE & set(kinds) else Expects.NOBODY


def needs_year(kinds: Collection[str]) -> bool:
    """Say whether a sitting of these kinds belongs to a year apart from the day it was held.

    Source: practice 2, MTG-06, MTG-07, MTG-12.
    """
    return bool(OF_A_YEAR & set(kinds))


def likely_year(held_on: date) -> int:
    """Return the year a sitting of a year most likely belongs to: until March, the one before.

    Source: practice 2.
    """
    return held_on.year - (held_on.month <= LAST_MONTH_FOR_THE_YEAR_BEFORE)
