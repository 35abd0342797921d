"""The smallest valid rows of dues."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from dues.articles import Category
from dues.models import Assessment, Basis, BasisItem, Payment, Relief, Unpaid
from tests.factories.members import MemberFactory, PlacementFactory

JANUARY, OCTOBER = date(2026, 1, 1), date(2026, 10, 1)
# A base of 4000 yuan, on which 1 % is due.
WAGE, DUE = 400_000, 4_000


def placed(organisation, **facts):
    """Return a member placed in a branch."""
    return PlacementFactory(organisation=organisation, member=MemberFactory(**facts)).member


class BasisFactory(DjangoModelFactory):
    """A basis of 2026 with one wage item; the member is placed by whoever asks for it."""

    class Meta:
        model = Basis
        skip_postgeneration_save = True

    member = factory.SubFactory(MemberFactory)
    organisation = factory.SubFactory("tests.factories.branches.OrganisationFactory")
    year = factory.LazyAttribute(lambda row: row.since.year)
    category = Category.SALARIED
    since = JANUARY

    @factory.post_generation
    def wage(self, create, extracted, **kwargs):
        fen = WAGE if extracted is None else extracted
        if fen:
            BasisItem.objects.create(basis=self, item="POST_WAGE", amount=str(fen))


class AssessmentFactory(DjangoModelFactory):
    """What a member of the basis's branch owes for October 2026."""

    class Meta:
        model = Assessment

    basis = factory.SubFactory(BasisFactory)
    member = factory.SelfAttribute("basis.member")
    organisation = factory.SelfAttribute("basis.organisation")
    month = OCTOBER
    owed_from = factory.SelfAttribute("month")
    fen = DUE


class PaymentFactory(DjangoModelFactory):
    """Dues of October 2026, paid on the 15th."""

    class Meta:
        model = Payment

    member = factory.SubFactory(MemberFactory)
    organisation = factory.SubFactory("tests.factories.branches.OrganisationFactory")
    month = OCTOBER
    kind = Payment.Kind.DUES
    fen = DUE
    paid_on = factory.LazyAttribute(lambda row: row.month.replace(day=15))


def reverse(payment, on):
    """Take a payment back on a day; return the negative entry."""
    return PaymentFactory(
        member=payment.member,
        organisation=payment.organisation,
        month=payment.month,
        kind=payment.kind,
        fen=-payment.fen,
        paid_on=on,
        reverses=payment,
        reason="登记错了",
    )


class UnpaidFactory(DjangoModelFactory):
    class Meta:
        model = Unpaid

    member = factory.SubFactory(MemberFactory)
    organisation = factory.SubFactory("tests.factories.branches.OrganisationFactory")
    month = OCTOBER
    reason = Unpaid.Reason.AWAY


class ReliefFactory(DjangoModelFactory):
    """All is waived from October 2026 on; nobody has approved it."""

    class Meta:
        model = Relief

    member = factory.SubFactory(MemberFactory)
    organisation = factory.SubFactory("tests.factories.branches.OrganisationFactory")
    kind = Relief.Kind.WAIVED
    starts_on = OCTOBER
