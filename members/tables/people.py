"""These columns of the roll, on the screen and in a workbook."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.utils import timezone

from branches.screens import day_of
from branches.screens.columns import HIDE, SHORT, SHORT_HIDE, on_the_same_day
from members.articles import ETHNICITIES
from members.models import Education, Employment, Placement
from members.rules import completed_years

STAGES = {"FULL": "正式党员", "PROBATIONARY": "预备党员"}
# What a workbook holds instead of something encrypted; taken over again, it changes nothing.
CONCEALED = "******"
YES_NO = {True: "是", False: "否"}
_LEVELS, _DEGREES = dict(Education.Level.choices), dict(Education.Degree.choices)
_JOBS, _TITLES = dict(Employment.Job.choices), dict(Employment.Title.choices)


def member_page(record: Any, bound_column: Any) -> str | None:
    """Return the address of a person's page on the day the roll looks at; None when it is closed.

    A former branch keeps the name of who has left for another; her page is no longer its own.
    """
    if not record.is_open:
        return None
    return on_the_same_day("members:member-detail", record.member_id, bound_column)


def placed_page(record: Placement, bound_column: Any) -> str:
    """Return the address of the roll's organisation on the day the roll looks at."""
    return on_the_same_day("branches:organisation-detail", record.organisation_id, bound_column)


class RollTable(tables.Table):
    """The roll of a day as it is looked at."""

    name = tables.Column(
        "姓名", accessor="member__name", order_by="member__name_key", linkify=member_page
    )
    sex = tables.Column("性别", accessor="member__sex", attrs=HIDE)
    born_on = tables.Column("出生年月（年龄）", accessor="member__born_on", attrs=SHORT_HIDE)
    ethnicity = tables.Column("民族", accessor="member__ethnicity", attrs=SHORT_HIDE)
    level = tables.Column("学历", attrs=SHORT_HIDE)
    stage = tables.Column("人员类别", attrs=SHORT)
    organisation = tables.Column(
        "所在党支部",
        accessor="organisation__short_name",
        order_by="organisation__name_key",
        linkify=placed_page,
    )
    workplace = tables.Column("工作单位", attrs=HIDE)
    job = tables.Column("工作岗位", attrs=HIDE)
    is_retired = tables.Column("在职/离退休", attrs=SHORT_HIDE)

    class Meta:
        model = Placement
        fields = ("name",)
        order_by_field = "sort"

    def render_born_on(self, value: date) -> str:
        day = day_of(self.request, today=timezone.localdate())
        return f"{value:%Y-%m}（{completed_years(value, on=day)}岁）"

    def render_ethnicity(self, value: str) -> str:
        return ETHNICITIES.get(value, value)

    def render_level(self, value: str) -> str:
        return _LEVELS[value]

    def render_stage(self, value: str, record: Any) -> str:
        return f"{STAGES[value]}（停止党籍）" if record.is_suspended else STAGES[value]

    def render_job(self, value: str) -> str:
        return _JOBS[value]

    def render_is_retired(self, value: bool) -> str:  # noqa: FBT001  # tables2 calls by keyword
        return "离退休" if value else "在职"


class RollSheet(tables.Table):
    """The roll as a workbook that can be taken over again: one column an item of the form.

    What is encrypted is masked. For whom the page is closed it is left out, with what was never
    of that day alone: somebody else writes it now.
    """

    name = tables.Column("姓名", accessor="member__name", order_by="member__name_key")
    sex = tables.Column("性别", accessor="member__sex")
    ethnicity = tables.Column("民族", accessor="member__ethnicity")
    born_on = tables.Column("出生日期", accessor="member__born_on")
    identity_number = tables.Column("公民身份号码", accessor="member", orderable=False)
    level = tables.Column("学历", default="")
    degree = tables.Column("学位", default="")
    stage = tables.Column("人员类别")
    organisation = tables.Column(
        "所在党支部", accessor="organisation__short_name", order_by="organisation__name_key"
    )
    admitted_on = tables.Column("入党日期", accessor="member__admitted_on")
    confirmed_on = tables.Column("转正日期", accessor="member__confirmed_on", default="")
    job = tables.Column("工作岗位", default="")
    title = tables.Column("从事专业技术职务", default="")
    workplace = tables.Column("工作单位", default="")
    phone = tables.Column("联系电话", accessor="member", orderable=False)
    address = tables.Column("家庭住址", accessor="member", orderable=False)
    native_place = tables.Column("籍贯", accessor="member__native_place", default="")
    is_suspended = tables.Column("党籍状态")
    is_out_of_contact = tables.Column("是否失联党员")
    is_mobile = tables.Column("是否流动党员")
    joined_work_on = tables.Column("参加工作日期", accessor="member__joined_work_on", default="")
    note = tables.Column("备注", accessor="member__note", default="")
    is_retired = tables.Column("在职/离退休", exclude_from_export=True)

    class Meta:
        model = Placement
        fields = ("name",)
        order_by_field = "sort"

    def value_sex(self, record: Placement) -> str:
        return record.member.get_sex_display()

    def value_ethnicity(self, value: str) -> str:
        return ETHNICITIES.get(value, value)

    def value_born_on(self, value: date) -> date:
        return value

    value_admitted_on = value_confirmed_on = value_born_on

    def value_joined_work_on(self, value: date, record: Any) -> date | str:
        return value if record.is_open else ""

    def value_native_place(self, value: str, record: Any) -> str:
        return value if record.is_open else ""

    value_note = value_native_place

    def value_identity_number(self, record: Any) -> str:
        return record.member.masked_identity_number if record.is_open else ""

    def value_phone(self, record: Any) -> str:
        return record.member.masked_phone if record.is_open else ""

    def value_address(self, record: Any) -> str:
        return CONCEALED if record.is_open and record.member.address else ""

    def value_level(self, value: str) -> str:
        return _LEVELS[value]

    def value_degree(self, value: str) -> str:
        return _DEGREES.get(value, "")

    def value_stage(self, value: str) -> str:
        return STAGES[value]

    def value_job(self, value: str) -> str:
        return _JOBS[value]

    def value_title(self, value: str) -> str:
        return _TITLES.get(value, "")

    def value_is_suspended(self, value: bool) -> str:  # noqa: FBT001  # tables2 calls by keyword
        return "停止党籍" if value else "正常"

    def value_is_mobile(self, value: bool) -> str:  # noqa: FBT001  # tables2 calls by keyword
        return YES_NO[value]

    value_is_out_of_contact = value_is_mobile
