"""People outside the roll, settings, the log and the help."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.views.generic import TemplateView

from branches import forms
from branches.access import Permission, holds
from branches.articles import ARTICLES
from branches.filters import AuditFilter, OutsidePersonFilter, SettingFilter
from branches.models import AuditEvent, OutsidePerson, Setting
from branches.options import DECLARATIONS, Option
from branches.screens import FormScreen, ListScreen, Screen
from branches.services import registers
from branches.tables import AuditTable, OutsidePersonTable, SettingTable


class OutsidePersonList(ListScreen):
    """Who is not on the roll and yet leads, lectures or inspects."""

    permission = Permission.READ_OUTSIDE_PERSONS
    title, unit = "系统外人员", "名"
    empty_text = "不在本系统党员名册里、但担任领导、讲课或督导的人登记在这里。"
    table_class, filterset_class = OutsidePersonTable, OutsidePersonFilter

    def rows(self) -> models.QuerySet[OutsidePerson]:
        return self.readable(OutsidePerson.objects).order_by("name_key", "pk")

    def actions(self) -> list[tuple[str, str]]:
        if not holds(self.user, Permission.MANAGE_OUTSIDE_PERSONS, today=self.today):
            return []
        return [("登记系统外人员", reverse("branches:outside-person-create"))]


class OutsidePersonCreate(FormScreen):
    """Enter somebody who is not on the roll."""

    permission = Permission.MANAGE_OUTSIDE_PERSONS
    form_class = forms.OutsidePersonForm
    title, submit_label, done = "登记系统外人员", "登记", "已登记。"

    def act(self, form: forms.OutsidePersonForm) -> str:
        registers.enter_outside_person(
            **form.cleaned(*_PERSON), kept_by=self.committee(), by=self.user
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("branches:outside-person-list")


class OutsidePersonUpdate(FormScreen):
    """Mend what is known of a person outside the roll."""

    permission = Permission.MANAGE_OUTSIDE_PERSONS
    form_class = forms.OutsidePersonForm
    title = "更正系统外人员"

    def subject(self) -> str:
        return self.row.name

    @property
    def row(self) -> OutsidePerson:
        rows = self.readable(OutsidePerson.objects)
        person = self.find(rows.select_related("kept_by"), self.kwargs["pk"])
        self.allow(person.kept_by)
        return person

    def get_initial(self) -> dict[str, Any]:
        person = self.row
        return {name: getattr(person, name) for name in (*_PERSON, "version")}

    def act(self, form: forms.OutsidePersonForm) -> str:
        registers.correct_outside_person(
            person=self.row, **form.cleaned(*_PERSON, "version"), by=self.user
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("branches:outside-person-list")


_PERSON = ("name", "unit", "office", "is_party_member")


class SettingList(ListScreen):
    """What was set where and since when; what is not listed holds by default."""

    permission = Permission.MANAGE_SETTINGS
    template_name = "branches/setting_list.html"
    title, unit = "设置", "项"
    empty_text = "还没有改过设置，全部按默认值。"
    table_class, filterset_class = SettingTable, SettingFilter

    def rows(self) -> models.QuerySet[Setting]:
        rows = self.readable(Setting.objects)
        return rows.select_related("organisation").order_by("option", "-since", "pk")

    def actions(self) -> list[tuple[str, str]]:
        return [("修改设置", reverse("branches:setting-create"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        declared = [
            (declaration, ARTICLES.get(declaration.citation, declaration.citation))
            for declaration in DECLARATIONS.values()
        ]
        return super().get_context_data(**kwargs, declarations=declared)


class SettingCreate(FormScreen):
    """Set an option for an organisation from a day on."""

    permission = Permission.MANAGE_SETTINGS
    form_class = forms.SettingForm
    title, submit_label = "修改设置", "保存设置"
    intro = "设置按党组织和日期生效，下级沿用上级的；以前的值保留。"

    def act(self, form: forms.SettingForm) -> str:
        self.allow(form.cleaned_data["organisation"])
        values = form.cleaned("organisation", "value", "since", "reason")
        option = Option(form.cleaned_data["option"])
        registers.make_setting(option=option, **values, by=self.user)
        return self.cancel_url()

    def get_initial(self) -> dict[str, Any]:
        return {"since": self.today}

    def cancel_url(self) -> str:
        return reverse("branches:setting-list")


class AuditList(ListScreen):
    """Who did what, when, from where."""

    permission = Permission.READ_AUDIT
    title, unit = "日志", "条"
    empty_text = "这里记录谁在什么时候做了什么。"
    table_class, filterset_class = AuditTable, AuditFilter

    def rows(self) -> models.QuerySet[AuditEvent]:
        return self.readable(AuditEvent.objects).order_by("-pk")


class AuditDetail(Screen, TemplateView):
    """One event, whole."""

    permission = Permission.READ_AUDIT
    template_name = "branches/audit_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.readable(AuditEvent.objects)
        event = self.find(rows.select_related("detail", "seal"), kwargs["pk"])
        return super().get_context_data(event=event)


class Help(Screen, TemplateView):
    """The words, the roles, and how things are done here."""

    permission = None
    template_name = "branches/help.html"
