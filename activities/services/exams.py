"""Record exams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from activities.models import Campaign, Exam
from branches.audit import Verb
from branches.models import Organisation
from branches.services.entries import Register


@dataclass(frozen=True)
class ExamFacts:
    """What an exam's form asks; passed: None is not known."""

    organisation: Organisation
    held_on: date
    title: str
    participants: int
    passed: int | None = None
    campaign: Campaign | None = None


EXAMS: Register[Exam, ExamFacts] = Register(
    Exam,
    entered=Verb.EXAM_ENTERED,
    corrected=Verb.EXAM_CORRECTED,
    entered_many=Verb.EXAMS_ENTERED,
)
enter_exam, correct_exam, enter_exams = EXAMS.enter, EXAMS.correct, EXAMS.enter_many
