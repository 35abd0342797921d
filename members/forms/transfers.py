"""Is the request for a transfer well formed? Whom it is about, nobody here looks up."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from branches.screens.inputs import Line, RowChoice, ScreenForm
from members.articles import HOLDS_MEMBERS
from members.forms.people import IdentityLine
from members.rules import number_fault


class AskTransferForm(ScreenForm):
    organisation = RowChoice(label="转入的党支部")
    name = Line(label="姓名", max_length=50)
    identity_number = IdentityLine(help_text="只用于核对，不写进请示。")
    note = Line(label="说明", max_length=100, required=False, help_text="例如 9月调入本校任教。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["identity_number"].required = True
        rows = self.readable().filter(kind__in=HOLDS_MEMBERS)
        self.fields["organisation"].queryset = rows  # type: ignore[attr-defined]

    def clean_identity_number(self) -> str:
        number: str = self.cleaned_data["identity_number"].upper()
        if fault := number_fault(number, today=self.today):
            raise ValidationError(fault)
        return number
