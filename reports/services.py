"""Do: keep the committee's words of a year's summary."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from branches import audit
from branches.audit import Verb
from branches.models import Organisation, User
from branches.services.transactions import insert, service, update
from reports.models import SummaryText


@service
def keep_text(  # the form is that wide
    *,
    organisation: Organisation,
    year: int,
    slot: str,
    text: str,
    source: str,
    version: int | None,
    by: User | None,
) -> SummaryText:
    """Enter, correct or take back the words for one place of a year's summary.

    text, source: both empty take back what stands there. version: of the row that is corrected;
    None when there is none yet. Raises ValidationError, Stale.
    """
    found = SummaryText.objects.filter(organisation=organisation, year=year, slot=slot).first()
    if found is None and not text:
        raise ValidationError({"text": "请填写这一项。"})
    row = found or SummaryText(organisation=organisation, year=year, slot=slot)
    old = audit.values(row, ("text", "source"))
    row.text, row.source = text, source
    if found is None:
        insert(row, by=by)
    else:
        update(row, version=version)
    audit.record(
        Verb.SUMMARY_TEXT_KEPT,
        row,
        by=by,
        organisation=organisation,
        slot=slot,
        year=year,
        changes=audit.changes(old, row),
    )
    return row
