"""Which rows of the ledger, of what is owed, of bases and reliefs."""

from dues.querysets.bases import BasisItemQuerySet, BasisQuerySet, ReliefQuerySet
from dues.querysets.ledger import (
    AssessmentQuerySet,
    PaymentQuerySet,
    UnpaidQuerySet,
    total_fen,
)
from dues.querysets.roll import (
    open_name,
    open_placements,
    owing_placements,
    placements_without_basis,
    stays_owing,
    with_month,
    with_open_months,
)

__all__ = [
    "AssessmentQuerySet",
    "BasisItemQuerySet",
    "BasisQuerySet",
    "PaymentQuerySet",
    "ReliefQuerySet",
    "UnpaidQuerySet",
    "open_name",
    "open_placements",
    "owing_placements",
    "placements_without_basis",
    "stays_owing",
    "total_fen",
    "with_month",
    "with_open_months",
]
