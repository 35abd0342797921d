"""What every page of a logged-in user shows around its content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from branches.access import Permission, holds
from branches.models import Organisation, User
from branches.screens import acting_for, day_of


@dataclass(frozen=True)
class Link:
    """One entry of the rail."""

    label: str
    url: str
    key: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Shell:
    """The rail, the switcher and the day looked at."""

    links: list[Link]
    more: list[Link]
    acting_for: Organisation | None
    choices: list[tuple[int, str]]
    on: date | None
    today: date
    user_roles: str


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the shell of the page, and the number of the request for error pages."""
    request_id = request.META.get("request_id", "")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"request_id": request_id}
    user = cast(User, user)
    today = timezone.localdate()
    links = list(_links(request, user, today))
    on = day_of(request, today=today)
    acting, choices = _switch(request, user, today)
    shown = Shell(
        links=links,
        more=links[4:],
        acting_for=acting,
        choices=choices,
        on=None if on == today else on,
        today=today,
        user_roles="，".join(
            f"{row.get_role_display()} · {row.organisation.short_name}"
            for row in user.appointments_on(today)
        ),
    )
    return {"shell": shown, "request_id": request_id}


def _links(request: HttpRequest, user: User, today: date) -> Any:
    for label, name, permission, key, icon in settings.NAVIGATION:
        if permission is None or holds(user, Permission(permission), today=today):
            url = reverse(name)
            current = request.path == url if url == "/" else request.path.startswith(url)
            yield Link(label=label, url=url, key=key, icon=icon, current=current)


def _switch(
    request: HttpRequest, user: User, today: date
) -> tuple[Organisation | None, list[tuple[int, str]]]:
    """Return the organisation acted for and what can be chosen instead, in one query."""
    rows = list(
        Organisation.objects.readable_by(user, today=today)
        .on(today)
        .only("pk", "short_name", "path", "name_key")
        .order_by("code")
    )
    chosen = acting_for(request)
    acting = next((row for row in rows if row.pk == chosen), None)
    if acting is None and rows:
        acting = min(rows, key=lambda row: len(row.path))
    return acting, [(row.pk, row.short_name) for row in rows] if len(rows) > 1 else []
