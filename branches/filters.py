"""These questions; what they mean is asked of the querysets."""

import django_filters as filters
from django import forms
from django.utils import timezone

from branches.audit import LABELS
from branches.models import AuditEvent, Organisation, OutsidePerson, Request, School, Setting, User
from branches.options import DECLARATIONS, Option
from branches.querysets import OrganisationQuerySet, SchoolQuerySet
from branches.screens.questions import DayFilter, LineFilter, Question, day_filter


class OrganisationFilter(Question):
    q = LineFilter(label="名称、拼音首字母或编码", method="named")
    kind = filters.ChoiceFilter(
        label="类别",
        choices=[("BASIC", "党支部和联合党支部"), *Organisation.Kind.choices],
        empty_label="全部",
        method="of_kind",
    )
    member_kind = filters.ChoiceFilter(
        label="党员构成", choices=Organisation.MemberKind.choices, empty_label="全部"
    )
    level = filters.ChoiceFilter(
        label="覆盖学校",
        choices=[("COUNTY", "县直公办"), ("TOWNSHIP", "乡镇公办"), ("PRIVATE", "民办")],
        empty_label="全部",
        method="covering",
    )
    counted = filters.ChoiceFilter(
        label="统计范围",
        choices=[("1", "计入统计"), ("0", "系统外")],
        empty_label="全部",
        method="of_tree",
    )
    accounts = filters.ChoiceFilter(
        label="账号", choices=[("NONE", "没有账号")], empty_label="全部", method="with_accounts"
    )
    on = day_filter()

    class Meta:
        model = Organisation
        fields = ("q", "kind", "member_kind", "level", "counted", "accounts", "on")

    def with_accounts(
        self, rows: OrganisationQuerySet, name: str, value: str
    ) -> OrganisationQuerySet:
        return rows.without_account(on=timezone.localdate())

    def of_kind(self, rows: OrganisationQuerySet, name: str, kind: str) -> OrganisationQuerySet:
        return rows.basic() if kind == "BASIC" else rows.filter(kind=kind)

    def covering(self, rows: OrganisationQuerySet, name: str, level: str) -> OrganisationQuerySet:
        schools = School.objects.all()
        narrowed = {"COUNTY": schools.county, "TOWNSHIP": schools.township}
        return rows.covering(narrowed.get(level, schools.private)(), on=self.day)

    def of_tree(self, rows: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        return rows.counted() if value == "1" else rows.outside()


class SchoolFilter(Question):
    q = LineFilter(label="名称、拼音首字母或代码", method="named")
    ownership = filters.ChoiceFilter(
        label="办学性质", choices=School.Ownership.choices, empty_label="全部"
    )
    level = filters.ChoiceFilter(label="隶属", choices=School.Level.choices, empty_label="全部")
    stage = filters.ChoiceFilter(
        label="办学类型", choices=School.Stage.choices, empty_label="全部"
    )
    township = LineFilter(label="所在乡镇")
    coverage_form = filters.ChoiceFilter(
        label="组织覆盖",
        choices=[
            ("OWN", "单独组建"),
            ("JOINT", "联合组建"),
            ("ATTACHED", "挂靠"),
            ("INSTRUCTOR", "仅有指导员"),
            ("NONE", "未覆盖"),
        ],
        empty_label="全部",
    )
    counts = filters.ChoiceFilter(
        label="学年数据",
        choices=[("MISSING", "本学年未填")],
        empty_label="全部",
        method="uncounted",
    )
    on = day_filter()

    class Meta:
        model = School
        fields = ("q", "ownership", "level", "stage", "township", "coverage_form", "counts", "on")

    def uncounted(self, rows: SchoolQuerySet, name: str, value: str) -> SchoolQuerySet:
        return rows.uncounted(on=self.day)


class AccountFilter(Question):
    q = LineFilter(label="姓名或用户名", method="named")
    is_active = filters.ChoiceFilter(
        label="状态", choices=[("True", "启用"), ("False", "停用")], empty_label="全部"
    )
    must_change_password = filters.ChoiceFilter(
        label="密码",
        choices=[("True", "一次性，等待本人修改"), ("False", "本人已设置")],
        empty_label="全部",
    )

    class Meta:
        model = User
        fields = ("q", "is_active", "must_change_password")


class OutsidePersonFilter(Question):
    q = LineFilter(label="姓名、拼音首字母或单位", method="named")

    class Meta:
        model = OutsidePerson
        fields = ("q",)


class SettingFilter(Question):
    option = filters.ChoiceFilter(
        label="设置项",
        choices=[(option.value, DECLARATIONS[option].label) for option in Option],
        empty_label="全部",
    )

    class Meta:
        model = Setting
        fields = ("option",)


class AuditFilter(Question):
    q = LineFilter(label="操作人", field_name="actor_name", lookup_expr="contains")
    verb = filters.ChoiceFilter(
        label="动作", choices=[(str(v), label) for v, label in LABELS.items()], empty_label="全部"
    )
    since = DayFilter(
        label="从哪天起",
        field_name="happened_at",
        lookup_expr="date__gte",
        help_text="",
        widget=forms.TextInput(attrs={"placeholder": "不限"}),
    )
    until = DayFilter(
        label="到哪天止",
        field_name="happened_at",
        lookup_expr="date__lte",
        help_text="",
        widget=forms.TextInput(attrs={"placeholder": "不限"}),
    )

    class Meta:
        model = AuditEvent
        fields = ("q", "verb", "since", "until")


class RequestFilter(Question):
    q = LineFilter(label="请示内容", field_name="words", lookup_expr="contains")
    state = filters.ChoiceFilter(label="状态", choices=Request.State.choices, empty_label="全部")
    kind = filters.ChoiceFilter(label="事项", choices=Request.Kind.choices, empty_label="全部")

    class Meta:
        model = Request
        fields = ("q", "state", "kind")
