"""Which exams, and how many took them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Count, Sum, Value
from django.db.models.functions import Coalesce

from branches.querysets import RegisterQuerySet

if TYPE_CHECKING:
    from activities.models import Exam


class ExamQuerySet(RegisterQuerySet["Exam"]):
    """Exams that were held."""

    def in_total(self) -> dict[str, int]:
        """Return `exams` (场次) and `participants` (人次) of all these."""
        return self.aggregate(
            exams=Count("pk"), participants=Coalesce(Sum("participants"), Value(0))
        )

    def for_listing(self) -> Self:
        return super().for_listing().select_related("campaign")
