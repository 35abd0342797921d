"""Days as people type them, and the periods that documents report on."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

_TYPED = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_LONGEST = 40


def parse_day(text: str) -> date:
    """Return the day of `2026-7-1`, `2026/7/1`, `2026.7.1`, `2026年7月1日` or `20260701`.

    Full-width digits are read as well. Raises ValueError for anything else, 31 February too.
    """
    if len(text) > _LONGEST:
        raise ValueError(text)
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    match = _TYPED.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if match is None:
        raise ValueError(text)
    return date(*(int(part) for part in match.groups()))


def month_of(day: date) -> date:
    """Return the first day of the month `day` lies in, by which a month is stored."""
    return day.replace(day=1)


def next_month(month: date, number: int = 1) -> date:
    """Return the first day of the month `number` months later, or earlier when negative."""
    count = month.year * 12 + month.month - 1 + number
    return date(count // 12, count % 12 + 1, 1)


@dataclass(frozen=True)
class Period:
    """The days [start, end); flows are counted over it, stocks on its last day."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"{self.start} is not before {self.end}")

    @classmethod
    def year(cls, year: int) -> Period:
        """Return a calendar year."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def half(cls, year: int, half: int) -> Period:
        """Return half 1 or 2 of a year."""
        return cls._months(year, first=6 * half - 5, number=6)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        """Return quarter 1, 2, 3 or 4 of a year."""
        return cls._months(year, first=3 * quarter - 2, number=3)

    @classmethod
    def to_quarter(cls, year: int, quarter: int) -> Period:
        """Return the first one, two, three or four quarters of a year."""
        return cls(date(year, 1, 1), cls.quarter(year, quarter).end)

    @classmethod
    def month(cls, month: date) -> Period:
        """Return the month that begins on `month`."""
        return cls._months(month.year, first=month.month, number=1)

    @classmethod
    def _months(cls, year: int, *, first: int, number: int) -> Period:
        start = date(year, first, 1)
        return cls(start, next_month(start, number))

    @property
    def last_day(self) -> date:
        """The last day inside, on which its stocks are counted."""
        return self.end - timedelta(days=1)

    @property
    def before(self) -> Period:
        """The period of the same months a year earlier, to compare with."""
        return Period(
            self.start.replace(year=self.start.year - 1), self.end.replace(year=self.end.year - 1)
        )

    def months(self) -> list[date]:
        """Return the first day of each month that begins inside."""
        found, month = [], month_of(self.start)
        while month < self.end:
            if month >= self.start:
                found.append(month)
            month = next_month(month)
        return found

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end
