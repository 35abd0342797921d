"""A member as people name one: by what is written on paper."""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import ValidationError

from branches.models import User
from branches.screens.inputs import Line
from members.models import Member

_NAMED = re.compile(r"(?P<name>[^（(]+)(?:[（(](?P<branch>[^）)]*)[）)])?")


class MemberLine(Line):
    """A member's name, and the branch in brackets where several are called so."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault(
            "help_text", "写姓名；有同名的，在括号里写明支部，例如 李明（一中支部）。"
        )
        super().__init__(max_length=100, **kwargs)

    def prepare_value(self, value: object) -> object:
        return value.name if isinstance(value, Member) else value


def member_named(text: str, *, user: User, today: date, known: Member | None) -> Member:
    """Return the one member the user may read whom `text` names.

    known: who it was before; the name alone means her still. Raises ValidationError.
    """
    match = _NAMED.fullmatch(text)
    name, branch = (match["name"].strip(), match["branch"] or "") if match else (text, "")
    if known is not None and known.name == name and not branch:
        return known
    rows = Member.objects.readable_by(user, today=today).filter(name=name)
    if branch:
        rows = rows.placed_in_named(branch.strip(), on=today)
    found = list(rows.order_by("pk")[:2])
    if not found:
        raise ValidationError("名册里没有这名党员，请核对姓名和支部。", code="member")
    if len(found) > 1:
        raise ValidationError("有同名的党员，请在姓名后用括号写明支部的简称。", code="member")
    return found[0]
