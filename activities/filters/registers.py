"""What the committee's registers are asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters

from activities.models import (
    ContactPoint,
    Exam,
    Inspection,
    ResponsibilityLetter,
    TrainingClass,
)
from branches.screens.questions import RegisterQuestion, day_filter

_OF_A_DAY = ("year", "since", "until")


class ExamFilter(RegisterQuestion):
    class Meta:
        model = Exam
        fields = ("q", "organisation", *_OF_A_DAY)


class InspectionFilter(RegisterQuestion):
    rating = filters.ChoiceFilter(
        label="评价", choices=Inspection.Rating.choices, empty_label="全部"
    )

    class Meta:
        model = Inspection
        fields = ("q", "organisation", "rating", *_OF_A_DAY)


class LetterFilter(RegisterQuestion):
    kind = filters.ChoiceFilter(
        label="类别", choices=ResponsibilityLetter.Kind.choices, empty_label="全部"
    )
    level = filters.ChoiceFilter(
        label="层级", choices=ResponsibilityLetter.Level.choices, empty_label="全部"
    )

    class Meta:
        model = ResponsibilityLetter
        fields = ("q", "organisation", "kind", "level", *_OF_A_DAY)


class ContactFilter(RegisterQuestion):
    of = filters.ChoiceFilter(
        label="联系的是",
        choices=[("ORGANISATION", "党组织"), ("SCHOOL", "学校")],
        empty_label="全部",
        method="of_what",
    )
    holding = filters.ChoiceFilter(
        label="状态",
        choices=[("1", "现在的")],
        empty_label="全部",
        method="holding_then",
    )
    on = day_filter()

    class Meta:
        model = ContactPoint
        fields = ("q", "organisation", "of", "holding", *_OF_A_DAY, "on")

    def looks_at(self, rows: Any, name: str, day: date) -> Any:
        return rows.until(day)

    def of_what(self, rows: Any, name: str, what: str) -> Any:
        return rows.of_schools() if what == "SCHOOL" else rows.of_organisations()

    def holding_then(self, rows: Any, name: str, value: str) -> Any:
        return rows.on(self.day)


class ClassFilter(RegisterQuestion):
    audience = filters.ChoiceFilter(
        label="培训对象", choices=TrainingClass.Audience.choices, empty_label="全部"
    )

    class Meta:
        model = TrainingClass
        fields = ("q", "organisation", "audience", *_OF_A_DAY)
