"""Which schools, how they are covered, how many people they count."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When

from branches.querysets.scope import DatedQuerySet, ScopedQuerySet, rows_of, within_roots
from branches.rules import school_year

if TYPE_CHECKING:
    from branches.models import (
        Coverage,
        HeadCount,
        Organisation,
        School,
        User,
    )


class SchoolQuerySet(ScopedQuerySet["School"]):
    """Ways to narrow schools and to see how Party work reaches them."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """Kept by an organisation the user may read, or covered by one today."""
        roots = user.roots(on=today)
        covered = (
            rows_of("Coverage")
            .on(today)
            .filter(within_roots(roots, "organisation__"), school=OuterRef("pk"))
        )
        return self.filter(within_roots(roots, "kept_by__") | Exists(covered)).scoped()

    def within(self, organisation: Organisation, *, on: date) -> Self:
        """Kept in the subtree of `organisation`, or covered from there on that day."""
        covered = (
            rows_of("Coverage")
            .on(on)
            .filter(within_roots((organisation.path,), "organisation__"), school=OuterRef("pk"))
        )
        return self.filter(within_roots((organisation.path,), "kept_by__") | Exists(covered))

    def on(self, day: date) -> Self:
        """Opened by `day` and not yet closed on it."""
        return self.filter(opened_on__lte=day).filter(
            Q(closed_on__isnull=True) | Q(closed_on__gt=day)
        )

    def private(self) -> Self:
        return self.filter(ownership="PRIVATE")

    def county(self) -> Self:
        """Public schools directly under the county."""
        return self.filter(ownership="PUBLIC", level="COUNTY")

    def township(self) -> Self:
        """Public schools of townships."""
        return self.filter(ownership="PUBLIC", level="TOWNSHIP")

    def named(self, text: str) -> Self:
        """Whose full or short name, pinyin or initials contain `text`, or whose code begins so."""
        return self.filter(
            Q(name_key__contains=text.lower())
            | Q(short_name__icontains=text)
            | Q(code__istartswith=text)
        )

    def with_coverage_form(self, *, on: date) -> Self:
        """With `coverage_form`: the strongest way each is covered on that day, NONE for no way.

        The order OWN, JOINT, ATTACHED, INSTRUCTOR makes it a partition: every school has
        exactly one form, so the forms add up to all schools.
        """
        coverages = rows_of("Coverage").on(on).filter(school=OuterRef("pk"))
        return self.annotate(
            coverage_form=Case(
                *(
                    When(Exists(coverages.filter(role=role)), then=Value(role))
                    for role in ("OWN", "JOINT", "ATTACHED", "INSTRUCTOR")
                ),
                default=Value("NONE"),
                output_field=models.CharField(),
            )
        )

    def covered_in_form(self, form: str, *, on: date) -> Self:
        """Whose strongest coverage on that day is `form`; NONE for those without any."""
        return self.with_coverage_form(on=on).filter(Q(coverage_form=form))

    def with_head_count(self, *, on: date) -> Self:
        """With `staff`, `teachers` and `counted_year`, carried forward from the newest count."""
        newest = (
            rows_of("HeadCount")
            .filter(school=OuterRef("pk"), school_year__lte=school_year(on))
            .order_by("-school_year")
        )
        return self.annotate(
            staff=Subquery(newest.values("staff")[:1]),
            teachers=Subquery(newest.values("teachers")[:1]),
            counted_year=Subquery(newest.values("school_year")[:1]),
        )

    def uncounted(self, *, on: date) -> Self:
        """Whose newest head count is of an earlier school year, or that have none."""
        current = rows_of("HeadCount").filter(school=OuterRef("pk"), school_year=school_year(on))
        return self.filter(~Exists(current))

    def for_listing(self, *, on: date) -> Self:
        """With what a row shows on that day, by code: no query per row."""
        return self.with_coverage_form(on=on).with_head_count(on=on).order_by("code", "pk")


class CoverageQuerySet(DatedQuerySet["Coverage"]):
    """Which organisation covers which school, how and when."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """By an organisation the user may read."""
        return self.filter(within_roots(user.roots(on=today), "organisation__")).scoped()

    def for_listing(self) -> Self:
        return self.select_related("organisation", "school").order_by("-starts_on", "pk")


class HeadCountQuerySet(ScopedQuerySet["HeadCount"]):
    """Head counts by school year."""

    def of_schools(self, schools: SchoolQuerySet) -> Self:
        """Of these schools, readable when they are."""
        rows = self.filter(school__in=schools)
        return rows.scoped() if schools.is_scoped else rows

    def as_of(self, day: date) -> Self:
        """The newest count of each school that had begun by `day`: carried forward."""
        newer = self.model._default_manager.filter(
            school=OuterRef("school"),
            school_year__gt=OuterRef("school_year"),
            school_year__lte=school_year(day),
        )
        return self.filter(school_year__lte=school_year(day)).filter(~Exists(newer))
