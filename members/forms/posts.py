"""Is what is typed about a post well formed? Services judge who may hold it."""

from __future__ import annotations

from typing import Any

from django import forms

from branches.forms import ReasonForm
from branches.models import OutsidePerson, School
from branches.screens.inputs import DayField, Line, RowChoice, VersionedForm
from members.forms.changes import PastForm
from members.models import Member, Post
from members.screens.inputs import MemberLine, member_named


class PostFactsForm(VersionedForm):
    """What a post is, but for the organisation it is held in."""

    kind = forms.ChoiceField(label="职务", choices=Post.Kind.choices)
    member = MemberLine(label="党员", required=False)
    outsider = RowChoice(
        label="系统外人员",
        required=False,
        help_text="不在党员名册里的人，只能担任第一书记、党建指导员、组织员、党务干事。",
    )
    school = RowChoice(
        label="派到的学校",
        required=False,
        help_text="第一书记、党建指导员派到学校的填写；服务几所学校的，每所登记一次。",
    )
    begin = forms.ChoiceField(label="如何任职", choices=Post.Begin.choices)
    starts_on = DayField(label="任职日期")
    ends_on = DayField(label="离任日期", required=False, help_text="还在任的空着。")
    also_principal = forms.BooleanField(label="一肩挑（书记兼任校长）", required=False)
    is_full_time = forms.BooleanField(label="专职", required=False)
    document = Line(label="文号", max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outsiders = OutsidePerson.objects.readable_by(self.user, today=self.today)
        schools = School.objects.readable_by(self.user, today=self.today)
        self._offer("outsider", outsiders.order_by("name_key", "pk"))
        self._offer("school", schools.order_by("code"))

    def clean_member(self) -> Member | None:
        text, known = self.cleaned_data["member"], self.initial.get("member")
        if not text:
            return None
        return member_named(text, user=self.user, today=self.today, known=known)

    def _offer(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]


class TakePostForm(PostFactsForm):
    organisation = RowChoice(
        label="党组织", help_text="担任职务的党组织；派到学校的，填写选派的党组织。"
    )
    reason = Line(
        label="特殊情况的原因",
        max_length=150,
        required=False,
        help_text="一般不用填；党支部书记任职时党龄不满1年的，写明原因。",
    )
    field_order = ("organisation",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("organisation", self.readable())


class CorrectPostForm(PostFactsForm):
    reason = Line(label="更正原因", max_length=150, help_text="写进日志，供日后查考。")


class EndPostForm(ReasonForm, PastForm):
    on = DayField(label="离任日期", help_text="不再担任这个职务的第一天，不能晚于今天。")
    field_order = ("on", "reason")
