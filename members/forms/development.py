"""Is what was typed of somebody on the way into the Party well formed?"""

from __future__ import annotations

from typing import Any

from django import forms

from branches.access import Permission
from branches.models import School
from branches.screens.inputs import CorrectionForm, DayField, Line, RegisterForm, RowChoice
from members.articles import ETHNICITIES, HAN, HOLDS_MEMBERS
from members.models import DevelopmentCase, Education, Member
from members.screens.inputs import MemberLine, member_named


class CaseForm(RegisterForm):
    PERMISSION = Permission.KEEP_DEVELOPMENT
    KINDS = HOLDS_MEMBERS

    name = Line(label="姓名", max_length=50)
    sex = forms.ChoiceField(label="性别", choices=[("", "请选择"), *Member.Sex.choices])
    ethnicity = forms.ChoiceField(label="民族", choices=list(ETHNICITIES.items()), initial=HAN)
    born_on = DayField(label="出生日期")
    education = forms.ChoiceField(
        label="学历", choices=[("", "（不详）"), *Education.Level.choices], required=False
    )
    work = forms.ChoiceField(label="身份", choices=[("", "请选择"), *DevelopmentCase.Work.choices])
    is_first_line = forms.BooleanField(label="一线教师", required=False)
    school = RowChoice(label="所在学校", required=False)
    applied_on = DayField(label="递交申请日期")
    activist_on = DayField(label="确定为积极分子日期", required=False)
    target_on = DayField(label="列为发展对象日期", required=False)
    member = MemberLine(label="接收为党员", required=False)
    withdrawn_on = DayField(
        label="终止日期", required=False, help_text="本人撤回申请、调离或者不再培养的，填写日期。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schools = School.objects.readable_by(self.user, today=self.today)
        self.offer("school", schools.order_by("code"))
        self.fields[
            "member"
        ].help_text = "支部大会接收、已登记为党员后，写上姓名；有同名的，在括号里写明支部。"

    def clean_member(self) -> Member | None:
        text = self.cleaned_data["member"]
        known = self.initial.get("member")
        return member_named(text, user=self.user, today=self.today, known=known) if text else None


class CorrectCaseForm(CorrectionForm, CaseForm):
    pass
