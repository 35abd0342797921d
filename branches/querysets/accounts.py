"""Who may act where, and what was done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Prefetch, Q

from branches.querysets.scope import (
    DatedQuerySet,
    ScopedQuerySet,
    fuse,
    rows_of,
    within_roots,
)

if TYPE_CHECKING:
    from branches.models import (
        Appointment,
        AuditEvent,
        User,
    )


class AppointmentQuerySet(DatedQuerySet["Appointment"]):
    """Who may act where, as what."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """At an organisation the user may read: who can see my people is no secret."""
        return self.filter(within_roots(user.roots(on=today), "organisation__")).scoped()

    def of_accounts(self, accounts: UserQuerySet) -> Self:
        """Of these accounts, readable when they are."""
        rows = self.filter(user__in=accounts)
        return rows.scoped() if accounts.is_scoped else rows


class UserQuerySet(ScopedQuerySet["User"]):
    """Accounts."""

    def managed_by(self, user: User, *, today: date) -> Self:
        """All of them for somebody who manages accounts of this installation; else none."""
        if "ADMINISTRATOR" in user.roles(on=today):
            return self.all().scoped()
        return self.none().scoped()

    def with_roles(self, *, on: date) -> Self:
        """With `held`: the appointments in force on that day, one query for all rows."""
        held = rows_of("Appointment").on(on).select_related("organisation").scoped()
        return self.prefetch_related(Prefetch("appointments", queryset=held, to_attr="held"))

    def named(self, text: str) -> Self:
        """Whose user name or name contains `text`."""
        return self.filter(Q(username__contains=text.lower()) | Q(name__contains=text))


class UserManager(BaseUserManager["User"]):
    """The way Django's log-in finds an account."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def managed_by(self, user: User, *, today: date) -> UserQuerySet:
        """Return the accounts `user` manages."""
        return self.get_queryset().managed_by(user, today=today)

    def get_by_natural_key(self, username: str | None) -> User:
        # Log-in asks before anybody is there who could be allowed to read.
        with fuse(on=False):
            return super().get_by_natural_key(username)


class AuditEventQuerySet(ScopedQuerySet["AuditEvent"]):
    """What was done, by whom, when."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """All of it for administrators and auditors; else what happened in one's subtree."""
        if user.roles(on=today) & {"ADMINISTRATOR", "AUDITOR"}:
            return self.all().scoped()
        readable = rows_of("Organisation").readable_by(user, today=today)
        return self.filter(organisation_id__in=readable.values("pk")).scoped()

    def about(self, target: models.Model) -> Self:
        """About one row, newest first."""
        return self.filter(
            target_type=target._meta.label,
            target_uid=getattr(target, "uid"),  # noqa: B009
        ).order_by("-pk")
