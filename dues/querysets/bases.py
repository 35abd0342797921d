"""Which basis holds in a month, and which relief."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from branches.querysets import ScopedQuerySet
from dues.querysets.scope import DuesQuerySet, rows_of
from dues.rules import WHOLE_COMMITTEES

if TYPE_CHECKING:
    from dues.models import Basis, BasisItem, Relief


class BasisQuerySet(DuesQuerySet["Basis"]):
    """What members' dues are reckoned by."""

    def of_year(self, year: int) -> Self:
        """Fixed for that year, the newest last."""
        return self.filter(year=year).order_by("member", "since")

    def on(self, month: date) -> Self:
        """What holds in that month: the newest of its year that has begun by then."""
        later = rows_of("Basis").filter(
            member=OuterRef("member"), since__gt=OuterRef("since"), since__lte=month
        )
        return self.filter(year=month.year, since__lte=month).filter(~Exists(later))


class BasisItemQuerySet(ScopedQuerySet["BasisItem"]):
    """The wage slips behind the bases."""

    def of_bases(self, bases: BasisQuerySet) -> Self:
        """Of these bases, readable when they are."""
        rows = self.filter(basis__in=bases)
        return rows.scoped() if bases.is_scoped else rows


class ReliefQuerySet(DuesQuerySet["Relief"]):
    """Who pays less, or nothing, over which months."""

    def on(self, day: date) -> Self:
        """In force on `day`. The end is exclusive."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))

    def overlapping(self, starts_on: date, ends_on: date) -> Self:
        """In force on at least one day of [starts_on, ends_on)."""
        return self.filter(starts_on__lt=ends_on).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on)
        )

    def with_regularity(self) -> Self:
        """With `is_regular`: approved by whom the text asks, as the rule `is_regular_relief`."""
        retired = rows_of("Employment", "members").filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("starts_on")),
            member=OuterRef("member"),
            starts_on__lte=OuterRef("starts_on"),
            is_retired=True,
        )
        approved = Q(approved_by__kind__in=WHOLE_COMMITTEES) & ~Q(document="")
        regular = Q(Exists(retired), approved_by__isnull=False) | approved
        return self.annotate(is_regular=ExpressionWrapper(regular, BooleanField()))

    def irregular(self) -> Self:
        """Granted by nobody whom the text asks: DUE-R10 in post, DUE-R06 retired."""
        return self.with_regularity().filter(is_regular=False)
