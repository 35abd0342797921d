"""Fields of dues: amounts in yuan, and months."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from dues.fields import FIRST_MONTH, LAST_MONTH
from dues.money import parse_yuan, typed

_MONTH = re.compile(r"([0-9]{4})(?:[-/.年]?)(1[0-2]|0?[1-9])月?")
_LONGEST = 20


def parse_month(text: str) -> date:
    """Return the first day of `2026-10`, `2026年10月` or `202610`.

    Raises ValueError for anything else, and for a month the database does not take.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text[:_LONGEST]))
    match = _MONTH.fullmatch(plain)
    if match is None:
        raise ValueError(text)
    month = date(int(match[1]), int(match[2]), 1)
    if not FIRST_MONTH <= month <= LAST_MONTH:
        raise ValueError(text)
    return month


class Money(forms.Field):
    """An amount in yuan, kept in fen; `３７．５` is read, `1e3`, `1_000` and `-5` are not."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        text = str(value if value is not None else "").strip()
        if not text:
            return None
        try:
            return parse_yuan(text)
        except ValueError:
            raise ValidationError(
                "请填写金额，单位是元，例如 37.5；不要带正负号和其他字符。", code="money"
            ) from None

    def prepare_value(self, value: Any) -> Any:
        return typed(value) if isinstance(value, int) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", "maxlength": 20}


class Month(forms.Field):
    """A month, by its first day."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "例如 2026-10。")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return parse_month(str(value))
        except ValueError:
            raise ValidationError(
                f"这不是 {FIRST_MONTH.year} 年至 {LAST_MONTH.year} 年的月份，"
                "请写成 2026-10 这样。",
                code="month",
            ) from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", "maxlength": _LONGEST}
