"""Fields and forms every screen is built of: days, lines, numbers, choices, versions."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from branches.access import Permission, reach
from branches.models import Organisation, User
from branches.names import name_key
from branches.periods import parse_day
from branches.querysets import within_roots
from branches.validators import clean_line, clean_text, normal, sensible_day

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


class Passage(forms.CharField):
    """Several lines of clean text in composed form."""

    widget = forms.Textarea
    default_validators = [clean_text]

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return normal(text.replace("\r\n", "\n").replace("\r", "\n"))


class Number(forms.Field):
    """A whole number of people, zero or more; `１２` and `1,000` are read, `1e3` is not."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        text = normal(str(value if value is not None else "")).translate(_HALF_WIDTH)
        if not text:
            return None
        if _IN_THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
        if text.startswith("-"):
            raise ValidationError("请填写 0 或者更大的整数，例如 36。", code="number")
        if not (text.isascii() and text.isdigit()):
            raise ValidationError("请填写整数，例如 36。", code="number")
        if len(text) > 9:
            raise ValidationError("这个数太大，请检查。", code="number")
        return int(text)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off", "maxlength": 12}


class YearField(Number):
    """A calendar year of four figures."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "四位数，例如 2026。")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        year = super().to_python(value)
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValidationError("年度要写成四位数，例如 2026。", code="year")
        return year


FIRST_YEAR, LAST_YEAR = 1950, 2199
_HALF_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)} | {ord("，"): ","}
_IN_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")


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

    def saved(self, row: models.Model, name: str) -> Any:
        """Return what a row holds for a field, as the field would give it."""
        return getattr(row, name)

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


class RegisterForm(VersionedForm):
    """The base of what a register's form asks: first, whose entry it is.

    PERMISSION: what is needed at the organisation chosen. KINDS: of which kinds it may be; none
    is of every kind.
    """

    PERMISSION: ClassVar[Permission]
    KINDS: ClassVar[frozenset[str]] = frozenset()

    organisation = RowChoice(label="党组织")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", self.kept())

    def offer(self, name: str, rows: models.QuerySet[Any]) -> None:
        """Let a field be answered with one of these rows."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared as one
        field.queryset = rows

    def kept(self) -> models.QuerySet[Organisation]:
        """Organisations whose register the user keeps, those of today and the entry's own."""
        roots = reach(self.user, self.PERMISSION, today=self.today)
        rows = Organisation.objects.readable_by(self.user, today=self.today)
        # Only what is mended has an entry already; of a new one it is a guess.
        entry = "version" in self.initial
        own = rows.filter(pk__in=[self.initial["organisation"].pk] if entry else [])
        offered = rows.on(self.today)
        if self.KINDS:
            offered = offered.filter(kind__in=self.KINDS)
        return (offered | own).filter(within_roots(roots)).order_by("code")


class CorrectionForm(VersionedForm):
    """What a correction asks besides: why."""

    reason = Line(label="更正原因", max_length=200, help_text="写进日志，供日后查考。")
