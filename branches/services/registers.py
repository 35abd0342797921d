"""Powers to approve, people outside the roll, and settings by organisation and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError

from branches import audit, options
from branches.audit import Verb
from branches.models import ApprovalPower, Organisation, OutsidePerson, Setting, User
from branches.options import Option, Value
from branches.querysets import fuse, prefixes
from branches.rules import may_approve_admissions
from branches.services.transactions import close, insert, service, update


@service
def grant_power(
    *, organisation: Organisation, starts_on: date, document: str, by: User | None
) -> ApprovalPower:
    """Give an organisation the power to approve admissions. Raises ValidationError."""
    if not may_approve_admissions(organisation.kind):
        kind = organisation.get_kind_display()
        raise ValidationError({"starts_on": f"{kind}不能审批发展党员，只有党委、工委可以。"})
    power = ApprovalPower(organisation=organisation, starts_on=starts_on, document=document)
    insert(power, by=by)
    audit.record(
        Verb.POWER_GRANTED,
        organisation,
        by=by,
        organisation=organisation,
        starts_on=starts_on,
        document=document,
    )
    return power


@service
def end_power(
    *, power: ApprovalPower, on: date, reason: str, version: int | None, by: User
) -> ApprovalPower:
    """End the power to approve from `on`. Raises ValidationError, Stale."""
    close(power, on=on, since="授权", version=version)
    audit.record(
        Verb.POWER_ENDED,
        power.organisation,
        by=by,
        organisation=power.organisation,
        reason=reason,
        on=on,
    )
    return power


@service
def enter_outside_person(  # the form is that wide
    *,
    name: str,
    unit: str,
    office: str,
    is_party_member: bool,
    kept_by: Organisation,
    by: User | None,
) -> OutsidePerson:
    """Enter somebody who is not on the roll. Raises ValidationError."""
    person = OutsidePerson(
        name=name, unit=unit, office=office, is_party_member=is_party_member, kept_by=kept_by
    )
    insert(person, by=by)
    audit.record(
        Verb.OUTSIDE_PERSON_ENTERED, person, by=by, organisation=kept_by, unit=unit, office=office
    )
    return person


@service
def correct_outside_person(  # the form is that wide
    *,
    person: OutsidePerson,
    name: str,
    unit: str,
    office: str,
    is_party_member: bool,
    version: int | None,
    by: User,
) -> OutsidePerson:
    """Mend what is known of a person outside the roll. Raises ValidationError, Stale."""
    old = audit.values(person, ("name", "unit", "office", "is_party_member"))
    person.name, person.unit, person.office = name, unit, office
    person.is_party_member = is_party_member
    update(person, version=version)
    audit.record(
        Verb.OUTSIDE_PERSON_CORRECTED,
        person,
        by=by,
        organisation=person.kept_by,
        changes=audit.changes(old, person),
    )
    return person


@service
def make_setting(  # the form is that wide
    *,
    organisation: Organisation,
    option: Option,
    value: str,
    since: date,
    reason: str,
    by: User | None,
) -> Setting:
    """Set an option for an organisation and all beneath it from a day on.

    value: empty takes the default again. Raises ValidationError.
    """
    try:
        options.parse(option, value)
    except ValueError as error:
        hint = options.DECLARATIONS[option].hint
        raise ValidationError({"value": f"这个值读不懂。{hint}"}) from error
    setting = Setting(
        organisation=organisation, option=option, value=value, since=since, reason=reason
    )
    insert(setting, by=by)
    audit.record(
        Verb.SETTING_MADE,
        organisation,
        by=by,
        organisation=organisation,
        reason=reason,
        option=option,
        value=value,
        since=since,
    )
    return setting


def setting_on(option: Option, organisation: Organisation, day: date) -> Value | None:
    """Return what an option is for an organisation on a day: its own, inherited or the default."""
    return settings_on(option, [organisation], day)[organisation.pk]


def settings_on(
    option: Option, organisations: Iterable[Organisation], day: date
) -> dict[int, Value | None]:
    """Return what an option is for many organisations on a day, by their keys, in one query."""
    return settings_of({option: day}, organisations)[option]


def settings_of(
    asked: Mapping[Option, date], organisations: Iterable[Organisation]
) -> dict[Option, dict[int, Value | None]]:
    """Return what options are for many organisations, each on a day of its own, in one query."""
    ways = {row.pk: prefixes(row.path) for row in organisations}
    paths = sorted({path for way in ways.values() for path in way})
    with fuse(on=False):
        rows = Setting.objects.in_force(asked, paths=paths)
        found = list(rows.values_list("option", "organisation__path", "value"))
    texts: dict[tuple[str, str], str] = {}
    for option, path, text in found:  # the newest of each path comes first
        texts.setdefault((option, path), text)
    return {
        option: {key: _value(option, way, texts) for key, way in ways.items()} for option in asked
    }


def _value(option: Option, way: list[str], texts: dict[tuple[str, str], str]) -> Value | None:
    """Return what the nearest organisation along a way from the top says, else the default."""
    told = (texts[option, path] for path in reversed(way) if (option, path) in texts)
    return options.parse(option, next(told, "") or options.DECLARATIONS[option].default)
