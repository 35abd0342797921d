"""Is this input well formed? Shape and parsing; whether it may be is asked of services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from branches.models import Appointment, Coverage, Organisation, School
from branches.options import DECLARATIONS, Option
from branches.screens.inputs import DayField, Line, Number, RowChoice, ScreenForm, VersionedForm
from branches.services.accounts import canonical_username


class ReasonForm(VersionedForm):
    reason = Line(label="原因", max_length=200, help_text="写进日志，供日后查考。")


class LoginForm(forms.Form):
    username = forms.CharField(
        label="用户名",
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
        error_messages={"required": "请填写用户名。"},
    )
    password = forms.CharField(
        label="密码",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写密码。"},
    )

    def clean_username(self) -> str:
        # One character may become eighteen; no user name is as long as what is cut off.
        return canonical_username(self.cleaned_data["username"])[:100]


class PasswordForm(ScreenForm):
    old_password = forms.CharField(
        label="现在的密码",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label="新密码",
        max_length=1000,
        strip=False,
        help_text="至少 12 个字符，可以是一句话。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再写一遍新密码",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        if not self.user.check_password(password):
            raise ValidationError("现在的密码不对，请重新输入。")
        return password

    def clean(self) -> None:
        new, again = self.cleaned_data.get("new_password"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", "两次写的新密码不一样，请重新输入。")


class OrganisationFactsForm(VersionedForm):
    code = Line(label="编码", max_length=40, help_text="全系统唯一，例如 SF0101。")
    member_kind = forms.ChoiceField(label="党员构成", choices=Organisation.MemberKind.choices)
    founded_on = DayField(label="成立日期")
    founding_document = Line(label="成立批复文号", max_length=100, required=False)
    outside_superior = Line(
        label="系统外上级",
        max_length=100,
        required=False,
        help_text="组织关系不隶属本工委时填写其上级名称；填写后不计入统计。",
    )


class CorrectOrganisationForm(OrganisationFactsForm):
    reason = Line(label="更正原因", max_length=200)


class FoundOrganisationForm(OrganisationFactsForm):
    kind = forms.ChoiceField(label="类别", choices=Organisation.Kind.choices)
    name = Line(label="全称", max_length=100, help_text="与公章一致。")
    short_name = Line(label="简称", max_length=40, help_text="列表里用它。")
    superior = RowChoice(label="上级党组织")
    field_order = ("superior", "kind", "name", "short_name", "code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["superior"].queryset = self.readable()  # type: ignore[attr-defined]


class RenameOrganisationForm(VersionedForm):
    kind = forms.ChoiceField(label="类别", choices=Organisation.Kind.choices)
    name = Line(label="全称", max_length=100)
    short_name = Line(label="简称", max_length=40)
    on = DayField(label="从哪天起")
    document = Line(label="批复文号", max_length=100, required=False)


class MoveOrganisationForm(VersionedForm):
    to = RowChoice(label="新的上级党组织")
    on = DayField(label="从哪天起", help_text="今天或以前的日期。")
    document = Line(label="批复文号", max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = Organisation.Kind
        superiors = (kinds.COMMITTEE, kinds.PARTY_COMMITTEE, kinds.GENERAL_BRANCH)
        self.fields["to"].queryset = self.readable().filter(kind__in=superiors)  # type: ignore[attr-defined]


class DissolveOrganisationForm(VersionedForm):
    on = DayField(label="撤销日期")
    document = Line(label="批复文号", max_length=100)


class PowerForm(ScreenForm):
    starts_on = DayField(label="起始日期")
    document = Line(label="授权文号", max_length=100)


class EndForm(ReasonForm):
    on = DayField(label="从哪天起不再有效")
    field_order = ("on", "reason")


class CloseSchoolForm(ReasonForm):
    on = DayField(label="停办日期")
    field_order = ("on", "reason")


class SchoolForm(VersionedForm):
    name = Line(label="全称", max_length=100)
    short_name = Line(label="简称", max_length=40)
    code = Line(label="学校代码", max_length=40, help_text="全系统唯一。")
    stage = forms.ChoiceField(label="办学类型", choices=School.Stage.choices)
    ownership = forms.ChoiceField(label="办学性质", choices=School.Ownership.choices)
    level = forms.ChoiceField(label="隶属", choices=School.Level.choices)
    township = Line(label="所在乡镇", max_length=40, required=False)
    opened_on = DayField(label="开办日期")


class CorrectSchoolForm(SchoolForm):
    reason = Line(label="更正原因", max_length=200)


class HeadCountForm(VersionedForm):
    staff = Number(label="教职工")
    teachers = Number(label="专任教师", required=False, help_text="不知道就空着，不要填 0。")
    teachers_to_35 = Number(label="35岁及以下专任教师", required=False)
    women = Number(label="女教职工", required=False)
    backbone_teachers = Number(label="骨干教师", required=False)
    pupils = Number(label="学生", required=False)


class CoverageForm(ScreenForm):
    school = RowChoice(label="学校")
    role = forms.ChoiceField(label="覆盖方式", choices=Coverage.Role.choices)
    starts_on = DayField(label="从哪天起")
    document = Line(label="文号", max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schools = School.objects.readable_by(self.user, today=self.today).on(self.today)
        self.fields["school"].queryset = schools.order_by("code")  # type: ignore[attr-defined]


class OutsidePersonForm(VersionedForm):
    name = Line(label="姓名", max_length=50)
    unit = Line(label="单位", max_length=100)
    office = Line(label="职务", max_length=100, required=False)
    is_party_member = forms.BooleanField(label="是党员", required=False)


class SettingForm(ScreenForm):
    organisation = RowChoice(label="党组织", help_text="对它和它的全部下级有效。")
    option = forms.ChoiceField(
        label="设置项", choices=[(option.value, DECLARATIONS[option].label) for option in Option]
    )
    value = Line(
        label="值",
        max_length=200,
        required=False,
        help_text="启用日写日期，上限写整数；空着恢复默认。",
    )
    since = DayField(label="从哪天起")
    reason = Line(label="原因", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = self.readable()  # type: ignore[attr-defined]


class OpenAccountForm(ScreenForm):
    username = Line(
        label="用户名", max_length=40, help_text="小写字母、数字和 . _ -，3 至 40 个字符。"
    )
    name = Line(label="姓名", max_length=50)
    organisation = RowChoice(label="在哪个党组织")
    role = forms.ChoiceField(label="角色", choices=Appointment.Role.choices)
    field_order = ("name", "username", "organisation", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = self.readable()  # type: ignore[attr-defined]


class AccountForm(VersionedForm):
    name = Line(label="姓名", max_length=50)


class AppointmentForm(ScreenForm):
    organisation = RowChoice(label="党组织", help_text="对它和它的全部下级有效。")
    role = forms.ChoiceField(label="角色", choices=Appointment.Role.choices)
    starts_on = DayField(label="从哪天起")
    ends_on = DayField(label="到哪天为止", required=False, help_text="不再有效的第一天；可空着。")
    reason = Line(label="依据", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = self.readable()  # type: ignore[attr-defined]


class AnswerForm(VersionedForm):
    state = forms.ChoiceField(
        label="答复",
        choices=[("", "请选择"), ("APPROVED", "同意"), ("REFUSED", "不同意")],
    )
    on = DayField(label="答复日期", help_text="同意的从这一天起生效，不能晚于今天。")
    reply_number = Line(label="批复文号", max_length=100, required=False)
    comment = Line(
        label="答复意见",
        max_length=200,
        required=False,
        help_text="不同意的要写明原因，请示的党组织看得到。",
    )


class SwitchForm(ScreenForm):
    organisation = RowChoice()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = self.readable()  # type: ignore[attr-defined]
