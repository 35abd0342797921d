"""Organisations and schools on the period's last day."""

from __future__ import annotations

from collections.abc import Callable

from branches.models import Organisation
from branches.querysets import OrganisationQuerySet, SchoolQuerySet
from reports.figures.figure import Measure, Scope
from reports.figures.organisations import PARTITION

BASIC = "支部和联合支部；总支、临时支部、派出工委和系统外的不计。"
STRONGEST = "每所学校只算最强的一种覆盖方式，各种相加等于民办学校总数。"


def _of_kind(kind: str) -> Callable[[Scope], OrganisationQuerySet]:
    return lambda scope: scope.standing.filter(kind=kind)


def _retired(scope: Scope) -> OrganisationQuerySet:
    return scope.standing.basic().filter(member_kind=Organisation.MemberKind.RETIRED)


def _private_in_form(form: str) -> Callable[[Scope], SchoolQuerySet]:
    return lambda scope: scope.schools.private().covered_in_form(form, on=scope.day)


def _covered_by_own(scope: Scope) -> SchoolQuerySet:
    return scope.schools.township().covered_in_form("OWN", on=scope.day)


def _covering_county(scope: Scope) -> OrganisationQuerySet:
    return scope.standing.covering(scope.schools.county(), on=scope.day)


MEASURES = [
    Measure(
        "branches.total", "基层党支部", "个", lambda scope: scope.standing.basic(), note=BASIC
    ),
    Measure("branches.general", "党总支", "个", _of_kind("GENERAL_BRANCH")),
    Measure("branches.party_committees", "基层党委", "个", _of_kind("PARTY_COMMITTEE")),
    Measure("branches.joint", "联合党支部", "个", _of_kind("JOINT_BRANCH")),
    Measure("branches.retired", "离退休党支部", "个", _retired),
    Measure(
        "schools.county.general_branches",
        "县直学校党总支",
        "个",
        lambda scope: _covering_county(scope).filter(kind="GENERAL_BRANCH"),
    ),
    Measure(
        "schools.county.branches",
        "县直学校党支部",
        "个",
        lambda scope: _covering_county(scope).basic(),
    ),
    Measure("schools.county", "县直公办学校", "所", lambda scope: scope.schools.county()),
    Measure("schools.township", "乡镇公办学校", "所", lambda scope: scope.schools.township()),
    Measure("schools.township.own", "单独设立党组织的乡镇公办学校", "所", _covered_by_own),
    Measure("schools.private", "民办学校", "所", lambda scope: scope.schools.private()),
    *(
        Measure(name, f"民办学校：{label}", "所", _private_in_form(form), note=STRONGEST)
        for form, (name, label) in PARTITION.items()
    ),
]
