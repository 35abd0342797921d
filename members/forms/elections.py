"""Is what was typed of an election or a term well formed?"""

from __future__ import annotations

from django import forms

from branches.access import Permission
from branches.models import Organisation
from branches.screens.inputs import CorrectionForm, DayField, Line, Number, RegisterForm
from members.models import Election
from members.rules import has_terms

ELECTED = frozenset(kind for kind in Organisation.Kind.values if has_terms(kind))


class ElectionForm(RegisterForm):
    PERMISSION = Permission.KEEP_ELECTIONS
    KINDS = ELECTED

    kind = forms.ChoiceField(label="类别", choices=Election.Kind.choices)
    held_on = DayField(label="选举日期")
    seats = Number(label="应选人数", required=False, help_text="不知道就空着。")
    candidates = Number(
        label="候选人数", required=False, help_text="委员候选人要比应选人数多至少 20%。"
    )
    voters_due = Number(
        label="应到会人数", required=False, help_text="有选举权的党员；经批准可以不计入的除外。"
    )
    voters_present = Number(label="实到会人数", required=False)
    document = Line(label="选举结果批复文号", max_length=100, required=False)
    approved_on = DayField(label="批准日期", required=False, help_text="上级批准书记的日期。")


class CorrectElectionForm(CorrectionForm, ElectionForm):
    pass


class TermForm(RegisterForm):
    PERMISSION = Permission.KEEP_ELECTIONS
    KINDS = ELECTED

    starts_on = DayField(label="当选日期")
    due_on = DayField(
        label="届满日期",
        required=False,
        help_text="空着按规定计算：党委 5 年，党总支、党支部 3 年。",
    )
    ends_on = DayField(
        label="下一届当选日期", required=False, help_text="只有往届填写；本届空着。"
    )
    extended_until = DayField(
        label="批准延期至", required=False, help_text="上级批准延期换届的，一般不超过 1 年。"
    )
    extension_document = Line(label="延期批复文号", max_length=100, required=False)


class CorrectTermForm(CorrectionForm, TermForm):
    pass
