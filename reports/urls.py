from django.urls import path, register_converter

from branches.periods import Period
from reports.views import home, summary, texts


class PeriodConverter:
    """A year, half or quarter in an address: `2025`, `2025-h1`, `2025-q3`."""

    regex = "[0-9]{4}(?:-[hq][1-4])?"

    def to_python(self, value: str) -> Period:
        return Period.of_key(value)

    def to_url(self, value: str | Period) -> str:
        return value if isinstance(value, str) else value.key


class FigureConverter:
    """The id of a figure in an address."""

    regex = "[a-z0-9_.]{1,80}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PeriodConverter, "period")
register_converter(FigureConverter, "figure")

app_name = "reports"
urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("reports/", summary.SummaryList.as_view(), name="summary-list"),
    path("reports/<period:period>/", summary.SummaryDetail.as_view(), name="summary-detail"),
    path("reports/<period:period>/summary.pdf", summary.SummaryPdf.as_view(), name="summary-pdf"),
    path(
        "reports/<period:period>/figures.xlsx",
        summary.SummaryWorkbook.as_view(),
        name="summary-workbook",
    ),
    path("reports/<period:period>/figures/", summary.FigureTable.as_view(), name="figure-table"),
    path(
        "reports/<period:period>/figures/<figure:figure>/",
        summary.FigureRows.as_view(),
        name="figure-rows",
    ),
    path(
        "reports/<period:period>/working-paper/",
        summary.WorkingPaper.as_view(),
        name="working-paper",
    ),
    path("reports/<period:period>/texts/", summary.TextTable.as_view(), name="text-table"),
    path(
        "reports/<period:period>/texts/<slug:slot>/",
        texts.TextUpdate.as_view(),
        name="text-update",
    ),
]
