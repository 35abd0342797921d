"""What every row of this app is asked: whose it is, where it stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models

from branches.querysets import OrganisationQuerySet, ScopedQuerySet, within_roots
from members.querysets import MemberQuerySet

if TYPE_CHECKING:
    from branches.models import Organisation, User

Row = TypeVar("Row", bound=models.Model)


def rows_of(model: str, app: str = "dues") -> Any:
    """Return all rows of a model, by name: models stand above querysets."""
    return apps.get_model(app, model)._default_manager.all()


class DuesQuerySet(ScopedQuerySet[Row]):
    """Rows that name a member and the organisation they belong to.

    A member entered twice (`Member.merged_into`) keeps the rows of both entries; `of_members` is
    where they are to be brought together, because no row moves.
    """

    def readable_by(self, user: User, *, today: date) -> Self:
        """Of an organisation the user may read today, whoever the member is."""
        return self.filter(within_roots(user.roots(on=today), "organisation__")).scoped()

    def of_members(self, members: MemberQuerySet) -> Self:
        """Of these people, wherever they were; readable when they are."""
        rows = self.filter(member__in=members)
        return rows.scoped() if members.is_scoped else rows

    def within(self, organisation: Organisation) -> Self:
        """In `organisation` or beneath it."""
        return self.filter(within_roots((organisation.path,), "organisation__"))

    def in_organisations(self, organisations: OrganisationQuerySet) -> Self:
        """In one of these organisations."""
        return self.filter(organisation__in=organisations)

    def named(self, text: str) -> Self:
        """Of people whose name, pinyin or initials contain `text`."""
        return self.filter(member__name_key__contains=text.lower())

    def for_listing(self) -> Self:
        """With what a row shows, in pinyin order: no query per row."""
        return self.select_related("member", "organisation").order_by("member__name_key", "pk")
