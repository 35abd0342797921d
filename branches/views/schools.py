"""Schools: lists, pages, head counts."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.views.generic import TemplateView

from branches import forms
from branches.access import Permission, holds, may
from branches.filters import SchoolFilter
from branches.models import AuditEvent, Coverage, HeadCount, School
from branches.rules import school_year
from branches.screens import FormScreen, ListScreen, Screen
from branches.services import schools
from branches.services.schools import Counts, SchoolFacts
from branches.tables import SchoolTable


class SchoolList(ListScreen):
    """Which schools there are on a day, how each is covered, how many people it counts."""

    permission = Permission.READ_REGISTER
    title, unit = "学校", "所"
    empty_text = "这里列出您能查看的学校。"
    table_class, filterset_class = SchoolTable, SchoolFilter

    def rows(self) -> models.QuerySet[School]:
        rows = self.readable(School.objects).on(self.on)
        narrowed = rows.within(self.acting, on=self.on) if self.acting else rows
        return narrowed.for_listing(on=self.on)

    def actions(self) -> list[tuple[str, str]]:
        if not holds(self.user, Permission.MANAGE_SCHOOLS, today=self.today):
            return []
        return [("登记学校", reverse("branches:school-create"))]


class SchoolScreen(Screen):
    """The base of what concerns one school."""

    def school(self) -> School:
        """Return the readable school the address names; else 404."""
        rows = self.readable(School.objects)
        rows = rows.for_listing(on=self.on).select_related("kept_by")
        return self.find(rows, self.kwargs["pk"])


class SchoolDetail(SchoolScreen, TemplateView):
    """One school on a day: its facts, who covers it and since when, its head counts."""

    permission = Permission.READ_REGISTER
    template_name = "branches/school_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.school()
        coverages = list(self.readable(Coverage.objects).filter(school=found).for_listing())
        ours = self.readable(School.objects).filter(pk=found.pk)
        counts = HeadCount.objects.of_schools(ours).order_by("-school_year")
        events = self.readable(AuditEvent.objects).about(found)
        this_year = school_year(self.today)
        return super().get_context_data(
            school=found,
            coverages=[row for row in coverages if row.holds_on(self.on)],
            former_coverages=[row for row in coverages if not row.holds_on(self.on)],
            head_counts=counts,
            this_school_year=this_year,
            has_this_school_year=any(row.school_year == this_year for row in counts),
            events=events.select_related("detail")[:50],
            may_manage=may(self.user, Permission.MANAGE_SCHOOLS, found.kept_by, today=self.today),
            on=self.on,
        )


class SchoolCreate(FormScreen):
    """Enter a school into the register of the organisation one acts for."""

    permission = Permission.MANAGE_SCHOOLS
    form_class = forms.SchoolForm
    title, submit_label, done = "登记学校", "登记", "学校已登记。"

    def act(self, form: forms.SchoolForm) -> str:
        school = schools.enter_school(facts=_facts(form), kept_by=self.committee(), by=self.user)
        return reverse("branches:school-detail", args=[school.pk])

    def cancel_url(self) -> str:
        return reverse("branches:school-list")


class SchoolAct(SchoolScreen, FormScreen):
    """The base of what is done to one school."""

    permission = Permission.MANAGE_SCHOOLS
    initial_names: tuple[str, ...] = ()
    _row: School | None = None

    @property
    def row(self) -> School:
        if self._row is None:
            self._row = self.school()
            self.allow(self._row.kept_by)
        return self._row

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in (*self.initial_names, "version")}

    def cancel_url(self) -> str:
        return reverse("branches:school-detail", args=[self.row.pk])

    def subject(self) -> str:
        return str(self.row)

    def crumbs(self) -> list[tuple[str, str]]:
        return [("学校", reverse("branches:school-list")), (str(self.row), self.cancel_url())]


class SchoolUpdate(SchoolAct):
    """Mend the facts of a school."""

    form_class = forms.CorrectSchoolForm
    title = "更正学校信息"
    initial_names = tuple(SchoolFacts.__dataclass_fields__)

    def act(self, form: forms.CorrectSchoolForm) -> str:
        schools.correct_school(
            school=self.row,
            facts=_facts(form),
            **form.cleaned("reason", "version"),
            by=self.user,
        )
        return self.cancel_url()


class SchoolClose(SchoolAct):
    """Close a school."""

    form_class = forms.CloseSchoolForm
    title, submit_label, done = "学校停办", "从这天起停办", "学校已停办。"
    intro = "停办后不再计入统计，覆盖同时结束；误操作可以恢复。"

    def act(self, form: forms.CloseSchoolForm) -> str:
        schools.close_school(
            school=self.row, **form.cleaned("on", "reason", "version"), by=self.user
        )
        return self.cancel_url()


class SchoolReopen(SchoolAct):
    """Take a mistaken closing back."""

    form_class = forms.ReasonForm
    title, submit_label, done = "恢复办学", "恢复", "学校已恢复办学。"
    intro = "撤回误操作的停办。停办时结束的覆盖需要重新登记。"

    def act(self, form: forms.ReasonForm) -> str:
        schools.reopen_school(school=self.row, **form.cleaned("reason", "version"), by=self.user)
        return self.cancel_url()


class HeadCountEdit(SchoolAct):
    """Enter or correct the head counts of one school year."""

    form_class = forms.HeadCountForm
    intro = "以教育局统计为准，按学年（9月1日起）填一次，沿用到下一次。"

    @property
    def title(self) -> str:  # type: ignore[override]  # it names the year
        year = self.kwargs["school_year"]
        return f"{year}—{year + 1} 学年数据"

    def get_initial(self) -> dict[str, Any]:
        ours = self.readable(School.objects).filter(pk=self.row.pk)
        rows = HeadCount.objects.of_schools(ours)
        found = rows.filter(school_year=self.kwargs["school_year"]).first()
        return {name: getattr(found, name) for name in (*_COUNTS, "version")} if found else {}

    def act(self, form: forms.HeadCountForm) -> str:
        schools.record_head_count(
            school=self.row,
            school_year=self.kwargs["school_year"],
            counts=Counts(**form.cleaned(*_COUNTS)),
            version=form.cleaned_data["version"],
            by=self.user,
        )
        return self.cancel_url()


_COUNTS = tuple(Counts.__dataclass_fields__)


def _facts(form: forms.SchoolForm) -> SchoolFacts:
    return SchoolFacts(**form.cleaned(*SchoolFacts.__dataclass_fields__))
