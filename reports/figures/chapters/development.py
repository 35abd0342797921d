"""Who is on the way into the Party, who was admitted and who confirmed."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import F, Q

from members.models import DevelopmentCase
from members.querysets import DevelopmentCaseQuerySet, PlacementQuerySet
from reports.figures.chapters.members import placements
from reports.figures.figure import Measure, Scope

APPROVED = "按上级党组织审批的日期统计，审批那天在哪个党组织就算哪个的。"


def _cases(scope: Scope) -> DevelopmentCaseQuerySet:
    rows: DevelopmentCaseQuerySet = scope.rows(DevelopmentCase.objects)
    return rows.in_organisations(scope.organisations)


def _approved(what: str) -> Callable[[Scope], PlacementQuerySet]:
    """Return what gives the placements, of the day itself, of whose approval is in the period.

    Placements and not people: whoever was placed elsewhere since still belongs to these figures.
    """
    day = f"member__{what}_approved_on"

    def rows(scope: Scope) -> PlacementQuerySet:
        period = scope.elapsed
        return placements(scope).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=F(day)),
            starts_on__lte=F(day),
            member__merged_into__isnull=True,
            **{f"{day}__gte": period.start, f"{day}__lt": period.end},
        )

    return rows


admitted = _approved("admission")


MEASURES = [
    Measure("development.admitted", "发展党员", "名", admitted, note=APPROVED),
    Measure(
        "development.confirmed", "预备党员转正", "名", _approved("confirmation"), note=APPROVED
    ),
    Measure(
        "development.applicants",
        "入党申请人",
        "名",
        lambda scope: _cases(scope).applicants(on=scope.day),
        note="递交申请、还没有确定为积极分子的。",
    ),
    Measure(
        "development.activists",
        "入党积极分子",
        "名",
        lambda scope: _cases(scope).activists(on=scope.day),
    ),
    Measure(
        "development.targets",
        "发展对象",
        "名",
        lambda scope: _cases(scope).targets(on=scope.day),
    ),
]
