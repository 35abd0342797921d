"""How many members there are, and of which kinds: the figures of the home pages."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from branches.periods import years_before
from members.querysets import PlacementQuerySet
from reports.figures.figure import Figure

YOUNG = 35


def member_figures(rows: PlacementQuerySet, *, on: date) -> list[Figure]:
    """Return the figures of the roll of a day, in one query.

    rows: narrowed to whom the figures are for.
    """
    born_after = years_before(on, YOUNG + 1)
    counts = (
        rows.counted()
        .on_roll(on)
        .with_roll_facts(on=on)
        .aggregate(
            total=Count("pk"),
            probationary=Count("pk", filter=Q(stage="PROBATIONARY")),
            female=Count("pk", filter=Q(member__sex="FEMALE")),
            retired=Count("pk", filter=Q(is_retired=True)),
            to_35=Count("pk", filter=Q(member__born_on__gt=born_after)),
        )
    )
    asked = {
        "total": ("党员", {}),
        "probationary": ("预备党员", {"stage": "PROBATIONARY"}),
        "female": ("女党员", {"sex": "FEMALE"}),
        "retired": ("离退休党员", {"retired": "1"}),
        "to_35": ("35岁及以下党员", {"age": "TO_35"}),
    }
    return [
        Figure(f"members.{name}", label, "名", counts[name], _rows(query, on))
        for name, (label, query) in asked.items()
    ]


def _rows(query: dict[str, str], on: date) -> str:
    asked = urlencode({**query, "counted": "1", "on": on.isoformat()})
    return f"{reverse('members:member-list')}?{asked}"
