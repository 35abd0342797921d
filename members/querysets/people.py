"""Which people, and which facts about them hold on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from branches.querysets import DatedQuerySet, ScopedQuerySet, within_roots

if TYPE_CHECKING:
    from branches.models import User
    from members.models import Member


def rows_of(model: str) -> Any:
    """Return all rows of a model of this app, by name: models stand above querysets."""
    return apps.get_model("members", model)._default_manager.all()


class MemberQuerySet(ScopedQuerySet["Member"]):
    """People with 党籍, once or now."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """Placed today in what the user may read, or placed nowhere today and last there.

        In a former branch of somebody who is placed elsewhere only the rows that carry that
        branch may be read, not the person.
        """
        roots = user.roots(on=today)
        begun = rows_of("Placement").filter(member=OuterRef("pk"), starts_on__lte=today)
        later = rows_of("Placement").filter(
            member=OuterRef("member"), starts_on__gt=OuterRef("starts_on"), starts_on__lte=today
        )
        newest_here = begun.filter(within_roots(roots, "organisation__")).filter(~Exists(later))
        return self.filter(Exists(newest_here)).scoped()

    def with_number(self, number: str) -> Self:
        """Whose identity number this is; of a number in its normal form."""
        field: Any = self.model._meta.get_field("identity_index")
        return self.filter(identity_index__in=field.values_of(number) if number else [])

    def with_phone(self, phone: str) -> Self:
        """Whose phone this is."""
        field: Any = self.model._meta.get_field("phone_index")
        return self.filter(phone_index__in=field.values_of(phone) if phone else [])

    def named(self, text: str) -> Self:
        """Whose name, pinyin or initials contain `text`."""
        return self.filter(name_key__contains=text.lower())

    def with_today(self, *, on: date) -> Self:
        """With `placed_in`: the key of the organisation each is placed in on that day, if any."""
        placed = rows_of("Placement").on(on).filter(member=OuterRef("pk"))
        return self.annotate(placed_in=Subquery(placed.values("organisation")[:1]))

    def placed_in_named(self, text: str, *, on: date) -> Self:
        """Placed on that day in an organisation whose short or full name contains `text`."""
        placed = (
            rows_of("Placement")
            .on(on)
            .filter(
                Q(organisation__short_name__icontains=text)
                | Q(organisation__name__icontains=text),
                member=OuterRef("pk"),
            )
        )
        return self.filter(Exists(placed))


class DatedFactQuerySet(DatedQuerySet[Any]):
    """Dated facts about members: standing, employment, education, circumstance."""

    def of_members(self, members: MemberQuerySet) -> Self:
        """Of these people, readable when they are."""
        rows = self.filter(member__in=members)
        return rows.scoped() if members.is_scoped else rows


def holds_on(model: str, on: date, *, member: str = "member", **asked: Any) -> Exists:
    """Return the condition that a fact holds on that day of the member a row names.

    member: the lookup from the row to the member.
    """
    rows: models.QuerySet[Any] = rows_of(model).on(on)
    return Exists(rows.filter(member=OuterRef(member), **asked))


def full_on(on: date, prefix: str = "member__") -> Q:
    """Return the condition "a full member on that day".

    prefix: the lookup from the row to the member, with its trailing `__`.
    """
    return Q(**{f"{prefix}confirmed_on__lte": on})
