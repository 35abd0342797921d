"""Found, correct, rename, move, dissolve and empower organisations."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from branches import audit
from branches.audit import Verb
from branches.models import (
    MAX_DEPTH,
    Organisation,
    OrganisationName,
    Superior,
    User,
)
from branches.names import name_key
from branches.querysets import STEP
from branches.rules import may_stand_under
from branches.services.dissolution import CannotDissolve, CannotRestore, dissolve, restore
from branches.services.places import hindrance, not_in_future, wrong_place
from branches.services.transactions import close, insert, service, update

__all__ = [
    "CannotDissolve",
    "CannotMove",
    "CannotRestore",
    "Facts",
    "NewOrganisation",
    "correct",
    "dissolve",
    "found",
    "found_many",
    "move",
    "rename",
    "restore",
]

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class CannotMove(Exception):
    """The move is refused; the message is fit to show."""


@dataclass(frozen=True)
class Facts:
    """What is known of an organisation besides its name and superior.

    outside_superior: the body outside this tree it answers to; empty for ours.
    """

    code: str
    member_kind: str
    founded_on: date
    founding_document: str = ""
    outside_superior: str = ""


@dataclass(frozen=True)
class NewOrganisation:
    """One row of `found_many`. superior: the code of one that exists or stands before it."""

    kind: str
    name: str
    short_name: str
    superior: str
    facts: Facts


def _step() -> str:
    # Drawn, not counted: two that are founded at once never want the same number.
    return "".join(secrets.choice(_DIGITS) for _ in range(STEP))


def _place(organisation: Organisation, superior: Organisation | None) -> None:
    """Put a new organisation under its superior. Raises ValidationError."""
    if not may_stand_under(organisation.kind, superior.kind if superior else ""):
        raise ValidationError({"superior": wrong_place(organisation.kind, superior)})
    if superior and superior.depth >= MAX_DEPTH:
        raise ValidationError({"superior": f"层级最多 {MAX_DEPTH} 级，请选择更高一级的党组织。"})
    if superior and superior.dissolved_on:
        raise ValidationError({"superior": f"{superior}已经撤销，请选择别的上级党组织。"})
    if superior and superior.founded_on > organisation.founded_on:
        raise ValidationError(
            {"founded_on": f"上级党组织 {superior.founded_on} 才成立，成立日期不能更早。"}
        )
    organisation.superior = superior
    organisation.path = (superior.path if superior else "") + _step()


@service
def found(  # the form is that wide
    *,
    kind: str,
    name: str,
    short_name: str,
    superior: Organisation | None,
    facts: Facts,
    by: User | None,
) -> Organisation:
    """Found one organisation with its first name and superior on record.

    Raises ValidationError at the field that is wrong.
    """
    organisation = Organisation(kind=kind, name=name, short_name=short_name, **vars(facts))
    if superior is not None:
        superior = Organisation.objects.select_for_update().get(pk=superior.pk)
    _place(organisation, superior)
    insert(organisation, by=by)
    for row in _first_rows(organisation):
        insert(row, by=by)
    audit.record(
        Verb.ORGANISATION_FOUNDED, organisation, by=by, organisation=organisation, **vars(facts)
    )
    return organisation


@service
def found_many(*, rows: Sequence[NewOrganisation], by: User | None) -> dict[str, Organisation]:
    """Found many at once, superiors before those beneath them; return them by code.

    Raises ValidationError naming the row (from 1), with nothing written.
    """
    known = {row.code: row for row in Organisation.objects.all()}
    made: list[Organisation] = []
    for number, row in enumerate(rows, start=1):
        organisation = Organisation(
            kind=row.kind,
            name=row.name,
            short_name=row.short_name,
            name_key=name_key(row.name),
            recorded_by=by,
            **vars(row.facts),
        )
        if row.facts.code in known:
            raise ValidationError(f"第 {number} 行：编码 {row.facts.code} 已被使用，请换一个。")
        if row.superior and row.superior not in known:
            raise ValidationError(f"第 {number} 行：没有编码为 {row.superior} 的上级党组织。")
        try:
            _place(organisation, known.get(row.superior))
            organisation.clean_fields(exclude=["superior", "recorded_by"])
        except ValidationError as error:
            raise ValidationError(f"第 {number} 行：{'；'.join(error.messages)}") from error
        known[organisation.code] = organisation
        made.append(organisation)
    for _, level in groupby(sorted(made, key=lambda row: row.depth), key=lambda row: row.depth):
        Organisation.objects.bulk_create([_with_superior_key(row) for row in level])
    first = [row for organisation in made for row in _first_rows(organisation)]
    for dated in first:
        dated.recorded_by = by
    Superior.objects.bulk_create([row for row in first if isinstance(row, Superior)])
    OrganisationName.objects.bulk_create(
        [row for row in first if isinstance(row, OrganisationName)]
    )
    digest = sha256("\n".join(organisation.code for organisation in made).encode()).hexdigest()
    audit.record(Verb.ORGANISATIONS_FOUNDED, by=by, count=len(made), digest=digest)
    return {organisation.code: organisation for organisation in made}


def _with_superior_key(row: Organisation) -> Organisation:
    # The superior of a new row got its key only when the level above was written.
    row.superior_id = row.superior.pk if row.superior else None
    return row


def _first_rows(organisation: Organisation) -> list[Superior | OrganisationName]:
    rows: list[Superior | OrganisationName] = [
        OrganisationName(
            organisation=organisation,
            kind=organisation.kind,
            name=organisation.name,
            short_name=organisation.short_name,
            starts_on=organisation.founded_on,
            document=organisation.founding_document,
        )
    ]
    if organisation.superior is not None:
        rows.append(
            Superior(
                organisation=organisation,
                superior=organisation.superior,
                starts_on=organisation.founded_on,
                document=organisation.founding_document,
            )
        )
    return rows


@service
def correct(
    *, organisation: Organisation, facts: Facts, reason: str, version: int | None, by: User
) -> Organisation:
    """Mend mistyped facts of an organisation; its first name and superior began when it did.

    Raises ValidationError, Stale.
    """
    old = audit.values(organisation, vars(facts))
    for name, value in vars(facts).items():
        setattr(organisation, name, value)
    update(organisation, version=version)
    for rows in (organisation.names, organisation.superiors):
        for first in rows.filter(starts_on=old["founded_on"]).exclude(starts_on=facts.founded_on):
            if first.ends_on is not None and first.ends_on <= facts.founded_on:
                raise ValidationError({"founded_on": f"成立日期必须早于 {first.ends_on} 的变动。"})
            first.starts_on = facts.founded_on
            update(first, version=first.version)
    audit.record(
        Verb.ORGANISATION_CORRECTED,
        organisation,
        by=by,
        organisation=organisation,
        reason=reason,
        changes=audit.changes(old, organisation),
    )
    return organisation


@service
def rename(  # the form is that wide
    *,
    organisation: Organisation,
    kind: str,
    name: str,
    short_name: str,
    on: date,
    document: str,
    version: int | None,
    today: date,
    by: User,
) -> Organisation:
    """Give an organisation a new name or kind from `on`; the old stays on record.

    Raises ValidationError, Stale.
    """
    not_in_future(on, today=today)
    current = OrganisationName.objects.get(organisation=organisation, ends_on__isnull=True)
    if not may_stand_under(kind, organisation.superior.kind if organisation.superior else ""):
        raise ValidationError({"kind": wrong_place(kind, organisation.superior)})
    if kind != organisation.kind and (why := hindrance(organisation, on=on, kind=kind)):
        raise ValidationError({"kind": why})
    for beneath in organisation.subordinates.filter(dissolved_on__isnull=True):
        if not may_stand_under(beneath.kind, kind):
            label = Organisation.Kind(kind).label
            raise ValidationError({"kind": f"{label}之下不能有{beneath}，请先把它移走或撤销。"})
    close(current, on=on, since="上一次变动", version=current.version)
    insert(
        OrganisationName(
            organisation=organisation,
            kind=kind,
            name=name,
            short_name=short_name,
            starts_on=on,
            document=document,
        ),
        by=by,
    )
    old = audit.values(organisation, ("kind", "name", "short_name"))
    organisation.kind, organisation.name, organisation.short_name = kind, name, short_name
    update(organisation, version=version)
    audit.record(
        Verb.ORGANISATION_RENAMED,
        organisation,
        by=by,
        organisation=organisation,
        on=on,
        document=document,
        changes=audit.changes(old, organisation),
    )
    return organisation


@service
def move(  # the form is that wide
    *,
    organisation: Organisation,
    to: Organisation,
    on: date,
    document: str,
    version: int | None,
    today: date,
    by: User,
) -> Organisation:
    """Put an organisation and all beneath it under another superior from `on`.

    Today's tree changes at once, in one UPDATE of paths; the old superior stays on record.
    Raises CannotMove, ValidationError, Stale.
    """
    not_in_future(on, today=today)
    # Whoever moves holds the subtree and the target, so that two moves never make a circle;
    # taken in one order, so that they never wait for each other.
    everything = Organisation.objects.all()
    both = everything.within(organisation) | everything.filter(pk=to.pk)
    list(both.select_for_update().order_by("pk"))
    to.refresh_from_db()
    organisation.refresh_from_db(fields=["path", "superior"])
    if to.path.startswith(organisation.path):
        raise CannotMove("不能移到自己或自己的下级之下，请选择别的党组织。")
    if to.pk == organisation.superior_id:
        raise CannotMove(f"它现在就在{to}之下，请选择别的党组织。")
    if not may_stand_under(organisation.kind, to.kind):
        raise CannotMove(wrong_place(organisation.kind, to))
    if to.dissolved_on:
        raise CannotMove(f"{to}已经撤销，请选择别的党组织。")
    if on < to.founded_on:
        raise ValidationError({"on": f"{to}到 {to.founded_on} 才成立，日期不能更早。"})
    deepest = max(len(row.path) for row in everything.within(organisation))
    if (len(to.path) + deepest - len(organisation.path)) // STEP + 1 > MAX_DEPTH:
        raise CannotMove(f"移动后超过 {MAX_DEPTH} 级，请选择更高一级的党组织。")
    for current in organisation.superiors.filter(ends_on__isnull=True):
        close(current, on=on, since="上一次变动", version=current.version)
    insert(
        Superior(organisation=organisation, superior=to, starts_on=on, document=document), by=by
    )
    old_path, old_superior = organisation.path, organisation.superior
    new_path = to.path + old_path[-STEP:]
    Organisation.objects.within(organisation).update(
        path=Concat(Value(new_path), Substr("path", len(old_path) + 1))
    )
    organisation.path, organisation.superior = new_path, to
    update(organisation, version=version)
    audit.record(
        Verb.ORGANISATION_MOVED,
        organisation,
        by=by,
        organisation=organisation,
        on=on,
        document=document,
        changes={"superior": [str(old_superior), str(to)]},
    )
    return organisation
