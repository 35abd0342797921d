"""What is missing in the registers of organisations and schools."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse

from branches.articles import ARTICLES
from branches.models import Organisation
from branches.options import Option
from branches.querysets import OrganisationQuerySet, SchoolQuerySet
from branches.rules import covers_too_many, school_year
from branches.services.registers import settings_on
from reports.findings.finding import Finding


def uncovered_schools(rows: SchoolQuerySet, *, on: date) -> Iterator[Finding]:
    """Yield that some private schools are reached by no organisation and no instructor."""
    number = rows.on(on).private().covered_in_form("NONE", on=on).count()
    if number:
        yield Finding(
            text=f"{number} 所民办学校还没有党组织或党建指导员覆盖",
            reason=str(ARTICLES["SCH-03"]) + "：" + ARTICLES["SCH-03"].says,
            state="info",
            url=_list("branches:school-list", ownership="PRIVATE", coverage_form="NONE"),
            label="查看这些学校",
        )


def wide_joint_branches(rows: OrganisationQuerySet, *, on: date) -> Iterator[Finding]:
    """Yield each joint branch that covers more units than it normally should."""
    joint = rows.on(on).filter(kind=Organisation.Kind.JOINT_BRANCH).with_schools(on=on)
    joint = joint.order_by("code")
    limits = settings_on(Option.JOINT_BRANCH_UNITS, joint, on)
    for row in joint:
        limit = int(str(limits[row.pk]))
        if covers_too_many(row.schools_covered, limit=limit):
            yield Finding(
                text=f"{row}覆盖 {row.schools_covered} 个单位，一般不超过 {limit} 个",
                reason=f"{ARTICLES['ORG-03']}：{ARTICLES['ORG-03'].says}",
                state="info",
                url=reverse("branches:organisation-detail", args=[row.pk]),
                label="查看覆盖情况",
            )


def uncounted_schools(rows: SchoolQuerySet, *, on: date) -> Iterator[Finding]:
    """Yield that some schools have no head count of this school year yet."""
    number = rows.on(on).uncounted(on=on).count()
    if number:
        year = school_year(on)
        yield Finding(
            text=f"{number} 所学校还没有 {year}—{year + 1} 学年的人数",
            reason="没有新数据时沿用上一学年的；党员占比等比例以它为分母。",
            state="info",
            url=_list("branches:school-list", counts="MISSING"),
            label="查看这些学校",
        )


def organisations_without_account(rows: OrganisationQuerySet, *, on: date) -> Iterator[Finding]:
    """Yield that for some branches nobody can log in."""
    number = rows.on(on).basic().without_account(on=on).count()
    if number:
        yield Finding(
            text=f"{number} 个党支部还没有书记或党务工作者的账号",
            reason="没有账号的支部不能自己登记，请系统管理员开设。",
            state="info",
            url=_list("branches:organisation-list", kind="BASIC", accounts="NONE"),
            label="查看这些党支部",
        )


def undocumented(rows: OrganisationQuerySet, *, on: date) -> Iterator[Finding]:
    """Yield each organisation whose founding has no document on record, the newest first."""
    missing = rows.on(on).counted().filter(founding_document="").exclude(kind="COMMITTEE")
    for row in missing.order_by(F("founded_on").desc(), "pk")[:5]:
        yield Finding(
            text=f"{row}没有登记成立批复文号",
            reason="成立、调整、撤销党组织都要有上级批复。",
            state="info",
            url=reverse("branches:organisation-update", args=[row.pk]),
            label="补填文号",
        )


def _list(name: str, **query: str) -> str:
    return f"{reverse(name)}?{urlencode(query)}"
