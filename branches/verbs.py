"""The words of the log: what was done, and what the values in an event's detail are called."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Verb(StrEnum):
    """Everything the log can say was done."""

    LOGGED_IN = "account.logged_in"
    LOGGED_OUT = "account.logged_out"
    LOGIN_REFUSED = "account.login_refused"
    ACCOUNT_OPENED = "account.opened"
    ACCOUNT_CORRECTED = "account.corrected"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    PASSWORD_RESET = "account.password_reset"  # noqa: S105  # a verb
    PASSWORD_CHANGED = "account.password_changed"  # noqa: S105  # a verb
    APPOINTED = "appointment.made"
    APPOINTMENT_ENDED = "appointment.ended"
    REFUSED = "request.refused"
    EXPORTED = "list.exported"
    ORGANISATION_FOUNDED = "organisation.founded"
    ORGANISATIONS_FOUNDED = "organisations.founded"
    ORGANISATION_CORRECTED = "organisation.corrected"
    ORGANISATION_RENAMED = "organisation.renamed"
    ORGANISATION_MOVED = "organisation.moved"
    ORGANISATION_DISSOLVED = "organisation.dissolved"
    ORGANISATION_RESTORED = "organisation.restored"
    POWER_GRANTED = "approval_power.granted"
    POWER_ENDED = "approval_power.ended"
    OUTSIDE_PERSON_ENTERED = "outside_person.entered"
    OUTSIDE_PERSON_CORRECTED = "outside_person.corrected"
    SCHOOL_ENTERED = "school.entered"
    SCHOOLS_ENTERED = "schools.entered"
    SCHOOL_CORRECTED = "school.corrected"
    SCHOOL_CLOSED = "school.closed"
    SCHOOL_REOPENED = "school.reopened"
    HEAD_COUNT_RECORDED = "head_count.recorded"
    HEAD_COUNTS_RECORDED = "head_counts.recorded"
    COVERAGE_BEGUN = "coverage.begun"
    COVERAGES_BEGUN = "coverages.begun"
    COVERAGE_ENDED = "coverage.ended"
    SETTING_MADE = "setting.made"
    REQUEST_ASKED = "request.asked"
    REQUEST_ANSWERED = "request.answered"
    REQUEST_WITHDRAWN = "request.withdrawn"
    KEYS_ROTATED = "keys.rotated"

    # Of members.
    MEMBER_ENTERED = "member.entered"
    MEMBERS_ENTERED = "members.entered"
    MEMBER_CORRECTED = "member.corrected"
    WORK_CHANGED = "work.changed"
    SCHOOLING_CHANGED = "schooling.changed"
    CIRCUMSTANCE_BEGUN = "circumstance.begun"
    CIRCUMSTANCE_ENDED = "circumstance.ended"
    NUMBER_REVEALED = "number.revealed"
    MEMBER_TRANSFERRED = "member.transferred"
    MEMBER_LEFT = "member.left"
    MEMBER_RECEIVED = "member.received"
    PLACEMENT_CORRECTED = "placement.corrected"
    STANDING_SUSPENDED = "standing.suspended"
    STANDING_RESUMED = "standing.resumed"
    NUMBER_SEARCHED = "number.searched"
    POST_TAKEN = "post.taken"
    POSTS_TAKEN = "posts.taken"
    POST_CORRECTED = "post.corrected"
    POST_ENDED = "post.ended"

    # Of dues.

    # Of activities.

    # Of reports.


LABELS: dict[str, str] = {
    Verb.LOGGED_IN: "登录",
    Verb.LOGGED_OUT: "退出",
    Verb.LOGIN_REFUSED: "登录被拒绝",
    Verb.ACCOUNT_OPENED: "开设账号",
    Verb.ACCOUNT_CORRECTED: "修改账号",
    Verb.ACCOUNT_DISABLED: "停用账号",
    Verb.ACCOUNT_ENABLED: "启用账号",
    Verb.PASSWORD_RESET: "重置密码",
    Verb.PASSWORD_CHANGED: "修改密码",
    Verb.APPOINTED: "授予角色",
    Verb.APPOINTMENT_ENDED: "结束角色",
    Verb.REFUSED: "请求被拒绝",
    Verb.EXPORTED: "导出列表",
    Verb.ORGANISATION_FOUNDED: "成立党组织",
    Verb.ORGANISATIONS_FOUNDED: "批量成立党组织",
    Verb.ORGANISATION_CORRECTED: "更正党组织信息",
    Verb.ORGANISATION_RENAMED: "党组织更名",
    Verb.ORGANISATION_MOVED: "调整上级党组织",
    Verb.ORGANISATION_DISSOLVED: "撤销党组织",
    Verb.ORGANISATION_RESTORED: "恢复党组织",
    Verb.POWER_GRANTED: "授予审批权限",
    Verb.POWER_ENDED: "结束审批权限",
    Verb.OUTSIDE_PERSON_ENTERED: "登记系统外人员",
    Verb.OUTSIDE_PERSON_CORRECTED: "更正系统外人员",
    Verb.SCHOOL_ENTERED: "登记学校",
    Verb.SCHOOLS_ENTERED: "批量登记学校",
    Verb.SCHOOL_CORRECTED: "更正学校信息",
    Verb.SCHOOL_CLOSED: "学校停办",
    Verb.SCHOOL_REOPENED: "恢复办学",
    Verb.HEAD_COUNT_RECORDED: "登记学年数据",
    Verb.HEAD_COUNTS_RECORDED: "批量登记学年数据",
    Verb.COVERAGE_BEGUN: "开始覆盖",
    Verb.COVERAGES_BEGUN: "批量登记覆盖",
    Verb.COVERAGE_ENDED: "结束覆盖",
    Verb.SETTING_MADE: "修改设置",
    Verb.REQUEST_ASKED: "请示",
    Verb.REQUEST_ANSWERED: "答复请示",
    Verb.REQUEST_WITHDRAWN: "撤回请示",
    Verb.KEYS_ROTATED: "更换加密密钥",
    # Of members.
    Verb.MEMBER_ENTERED: "登记党员",
    Verb.MEMBERS_ENTERED: "批量登记党员",
    Verb.MEMBER_CORRECTED: "更正党员信息",
    Verb.WORK_CHANGED: "变更工作情况",
    Verb.SCHOOLING_CHANGED: "变更学历",
    Verb.CIRCUMSTANCE_BEGUN: "登记党员情况",
    Verb.CIRCUMSTANCE_ENDED: "结束党员情况",
    Verb.NUMBER_REVEALED: "查看加密信息",
    Verb.MEMBER_TRANSFERRED: "系统内转接组织关系",
    Verb.MEMBER_LEFT: "党员离开",
    Verb.MEMBER_RECEIVED: "接收党员",
    Verb.PLACEMENT_CORRECTED: "更正组织关系",
    Verb.STANDING_SUSPENDED: "停止党籍",
    Verb.STANDING_RESUMED: "恢复党籍",
    Verb.NUMBER_SEARCHED: "按号码查找党员",
    Verb.POST_TAKEN: "登记任职",
    Verb.POSTS_TAKEN: "批量登记任职",
    Verb.POST_CORRECTED: "更正任职",
    Verb.POST_ENDED: "登记离任",
    # Of dues.
    # Of activities.
    # Of reports.
}
# What the names in a detail are called, in the order they are told.
WORDS: dict[str, str] = {
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
    "decided_by": "答复的党组织",
    "words": "请示内容",
    "state": "状态",
    "reply_number": "批复文号",
    "comment": "答复意见",
    "key": "密钥标识",
}
# What stored values are called, by the name they stand under.
VALUES: dict[str, dict[Any, str]] = {"verb": LABELS}


def register(words: Mapping[str, str], values: Mapping[str, Mapping[Any, str]]) -> None:
    """Add what an app's details say; called once, from its AppConfig.ready().

    A name may be qualified by the kind of object an event is about: "members.Member.name" is
    what `name` is called there, whatever it is called elsewhere.
    words: what a name is called. They are told after those known before, in this order.
    values: for such a name, what each stored value is called.
    Raises ValueError where a name or a value is known as something else: qualify it.
    """
    _add(WORDS, words)
    for name, known in values.items():
        _add(VALUES.setdefault(name, {}), known)


def word(name: str, about: str = "") -> str:
    """Return what a name is called in an event about this kind of object; itself if unknown."""
    return WORDS.get(f"{about}.{name}") or WORDS.get(name, name)


def value_label(name: str, value: Any, about: str = "") -> str:
    """Return what a stored value is called under this name; itself if unknown."""
    qualified = VALUES.get(f"{about}.{name}", {})
    return qualified.get(value) or str(VALUES.get(name, {}).get(value, value))


def place(name: str, about: str = "") -> int:
    """Return where a name is told among the others; the unknown come last."""
    order = list(WORDS)
    places = [order.index(key) for key in (f"{about}.{name}", name) if key in WORDS]
    return places[0] if places else len(order)


def _add(known: dict[Any, str], more: Mapping[Any, str]) -> None:
    for key, text in more.items():
        if known.setdefault(key, text) != text:
            raise ValueError(f"{key!r} is called {known[key]} already, not {text}")
