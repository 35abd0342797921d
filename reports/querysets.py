"""Which texts the committee entered for a year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from branches.querysets import ScopedQuerySet, within_roots

if TYPE_CHECKING:
    from branches.models import Organisation, User
    from reports.models import SummaryText


class SummaryTextQuerySet(ScopedQuerySet["SummaryText"]):
    """Texts of the yearly summary."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """Of an organisation the user may read."""
        return self.filter(within_roots(user.roots(on=today), "organisation__")).scoped()

    def for_summary(self, organisation: Organisation, year: int) -> Self:
        """Of one organisation's summary of one year, in the order they are printed."""
        return self.filter(organisation=organisation, year=year).order_by("pk")
