"""Ask for somebody to be transferred here, and do it when the committee agrees.

Whoever asks may not read her: nothing said or stored where he looks tells whether she is there.
"""

from __future__ import annotations

import uuid
from datetime import date

from django.core.exceptions import ValidationError
from django.urls import reverse

from branches.access import Permission, may
from branches.identity import normal_number
from branches.models import Organisation, Request, User
from branches.services import requests
from branches.services.requests import CannotAnswer, Evidence, Subject
from branches.services.transactions import service
from members.models import Member, Placement
from members.querysets import MemberQuerySet
from members.rules import number_fault
from members.services import placements

CONSEQUENCE = (
    "同意后，这名党员的组织关系从答复日期起转到请示的党支部，由它查看和登记；"
    "原来的党支部不再能查看这名党员，在那里担任的党内职务同时结束。"
)
_MEMBER = Member._meta.label


@service
def ask_for_transfer(  # the form is that wide
    *,
    organisation: Organisation,
    identity_number: str,
    name: str,
    note: str,
    today: date,
    by: User | None,
) -> Request:
    """Ask the nearest committee above for somebody's transfer to `organisation`.

    name: as the asker wrote it; it need not be hers. Raises ValidationError.
    """
    number = normal_number(identity_number)
    if fault := number_fault(number, today=today):
        raise ValidationError({"identity_number": fault})
    committee = _nearest_committee(organisation)
    found = Member.objects.with_number(number).first()
    if found and Placement.objects.on(today).filter(member=found, organisation=organisation):
        raise ValidationError({"identity_number": "这名党员已经在本支部，不用申请转入。"})
    words = f"申请将{name}的组织关系转入本支部"
    return requests.ask(
        kind=Request.Kind.TRANSFER_IN,
        organisation=organisation,
        decided_by=committee,
        subject=found or _unknown(number),
        words=f"{words}（{note}）" if note else words,
        today=today,
        by=by,
    )


def approve_transfer(request: Request, on: date, today: date, by: User) -> None:
    """Transfer whom an approved request is about. Raises CannotAnswer, ValidationError."""
    member = _subject(request, Member.objects.all())
    placed = member and member.placements.filter(ends_on__isnull=True).first()
    if member is None or not placed:
        raise CannotAnswer(
            "这个人现在不在系统内的任何党支部，不能同意转入；请答复不同意，"
            "由支部核对身份号码，或按系统外转入登记。"
        )
    # Rights are judged today, whatever day the answer names.
    if not may(by, Permission.TRANSFER_MEMBERS, placed.organisation, today=today):
        raise CannotAnswer("这名党员所在的党支部不归您管理，请由共同的上级党组织答复。")
    try:
        placements.transfer(
            member=member,
            to=request.organisation,
            on=on,
            document=request.reply_number,
            registered_on=on,
            version=placed.version,
            by=by,
        )
    except placements.CannotTransfer as refusal:
        raise CannotAnswer(str(refusal)) from refusal


def evidence_of_transfer(request: Request, user: User, today: date) -> list[Evidence]:
    """Return who a request is about and where she is, for a user who may read her."""
    if request.subject_type != _MEMBER:
        return [Evidence("党员", "系统里没有登记过这个身份号码")]
    member = _subject(request, Member.objects.readable_by(user, today=today))
    if member is None:
        return [Evidence("党员", "不在您能查看的党组织里")]
    rows = Placement.objects.readable_by(user, today=today).on(today)
    placed = rows.filter(member=member).select_related("organisation").first()
    return [
        Evidence("党员", member.name, reverse("members:member-detail", args=[member.pk])),
        Evidence("公民身份号码", member.masked_identity_number),
        Evidence("现在的党支部", str(placed.organisation) if placed else "现在没有组织关系"),
    ]


def _subject(request: Request, members: MemberQuerySet) -> Member | None:
    if request.subject_type != _MEMBER or request.subject_uid is None:
        return None
    return members.filter(uid=request.subject_uid).first()


def _nearest_committee(organisation: Organisation) -> Organisation:
    above = Organisation.objects.above(organisation).exclude(pk=organisation.pk)
    found = above.filter(kind=Organisation.Kind.COMMITTEE).order_by("-path").first()
    if found is None:
        raise ValidationError({"organisation": "它的上级没有教育工委，不能申请转入。"})
    return found


def _unknown(number: str) -> Subject:
    """Return what stands for somebody who is not registered: the same at every asking.

    So that a second request is answered alike, whether she is there or not.
    """
    index = Member._meta.get_field("identity_index").value_of(number)
    return Subject("", uuid.uuid5(uuid.NAMESPACE_OID, index))
