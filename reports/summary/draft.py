"""A summary as it stands: figures, findings and the committee's texts as one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from activities.models import Campaign
from branches.charts import Series, line_chart
from branches.documents import Annex, Block, Chart, Document, Run, Table
from branches.models import Organisation
from reports.figures.computed import Figures, figures_of
from reports.figures.figure import Scope
from reports.figures.series import sittings_by_month
from reports.models import SummaryText
from reports.summary.basics import basics
from reports.summary.practices import practices
from reports.summary.problems import Problem, next_step_part, problem_part, problems
from reports.summary.sentences import paragraph, shown
from reports.summary.texts import Texts

MARK = "草稿"
# The annex tells these, in this order.
TOLD = (
    "branches.total",
    "branches.general",
    "members.total",
    "members.probationary",
    "members.female",
    "members.retired",
    "members.to_35",
    "schools.county",
    "schools.township",
    "schools.private",
    "development.admitted",
    "development.confirmed",
    "elections.completed",
    "secretaries.changed",
    "dues.paid",
    "dues.paid.to_q3",
    "activities.themed_days",
    "activities.meetings",
    "activities.lectures",
    "activities.studies",
    "activities.attendances",
    "exams.participants",
    "inspections.rounds",
    "letters.signed",
    "training.attendances",
)


@dataclass(frozen=True)
class Draft:
    """One organisation's summary of one period, generated and not edited.

    dated: the day printed as 成文日期.
    """

    organisation: Organisation
    figures: Figures
    problems: Sequence[Problem]
    texts: Texts
    campaigns: Sequence[str]
    chart: Chart | None
    dated: date

    @property
    def title(self) -> str:
        """What the document is called, its two lines."""
        return f"{self.organisation.name}\n{self.figures.period.label}度党建工作总结"

    @property
    def document(self) -> Document:
        """The document, as a page shows it and a PDF prints it."""
        return Document(
            title=self.title,
            mark=MARK,
            blocks=self.blocks(),
            signature=self.organisation.name,
            dated=self.dated,
            annexes=[self.annex()],
        )

    def blocks(self) -> list[Block]:
        """Return the lead and the four parts."""
        period = self.figures.period.label
        lead = self.texts.needed(SummaryText.Slot.LEAD, "指导思想和年度主题")
        return [
            *paragraph(lead, [Run(f"现将{period}党建工作情况总结如下。")]),
            *basics(self.figures, self.organisation),
            *practices(self.figures, self.texts, self.campaigns, self.chart),
            *problem_part(self.problems, self.texts),
            *next_step_part(self.problems, self.texts),
        ]

    def annex(self) -> Annex:
        """Return the table of the main figures beside those of a year earlier."""
        rows = []
        for name in TOLD:
            figure = self.figures[name]
            before = replace(figure, value=figure.before)
            rows.append((figure.label, figure.unit, shown(figure, ""), shown(before, "")))
        year = self.figures.period
        headers = ("项目", "单位", year.label, year.before.label)
        title = f"{year.label}主要数据"
        return Annex(title, [Table("", headers, rows)])


def draft(scope: Scope, *, dated: date) -> Draft:
    """Return the summary of a scope as its records and texts say it now."""
    figures = figures_of(scope)
    texts = scope.rows(SummaryText.objects)
    return Draft(
        organisation=scope.organisation,
        figures=figures,
        problems=problems(figures),
        texts=Texts.of(texts.for_summary(scope.organisation, scope.period.start.year)),
        campaigns=_campaigns(scope),
        chart=_chart(scope),
        dated=dated,
    )


def _campaigns(scope: Scope) -> list[str]:
    rows = scope.rows(Campaign.objects).filter(
        kept_by=scope.organisation, year=scope.period.start.year
    )
    return list(rows.order_by("starts_on", "pk").values_list("name", flat=True))


def _chart(scope: Scope) -> Chart | None:
    months = sittings_by_month(scope)
    if not any(held for _, _, held in months):
        return None
    title = f"{scope.period.label}各月组织生活场次"
    drawing = line_chart(
        title,
        [f"{month}月" for month, _, _ in months],
        [
            Series("全部活动", [held for _, _, held in months]),
            Series("主题党日", [themed for _, themed, _ in months]),
        ],
        unit="场",
    )
    return Chart(drawing.svg, drawing.alt, title)
