"""Words for values, in templates."""

import json
from dataclasses import dataclass
from typing import Any

from django import template

from branches.audit import LABELS
from branches.models import Appointment, AuditEvent, Coverage, Organisation, School
from branches.options import DECLARATIONS
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
    """Return what an event's detail says, as pairs of words; what is empty says nothing."""
    if not event.detail.text:
        return [("内容", "已按个人信息保护要求清除")]
    detail = json.loads(event.detail.text)
    changes = detail.pop("changes", {})
    facts = [(key, value) for key, value in detail.items() if value not in (None, "", {})]
    return [
        *((_word(key, value), _said(key, value)) for key, value in sorted(facts, key=_place)),
        *(
            (_word(key, new), f"{_said(key, old)} → {_said(key, new)}")
            for key, (old, new) in sorted(changes.items(), key=_place)
        ),
    ]


@register.filter
def briefly(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out what only programs know things by."""
    return [pair for pair in pairs if pair[0] not in {_WORDS["school_uid"], _WORDS["digest"]}]


def _place(pair: tuple[str, Any]) -> int:
    order = list(_WORDS)
    return order.index(pair[0]) if pair[0] in order else len(order)


def _word(key: str, value: Any) -> str:
    if key == "role" and value in Appointment.Role.values:
        return "角色"
    return _WORDS.get(key, key)


def _said(key: str, value: Any) -> str:
    if isinstance(value, dict):
        return "；".join(
            f"{_word(name, part)}：{_said(name, part)}" for name, part in value.items()
        )
    if isinstance(value, list):
        return "、".join(_said(key, part) for part in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if value in (None, ""):
        return "（空）"
    return str(_VALUES.get(key, {}).get(value, value))


# What stored values are called, by the name they stand under in a detail.
_VALUES: dict[str, dict[Any, str]] = {
    "role": dict(Coverage.Role.choices) | dict(Appointment.Role.choices),
    "kind": dict(Organisation.Kind.choices),
    "member_kind": dict(Organisation.MemberKind.choices),
    "stage": dict(School.Stage.choices),
    "ownership": dict(School.Ownership.choices),
    "level": dict(School.Level.choices),
    "coverage_form": FORMS,
    "option": {str(option): declared.label for option, declared in DECLARATIONS.items()},
    "verb": LABELS,
    "why": {"wrong": "用户名或密码不对", "locked": "已锁定"},
}
# In the order they are told.
_WORDS = {
    "code": "编码",
    "kind": "类别",
    "name": "名称",
    "short_name": "简称",
    "member_kind": "党员构成",
    "founded_on": "成立日期",
    "founding_document": "成立批复文号",
    "outside_superior": "系统外上级",
    "superior": "上级党组织",
    "dissolved_on": "撤销日期",
    "dissolution_document": "撤销批复文号",
    "school": "学校",
    "school_uid": "学校标识",
    "role": "覆盖方式",
    "starts_on": "起始日期",
    "ends_on": "结束日期",
    "on": "日期",
    "document": "文号",
    "ended": "同时结束（条）",
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
    "q": "查找",
    "sort": "排序",
    "export": "格式",
    "status": "状态码",
    "method": "方法",
    "why": "原因",
    "year": "年度",
    "month": "月份",
    "due": "每月应交（元）",
    "sum": "金额合计（元）",
    "paid_on": "交纳日期",
    "unpaid": "未交（人）",
    "added": "新核定（人月）",
    "replaced": "重新核定（人月）",
    "without_basis": "没有基数（人）",
    "approved_by": "批准的党组织",
    "member_uid": "党员标识",
    "origin": "原党支部",
    "to": "现党支部",
    "begin": "如何进入",
    "end": "如何离开",
    "begin_document": "进入文号",
    "end_document": "离开文号",
    "registered_on": "登记日期",
    "begin_registered_on": "进入登记日期",
    "end_registered_on": "离开登记日期",
    "elsewhere": "系统外来源或去向",
    "came_from": "系统外来源",
    "sex": "性别",
    "ethnicity": "民族",
    "born_on": "出生日期",
    "native_place": "籍贯",
    "identity_number": "公民身份号码",
    "phone": "联系电话",
    "address": "家庭住址",
    "admitted_on": "入党日期",
    "admission_approved_on": "接收预备党员审批日期",
    "confirmed_on": "转正日期",
    "confirmation_approved_on": "转正审批日期",
    "joined_work_on": "参加工作日期",
    "note": "备注",
    "irregular": "不合规之处",
    "warnings": "提示",
    "job": "工作岗位",
    "workplace": "工作单位",
    "schooling": "学历",
    "degree": "学位",
    "circumstance": "情况",
    "field": "内容",
    "key": "密钥标识",
}
