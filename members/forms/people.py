"""Is what is typed about a person well formed? Shape and parsing; services judge the rest."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from branches.models import School
from branches.names import name_key
from branches.screens.inputs import DayField, Line, RowChoice, ScreenForm, VersionedForm
from branches.validators import clean_line
from members.articles import ARTICLES, ETHNICITIES, HAN, HOLDS_MEMBERS
from members.models import Education, Employment, Member, Placement
from members.rules import warnings_of
from members.services.people import REVEALABLE

Sections = list[tuple[str, list[forms.BoundField]]]
NONE = ("", "请选择")
# What is encrypted, by what the form that corrects calls it: there it is never shown.
SECRETS = {
    "new_identity_number": "identity_number",
    "new_phone": "phone",
    "new_address": "address",
}


class PeopleSelect(forms.Select):
    """The fifty-six peoples, found by typing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(attrs={"data-searchable": ""}, **kwargs)

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["attrs"]["data-key"] = name_key(str(option["label"]))
        return option


class NumberLine(forms.CharField):
    """A number people write with spaces or in full width; kept without."""

    default_validators = [clean_line]

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", super().to_python(value) or "")
        return re.sub(r"\s", "", text)


class IdentityLine(NumberLine):
    """A citizen's identity number. Its shape is judged by the rules, which know why."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="公民身份号码", max_length=30, required=False, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # The last one may be X, so no keyboard of digits alone.
        return {"autocomplete": "off", "autocapitalize": "characters", "maxlength": 30}


class PhoneLine(NumberLine):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="联系电话", max_length=30, required=False, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "inputmode": "tel", "maxlength": 30}


class AddressLine(Line):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="家庭住址", max_length=200, required=False, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "maxlength": 200}


class SectionedForm(ScreenForm):
    """A long form in parts, each under a heading; without parts, its fields in order."""

    parts: dict[str, tuple[str, ...]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What is wrong is listed in the order in which it is asked.
        self.order_fields([name for names in self.parts.values() for name in names])

    @property
    def sections(self) -> Sections:
        """The parts with their fields, as they are shown."""
        return [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in self.parts.items()
        ]


class FactsForm(SectionedForm):
    """What does not change about a person, but for what is encrypted."""

    name = Line(label="姓名", max_length=50, help_text="与身份证一致。")
    sex = forms.ChoiceField(label="性别", choices=Member.Sex.choices, widget=forms.RadioSelect)
    ethnicity = forms.ChoiceField(
        label="民族", choices=list(ETHNICITIES.items()), initial=HAN, widget=PeopleSelect
    )
    born_on = DayField(label="出生日期", help_text="以人事档案为准，例如 1985-3-12。")
    native_place = Line(label="籍贯", max_length=50, required=False)
    admitted_on = DayField(
        label="入党日期", help_text="支部党员大会通过接收为预备党员的那一天，例如 2009-7-1。"
    )
    admission_approved_on = DayField(
        label="接收预备党员审批日期", required=False, help_text="上级党委审批的那一天。"
    )
    confirmed_on = DayField(
        label="转正日期", required=False, help_text="预备党员空着；正式党员填预备期满的那一天。"
    )
    confirmation_approved_on = DayField(
        label="转正审批日期", required=False, help_text="上级党委审批的那一天。"
    )
    joined_work_on = DayField(label="参加工作日期", required=False)
    note = Line(label="备注", max_length=200, required=False)
    accepted = forms.BooleanField(label="已经核对，就按上面填写的保存", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []
        self.fields["admitted_on"].why = _why("DEV-31")  # type: ignore[attr-defined]
        self.fields["confirmed_on"].why = _why("DEV-28")  # type: ignore[attr-defined]

    @property
    def sections(self) -> Sections:
        asked = super().sections
        return [*asked, ("请核对", [self["accepted"]])] if self.warnings else asked

    def number(self) -> str:
        """Return the identity number the person would have."""
        return str(self.cleaned_data.get("identity_number") or "")

    def clean(self) -> None:
        sex, born_on = self.cleaned_data.get("sex"), self.cleaned_data.get("born_on")
        if sex and born_on:
            self.warnings = warnings_of(identity_number=self.number(), sex=sex, born_on=born_on)
        if self.warnings and not self.cleaned_data.get("accepted"):
            self.add_error("accepted", ValidationError([*self.warnings]))


class WorkForm(SectionedForm):
    """What a person works as."""

    job = forms.ChoiceField(label="工作岗位", choices=[NONE, *Employment.Job.choices])
    school = RowChoice(label="工作单位（学校）", required=False)
    workplace = Line(
        label="其他工作单位",
        max_length=100,
        required=False,
        help_text="工作单位不在学校名单里时填写。",
    )
    office = Line(label="职务", max_length=100, required=False)
    title = forms.ChoiceField(
        label="专业技术职务",
        choices=[("", "没有或不知道"), *Employment.Title.choices],
        required=False,
    )
    is_teacher = forms.BooleanField(label="专任教师", required=False)
    is_backbone_teacher = forms.BooleanField(label="骨干教师", required=False)

    WORK = (
        "job",
        "school",
        "workplace",
        "office",
        "title",
        "is_teacher",
        "is_backbone_teacher",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schools = School.objects.readable_by(self.user, today=self.today).on(self.today)
        self.fields["school"].queryset = schools.order_by("code")  # type: ignore[attr-defined]
        self.fields["school"].empty_label = "不在学校名单里"  # type: ignore[attr-defined]


class SchoolingForm(SectionedForm):
    """The highest education a person has."""

    level = forms.ChoiceField(label="学历", choices=[NONE, *Education.Level.choices])
    degree = forms.ChoiceField(
        label="学位", choices=[("", "没有"), *Education.Degree.choices], required=False
    )


class EnterMemberForm(FactsForm, WorkForm, SchoolingForm):
    """Everything that is asked of a person who comes onto the roll."""

    identity_number = IdentityLine(help_text="18位，末位可以是X。加密保存，平时只显示前6位。")
    phone = PhoneLine(help_text="加密保存。手机号码；座机请带区号。")
    address = AddressLine(help_text="加密保存。")
    organisation = RowChoice(label="所在党支部")
    begin = forms.ChoiceField(
        label="如何进入",
        choices=[
            (choice.value, choice.label)
            for choice in (
                Placement.Begin.ARRIVED,
                Placement.Begin.OPENING,
                Placement.Begin.ADMITTED,
            )
        ],
        help_text="系统内其他党支部转来的不在这里登记，请申请转入。",
    )
    starts_on = DayField(
        label="从哪天起在这个党支部", help_text="发展党员填入党日期；转入填接收的那一天。"
    )
    document = Line(label="介绍信或批复文号", max_length=100, required=False)
    elsewhere = Line(
        label="从哪里转来", max_length=100, required=False, help_text="系统外转入时填写。"
    )
    level = forms.ChoiceField(
        label="学历", choices=[("", "不知道"), *Education.Level.choices], required=False
    )
    parts = {
        "本人": (
            "name",
            "sex",
            "ethnicity",
            "born_on",
            "identity_number",
            "phone",
            "address",
            "native_place",
        ),
        "党籍": (
            "admitted_on",
            "admission_approved_on",
            "confirmed_on",
            "confirmation_approved_on",
        ),
        "组织关系": ("organisation", "begin", "starts_on", "document", "elsewhere"),
        "学历和工作": ("level", "degree", *WorkForm.WORK, "joined_work_on", "note"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches = self.readable().filter(kind__in=HOLDS_MEMBERS)
        self.fields["organisation"].queryset = branches  # type: ignore[attr-defined]


class CorrectMemberForm(FactsForm, VersionedForm):
    """What was mistyped. What is encrypted is not shown: it is replaced, erased or left."""

    new_identity_number = IdentityLine()
    new_phone = PhoneLine()
    new_address = AddressLine()
    erased = forms.MultipleChoiceField(
        label="清除已登记的",
        required=False,
        choices=list(REVEALABLE.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="登记错了、又不知道正确的，勾选清除；不清除就不勾。",
    )
    reason = Line(label="更正原因", max_length=200, help_text="写进日志，供日后查考。")
    parts = {
        "本人": (
            "name",
            "sex",
            "ethnicity",
            "born_on",
            *SECRETS,
            "erased",
            "native_place",
        ),
        "党籍": EnterMemberForm.parts["党籍"],
        "其他": ("joined_work_on", "note"),
        "为什么更正": ("reason",),
    }

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        known = {
            "new_identity_number": member.masked_identity_number,
            "new_phone": member.masked_phone,
            "new_address": "已登记" if member.address else "",
        }
        for name, shown in known.items():
            self.fields[name].help_text = (
                f"现在是 {shown}。不改就空着。" if shown else "还没有登记。"
            )

    def secrets(self) -> dict[str, Any]:
        """Return what each encrypted field is to hold."""
        erased = self.cleaned_data.get("erased") or ()
        return {
            secret: self.cleaned_data.get(name)
            or ("" if secret in erased else getattr(self.member, secret))
            for name, secret in SECRETS.items()
        }

    def number(self) -> str:
        return str(self.secrets()["identity_number"])

    def add_refusal(self, error: ValidationError) -> None:
        """Put what is said of an encrypted field at the field that replaces it."""
        if hasattr(error, "error_dict"):
            places = {secret: name for name, secret in SECRETS.items()}
            error.error_dict = {places.get(k, k): v for k, v in error.error_dict.items()}
        super().add_refusal(error)


class RevealForm(ScreenForm):
    field = forms.ChoiceField(
        label="查看什么",
        choices=list(REVEALABLE.items()),
    )
    reason = Line(
        label="查看原因",
        max_length=200,
        help_text="和您的姓名、时间一起写进日志，例如：核对介绍信。",
    )


class FindForm(ScreenForm):
    number = NumberLine(
        label="身份号码或联系电话",
        max_length=30,
        help_text="要写完整。查找写进日志，但号码本身不写。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _why(article: str) -> dict[str, Any]:
    return {"text": ARTICLES[article].says, "article": ARTICLES[article]}
