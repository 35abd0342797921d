"""Record who is on the way into the Party, and how far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from branches.audit import Verb
from branches.models import Organisation, School
from branches.services.entries import Register
from members.models import DevelopmentCase, Member


@dataclass(frozen=True)
class CaseFacts:
    """What the form of a person on the way asks.

    member: who she became, once she is admitted and entered on the roll.
    """

    organisation: Organisation
    name: str
    sex: str
    born_on: date
    work: str
    applied_on: date
    ethnicity: str = "01"
    education: str = ""
    is_first_line: bool = False
    school: School | None = None
    activist_on: date | None = None
    target_on: date | None = None
    member: Member | None = None
    withdrawn_on: date | None = None


def _judge(case: DevelopmentCase) -> None:
    steps = [day for day in (case.applied_on, case.activist_on, case.target_on) if day]
    if case.member is not None and case.member.admitted_on < max(steps):
        raise ValidationError(
            {"member": f"这名党员 {case.member.admitted_on} 入党，早于已走完的步骤，请核对。"}
        )


CASES: Register[DevelopmentCase, CaseFacts] = Register(
    DevelopmentCase,
    entered=Verb.DEVELOPMENT_ENTERED,
    corrected=Verb.DEVELOPMENT_CORRECTED,
    entered_many=Verb.DEVELOPMENTS_ENTERED,
    day="applied_on",
    happened=("applied_on", "activist_on", "target_on", "withdrawn_on"),
    judge=_judge,
)
# Also how the next step of somebody is recorded: her row gets its day.
enter_case, correct_case, enter_cases = CASES.enter, CASES.correct, CASES.enter_many
