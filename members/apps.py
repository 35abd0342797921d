from django.apps import AppConfig

from branches import verbs
from members.articles import ETHNICITIES

# What the details of events about members say, in the order it is told.
_WORDS = {
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
    "members.Member.name": "姓名",
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
    "post": "党内职务",
    "holder": "任职人员",
    "how": "如何任职",
    "also_principal": "一肩挑",
    "is_full_time": "专职",
}


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "党员"

    def ready(self) -> None:
        # Models are there only when the apps are ready.
        from branches.models import Request  # noqa: PLC0415
        from branches.services.places import HINDRANCES  # noqa: PLC0415
        from branches.services.requests import (  # noqa: PLC0415
            APPROVALS,
            CONSEQUENCES,
            EVIDENCE,
        )
        from members.models import Member  # noqa: PLC0415
        from members.services.grounds import placed_here  # noqa: PLC0415
        from members.services.transfers import (  # noqa: PLC0415
            CONSEQUENCE,
            approve_transfer,
            evidence_of_transfer,
        )

        HINDRANCES.append(placed_here)
        APPROVALS[Request.Kind.TRANSFER_IN] = approve_transfer
        CONSEQUENCES[Request.Kind.TRANSFER_IN] = CONSEQUENCE
        EVIDENCE[Request.Kind.TRANSFER_IN] = evidence_of_transfer
        verbs.register(_WORDS, {"sex": dict(Member.Sex.choices), "ethnicity": ETHNICITIES})
