"""The summary on paper: the copy that is kept, and the one that is handed in."""

from __future__ import annotations

from datetime import date

from branches import documents
from branches.documents import Attachment, Document

NAME = "数据.xlsx"


def archive_copy(document: Document, *, workbook: bytes, made_on: date) -> bytes:
    """Return 存档版: PDF/A-3a with the workbook of figures inside."""
    figures = Attachment(NAME, workbook, "本总结的全部数据", made_on)
    return documents.pdf(document, archive=True, attachment=figures)


def submission_copy(document: Document) -> bytes:
    """Return 报送版: no attachment, no links, nothing of whoever made it."""
    return documents.pdf(document, archive=False)
