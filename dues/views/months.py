"""A branch's year, its months, and what is fixed for it at the year's beginning."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from branches.access import Permission, may
from branches.models import Organisation
from branches.periods import month_of
from branches.screens import FormScreen, Screen
from dues.fields import FIRST_MONTH, LAST_MONTH
from dues.forms.ledger import AssessForm, GridForm
from dues.services import assessments, payments
from dues.services.assessments import Plan
from dues.services.reckoning import SheetRow, month_states, months_of, sheet
from dues.views.lists import grid_url, months_beside


def asked_year(screen: Screen) -> int:
    """Return the year a page looks at: `?year=`, or this one."""
    text = screen.request.GET.get("year", "")
    known = text.isdecimal() and text.isascii() and len(text) == 4
    year = int(text) if known else screen.today.year
    return year if FIRST_MONTH.year <= year <= LAST_MONTH.year else screen.today.year


class BranchDues(Screen, TemplateView):
    """How far one branch is with each month of a year."""

    permission = Permission.READ_DUES
    template_name = "dues/branch_dues.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation, year = self.organisation(kwargs["pk"]), asked_year(self)
        last = month_of(self.today)
        months = [month for month in months_of(year) if month <= last]
        states = month_states(organisation, months) if months else []
        return super().get_context_data(
            **kwargs,
            organisation=organisation,
            year=year,
            first_year=FIRST_MONTH.year,
            this_year=self.today.year,
            states=[state for state in states if state.owing],
            this_month=last,
            may_keep=may(self.user, Permission.KEEP_DUES, organisation, today=self.today),
        )


class MonthGrid(FormScreen):
    """A branch's month on one screen: what each owes, paid, or why not."""

    permission = Permission.READ_DUES
    form_class = GridForm
    template_name = "dues/month_grid.html"
    done = "已登记。"
    title = ""

    @cached_property
    def branch(self) -> Organisation:
        return self.organisation(self.kwargs["pk"])

    @cached_property
    def sheet(self) -> list[SheetRow]:
        return sheet(self.branch, self.kwargs["month"])

    def may(self, permission: Permission) -> bool:
        return may(self.user, permission, self.branch, today=self.today)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may(Permission.KEEP_DUES):
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "sheet": self.sheet}

    def get_initial(self) -> dict[str, Any]:
        return {"paid_on": self.today, "token": payments.new_token()}

    def act(self, form: GridForm) -> str:
        payments.record_month(
            organisation=self.branch,
            month=self.kwargs["month"],
            lines=form.lines(),
            **form.cleaned("paid_on", "token"),
            today=self.today,
            by=self.user,
        )
        return grid_url(self.branch.pk, self.kwargs["month"])

    def cancel_url(self) -> str:
        return reverse("dues:branch-dues", args=[self.branch.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [("党费", reverse("dues:dues-list")), (str(self.branch), self.cancel_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        month: date = self.kwargs["month"]
        return super().get_context_data(
            **kwargs,
            organisation=self.branch,
            month=month,
            **months_beside(month),
            is_ahead=month > month_of(self.today),
            is_not_ended=month >= month_of(self.today),
            without_basis=[row.owed for row in self.sheet if row.owed.basis is None],
            due_fen=sum(row.owed.explanation.fen for row in self.sheet if row.owed.explanation),
            paid_fen=sum(row.payment.fen for row in self.sheet if row.payment),
            may_keep=self.may(Permission.KEEP_DUES),
            may_read_wages=self.may(Permission.READ_WAGES),
        )


class DuesAssess(FormScreen):
    """Fix what a branch's members owe each month of a year, after a look at the counts."""

    permission = Permission.KEEP_DUES
    form_class = AssessForm
    template_name = "dues/dues_assess.html"
    submit_label, done = "核定", "已核定。"

    @cached_property
    def branch(self) -> Organisation:
        return self.organisation(self.kwargs["pk"])

    @property
    def title(self) -> str:  # type: ignore[override]  # it names the year
        return f"核定 {self.kwargs['year']} 年应交党费"

    def subject(self) -> str:
        return str(self.branch)

    def act(self, form: AssessForm) -> str:
        assessments.assess_year(
            organisation=self.branch,
            year=self.kwargs["year"],
            expected=form.cleaned_data["seen"],
            today=self.today,
            by=self.user,
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return f"{reverse('dues:branch-dues', args=[self.branch.pk])}?year={self.kwargs['year']}"

    def crumbs(self) -> list[tuple[str, str]]:
        return [("党费", reverse("dues:dues-list")), (str(self.branch), self.cancel_url())]

    @cached_property
    def plan(self) -> Plan:
        return assessments.year_plan(organisation=self.branch, year=self.kwargs["year"])

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.plan.size}

    def form_invalid(self, form: AssessForm) -> HttpResponse:
        # What is shown again is what is there now.
        form.data = {**form.data.dict(), "seen": str(self.plan.size)}  # type: ignore[attr-defined]  # a QueryDict
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, plan=self.plan)
