"""Look for people by what no address may carry: who asked is logged, not what was asked."""

from __future__ import annotations

from datetime import date

from branches import audit
from branches.audit import Verb
from branches.identity import normal_number
from branches.models import User
from branches.services.transactions import service
from members.models import Member


@service
def find_by_number(*, number: str, today: date, by: User) -> list[Member]:
    """Return whom of those `by` may read this identity number, or phone, belongs to."""
    readable = Member.objects.readable_by(by, today=today)
    found = readable.with_number(normal_number(number)) | readable.with_phone(number)
    members = list(found.order_by("name_key", "pk"))
    audit.record(Verb.NUMBER_SEARCHED, by=by, about="按号码查找", count=len(members))
    return members
