"""Words for values, in templates."""

import json
from dataclasses import dataclass
from typing import Any

from django import template

from branches.audit import LABELS
from branches.models import Appointment, AuditEvent
from branches.tables import FORMS

register = template.Library()


@dataclass(frozen=True)
class Fact:
    """One line of a fact list."""

    label: str
    value: Any
    url: str = ""
    why: str = ""


@register.simple_tag
def fact(label: str, value: Any, url: str = "", why: str = "") -> Fact:
    """Return one line for `facts.html`; collect several with `as`."""
    return Fact(label, value, url, why)


@register.simple_tag
def listed(*items: Any) -> list[Any]:
    """Return the items as a list; a name the template never set arrives empty and is left out."""
    return [item for item in items if item]


@register.filter
def verb_label(verb: str) -> str:
    """Return what a verb of the log is called."""
    return LABELS.get(verb, verb)


@register.filter
def role_label(role: str) -> str:
    """Return what a role is called; empty for none."""
    return dict(Appointment.Role.choices).get(role, role)


@register.filter
def form_label(form: str) -> str:
    """Return what a way of coverage is called."""
    return FORMS.get(form, form)


@register.filter
def told(event: AuditEvent) -> list[tuple[str, str]]:
    """Return what an event's detail says, as pairs of words."""
    if not event.detail.text:
        return [("内容", "已按个人信息保护要求清除")]
    return [
        (_WORDS.get(key, key), _said(value))
        for key, value in json.loads(event.detail.text).items()
    ]


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return "；".join(
            f"{_WORDS.get(key, key)}：{_said(pair[0])} → {_said(pair[1])}"
            if isinstance(pair, list) and len(pair) == 2
            else f"{key}={pair}"
            for key, pair in value.items()
        )
    if value in (None, ""):
        return "（空）"
    return (
        {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )


_WORDS = {
    "changes": "变动",
    "code": "编码",
    "kind": "类别",
    "name": "全称",
    "short_name": "简称",
    "member_kind": "党员构成",
    "founded_on": "成立日期",
    "founding_document": "成立批复文号",
    "outside_superior": "系统外上级",
    "superior": "上级党组织",
    "dissolved_on": "撤销日期",
    "dissolution_document": "撤销批复文号",
    "on": "日期",
    "document": "文号",
    "ended": "同时结束（条）",
    "role": "角色或方式",
    "starts_on": "起始日期",
    "ends_on": "结束日期",
    "school": "学校",
    "school_uid": "学校标识",
    "school_year": "学年",
    "staff": "教职工",
    "teachers": "专任教师",
    "teachers_to_35": "35岁及以下专任教师",
    "women": "女教职工",
    "backbone_teachers": "骨干教师",
    "pupils": "学生",
    "stage": "办学类型",
    "ownership": "办学性质",
    "level": "隶属",
    "township": "所在乡镇",
    "opened_on": "开办日期",
    "closed_on": "停办日期",
    "count": "条数",
    "digest": "内容摘要（SHA-256）",
    "username": "用户名",
    "unit": "单位",
    "office": "职务",
    "is_party_member": "是否党员",
    "option": "设置项",
    "value": "值",
    "since": "从哪天起",
    "rows": "行数",
    "asked": "筛选条件",
    "status": "状态码",
    "method": "方法",
    "why": "原因",
}
