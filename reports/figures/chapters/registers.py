"""Exams, inspections, responsibility letters, contact points and training."""

from __future__ import annotations

from activities.models import (
    ContactPoint,
    Exam,
    Inspection,
    ResponsibilityLetter,
    TrainingClass,
)
from activities.querysets import (
    ContactPointQuerySet,
    ExamQuerySet,
    InspectionQuerySet,
    ResponsibilityLetterQuerySet,
    TrainingClassQuerySet,
)
from reports.figures.figure import Measure, Scope, distinct, total

Kind = ResponsibilityLetter.Kind
OF_A_YEAR = "按所属年度统计。"


def _exams(scope: Scope) -> ExamQuerySet:
    rows: ExamQuerySet = scope.rows(Exam.objects)
    return rows.in_organisations(scope.organisations).held(scope.period)


def _inspections(scope: Scope) -> InspectionQuerySet:
    rows: InspectionQuerySet = scope.rows(Inspection.objects)
    return rows.in_organisations(scope.organisations).held(scope.period)


def _letters(scope: Scope) -> ResponsibilityLetterQuerySet:
    rows: ResponsibilityLetterQuerySet = scope.rows(ResponsibilityLetter.objects)
    return rows.in_organisations(scope.organisations).of_year(scope.period.start.year)


def _of_conduct(scope: Scope) -> ResponsibilityLetterQuerySet:
    return _letters(scope).filter(kind__in=(Kind.GOVERNANCE, Kind.INTEGRITY))


def _trainings(scope: Scope) -> TrainingClassQuerySet:
    rows: TrainingClassQuerySet = scope.rows(TrainingClass.objects)
    return rows.in_organisations(scope.organisations).held(scope.period)


def _contacts(scope: Scope) -> ContactPointQuerySet:
    rows: ContactPointQuerySet = scope.rows(ContactPoint.objects)
    return rows.in_organisations(scope.organisations).on(scope.day)


MEASURES = [
    Measure("exams.held", "政治理论考试", "次", _exams),
    Measure("exams.participants", "参加考试的教职工", "名", _exams, of=total("participants")),
    Measure(
        "inspections.rounds",
        "督导",
        "轮",
        _inspections,
        of=distinct("organisation", "title"),
        note="同一次督导走访几所学校只计一轮。",
    ),
    Measure("inspections.schools", "督导走访", "所", _inspections, note="每次走访计一次。"),
    Measure("letters.signed", "签订责任书", "份", _letters, of=total("signed"), note=OF_A_YEAR),
    Measure("letters.due", "应签责任书", "份", _letters, of=total("due"), note=OF_A_YEAR),
    Measure(
        "letters.conduct",
        "从严治党和廉洁从教责任书",
        "份",
        _of_conduct,
        of=total("signed"),
        note=OF_A_YEAR,
    ),
    Measure("contact_points.total", "联系点", "个", _contacts),
    Measure(
        "contact_points.leaders",
        "有联系点的班子成员",
        "名",
        _contacts,
        of=distinct("leader", "outsider"),
    ),
    Measure("training.classes", "党务干部培训班", "期", _trainings),
    Measure("training.attendances", "培训", "人次", _trainings, of=total("attendances")),
]
