"""Who is on the way into the Party, who was admitted and who confirmed."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from members.models import DevelopmentCase, Member, Placement
from members.querysets import DevelopmentCaseQuerySet, MemberQuerySet
from reports.figures.figure import Measure, Scope

APPROVED = "按上级党组织审批的日期统计。"


def _cases(scope: Scope) -> DevelopmentCaseQuerySet:
    rows: DevelopmentCaseQuerySet = scope.rows(DevelopmentCase.objects)
    return rows.in_organisations(scope.organisations)


def _approved(scope: Scope, column: str) -> MemberQuerySet:
    """Return whose approval lies in the period, placed on that day in the scope."""
    placed = Placement._base_manager.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef(column)),
        member=OuterRef("pk"),
        starts_on__lte=OuterRef(column),
        organisation__in=scope.organisations,
    )
    rows: MemberQuerySet = scope.rows(Member.objects)
    within = {f"{column}__gte": scope.period.start, f"{column}__lt": scope.period.end}
    return rows.filter(Exists(placed), **within)


def admitted(scope: Scope) -> MemberQuerySet:
    """Return whose admission was approved in the period."""
    return _approved(scope, "admission_approved_on")


MEASURES = [
    Measure("development.admitted", "发展党员", "名", admitted, note=APPROVED),
    Measure(
        "development.confirmed",
        "预备党员转正",
        "名",
        lambda scope: _approved(scope, "confirmation_approved_on"),
        note=APPROVED,
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
