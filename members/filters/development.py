"""What the list of people on the way into the Party is asked."""

from __future__ import annotations

import django_filters as filters

from branches.screens.questions import LineFilter, RegisterQuestion, day_filter
from members.models import DevelopmentCase, Member
from members.querysets import DevelopmentCaseQuerySet


class CaseFilter(RegisterQuestion):
    q = LineFilter(label="姓名或党组织", method="named")
    stage = filters.ChoiceFilter(
        label="阶段",
        choices=DevelopmentCase.Stage.choices,
        empty_label="全部",
        method="in_stage",
    )
    work = filters.ChoiceFilter(
        label="身份", choices=DevelopmentCase.Work.choices, empty_label="全部"
    )
    sex = filters.ChoiceFilter(label="性别", choices=Member.Sex.choices, empty_label="全部")
    on = day_filter()

    class Meta:
        model = DevelopmentCase
        fields = ("q", "organisation", "stage", "work", "sex", "year", "since", "until", "on")

    def in_stage(
        self, rows: DevelopmentCaseQuerySet, name: str, stage: str
    ) -> DevelopmentCaseQuerySet:
        return rows.in_stage(stage, on=self.day)
