"""The columns of people on the way into the Party."""

from __future__ import annotations

import django_tables2 as tables

from branches.access import Permission
from branches.screens.columns import DAY_HIDE, HIDE
from branches.screens.registers import edit_page
from members.models import DevelopmentCase


class CaseTable(tables.Table):
    name = tables.Column(
        "姓名",
        order_by="name_key",
        linkify=edit_page("members:case-update", Permission.KEEP_DEVELOPMENT),
    )
    organisation = tables.Column("培养的党组织", accessor="organisation__short_name")
    stage = tables.Column("阶段", orderable=False)
    sex = tables.Column("性别", attrs=HIDE)
    born_on = tables.DateColumn(verbose_name="出生日期", format="Y-m-d", attrs=DAY_HIDE)
    work = tables.Column("身份", attrs=HIDE)
    school = tables.Column("所在学校", accessor="school__short_name", attrs=HIDE)
    applied_on = tables.DateColumn(verbose_name="递交申请", format="Y-m-d", attrs=DAY_HIDE)
    activist_on = tables.DateColumn(verbose_name="积极分子", format="Y-m-d", attrs=DAY_HIDE)
    target_on = tables.DateColumn(verbose_name="发展对象", format="Y-m-d", attrs=DAY_HIDE)
    irregular = tables.Column("不合规", orderable=False, attrs=HIDE)

    class Meta:
        model = DevelopmentCase
        fields = ("name", "organisation", "stage", "sex", "born_on", "work", "school")
        order_by_field = "sort"

    def render_stage(self, value: str) -> str:
        return str(DevelopmentCase.Stage(value).label)

    value_stage = render_stage
