"""Who is on the way into the Party, and how far."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Case, CharField, Q, Value, When

from branches.querysets import RegisterQuerySet

if TYPE_CHECKING:
    from members.models import DevelopmentCase


class DevelopmentCaseQuerySet(RegisterQuerySet["DevelopmentCase"]):
    """People on the way. Each open case is in one stage on a day, so the stages add up."""

    DAY = "applied_on"
    TEXTS = ("name", "name_key")

    def open(self, *, on: date) -> Self:
        """Applied by that day, neither admitted nor withdrawn by then."""
        return self.filter(
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on),
            Q(member__isnull=True) | Q(member__admitted_on__gt=on),
            applied_on__lte=on,
        )

    def applicants(self, *, on: date) -> Self:
        """Applied, and not yet activists."""
        return self.open(on=on).filter(Q(activist_on__isnull=True) | Q(activist_on__gt=on))

    def activists(self, *, on: date) -> Self:
        """Activists, and not yet targets."""
        return self.open(on=on).filter(
            Q(target_on__isnull=True) | Q(target_on__gt=on), activist_on__lte=on
        )

    def targets(self, *, on: date) -> Self:
        """Targets, and not yet admitted."""
        return self.open(on=on).filter(target_on__lte=on)

    def admitted(self, *, on: date) -> Self:
        """Admitted by that day."""
        return self.filter(member__admitted_on__lte=on)

    def withdrawn(self, *, on: date) -> Self:
        """Closed without admission by that day."""
        return self.filter(withdrawn_on__lte=on)

    def in_stage(self, stage: str, *, on: date) -> Self:
        """In this stage on that day; WITHDRAWN for those closed without admission."""
        return self.with_stage(on=on).filter(stage=stage)

    def with_stage(self, *, on: date) -> Self:
        """With `stage`, how far each is on that day; empty before the application."""
        return self.annotate(
            stage=Case(
                When(withdrawn_on__lte=on, then=Value("WITHDRAWN")),
                When(member__admitted_on__lte=on, then=Value("PROBATIONARY")),
                When(target_on__lte=on, then=Value("TARGET")),
                When(activist_on__lte=on, then=Value("ACTIVIST")),
                When(applied_on__lte=on, then=Value("APPLICANT")),
                default=Value(""),
                output_field=CharField(),
            )
        )

    def for_listing(self) -> Self:
        """With what a row shows, in pinyin order: no query per row."""
        rows = self.select_related("organisation", "school", "member")
        return rows.order_by("name_key", "pk")
