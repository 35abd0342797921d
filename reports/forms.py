"""Is this input well formed? The texts of a summary, and the questions its rows are asked."""

from __future__ import annotations

from django import forms

from branches.models import Organisation
from branches.screens.inputs import Line, Passage, VersionedForm
from branches.screens.questions import Question


class TextForm(VersionedForm):
    text = Passage(
        label="文字",
        max_length=2000,
        required=False,
        help_text="照原文填写，换行会连成一段。不再用的，把文字和出处都清空。",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    source = Line(
        label="出处",
        max_length=200,
        required=False,
        help_text="例如：县委教育工委2025年工作要点。",
    )

    def clean(self) -> None:
        text, source = (self.cleaned_data.get(name) for name in ("text", "source"))
        if text and not source:
            self.add_error("source", "请写明这段文字的出处。")
        elif source and not text:
            self.add_error("text", "请填写文字；不用这段文字的，把出处也清空。")


class RowsQuestion(Question):
    """The rows of a figure are asked nothing more."""

    class Meta:
        model = Organisation
        fields = ()
