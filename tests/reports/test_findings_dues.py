"""What the home pages say of dues: to whom, from which day on."""

from datetime import date

import pytest
from django.urls import reverse

from branches.models import Organisation
from branches.options import Option
from dues.models import Assessment
from dues.services import assessments
from members.models import Placement
from reports.findings.dues import (
    long_arrears,
    open_months,
    unregistered_branches,
    without_basis,
)
from tests.factories.branches import (
    TODAY,
    CommitteeFactory,
    OrganisationFactory,
    SettingFactory,
)
from tests.factories.dues import BasisFactory, PaymentFactory, UnpaidFactory, placed

pytestmark = pytest.mark.django_db
MONTHS = [date(2026, number, 1) for number in range(5, 12)]


@pytest.fixture
def branch():
    return OrganisationFactory(superior=CommitteeFactory())


def said(findings):
    return [(finding.text, finding.state) for finding in findings]


def opened(branch, day):
    SettingFactory(organisation=branch, option=Option.OPENED_ON, value=day)


def test_each_month_since_the_register_opened_waits_until_it_is_registered(branch):
    opened(branch, "2026-09-15")
    member = placed(branch)
    PaymentFactory(member=member, organisation=branch, month=date(2026, 9, 1))

    found = list(open_months(Organisation.objects.all(), on=TODAY))

    assert said(found) == [
        ("10月党费还有 1 人没有登记", "overdue"),
        ("11月党费还有 1 人没有登记", "info"),  # it is not over yet
    ]
    assert found[0].url == reverse("dues:month-grid", args=[branch.pk, date(2026, 10, 1)])


def test_a_month_with_a_reason_for_everyone_is_registered(branch):
    opened(branch, "2026-10-01")
    member = placed(branch)
    for month in MONTHS[-2:]:
        UnpaidFactory(member=member, organisation=branch, month=month)

    assert said(open_months(Organisation.objects.all(), on=TODAY)) == []


def test_a_month_open_in_several_branches_leads_to_their_list(branch):
    other = OrganisationFactory(superior=branch.superior)
    for one in (branch, other):
        opened(one, "2026-11-01")
        placed(one)

    (found,) = open_months(Organisation.objects.all(), on=TODAY)

    assert found.text == "11月党费还有 2 人没有登记"
    assert found.url == f"{reverse('dues:dues-list')}?month=2026-11&state=OPEN"


@pytest.mark.parametrize(("number", "text"), [(1, "陈静怡还没有核定"), (2, "2 名党员还没有核定")])
def test_members_without_a_basis_of_the_year_wait_for_it(branch, number, text):
    for _ in range(number):
        placed(branch, name="陈静怡")
    BasisFactory(member=placed(branch), organisation=branch)

    (found,) = without_basis(Placement.objects.all(), on=TODAY)

    assert found.text == f"{text} 2026 年党费基数"


def test_branches_that_have_not_registered_the_last_month_are_counted(branch):
    placed(branch)
    late = OrganisationFactory(superior=branch.superior)
    placed(late)
    opened(late, "2026-11-01")  # nothing is asked for before it

    assert said(unregistered_branches(Organisation.objects.all(), on=TODAY)) == [
        ("1 个党支部还没有登记完10月的党费", "overdue")
    ]


@pytest.mark.parametrize(("paid", "found"), [([], 1), ([4], 1), ([5], 0), ([7], 0)])
def test_six_months_on_end_without_payment_are_told(branch, paid, found):
    member = placed(branch)
    BasisFactory(member=member, organisation=branch, since=date(2026, 4, 1))
    assessments.assess_year(organisation=branch, year=2026, today=TODAY, by=None)
    for month in paid:
        PaymentFactory(member=member, organisation=branch, month=date(2026, month, 1))

    # Owed from April on; October is the last complete month.
    assert len(list(long_arrears(Assessment.objects.all(), on=TODAY))) == found
