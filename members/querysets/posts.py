"""Who holds which office, where and when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from branches.periods import Period
from branches.querysets import DatedQuerySet, within_roots

if TYPE_CHECKING:
    from branches.models import User
    from members.models import Post


class PostQuerySet(DatedQuerySet["Post"]):
    """Ways to narrow posts."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """In an organisation the user may read."""
        return self.filter(within_roots(user.roots(on=today), "organisation__")).scoped()

    def of_kind(self, *kinds: str) -> Self:
        """Of these kinds."""
        return self.filter(kind__in=kinds)

    def changes_outside_elections(self, period: Period) -> Self:
        """Secretaries who took office in the period otherwise than by a regular election.

        What was entered when the register opened is no change; first secretaries are a kind of
        their own.
        """
        return self.filter(
            kind="SECRETARY",
            begin__in=("BY_ELECTION", "APPOINTED"),
            starts_on__gte=period.start,
            starts_on__lt=period.end,
        )

    def for_listing(self) -> Self:
        """With what a row shows: no query per row."""
        return self.select_related("organisation", "school", "member", "outsider").order_by(
            "organisation__code", "kind", "pk"
        )
