"""What was asked, and what waits for an answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Case, Value, When

from branches.querysets.scope import ScopedQuerySet, within_roots

if TYPE_CHECKING:
    from branches.models import Organisation, Request, User


class RequestQuerySet(ScopedQuerySet["Request"]):
    """Requests, by who asks and who decides."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """Asked by an organisation the user may read."""
        return self.filter(within_roots(user.roots(on=today), "organisation__")).scoped()

    def waiting(self) -> Self:
        """Not answered yet."""
        return self.filter(state="WAITING")

    def within(self, organisation: Organisation) -> Self:
        """Asked by `organisation` or something beneath it."""
        return self.filter(within_roots((organisation.path,), "organisation__"))

    def decided_within(self, roots: tuple[str, ...]) -> Self:
        """Which something under one of these paths decides."""
        return self.filter(within_roots(roots, "decided_by__"))

    def for_listing(self) -> Self:
        """With what a row shows, what waits first, then the newest."""
        waits = Case(When(state="WAITING", then=Value(0)), default=Value(1))
        rows = self.select_related("organisation", "decided_by", "recorded_by")
        return rows.annotate(waits=waits).order_by("waits", "-asked_on", "-pk")
