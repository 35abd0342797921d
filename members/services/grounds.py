"""Where members may be placed, and when: asked before any placement is written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from branches.models import Organisation, OrganisationName
from members.models import Placement
from members.rules import may_hold_members

# How an expulsion, a death or a departure is told from a change of place inside.
INSIDE = frozenset({Placement.End.TRANSFERRED, Placement.End.REORGANISED})


@dataclass(frozen=True)
class Ground:
    """An organisation and what it was called from when on, the oldest first."""

    organisation: Organisation
    kinds: tuple[tuple[date, str], ...]

    def kinds_over(self, starts_on: date, ends_on: date | None) -> set[str]:
        """Return every kind it was on a day of [starts_on, ends_on)."""
        untils = [since for since, _ in self.kinds[1:]] + [None]
        return {
            kind
            for (since, kind), until in zip(self.kinds, untils, strict=True)
            if (until is None or until > starts_on) and (ends_on is None or since < ends_on)
        }

    def fault(self, starts_on: date, ends_on: date | None = None) -> dict[str, str]:
        """Return why nobody can be placed here over [starts_on, ends_on), by field.

        Fields: `organisation`, or `starts_on` when the day is before it was founded.
        """
        here = self.organisation
        if starts_on < here.founded_on:
            return {"starts_on": f"{here}到 {here.founded_on} 才成立，日期不能更早。"}
        if here.dissolved_on and (ends_on is None or ends_on > here.dissolved_on):
            return {"organisation": f"{here}从 {here.dissolved_on} 起已经撤销，请选择别的党支部。"}
        wrong = {k for k in self.kinds_over(starts_on, ends_on) if not may_hold_members(k)}
        if wrong:
            label = Organisation.Kind(min(wrong)).label
            return {"organisation": f"{label}不接收党员的组织关系，请选择党支部或联合党支部。"}
        return {}


def grounds_of(keys: Collection[int]) -> dict[int, Ground]:
    """Return what must be known of these organisations, by key, held until the act is over.

    Held in one order, so that nobody dissolves one meanwhile and two acts never wait for each
    other.
    """
    found = Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    kinds: dict[int, list[tuple[date, str]]] = {}
    names = OrganisationName.objects.filter(organisation__in=keys).order_by("starts_on")
    for key, since, kind in names.values_list("organisation", "starts_on", "kind"):
        kinds.setdefault(key, []).append((since, kind))
    return {row.pk: Ground(row, tuple(kinds.get(row.pk, ()))) for row in found}


def ask_ground(
    organisation: Organisation, starts_on: date, *, place: str = "organisation", day: str
) -> None:
    """Ask whether somebody can be placed there from a day on, without an end.

    place, day: the fields of the form that name them. Raises ValidationError.
    """
    fault = grounds_of([organisation.pk])[organisation.pk].fault(starts_on)
    fields = {"organisation": place, "starts_on": day}
    if fault:
        raise ValidationError({fields[field]: message for field, message in fault.items()})


def ask_days(*, on: date, registered_on: date, day: str, today: date | None = None) -> None:
    """Ask whether a day and the day it was registered can be: none is to come, nor reversed.

    day: the field of the form that names `on`. Raises ValidationError.
    """
    if today is not None and on > today:
        raise ValidationError({day: "日期不能晚于今天。"})
    if today is not None and registered_on > today:
        raise ValidationError({"registered_on": "登记日期不能晚于今天。"})
    if registered_on < on:
        raise ValidationError({"registered_on": f"登记日期不能早于 {on}，请核对两个日期。"})


def ask_begin(*, begin: str, starts_on: date, admitted_on: date) -> None:
    """Ask whether a placement can begin so. Raises ValidationError at `starts_on`."""
    if begin == Placement.Begin.ADMITTED and starts_on != admitted_on:
        raise ValidationError(
            {"starts_on": f"发展党员从支部大会通过之日算起，应是入党日期 {admitted_on}。"}
        )
    if starts_on < admitted_on:
        raise ValidationError({"starts_on": f"不能早于入党日期 {admitted_on}。"})


def placed_here(organisation: Organisation, on: date, kind: str) -> str | None:
    """Return why an organisation cannot go, or be of another kind, from a day on.

    Members are placed there then. Registered with the ground floor, which knows no members.
    """
    if may_hold_members(kind):
        return None
    number = Placement.objects.filter(organisation=organisation).overlapping(on, None).count()
    if not number:
        return None
    return f"还有{number}名党员的组织关系在这里，请先把他们转出。"
