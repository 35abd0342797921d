"""Dissolve organisations, and take a dissolution back."""

from __future__ import annotations

from datetime import date

from branches import audit
from branches.audit import Verb
from branches.models import Organisation, User
from branches.rules import may_stand_under
from branches.services.places import hindrance, not_in_future, wrong_place
from branches.services.transactions import close, service, update


class CannotDissolve(Exception):
    """The organisation cannot be dissolved yet; the message is fit to show."""


class CannotRestore(Exception):
    """The organisation cannot be restored yet; the message is fit to show."""


@service
def dissolve(
    *,
    organisation: Organisation,
    on: date,
    document: str,
    version: int | None,
    today: date,
    by: User,
) -> Organisation:
    """Dissolve an organisation from `on`, which ends its coverages and powers.

    Raises CannotDissolve while organisations beneath it still exist or something an upper app
    keeps hinders it; ValidationError, Stale.
    """
    not_in_future(on, today=today)
    # Locked, so that nobody founds or moves anything under it meanwhile.
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    beneath = Organisation.objects.within(locked).exclude(pk=locked.pk)
    if beneath.exclude(dissolved_on__lte=on).exists():
        raise CannotDissolve("它还有下级党组织，请先把下级移走或撤销。")
    if why := hindrance(locked, on=on, kind=""):
        raise CannotDissolve(why)
    organisation.dissolved_on, organisation.dissolution_document = on, document
    ended = 0
    for rows in (organisation.coverages, organisation.approval_powers):
        for row in rows.overlapping(on, None):
            close(row, on=on, since="覆盖或授权开始", version=row.version)
            ended += 1
    update(organisation, version=version)
    audit.record(
        Verb.ORGANISATION_DISSOLVED,
        organisation,
        by=by,
        organisation=organisation,
        on=on,
        document=document,
        ended=ended,
    )
    return organisation


@service
def restore(
    *, organisation: Organisation, reason: str, version: int | None, by: User
) -> Organisation:
    """Take a dissolution back, as the mistake it was. Coverages are entered anew.

    Raises CannotRestore while its superior is dissolved or of another kind; Stale.
    """
    superior = organisation.superior
    if superior is not None and superior.dissolved_on:
        raise CannotRestore(f"它的上级{superior}已经撤销，请先恢复上级。")
    if superior is not None and not may_stand_under(organisation.kind, superior.kind):
        raise CannotRestore(wrong_place(organisation.kind, superior))
    old = audit.values(organisation, ("dissolved_on", "dissolution_document"))
    organisation.dissolved_on, organisation.dissolution_document = None, ""
    update(organisation, version=version)
    audit.record(
        Verb.ORGANISATION_RESTORED,
        organisation,
        by=by,
        organisation=organisation,
        reason=reason,
        changes=audit.changes(old, organisation),
    )
    return organisation
