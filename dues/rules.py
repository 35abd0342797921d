"""What follows from the texts for dues: pure functions of plain values, money in yuan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from branches.periods import month_of, next_month
from dues.articles import (
    FLAT_AMOUNT,
    NORMALLY_MOST,
    RETIRED_RATES,
    SALARIED_RATES,
    WAGE_ITEMS,
    Bracket,
    Category,
)
from dues.money import Rounding, fen_of, rounded, yuan_of

FLAT = frozenset({Category.STUDENT, Category.UNEMPLOYED})
WHOLE_COMMITTEES = frozenset({"COMMITTEE", "PARTY_COMMITTEE"})


@dataclass(frozen=True)
class Line:
    """One wage item in an explanation: what it is, what it comes to, why it counts or not."""

    label: str
    amount: Decimal
    counted: bool
    article: str


@dataclass(frozen=True)
class Explanation:
    """How a member's dues of a month came about; amounts in yuan.

    base, rate: None where a flat amount is due. relieved: None without relief, else what is owed
    instead of `full`. exceeds: more than is normally due (DUE-R09), which is no mistake.
    """

    category: Category
    lines: tuple[Line, ...]
    base: Decimal | None
    rate: Decimal | None
    article: str
    rounding: Rounding
    full: Decimal
    relieved: Decimal | None
    relief_article: str
    result: Decimal
    exceeds: bool

    @property
    def fen(self) -> int:
        """What is owed, as the database holds it."""
        return fen_of(self.result)


def base_of(items: Mapping[str, Decimal]) -> Decimal:
    """Return the base of wage items, by their code: what counts, less tax and contributions.

    Negative when more is taken off than comes in, which no wage slip says.
    Source: DUE-B01, DUE-B02, DUE-B04, DUE-B05, DUE-B06, DUE-B07, DUE-B11, DUE-B12.
    """
    counted = ((WAGE_ITEMS[code], amount) for code, amount in items.items())
    return sum((item.sign * amount for item, amount in counted if item.counted), Decimal(0))


def bracket_of(base: Decimal, category: Category, *, on: date) -> Bracket:
    """Return the bracket a base lies in; its ceiling still belongs to it.

    category: one that pays by a rate. Raises NothingInForce before the first text.
    Source: DUE-R01, DUE-R02, DUE-R03, DUE-R04, DUE-R06.
    """
    rates = RETIRED_RATES if category is Category.RETIRED else SALARIED_RATES
    return next(bracket for bracket in rates.on(on).value if base <= bracket.ceiling)


def monthly_dues(
    base: Decimal, category: Category, *, on: date, rounding: Rounding = Rounding.FEN
) -> Decimal:
    """Return what a member owes for one month, in yuan, rounded once, at the end.

    The rate of the bracket applies to the whole base; it is not a marginal scale, so the amount
    jumps just above each ceiling. Whoever pays a flat amount pays it whatever the base.
    on: any day of the month charged; it picks the text in force.
    Raises ValueError if `base` is negative, NothingInForce before the first text.
    Source: DUE-R01, DUE-R02, DUE-R03, DUE-R04, DUE-R05, DUE-R06, DUE-R08, DUE-R11.
    """
    if base < 0:
        raise ValueError(f"base cannot be negative: {base}")
    if category in FLAT:
        return FLAT_AMOUNT.on(on).value
    return rounded(base * bracket_of(base, category, on=on).rate, rounding)


def exceeds_normal(amount: Decimal, *, on: date) -> bool:
    """Say whether a monthly amount is more than is normally due; the limit itself is not.

    Source: DUE-R09.
    """
    return on >= NORMALLY_MOST.versions[0].since and amount > NORMALLY_MOST.on(on).value


def explained(
    items: Mapping[str, Decimal],
    category: Category,
    *,
    on: date,
    rounding: Rounding = Rounding.FEN,
) -> Explanation:
    """Return what a member owes for one month and how it came about, before any relief.

    items: in yuan, by code; empty where a flat amount is due.
    Raises ValueError if the base is negative, NothingInForce before the first text.
    Source: DUE-B01, DUE-R05, DUE-R08, DUE-R09, DUE-R11, DUE-T02.
    """
    flat = category in FLAT
    base = Decimal(0) if flat else base_of(items)
    full = monthly_dues(base, category, on=on, rounding=rounding)
    bracket = None if flat else bracket_of(base, category, on=on)
    slip = [(WAGE_ITEMS[code], items[code]) for code in WAGE_ITEMS if items.get(code)]
    return Explanation(
        category=category,
        lines=tuple(
            Line(item.label, item.sign * amount, item.counted, item.article)
            for item, amount in slip
        ),
        base=None if flat else base,
        rate=bracket.rate if bracket else None,
        article=bracket.article if bracket else "DUE-R08",
        rounding=rounding,
        full=full,
        relieved=None,
        relief_article="",
        result=full,
        exceeds=exceeds_normal(full, on=on),
    )


def with_relief(explanation: Explanation, *, fen: int) -> Explanation:
    """Return what is owed instead when relief was granted; never more than without it.

    fen: what she still pays a month, 0 when all is waived.
    Source: DUE-R06, DUE-R10.
    """
    result = min(yuan_of(fen), explanation.full)
    article = "DUE-R06" if explanation.category is Category.RETIRED else "DUE-R10"
    return replace(explanation, relieved=result, relief_article=article, result=result)


def owed_from(month: date, *, admitted_on: date, starts_on: date, ends_on: date | None) -> date:
    """Return the first day of a month on which a stay on a roll makes its dues owed there.

    Dues run from the month of the branch meeting. Of several stays in one month the first one's
    organisation collects. Raises ValueError when the stay has no day in that month.
    Source: DUE-T01, DUE-T07.
    """
    first = max(month, starts_on, admitted_on)
    if first >= next_month(month) or (ends_on is not None and ends_on <= first):
        raise ValueError(f"nothing owed in {month}")
    return first


def is_regular_relief(*, is_retired: bool, approver_kind: str, document: str) -> bool:
    """Say whether a relief was granted by whom the text asks.

    A retired member's branch decides; for others the next higher Party committee approves, and
    the approval is kept as evidence.
    approver_kind: the kind of the organisation that approved; empty when none did.
    Source: DUE-R06, DUE-R10.
    """
    if is_retired:
        return approver_kind != ""
    return approver_kind in WHOLE_COMMITTEES and document != ""


def is_prepaid(month: date, *, paid_on: date) -> bool:
    """Say whether dues were paid before their month began.

    Source: DUE-T10.
    """
    return month > month_of(paid_on)


def longest_run(months: Iterable[date]) -> int:
    """Return how many months follow each other at most, of months by their first days.

    Six unpaid without a valid reason are the end of membership (DUE-T06), which somebody decides.
    Source: DUE-T06.
    """
    longest, run, before = 0, 0, None
    for month in sorted(set(months)):
        run = run + 1 if before is not None and month == next_month(before) else 1
        longest, before = max(longest, run), month
    return longest
