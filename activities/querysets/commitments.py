"""Which letters were signed, and who is the contact of whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Count, Q, Sum, Value
from django.db.models.functions import Coalesce

from branches.querysets import DatedQuerySet, RegisterQuerySet, within_roots

if TYPE_CHECKING:
    from activities.models import ContactPoint, ResponsibilityLetter
    from branches.models import Organisation, User


class ResponsibilityLetterQuerySet(RegisterQuerySet["ResponsibilityLetter"]):
    """Signings of letters. `held` goes by the day signed, `of_year` by the year they are for."""

    DAY = "signed_on"
    TEXTS = ("note",)

    def of_year(self, year: int) -> Self:
        """For this year (所属年度), whenever they were signed."""
        return self.filter(belongs_to_year=year)

    def in_total(self) -> dict[str, int]:
        """Return `signings`, letters `signed` (份) and letters `due` of all these."""
        return self.aggregate(
            signings=Count("pk"),
            signed=Coalesce(Sum("signed"), Value(0)),
            due=Coalesce(Sum("due"), Value(0)),
        )


class ContactPointQuerySet(  # type: ignore[override]  # the stubs type as_manager by class
    RegisterQuerySet["ContactPoint"], DatedQuerySet["ContactPoint"]
):
    """Which leader is the contact of which organisation or school, over time."""

    DAY = "starts_on"
    TEXTS = (
        *("leader__name", "leader__name_key", "outsider__name", "outsider__name_key"),
        *("office", "contact__short_name", "school__short_name"),
    )

    def readable_by(self, user: User, *, today: date) -> Self:
        """Kept by an organisation the user may read, or about one."""
        roots = user.roots(on=today)
        return self.filter(
            within_roots(roots, "organisation__") | within_roots(roots, "contact__")
        ).scoped()

    def within(self, organisation: Organisation) -> Self:
        """Kept by `organisation` or one beneath it, or about one of these."""
        roots = (organisation.path,)
        return self.filter(
            within_roots(roots, "organisation__") | within_roots(roots, "contact__")
        )

    def of_organisations(self) -> Self:
        """About an organisation."""
        return self.filter(Q(contact__isnull=False))

    def of_schools(self) -> Self:
        """About a school."""
        return self.filter(Q(school__isnull=False))

    def leaders(self) -> int:
        """Return how many people are contacts in these rows."""
        rows = self.order_by()
        return rows.values("leader", "outsider").distinct().count()

    def for_listing(self) -> Self:
        rows = super().for_listing()
        return rows.select_related("leader", "outsider", "contact", "school")
