"""The items of one person's page: those of the national form, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from branches.regulations import Article
from members.articles import ARTICLES
from members.models import Circumstance, Education, Employment, Member, Placement, Standing
from members.rules import completed_years
from members.tables.people import STAGES


@dataclass(frozen=True)
class Why:
    """Why a value is what it is, and the article it follows from."""

    text: str
    article: Article


@dataclass(frozen=True)
class Item:
    """One line of a fact list."""

    label: str
    value: Any
    url: str = ""
    why: Why | None = None


@dataclass(frozen=True)
class Looked:
    """What holds of a person on the day her page looks at; None where nothing does."""

    on: date
    stay: Placement | None
    work: Employment | None
    education: Education | None
    standing: Standing | None
    circumstances: Iterable[Circumstance]


def items_of(member: Member, looked: Looked) -> list[Item]:
    """Return the items of a person on a day, but for what is encrypted."""
    return [*_herself(member, looked), *_party(member, looked), *_work(member, looked)]


def _herself(member: Member, looked: Looked) -> list[Item]:
    age, education = completed_years(member.born_on, on=looked.on), looked.education
    return [
        Item("性别", member.get_sex_display()),
        Item("民族", member.get_ethnicity_display()),
        Item("出生日期", f"{member.born_on}（{age}岁）"),
        Item("籍贯", member.native_place),
        Item("学历", education.get_level_display() if education else ""),
        Item("学位", education.get_degree_display() if education else ""),
    ]


def _party(member: Member, looked: Looked) -> list[Item]:
    stay, is_full = looked.stay, member.is_full_on(looked.on)
    place = reverse("branches:organisation-detail", args=[stay.organisation_id]) if stay else ""
    held = {row.kind: row for row in looked.circumstances}
    kinds = Circumstance.Kind
    return [
        Item("人员类别", STAGES["FULL" if is_full else "PROBATIONARY"]),
        Item("所在党支部", str(stay.organisation) if stay else "不在任何党支部", place),
        Item(
            "党籍状态",
            f"停止党籍，{looked.standing.starts_on} 起" if looked.standing else "正常",
        ),
        Item("入党日期", str(member.admitted_on)),
        Item("转正日期", _day(member.confirmed_on)),
        Item("接收审批日期", _day(member.admission_approved_on)),
        Item("转正审批日期", _day(member.confirmation_approved_on)),
        Item("党龄", f"{member.party_age_on(looked.on)}年", why=_why_of_age(member, looked.on)),
        Item("是否失联", _since(held.get(kinds.OUT_OF_CONTACT))),
        Item("是否流动", _since(held.get(kinds.MOBILE))),
    ]


def _work(member: Member, looked: Looked) -> list[Item]:
    work = looked.work
    return [
        Item("工作单位", work.place if work else ""),
        Item("工作岗位", work.get_job_display() if work else ""),
        Item("职务", work.office if work else ""),
        Item("专业技术职务", work.get_title_display() if work else ""),
        Item("参加工作日期", _day(member.joined_work_on)),
        Item("备注", member.note),
    ]


def _day(day: date | None) -> str:
    return str(day) if day else ""


def _since(row: Circumstance | None) -> str:
    if row is None:
        return "否"
    return "，".join(part for part in (f"是，{row.starts_on} 起", row.whereabouts) if part)


def _why_of_age(member: Member, on: date) -> Why:
    article = ARTICLES["DEV-28"]
    if not member.is_full_on(on):
        return Why(f"{article.says}还在预备期，党龄为0。", article)
    return Why(f"{article.says}{member.confirmed_on} 转正，算到 {on}，按满年计。", article)
