"""The tree: lists, pages and the acts of organisations."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import TemplateView

from branches import forms
from branches.access import Permission, may
from branches.articles import ARTICLES
from branches.filters import OrganisationFilter
from branches.models import (
    Appointment,
    ApprovalPower,
    AuditEvent,
    Coverage,
    Organisation,
    OrganisationName,
    Superior,
)
from branches.options import Option
from branches.rules import covers_too_many
from branches.screens import FormScreen, ListScreen, Screen
from branches.services import organisations, registers, schools
from branches.services.organisations import CannotDissolve, CannotMove, CannotRestore, Facts
from branches.services.registers import setting_on
from branches.tables import OrganisationTable


class OrganisationList(ListScreen):
    """Which organisations there are on a day, in what one may read."""

    permission = Permission.READ_REGISTER
    title, unit = "党组织", "个"
    empty_text = "这里列出您能查看的党组织。"
    table_class, filterset_class = OrganisationTable, OrganisationFilter

    def rows(self) -> models.QuerySet[Organisation]:
        rows = self.readable(Organisation.objects).on(self.on)
        narrowed = rows.within(self.acting) if self.acting else rows
        return narrowed.with_schools(on=self.on).for_listing()

    def actions(self) -> list[tuple[str, str]]:
        return [("成立党组织", reverse("branches:organisation-create"))] if self.may_add else []

    @property
    def may_add(self) -> bool:
        return "STAFF" in self.user.roles(on=self.today)


class OrganisationDetail(Screen, TemplateView):
    """One organisation on a day: its facts, schools, subordinates, powers and who acts for it."""

    permission = Permission.READ_REGISTER
    template_name = "branches/organisation_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.organisation(kwargs["pk"])
        coverages = list(self.readable(Coverage.objects).filter(organisation=found).for_listing())
        subordinates = self.readable(Organisation.objects).filter(superior=found)
        powers = self.readable(ApprovalPower.objects).filter(organisation=found)
        appointed = self.readable(Appointment.objects).filter(organisation=found)
        covered = [row for row in coverages if row.holds_on(self.on)]
        limit = setting_on(Option.JOINT_BRANCH_UNITS, found, self.on)
        return super().get_context_data(
            organisation=found,
            coverages=covered,
            former_coverages=[row for row in coverages if row not in covered],
            subordinates=subordinates.on(self.on).with_schools(on=self.on).order_by("code"),
            powers=powers.order_by("-starts_on"),
            appointments=appointed.on(self.today).select_related("user").order_by("role", "pk"),
            too_many=found.kind == Organisation.Kind.JOINT_BRANCH
            and covers_too_many(len(covered), limit=int(str(limit))),
            limit=limit,
            article=ARTICLES["ORG-03"],
            may_manage=may(self.user, Permission.MANAGE_ORGANISATIONS, found, today=self.today),
            on=self.on,
        )


class OrganisationHistory(Screen, TemplateView):
    """What one organisation was called, under whom it stood, and who changed what."""

    permission = Permission.READ_REGISTER
    template_name = "branches/organisation_history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.organisation(kwargs["pk"])
        names = self.readable(OrganisationName.objects).filter(organisation=found)
        superiors = self.readable(Superior.objects).filter(organisation=found)
        events = self.readable(AuditEvent.objects).about(found)
        return super().get_context_data(
            organisation=found,
            names=names.order_by("-starts_on"),
            superiors=superiors.select_related("superior").order_by("-starts_on"),
            events=events.select_related("detail")[:50],
        )


class OrganisationCreate(FormScreen):
    """Found an organisation."""

    permission = Permission.MANAGE_ORGANISATIONS
    form_class = forms.FoundOrganisationForm
    title, submit_label, done = "成立党组织", "成立", "党组织已成立。"

    def act(self, form: forms.FoundOrganisationForm) -> str:
        values = form.cleaned("kind", "name", "short_name", "superior")
        self.allow(values["superior"])
        found = organisations.found(**values, facts=_facts(form), by=self.user)
        return reverse("branches:organisation-detail", args=[found.pk])

    def get_initial(self) -> dict[str, Any]:
        return {"superior": self.request.GET.get("superior"), "kind": "BRANCH"}

    def cancel_url(self) -> str:
        return reverse("branches:organisation-list")


class OrganisationAct(FormScreen):
    """The base of what is done to one organisation."""

    permission = Permission.MANAGE_ORGANISATIONS
    initial_names: tuple[str, ...] = ()

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.target: Organisation | None = None

    @property
    def row(self) -> Organisation:
        if self.target is None:
            self.target = self.organisation(self.kwargs["pk"])
        return self.target

    def get_initial(self) -> dict[str, Any]:
        names = (*self.initial_names, "version")
        return {name: getattr(self.row, name) for name in names}

    def cancel_url(self) -> str:
        return reverse("branches:organisation-detail", args=[self.row.pk])

    def subject(self) -> str:
        return str(self.row)

    def crumbs(self) -> list[tuple[str, str]]:
        return _above(self.row)


class OrganisationUpdate(OrganisationAct):
    """Mend the facts of an organisation."""

    form_class = forms.CorrectOrganisationForm
    title, intro = "更正党组织信息", "名称和类别的变动请用“更名”，上级的变动请用“调整上级”。"
    initial_names = (
        "code",
        "member_kind",
        "founded_on",
        "founding_document",
        "outside_superior",
    )

    def act(self, form: forms.CorrectOrganisationForm) -> str:
        organisations.correct(
            organisation=self.row,
            facts=_facts(form),
            **form.cleaned("reason", "version"),
            by=self.user,
        )
        return self.cancel_url()


class OrganisationRename(OrganisationAct):
    """Give an organisation a new name or kind."""

    form_class = forms.RenameOrganisationForm
    title, submit_label, done = "更名", "更名", "已更名，原来的名称保留在沿革里。"
    intro = "原来的名称保留在沿革里。"
    initial_names = ("kind", "name", "short_name")

    def act(self, form: forms.RenameOrganisationForm) -> str:
        names = ("kind", "name", "short_name", "on", "document", "version")
        organisations.rename(
            today=self.today, organisation=self.row, **form.cleaned(*names), by=self.user
        )
        return self.cancel_url()


class OrganisationMove(OrganisationAct):
    """Put an organisation and all beneath it under another superior."""

    form_class = forms.MoveOrganisationForm
    title, submit_label, done = "调整上级党组织", "连同下级一起移动", "上级党组织已调整。"
    intro = "它和它的全部下级一起移动，查看权限随之改变；原来的上级保留在沿革里。"
    refusals = (CannotMove,)

    def act(self, form: forms.MoveOrganisationForm) -> str:
        self.allow(form.cleaned_data["to"])
        names = ("to", "on", "document", "version")
        organisations.move(
            today=self.today, organisation=self.row, **form.cleaned(*names), by=self.user
        )
        return self.cancel_url()


class OrganisationDissolve(OrganisationAct):
    """Dissolve an organisation."""

    form_class = forms.DissolveOrganisationForm
    title, submit_label, done = "撤销党组织", "撤销这个党组织", "党组织已撤销。"
    intro = "从撤销日期起不再计入统计，它的覆盖和审批权限同时结束；误操作可以恢复。"
    refusals = (CannotDissolve,)

    def act(self, form: forms.DissolveOrganisationForm) -> str:
        names = ("on", "document", "version")
        organisations.dissolve(
            today=self.today, organisation=self.row, **form.cleaned(*names), by=self.user
        )
        return self.cancel_url()


class OrganisationRestore(OrganisationAct):
    """Take a mistaken dissolution back."""

    form_class = forms.ReasonForm
    title, submit_label, done = "恢复党组织", "恢复", "党组织已恢复。"
    intro = "撤回误操作的撤销。撤销时结束的覆盖需要重新登记。"
    refusals = (CannotRestore,)

    def act(self, form: forms.ReasonForm) -> str:
        organisations.restore(
            organisation=self.row, **form.cleaned("reason", "version"), by=self.user
        )
        return self.cancel_url()


class PowerCreate(OrganisationAct):
    """Give an organisation the power to approve admissions."""

    form_class = forms.PowerForm
    title, submit_label, done = "授予审批权限", "授予", "审批权限已授予。"
    intro = "发展党员的审批权限，由上级党委以文件授予。"

    def act(self, form: forms.PowerForm) -> str:
        registers.grant_power(
            organisation=self.row, **form.cleaned("starts_on", "document"), by=self.user
        )
        return self.cancel_url()


class PowerEnd(FormScreen):
    """End the power to approve."""

    permission = Permission.MANAGE_ORGANISATIONS
    form_class = forms.EndForm
    title, submit_label, done = "结束审批权限", "结束审批权限", "审批权限已结束。"

    @property
    def row(self) -> ApprovalPower:
        rows = self.readable(ApprovalPower.objects)
        power = self.find(rows.select_related("organisation"), self.kwargs["pk"])
        self.allow(power.organisation)
        return power

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.row.version}

    def act(self, form: forms.EndForm) -> str:
        power = registers.end_power(
            power=self.row, **form.cleaned("on", "reason", "version"), by=self.user
        )
        return reverse("branches:organisation-detail", args=[power.organisation_id])

    def subject(self) -> str:
        return str(self.row.organisation)

    def crumbs(self) -> list[tuple[str, str]]:
        return _above(self.row.organisation)

    def cancel_url(self) -> str:
        return reverse("branches:organisation-detail", args=[self.row.organisation_id])


class CoverageCreate(OrganisationAct):
    """Let an organisation cover a school."""

    form_class = forms.CoverageForm
    title, submit_label, done = "登记覆盖学校", "登记", "覆盖已登记。"

    def get_initial(self) -> dict[str, Any]:
        return {}

    def act(self, form: forms.CoverageForm) -> str:
        names = ("school", "role", "starts_on", "document")
        schools.cover(organisation=self.row, **form.cleaned(*names), by=self.user)
        return self.cancel_url()


class CoverageEnd(FormScreen):
    """End a coverage."""

    permission = Permission.MANAGE_ORGANISATIONS
    form_class = forms.EndForm
    title, submit_label, done = "结束覆盖", "结束覆盖", "覆盖已结束。"

    @property
    def row(self) -> Coverage:
        rows = self.readable(Coverage.objects)
        coverage = self.find(rows.select_related("organisation", "school"), self.kwargs["pk"])
        self.allow(coverage.organisation)
        return coverage

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.row.version}

    def act(self, form: forms.EndForm) -> str:
        coverage = schools.end_coverage(
            coverage=self.row, **form.cleaned("on", "reason", "version"), by=self.user
        )
        return reverse("branches:organisation-detail", args=[coverage.organisation_id])

    def subject(self) -> str:
        coverage = self.row
        return f"{coverage.organisation}对{coverage.school}"

    def crumbs(self) -> list[tuple[str, str]]:
        return _above(self.row.organisation)

    def cancel_url(self) -> str:
        return reverse("branches:organisation-detail", args=[self.row.organisation_id])


class Switch(Screen):
    """Choose the organisation one acts for; lists narrow to it."""

    permission = None
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = forms.SwitchForm(request.POST, user=self.user, today=self.today)
        if form.is_valid():
            request.session["acting_for"] = form.cleaned_data["organisation"].pk
        back = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
        # Not redirect(), which would take "x" for the name of a page.
        return HttpResponseRedirect(back if is_ours else "/")


def _above(organisation: Organisation) -> list[tuple[str, str]]:
    page = reverse("branches:organisation-detail", args=[organisation.pk])
    return [("党组织", reverse("branches:organisation-list")), (str(organisation), page)]


def _facts(form: forms.OrganisationFactsForm) -> Facts:
    names = ("code", "member_kind", "founded_on", "founding_document", "outside_superior")
    return Facts(**form.cleaned(*names))
