"""Fields and forms every screen is built of: days, lines, numbers, choices, versions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from branches.models import Organisation, User
from branches.names import name_key
from branches.periods import parse_day
from branches.validators import clean_line, normal, sensible_day

if TYPE_CHECKING:
    AnyChoiceField = forms.ModelChoiceField[Any]
else:
    # The running class takes no type arguments.
    AnyChoiceField = forms.ModelChoiceField

MOST = 2**31 - 1


class DayField(forms.Field):
    """A day, typed in any of the usual ways."""

    widget = forms.TextInput
    default_validators = [sensible_day]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "例如 2026-7-1，也可写 2026.7.1 或 20260701。")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return parse_day(str(value))
        except ValueError:
            raise ValidationError("这不是一个日期，请写成 2026-7-1 这样。", code="day") from None

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", "maxlength": 20}


class Line(forms.CharField):
    """One line of clean text in composed form."""

    default_validators = [clean_line]

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return normal(super().to_python(value) or "")


class Number(forms.Field):
    """A whole number of people, zero or more; `１２` is read, `1e3` and `1_000` are not."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        text = normal(str(value if value is not None else "")).translate(_HALF_WIDTH)
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or len(text) > 9:
            raise ValidationError("请填写整数，例如 36。", code="number")
        return int(text)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off", "maxlength": 12}


_HALF_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}


class SearchableSelect(forms.Select):
    """A choice that is found by typing: each option carries its names' pinyin and initials."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(attrs={"data-searchable": ""}, **kwargs)

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        row = getattr(option["value"], "instance", None)
        if row is not None:
            # A person has one name, an organisation or a school a short one as well.
            short = name_key(row.short_name) if hasattr(row, "short_name") else ""
            option["attrs"]["data-key"] = f"{short} {row.name_key}".strip()
        return option


class RowChoice(AnyChoiceField):
    """One of the rows the user may choose; any other is as unknown as one that is not there."""

    widget = SearchableSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=None,
            empty_label="请选择",
            error_messages={"invalid_choice": "请从列出的选项中选择。"},
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.short_name}（{obj.code}）" if hasattr(obj, "code") else str(obj)


class ScreenForm(forms.Form):
    """The base of every form: knows who asks, keeps the version, takes a service's refusal."""

    required_css_class = "required"

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today
        for field in self.fields.values():
            field.error_messages["required"] = "请填写这一项。"

    def add_refusal(self, error: ValidationError) -> None:
        """Put each message at its field; one whose field is not asked here stands at the top."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, found in error.error_dict.items():
            place = field if field in self.fields else None
            self.add_error(
                place, ValidationError([one for each in found for one in each.messages])
            )

    def readable(self) -> models.QuerySet[Organisation]:
        """Organisations the user may read and that exist today, by code."""
        rows = Organisation.objects.readable_by(self.user, today=self.today)
        return rows.on(self.today).order_by("code")

    def cleaned(self, *names: str) -> dict[str, Any]:
        """Return these cleaned values by name."""
        return {name: self.cleaned_data[name] for name in names}


class Version(forms.IntegerField):
    """The version a form was opened at; none when it cannot be read, which is a conflict."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int | None:
        try:
            return super().clean(value)
        except ValidationError:
            return None


class VersionedForm(ScreenForm):
    """A form that changes a row: it names the version it was opened at."""

    version = Version(required=False, max_value=MOST)

    def take_version(self, version: int) -> None:
        """Make the next save replace what somebody else saved at `version`."""
        self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]  # a QueryDict
