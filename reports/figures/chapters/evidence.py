"""What problems are told from: for the working paper, never for the document or its workbook."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from activities.models import Sitting
from branches.options import Option
from branches.periods import Period
from branches.querysets import OrganisationQuerySet, SchoolQuerySet
from branches.services.registers import setting_on
from members.models import Placement
from members.querysets import PlacementQuerySet
from reports.figures.chapters.development import admitted
from reports.figures.chapters.dues import arrears
from reports.figures.chapters.elections import overdue
from reports.figures.chapters.members import YOUNG, roll
from reports.figures.figure import Measure, Scope, distinct


def _owing(scope: Scope) -> OrganisationQuerySet:
    """Branches that existed all through the period."""
    stood = scope.organisations.basic().on(scope.day)
    return stood.filter(founded_on__lt=scope.period.start)


def without_themed_day(scope: Scope) -> OrganisationQuerySet:
    """Return the branches that missed a themed day in at least one month of the period."""
    missed: Any = Q()
    for month in scope.period.months():
        held = Sitting._base_manager.filter(
            organisation=OuterRef("pk"),
            state="CONFIRMED",
            kinds__kind="THEMED_DAY",
            held_on__gte=month,
            held_on__lt=Period.month(month).end,
        )
        missed |= ~Exists(held)
    return _owing(scope).filter(missed)


def _without_admission(scope: Scope) -> OrganisationQuerySet:
    placed = Placement._base_manager.filter(
        organisation=OuterRef("pk"), begin="ADMITTED", member__in=admitted(scope)
    )
    rows = _owing(scope).exclude(member_kind="RETIRED")
    return rows.filter(~Exists(placed))


def _uncovered(scope: Scope) -> SchoolQuerySet:
    formed: Any = scope.schools.private().with_coverage_form(on=scope.day)
    rows: SchoolQuerySet = formed.filter(coverage_form__in=("INSTRUCTOR", "NONE"))
    return rows


def _wide(scope: Scope) -> OrganisationQuerySet:
    limit = setting_on(Option.JOINT_BRANCH_UNITS, scope.organisation, scope.day)
    joint: Any = scope.standing.filter(kind="JOINT_BRANCH").with_schools(on=scope.day)
    rows: OrganisationQuerySet = joint.filter(schools_covered__gt=int(str(limit)))
    return rows


def _young_in_post(scope: Scope) -> PlacementQuerySet:
    return roll(scope).in_post(on=scope.day).of_age(on=scope.day, most=YOUNG)


MEASURES = [
    Measure("evidence.owing", "整个时期都存在的党支部", "个", _owing),
    Measure(
        "evidence.without_themed_day", "有月份没有开展主题党日的党支部", "个", without_themed_day
    ),
    Measure("evidence.overdue", "届满未换届的党组织", "个", overdue, of=distinct("organisation")),
    Measure("evidence.arrears", "欠交党费的党员", "名", arrears, of=distinct("member")),
    Measure(
        "evidence.without_admission", "当年没有发展党员的在职党支部", "个", _without_admission
    ),
    Measure("evidence.uncovered", "没有党组织覆盖的民办学校", "所", _uncovered),
    Measure("evidence.wide_joint", "覆盖单位过多的联合党支部", "个", _wide),
    Measure("evidence.young", "35岁及以下在职党员", "名", _young_in_post),
    Measure("evidence.in_post", "在职党员", "名", lambda scope: roll(scope).in_post(on=scope.day)),
]
