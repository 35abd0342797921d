"""Which rows: sums that open to them, the day before, the day of and the day after."""

from datetime import date

import pytest

from branches.models import Organisation
from branches.periods import Period
from dues.models import Assessment, Basis, Payment, Relief, Unpaid
from dues.querysets import (
    open_name,
    open_placements,
    owing_placements,
    placements_without_basis,
    total_fen,
    with_month,
    with_open_months,
)
from dues.services.reckoning import month_states
from members.models import Member, Placement
from tests.factories.branches import (
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
)
from tests.factories.dues import (
    DUE,
    OCTOBER,
    AssessmentFactory,
    BasisFactory,
    PaymentFactory,
    ReliefFactory,
    UnpaidFactory,
    placed,
    reverse,
)
from tests.factories.members import EmploymentFactory, PlacementFactory, StandingFactory

pytestmark = pytest.mark.django_db
SEPTEMBER, NOVEMBER = date(2026, 9, 1), date(2026, 11, 1)
YEAR = Period.year(2026)


@pytest.fixture
def branch():
    return OrganisationFactory(superior=CommitteeFactory())


@pytest.fixture
def member(branch):
    return placed(branch)


def owing(member, branch, **facts):
    """Return what a member of the branch owes for a month."""
    basis = Basis.objects.filter(member=member).first()
    basis = basis or BasisFactory(member=member, organisation=branch)
    return AssessmentFactory(basis=basis, **facts)


# What was paid ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paid_on", "fen"),
    [
        (date(2025, 12, 31), 0),
        (date(2026, 1, 1), DUE),
        (date(2026, 12, 31), DUE),
        (date(2027, 1, 1), 0),
    ],
)
def test_paid_counts_by_the_day_paid(paid_on, fen):
    PaymentFactory(paid_on=paid_on)

    assert total_fen(Payment.objects.paid(YEAR)) == fen


def test_paid_leaves_large_payments_apart():
    voluntary = PaymentFactory(kind="VOLUNTARY", fen=300)
    large = PaymentFactory(kind="LARGE", fen=200_000)

    assert list(Payment.objects.paid(YEAR)) == [voluntary]
    assert list(Payment.objects.large(YEAR)) == [large]


def test_a_reversal_is_deducted_on_its_own_day():
    payment = PaymentFactory(paid_on=date(2026, 9, 30))

    reverse(payment, date(2026, 10, 1))

    third, fourth = (Period.quarter(2026, number) for number in (3, 4))
    assert total_fen(Payment.objects.paid(third)) == DUE
    assert total_fen(Payment.objects.paid(fourth)) == -DUE
    assert total_fen(Payment.objects.paid(YEAR)) == 0


def test_payments_that_stand_are_neither_reversed_nor_reversals():
    standing = PaymentFactory()
    reverse(PaymentFactory(), TODAY)

    assert list(Payment.objects.standing()) == [standing]


def test_sum_of_no_rows_is_nothing():
    assert total_fen(Payment.objects.none()) == 0


def test_sums_narrow_to_organisations(branch, member):
    PaymentFactory(member=member, organisation=branch)
    PaymentFactory(fen=1)
    one = Organisation.objects.filter(pk=branch.pk)

    assert total_fen(Payment.objects.paid(YEAR).in_organisations(one)) == DUE
    assert total_fen(Payment.objects.paid(YEAR).within(branch.superior)) == DUE


# What is owed ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "fen"),
    [
        (date(2025, 12, 1), 0),
        (date(2026, 1, 1), DUE),
        (date(2026, 12, 1), DUE),
        (date(2027, 1, 1), 0),
    ],
)
def test_due_counts_by_the_month_owed(branch, member, month, fen):
    owing(member, branch, month=month)

    assert total_fen(Assessment.objects.due(YEAR)) == fen


def test_what_was_replaced_is_not_due(branch, member):
    first = owing(member, branch)

    owing(member, branch, replaces=first, fen=500)

    assert total_fen(Assessment.objects.due(YEAR)) == 500


@pytest.mark.parametrize(("ends_on", "rows"), [(OCTOBER, 0), (date(2026, 10, 2), 1)])
def test_what_nobody_on_the_roll_owes_is_not_due(branch, ends_on, rows):
    stay = PlacementFactory(organisation=branch, ends_on=ends_on, end="LEFT")

    owing(stay.member, branch)

    assert Assessment.objects.due(YEAR).count() == rows


@pytest.mark.parametrize(
    ("starts_on", "rows"), [(date(2026, 9, 30), 0), (OCTOBER, 0), (date(2026, 10, 2), 1)]
)
def test_nothing_is_due_while_membership_is_suspended(branch, member, starts_on, rows):
    owing(member, branch)

    StandingFactory(member=member, starts_on=starts_on)

    assert Assessment.objects.due(YEAR).count() == rows


# Arrears ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "rows"),
    [(date(2026, 10, 31), 0), (date(2026, 11, 1), 1)],  # only complete months
)
def test_a_month_is_in_arrears_when_it_is_over(branch, member, on, rows):
    owing(member, branch)

    assert Assessment.objects.arrears(on=on).count() == rows


@pytest.mark.parametrize(("fen", "missing"), [(DUE - 1, [1]), (DUE, []), (DUE + 1, [])])
def test_a_month_that_is_covered_is_not_in_arrears(branch, member, fen, missing):
    owing(member, branch)
    PaymentFactory(member=member, organisation=branch, fen=fen)

    found = Assessment.objects.arrears(on=TODAY)
    assert [row.missing_fen for row in found] == missing


def test_a_payment_reversed_or_made_later_does_not_cover(branch, member):
    owing(member, branch, month=SEPTEMBER)
    owing(member, branch, month=OCTOBER)
    payment = PaymentFactory(member=member, organisation=branch, month=SEPTEMBER)
    reverse(payment, date(2026, 10, 20))
    PaymentFactory(member=member, organisation=branch, paid_on=date(2026, 11, 25))

    rows = Assessment.objects.arrears(on=TODAY).order_by("month")
    assert [row.month for row in rows] == [SEPTEMBER, OCTOBER]


def test_a_voluntary_payment_covers_nothing(branch, member):
    owing(member, branch)
    PaymentFactory(member=member, organisation=branch, kind="VOLUNTARY", fen=10 * DUE)

    assert Assessment.objects.arrears(on=TODAY).count() == 1


def test_who_left_since_is_not_in_arrears(branch):
    stay = PlacementFactory(organisation=branch, ends_on=date(2026, 11, 10), end="LEFT")
    owing(stay.member, branch)

    assert Assessment.objects.arrears(on=date(2026, 11, 9)).count() == 1
    assert Assessment.objects.arrears(on=date(2026, 11, 10)).count() == 0


# Bases and reliefs -----------------------------------------------------------------------------


def test_the_newest_basis_of_the_year_holds(member):
    first = BasisFactory(member=member)
    second = BasisFactory(member=member, since=OCTOBER)

    assert list(Basis.objects.on(SEPTEMBER)) == [first]
    assert list(Basis.objects.on(OCTOBER)) == [second]
    assert list(Basis.objects.on(date(2027, 1, 1))) == []


def test_relief_holds_until_its_end():
    relief = ReliefFactory(ends_on=NOVEMBER)

    asked = (SEPTEMBER, OCTOBER, NOVEMBER)
    assert [list(Relief.objects.on(day)) for day in asked] == [[], [relief], []]


def test_relief_of_the_retired_is_regular_by_their_branch(branch):
    retired, in_post = placed(branch), placed(branch)
    EmploymentFactory(member=retired, job="4", is_retired=True)
    EmploymentFactory(member=in_post)
    for member in (retired, in_post):
        ReliefFactory(member=member, organisation=branch, approved_by=branch)

    assert [row.member for row in Relief.objects.irregular()] == [in_post]


# The month of a branch -------------------------------------------------------------------------


def test_who_owes_a_month_is_one_row_a_person(branch):
    stay = PlacementFactory(organisation=branch, ends_on=date(2026, 10, 9), end="TRANSFERRED")
    PlacementFactory(member=stay.member, starts_on=date(2026, 10, 9))

    assert list(owing_placements(OCTOBER)) == [stay]
    assert [row.member for row in owing_placements(NOVEMBER)] == [stay.member]


@pytest.mark.parametrize(
    ("starts_on", "number"),
    [(date(2026, 9, 30), 0), (OCTOBER, 0), (date(2026, 10, 2), 1)],
)
def test_nobody_owes_while_suspended(member, starts_on, number):
    StandingFactory(member=member, starts_on=starts_on)

    assert owing_placements(OCTOBER).count() == number


def test_a_new_member_owes_from_the_month_of_the_meeting(branch):
    admitted_on = date(2026, 10, 31)
    member = placed(branch, admitted_on=admitted_on, confirmed_on=None)

    assert list(owing_placements(SEPTEMBER)) == []
    assert [row.member for row in owing_placements(OCTOBER)] == [member]


def test_who_is_open_has_neither_payment_nor_reason_nor_waiver(branch, member):
    for factory in (PaymentFactory, UnpaidFactory):
        factory(member=placed(branch), organisation=branch)
    owing(placed(branch), branch, fen=0)
    reverse(PaymentFactory(member=member, organisation=branch), TODAY)

    assert [row.member for row in open_placements(OCTOBER)] == [member]


def test_who_has_no_basis_of_the_year(branch, member):
    BasisFactory(member=placed(branch), organisation=branch)
    BasisFactory(member=member, organisation=branch, since=date(2025, 1, 1))

    assert [row.member for row in placements_without_basis(OCTOBER)] == [member]


def test_a_branch_shows_how_far_it_is_with_a_month(branch):
    paid, away, waiting = (placed(branch) for _ in range(3))
    for one in (paid, away, waiting):
        owing(one, branch)
    PaymentFactory(member=paid, organisation=branch)
    UnpaidFactory(member=away, organisation=branch)

    (row,) = with_month(Organisation.objects.all(), OCTOBER)

    assert (row.owing, row.due_fen, row.paid_fen) == (3, 3 * DUE, DUE)
    assert (row.paid_persons, row.unpaid_persons, row.open_persons) == (1, 1, 1)
    states = month_states(branch, [SEPTEMBER, OCTOBER])
    assert [(one.month, one.open_persons) for one in states] == [(SEPTEMBER, 3), (OCTOBER, 1)]
    assert all(
        getattr(row, name) == value for name, value in vars(states[1]).items() if name != "month"
    )
    opened = with_open_months(Organisation.objects.filter(pk=branch.pk), [OCTOBER]).get()
    assert getattr(opened, open_name(OCTOBER)) == 1


def test_an_organisation_that_collects_from_nobody_is_not_listed(branch):
    assert list(with_month(Organisation.objects.all(), OCTOBER)) == []


# Who may read ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "factory"),
    [
        (Payment, PaymentFactory),
        (Assessment, AssessmentFactory),
        (Unpaid, UnpaidFactory),
        (Basis, BasisFactory),
        (Relief, ReliefFactory),
    ],
)
def test_rows_are_read_by_whoever_is_above_them(model, factory):
    row = factory()
    factory()
    appointment = AppointmentFactory(organisation=row.organisation.superior)

    found = model.objects.readable_by(appointment.user, today=TODAY)

    assert (list(found), found.is_scoped) == ([row], True)


def test_rows_of_people_are_readable_as_they_are(branch, member):
    PaymentFactory(member=member, organisation=branch)
    user = AppointmentFactory(organisation=branch, role="SECRETARY").user
    people = Member.objects.readable_by(user, today=TODAY)

    assert Payment.objects.of_members(people).is_scoped
    assert not Payment.objects.of_members(Member.objects.all()).is_scoped


def test_stays_among_readable_ones_stay_readable(branch, member):
    user = AppointmentFactory(organisation=branch, role="SECRETARY").user
    stays = Placement.objects.readable_by(user, today=TODAY)

    found = placements_without_basis(OCTOBER, stays)
    assert ([row.member for row in found], found.is_scoped) == ([member], True)
