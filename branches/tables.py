"""These columns."""

import django_tables2 as tables
from django.urls import reverse

from branches.audit import LABELS
from branches.models import (
    Appointment,
    AuditEvent,
    Organisation,
    OutsidePerson,
    Request,
    School,
    Setting,
    User,
)
from branches.screens.columns import (
    DAY,
    DAY_HIDE,
    HIDE,
    NUMBER,
    organisation_page,
    school_page,
)


class OrganisationTable(tables.Table):
    short_name = tables.Column("党组织", order_by="name_key", linkify=organisation_page)
    code = tables.Column("编码", attrs=HIDE)
    kind = tables.Column("类别")
    member_kind = tables.Column("党员构成", attrs=HIDE)
    superior = tables.Column("上级", accessor="superior__short_name", attrs=HIDE)
    schools_covered = tables.Column("覆盖学校（所）", attrs=NUMBER)
    founded_on = tables.DateColumn(verbose_name="成立日期", format="Y-m-d", attrs=DAY_HIDE)

    class Meta:
        model = Organisation
        fields = ("short_name", "code", "kind", "member_kind", "superior", "schools_covered")
        order_by_field = "sort"


class SchoolTable(tables.Table):
    short_name = tables.Column("学校", order_by="name_key", linkify=school_page)
    code = tables.Column("代码", attrs=HIDE)
    stage = tables.Column("办学类型", attrs=HIDE)
    ownership = tables.Column("性质")
    level = tables.Column("隶属", attrs=HIDE)
    township = tables.Column("所在乡镇", attrs=HIDE)
    coverage_form = tables.Column("组织覆盖")
    staff = tables.Column("教职工（人）", attrs=NUMBER)
    teachers = tables.Column(
        "专任教师（人）", attrs=NUMBER | {"td": {"class": "number card-hide"}}
    )
    counted_year = tables.Column("数据学年", attrs=HIDE)

    class Meta:
        model = School
        fields = ("short_name", "code", "stage", "ownership", "level", "township")
        order_by_field = "sort"

    def render_coverage_form(self, value: str) -> str:
        return FORMS[value]

    def value_coverage_form(self, value: str) -> str:
        return FORMS[value]

    def render_counted_year(self, value: int) -> str:
        return f"{value}—{value + 1}"


FORMS = {
    "OWN": "单独组建",
    "JOINT": "联合组建",
    "ATTACHED": "挂靠",
    "INSTRUCTOR": "仅有指导员",
    "NONE": "未覆盖",
}


class AccountTable(tables.Table):
    name = tables.Column("姓名", linkify=("branches:account-detail", [tables.A("pk")]))
    username = tables.Column("用户名")
    is_active = tables.BooleanColumn(verbose_name="状态", yesno="启用,停用")
    held = tables.Column(
        "角色", orderable=False, default="（没有角色）", empty_values=(None, [], "")
    )
    last_login = tables.DateTimeColumn(
        verbose_name="上次登录", format="Y-m-d H:i", default="从未登录", attrs=DAY_HIDE
    )

    class Meta:
        model = User
        fields = ("name", "username", "held", "is_active", "last_login")
        order_by_field = "sort"

    def render_held(self, value: list[Appointment]) -> str:
        return "，".join(f"{row.get_role_display()} · {row.organisation}" for row in value)

    value_held = render_held

    def render_is_active(self, value: bool) -> str:  # noqa: FBT001  # tables2 calls by keyword
        return "启用" if value else "停用"

    value_is_active = render_is_active


class OutsidePersonTable(tables.Table):
    name = tables.Column(
        "姓名", order_by="name_key", linkify=("branches:outside-person-update", [tables.A("pk")])
    )
    unit = tables.Column("单位")
    office = tables.Column("职务")
    is_party_member = tables.Column("党员", attrs=HIDE)

    class Meta:
        model = OutsidePerson
        fields = ("name", "unit", "office", "is_party_member")
        order_by_field = "sort"

    def render_is_party_member(self, value: bool) -> str:  # noqa: FBT001  # tables2 calls by keyword
        return "是" if value else "否"

    value_is_party_member = render_is_party_member


class SettingTable(tables.Table):
    option = tables.Column("设置项")
    organisation = tables.Column("党组织", accessor="organisation__short_name")
    value = tables.Column("值", default="（默认）", empty_values=(None, ""))
    since = tables.DateColumn(verbose_name="从哪天起", format="Y-m-d", attrs=DAY)
    reason = tables.Column("原因", attrs=HIDE)

    class Meta:
        model = Setting
        fields = ("option", "organisation", "value", "since", "reason")
        order_by_field = "sort"


class AuditTable(tables.Table):
    happened_at = tables.DateTimeColumn(
        verbose_name="时间",
        format="Y-m-d H:i:s",
        attrs=DAY,
        linkify=lambda record: reverse("branches:audit-detail", args=[record.pk]),
    )
    actor_name = tables.Column("操作人", default="（系统）", empty_values=(None, ""))
    verb = tables.Column("动作", orderable=False)
    target_name = tables.Column("对象", orderable=False)
    reason = tables.Column("原因", orderable=False, attrs=HIDE)
    address = tables.Column("来源", orderable=False, attrs=HIDE)

    class Meta:
        model = AuditEvent
        fields = ("happened_at", "actor_name", "verb", "target_name", "reason", "address")
        order_by_field = "sort"

    def render_verb(self, value: str) -> str:
        return LABELS.get(value, value)

    value_verb = render_verb


class RequestTable(tables.Table):
    words = tables.Column(
        "请示内容", orderable=False, linkify=("branches:request-detail", [tables.A("pk")])
    )
    kind = tables.Column("事项", attrs=HIDE)
    organisation = tables.Column(
        "请示的党组织", accessor="organisation__short_name", order_by="organisation__name_key"
    )
    recorded_by = tables.Column("请示人", accessor="recorded_by__name", attrs=HIDE)
    asked_on = tables.DateColumn(verbose_name="请示日期", format="Y-m-d", attrs=DAY_HIDE)
    decided_by = tables.Column(
        "由谁答复", accessor="decided_by__short_name", orderable=False, attrs=HIDE
    )
    state = tables.Column("状态")
    answered_on = tables.DateColumn(verbose_name="答复日期", format="Y-m-d", attrs=DAY_HIDE)

    class Meta:
        model = Request
        fields = ("words", "kind", "organisation", "recorded_by", "asked_on", "decided_by")
        order_by_field = "sort"
