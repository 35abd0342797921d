"""Is what was typed into the committee's registers well formed?"""

from __future__ import annotations

from typing import Any

from django import forms

from activities.forms.sittings import CampaignChoice
from activities.models import Campaign, Inspection, ResponsibilityLetter, TrainingClass
from branches.access import Permission
from branches.models import OutsidePerson, School
from branches.screens.inputs import (
    CorrectionForm,
    DayField,
    Line,
    Number,
    RegisterForm,
    RowChoice,
    YearField,
)
from members.models import Member
from members.screens.inputs import MemberLine, member_named


class CommitteeForm(RegisterForm):
    """The base: what the committee's staff keep."""

    PERMISSION = Permission.KEEP_COMMITTEE_RECORDS

    def offer_schools(self) -> None:
        """Let `school` be answered with a school the user may read."""
        rows = School.objects.readable_by(self.user, today=self.today)
        self.offer("school", rows.order_by("code"))

    def offer_campaigns(self) -> None:
        """Let `campaign` be answered with a campaign of where the user stands."""
        rows = Campaign.objects.carried_by(self.user, today=self.today)
        self.offer("campaign", rows.order_by("-starts_on", "-pk"))


class ExamForm(CommitteeForm):
    held_on = DayField(label="考试日期")
    title = Line(label="名称", max_length=100, help_text="例如 政治理论考试。")
    participants = Number(label="参加人数", help_text="不限于党员。")
    passed = Number(label="合格人数", required=False, help_text="不知道就空着。")
    campaign = CampaignChoice()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_campaigns()


class CorrectExamForm(CorrectionForm, ExamForm):
    pass


class InspectionForm(CommitteeForm):
    held_on = DayField(label="日期")
    title = Line(
        label="督导名称", max_length=100, help_text="同一轮督导写同一个名称，按名称算轮次。"
    )
    target = RowChoice(
        label="督导的党组织", required=False, help_text="党组织和学校只选一个，每处登记一条。"
    )
    school = RowChoice(label="督导的学校", required=False)
    inspectors = Line(
        label="督导人员", max_length=100, required=False, help_text="写职务，例如 局科室主任3人。"
    )
    talks = forms.BooleanField(label="座谈", required=False)
    assessment = forms.BooleanField(label="测评", required=False)
    records = forms.BooleanField(label="查资料", required=False)
    rating = forms.ChoiceField(
        label="评价", choices=[("", "（未评价）"), *Inspection.Rating.choices], required=False
    )
    problems = Number(label="发现问题", initial=0, help_text="只写个数；问题内容不在本系统记录。")
    campaign = CampaignChoice()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("target", self.readable())
        self.offer_schools()
        self.offer_campaigns()


class CorrectInspectionForm(CorrectionForm, InspectionForm):
    pass


class LetterForm(CommitteeForm):
    belongs_to_year = YearField(label="所属年度", help_text="责任书管哪一年，就写哪一年。")
    kind = forms.ChoiceField(label="类别", choices=ResponsibilityLetter.Kind.choices)
    level = forms.ChoiceField(label="层级", choices=ResponsibilityLetter.Level.choices)
    signed_on = DayField(label="签订日期")
    signed = Number(label="签订份数")
    due = Number(label="应签份数")
    note = Line(label="说明", max_length=200, required=False)


class CorrectLetterForm(CorrectionForm, LetterForm):
    pass


class ContactForm(CommitteeForm):
    outsider = RowChoice(
        label="联系领导（系统外人员）", required=False, help_text="两栏只填一栏。"
    )
    leader = MemberLine(label="联系领导（党员）", required=False)
    office = Line(label="职务", max_length=100, required=False)
    contact = RowChoice(label="联系的党组织", required=False, help_text="党组织和学校只选一个。")
    school = RowChoice(label="联系的学校", required=False)
    starts_on = DayField(label="从哪天起")
    ends_on = DayField(label="到哪天为止", required=False, help_text="不再联系的第一天；可空着。")
    document = Line(label="文号", max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = OutsidePerson.objects.readable_by(self.user, today=self.today)
        self.offer("outsider", people.order_by("name_key", "pk"))
        self.offer("contact", self.readable())
        self.offer_schools()

    def clean_leader(self) -> Member | None:
        text, known = self.cleaned_data["leader"], self.initial.get("leader")
        if not text:
            return None
        return member_named(text, user=self.user, today=self.today, known=known)


class CorrectContactForm(CorrectionForm, ContactForm):
    pass


class ClassForm(CommitteeForm):
    held_on = DayField(label="开班日期")
    title = Line(label="培训班名称", max_length=100)
    audience = forms.ChoiceField(label="培训对象", choices=TrainingClass.Audience.choices)
    hours = Number(label="学时", help_text="整个培训班的学时。")
    attendances = Number(label="参训人次")


class CorrectClassForm(CorrectionForm, ClassForm):
    pass
