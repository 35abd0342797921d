"""Days as people type them, and the periods that documents report on."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

_TYPED = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_LONGEST = 40
_KEY = re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})(?:-h(?P<half>[12])|-q(?P<quarter>[1-4]))?")
_PARTS = {
    "h1": "上半年",
    "h2": "下半年",
    "q1": "第一季度",
    "q2": "第二季度",
    "q3": "第三季度",
    "q4": "第四季度",
}


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


def years_before(day: date, years: int) -> date:
    """Return the same day so many years earlier; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


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

    @classmethod
    def of_key(cls, key: str) -> Period:
        """Return the period that `key` names. Raises ValueError for anything else."""
        match = _KEY.fullmatch(key)
        if match is None:
            raise ValueError(key)
        year = int(match["year"])
        if match["half"]:
            return cls.half(year, int(match["half"]))
        if match["quarter"]:
            return cls.quarter(year, int(match["quarter"]))
        return cls.year(year)

    @property
    def key(self) -> str:
        """The short name of a year, half or quarter: `2025`, `2025-h1`, `2025-q3`."""
        number = len(self.months())
        first = self.start.month
        return {
            12: f"{self.start.year}",
            6: f"{self.start.year}-h{(first + 5) // 6}",
            3: f"{self.start.year}-q{(first + 2) // 3}",
        }[number]

    @property
    def label(self) -> str:
        """The period in words: 2025年, 2025年上半年, 2025年第三季度."""
        name, _, part = self.key.partition("-")
        return f"{name}年{_PARTS.get(part, '')}"

    @property
    def title(self) -> str:
        """The period as documents are called: 2025年度, 2025年上半年, 2025年第三季度."""
        return self.label if "-" in self.key else f"{self.label}度"

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
