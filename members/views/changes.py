"""What is entered, corrected and shown of a person, and what changes about her."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from branches.access import Permission, holds
from branches.models import Coverage, Organisation
from branches.screens import FormScreen
from members.articles import HOLDS_MEMBERS
from members.forms import changes as forms
from members.forms.people import CorrectMemberForm, EnterMemberForm, RevealForm, WorkForm
from members.models import Circumstance, Education, Employment, Member, Placement
from members.services import people
from members.services.facts import Entry, MemberFacts, Schooling, Work
from members.services.people import KnownNumber
from members.views.people import MemberScreen

ENTERED = ("organisation", "begin", "starts_on", "document", "elsewhere")
SECRET = ("identity_number", "phone", "address")
OPEN = tuple(name for name in MemberFacts.__dataclass_fields__ if name not in SECRET)


class MemberCreate(FormScreen):
    """Enter somebody who comes onto the roll."""

    permission = Permission.KEEP_MEMBERS
    form_class = EnterMemberForm
    template_name = "members/member_form.html"
    title, submit_label, done = "登记党员", "登记", "已登记。"
    intro = "按全国党员信息采集的项目填写。不知道的选填项可以空着，以后再补。"
    is_known = False

    def act(self, form: EnterMemberForm) -> str:
        self.allow(form.cleaned_data["organisation"])
        schooling = Schooling(**form.cleaned("level", "degree"))
        try:
            member = people.enter_member(
                facts=MemberFacts(**form.cleaned(*OPEN, *SECRET)),
                entry=Entry(**form.cleaned(*ENTERED), registered_on=self.today),
                work=Work(**form.cleaned(*WorkForm.WORK)),
                schooling=schooling if schooling.level else None,
                today=self.today,
                by=self.user,
            )
        except KnownNumber as known:
            self.is_known = True
            raise ValidationError({"identity_number": str(known)}) from known
        return reverse("members:member-detail", args=[member.pk])

    def get_initial(self) -> dict[str, Any]:
        mine = self.readable(Organisation.objects).on(self.today).filter(kind__in=HOLDS_MEMBERS)
        asked = self.request.GET.get("organisation", "")
        is_key = asked.isascii() and asked.isdecimal() and len(asked) < 18
        rows = mine.filter(pk=asked) if is_key else mine
        likely = list(rows[:2])
        begin = {"begin": Placement.Begin.ARRIVED, "starts_on": self.today}
        if len(likely) != 1:
            return begin
        return {**begin, "organisation": likely[0].pk, "school": self._school_of(likely[0])}

    def _school_of(self, organisation: Organisation) -> int | None:
        covered = self.readable(Coverage.objects).on(self.today).filter(organisation=organisation)
        keys = list(covered.exclude(role="INSTRUCTOR").values_list("school", flat=True)[:2])
        return keys[0] if len(keys) == 1 else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_ask = holds(self.user, Permission.ASK_REQUESTS, today=self.today)
        return super().get_context_data(is_known=self.is_known, may_ask=may_ask, **kwargs)

    def crumbs(self) -> list[tuple[str, str]]:
        return [("党员", reverse("members:member-list"))]

    def cancel_url(self) -> str:
        return reverse("members:member-list")


class MemberAct(MemberScreen, FormScreen):
    """The base of what is done about one person."""

    permission = Permission.KEEP_MEMBERS

    def get_form_kwargs(self) -> dict[str, Any]:
        # First of all whether she is in reach: then no act need ask it again.
        told = self.told_of(self.row)
        return {**super().get_form_kwargs(), **told}

    def told_of(self, row: Member) -> dict[str, Any]:
        """Return what else the form must know of her."""
        return {}

    def cancel_url(self) -> str:
        return reverse("members:member-detail", args=[self.row.pk])

    def subject(self) -> str:
        return str(self.row)

    def crumbs(self) -> list[tuple[str, str]]:
        return [("党员", reverse("members:member-list")), (str(self.row), self.cancel_url())]


class MemberUpdate(MemberAct):
    """Mend what was mistyped about a person."""

    form_class = CorrectMemberForm
    title, intro = "更正信息", "只更正录错的；工作、学历、组织关系的变动请在“更多操作”里登记。"

    def told_of(self, row: Member) -> dict[str, Any]:
        return {"member": row}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in (*OPEN, "version")}

    def act(self, form: CorrectMemberForm) -> str:
        people.correct_member(
            member=self.row,
            facts=MemberFacts(**form.cleaned(*OPEN), **form.secrets()),
            **form.cleaned("reason", "version"),
            today=self.today,
            by=self.user,
        )
        return self.cancel_url()


class RevealCreate(MemberAct):
    """Show, once, what is encrypted, to whoever says why."""

    permission = Permission.REVEAL_NUMBERS
    form_class = RevealForm
    title, submit_label = "查看加密信息", "查看"
    intro = "显示一次，离开页面就不再显示。"

    def get_initial(self) -> dict[str, Any]:
        return {"field": self.request.GET.get("field", "")}

    def form_valid(self, form: RevealForm) -> HttpResponse:
        try:
            text = people.reveal(member=self.row, **form.cleaned("field", "reason"), by=self.user)
        except ValidationError as error:
            form.add_refusal(error)
            return self.form_invalid(form)
        label = people.REVEALABLE[form.cleaned_data["field"]]
        shown = {"label": label, "text": text, "crumbs": self.crumbs(), "member": self.row}
        return render(self.request, "members/member_revealed.html", shown)


class WorkCreate(MemberAct):
    """Let a person work as something else, or retire."""

    form_class = forms.ChangeWorkForm
    title, done = "变更工作或退休", "工作情况已变更。"
    intro = "原来的工作保留在履历里。退休请把工作岗位选为“离退休”。"

    def get_initial(self) -> dict[str, Any]:
        me = self.readable(Member.objects).filter(pk=self.row.pk)
        current = Employment.objects.of_members(me).filter(ends_on__isnull=True).first()
        if self.request.GET.get("retires"):
            school = current.school_id if current else None
            return {"job": Employment.Job.RETIRED, "school": school, "on": self.today}
        known = {name: getattr(current, name) for name in WorkForm.WORK} if current else {}
        return {**known, "on": self.today}

    def act(self, form: forms.ChangeWorkForm) -> str:
        work = Work(**form.cleaned(*WorkForm.WORK))
        people.change_work(
            member=self.row,
            work=work,
            on=form.cleaned_data["on"],
            today=self.today,
            by=self.user,
        )
        return self.cancel_url()


class SchoolingCreate(MemberAct):
    """Let another education be a person's highest."""

    form_class = forms.ChangeSchoolingForm
    title, done = "变更学历", "学历已变更。"
    intro = "原来的学历保留在履历里。"

    def get_initial(self) -> dict[str, Any]:
        me = self.readable(Member.objects).filter(pk=self.row.pk)
        current = Education.objects.of_members(me).filter(ends_on__isnull=True).first()
        known = {"level": current.level, "degree": current.degree} if current else {}
        return {**known, "on": self.today}

    def act(self, form: forms.ChangeSchoolingForm) -> str:
        people.change_schooling(
            today=self.today,
            member=self.row,
            schooling=Schooling(**form.cleaned("level", "degree")),
            on=form.cleaned_data["on"],
            by=self.user,
        )
        return self.cancel_url()


class CircumstanceCreate(MemberAct):
    """Register that something holds of a person for a time."""

    form_class = forms.BeginCircumstanceForm
    title, submit_label, done = "登记情况", "登记", "情况已登记。"
    intro = "困难、流动、失联、不作参会要求。结束时再登记结束。"

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.today}

    def act(self, form: forms.BeginCircumstanceForm) -> str:
        people.begin_circumstance(
            today=self.today,
            member=self.row,
            organisation=self.stay.organisation,
            **form.cleaned("kind", "on", "whereabouts"),
            by=self.user,
        )
        return self.cancel_url()


class CircumstanceEnd(MemberAct):
    """Register that it holds no more."""

    form_class = forms.EndCircumstanceForm
    submit_label, done = "登记结束", "情况已结束。"

    @property
    def circumstance(self) -> Circumstance:
        if not hasattr(self, "_circumstance"):
            mine = Circumstance.objects.of_members(self.readable(Member.objects))
            self._circumstance = self.find(
                mine.select_related("member", "organisation"), self.kwargs["pk"]
            )
        return self._circumstance

    def key(self) -> int:
        return self.circumstance.member_id

    @property
    def title(self) -> str:  # type: ignore[override]  # it names what ends
        return f"结束“{self.circumstance.get_kind_display()}”"

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.circumstance.version, "on": self.today}

    def act(self, form: forms.EndCircumstanceForm) -> str:
        people.end_circumstance(
            today=self.today,
            circumstance=self.circumstance,
            **form.cleaned("on", "reason", "version"),
            by=self.user,
        )
        return self.cancel_url()
