"""Keep the named campaigns that sittings carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from activities.models import Campaign
from branches import audit
from branches.audit import Verb
from branches.models import Organisation, User
from branches.services.transactions import insert, service, update


@dataclass(frozen=True)
class CampaignFacts:
    """What a campaign's form asks. ends_on: the first day no longer in it; None while it runs."""

    name: str
    year: int
    starts_on: date
    ends_on: date | None = None
    document: str = ""


@service
def keep_campaign(
    *,
    facts: CampaignFacts,
    kept_by: Organisation,
    by: User | None,
    campaign: Campaign | None = None,
    version: int | None = None,
) -> Campaign:
    """Enter a campaign, or mend one that still is at `version`.

    Raises ValidationError, Stale.
    """
    kept = campaign or Campaign(kept_by=kept_by)
    old = audit.values(kept, vars(facts)) if campaign else {}
    for name, value in vars(facts).items():
        setattr(kept, name, value)
    if campaign is None:
        insert(kept, by=by)
    else:
        update(kept, version=version)
    audit.record(
        Verb.CAMPAIGN_KEPT,
        kept,
        by=by,
        organisation=kept.kept_by,
        **({"changes": audit.changes(old, kept)} if campaign else vars(facts)),
    )
    return kept
