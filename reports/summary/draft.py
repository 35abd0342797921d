"""A summary as it stands: figures, findings and the committee's texts as one document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from branches.charts import Series, line_chart
from branches.documents import Annex, Block, Chart, Document, Run, Table
from branches.models import Organisation
from reports.figures.chapters import CHAPTERS
from reports.figures.chapters.activities import campaigns
from reports.figures.computed import Figures, figures_of
from reports.figures.figure import Figure, Scope
from reports.figures.series import sittings_by_month
from reports.models import SummaryText
from reports.summary.basics import basics
from reports.summary.practices import practices
from reports.summary.problems import Problem, next_step_part, problem_part, problems
from reports.summary.sentences import paragraph, shown
from reports.summary.texts import Texts
from reports.summary.times import named

MARK = "草稿"
# The first annex tells these, in this order: as many as fit on a page.
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
    "activities.lectures",
    "activities.attendances",
    "exams.participants",
    "inspections.rounds",
    "letters.signed",
    "training.attendances",
)
# The second tells how the roll moved; both its ends, and of the rest what is not zero.
MOVED = tuple(measure.id for measure in CHAPTERS["movement"][1])
ALWAYS = {"movement.opening", "movement.closing"}


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
        return f"{self.organisation.name}\n{self.figures.period.title}党建工作总结"

    @property
    def document(self) -> Document:
        """The document, as a page shows it and a PDF prints it."""
        return Document(
            title=self.title,
            mark=MARK,
            blocks=self.blocks(),
            signature=self.organisation.name,
            dated=self.dated,
            annexes=self.annexes(),
        )

    def blocks(self) -> list[Block]:
        """Return the lead and the four parts."""
        lead = self.texts.needed(SummaryText.Slot.LEAD, "指导思想和年度主题")
        return [
            *paragraph(lead, [Run(f"现将{named(self.figures)}党建工作情况总结如下。")]),
            *basics(self.figures, self.organisation),
            *practices(self.figures, self.organisation, self.texts, self.campaigns, self.chart),
            *problem_part(self.problems, self.texts),
            *next_step_part(self.problems, self.texts, self.figures),
        ]

    def annexes(self) -> list[Annex]:
        """Return the main figures, and how the roll moved, beside those of a year earlier."""
        period = self.figures.period.label
        moved = [
            name
            for name in MOVED
            if name in ALWAYS or self.figures[name].value or self.figures[name].before
        ]
        return [
            Annex(f"{period}主要数据", [self._table(TOLD)]),
            Annex(f"{period}党员增减情况", [self._table(moved)]),
        ]

    def _table(self, names: Iterable[str]) -> Table:
        rows = [
            (figure.label, figure.unit, shown(figure, ""), shown(_earlier(figure), ""))
            for figure in (self.figures[name] for name in names)
        ]
        return Table("", ("项目", "单位", *self.figures.headings), rows)


def _earlier(figure: Figure) -> Figure:
    return replace(figure, value=figure.before)


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
    """Return the names of the campaigns that the figure of them counts, in their order."""
    return list(campaigns(scope).order_by("starts_on", "pk").values_list("name", flat=True))


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
