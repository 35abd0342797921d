"""Enter and correct people, change what they work as and learnt, show what is encrypted."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError

from branches import audit
from branches.audit import Verb
from branches.identity import normal_number
from branches.models import Organisation, User
from branches.services.keys import rekey
from branches.services.places import not_in_future
from branches.services.transactions import close, insert, service, update
from members.models import Circumstance, Education, Employment, Member, Placement
from members.rules import number_fault, warnings_of
from members.services.facts import (
    Condition,
    Entry,
    MemberFacts,
    NewMember,
    Schooling,
    Spell,
    Stay,
    Suspension,
    Work,
)
from members.services.grounds import ask_begin, ask_days, ask_ground
from members.services.placements import placement_of, told_of
from members.services.rosters import enter_many

__all__ = [
    "CannotEnter",
    "Condition",
    "Entry",
    "KnownNumber",
    "MemberFacts",
    "NewMember",
    "Schooling",
    "Spell",
    "Stay",
    "Suspension",
    "Work",
    "begin_circumstance",
    "change_schooling",
    "change_work",
    "correct_member",
    "end_circumstance",
    "enter_many",
    "enter_member",
    "rekey",
    "reveal",
]

# What may be asked to be shown, and what it is called in the log.
REVEALABLE = {"identity_number": "公民身份号码", "phone": "联系电话", "address": "家庭住址"}
COMES_FROM_INSIDE = (Placement.Begin.TRANSFERRED, Placement.Begin.REORGANISED)


class CannotEnter(Exception):
    """The person is not entered; the message is fit to show."""


class KnownNumber(CannotEnter):
    """Somebody has this identity number; the message says nothing of who or where.

    member: for the service that asks for a transfer; never shown.
    """

    def __init__(self, member: Member) -> None:
        super().__init__("这个身份号码已经登记过。请核对号码；号码无误的，请申请转接组织关系。")
        self.member = member


@service
def enter_member(  # the form is that wide
    *,
    facts: MemberFacts,
    entry: Entry,
    work: Work,
    schooling: Schooling | None,
    today: date,
    by: User | None,
) -> Member:
    """Enter a person with where she is placed, what she works as and learnt.

    What differs from the identity number is warned of in the log and refused nowhere.
    Raises KnownNumber, ValidationError.
    """
    _ask_facts(facts, today=today)
    number = normal_number(facts.identity_number)
    if known := Member.objects.with_number(number).first():
        raise KnownNumber(known)
    ask_days(on=entry.starts_on, registered_on=entry.registered_on, day="starts_on", today=today)
    if entry.begin in COMES_FROM_INSIDE:
        raise ValidationError({"begin": "新登记的人不是从系统内转来的，请重新选择如何进入。"})
    ask_begin(begin=entry.begin, starts_on=entry.starts_on, admitted_on=facts.admitted_on)
    ask_ground(entry.organisation, entry.starts_on, day="starts_on")
    member = Member(**vars(facts))
    insert(member, by=by)
    insert(placement_of(member, entry), by=by)
    insert(_employment(member, work, entry.starts_on), by=by)
    if schooling is not None:
        insert(Education(member=member, starts_on=entry.starts_on, **vars(schooling)), by=by)
    audit.record(
        Verb.MEMBER_ENTERED,
        member,
        by=by,
        organisation=entry.organisation,
        **told_of(entry),
        admitted_on=facts.admitted_on,
        irregular=member.irregular,
        warnings=_warnings(facts),
    )
    return member


@service
def correct_member(  # the form is that wide
    *,
    member: Member,
    facts: MemberFacts,
    reason: str,
    version: int | None,
    by: User | None,
    today: date | None = None,
) -> Member:
    """Mend mistyped facts of a person; a placement by her admission begins on the mended day.

    today: no mended day may be later; without it that is not asked.
    Raises ValidationError, Stale.
    """
    _ask_facts(facts, today=today)
    number = normal_number(facts.identity_number)
    if Member.objects.with_number(number).exclude(pk=member.pk).exists():
        raise ValidationError({"identity_number": "这个身份号码已经登记过。"})
    old = audit.values(member, vars(facts))
    for name, value in vars(facts).items():
        setattr(member, name, value)
    update(member, version=version)
    _follow_admission(member)
    audit.record(
        Verb.MEMBER_CORRECTED,
        member,
        by=by,
        organisation=_where(member),
        reason=reason,
        changes=audit.changes(old, member),
        irregular=member.irregular,
        warnings=_warnings(facts),
    )
    return member


@service
def change_work(
    *, member: Member, work: Work, on: date, today: date, by: User | None
) -> Employment:
    """Let a member work as something else from `on`. Raises ValidationError."""
    not_in_future(on, today=today)
    _ask_placed(member, on)
    for current in member.employments.filter(ends_on__isnull=True):
        close(current, on=on, since="上一次变动", version=current.version)
    employment = _employment(member, work, on)
    insert(employment, by=by)
    audit.record(
        Verb.WORK_CHANGED,
        member,
        by=by,
        organisation=_where(member),
        on=on,
        job=employment.get_job_display(),
        workplace=employment.place,
        office=work.office,
    )
    return employment


@service
def change_schooling(
    *, member: Member, schooling: Schooling, on: date, today: date, by: User | None
) -> Education:
    """Let another education be a member's highest from `on`. Raises ValidationError."""
    not_in_future(on, today=today)
    _ask_placed(member, on)
    for current in member.educations.filter(ends_on__isnull=True):
        close(current, on=on, since="上一次变动", version=current.version)
    education = Education(member=member, starts_on=on, **vars(schooling))
    insert(education, by=by)
    audit.record(
        Verb.SCHOOLING_CHANGED,
        member,
        by=by,
        organisation=_where(member),
        on=on,
        schooling=education.get_level_display(),
        degree=education.get_degree_display(),
    )
    return education


@service
def begin_circumstance(  # the form is that wide
    *,
    member: Member,
    organisation: Organisation,
    kind: str,
    on: date,
    whereabouts: str,
    today: date,
    by: User | None,
) -> Circumstance:
    """Register that something holds of a member from `on`. Raises ValidationError."""
    not_in_future(on, today=today)
    _ask_placed(member, on)
    circumstance = Circumstance(
        member=member,
        organisation=organisation,
        kind=kind,
        starts_on=on,
        whereabouts=whereabouts,
    )
    insert(circumstance, by=by)
    audit.record(
        Verb.CIRCUMSTANCE_BEGUN,
        member,
        by=by,
        organisation=organisation,
        circumstance=circumstance.get_kind_display(),
        on=on,
    )
    return circumstance


@service
def end_circumstance(
    *,
    circumstance: Circumstance,
    on: date,
    reason: str,
    version: int | None,
    today: date,
    by: User | None,
) -> Circumstance:
    """Register that it holds no more from `on`. Raises ValidationError, Stale."""
    not_in_future(on, today=today)
    if circumstance.ends_on is not None:
        raise ValidationError({"on": f"它到 {circumstance.ends_on} 就已结束。"})
    close(circumstance, on=on, since="情况开始", version=version)
    audit.record(
        Verb.CIRCUMSTANCE_ENDED,
        circumstance.member,
        by=by,
        organisation=circumstance.organisation,
        reason=reason,
        circumstance=circumstance.get_kind_display(),
        on=on,
    )
    return circumstance


@service
def reveal(*, member: Member, field: str, reason: str, by: User | None) -> str:
    """Return what an encrypted field of a member says, and log who asked and why.

    field: a key of REVEALABLE. Raises ValidationError.
    """
    if field not in REVEALABLE:
        raise ValidationError({"field": "请选择要查看的内容。"})
    if not reason.strip():
        raise ValidationError({"reason": "请写明查看的原因。"})
    audit.record(
        Verb.NUMBER_REVEALED,
        member,
        by=by,
        organisation=_where(member),
        reason=reason,
        field=REVEALABLE[field],
    )
    return str(getattr(member, field))


def _ask_facts(facts: MemberFacts, *, today: date | None) -> None:
    """Ask what the constraints cannot: the number, and whether a day is still to come."""
    faults = {}
    number = normal_number(facts.identity_number)
    if number and (fault := number_fault(number, today=today or date.max)):
        faults["identity_number"] = fault
    if today is not None:
        later = {
            name: "日期不能晚于今天。"
            for name, value in vars(facts).items()
            if name.endswith("_on") and value is not None and value > today
        }
        faults |= later
    if faults:
        raise ValidationError(faults)


def _follow_admission(member: Member) -> None:
    """Let a placement that began by admission begin on the day of it."""
    first = member.placements.order_by("starts_on").first()
    if first is None or first.starts_on == member.admitted_on:
        return
    if first.begin == Placement.Begin.ADMITTED:
        if first.ends_on is not None and first.ends_on <= member.admitted_on:
            raise ValidationError({"admitted_on": f"入党日期必须早于 {first.ends_on} 的变动。"})
        first.starts_on = member.admitted_on
        first.begin_registered_on = max(first.begin_registered_on, member.admitted_on)
        ask_ground(first.organisation, first.starts_on, place="admitted_on", day="admitted_on")
        update(first, version=first.version)
    elif first.starts_on < member.admitted_on:
        raise ValidationError(
            {"admitted_on": f"{first.starts_on} 起就登记在党支部，入党日期不能更晚。"}
        )


def _ask_placed(member: Member, on: date) -> None:
    if not member.placements.on(on).exists():
        raise ValidationError({"on": f"{member}在 {on} 不在任何党支部，请核对日期。"})


def _employment(member: Member, work: Work, starts_on: date) -> Employment:
    retired = work.job == Employment.Job.RETIRED
    return Employment(member=member, starts_on=starts_on, is_retired=retired, **vars(work))


def _warnings(facts: MemberFacts) -> list[str]:
    return warnings_of(identity_number=facts.identity_number, sex=facts.sex, born_on=facts.born_on)


def _where(member: Member) -> Organisation | None:
    last = member.placements.select_related("organisation").order_by("-starts_on").first()
    return last.organisation if last else None
