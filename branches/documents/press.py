"""Prints a document: WeasyPrint, held to our own text, our own fonts and nothing else."""

import threading
from datetime import datetime, time
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import weasyprint
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from weasyprint.text.ffi import harfbuzz_subset
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from branches.documents import typefaces
from branches.documents.blocks import Attachment, Document
from branches.documents.layout import Layout

# Before this one, a style sheet could fetch what the fetcher forbids.
OLDEST = 70
_SHEET = Path(__file__).with_name("official.css")
# One at a time: a drawing fills a processor, and fonts are shared between drawings.
_DRAWING = threading.Lock()


class Drawer(URLFetcher):  # type: ignore[misc]  # weasyprint ships no types
    """Hands out the charts of one document. Everything else, near or far, is refused."""

    def __init__(self, charts: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._charts = charts

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return a chart; raise ValueError for any other address."""
        if url not in self._charts:
            raise ValueError("a document reads nothing from outside")
        return URLFetcherResponse(url, self._charts[url], {"Content-Type": "image/svg+xml"})


def faults() -> list[str]:
    """Return what keeps this machine from printing, in words; empty when it can."""
    found = [f"missing font {name}" for name in typefaces.missing(settings.FONTS_DIR)]
    if int(weasyprint.__version__.split(".")[0]) < OLDEST:
        found.append(f"WeasyPrint {weasyprint.__version__} is older than {OLDEST}")
    if harfbuzz_subset is None:
        found.append("missing library libharfbuzz-subset0: a PDF would take 13 seconds")
    return found


def refuse_unfit_machine() -> None:
    """Raise ImproperlyConfigured where documents could not be drawn, or only very slowly."""
    if found := faults():
        raise ImproperlyConfigured(f"{'; '.join(found)}. Run: bash .ci/setup.sh run")


def pdf(document: Document, *, archive: bool, attachment: Attachment | None = None) -> bytes:
    """Return a document as a PDF: the same bytes from the same values, always.

    archive: whether it is the copy that is kept (PDF/A-3a, with `attachment` in it if there is
    one); the copy that is sent holds no attachment, no link and nothing about its maker.
    Raises CannotDraw if it is too long.
    """
    if attachment and not archive:
        raise ValueError("only the copy for the archive carries a workbook")
    layout = Layout(document, settings.FONTS_DIR)
    fetcher = Drawer(layout.charts)
    with _DRAWING:
        fonts = _fonts(settings.FONTS_DIR)
        sheets = [
            weasyprint.CSS(string=text, font_config=fonts, url_fetcher=fetcher)
            for text in (_official_sheet(), layout.css)
        ]
        html = weasyprint.HTML(string=layout.html, url_fetcher=fetcher)
        content: bytes = html.write_pdf(
            font_config=fonts,
            stylesheets=sheets,
            pdf_variant="pdf/a-3a" if archive else None,
            pdf_tags=True,
            attachments=[_attached(attachment, fetcher)] if attachment else None,
        )
    return content


@cache
def _official_sheet() -> str:
    return _SHEET.read_text(encoding="utf-8")


@cache
def _fonts(folder: Path) -> FontConfiguration:
    """Return the fonts of `folder`, found once."""
    with typefaces.only_these(folder):
        return FontConfiguration()


def _attached(attachment: Attachment, fetcher: Drawer) -> weasyprint.Attachment:
    """Return what WeasyPrint attaches; it can be used once only."""
    moment = datetime.combine(attachment.made_on, time(), tzinfo=ZoneInfo("Asia/Shanghai"))
    return weasyprint.Attachment(
        string=attachment.content,
        url_fetcher=fetcher,
        name=attachment.name,
        description=attachment.description,
        relationship="Data",
        created=moment,
        modified=moment,
    )
