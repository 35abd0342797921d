"""Which entries of a register, of whom, of which days."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, ClassVar, Self

from django.db.models import Q

from branches.periods import Period
from branches.querysets.organisations import OrganisationQuerySet
from branches.querysets.scope import Row, ScopedQuerySet, within_roots

if TYPE_CHECKING:
    from branches.models import Organisation, User


class RegisterQuerySet(ScopedQuerySet[Row]):
    """Entries an organisation answers for, each of one day.

    DAY: the column of that day. TEXTS: the columns a search looks into.
    """

    DAY: ClassVar[str] = "held_on"
    TEXTS: ClassVar[tuple[str, ...]] = ("title",)

    def readable_by(self, user: User, *, today: date) -> Self:
        """Of an organisation the user may read."""
        return self.filter(within_roots(user.roots(on=today), "organisation__")).scoped()

    def within(self, organisation: Organisation) -> Self:
        """Of `organisation` or one beneath it."""
        return self.filter(within_roots((organisation.path,), "organisation__"))

    def in_organisations(self, organisations: OrganisationQuerySet) -> Self:
        """Of one of these organisations."""
        return self.filter(organisation__in=organisations)

    def held(self, period: Period) -> Self:
        """Whose day lies in the period."""
        return self.filter(**{f"{self.DAY}__gte": period.start, f"{self.DAY}__lt": period.end})

    def since(self, day: date) -> Self:
        """Of `day` or later."""
        return self.filter(**{f"{self.DAY}__gte": day})

    def until(self, day: date) -> Self:
        """Of `day` or earlier."""
        return self.filter(**{f"{self.DAY}__lte": day})

    def of_year(self, year: int) -> Self:
        """Of this calendar year."""
        return self.held(Period.year(year))

    def named(self, text: str) -> Self:
        """Whose own words or whose organisation's name, pinyin or initials contain `text`."""
        organisation = Q(organisation__short_name__icontains=text) | Q(
            organisation__name_key__contains=text.lower()
        )
        return self.filter(
            reduce(or_, (Q(**{f"{name}__icontains": text}) for name in self.TEXTS), organisation)
        )

    def for_listing(self) -> Self:
        """With what a row shows, the newest first: no query per row."""
        return self.select_related("organisation").order_by(f"-{self.DAY}", "-pk")
