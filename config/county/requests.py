"""What a branch of the sample county has asked and nobody has answered yet."""

from __future__ import annotations

from datetime import timedelta

from branches.models import Organisation, User
from config.county.rolls import Rolls
from members.services.transfers import ask_for_transfer


def ask_for_someone(branch: Organisation, rolls: Rolls, *, by: User) -> None:
    """Ask for a member of another branch, a few days ago."""
    day = rolls.years.today - timedelta(days=3)
    line = rolls.on("SF1302", rolls.years.today)[5]
    ask_for_transfer(
        organisation=branch,
        identity_number=line.member.identity_number,
        name=line.member.name,
        note="已调到本校任教",
        today=day,
        by=by,
    )
