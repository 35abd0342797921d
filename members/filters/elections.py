"""What lists of elections and terms are asked."""

from __future__ import annotations

import django_filters as filters

from branches.screens.questions import LineFilter, RegisterQuestion, day_filter
from members.models import Election, Term
from members.querysets import ElectionQuerySet, TermQuerySet
from members.rules import reminder_period


class ElectionFilter(RegisterQuestion):
    q = LineFilter(label="党组织或文号", method="named")
    kind = filters.ChoiceFilter(label="类别", choices=Election.Kind.choices, empty_label="全部")
    irregular = filters.ChoiceFilter(
        label="合规",
        choices=[("1", "有不合规之处")],
        empty_label="全部",
        method="in_which_something_is_irregular",
    )

    class Meta:
        model = Election
        fields = ("q", "organisation", "kind", "irregular", "year", "since", "until")

    def in_which_something_is_irregular(
        self, rows: ElectionQuerySet, name: str, value: str
    ) -> ElectionQuerySet:
        return rows.irregular()


class TermFilter(RegisterQuestion):
    q = LineFilter(label="党组织或文号", method="named")
    state = filters.ChoiceFilter(
        label="状态",
        choices=[
            ("RUNNING", "任期内"),
            ("SOON", "半年内届满"),
            ("OVERDUE", "届满未换届"),
            ("EXTENDED", "批准延期"),
        ],
        empty_label="全部",
        method="in_state",
    )
    on = day_filter()

    class Meta:
        model = Term
        fields = ("q", "organisation", "state", "year", "since", "until", "on")

    def in_state(self, rows: TermQuerySet, name: str, state: str) -> TermQuerySet:
        return {
            "RUNNING": lambda: rows.running(on=self.day),
            "SOON": lambda: rows.due_between(reminder_period(self.day)),
            "OVERDUE": lambda: rows.overdue(on=self.day),
            "EXTENDED": lambda: rows.extended(on=self.day),
        }[state]()
