"""Enter many people at once with their histories: the sample county, and lists taken over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from branches import audit
from branches.audit import Verb
from branches.models import DatedRecord, User
from branches.services.transactions import service
from members.models import Circumstance, Education, Employment, Member, Placement, Standing
from members.rules import number_fault
from members.services.facts import NewMember, Spell, Stay
from members.services.grounds import Ground, ask_begin, grounds_of

Row = TypeVar("Row", bound=DatedRecord)
# Asked of the database in one question; more parameters than this SQLite may refuse.
ASKED_AT_ONCE = 500


@service
def enter_many(*, rows: Sequence[NewMember], by: User | None) -> list[Member]:
    """Enter many people with their histories; return them in the order of the rows.

    Raises ValidationError naming the row (from 1), with nothing written.
    """
    grounds = grounds_of({stay.organisation.pk for row in rows for stay in row.stays})
    members: list[Member] = []
    for number, row in enumerate(rows, start=1):
        member = Member(recorded_by=by, **vars(row.facts))
        try:
            member.clean()
            _ask_row(member)
            _ask_stays(row, grounds)
            _ask_spells(row)
        except ValidationError as error:
            raise ValidationError(f"第 {number} 行：{'；'.join(error.messages)}") from error
        members.append(member)
    _ask_numbers(members)
    Member.objects.bulk_create(members)
    pairs = list(zip(members, rows, strict=True))
    _write(Placement, (row for pair in pairs for row in _placements(*pair)), by)
    _write(Employment, (row for pair in pairs for row in _employments(*pair)), by)
    _write(Education, (row for pair in pairs for row in _educations(*pair)), by)
    _write(Circumstance, (row for pair in pairs for row in _circumstances(*pair)), by)
    _write(Standing, (row for pair in pairs for row in _standings(*pair)), by)
    digest = sha256("\n".join(str(member.uid) for member in members).encode()).hexdigest()
    audit.record(Verb.MEMBERS_ENTERED, by=by, count=len(members), digest=digest)
    return members


def _write(model: type[Row], rows: Iterable[Row], by: User | None) -> None:
    made = list(rows)
    for row in made:
        row.recorded_by = by
        _ask_row(row)
    model._default_manager.bulk_create(made)


def _ask_row(row: models.Model) -> None:
    # What a row points at is there: the caller holds it.
    pointing = [field.name for field in row._meta.concrete_fields if field.is_relation]
    row.clean_fields(exclude=pointing)


def _ask_numbers(members: Sequence[Member]) -> None:
    """Ask whether every identity number can be, and is nobody else's."""
    seen: dict[str, int] = {}
    for place, member in enumerate(members, start=1):
        number = member.identity_number
        if not number:
            continue
        if fault := number_fault(number, today=date.max):
            raise ValidationError(f"第 {place} 行：{fault}")
        if number in seen:
            raise ValidationError(f"第 {place} 行：公民身份号码与第 {seen[number]} 行相同。")
        seen[number] = place
    field: Any = Member._meta.get_field("identity_index")
    places = {index: place for number, place in seen.items() for index in field.values_of(number)}
    indexes = list(places)
    for start in range(0, len(indexes), ASKED_AT_ONCE):
        asked = indexes[start : start + ASKED_AT_ONCE]
        known = Member.objects.filter(identity_index__in=asked).order_by("pk")
        for index in known.values_list("identity_index", flat=True):
            raise ValidationError(f"第 {places[index]} 行：这个身份号码已经登记过。")


def _ask_stays(row: NewMember, grounds: Mapping[int, Ground]) -> None:
    stays = _in_order(row.stays)
    if not stays:
        raise ValidationError("没有写明在哪个党支部。")
    if stays[0].begin in (Placement.Begin.TRANSFERRED, Placement.Begin.REORGANISED):
        raise ValidationError("第一段组织关系不能是系统内转入。")
    for stay in stays:
        ask_begin(begin=stay.begin, starts_on=stay.starts_on, admitted_on=row.facts.admitted_on)
        if (stay.ends_on is None) != (not stay.end):
            raise ValidationError("离开时要写明如何离开，没有离开的不写。")
        if fault := grounds[stay.organisation.pk].fault(stay.starts_on, stay.ends_on):
            raise ValidationError(list(fault.values()))


def _ask_spells(row: NewMember) -> None:
    _ask_apart(row.stays, "组织关系")
    _ask_apart(row.works, "工作情况")
    _ask_apart(row.schoolings, "学历")
    _ask_apart(row.suspensions, "党籍状态")
    for kind in {spell.told.kind for spell in row.conditions}:
        same = [spell for spell in row.conditions if spell.told.kind == kind]
        _ask_apart(same, Circumstance.Kind(kind).label)


def _ask_apart(spells: Sequence[Stay] | Sequence[Spell[Any]], label: str) -> None:
    """Ask whether each ends after it starts and before the next one starts."""
    for spell in spells:
        if spell.ends_on is not None and spell.ends_on <= spell.starts_on:
            raise ValidationError(f"{label}的结束日期必须晚于 {spell.starts_on}。")
    for one, following in pairwise(_in_order(spells)):
        if one.ends_on is None or one.ends_on > following.starts_on:
            raise ValidationError(f"{label}在 {following.starts_on} 前后重叠。")


def _in_order(spells: Sequence[Any]) -> list[Any]:
    return sorted(spells, key=lambda spell: spell.starts_on)


def _placements(member: Member, row: NewMember) -> Iterator[Placement]:
    for stay in _in_order(row.stays):
        yield Placement(
            member=member,
            organisation=stay.organisation,
            starts_on=stay.starts_on,
            begin=stay.begin,
            begin_registered_on=stay.registered_on or stay.starts_on,
            begin_document=stay.document,
            ends_on=stay.ends_on,
            end=stay.end,
            end_registered_on=stay.end_registered_on or stay.ends_on,
            end_document=stay.end_document,
            elsewhere=stay.elsewhere,
        )


def _days(spell: Spell[Any]) -> dict[str, Any]:
    return {"starts_on": spell.starts_on, "ends_on": spell.ends_on}


def _employments(member: Member, row: NewMember) -> Iterator[Employment]:
    for spell in row.works:
        retired = spell.told.job == Employment.Job.RETIRED
        yield Employment(member=member, is_retired=retired, **vars(spell.told), **_days(spell))


def _educations(member: Member, row: NewMember) -> Iterator[Education]:
    for spell in row.schoolings:
        yield Education(member=member, **vars(spell.told), **_days(spell))


def _circumstances(member: Member, row: NewMember) -> Iterator[Circumstance]:
    for spell in row.conditions:
        yield Circumstance(member=member, **vars(spell.told), **_days(spell))


def _standings(member: Member, row: NewMember) -> Iterator[Standing]:
    for spell in row.suspensions:
        yield Standing(
            member=member,
            kind=Standing.Kind.SUSPENDED,
            registered_on=spell.starts_on,
            **vars(spell.told),
            **_days(spell),
        )
