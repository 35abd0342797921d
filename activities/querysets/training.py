"""Which classes were held, and how many came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, Sum, Value
from django.db.models.functions import Coalesce

from branches.querysets import RegisterQuerySet

if TYPE_CHECKING:
    from activities.models import TrainingClass


class TrainingClassQuerySet(RegisterQuerySet["TrainingClass"]):
    """Training classes that were held."""

    def in_total(self) -> dict[str, int]:
        """Return `classes` (期), `attendances` (人次) and `hours` (学时 × 人次) of all these."""
        # The hours first: an aggregate may not be made of another.
        return self.aggregate(
            hours=Coalesce(Sum(F("hours") * F("attendances")), Value(0)),
            attendances=Coalesce(Sum("attendances"), Value(0)),
            classes=Count("pk"),
        )
