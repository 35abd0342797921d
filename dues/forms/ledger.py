"""Is a branch's month, or one payment, well formed?"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from branches.screens.inputs import DayField, Line, ScreenForm
from dues.models import Payment, Unpaid
from dues.screens import Money, Month
from dues.services.payments import MonthLine
from dues.services.reckoning import SheetRow

BOTH = "实交和未交原因只能填一个：交了就不选原因，没交就清空实交。"


class Token(forms.UUIDField):
    """Names one filling-in of a form, so that sending it twice writes once."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> uuid.UUID:
        try:
            found = super().clean(value)
        except forms.ValidationError:
            found = None
        return found or uuid.uuid4()


@dataclass(frozen=True)
class GridLine:
    """One line of the grid: the row and the fields in which it is filled in, if it still is."""

    row: SheetRow
    paid: forms.BoundField | None
    reason: forms.BoundField | None
    words: forms.BoundField | None


class GridForm(ScreenForm):
    """A branch's month. Fields of each person by her key: `paid_7`, `reason_7`, `words_7`."""

    token = Token(required=False)
    paid_on = DayField(label="交纳日期", help_text="")

    def __init__(self, *args: Any, sheet: Sequence[SheetRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.has_begun = _was_saved(sheet)
        for row in sheet:
            # What came in for a line recorded meanwhile is judged, not dropped.
            if is_open(row) or f"paid_{row.owed.member_id}" in self.data:
                self._add(row)

    def _add(self, row: SheetRow) -> None:
        key, name = row.owed.member_id, row.owed.name
        due = row.owed.explanation.fen if row.owed.explanation else None
        attrs = {"data-grid-amount": "", "data-grid-due": "", "aria-label": f"{name}实交"}
        paid = Money(required=False, label=f"{name}实交")
        paid.widget.attrs |= attrs
        reason = forms.ChoiceField(
            required=False,
            label=f"{name}未交原因",
            choices=[("", "已交"), *Unpaid.Reason.choices],
        )
        reason.widget.attrs |= {"data-grid-reason": "", "aria-label": f"{name}未交原因"}
        words = Line(required=False, label=f"{name}说明", max_length=100)
        words.widget.attrs |= {"aria-label": f"{name}说明", "placeholder": "说明"}
        if row.unpaid is None:
            # Who was left out when the month was saved has not paid because somebody looks again.
            paid.initial = None if self.has_begun else due
        else:
            reason.initial, words.initial = row.unpaid.reason, row.unpaid.words
        if due is not None:
            paid.widget.attrs["data-grid-due"] = str(paid.prepare_value(due))
        self.fields |= {f"paid_{key}": paid, f"reason_{key}": reason, f"words_{key}": words}

    def rows(self) -> Iterator[GridLine]:
        """Yield the lines of the grid in their order."""
        for row in self.sheet:
            key = row.owed.member_id
            if f"paid_{key}" in self.fields:
                names = (f"paid_{key}", f"reason_{key}", f"words_{key}")
                yield GridLine(row, *(self[name] for name in names))
            else:
                yield GridLine(row, None, None, None)

    def clean(self) -> None:
        for row in self.sheet:
            key = row.owed.member_id
            paid, reason = (self.cleaned_data.get(f"{name}_{key}") for name in ("paid", "reason"))
            if reason and paid is not None and paid != _due(row):
                self.add_error(f"paid_{key}", BOTH)
            elif paid == 0:
                self.add_error(f"paid_{key}", "没有交的请选未交原因，不要填 0。")

    def lines(self) -> list[MonthLine]:
        """Return what was filled in; a line left empty says nothing yet.

        A reason beside the amount that stood there from the start means it was not paid.
        """
        found = []
        for row in self.sheet:
            key = row.owed.member_id
            paid, reason = (self.cleaned_data.get(f"{name}_{key}") for name in ("paid", "reason"))
            if reason:
                words = self.cleaned_data.get(f"words_{key}") or ""
                found.append(MonthLine(key, unpaid=reason, words=words))
            elif paid is not None:
                found.append(MonthLine(key, fen=paid))
        return found


def _was_saved(sheet: Sequence[SheetRow]) -> bool:
    """Say whether the month was saved as a sheet already, not only single payments of it."""
    tokens = [row.payment.token for row in sheet if row.payment and row.payment.token]
    return len(tokens) > len(set(tokens)) or any(row.unpaid for row in sheet)


def is_open(row: SheetRow) -> bool:
    """Say whether a line is still to be filled in: not paid, and something is owed."""
    return row.payment is None and _due(row) != 0


def _due(row: SheetRow) -> int | None:
    return row.owed.explanation.fen if row.owed.explanation else None


class PaymentForm(ScreenForm):
    token = Token(required=False)
    kind = forms.ChoiceField(
        label="种类",
        choices=Payment.Kind.choices,
        help_text="自愿一次多交 1000 元以上的是大额党费，全部上缴中央。",
    )
    month = Month(label="所属月份")
    fen = Money(label="金额（元）")
    paid_on = DayField(label="交纳日期")
    method = forms.ChoiceField(
        label="交纳方式", required=False, choices=[("", "不填"), *Payment.Method.choices]
    )
    reason = Line(label="说明", max_length=200, required=False)


class ReverseForm(ScreenForm):
    reason = Line(label="冲正原因", max_length=200, help_text="写进账里，供日后查考。")


class Seen(forms.IntegerField):
    """How many months the page promised; what cannot be read was never promised."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int:
        try:
            found = super().clean(value)
        except forms.ValidationError:
            found = None
        return -1 if found is None else found


class AssessForm(ScreenForm):
    """What one saw is what is written: how many months the look at the counts promised."""

    seen = Seen(required=False)
