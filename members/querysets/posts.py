"""Who holds which office, where and when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, Value, When

from branches.periods import Period
from branches.querysets import DatedQuerySet, within_roots
from members.querysets.people import rows_of

if TYPE_CHECKING:
    from branches.models import Organisation, User
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

    def holders(self) -> models.QuerySet[Post, Any]:
        """Who holds one of these, each person once, on the roll or not: to be counted."""
        return self.order_by().values("member", "outsider").distinct()

    def schools(self) -> models.QuerySet[Post, Any]:
        """To which schools somebody is sent, each once: to be counted."""
        return self.filter(school__isnull=False).order_by().values("school").distinct()

    def within(self, organisation: Organisation) -> Self:
        """In `organisation` or beneath it."""
        return self.filter(within_roots((organisation.path,), "organisation__"))

    def named(self, text: str) -> Self:
        """Whose holder's name, pinyin or initials contain `text`."""
        key = text.lower()
        return self.filter(Q(member__name_key__contains=key) | Q(outsider__name_key__contains=key))

    def held_by(self, whom: str) -> Self:
        """Held by members (MEMBER) or by people outside the roll."""
        return self.filter(member__isnull=whom != "MEMBER")

    def doubtful(self) -> Self:
        """Taken up otherwise than is normal, for the reason told."""
        return self.exclude(doubtful="")

    def in_order(self) -> Self:
        """By organisation, the secretary first, as a roster of offices is read."""
        kinds = [value for value, _ in self.model.Kind.choices]
        ranks = [When(kind=kind, then=Value(rank)) for rank, kind in enumerate(kinds)]
        rank = Case(*ranks, output_field=models.IntegerField())
        return self.annotate(rank=rank).order_by("organisation__code", "rank", "-starts_on", "pk")

    def for_listing(self) -> Self:
        """With what a row shows: no query per row."""
        rows = self.select_related("organisation", "school", "member", "outsider")
        return rows.in_order()


def secretary_name(*, on: date, organisation: str = "pk") -> Subquery:
    """Return who is secretary on that day of the organisation a row names, for `annotate`.

    organisation: the column of the row that names it.
    """
    rows = rows_of("Post").on(on).filter(kind="SECRETARY", organisation=OuterRef(organisation))
    return Subquery(rows.order_by().values("member__name")[:1])
