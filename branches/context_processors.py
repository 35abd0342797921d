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
from branches.names import name_key
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
    """The rail, the switcher and the day looked at.

    choices: key, name, and what it is found by. on_query: what a link to a page that looks at
    a day ends with; empty today.
    """

    links: list[Link]
    more: list[Link]
    acting_for: Organisation | None
    choices: list[tuple[int, str, str]]
    on: date | None
    on_query: str
    today: date
    user_roles: str


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the shell of the page, and the number of the request for error pages."""
    request_id = request.META.get("request_id", "")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"request_id": request_id}
    shown = vars(request)
    if "shell" not in shown:  # the template of a table asks once more
        shown["shell"] = _shell(request, cast(User, user), timezone.localdate())
    return {"shell": shown["shell"], "request_id": request_id}


def _shell(request: HttpRequest, user: User, today: date) -> Shell:
    links = list(_links(request, user, today))
    on = day_of(request, today=today)
    acting, choices = _switch(request, user, today)
    return Shell(
        links=links,
        more=links[5:],
        acting_for=acting,
        choices=choices,
        on=None if on == today else on,
        on_query="" if on == today else f"?on={on}",
        today=today,
        user_roles="，".join(
            f"{row.get_role_display()} · {row.organisation.short_name}"
            for row in user.appointments_on(today)
        ),
    )


def _links(request: HttpRequest, user: User, today: date) -> Any:
    for label, name, permission, key, icon in settings.NAVIGATION:
        if permission is None or holds(user, Permission(permission), today=today):
            url = reverse(name)
            current = request.path == url if url == "/" else request.path.startswith(url)
            yield Link(label=label, url=url, key=key, icon=icon, current=current)


def _switch(
    request: HttpRequest, user: User, today: date
) -> tuple[Organisation | None, list[tuple[int, str, str]]]:
    """Return the organisation acted for and what can be chosen instead, in one query."""
    rows = list(
        Organisation.objects.readable_by(user, today=today)
        .on(today)
        .only("pk", "name", "short_name", "path")
        .order_by("code")
    )
    chosen = acting_for(request)
    acting = next((row for row in rows if row.pk == chosen), None)
    if acting is None and rows:
        acting = min(rows, key=lambda row: len(row.path))
    choices = [(row.pk, row.short_name, name_key(row.short_name)) for row in rows]
    return acting, choices if len(rows) > 1 else []
