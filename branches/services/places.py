"""What a change of the tree asks first: the place, the day, and what hinders it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError

from branches.models import Organisation

# An upper app says here why an organisation cannot be dissolved, or become of another kind, from
# a day on; the kind is empty when it is dissolved. None when nothing hinders it.
Hindrance = Callable[[Organisation, date, str], str | None]
HINDRANCES: list[Hindrance] = []


def hindrance(organisation: Organisation, *, on: date, kind: str) -> str | None:
    """Return the first reason, fit to show, that upper apps give against the change.

    kind: what it is to become; empty when it is dissolved.
    """
    reasons = (ask(organisation, on, kind) for ask in HINDRANCES)
    return next((reason for reason in reasons if reason), None)


def wrong_place(kind: str, superior: Organisation | None) -> str:
    """Return the message that an organisation of `kind` cannot stand there."""
    label = Organisation.Kind(kind).label
    if superior is None:
        return f"{label}要有上级党组织，请选择。"
    return f"{label}不能设在{superior.get_kind_display()}之下，请选择别的上级党组织。"


def not_in_future(on: date, *, today: date) -> None:
    """Raise ValidationError at `on` when the day is still to come.

    What is entered holds from then on: access follows today's tree, and a mistyped year would
    stand in the way of every change before it.
    """
    if on > today:
        raise ValidationError({"on": "日期不能晚于今天。"})
