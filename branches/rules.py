"""What follows from the texts for organisations, schools and coverage: pure functions."""

from datetime import date

from branches.articles import (
    MAY_APPROVE,
    MAY_COVER,
    MAY_STAND_UNDER,
    ROLE_PLACES,
    WHOLE_INSTALLATION,
)

SCHOOL_YEAR_BEGINS = (9, 1)


def may_stand_under(kind: str, superior_kind: str) -> bool:
    """Say whether an organisation of `kind` may stand directly under `superior_kind`.

    superior_kind: empty for the top of the tree.
    Source: house.
    """
    return superior_kind in MAY_STAND_UNDER[kind]


def may_approve_admissions(kind: str) -> bool:
    """Say whether an organisation of `kind` can be given the power to approve admissions.

    Source: DEV-19.
    """
    return kind in MAY_APPROVE


def may_cover(kind: str, role: str) -> bool:
    """Say whether an organisation of `kind` can cover a school in this `role`.

    A joint branch covers jointly; nobody else does.
    Source: ORG-03, SCH-01, SCH-03.
    """
    return kind in MAY_COVER[role]


def covers_too_many(units: int, *, limit: int) -> bool:
    """Say whether a joint branch covers more units than it normally should.

    units: schools covered on one day. limit: itself still allowed; 5 by the text.
    Source: ORG-03.
    """
    return units > limit


def school_year(day: date) -> int:
    """Return the school year `day` lies in, named by the calendar year it begins in.

    A school year runs over [1 September, 1 September of the next year).
    Source: practice 2.
    """
    return day.year if (day.month, day.day) >= SCHOOL_YEAR_BEGINS else day.year - 1


def is_late_entry(*, happened_on: date, recorded_on: date, opened_on: date | None) -> bool:
    """Say whether a record was entered more than 30 days after the day it tells of.

    opened_on: the organisation's 启用日; what happened before it is never late.
    Source: practice 1.
    """
    if opened_on is not None and happened_on < opened_on:
        return False
    return (recorded_on - happened_on).days > 30


def may_be_appointed(role: str, *, kind: str, is_top: bool) -> bool:
    """Say whether `role` can be held at an organisation of `kind`.

    is_top: whether nothing stands above it; what serves the whole installation needs that.
    Source: interface Roles.
    """
    return kind in ROLE_PLACES[role] and (is_top or role not in WHOLE_INSTALLATION)
