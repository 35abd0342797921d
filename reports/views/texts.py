"""The form of one text of a summary."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse

from branches.access import Permission
from branches.models import Organisation
from branches.screens import FormScreen
from reports.forms import TextForm
from reports.models import SummaryText
from reports.services import keep_text


class TextUpdate(FormScreen):
    """Enter or correct the committee's words for one place of a year's summary."""

    permission = Permission.KEEP_TEXTS
    form_class = TextForm
    title, done = "年度文字", "文字已保存。"
    intro = "总结里的指导思想和提法只用这里填写的原文，要写明出处。"

    @property
    def keeper(self) -> Organisation:
        return self.committee()

    @property
    def slot(self) -> str:
        if self.kwargs["slot"] not in SummaryText.Slot.values:
            raise Http404
        return str(self.kwargs["slot"])

    @property
    def year(self) -> int:
        year: int = self.kwargs["period"].start.year
        return year

    def subject(self) -> str:
        return f"{self.year}年·{SummaryText.Slot(self.slot).label}"

    def get_initial(self) -> dict[str, Any]:
        rows = self.readable(SummaryText.objects)
        row = rows.for_summary(self.keeper, self.year).filter(slot=self.slot).first()
        return {name: getattr(row, name) for name in ("text", "source", "version")} if row else {}

    def act(self, form: TextForm) -> str:
        keep_text(
            organisation=self.keeper,
            year=self.year,
            slot=self.slot,
            **form.cleaned("text", "source", "version"),
            by=self.user,
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("reports:text-table", args=[self.kwargs["period"].key])

    def crumbs(self) -> list[tuple[str, str]]:
        return [("报告", reverse("reports:summary-list")), ("年度文字", self.cancel_url())]
