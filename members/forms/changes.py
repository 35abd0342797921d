"""Is what is typed about a change well formed? Services judge the rest."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from branches.screens.inputs import DayField, Line, RowChoice, ScreenForm, VersionedForm
from members.articles import HOLDS_MEMBERS
from members.forms.people import SchoolingForm, WorkForm
from members.models import Circumstance, Placement

TO_TODAY = "今天或以前的日期，例如 2026-7-1。"
# Ways of leaving that are decided somewhere else.
ELSEWHERE = (Placement.End.TRANSFERRED, Placement.End.REORGANISED)


class PastForm(ScreenForm):
    """Something that happened today or earlier."""

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError("日期不能晚于今天。")
        return on


class ChangeWorkForm(WorkForm):
    on = DayField(label="从哪天起", help_text="原来的工作登记到这一天为止。")


class ChangeSchoolingForm(SchoolingForm):
    on = DayField(label="从哪天起", help_text="取得新学历的那一天。")


class BeginCircumstanceForm(ScreenForm):
    kind = forms.ChoiceField(
        label="情况",
        choices=Circumstance.Kind.choices,
        help_text="只登记有这种情况和起止日期，不写病情、家庭等细节。",
    )
    on = DayField(label="从哪天起")
    whereabouts = Line(
        label="流动去向", max_length=100, required=False, help_text="流动党员填写省、市、县。"
    )


class EndCircumstanceForm(VersionedForm):
    on = DayField(label="从哪天起不再这样")
    reason = Line(label="原因", max_length=200, help_text="写进日志，供日后查考。")


class TransferForm(VersionedForm, PastForm):
    to = RowChoice(label="转到哪个党支部")
    on = DayField(label="从哪天起", help_text=TO_TODAY)
    document = Line(label="介绍信或文号", max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches = self.readable().filter(kind__in=HOLDS_MEMBERS)
        self.fields["to"].queryset = branches  # type: ignore[attr-defined]


class LeaveForm(VersionedForm, PastForm):
    end = forms.ChoiceField(
        label="如何离开",
        choices=[("", "请选择"), *(c for c in Placement.End.choices if c[0] not in ELSEWHERE)],
        help_text="转到系统内其他党支部的不在这里登记，由对方党支部申请转入。",
    )
    on = DayField(label="从哪天起不在这里", help_text="死亡填死亡日期；出党填上级审批的日期。")
    document = Line(label="介绍信或批复文号", max_length=100, required=False)
    elsewhere = Line(
        label="转到哪里", max_length=100, required=False, help_text="转出系统外时填写。"
    )


class SuspendForm(PastForm):
    on = DayField(label="从哪天起", help_text=TO_TODAY)
    document = Line(label="批复文号", max_length=100)


class ResumeForm(VersionedForm, PastForm):
    on = DayField(label="从哪天起恢复", help_text=TO_TODAY)
    document = Line(label="批复文号", max_length=100)


class CorrectPlacementForm(VersionedForm):
    """Days and documents of a stay that goes on."""

    starts_on = DayField(label="从哪天起")
    begin_registered_on = DayField(label="进入登记日期")
    begin_document = Line(label="进入文号", max_length=100, required=False)
    elsewhere = Line(label="系统外来源或去向", max_length=100, required=False)
    reason = Line(label="更正原因", max_length=200, help_text="写进日志，供日后查考。")


class CorrectEndedPlacementForm(CorrectPlacementForm):
    """The same of a stay that has ended, and of its end."""

    ends_on = DayField(label="到哪天为止", help_text="不再在这里的第一天。")
    end_registered_on = DayField(label="离开登记日期")
    end_document = Line(label="离开文号", max_length=100, required=False)
    field_order = (
        "starts_on",
        "begin_registered_on",
        "begin_document",
        "ends_on",
        "end_registered_on",
        "end_document",
        "elsewhere",
        "reason",
    )
