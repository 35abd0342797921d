"""Record, correct, confirm, reopen and withdraw a sitting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.core.exceptions import ValidationError

from activities.models import Attendance, Campaign, Lecturer, Sitting, SittingKind
from activities.rules import needs_year
from activities.services.rolls import Rolls
from branches import audit
from branches.audit import Verb
from branches.models import Organisation, OutsidePerson, Stale, User
from branches.options import Option
from branches.rules import is_late_entry
from branches.services.registers import setting_on
from branches.services.transactions import check, insert, service, update
from members.models import Member


class CannotCorrect(Exception):
    """The sitting is confirmed; the message is fit to show."""


class CannotConfirm(Exception):
    """Nothing is left to confirm, or nobody came; the message is fit to show."""


class CannotReopen(Exception):
    """The sitting is not confirmed; the message is fit to show."""


class CannotWithdraw(Exception):
    """The sitting is confirmed; the message is fit to show."""


@dataclass(frozen=True)
class SittingFacts:
    """What a sitting's form asks.

    host: a member who chaired it; anybody else is named in `host_name`.
    belongs_to_year: given for the kinds that need it, and for no other.
    """

    organisation: Organisation
    held_on: date
    title: str
    starts_at: time | None = None
    minutes: int | None = None
    form: str = Sitting.Form.ON_SITE
    place: str = ""
    summary: str = ""
    host: Member | None = None
    host_name: str = ""
    campaign: Campaign | None = None
    others: int = 0
    belongs_to_year: int | None = None


@dataclass(frozen=True)
class Taught:
    """Who taught: one of member, outsider and name; the office held at the time."""

    office: str
    member: Member | None = None
    outsider: OutsidePerson | None = None
    name: str = ""
    position: str = ""


@dataclass(frozen=True)
class Attended:
    """Whether one member came. Whoever was not expected is named only when she came."""

    member: Member
    status: str = Attendance.Status.PRESENT
    reason: str = ""
    is_expected: bool = True


@service
def record_sitting(  # the form is that wide
    *,
    facts: SittingFacts,
    kinds: Collection[str],
    lecturers: Sequence[Taught] = (),
    attendance: Sequence[Attended] = (),
    today: date,
    by: User | None,
) -> Sitting:
    """Enter a sitting as a draft, with its kinds, who taught and who came.

    Raises ValidationError.
    """
    judge(facts, kinds, today=today)
    sitting = Sitting(entered_on=today, **vars(facts))
    sitting.is_late = is_late(facts, entered_on=today)
    insert(sitting, by=by)
    _write_rows(sitting, kinds, lecturers, attendance)
    audit.record(
        Verb.SITTING_RECORDED,
        sitting,
        by=by,
        organisation=facts.organisation,
        held_on=facts.held_on,
        kinds=sorted(kinds),
        others=facts.others,
        attendance=_counted(attendance),
    )
    return sitting


@service
def correct_sitting(  # the form is that wide
    *,
    sitting: Sitting,
    facts: SittingFacts,
    kinds: Collection[str],
    lecturers: Sequence[Taught] = (),
    attendance: Sequence[Attended] = (),
    today: date,
    version: int | None,
    by: User,
) -> Sitting:
    """Mend a draft; its kinds, lecturers and attendance become these.

    Raises CannotCorrect for a confirmed one, ValidationError, Stale.
    """
    if sitting.is_confirmed:
        raise CannotCorrect("已确认的活动不能修改；确需修改的，请先由书记退回并写明原因。")
    if facts.organisation != sitting.organisation:
        raise ValidationError({"organisation": "活动不能改到另一个党组织，请撤回后重新登记。"})
    judge(facts, kinds, today=today)
    old, old_rows = audit.values(sitting, _FACTS), _rows_of(sitting)
    for name, value in vars(facts).items():
        setattr(sitting, name, value)
    sitting.is_late = is_late(facts, entered_on=sitting.entered_on)
    update(sitting, version=version)
    _clear_rows(sitting)
    _write_rows(sitting, kinds, lecturers, attendance)
    audit.record(
        Verb.SITTING_CORRECTED,
        sitting,
        by=by,
        organisation=sitting.organisation,
        changes={
            **audit.changes(old, sitting),
            **dict(_changed(old_rows, _rows_of(sitting))),
        },
    )
    return sitting


@service
def confirm_sitting(*, sitting: Sitting, today: date, version: int | None, by: User) -> Sitting:
    """Settle a draft, which makes it count. Raises CannotConfirm, Stale."""
    if sitting.is_confirmed:
        raise CannotConfirm("这次活动已经确认过了。")
    if not sitting.others and not sitting.roll.filter(status=Attendance.Status.PRESENT).exists():
        raise CannotConfirm("还没有登记到会的人，请先修改：勾选到会的，或者填写其他到会人数。")
    sitting.state, sitting.confirmed_on = Sitting.State.CONFIRMED, today
    sitting.confirmed_by = by
    update(sitting, version=version)
    audit.record(Verb.SITTING_CONFIRMED, sitting, by=by, organisation=sitting.organisation)
    return sitting


@service
def reopen_sitting(*, sitting: Sitting, reason: str, version: int | None, by: User) -> Sitting:
    """Make a confirmed sitting a draft again, so that it can be mended. Raises CannotReopen."""
    if not sitting.is_confirmed:
        raise CannotReopen("这次活动还没有确认，可以直接修改。")
    old = audit.values(sitting, ("confirmed_on", "confirmed_by"))
    sitting.state, sitting.confirmed_on = Sitting.State.DRAFT, None
    sitting.confirmed_by = None
    update(sitting, version=version)
    audit.record(
        Verb.SITTING_REOPENED,
        sitting,
        by=by,
        organisation=sitting.organisation,
        reason=reason,
        changes=audit.changes(old, sitting),
    )
    return sitting


@service
def withdraw_sitting(*, sitting: Sitting, reason: str, version: int | None, by: User) -> None:
    """Take away a draft that should not have been entered; the event keeps all of it.

    Raises CannotWithdraw for a confirmed one, Stale.
    """
    if sitting.is_confirmed:
        raise CannotWithdraw("已确认的活动不能撤回，请先退回并写明原因。")
    kept = {**audit.values(sitting, _FACTS), **_rows_of(sitting)}
    _clear_rows(sitting)
    if not Sitting.objects.filter(pk=sitting.pk, version=version or -1).delete()[0]:
        raise Stale(mine=sitting, theirs=Sitting.objects.get(pk=sitting.pk))
    audit.record(
        Verb.SITTING_WITHDRAWN,
        sitting,
        by=by,
        organisation=sitting.organisation,
        reason=reason,
        **kept,
    )


@service
def enter_officially(
    *, sitting: Sitting, on: date, number: str, version: int | None, by: User
) -> Sitting:
    """Note that a sitting was entered in the official system. Raises ValidationError, Stale."""
    if on < sitting.held_on:
        raise ValidationError({"on": f"活动 {sitting.held_on} 才开展，办理日期不能更早。"})
    old = audit.values(sitting, ("official_on", "official_number"))
    sitting.official_on, sitting.official_number = on, number
    update(sitting, version=version)
    audit.record(
        Verb.SITTING_ENTERED_OFFICIALLY,
        sitting,
        by=by,
        organisation=sitting.organisation,
        changes=audit.changes(old, sitting),
    )
    return sitting


def judge(facts: SittingFacts, kinds: Collection[str], *, today: date) -> None:
    """Refuse what cannot be. Raises ValidationError."""
    organisation, on = facts.organisation, facts.held_on
    if on > today:
        raise ValidationError({"held_on": "这一天还没有到，请在活动开展之后登记。"})
    if on < organisation.founded_on:
        raise ValidationError(
            {"held_on": f"党组织 {organisation.founded_on} 才成立，活动不能更早。"}
        )
    if organisation.dissolved_on and on >= organisation.dissolved_on:
        raise ValidationError({"held_on": f"党组织已于 {organisation.dissolved_on} 撤销。"})
    if not kinds:
        raise ValidationError({"kinds": "请至少选一个类型。"})
    if needs_year(kinds) and facts.belongs_to_year is None:
        raise ValidationError({"belongs_to_year": "这类活动要写明是哪个年度的。"})
    if facts.belongs_to_year is not None and not needs_year(kinds):
        raise ValidationError(
            {"belongs_to_year": "只有组织生活会、民主评议、民主生活会写所属年度，其他的请空着。"}
        )


def is_late(facts: SittingFacts, *, entered_on: date) -> bool:
    """Say whether entering it that day is late, by the 启用日 of its organisation."""
    opened_on = setting_on(Option.OPENED_ON, facts.organisation, entered_on)
    return is_late_entry(
        happened_on=facts.held_on,
        recorded_on=entered_on,
        opened_on=opened_on if isinstance(opened_on, date) else None,
    )


def attendance_rows(
    sitting: Sitting, attendance: Sequence[Attended], rolls: Rolls, *, path: str
) -> list[Attendance]:
    """Return the rows of who came, each with where she was placed. Raises ValidationError."""
    made, strangers = [], []
    for one in attendance:
        place = rolls.place(one.member.pk, sitting.held_on, within=path)
        if place is None:
            strangers.append(one.member.name)
            continue
        row = Attendance(sitting=sitting, member=one.member, organisation_id=place)
        row.status, row.reason, row.is_expected = one.status, one.reason, one.is_expected
        made.append(row)
    if strangers:
        names = "、".join(strangers[:5])
        more = f"等 {len(strangers)} 人" if len(strangers) > 5 else ""
        raise ValidationError(
            {"present": f"{names}{more}在 {sitting.held_on} 不在本党组织的党员名册上，请核对。"}
        )
    return made


_FACTS = (
    *("held_on", "title", "starts_at", "minutes", "form", "place", "summary", "host"),
    *("host_name", "campaign", "others", "belongs_to_year"),
)


def _write_rows(
    sitting: Sitting,
    kinds: Collection[str],
    lecturers: Sequence[Taught],
    attendance: Sequence[Attended],
) -> None:
    for kind in SittingKind.Kind.values:  # in the order of the list, whatever was ticked first
        if kind in kinds:
            SittingKind.objects.create(sitting=sitting, kind=kind)
    if unknown := set(kinds) - set(SittingKind.Kind.values):
        raise ValidationError({"kinds": f"没有这种类型：{'、'.join(sorted(unknown))}。"})
    for taught in lecturers:
        lecturer = Lecturer(sitting=sitting, **vars(taught))
        check(lecturer)
        lecturer.save(force_insert=True)
    rolls = Rolls(one.member.pk for one in attendance)
    rows = attendance_rows(sitting, attendance, rolls, path=sitting.organisation.path)
    for row in rows:
        row.clean_fields(exclude=["sitting", "member", "organisation"])
    Attendance.objects.bulk_create(rows)


def _clear_rows(sitting: Sitting) -> None:
    SittingKind.objects.filter(sitting=sitting).delete()
    Lecturer.objects.filter(sitting=sitting).delete()
    Attendance.objects.filter(sitting=sitting).delete()


def _rows_of(sitting: Sitting) -> dict[str, list[str]]:
    """Return everything beneath a sitting, by names, as its events tell it."""
    lecturers = Lecturer.objects.filter(sitting=sitting).for_listing()
    roll = Attendance.objects.filter(sitting=sitting).for_listing()
    found: dict[str, list[str]] = {
        "kinds": list(sitting.kinds.order_by("pk").values_list("kind", flat=True)),
        "lecturers": [
            " ".join(filter(None, [str(one), one.get_office_display(), one.position]))
            for one in lecturers
        ],
        **{str(status.value).lower(): [] for status in Attendance.Status},
        "unexpected": [],
    }
    for one in roll:
        place = str(one.status).lower() if one.is_expected else "unexpected"
        found[place].append(
            f"{one.member.name}（{one.reason}）" if one.reason else one.member.name
        )
    return found


def _changed(
    old: dict[str, list[str]], new: dict[str, list[str]]
) -> Iterator[tuple[str, list[list[str]]]]:
    for name in old:
        if old[name] != new[name]:
            # Of people only who is new in a list and who left it.
            yield (
                name,
                [
                    [one for one in old[name] if name == "kinds" or one not in new[name]],
                    [one for one in new[name] if name == "kinds" or one not in old[name]],
                ],
            )


def _counted(attendance: Sequence[Attended]) -> dict[str, int]:
    counts = Counter(str(one.status) for one in attendance)
    return {str(status.value).lower(): counts[status.value] for status in Attendance.Status}
