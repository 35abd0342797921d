"""Which sittings, of which kind, held when, and how many came."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, ExtractMonth

from branches.periods import Period
from branches.querysets import (
    DatedQuerySet,
    OrganisationQuerySet,
    ScopedQuerySet,
    prefixes,
    within_roots,
)

if TYPE_CHECKING:
    from activities.models import Attendance, Campaign, Lecturer, Sitting
    from branches.models import Organisation, User
    from members.querysets import MemberQuerySet


def rows_of(model: str) -> Any:
    """Return all rows of a model of this app, by name: models stand above querysets."""
    return apps.get_model("activities", model)._default_manager.all()


class CampaignQuerySet(DatedQuerySet["Campaign"]):
    """The named campaigns."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """Kept by an organisation the user may read."""
        return self.filter(within_roots(user.roots(on=today), "kept_by__")).scoped()

    def carried_by(self, user: User, *, today: date) -> Self:
        """Kept above or beneath where the user stands: what a sitting of his may carry."""
        return self.filter(
            within_roots(user.roots(on=today), "kept_by__")
            | Q(kept_by__path__in=_superiors(user.roots(on=today)))
        ).scoped()

    def with_counts(self, *, user: User, today: date) -> Self:
        """With `sittings` and `organisations` of the confirmed ones the user may read."""
        readable = rows_of("Sitting").readable_by(user, today=today).confirmed()
        grouped = readable.filter(campaign=OuterRef("pk")).order_by().values("campaign")
        return self.annotate(
            sittings=_number(grouped.annotate(n=Count("pk"))),
            organisations=_number(grouped.annotate(n=Count("organisation", distinct=True))),
        )

    def for_listing(self) -> Self:
        """With what a row shows, the newest first."""
        return self.select_related("kept_by").order_by("-starts_on", "-pk")


class SittingQuerySet(ScopedQuerySet["Sitting"]):
    """Sittings. Figures count `.confirmed()` ones; lists show drafts as well."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """Of an organisation the user may read."""
        return self.filter(within_roots(user.roots(on=today), "organisation__")).scoped()

    def confirmed(self) -> Self:
        """Settled by the secretary."""
        return self.filter(state="CONFIRMED")

    def drafts(self) -> Self:
        """Waiting to be confirmed."""
        return self.filter(state="DRAFT")

    def held(self, period: Period) -> Self:
        """Held in the period."""
        return self.filter(held_on__gte=period.start, held_on__lt=period.end)

    def of_year(self, year: int) -> Self:
        """For this year: by its 所属年度 where it has one, else by the day it was held."""
        return self.filter(
            Q(belongs_to_year=year) | Q(belongs_to_year__isnull=True, held_on__year=year)
        )

    def of_kind(self, *kinds: str) -> Self:
        """Of at least one of these kinds, each sitting once."""
        named = rows_of("SittingKind").filter(sitting=OuterRef("pk"), kind__in=kinds)
        return self.filter(Exists(named))

    def within(self, organisation: Organisation) -> Self:
        """Of `organisation` or one beneath it."""
        return self.filter(within_roots((organisation.path,), "organisation__"))

    def in_organisations(self, organisations: OrganisationQuerySet) -> Self:
        """Of one of these organisations."""
        return self.filter(organisation__in=organisations)

    def by_committees(self) -> Self:
        """The upper tier: what work committees held themselves."""
        return self.filter(organisation__kind="COMMITTEE")

    def by_branches(self) -> Self:
        """The lower tier: what all other organisations of the tree held."""
        return self.exclude(organisation__kind="COMMITTEE").filter(
            organisation__outside_superior=""
        )

    def named(self, text: str) -> Self:
        """Whose title, place or organisation contains `text`."""
        return self.filter(
            Q(title__icontains=text)
            | Q(place__icontains=text)
            | Q(organisation__short_name__icontains=text)
            | Q(organisation__name_key__contains=text.lower())
        )

    def with_counts(self) -> Self:
        """With `expected` and `present` members, and `attended`: those and the others (人次)."""
        rows = rows_of("Attendance").filter(sitting=OuterRef("pk")).order_by().values("sitting")
        present = _number(rows.filter(status="PRESENT").annotate(n=Count("pk")))
        return self.annotate(
            expected=_number(rows.filter(is_expected=True).annotate(n=Count("pk"))),
            present=present,
            attended=present + F("others"),
        )

    def by_kind(self) -> models.QuerySet[Any]:
        """One row a kind: `kind`, `sittings` (场次) and `attendances` (人次).

        A sitting of several kinds is in each of them; the sum over kinds is no total.
        """
        rows = self.with_counts().order_by()
        return rows.values(kind=F("kinds__kind")).annotate(
            sittings=Count("pk"), attendances=Sum("attended")
        )

    def by_month(self) -> models.QuerySet[Any]:
        """One row a month of the year held: `month`, `sittings` and `attendances`."""
        rows = self.with_counts().order_by()
        return rows.values(month=ExtractMonth("held_on")).annotate(
            sittings=Count("pk"), attendances=Sum("attended")
        )

    def in_total(self) -> dict[str, int]:
        """Return `sittings` (场次), `organisations` and `attendances` (人次) of all these."""
        return self.with_counts().aggregate(
            sittings=Count("pk"),
            organisations=Count("organisation", distinct=True),
            attendances=Coalesce(Sum("attended"), Value(0)),
        )

    def for_listing(self) -> Self:
        """With what a row shows, the newest first: no query per row."""
        rows = self.select_related("organisation", "campaign").prefetch_related("kinds")
        return rows.with_counts().order_by("-held_on", "-pk")


class LecturerQuerySet(ScopedQuerySet["Lecturer"]):
    """Who taught."""

    def of_sittings(self, sittings: SittingQuerySet) -> Self:
        """At these sittings, readable when they are."""
        rows = self.filter(sitting__in=sittings)
        return rows.scoped() if sittings.is_scoped else rows

    def by_office(self) -> models.QuerySet[Any]:
        """One row an office: `office`, `sittings` (场次) and `lecturers` (人次)."""
        return (
            self.order_by()
            .values("office")
            .annotate(sittings=Count("sitting", distinct=True), lecturers=Count("pk"))
        )

    def for_listing(self) -> Self:
        """With the names a row shows."""
        return self.select_related("member", "outsider").order_by("pk")


class AttendanceQuerySet(ScopedQuerySet["Attendance"]):
    """Who came and who did not."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """Of whoever was placed then in an organisation the user may read today."""
        return self.filter(within_roots(user.roots(on=today), "organisation__")).scoped()

    def of_sittings(self, sittings: SittingQuerySet) -> Self:
        """At these sittings, readable when they are."""
        rows = self.filter(sitting__in=sittings)
        return rows.scoped() if sittings.is_scoped else rows

    def of_members(self, members: MemberQuerySet) -> Self:
        """Of these people."""
        return self.filter(member__in=members)

    def confirmed(self) -> Self:
        """At confirmed sittings."""
        return self.filter(sitting__state="CONFIRMED")

    def held(self, period: Period) -> Self:
        """At sittings of the period."""
        return self.filter(sitting__held_on__gte=period.start, sitting__held_on__lt=period.end)

    def present(self) -> Self:
        """Who came."""
        return self.filter(status="PRESENT")

    def expected(self) -> Self:
        """Who was expected."""
        return self.filter(is_expected=True)

    def for_listing(self) -> Self:
        """With what a row of a sitting's page shows, in pinyin order."""
        return self.select_related("member", "organisation").order_by("member__name_key", "pk")


def _number(rows: Any) -> Coalesce:
    return Coalesce(Subquery(rows.values("n")[:1]), Value(0))


def _superiors(roots: tuple[str, ...]) -> list[str]:
    return sorted({path for root in roots for path in prefixes(root)})
