"""The summary of a period: its document, its figures, the rows behind each, its files."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView
from django_tables2 import Table

from branches import audit
from branches.access import Permission, may
from branches.audit import Verb
from branches.models import Organisation
from branches.options import Option
from branches.periods import Period
from branches.screens import ListScreen, Screen, download
from branches.services.registers import setting_on
from branches.spreadsheets import CONTENT_TYPE
from reports.drawings.pdf import archive_copy, submission_copy
from reports.drawings.workbook import workbook
from reports.figures.chapters import EVIDENCE, MEASURES
from reports.figures.computed import figure_of, figures_of
from reports.figures.figure import Measure, Reader, Scope
from reports.forms import RowsQuestion
from reports.models import SummaryText
from reports.summary.draft import Draft, draft
from reports.summary.problems import DEGREES, POINTERS
from reports.tables import RowsTable, prepared, table_of


class SummaryScreen(Screen):
    """The base: the committee whose summary it is, and the period the address names."""

    permission = Permission.READ_SUMMARY

    @property
    def period(self) -> Period:
        period: Period = self.kwargs["period"]
        if period.start > self.today:
            raise Http404
        return period

    @cached_property
    def keeper(self) -> Organisation:
        """The committee that writes it."""
        return self.committee()

    @property
    def scope(self) -> Scope:
        return Scope(self.keeper, self.period, self.today, Reader(self.user, self.today))

    def draft(self) -> Draft:
        """Return the summary as the records say it now."""
        return draft(self.scope, dated=self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # of the page it is mixed into
        return {**given, "period": self.period, "keeper": self.keeper, "crumbs": self.crumbs()}

    def crumbs(self) -> list[tuple[str, str]]:
        page = reverse("reports:summary-detail", args=[self.period.key])
        return [("报告", reverse("reports:summary-list")), (f"{self.period.title}总结", page)]


class SummaryList(Screen, TemplateView):
    """For which periods a summary can be written: from the first year kept here on."""

    permission = Permission.READ_SUMMARY
    template_name = "reports/summary_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keeper = self.committee()
        first = first_year(keeper, today=self.today)
        years = [self._periods(year) for year in range(self.today.year, first - 1, -1)]
        return super().get_context_data(keeper=keeper, years=years)

    def _periods(self, year: int) -> dict[str, Any]:
        parts = [Period.half(year, half) for half in (1, 2)]
        parts += [Period.quarter(year, quarter) for quarter in (1, 2, 3, 4)]
        return {
            "whole": Period.year(year),
            "runs": year == self.today.year,
            "parts": [part for part in parts if part.start <= self.today],
        }


class SummaryDetail(SummaryScreen, TemplateView):
    """The document of a period, each number a link to its rows."""

    template_name = "reports/summary_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.draft()
        return super().get_context_data(draft=found, document=found.document)

    def crumbs(self) -> list[tuple[str, str]]:
        return super().crumbs()[:1]


class FigureTable(SummaryScreen, TemplateView):
    """Every figure of a period beside that of a year earlier."""

    template_name = "reports/figure_table.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = figures_of(self.scope)
        return super().get_context_data(figures=figures, chapters=list(figures.chapters()))


class WorkingPaper(SummaryScreen, TemplateView):
    """From which figures each problem is told, and which are left to a person to judge.

    It never leaves the county.
    """

    template_name = "reports/working_paper.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.draft()
        told = [
            (problem, [found.figures[name] for name in problem.evidence])
            for problem in found.problems
        ]
        left = [
            (pointer, [found.figures[name] for name in pointer.figures]) for pointer in POINTERS
        ]
        return super().get_context_data(
            figures=found.figures, problems=told, degrees=DEGREES, pointers=left
        )


class FigureRows(SummaryScreen, ListScreen):
    """The rows that one figure counts or adds up."""

    unit = "条"
    empty_text = "这个数据没有明细。"
    template_name = "reports/figure_rows.html"
    filterset_class = RowsQuestion

    @cached_property
    def measure(self) -> Measure:
        found = {**MEASURES, **EVIDENCE}.get(self.kwargs["figure"])
        if found is None:
            raise Http404
        return found

    @property
    def title(self) -> str:  # type: ignore[override]  # of each figure its own
        return self.measure.label

    @cached_property
    def counted(self) -> Any:
        """What the figure counts."""
        return self.measure.rows(self.scope)

    def rows(self) -> Any:
        return prepared(self.counted, Reader(self.user, self.today))

    def get_table_class(self) -> type[RowsTable]:
        return table_of(self.measure, self.object_list)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figure = figure_of(self.measure, self.scope, self.counted)
        given = super().get_context_data(**kwargs, figure=figure, measure=self.measure)
        return {**given, "export": not self.measure.is_kept_close, "headings": self.scope.headings}

    def export(self, table: Table) -> HttpResponse:
        if self.measure.is_kept_close:
            raise PermissionDenied
        return super().export(table)


class SummaryFile(SummaryScreen):
    """The base of what is taken out as a file."""

    permission = Permission.EXPORT_SUMMARY

    def hand_out(self, content: bytes, what: str, content_type: str) -> HttpResponse:
        """Return a file, and log who took it."""
        name = f"{self.keeper.short_name}{self.period.title}{what}"
        audit.record(Verb.SUMMARY_EXPORTED, by=self.user, organisation=self.keeper, about=name)
        return download(content, name, content_type)


class SummaryPdf(SummaryFile):
    """The document on paper: `?edition=archive` with the workbook inside, else to hand in."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = self.draft()
        is_archive = request.GET.get("edition") == "archive"
        content = (
            archive_copy(found.document, workbook=workbook(found.figures), made_on=found.dated)
            if is_archive
            else submission_copy(found.document)
        )
        edition = "存档版" if is_archive else "报送版"
        return self.hand_out(content, f"党建工作总结（{edition}）.pdf", "application/pdf")


class SummaryWorkbook(SummaryFile):
    """The figures as a workbook."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.hand_out(workbook(figures_of(self.scope)), "数据.xlsx", CONTENT_TYPE)


class TextTable(SummaryScreen, TemplateView):
    """The committee's own words of a year, place by place."""

    template_name = "reports/text_table.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        texts = self.readable(SummaryText.objects)
        rows = texts.for_summary(self.keeper, self.period.start.year)
        entered = {row.slot: row for row in rows}
        slots = [(slot, label, entered.get(slot)) for slot, label in SummaryText.Slot.choices]
        may_keep = may(self.user, Permission.KEEP_TEXTS, self.keeper, today=self.today)
        return super().get_context_data(slots=slots, may_keep=may_keep)


def first_year(keeper: Organisation, *, today: date) -> int:
    """Return the first year a summary can be written of: since 启用日, else the founding."""
    opened = setting_on(Option.OPENED_ON, keeper, today)
    return opened.year if isinstance(opened, date) else keeper.founded_on.year
