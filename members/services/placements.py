"""Transfer, let go, receive and suspend members; mend where they are said to be."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from branches import audit
from branches.audit import Verb
from branches.models import Organisation, User
from branches.querysets import DatedQuerySet, prefixes
from branches.services.transactions import close, insert, service, update
from members.models import Member, Placement, Post, Standing
from members.services.facts import Entry, PlacementFacts
from members.services.grounds import INSIDE, ask_begin, ask_days, ask_ground, grounds_of

# Offices that are sent, not held as a member of the organisation: no transfer ends them.
SENT = (Post.Kind.FIRST_SECRETARY, Post.Kind.INSTRUCTOR)
COMES_BACK = (Placement.Begin.ARRIVED, Placement.Begin.RESTORED)


class CannotTransfer(Exception):
    """The transfer is refused; the message is fit to show."""


class CannotLeave(Exception):
    """The departure is refused; the message is fit to show."""


class CannotReceive(Exception):
    """The member cannot be received; the message is fit to show."""


class CannotSuspend(Exception):
    """党籍 cannot be suspended; the message is fit to show."""


class CannotResume(Exception):
    """党籍 cannot be restored; the message is fit to show."""


class CannotCorrect(Exception):
    """The placement cannot be mended; the message is fit to show."""


@service
def transfer(  # the form is that wide
    *,
    member: Member,
    to: Organisation,
    on: date,
    document: str,
    registered_on: date,
    version: int | None,
    by: User | None,
) -> Placement:
    """Close the member's placement on `on`, open one in `to`, and return that.

    Ends her posts in the old branch and in what she no longer stands under; a post she was sent
    to goes on. version: of the open placement.
    Raises CannotTransfer when she is placed nowhere; ValidationError, Stale.
    """
    ask_days(on=on, registered_on=registered_on, day="on")
    current = _open(member)
    if current is None:
        raise CannotTransfer(f"{member}现在不在任何党支部，不能转接。")
    if current.organisation_id == to.pk:
        raise ValidationError({"to": f"{member}现在就在{to}，请选择别的党支部。"})
    ask_ground(to, on, place="to", day="on")
    current.end = Placement.End.TRANSFERRED
    current.end_registered_on, current.end_document = registered_on, document
    close(current, on=on, since="进入现在的党支部", version=version)
    origin = current.organisation
    opened = Placement(
        member=member,
        organisation=to,
        starts_on=on,
        begin=Placement.Begin.TRANSFERRED,
        begin_registered_on=registered_on,
        begin_document=document,
    )
    insert(opened, by=by)
    lost = set(prefixes(origin.path)) - set(prefixes(to.path))
    posts = member.posts.filter(organisation__path__in=lost).exclude(kind__in=SENT)
    audit.record(
        Verb.MEMBER_TRANSFERRED,
        member,
        by=by,
        organisation=to,
        origin=str(origin),
        to=str(to),
        on=on,
        document=document,
        registered_on=registered_on,
        ended=_end(posts, on=on, since="任职开始"),
    )
    return opened


@service
def leave(  # the form is that wide
    *,
    placement: Placement,
    on: date,
    end: str,
    document: str,
    elsewhere: str,
    registered_on: date,
    version: int | None,
    by: User | None,
) -> Placement:
    """End a placement for good: moved out of the system, died, or 出党.

    Ends on the same day her posts, circumstances, employment and a suspension of 党籍.
    Raises CannotLeave when it has ended already; ValidationError, Stale.
    """
    ask_days(on=on, registered_on=registered_on, day="on")
    member = placement.member
    if placement.ends_on is not None:
        raise CannotLeave(f"{member}在{placement.organisation}到 {placement.ends_on} 就已结束。")
    if end in INSIDE:
        raise ValidationError({"end": "这里登记离开系统的党员；在系统内换支部请办理转接。"})
    if end == Placement.End.PROBATION_CANCELLED and member.is_full_on(on):
        raise ValidationError({"end": f"{member}到这一天已经是正式党员，不能取消预备党员资格。"})
    placement.end, placement.end_document = end, document
    placement.end_registered_on = registered_on
    came_from = placement.elsewhere
    placement.elsewhere = elsewhere or came_from
    close(placement, on=on, since="进入", version=version)
    ended = (
        _end(member.posts.all(), on=on, since="任职开始")
        + _end(member.circumstances.all(), on=on, since="情况开始")
        + _end(member.employments.all(), on=on, since="工作情况开始")
        + _end(member.standings.all(), on=on, since="停止党籍")
    )
    audit.record(
        Verb.MEMBER_LEFT,
        member,
        by=by,
        organisation=placement.organisation,
        origin=str(placement.organisation),
        end=Placement.End(end).label,
        on=on,
        document=document,
        registered_on=registered_on,
        came_from=came_from,
        elsewhere=elsewhere,
        ended=ended,
    )
    return placement


@service
def receive(*, member: Member, entry: Entry, today: date, by: User | None) -> Placement:
    """Place somebody known who is placed nowhere: come back from outside, or 党籍 restored.

    Raises CannotReceive when she is placed somewhere or died; ValidationError.
    """
    ask_days(on=entry.starts_on, registered_on=entry.registered_on, day="starts_on", today=today)
    last = member.placements.order_by("-starts_on").first()
    if last is not None and last.ends_on is None:
        raise CannotReceive("此人的组织关系已在系统内，请办理转接。")
    if last is not None and last.end == Placement.End.DIED:
        raise CannotReceive("此人登记为已去世，请先更正原来的记录。")
    if entry.begin not in COMES_BACK:
        raise ValidationError({"begin": "再次进入只能是系统外转入或恢复党籍，请重新选择。"})
    ask_begin(begin=entry.begin, starts_on=entry.starts_on, admitted_on=member.admitted_on)
    ask_ground(entry.organisation, entry.starts_on, day="starts_on")
    placement = placement_of(member, entry)
    insert(placement, by=by)
    audit.record(
        Verb.MEMBER_RECEIVED,
        member,
        by=by,
        organisation=entry.organisation,
        **told_of(entry),
    )
    return placement


@service
def suspend(
    *, member: Member, on: date, document: str, registered_on: date, by: User | None
) -> Standing:
    """Suspend a member's 党籍 from `on`: she is off the roll and stays where she is.

    Raises CannotSuspend when she is placed nowhere then; ValidationError.
    """
    ask_days(on=on, registered_on=registered_on, day="on")
    placement = member.placements.on(on).first()
    if placement is None:
        raise CannotSuspend(f"{member}在 {on} 不在任何党支部，不能停止党籍，请核对日期。")
    standing = Standing(
        member=member,
        kind=Standing.Kind.SUSPENDED,
        starts_on=on,
        registered_on=registered_on,
        document=document,
    )
    insert(standing, by=by)
    audit.record(
        Verb.STANDING_SUSPENDED,
        member,
        by=by,
        organisation=placement.organisation,
        on=on,
        document=document,
        registered_on=registered_on,
    )
    return standing


@service
def resume(
    *, standing: Standing, on: date, document: str, version: int | None, by: User | None
) -> Standing:
    """Restore 党籍 that was suspended, from `on`.

    Raises CannotResume when it was restored already or she is placed nowhere then;
    ValidationError, Stale.
    """
    member = standing.member
    if standing.ends_on is not None:
        raise CannotResume(f"{member}的党籍从 {standing.ends_on} 起已经恢复。")
    placement = member.placements.on(on).first()
    if placement is None:
        raise CannotResume(f"{member}在 {on} 不在任何党支部，请先登记接收。")
    standing.end_document = document
    close(standing, on=on, since="停止党籍", version=version)
    audit.record(
        Verb.STANDING_RESUMED,
        member,
        by=by,
        organisation=placement.organisation,
        on=on,
        document=document,
    )
    return standing


@service
def correct_placement(
    *,
    placement: Placement,
    facts: PlacementFacts,
    reason: str,
    version: int | None,
    by: User | None,
) -> Placement:
    """Mend mistyped days and documents of a member's last placement.

    Where the one before ended by the same transfer, it ends on the mended day too. Whether it
    has ended, and how, is not mended here.
    Raises CannotCorrect when it is not the last; ValidationError, Stale.
    """
    member = placement.member
    last = member.placements.order_by("-starts_on").first()
    if last is None or last.pk != placement.pk:
        raise CannotCorrect("只能更正最近一段组织关系，更早的不能改。")
    _ask_correction(placement, facts)
    old_day, moved = placement.starts_on, facts.starts_on != placement.starts_on
    new = {
        "starts_on": facts.starts_on,
        "begin_registered_on": facts.registered_on,
        "begin_document": facts.document,
        "elsewhere": facts.elsewhere,
        "ends_on": facts.ends_on,
        "end_registered_on": facts.end_registered_on,
        "end_document": facts.end_document,
    }
    old = audit.values(placement, new)
    before = member.placements.filter(ends_on=old_day, end__in=INSIDE).first()
    for name, value in new.items():
        setattr(placement, name, value)
    # Two that touch are moved in the order in which they never overlap.
    if before is not None and moved and facts.starts_on < old_day:
        _end_with(before, facts)
        before = None
    update(placement, version=version)
    if before is not None:
        _end_with(before, facts)
    audit.record(
        Verb.PLACEMENT_CORRECTED,
        member,
        by=by,
        organisation=placement.organisation,
        reason=reason,
        changes=audit.changes(old, placement),
    )
    return placement


def placement_of(member: Member, entry: Entry) -> Placement:
    """Return the placement, not yet written, that an entry tells of."""
    return Placement(
        member=member,
        organisation=entry.organisation,
        starts_on=entry.starts_on,
        begin=entry.begin,
        begin_registered_on=entry.registered_on,
        begin_document=entry.document,
        elsewhere=entry.elsewhere,
    )


def told_of(entry: Entry) -> dict[str, Any]:
    """Return what the log says of an entry."""
    return {
        "to": str(entry.organisation),
        "begin": Placement.Begin(entry.begin).label,
        "on": entry.starts_on,
        "document": entry.document,
        "registered_on": entry.registered_on,
        "elsewhere": entry.elsewhere,
    }


def _open(member: Member) -> Placement | None:
    rows = member.placements.select_related("organisation")
    return rows.filter(ends_on__isnull=True).first()


def _end(rows: DatedQuerySet[Any], *, on: date, since: str) -> int:
    """End those that hold from a day on; return how many."""
    ended = 0
    for row in rows.overlapping(on, None):
        close(row, on=on, since=since, version=row.version)
        ended += 1
    return ended


def _ask_correction(placement: Placement, facts: PlacementFacts) -> None:
    if (facts.ends_on is None) != (placement.ends_on is None):
        raise ValidationError({"ends_on": "这里只更正日期，不能登记离开，也不能撤回离开。"})
    admitted_on = placement.member.admitted_on
    ask_days(on=facts.starts_on, registered_on=facts.registered_on, day="starts_on")
    ask_begin(begin=placement.begin, starts_on=facts.starts_on, admitted_on=admitted_on)
    if facts.ends_on and facts.end_registered_on and facts.end_registered_on < facts.ends_on:
        raise ValidationError({"end_registered_on": "离开登记日期不能早于离开日期。"})
    ground = grounds_of([placement.organisation_id])[placement.organisation_id]
    if fault := ground.fault(facts.starts_on, facts.ends_on):
        raise ValidationError(fault)


def _end_with(before: Placement, facts: PlacementFacts) -> None:
    """Let the placement before end by the same transfer as the mended one begins."""
    if facts.starts_on <= before.starts_on:
        raise ValidationError({"starts_on": f"日期必须晚于上一段开始的 {before.starts_on}。"})
    before.ends_on, before.end_registered_on = facts.starts_on, facts.registered_on
    before.end_document = facts.document
    update(before, version=before.version)
