"""What follows from the texts for members: pure functions of plain values."""

from datetime import date

from branches.periods import next_month


def is_full(*, confirmed_on: date | None, on: date) -> bool:
    """Say whether somebody with 党籍 is a full member on `on`; until then probationary.

    confirmed_on: the day probation ended by the branch meeting; None while it runs.
    Source: DEV-28.
    """
    return confirmed_on is not None and confirmed_on <= on


def completed_years(since: date, *, on: date) -> int:
    """Return the whole years from `since` to `on`; on the anniversary the year is complete.

    29 February completes its year on 1 March of a common year. Negative before `since`.
    Source: practice 2.
    """
    before_anniversary = (on.month, on.day) < (since.month, since.day)
    return on.year - since.year - before_anniversary


def party_age(*, confirmed_on: date | None, on: date) -> int:
    """Return 党龄 in whole years on `on`: since probation ended; 0 during it.

    Source: DEV-28.
    """
    if confirmed_on is None or confirmed_on > on:
        return 0
    return completed_years(confirmed_on, on=on)


def probation_ends_on(admitted_on: date, *, extended_months: int = 0) -> date:
    """Return the day probation is over: a year after the branch meeting, later when extended.

    A day that the month does not have is taken as the first of the next.
    Source: DEV-24, DEV-25.
    """
    month = next_month(admitted_on.replace(day=1), 12 + extended_months)
    try:
        return month.replace(day=admitted_on.day)
    except ValueError:
        return next_month(month)
