"""Dues: what was paid by the day paid, what was due by the month owed."""

from __future__ import annotations

from collections.abc import Callable

from branches.periods import Period
from dues.models import Assessment, Payment
from dues.money import yuan_of
from dues.querysets import AssessmentQuerySet, PaymentQuerySet, total_fen
from reports.figures.figure import Measure, Number, Rows, Scope, distinct

QUARTERS = ("一", "二", "三", "四")
# How long the quarters up to each are called.
TO_QUARTERS = ("第一季度", "上半年", "前三季度", "全年")


def _yuan(rows: Rows, scope: Scope) -> Number:
    """Return the sum of these rows in yuan with two decimals."""
    return yuan_of(total_fen(rows))


def _quarter(number: int) -> Callable[[Scope], Period]:
    return lambda scope: Period.quarter(scope.period.start.year, number)


def _to_quarter(number: int) -> Callable[[Scope], Period]:
    return lambda scope: Period.to_quarter(scope.period.start.year, number)


def _whole(scope: Scope) -> Period:
    return scope.elapsed


def _paid(period: Callable[[Scope], Period]) -> Callable[[Scope], PaymentQuerySet]:
    def rows(scope: Scope) -> PaymentQuerySet:
        ledger: PaymentQuerySet = scope.rows(Payment.objects)
        paid = ledger.in_organisations(scope.organisations).paid(period(scope))
        return paid.filter(paid_on__lte=scope.until)

    return rows


def _due(period: Callable[[Scope], Period]) -> Callable[[Scope], AssessmentQuerySet]:
    def rows(scope: Scope) -> AssessmentQuerySet:
        owed: AssessmentQuerySet = scope.rows(Assessment.objects)
        due = owed.in_organisations(scope.organisations).due(period(scope))
        return due.filter(month__lte=scope.until)

    return rows


def _large(scope: Scope) -> PaymentQuerySet:
    ledger: PaymentQuerySet = scope.rows(Payment.objects)
    return ledger.in_organisations(scope.organisations).large(scope.elapsed)


def arrears(scope: Scope) -> AssessmentQuerySet:
    """Return the months over by the period's end and not covered, of whoever is on a roll then."""
    owed: AssessmentQuerySet = scope.rows(Assessment.objects)
    return owed.in_organisations(scope.organisations).arrears(on=scope.elapsed.end)


PAID = "按交纳日期统计，冲正的扣除，大额党费另计。"
DUE = "按所属月份统计。"
OWED = "已经过完的月份里没有交足的，不论哪一年的；期末在册的党员。"
MEASURES = [
    Measure("dues.paid", "实交党费", "元", _paid(_whole), of=_yuan, note=PAID),
    *(
        Measure(
            f"dues.paid.q{number}",
            f"第{label}季度实交党费",
            "元",
            _paid(_quarter(number)),
            of=_yuan,
            note=PAID,
        )
        for number, label in enumerate(QUARTERS, start=1)
    ),
    *(
        Measure(
            f"dues.paid.to_q{number}",
            f"{label}累计实交党费",
            "元",
            _paid(_to_quarter(number)),
            of=_yuan,
            note=PAID,
        )
        for number, label in enumerate(TO_QUARTERS, start=1)
    ),
    Measure("dues.large", "大额党费", "元", _large, of=_yuan, note="转交中央，不计入实交党费。"),
    Measure("dues.due", "应交党费", "元", _due(_whole), of=_yuan, note=DUE),
    *(
        Measure(
            f"dues.due.q{number}",
            f"第{label}季度应交党费",
            "元",
            _due(_quarter(number)),
            of=_yuan,
            note=DUE,
        )
        for number, label in enumerate(QUARTERS, start=1)
    ),
    Measure(
        "dues.arrears_members",
        "欠交党费的党员",
        "名",
        arrears,
        of=distinct("member"),
        note=OWED,
        is_kept_close=True,
    ),
]
