"""Which organisations, in which tree, on which day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from branches.options import Option
from branches.querysets.scope import (
    DatedQuerySet,
    ScopedQuerySet,
    prefixes,
    rows_of,
    within_roots,
)

if TYPE_CHECKING:
    from branches.models import (
        ApprovalPower,
        Organisation,
        OrganisationName,
        OutsidePerson,
        School,
        Setting,
        Superior,
        User,
    )


class OrganisationQuerySet(ScopedQuerySet["Organisation"]):
    """Ways to walk the tree. Every method returns a queryset, so they chain."""

    def within(self, organisation: Organisation) -> Self:
        """`organisation` itself and everything beneath it."""
        return self.filter(path__gte=organisation.path, path__lt=f"{organisation.path}~")

    def above(self, organisation: Organisation) -> Self:
        """`organisation` and its superiors, the top first."""
        return self.filter(path__in=prefixes(organisation.path)).order_by("path")

    def readable_by(self, user: User, *, today: date) -> Self:
        """Inside any subtree `user` is appointed to today; none without an appointment."""
        return self.filter(within_roots(user.roots(on=today))).scoped()

    def on(self, day: date) -> Self:
        """Founded by `day` and not yet dissolved on it."""
        return self.filter(founded_on__lte=day).filter(
            Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=day)
        )

    def counted(self) -> Self:
        """Of this tree; organisations that answer to a body outside it do not count."""
        return self.filter(outside_superior="")

    def outside(self) -> Self:
        """Which answer to a body outside this tree."""
        return self.exclude(outside_superior="")

    def basic(self) -> Self:
        """Branches and joint branches of this tree: what `branches.total` counts."""
        return self.counted().filter(kind__in=["BRANCH", "JOINT_BRANCH"])

    def named(self, text: str) -> Self:
        """Whose full or short name, pinyin or initials contain `text`, or whose code begins so."""
        return self.filter(
            Q(name_key__contains=text.lower())
            | Q(short_name__icontains=text)
            | Q(code__istartswith=text)
        )

    def covering(self, schools: models.QuerySet[School], *, on: date) -> Self:
        """Which on that day cover one of these schools other than by an instructor."""
        coverages = (
            rows_of("Coverage").on(on).exclude(role="INSTRUCTOR").filter(school__in=schools)
        )
        return self.filter(Exists(coverages.filter(organisation=OuterRef("pk"))))

    def with_schools(self, *, on: date) -> Self:
        """With `schools_covered`: how many schools each covers on that day, by any role."""
        counts = (
            rows_of("Coverage")
            .on(on)
            .filter(organisation=OuterRef("pk"))
            .order_by()
            .values("organisation")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return self.annotate(schools_covered=Coalesce(Subquery(counts), Value(0)))

    def without_account(self, *, on: date) -> Self:
        """For which nobody is appointed directly on that day."""
        held = rows_of("Appointment").on(on).filter(organisation=OuterRef("pk"))
        return self.filter(~Exists(held))

    def for_listing(self) -> Self:
        """With what a row shows, by code: no query per row."""
        return self.select_related("superior").order_by("code", "pk")


class SuperiorQuerySet(DatedQuerySet["Superior"]):
    """Who an organisation stood under, over time."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """Of organisations the user may read."""
        return self.filter(within_roots(user.roots(on=today), "organisation__")).scoped()


class OrganisationNameQuerySet(DatedQuerySet["OrganisationName"]):
    """What an organisation was called and of what kind it was, over time."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """Of organisations the user may read."""
        return self.filter(within_roots(user.roots(on=today), "organisation__")).scoped()


class ApprovalPowerQuerySet(DatedQuerySet["ApprovalPower"]):
    """Who may approve admissions, over time."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """Of organisations the user may read."""
        return self.filter(within_roots(user.roots(on=today), "organisation__")).scoped()


class OutsidePersonQuerySet(ScopedQuerySet["OutsidePerson"]):
    """People who are not on the roll and yet lead, lecture or inspect."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """Kept by an organisation the user may read."""
        return self.filter(within_roots(user.roots(on=today), "kept_by__")).scoped()

    def named(self, text: str) -> Self:
        """Whose name, pinyin, initials or unit contains `text`."""
        return self.filter(Q(name_key__contains=text.lower()) | Q(unit__contains=text))


class SettingQuerySet(ScopedQuerySet["Setting"]):
    """Settings by organisation and day, inherited down the tree."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """Of organisations the user may read."""
        return self.filter(within_roots(user.roots(on=today), "organisation__")).scoped()

    def in_force(self, asked: Mapping[Option, date], *, paths: list[str]) -> Self:
        """Those that decide these options along these paths, the deciding one first.

        asked: each option with the day it is asked for. The nearest organisation wins, then the
        newest day.
        """
        any_of = [Q(option=option, since__lte=day) for option, day in asked.items()]
        rows = self.filter(reduce(or_, any_of), organisation__path__in=paths)
        return rows.order_by("-organisation__path", "-since", "-pk")
