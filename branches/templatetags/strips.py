"""The strips of tabs that span apps: each app owns its tab, `config` lists them."""

from dataclasses import dataclass
from typing import Any, cast

from django import template
from django.conf import settings
from django.urls import reverse

from branches.access import Permission, holds
from branches.models import User

register = template.Library()

Place = tuple[str, str, str]
_OVERVIEW: Place = ("概况", "branches:organisation-detail", "READ_REGISTER")
_HISTORY: Place = ("沿革与变更", "branches:organisation-history", "READ_REGISTER")
_PERSON: Place = ("概况", "members:member-detail", "READ_MEMBERS")


@dataclass(frozen=True)
class Tab:
    """One tab of a strip."""

    label: str
    url: str
    current: bool


@register.simple_tag(takes_context=True)
def organisation_tabs(context: dict[str, Any], key: int) -> list[Tab]:
    """Return the tabs of an organisation's page that the user may open, on the day looked at."""
    return _strip(context, key, [_OVERVIEW, *settings.ORGANISATION_TABS, _HISTORY])


@register.simple_tag(takes_context=True)
def member_tabs(context: dict[str, Any], key: int) -> list[Tab]:
    """Return the tabs of a person's page that the user may open, on the day looked at."""
    return _strip(context, key, [_PERSON, *settings.MEMBER_TABS])


def _strip(context: dict[str, Any], key: int, places: list[Place]) -> list[Tab]:
    request, shell = context["request"], context["shell"]
    user = cast(User, request.user)
    return [
        Tab(
            label,
            f"{reverse(name, args=[key])}{shell.on_query}",
            current=request.resolver_match.view_name == name,
        )
        for label, name, permission in places
        if holds(user, Permission(permission), today=shell.today)
    ]
