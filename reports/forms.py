"""Is this input well formed? The texts of a summary, and the questions its rows are asked."""

from __future__ import annotations

from typing import Any

from django import forms

from branches.models import Organisation
from branches.screens.inputs import Line, Passage, VersionedForm
from branches.screens.questions import Question


class TextForm(VersionedForm):
    text = Passage(
        label="文字",
        max_length=2000,
        required=False,
        help_text="照原文填写，换行会连成一段。",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    source = Line(
        label="出处",
        max_length=200,
        required=False,
        help_text="例如：县委教育工委2025年工作要点。",
    )
    taken_back = forms.BooleanField(label="不再使用这段文字", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.get("text"):
            del self.fields["taken_back"]

    def clean(self) -> None:
        if self.cleaned_data.get("taken_back"):
            self.cleaned_data |= {"text": "", "source": ""}
            return
        for name in ("text", "source"):
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, "请填写这一项。")


class RowsQuestion(Question):
    """The rows of a figure are asked nothing more."""

    class Meta:
        model = Organisation
        fields = ()
