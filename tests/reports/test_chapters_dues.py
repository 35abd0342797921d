"""Dues: paid by the day paid, due by the month owed, in arrears at the period's end."""

from datetime import date
from decimal import Decimal

import pytest

from branches.periods import Period
from dues.models import Payment
from reports.figures.chapters import MEASURES
from tests.factories.branches import CommitteeFactory, OrganisationFactory
from tests.factories.dues import AssessmentFactory, BasisFactory, PaymentFactory, placed
from tests.reports.small import AFTER, BEFORE, FIRST, LAST, MIDDLE, rows, scope_of, value, values

pytestmark = pytest.mark.django_db

MAY, DECEMBER = date(2025, 5, 1), date(2025, 12, 1)
PAID = Decimal("40.00")


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


def pay(branch, **facts):
    return PaymentFactory(member=placed(branch), organisation=branch, month=MAY, **facts)


def owe(branch, *months):
    """Return a member of the branch who owes for these months."""
    member = placed(branch)
    basis = BasisFactory(member=member, organisation=branch, since=FIRST)
    for month in months:
        AssessmentFactory(basis=basis, month=month)
    return member


@pytest.mark.parametrize(
    ("paid_on", "paid"), [(BEFORE, 0), (FIRST, PAID), (LAST, PAID), (AFTER, 0)]
)
def test_paid_counts_by_the_day_paid(top, branch, paid_on, paid):
    pay(branch, paid_on=paid_on)

    assert value("dues.paid", scope_of(top)) == paid


@pytest.mark.parametrize(
    ("paid_on", "quarter"),
    [
        (FIRST, 1),
        (date(2025, 3, 31), 1),
        (date(2025, 4, 1), 2),
        (date(2025, 9, 30), 3),
        (date(2025, 10, 1), 4),
    ],
)
def test_paid_falls_into_one_quarter_and_adds_up(top, branch, paid_on, quarter):
    pay(branch, paid_on=paid_on)
    scope = scope_of(top)

    found = [value(f"dues.paid.q{number}", scope) for number in (1, 2, 3, 4)]
    to = [value(f"dues.paid.to_q{number}", scope) for number in (1, 2, 3, 4)]

    assert found == [PAID if number == quarter else 0 for number in (1, 2, 3, 4)]
    assert to == [sum(found[:number]) for number in (1, 2, 3, 4)]


def test_sums_since_january_are_called_as_documents_call_them():
    labels = [MEASURES[f"dues.paid.to_q{number}"].label for number in (1, 2, 3, 4)]

    assert labels == [
        "第一季度累计实交党费",
        "上半年累计实交党费",
        "前三季度累计实交党费",
        "全年累计实交党费",
    ]


def test_a_reversal_is_deducted_on_its_own_day(top, branch):
    first = pay(branch, paid_on=MIDDLE)
    PaymentFactory(
        member=first.member,
        organisation=branch,
        month=MAY,
        fen=-first.fen,
        reverses=first,
        reason="误记",
        paid_on=LAST,
    )

    found = values(scope_of(top), "dues.paid", "dues.paid.q2", "dues.paid.q4")

    assert list(found.values()) == [0, PAID, -PAID]


def test_large_payments_stand_apart(top, branch):
    pay(branch, kind=Payment.Kind.LARGE, fen=100_000, paid_on=MIDDLE)

    assert values(scope_of(top), "dues.paid", "dues.large") == {
        "dues.paid": 0,
        "dues.large": Decimal("1000.00"),
    }


def test_money_has_two_decimals(top, branch):
    pay(branch, paid_on=MIDDLE, fen=4_050)

    assert str(value("dues.paid", scope_of(top))) == "40.50"
    assert str(value("dues.large", scope_of(top))) == "0.00"


def test_payments_of_another_county_are_not_counted(top):
    pay(OrganisationFactory(), paid_on=MIDDLE)

    assert rows("dues.paid", scope_of(top)) == []


@pytest.mark.parametrize(
    ("month", "due"),
    [(date(2024, 12, 1), 0), (FIRST, PAID), (DECEMBER, PAID), (AFTER, 0)],
)
def test_due_counts_by_the_month_owed(top, branch, month, due):
    owe(branch, month)

    assert value("dues.due", scope_of(top)) == due


def test_due_falls_into_its_quarter(top, branch):
    owe(branch, MAY)

    found = [value(f"dues.due.q{number}", scope_of(top)) for number in (1, 2, 3, 4)]

    assert found == [0, PAID, 0, 0]


def test_whoever_owes_two_months_is_one_person_in_arrears(top, branch):
    owe(branch, MAY, DECEMBER)

    assert value("dues.arrears_members", scope_of(top)) == 1
    assert len(rows("dues.arrears_members", scope_of(top))) == 2


@pytest.mark.parametrize(("paid_on", "counted"), [(LAST, 0), (date(2026, 1, 2), 1)])
def test_arrears_are_what_is_not_covered_by_the_end(top, branch, paid_on, counted):
    member = owe(branch, DECEMBER)
    PaymentFactory(member=member, organisation=branch, month=DECEMBER, paid_on=paid_on)

    assert value("dues.arrears_members", scope_of(top)) == counted


def test_the_month_that_runs_is_not_in_arrears(top, branch):
    owe(branch, date(2025, 6, 1))

    assert value("dues.arrears_members", scope_of(top, until=MIDDLE)) == 0


def test_the_month_that_is_over_is_in_arrears(top, branch):
    owe(branch, MAY)

    assert value("dues.arrears_members", scope_of(top, until=MIDDLE)) == 1


def test_a_year_that_runs_is_compared_with_as_much_of_the_year_before(top, branch):
    pay(branch, paid_on=date(2024, 6, 15))
    pay(branch, paid_on=date(2024, 6, 16))
    scope = scope_of(top, until=MIDDLE)

    assert value("dues.paid", scope.before) == PAID
    assert value("dues.paid.q2", scope.before) == PAID
    assert value("dues.paid", scope_of(top).before) == 2 * PAID


def test_a_half_counts_its_own_months_and_the_quarters_of_its_year(top, branch):
    pay(branch, paid_on=MIDDLE)
    pay(branch, paid_on=LAST)
    scope = scope_of(top, Period.half(2025, 1))

    assert values(scope, "dues.paid", "dues.paid.q4", "dues.paid.to_q4") == {
        "dues.paid": PAID,
        "dues.paid.q4": PAID,
        "dues.paid.to_q4": 2 * PAID,
    }
