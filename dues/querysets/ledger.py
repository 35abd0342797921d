"""What is owed, what was paid, what is missing: every sum opens to these rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from branches.periods import Period, month_of
from dues.articles import LAPSES_AFTER_MONTHS
from dues.querysets.scope import DuesQuerySet, rows_of
from dues.rules import longest_run

if TYPE_CHECKING:
    from dues.models import Assessment, Payment, Unpaid


def total_fen(rows: Any) -> int:
    """Return the sum of these rows in fen; 0 of none."""
    found: int | None = rows.aggregate(total=Sum("fen"))["total"]
    return found or 0


def paid_for(member: str, month: str, *, by: date | None = None) -> Any:
    """Return the expression: dues paid by a member for a month, reversals deducted, in fen.

    member, month: the lookups from the row that asks. by: only what was paid by that day.
    """
    rows = rows_of("Payment").filter(member=OuterRef(member), month=OuterRef(month), kind="DUES")
    if by is not None:
        rows = rows.filter(paid_on__lte=by)
    sums = rows.order_by().values("member").annotate(sum=Sum("fen")).values("sum")
    return Coalesce(Subquery(sums), Value(0))


class PaymentQuerySet(DuesQuerySet["Payment"]):
    """The ledger. A reversal is a row of its own, negative, on its own day."""

    def paid(self, period: Period) -> Self:
        """Dues and small voluntary payments by the day paid; large ones go to the Centre."""
        return self.paid_in(period).exclude(kind="LARGE")

    def large(self, period: Period) -> Self:
        """Large voluntary payments by the day paid."""
        return self.paid_in(period).filter(kind="LARGE")

    def paid_in(self, period: Period) -> Self:
        """Of every kind, by the day paid; reversals on the day they were made."""
        return self.filter(paid_on__gte=period.start, paid_on__lt=period.end)

    def for_month(self, month: date) -> Self:
        """Dues of one month owed, whenever paid."""
        return self.filter(month=month, kind="DUES")

    def standing(self) -> Self:
        """Payments that stand: neither reversed nor a reversal."""
        return self.filter(reverses__isnull=True, reversal__isnull=True)

    def for_listing(self) -> Self:
        """With what a row shows, the newest first: no query per row."""
        return self.select_related("member", "organisation").order_by("-paid_on", "-pk")


class AssessmentQuerySet(DuesQuerySet["Assessment"]):
    """What members owe, month by month."""

    def current(self) -> Self:
        """Not replaced by a later reckoning."""
        return self.filter(replaced_by__isnull=True)

    def owed(self) -> Self:
        """Current, and of somebody who was on that roll, as is known now."""
        there = (
            rows_of("Placement", "members")
            .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("owed_from")))
            .filter(
                member=OuterRef("member"),
                organisation=OuterRef("organisation"),
                starts_on__lte=OuterRef("owed_from"),
            )
        )
        suspended = rows_of("Standing", "members").filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("owed_from")),
            member=OuterRef("member"),
            starts_on__lte=OuterRef("owed_from"),
        )
        return self.current().filter(Exists(there), ~Exists(suspended))

    def due(self, period: Period) -> Self:
        """Owed for the months that begin in the period."""
        return self.owed().filter(month__gte=period.start, month__lt=period.end)

    def with_paid(self, *, by: date | None = None) -> Self:
        """With `paid_fen`: what was paid for the month, and `missing_fen`: what is not."""
        return self.annotate(paid_fen=paid_for("member", "month", by=by)).annotate(
            missing_fen=F("fen") - F("paid_fen")
        )

    def arrears(self, *, on: date) -> Self:
        """Months complete by that day and not covered by then, of who is on a roll that day.

        With `paid_fen` and `missing_fen`. The members in arrears are those these rows name.
        """
        on_roll = rows_of("Placement", "members").on_roll(on).filter(member=OuterRef("member"))
        # Most months are paid; what else is asked is asked of the few that are not.
        of_all: Any = rows_of("Assessment")
        uncovered = of_all.filter(month__lt=month_of(on)).with_paid(by=on)
        rows = self.filter(pk__in=uncovered.filter(missing_fen__gt=0).values("pk"))
        return rows.owed().filter(Exists(on_roll)).with_paid(by=on)

    def lapsing(self, *, on: date) -> set[int]:
        """Return the members who paid nothing for so many months on end that 党籍 is in question.

        Source: DUE-T06.
        """
        months: dict[int, list[date]] = defaultdict(list)
        owed: Any = self.arrears(on=on)
        unpaid = owed.filter(paid_fen__lte=0)
        for member, month in unpaid.values_list("member", "month"):
            months[member].append(month)
        return {key for key, found in months.items() if longest_run(found) >= LAPSES_AFTER_MONTHS}

    def for_listing(self) -> Self:
        """With what a row shows, by person and month: no query per row."""
        return self.select_related("member", "organisation").order_by(
            "member__name_key", "member", "month"
        )


class UnpaidQuerySet(DuesQuerySet["Unpaid"]):
    """For which months it is known why nothing was paid."""

    def still(self) -> Self:
        """For which nothing was paid since either."""
        return self.annotate(paid_fen=paid_for("member", "month")).filter(paid_fen__lte=0)
