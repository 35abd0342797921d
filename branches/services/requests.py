"""Ask, answer and withdraw: what an organisation asks (请示) of the one that decides it (批复)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError

from branches import audit
from branches.audit import Verb
from branches.models import Organisation, Record, Request, User
from branches.services.transactions import insert, service, update

# What an approval does, by kind: an upper app registers it from its AppConfig.ready(). It is
# given the answered request, the day from which it holds, today, and who answered.
APPROVALS: dict[str, Callable[[Request, date, date, User], None]] = {}


@dataclass(frozen=True)
class Subject:
    """What a request is about, as a row is known: by the label of its model and its uid."""

    type: str
    uid: UUID


@dataclass(frozen=True)
class Evidence:
    """One line of what whoever decides is shown of a request's subject."""

    label: str
    value: str
    url: str = ""


# What whoever decides is shown of the subject, by kind; registered likewise. It shows only what
# this user may read on this day.
EVIDENCE: dict[str, Callable[[Request, User, date], list[Evidence]]] = {}

# What an approval does, in words for whoever asks and whoever decides; registered likewise.
CONSEQUENCES: dict[str, str] = {}


class CannotAnswer(Exception):
    """The request cannot be answered so; the message is fit to show."""


class CannotWithdraw(Exception):
    """The request cannot be withdrawn any more; the message is fit to show."""


@service
def ask(  # a request is that wide
    *,
    kind: str,
    organisation: Organisation,
    decided_by: Organisation,
    subject: Record | Subject | None,
    words: str,
    today: date,
    by: User | None,
) -> Request:
    """Ask something of the organisation that decides it. Raises ValidationError.

    subject: the row it is about, which may not be there; None where the words say all.
    """
    request = Request(
        kind=kind,
        organisation=organisation,
        decided_by=decided_by,
        words=words,
        asked_on=today,
    )
    if isinstance(subject, Record):
        subject = Subject(subject._meta.label, subject.uid)
    if subject is not None:
        request.subject_type, request.subject_uid = subject.type, subject.uid
    insert(request, by=by)
    audit.record(
        Verb.REQUEST_ASKED,
        request,
        by=by,
        organisation=organisation,
        decided_by=str(decided_by),
        words=words,
    )
    return request


@service
def answer(  # the form is that wide
    *,
    request: Request,
    state: str,
    reply_number: str,
    comment: str,
    on: date,
    version: int | None,
    today: date,
    by: User,
) -> Request:
    """Approve or refuse what was asked; approving does what was registered for its kind.

    on: the day of the answer, from which what is approved holds.
    Raises CannotAnswer, ValidationError, Stale.
    """
    _still_waits(request, CannotAnswer)
    if request.recorded_by_id == by.pk:
        raise CannotAnswer("不能答复自己提出的请示，请由其他有权答复的同志办理。")
    if state not in {Request.State.APPROVED, Request.State.REFUSED}:
        raise ValidationError({"state": "请选择同意或者不同意。"})
    if state == Request.State.REFUSED and not comment:
        raise ValidationError({"comment": "不同意的，请写明原因，请示的党组织看得到。"})
    if on > today:
        raise ValidationError({"on": "答复日期不能晚于今天。"})
    if on < request.asked_on:
        raise ValidationError({"on": f"答复日期不能早于请示日期 {request.asked_on}。"})
    request.state, request.answered_on = state, on
    request.reply_number, request.comment = reply_number, comment
    update(request, version=version)
    if state == Request.State.APPROVED:
        APPROVALS[request.kind](request, on, today, by)
    audit.record(
        Verb.REQUEST_ANSWERED,
        request,
        by=by,
        organisation=request.organisation,
        state=Request.State(state).label,
        on=on,
        reply_number=reply_number,
        comment=comment,
    )
    return request


@service
def withdraw(*, request: Request, reason: str, version: int | None, by: User) -> Request:
    """Take back what was asked, while nobody has answered. Raises CannotWithdraw, Stale."""
    _still_waits(request, CannotWithdraw)
    request.state = Request.State.WITHDRAWN
    update(request, version=version)
    audit.record(
        Verb.REQUEST_WITHDRAWN,
        request,
        by=by,
        organisation=request.organisation,
        reason=reason,
    )
    return request


def _still_waits(request: Request, refusal: type[Exception]) -> None:
    # As it is now, and locked: two may answer at once.
    now = Request.objects.select_for_update().get(pk=request.pk)
    if now.state != Request.State.WAITING:
        raise refusal(f"这件请示的状态已经是“{now.get_state_display()}”，不能再办。")
