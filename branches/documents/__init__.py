"""The room where documents are drawn, in the official format GB/T 9704: values in, bytes out.

It knows no model, asks no query and reads no clock. A page that shows a document before it is
printed walks over the same blocks.
"""

from branches.documents.blocks import (
    Annex,
    Attachment,
    Block,
    Chart,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Table,
    paragraph,
    written,
)
from branches.documents.layout import MOST_ROWS, CannotDraw
from branches.documents.press import faults, pdf, refuse_unfit_machine

__all__ = [
    "MOST_ROWS",
    "Annex",
    "Attachment",
    "Block",
    "CannotDraw",
    "Chart",
    "Document",
    "Heading",
    "PageBreak",
    "Paragraph",
    "Run",
    "Table",
    "faults",
    "paragraph",
    "pdf",
    "refuse_unfit_machine",
    "written",
]
