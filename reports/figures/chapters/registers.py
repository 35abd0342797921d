"""Exams, inspections, responsibility letters, contact points and training."""

from __future__ import annotations

from collections.abc import Callable

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
OF_A_YEAR = "按所属年度统计：全年的不论在哪一年签订，半年和季度的只计期内签订的。"


def _exams(scope: Scope) -> ExamQuerySet:
    rows: ExamQuerySet = scope.rows(Exam.objects)
    return rows.in_organisations(scope.organisations).held(scope.elapsed)


def _inspections(scope: Scope) -> InspectionQuerySet:
    rows: InspectionQuerySet = scope.rows(Inspection.objects)
    return rows.in_organisations(scope.organisations).held(scope.elapsed)


def _rated(rating: str) -> Callable[[Scope], InspectionQuerySet]:
    return lambda scope: _inspections(scope).rated(rating)


def _letters(scope: Scope) -> ResponsibilityLetterQuerySet:
    rows: ResponsibilityLetterQuerySet = scope.rows(ResponsibilityLetter.objects)
    rows = rows.in_organisations(scope.organisations).of_year(scope.period.start.year)
    return rows.held(scope.yearly)


def _of_conduct(scope: Scope) -> ResponsibilityLetterQuerySet:
    return _letters(scope).filter(kind__in=(Kind.GOVERNANCE, Kind.INTEGRITY))


def _trainings(scope: Scope) -> TrainingClassQuerySet:
    rows: TrainingClassQuerySet = scope.rows(TrainingClass.objects)
    return rows.in_organisations(scope.organisations).held(scope.elapsed)


def _contacts(scope: Scope) -> ContactPointQuerySet:
    rows: ContactPointQuerySet = scope.rows(ContactPoint.objects)
    return rows.in_organisations(scope.organisations).on(scope.day)


MEASURES = [
    Measure("exams.held", "政治理论考试", "次", _exams),
    Measure(
        "exams.participants",
        "参加政治理论考试",
        "人次",
        _exams,
        of=total("participants"),
        note="各次考试的参加人数之和。",
    ),
    Measure(
        "inspections.rounds",
        "督导",
        "轮",
        _inspections,
        of=distinct("organisation", "title"),
        note="同一次督导走访几所学校只计一轮。",
    ),
    Measure("inspections.visits", "督导走访", "次", _inspections, note="每到一处计一次。"),
    Measure(
        "inspections.talks", "督导座谈", "次", lambda scope: _inspections(scope).filter(talks=True)
    ),
    Measure(
        "inspections.assessments",
        "督导测评",
        "次",
        lambda scope: _inspections(scope).filter(assessment=True),
    ),
    Measure(
        "inspections.records",
        "督导查资料",
        "次",
        lambda scope: _inspections(scope).filter(records=True),
    ),
    *(
        Measure(
            f"inspections.rated_{rating.lower()}",
            f"督导评价为{rating.label}的",
            "次",
            _rated(rating),
            note="每到一处计一次；没有填写评价的不计。",
            is_kept_close=True,
        )
        for rating in Inspection.Rating
    ),
    Measure("letters.signed", "签订责任书", "份", _letters, of=total("signed"), note=OF_A_YEAR),
    Measure("letters.due", "应签责任书", "份", _letters, of=total("due"), note=OF_A_YEAR),
    Measure(
        "letters.conduct",
        "全面从严治党和党风廉政建设责任书",
        "份",
        _of_conduct,
        of=total("signed"),
        note=OF_A_YEAR,
    ),
    Measure(
        "letters.conduct.due",
        "应签全面从严治党和党风廉政建设责任书",
        "份",
        _of_conduct,
        of=total("due"),
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
    Measure("training.classes", "培训班", "期", _trainings),
    Measure("training.attendances", "培训", "人次", _trainings, of=total("attendances")),
]
