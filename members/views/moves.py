"""Where a person goes: transfers, departures, 党籍 suspended and restored, mended days."""

from typing import Any

from django.core.exceptions import PermissionDenied

from branches.access import Permission, may
from members.forms import changes as forms
from members.models import Member, Placement, Standing
from members.services import placements
from members.services.facts import PlacementFacts
from members.services.placements import (
    CannotCorrect,
    CannotLeave,
    CannotResume,
    CannotSuspend,
    CannotTransfer,
)
from members.views.changes import MemberAct

INSIDE = (Placement.Begin.TRANSFERRED, Placement.Begin.REORGANISED)
# What a stay is mended by, under the names of its columns.
MENDED = {
    "starts_on": "starts_on",
    "begin_registered_on": "registered_on",
    "begin_document": "document",
    "elsewhere": "elsewhere",
    "ends_on": "ends_on",
    "end_registered_on": "end_registered_on",
    "end_document": "end_document",
}


class MemberTransfer(MemberAct):
    """Move a person to another branch of the system."""

    permission = Permission.TRANSFER_MEMBERS
    form_class = forms.TransferForm
    title, submit_label, done = "转到其他支部", "转接组织关系", "组织关系已转接。"
    intro = "在原支部的党内职务同时结束，原支部从此不能再查看此人的信息。"
    refusals = (CannotTransfer,)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.stay.version, "on": self.today}

    def act(self, form: forms.TransferForm) -> str:
        self.allow(form.cleaned_data["to"])
        placements.transfer(
            member=self.row,
            **form.cleaned("to", "on", "document", "version"),
            registered_on=self.today,
            by=self.user,
        )
        return self.cancel_url()


class MemberLeave(MemberAct):
    """Register that a person left the system, died, or is no longer in the Party."""

    form_class = forms.LeaveForm
    title, submit_label, done = "办理离开", "登记离开", "已登记离开。"
    intro = "从这天起不在名册，党内职务、情况和工作登记同时结束，记录保留供查考。"
    refusals = (CannotLeave,)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.stay.version, "on": self.today}

    def act(self, form: forms.LeaveForm) -> str:
        placements.leave(
            placement=self.stay,
            **form.cleaned("on", "end", "document", "elsewhere", "version"),
            registered_on=self.today,
            by=self.user,
        )
        return self.cancel_url()


class SuspensionCreate(MemberAct):
    """Suspend a person's 党籍, as it was decided."""

    form_class = forms.SuspendForm
    title, submit_label, done = "停止党籍", "停止党籍", "已登记停止党籍。"
    intro = "按上级党组织的决定登记。从这天起不在名册、不计入统计，组织关系仍在本支部。"
    refusals = (CannotSuspend,)

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.today}

    def act(self, form: forms.SuspendForm) -> str:
        placements.suspend(
            member=self.row,
            **form.cleaned("on", "document"),
            registered_on=self.today,
            by=self.user,
        )
        return self.cancel_url()


class SuspensionEnd(MemberAct):
    """Restore 党籍 that was suspended."""

    form_class = forms.ResumeForm
    title, submit_label, done = "恢复党籍", "恢复党籍", "党籍已恢复。"
    intro = "按上级党组织的决定登记。从这天起重新计入名册。"
    refusals = (CannotResume,)

    @property
    def standing(self) -> Standing:
        if not hasattr(self, "_standing"):
            rows = Standing.objects.of_members(self.readable(Member.objects))
            self._standing = self.find(rows.select_related("member"), self.kwargs["pk"])
        return self._standing

    def key(self) -> int:
        return self.standing.member_id

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.standing.version, "on": self.today}

    def act(self, form: forms.ResumeForm) -> str:
        placements.resume(
            standing=self.standing, **form.cleaned("on", "document", "version"), by=self.user
        )
        return self.cancel_url()


class PlacementUpdate(MemberAct):
    """Mend the days and documents of a stay."""

    form_class = forms.CorrectPlacementForm
    title = "更正组织关系"
    intro = "只更正录错的日期和文号；转到系统内其他党支部的，由对方党支部申请转入。"
    refusals = (CannotCorrect,)

    @property
    def placement(self) -> Placement:
        if not hasattr(self, "_placement"):
            rows = self.readable(Placement.objects).select_related("member", "organisation")
            self._placement = self.find(rows, self.kwargs["pk"])
            # A transfer is mended on both sides of it, so by whoever may transfer.
            is_inside = self._placement.begin in INSIDE
            needed = Permission.TRANSFER_MEMBERS if is_inside else Permission.KEEP_MEMBERS
            if not may(self.user, needed, self._placement.organisation, today=self.today):
                raise PermissionDenied
        return self._placement

    def key(self) -> int:
        return self.placement.member_id

    def get_form_class(self) -> Any:
        has_ended = self.placement.ends_on is not None
        return forms.CorrectEndedPlacementForm if has_ended else self.form_class

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.placement, name) for name in (*MENDED, "version")}

    def act(self, form: forms.CorrectPlacementForm) -> str:
        asked = {told: form.cleaned_data[n] for n, told in MENDED.items() if n in form.fields}
        placements.correct_placement(
            placement=self.placement,
            facts=PlacementFacts(**asked),
            **form.cleaned("reason", "version"),
            by=self.user,
        )
        return self.cancel_url()
