"""Which inspections, by whom, of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Count, Q, Sum, Value
from django.db.models.functions import Coalesce

from branches.querysets import RegisterQuerySet

if TYPE_CHECKING:
    from activities.models import Inspection


class InspectionQuerySet(RegisterQuerySet["Inspection"]):
    """Visits of inspections. Visits of one title by one organisation are one round (轮)."""

    def rounds(self) -> int:
        """Return how many rounds these visits belong to."""
        return self.order_by().values("organisation", "title").distinct().count()

    def in_total(self) -> dict[str, int]:
        """Return `visits`, `problems` found and how each form was used, of all these."""
        return self.aggregate(
            visits=Count("pk"),
            problems=Coalesce(Sum("problems"), Value(0)),
            talks=Count("pk", filter=Q(talks=True)),
            assessments=Count("pk", filter=Q(assessment=True)),
            records=Count("pk", filter=Q(records=True)),
        )

    def rated(self, rating: str) -> Self:
        """Given this rating."""
        return self.filter(rating=rating)

    def for_listing(self) -> Self:
        return super().for_listing().select_related("target", "school", "campaign")
