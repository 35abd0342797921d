"""There is a basis, an assessment, a payment, and always …: what the database refuses."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from branches.periods import next_month
from dues.models import Assessment, Basis, BasisItem, Payment, Relief, Unpaid
from tests.factories.dues import (
    OCTOBER,
    AssessmentFactory,
    BasisFactory,
    PaymentFactory,
    ReliefFactory,
    UnpaidFactory,
)
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db
BROKEN = (IntegrityError, ValidationError)


def refused(factory, **facts):
    """Try to write a row; return what `full_clean` says of it, at which field."""
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(**facts)
    row = factory.build(**facts)
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    return {one.code for found in error.value.error_dict.values() for one in found}


def test_a_basis_begins_once_a_month():
    basis = BasisFactory()

    facts = {"member": basis.member, "organisation": basis.organisation, "wage": 0}
    assert refused(BasisFactory, **facts) == {"since"}


def test_a_basis_may_begin_again_in_a_later_month():
    basis = BasisFactory()

    BasisFactory(member=basis.member, since=date(2026, 2, 1))

    assert Basis.objects.count() == 2


@pytest.mark.parametrize("year", [1949, 2200])
def test_a_year_of_a_basis_is_sensible(year):
    with pytest.raises(IntegrityError):
        BasisFactory(year=year, wage=0)


@pytest.mark.parametrize("year", [1950, 2199])
def test_the_first_and_the_last_sensible_year_are_taken(year):
    assert BasisFactory(year=year, wage=0).pk


def test_a_wage_item_stands_once_in_a_basis():
    basis = BasisFactory()

    with pytest.raises(IntegrityError):
        BasisItem.objects.create(basis=basis, item="POST_WAGE", amount="1")


def test_a_wage_is_read_as_it_was_written_and_not_so_in_the_database():
    basis = BasisFactory(wage=312_345)

    assert BasisItem.objects.get(basis=basis).fen == 312_345
    with connection.cursor() as cursor:
        cursor.execute("SELECT amount FROM dues_basisitem")
        (kept,) = cursor.fetchone()
    assert "312345" not in kept
    assert kept.count(".") == 1


@pytest.mark.parametrize(
    "factory", [BasisFactory, PaymentFactory, AssessmentFactory, UnpaidFactory, ReliefFactory]
)
def test_a_month_is_kept_by_its_first_day(factory):
    name = {BasisFactory: "since", ReliefFactory: "starts_on"}.get(factory, "month")
    more = {"year": 2026, "wage": 0} if factory is BasisFactory else {}
    if factory is AssessmentFactory:
        more = {"owed_from": OCTOBER}

    with pytest.raises(IntegrityError):
        factory(**{name: date(2026, 10, 2)}, **more)


@pytest.mark.parametrize("month", [date(1949, 12, 1), date(2200, 1, 1)])
def test_a_month_is_sensible(month):
    assert "month" in refused(UnpaidFactory, month=month)


@pytest.mark.parametrize("month", [date(1950, 1, 1), date(2199, 12, 1)])
def test_the_first_and_the_last_sensible_month_are_taken(month):
    assert UnpaidFactory(month=month).pk


def test_a_month_that_is_no_first_day_is_told_at_its_field():
    row = UnpaidFactory.build(month=date(2026, 10, 2))

    with pytest.raises(ValidationError) as error:
        row.full_clean()

    assert error.value.message_dict["month"] == ["月份要以当月1日表示。"]


# Relief ----------------------------------------------------------------------------------------


def test_two_reliefs_of_one_member_do_not_overlap():
    relief = ReliefFactory(ends_on=date(2026, 12, 1))

    with pytest.raises(BROKEN):
        ReliefFactory(member=relief.member, starts_on=date(2026, 11, 1))


def test_a_relief_may_begin_where_another_ends():
    relief = ReliefFactory(ends_on=date(2026, 12, 1))

    ReliefFactory(member=relief.member, starts_on=date(2026, 12, 1))

    assert Relief.objects.count() == 2


@pytest.mark.parametrize(("kind", "fen"), [("WAIVED", 1), ("REDUCED", 0), ("REDUCED", -1)])
def test_a_relief_says_what_is_still_paid(kind, fen):
    assert "fen" in refused(ReliefFactory, kind=kind, fen=fen)


def test_a_relief_ends_after_it_begins():
    with pytest.raises(IntegrityError):
        ReliefFactory(ends_on=OCTOBER)


# Assessments -----------------------------------------------------------------------------------


def test_a_month_is_first_assessed_once():
    first = AssessmentFactory()

    assert refused(AssessmentFactory, basis=first.basis) == {"month"}


def test_an_assessment_is_replaced_once():
    first = AssessmentFactory()
    AssessmentFactory(basis=first.basis, replaces=first)

    assert refused(AssessmentFactory, basis=first.basis, replaces=first) == {"month"}


@pytest.mark.parametrize("fen", [-1, 10_000_000_001])
def test_an_assessed_amount_is_sensible(fen):
    assert refused(AssessmentFactory, basis=BasisFactory(), fen=fen) == {"fen"}


# Payments --------------------------------------------------------------------------------------


def again(payment, **facts):
    return {"member": payment.member, "organisation": payment.organisation, **facts}


def reversal(payment, **facts):
    values = {"fen": -payment.fen, "reverses": payment, "reason": "登记错了", "kind": payment.kind}
    return {**again(payment), **values, **facts}


KINDS = pytest.mark.parametrize(
    ("kind", "fen"), [("DUES", 4_000), ("VOLUNTARY", 500), ("LARGE", 100_000)]
)


@KINDS
def test_of_each_kind_a_month_is_first_paid_once(kind, fen):
    first = PaymentFactory(kind=kind, fen=fen)

    assert refused(PaymentFactory, **again(first, kind=kind, fen=fen)) == {"fen"}


def test_a_month_may_be_paid_of_every_kind():
    first = PaymentFactory()

    PaymentFactory(**again(first, kind="VOLUNTARY"))
    PaymentFactory(**again(first, kind="LARGE", fen=100_000))

    assert Payment.objects.count() == 3


@pytest.mark.parametrize(
    ("facts", "is_prepaid"),
    [
        ({"paid_on": date(2026, 9, 30)}, True),
        ({"paid_on": OCTOBER}, False),
        ({"paid_on": date(2026, 9, 30), "kind": "VOLUNTARY"}, False),
    ],
)
def test_dues_paid_before_their_month_are_prepaid(facts, is_prepaid):
    assert PaymentFactory(**facts).is_prepaid is is_prepaid


def test_a_reversal_is_not_prepaid():
    payment = PaymentFactory(paid_on=date(2026, 9, 1))

    assert PaymentFactory(**reversal(payment, paid_on=date(2026, 9, 2))).is_prepaid is False


def test_a_payment_is_reversed_once():
    payment = PaymentFactory()
    PaymentFactory(**reversal(payment))

    assert refused(PaymentFactory, **reversal(payment)) == {"reverses"}


def test_a_reversed_payment_is_replaced_once():
    payment = PaymentFactory()
    PaymentFactory(**reversal(payment))
    PaymentFactory(**again(payment, replaces=payment))

    assert refused(PaymentFactory, **again(payment, replaces=payment)) == {"fen"}


@pytest.mark.parametrize("fen", [0, -1, 10_000_000_001])
def test_a_payment_is_more_than_nothing_and_sensible(fen):
    facts = again(PaymentFactory(month=date(2026, 9, 1)), fen=fen)

    assert refused(PaymentFactory, **facts) == {"fen"}


@pytest.mark.parametrize("fen", [0, 4000])
def test_a_reversal_is_negative(fen):
    assert refused(PaymentFactory, **reversal(PaymentFactory(), fen=fen)) == {"fen"}


def test_a_reversal_says_why():
    assert refused(PaymentFactory, **reversal(PaymentFactory(), reason="")) == {"reason"}


def test_a_row_does_not_both_reverse_and_replace():
    payment = PaymentFactory()

    facts = reversal(payment, replaces=payment)
    assert refused(PaymentFactory, **facts) == {"replaces"}


def test_a_large_payment_is_a_thousand_yuan_at_least():
    payment = PaymentFactory(kind="LARGE", fen=100_000)

    assert payment.pk
    assert refused(PaymentFactory, **again(payment, kind="LARGE", fen=99_999)) == {"fen"}


def test_a_form_writes_one_payment_of_a_kind_for_a_member():
    token = uuid.uuid4()
    payment = PaymentFactory(kind="VOLUNTARY", fen=500, token=token)

    facts = again(payment, kind="VOLUNTARY", fen=500, token=token)
    assert refused(PaymentFactory, **facts) == {"fen"}


@pytest.mark.parametrize("model", [Payment, Assessment])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_nobody_changes_or_deletes_what_stands_in_the_books(model, act):
    factory = {Payment: PaymentFactory, Assessment: AssessmentFactory}[model]
    row = factory()

    statements = {
        "update": f"UPDATE {model._meta.db_table} SET fen = fen + 1",
        "delete": f"DELETE FROM {model._meta.db_table}",
    }
    for write in (
        lambda: model.objects.all().delete() if act == "delete" else model.objects.update(fen=1),
        lambda: row.delete() if act == "delete" else row.save(),
        lambda: connection.cursor().execute(statements[act]),
    ):
        with pytest.raises(IntegrityError, match="is_append_only"), transaction.atomic():
            write()


def test_ten_thousand_amounts_add_up_to_the_fen():
    first, amounts = PaymentFactory(), [(n * 7919) % 999_983 + 1 for n in range(10_000)]
    members = MemberFactory.create_batch(10)
    places = [(member, month) for member in members for month in first_months(1_000)]

    Payment.objects.bulk_create(
        [
            Payment(
                member=member,
                organisation=first.organisation,
                month=month,
                kind="VOLUNTARY",
                fen=fen,
                paid_on=OCTOBER,
            )
            for (member, month), fen in zip(places, amounts, strict=True)
        ]
    )

    voluntary = Payment.objects.filter(kind="VOLUNTARY")
    assert voluntary.aggregate(total=Sum("fen"))["total"] == sum(amounts)


def first_months(number):
    return [next_month(date(1950, 1, 1), place) for place in range(number)]


# Unpaid ----------------------------------------------------------------------------------------


def test_why_a_month_is_unpaid_is_kept_once():
    row = UnpaidFactory()

    facts = {"member": row.member, "organisation": row.organisation}
    assert refused(UnpaidFactory, **facts) == {"reason"}


def test_another_reason_is_told_in_words():
    row = UnpaidFactory(month=date(2026, 9, 1))
    facts = {"member": row.member, "organisation": row.organisation, "reason": "OTHER"}

    assert refused(UnpaidFactory, **facts) == {"words"}
    assert UnpaidFactory(**facts, words="出国探亲").pk
    assert Unpaid.objects.count() == 2
