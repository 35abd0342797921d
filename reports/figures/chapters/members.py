"""Members on the period's last day, and how their number moved."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Sum

from members.models import Placement
from members.querysets import PlacementQuerySet
from reports.figures.figure import Measure, Number, Rows, Scope

YOUNG = 35
ROLL = "正式党员和预备党员；停止党籍的和还在转入途中的不计。"


def roll(scope: Scope) -> PlacementQuerySet:
    """Return the roll of the scope's day, a row a person."""
    return placements(scope).on_roll(scope.day)


def placements(scope: Scope) -> PlacementQuerySet:
    """Return every placement in the scope's organisations, whenever it held."""
    rows: PlacementQuerySet = scope.rows(Placement.objects)
    return rows.in_organisations(scope.organisations)


def _in_post_percent(rows: Rows, scope: Scope) -> Number | None:
    """Members in post for each hundred staff of the covered schools, one decimal."""
    schools: Any = scope.schools.with_coverage_form(on=scope.day)
    covered = schools.exclude(coverage_form="NONE")
    staff: int | None = covered.with_head_count(on=scope.day).aggregate(total=Sum("staff"))[
        "total"
    ]
    if not staff:
        return None
    share = Decimal(100 * rows.count()) / Decimal(staff)
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


MEASURES = [
    Measure("members.total", "党员", "名", roll, note=ROLL),
    Measure(
        "members.probationary",
        "预备党员",
        "名",
        lambda scope: roll(scope).probationary(on=scope.day),
    ),
    Measure(
        "members.female", "女党员", "名", lambda scope: roll(scope).filter(member__sex="FEMALE")
    ),
    Measure(
        "members.minority",
        "少数民族党员",
        "名",
        lambda scope: roll(scope).exclude(member__ethnicity="01"),
    ),
    Measure(
        "members.retired", "离退休党员", "名", lambda scope: roll(scope).retired(on=scope.day)
    ),
    Measure(
        "members.to_35",
        "35岁及以下党员",
        "名",
        lambda scope: roll(scope).of_age(on=scope.day, most=YOUNG),
    ),
    Measure(
        "members.of_staff_percent",
        "在职党员占教职工",
        "%",
        lambda scope: roll(scope).in_post(on=scope.day),
        of=_in_post_percent,
        note="在职党员 ÷ 有党组织或指导员覆盖的学校的教职工，人数沿用最近一个学年的。",
    ),
]
