"""Is a wage slip, or a relief, well formed?"""

from __future__ import annotations

from typing import Any

from django import forms

from branches.screens.inputs import Line, ScreenForm, VersionedForm
from dues.articles import ARTICLES, CATEGORIES, WAGE_ITEMS, Category, WageItem
from dues.models import Relief
from dues.screens import Money, Month


class BasisForm(VersionedForm):
    since = Month(label="从哪个月起", help_text="年初核定的填 1 月；例如 2026-1。")
    category = forms.ChoiceField(label="交纳类别", choices=list(CATEGORIES.items()))
    reason = Line(
        label="原因",
        max_length=200,
        required=False,
        help_text="年初核定可以空着；年内变动或更正要写明。不要写工资数额。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, item in WAGE_ITEMS.items():
            field = Money(label=item.label, required=False)
            article = ARTICLES[item.article]
            field.why = {"text": article.says, "article": str(article)}  # type: ignore[attr-defined]
            self.fields[code] = field

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields as a wage slip shows them."""
        return [
            ("从何时起、按哪一类", [self["since"], self["category"]]),
            ("计入基数的收入", self._fields(lambda item: item.counted and item.sign > 0)),
            ("减去的个人所得税和个人缴费", self._fields(lambda item: item.sign < 0)),
            ("不计入基数的收入（可不填）", self._fields(lambda item: not item.counted)),
            ("离退休人员只填这里", self._fields(lambda item: True, Category.RETIRED)),
            ("依据", [self["reason"]]),
        ]

    def items(self) -> dict[str, int]:
        """Return what was filled in, in fen, by code."""
        found = {code: self.cleaned_data.get(code) for code in WAGE_ITEMS}
        return {code: fen for code, fen in found.items() if fen}

    def _fields(
        self, asked: Any, category: Category = Category.SALARIED
    ) -> list[forms.BoundField]:
        def shown(item: WageItem) -> bool:
            return item.category is category and asked(item)

        return [self[code] for code, item in WAGE_ITEMS.items() if shown(item)]


class ReliefForm(ScreenForm):
    kind = forms.ChoiceField(label="减免方式", choices=Relief.Kind.choices)
    fen = Money(label="每月交纳（元）", required=False, help_text="少交的填写，免交的空着。")
    starts_on = Month(label="从哪个月起")
    ends_on = Month(
        label="到哪个月为止", required=False, help_text="不再减免的第一个月；不知道可以空着。"
    )
    approval = forms.ChoiceField(
        label="由谁批准",
        choices=[
            ("COMMITTEE", "上一级党委（工委）批准"),
            ("BRANCH", "党支部研究同意"),
            ("NONE", "还没有批准"),
        ],
        help_text="在职党员由上一级党委批准；离退休党员由党支部研究同意。",
    )
    document = Line(label="批准文号", max_length=100, required=False)


class EndReliefForm(VersionedForm):
    on = Month(label="从哪个月起不再减免")
    reason = Line(label="原因", max_length=200)
