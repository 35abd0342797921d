"""What was asked, and what waits for an answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from branches.querysets.scope import ScopedQuerySet, within_roots

if TYPE_CHECKING:
    from branches.models import Request, User


class RequestQuerySet(ScopedQuerySet["Request"]):
    """Requests, by who asks and who decides."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """Asked by an organisation the user may read."""
        return self.filter(within_roots(user.roots(on=today), "organisation__")).scoped()

    def waiting(self) -> Self:
        """Not answered yet."""
        return self.filter(state="WAITING")

    def for_listing(self) -> Self:
        """With what a row shows, what waits first, then the newest."""
        return self.select_related("organisation", "decided_by").order_by("-asked_on", "-pk")
