"""Which terms run, which are over, which elections were held."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Case, CharField, Q, Value, When

from branches.periods import Period
from branches.querysets import DatedQuerySet, RegisterQuerySet

if TYPE_CHECKING:
    from members.models import Election, Term


class TermQuerySet(  # type: ignore[override]  # the stubs type as_manager by class
    RegisterQuerySet["Term"], DatedQuerySet["Term"]
):
    """Terms of committees and secretaries; one that is over by its length may still hold."""

    DAY = "starts_on"
    TEXTS = ("extension_document",)

    def overdue(self, *, on: date) -> Self:
        """Ended by that day, not renewed, and no approved extension reaches beyond it.

        On the day a term is due it is over. What was dissolved by then owes no election.
        """
        return self._standing(on).filter(
            Q(due_on__lte=on), Q(extended_until__isnull=True) | Q(extended_until__lte=on)
        )

    def due_between(self, period: Period) -> Self:
        """Not over on the period's first day, but to be renewed by its end."""
        rows = self._standing(period.start)
        extended = Q(extended_until__gt=period.start, extended_until__lt=period.end)
        ending = Q(extended_until__isnull=True, due_on__gt=period.start, due_on__lt=period.end)
        return rows.filter(extended | ending)

    def due_before(self, day: date, *, on: date) -> Self:
        """Standing on a day, and over before `day` unless renewed: what is overdue among them."""
        return self._standing(on).filter(
            Q(extended_until__lt=day) | Q(extended_until__isnull=True, due_on__lt=day)
        )

    def extended(self, *, on: date) -> Self:
        """Over by their length and prolonged with approval beyond that day."""
        return self._standing(on).filter(due_on__lte=on, extended_until__gt=on)

    def running(self, *, on: date) -> Self:
        """In office on that day and not over by their length."""
        return self._standing(on).filter(due_on__gt=on)

    def with_state(self, *, on: date) -> Self:
        """With `state` on that day: COMING, FORMER, RUNNING, EXTENDED or OVERDUE.

        The last term of what was dissolved is FORMER as well.
        """
        return self.annotate(
            state=Case(
                When(starts_on__gt=on, then=Value("COMING")),
                When(ends_on__lte=on, then=Value("FORMER")),
                When(organisation__dissolved_on__lte=on, then=Value("FORMER")),
                When(due_on__gt=on, then=Value("RUNNING")),
                When(extended_until__gt=on, then=Value("EXTENDED")),
                default=Value("OVERDUE"),
                output_field=CharField(),
            )
        )

    def _standing(self, on: date) -> Self:
        exists = Q(organisation__dissolved_on__isnull=True) | Q(organisation__dissolved_on__gt=on)
        return self.on(on).filter(exists)


class ElectionQuerySet(RegisterQuerySet["Election"]):
    """Elections that were held."""

    TEXTS = ("document",)

    def regular(self) -> Self:
        """Of a whole committee at the end of its term; not by-elections."""
        return self.filter(kind="REGULAR")

    def completed(self, period: Period) -> int:
        """Return how many organisations held a regular election in the period."""
        return self.regular().held(period).order_by().values("organisation").distinct().count()

    def irregular(self) -> Self:
        """In which something was not as the texts have it."""
        return self.exclude(irregular="")
