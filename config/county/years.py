"""The three years of the sample county, told from the last complete one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from branches.periods import month_of, next_month

BEFORE, LAST, CURRENT = -1, 0, 1


@dataclass(frozen=True)
class Years:
    """The day the county is built for; years are counted from the last complete one."""

    today: date

    @property
    def last(self) -> int:
        """The last complete year."""
        return self.today.year - 1

    @property
    def opened_on(self) -> date:
        """The first day on record."""
        return self.day(BEFORE, 1, 1)

    def day(self, year: int, month: int, day: int) -> date:
        """Return a day: `year` is BEFORE, LAST, CURRENT or further away."""
        return date(self.last + year, month, day)

    def working_day(self, year: int, month: int, day: int) -> date:
        """Return that day, or the Monday after it when it lies on a week-end."""
        found = self.day(year, month, day)
        return found + timedelta(days={6: 2, 7: 1}.get(found.isoweekday(), 0))

    def year_of(self, day: date) -> int:
        """Return the year of a day, counted from the last complete one."""
        return day.year - self.last

    def has_come(self, day: date) -> bool:
        """Say whether it is known already."""
        return day <= self.today

    def until(self, day: date | None) -> date | None:
        """Return an end that has come, else None."""
        return day if day is not None and day <= self.today else None

    def months(self) -> list[date]:
        """Return every month on record by its first day, the running one last."""
        found = [self.opened_on]
        while found[-1] < month_of(self.today):
            found.append(next_month(found[-1]))
        return found
