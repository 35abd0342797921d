"""What each act writes, what it refuses, and what the log says of it."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from branches.models import Stale
from branches.options import Option
from branches.verbs import Verb
from dues.models import Assessment, Basis, BasisItem, Payment, Relief, Unpaid
from dues.models.ledger import KNOWN
from dues.services import assessments, bases, payments
from dues.services.bases import NewBasis, ReliefFacts
from dues.services.payments import CannotReverse, MonthLine, NewPayment
from tests.events import detail, recorded
from tests.factories.branches import (
    TODAY,
    CommitteeFactory,
    OrganisationFactory,
    SettingFactory,
    UserFactory,
)
from tests.factories.dues import (
    DUE,
    JANUARY,
    OCTOBER,
    WAGE,
    BasisFactory,
    PaymentFactory,
    placed,
)
from tests.factories.members import MemberFactory, PlacementFactory

pytestmark = pytest.mark.django_db
JULY, NOVEMBER = date(2026, 7, 1), date(2026, 11, 1)
SLIP = {"POST_WAGE": 300_000, "GRADE_WAGE": 150_000, "PENSION": 50_000}  # 4000 yuan, 1 %


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


@pytest.fixture
def member(branch):
    return placed(branch)


def set_basis(member, user, **facts):
    values = {
        "year": 2026,
        "since": JANUARY,
        "category": "SALARIED",
        "items": SLIP,
        "reason": "",
        **facts,
    }
    return bases.set_basis(member=member, **values, by=user)


def record(branch, lines, user, **facts):
    values = {
        "month": OCTOBER,
        "paid_on": date(2026, 10, 20),
        "token": uuid.uuid4(),
        "today": TODAY,
        **facts,
    }
    return payments.record_month(organisation=branch, lines=lines, **values, by=user)


def owed(member):
    """Return what a member owes by month, as it stands."""
    rows = Assessment.objects.current().filter(member=member).order_by("month")
    return {row.month: row.fen for row in rows}


def messages(error):
    return error.value.message_dict


# Bases -----------------------------------------------------------------------------------------


def test_a_basis_keeps_its_slip_and_what_each_month_of_the_year_comes_to(member, branch, user):
    with recorded() as events:
        basis = set_basis(member, user)

    assert {row.item: row.fen for row in BasisItem.objects.filter(basis=basis)} == SLIP
    assert (basis.organisation, basis.recorded_by) == (branch, user)
    assert owed(member) == {date(2026, month, 1): DUE for month in range(1, 13)}
    assert [(event.verb, event.target_uid) for event in events] == [(Verb.BASIS_SET, member.uid)]


def test_the_log_of_a_basis_tells_no_wage(member, user):
    with recorded() as events:
        set_basis(member, user)

    assert detail(events[0]) == {
        "dues_year": 2026,
        "since": "2026-01-01",
        "dues_due": "40.00",
        "dues_added": 12,
    }


def test_a_later_basis_of_a_year_decides_from_its_month_on(member, user):
    set_basis(member, user)

    set_basis(member, user, since=JULY, items={"POST_WAGE": 600_000}, reason="岗位变动")

    assert owed(member)[date(2026, 6, 1)] == DUE
    assert owed(member)[JULY] == 9_000
    assert Assessment.objects.filter(member=member).count() == 12 + 6


def test_a_second_basis_of_a_year_needs_its_reason(member, user):
    set_basis(member, user)

    with pytest.raises(ValidationError) as error:
        set_basis(member, user, since=JULY)

    assert list(messages(error)) == ["reason"]


def test_a_basis_is_corrected_in_its_own_month(member, user):
    basis = set_basis(member, user)

    set_basis(member, user, items={"POST_WAGE": 500_000}, reason="填错了", version=basis.version)

    assert Basis.objects.get().version == 2
    assert {row.item: row.fen for row in BasisItem.objects.all()} == {"POST_WAGE": 500_000}
    assert owed(member)[JANUARY] == 5_000


@pytest.mark.parametrize("version", [None, 7])
def test_who_corrects_a_basis_names_the_version_seen(member, user, version):
    set_basis(member, user)

    with pytest.raises(Stale):
        set_basis(member, user, reason="填错了", version=version)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"since": date(2025, 12, 1)}, "since"),
        ({"category": "FARMER"}, "category"),
        ({"category": "RETIRED"}, "category"),  # the slip is that of somebody in post
        ({"category": "STUDENT"}, "category"),
        ({"items": {"BONUS": 1}}, "category"),
        ({"items": {}}, "category"),
        ({"items": {"POST_WAGE": 100, "PENSION": 100}}, "category"),
        ({"items": {"REWARD_PERFORMANCE": 100}}, "category"),
        ({"items": {"POST_WAGE": -1}}, "POST_WAGE"),
        ({"items": {"POST_WAGE": 10_000_000_001}}, "POST_WAGE"),
    ],
)
def test_a_basis_that_cannot_be_is_refused_at_its_field(member, user, facts, field):
    with pytest.raises(ValidationError) as error:
        set_basis(member, user, **facts)

    assert list(messages(error)) == [field]
    assert Basis.objects.count() == 0


def test_a_student_has_a_basis_without_a_slip(member, user):
    set_basis(member, user, category="STUDENT", items={})

    assert set(owed(member).values()) == {20}


def test_a_basis_needs_a_branch(user):
    with pytest.raises(ValidationError) as error:
        set_basis(BasisFactory().member, user, year=2025, since=date(2025, 1, 1))

    assert list(messages(error)) == ["since"]


def test_many_bases_are_set_with_one_event(branch, user):
    rows = [
        NewBasis(placed(branch), branch, 2026, JANUARY, "SALARIED", {"POST_WAGE": WAGE + place})
        for place in range(3)
    ]

    with recorded() as events:
        bases.set_bases(rows=rows, by=user)

    assert [item.fen for item in BasisItem.objects.order_by("pk")] == [WAGE, WAGE + 1, WAGE + 2]
    assert [(event.verb, detail(event)["count"]) for event in events] == [(Verb.BASES_SET, 3)]


def test_one_bad_basis_of_many_is_named_and_nothing_is_written(branch, user):
    good = NewBasis(placed(branch), branch, 2026, JANUARY, "SALARIED", SLIP)
    bad = NewBasis(placed(branch), branch, 2026, JANUARY, "SALARIED", {})

    with pytest.raises(ValidationError, match="第 2 行"):
        bases.set_bases(rows=[good, bad], by=user)

    assert Basis.objects.count() == 0


# A year ----------------------------------------------------------------------------------------


def assess(organisation, user, year=2026):
    return assessments.assess_year(organisation=organisation, year=year, today=TODAY, by=user)


def test_a_year_is_assessed_for_everything_beneath(top, branch, member, user):
    BasisFactory(member=member, organisation=branch)

    with recorded() as events:
        found = assess(top, user)

    assert (len(found.added), len(found.replaced), found.people) == (12, 0, 1)
    assert owed(member)[OCTOBER] == DUE
    assert [event.verb for event in events] == [Verb.DUES_ASSESSED]


def test_a_year_assessed_again_writes_nothing(branch, member, user):
    BasisFactory(member=member, organisation=branch)
    assess(branch, user)

    found = assess(branch, user)

    assert (len(found.added), len(found.replaced), found.unchanged) == (0, 0, 12)
    assert Assessment.objects.count() == 12


def test_who_has_no_basis_is_counted_and_left_out(branch, member, user):
    found = assess(branch, user)

    assert (found.people, found.without_basis, len(found.added)) == (1, 1, 0)


def test_dues_run_from_the_month_of_the_branch_meeting(branch, user):
    stay = PlacementFactory(
        organisation=branch,
        starts_on=date(2026, 6, 30),
        member__admitted_on=date(2026, 6, 30),
        member__confirmed_on=None,
    )
    BasisFactory(member=stay.member, organisation=branch)

    assess(branch, user)

    assert min(owed(stay.member)) == date(2026, 6, 1)


def test_whoever_moves_in_a_month_owes_it_where_it_began(top, branch, user):
    stay = PlacementFactory(organisation=branch, ends_on=date(2026, 6, 15), end="TRANSFERRED")
    other = OrganisationFactory(superior=top)
    PlacementFactory(organisation=other, member=stay.member, starts_on=date(2026, 6, 15))
    BasisFactory(member=stay.member, organisation=branch)

    assess(top, user)

    rows = Assessment.objects.order_by("month").values_list("month__month", "organisation")
    assert list(rows) == [(n, branch.pk if n <= 6 else other.pk) for n in range(1, 13)]


def test_months_before_the_register_opened_are_not_assessed(branch, member, user):
    BasisFactory(member=member, organisation=branch)
    SettingFactory(organisation=branch, option=Option.OPENED_ON, value="2026-03-10")

    assess(branch, user)

    assert min(owed(member)) == date(2026, 3, 1)


@pytest.mark.parametrize(("setting", "fen"), [("分", 4_444), ("角", 4_440)])
def test_amounts_are_rounded_as_set(branch, member, user, setting, fen):
    BasisFactory(member=member, organisation=branch, wage=444_444)
    SettingFactory(organisation=branch.superior, option=Option.DUES_ROUNDING, value=setting)

    assess(branch, user)

    assert owed(member)[OCTOBER] == fen


@pytest.mark.parametrize(("year", "refused"), [(2027, False), (2028, True)])
def test_the_next_year_can_be_assessed_and_none_after_it(branch, user, year, refused):
    if not refused:
        assert assess(branch, user, year).people == 0
        return
    with pytest.raises(ValidationError):
        assess(branch, user, year)


# A branch's month ------------------------------------------------------------------------------


def test_a_month_is_paid_as_assessed_and_unpaid_for_a_reason(branch, member, user):
    away = placed(branch)
    for one in (member, away):
        BasisFactory(member=one, organisation=branch)
    lines = [MonthLine(member.pk), MonthLine(away.pk, unpaid="AWAY", words="支教")]

    with recorded() as events:
        made = record(branch, lines, user)

    assert [(row.member, row.fen, row.month) for row in made] == [(member, DUE, OCTOBER)]
    assert [(row.member, row.reason, row.words) for row in Unpaid.objects.all()] == [
        (away, "AWAY", "支教")
    ]
    assert owed(member) == {OCTOBER: DUE}
    assert [(event.verb, detail(event)["dues_sum"]) for event in events] == [
        (Verb.DUES_RECORDED, "40.00")
    ]


def test_the_same_form_twice_answers_the_same_and_writes_once(branch, member, user):
    BasisFactory(member=member, organisation=branch)
    token = uuid.uuid4()

    first = record(branch, [MonthLine(member.pk)], user, token=token)
    with recorded() as events:
        second = record(branch, [MonthLine(member.pk)], user, token=token)

    assert second == first
    assert (Payment.objects.count(), events) == (1, [])


def test_a_second_payment_of_a_month_is_refused_and_nothing_is_written(branch, member, user):
    other = placed(branch)
    PaymentFactory(member=member, organisation=branch)

    with pytest.raises(ValidationError) as error:
        record(branch, [MonthLine(other.pk, fen=1), MonthLine(member.pk, fen=1)], user)

    assert messages(error) == {f"paid_{member.pk}": [KNOWN]}
    assert Payment.objects.count() == 1


def test_a_payment_after_a_reversal_names_the_one_reversed(branch, member, user):
    first = record(branch, [MonthLine(member.pk, fen=100)], user)[0]
    payments.reverse_payment(payment=first, reason="填错了", on=TODAY, by=user)

    second = record(branch, [MonthLine(member.pk, fen=200)], user)[0]

    assert second.replaces == first
    payments.reverse_payment(payment=second, reason="填错了", on=TODAY, by=user)
    assert record(branch, [MonthLine(member.pk, fen=300)], user)[0].replaces == second


def test_who_is_waived_pays_nothing_and_that_is_no_payment(branch, member, user):
    BasisFactory(member=member, organisation=branch)
    facts = ReliefFacts(OCTOBER, None, "WAIVED", 0, None, "")
    bases.grant_relief(member=member, facts=facts, by=user)

    assert record(branch, [MonthLine(member.pk)], user) == []
    assert owed(member) == {OCTOBER: 0}


def test_a_reason_can_be_changed_and_does_not_stop_a_later_payment(branch, member, user):
    BasisFactory(member=member, organisation=branch)
    record(branch, [MonthLine(member.pk, unpaid="AWAY")], user)

    record(branch, [MonthLine(member.pk, unpaid="ILL")], user)
    record(branch, [MonthLine(member.pk)], user)

    assert [(row.reason, row.version) for row in Unpaid.objects.all()] == [("ILL", 2)]
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    "line",
    [
        {"fen": None},  # without a basis nobody knows how much
        {"fen": -1},
        {"unpaid": "LAZY"},
        {"unpaid": "OTHER"},
        {"unpaid": "AWAY", "words": "两\n行"},
    ],
)
def test_a_line_that_cannot_be_is_refused(branch, member, user, line):
    with pytest.raises(ValidationError):
        record(branch, [MonthLine(member.pk, **line)], user)

    assert (Payment.objects.count(), Unpaid.objects.count()) == (0, 0)


def test_somebody_of_another_roll_is_refused_at_the_line(branch, user):
    stranger = PlacementFactory().member

    with pytest.raises(ValidationError) as error:
        record(branch, [MonthLine(stranger.pk, fen=100)], user)

    assert list(messages(error)) == [f"paid_{stranger.pk}"]


def test_two_lines_of_one_member_are_refused(branch, member, user):
    with pytest.raises(ValidationError) as error:
        record(branch, [MonthLine(member.pk, fen=1), MonthLine(member.pk, fen=2)], user)

    assert list(messages(error)) == [f"paid_{member.pk}"]


@pytest.mark.parametrize(("day", "refused"), [(20, False), (21, True)])
def test_nothing_was_paid_tomorrow(branch, member, user, day, refused):
    paid_on = date(2026, 11, day)
    if not refused:
        assert record(branch, [MonthLine(member.pk, fen=1)], user, paid_on=paid_on)
        return
    with pytest.raises(ValidationError) as error:
        record(branch, [MonthLine(member.pk, fen=1)], user, paid_on=paid_on)
    assert list(messages(error)) == ["paid_on"]


def test_a_month_is_not_written_when_the_log_is_not(branch, member, user, broken_log):
    with pytest.raises(broken_log):
        record(branch, [MonthLine(member.pk, fen=1)], user)

    assert Payment.objects.count() == 0


# Single payments -------------------------------------------------------------------------------


def new(member, branch, **facts):
    values = {"month": OCTOBER, "kind": "VOLUNTARY", "fen": 500, "paid_on": OCTOBER, **facts}
    return NewPayment(member=member, organisation=branch, **values)


def test_a_voluntary_payment_is_recorded_once_a_form(branch, member, user):
    token = uuid.uuid4()

    with recorded() as events:
        for _ in range(2):
            payments.record_payment(row=new(member, branch), token=token, today=TODAY, by=user)

    assert Payment.objects.count() == 1
    assert [event.verb for event in events] == [Verb.PAYMENT_RECORDED]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"fen": 0}, "fen"),
        ({"kind": "LARGE", "fen": 99_999}, "fen"),
        ({"paid_on": date(2026, 11, 21)}, "paid_on"),
        ({"kind": "GIFT"}, "kind"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_at_its_field(branch, member, user, facts, field):
    with pytest.raises(ValidationError) as error:
        payments.record_payment(
            row=new(member, branch, **facts), token=uuid.uuid4(), today=TODAY, by=user
        )

    assert field in messages(error)


def pay(row, user):
    return payments.record_payment(row=row, token=uuid.uuid4(), today=TODAY, by=user)


@pytest.mark.parametrize(("kind", "fen"), [("DUES", DUE), ("VOLUNTARY", 500), ("LARGE", 100_000)])
def test_a_second_payment_of_a_kind_is_told_at_its_field(branch, member, user, kind, fen):
    row = new(member, branch, kind=kind, fen=fen)
    pay(row, user)

    with pytest.raises(ValidationError) as error:
        pay(row, user)

    assert messages(error) == {"fen": [KNOWN]}


def test_a_payment_after_a_reversal_replaces_the_one_of_its_kind(branch, member, user):
    dues = pay(new(member, branch, kind="DUES"), user)
    gift = pay(new(member, branch), user)
    for row in (dues, gift):
        payments.reverse_payment(payment=row, reason="填错了", on=TODAY, by=user)

    assert pay(new(member, branch), user).replaces == gift
    assert pay(new(member, branch, kind="DUES"), user).replaces == dues


def test_nothing_was_paid_before_admission(branch, user):
    member = placed(branch, admitted_on=OCTOBER, confirmed_on=None)

    with pytest.raises(ValidationError) as error:
        pay(new(member, branch, paid_on=date(2026, 9, 30)), user)

    assert list(messages(error)) == ["paid_on"]
    assert pay(new(member, branch), user).pk


@pytest.mark.parametrize(
    ("month", "is_welcome"),
    [
        (date(2026, 5, 1), False),  # before the month of admission
        (date(2026, 6, 1), True),
        (date(2026, 7, 1), True),  # at a former branch
        (date(2026, 8, 1), False),  # between the two, on no roll
        (date(2026, 9, 1), True),
        (date(2027, 12, 1), True),
        (date(2028, 1, 1), False),
        (date(2199, 11, 1), False),
    ],
)
def test_dues_are_of_a_month_on_a_roll_until_the_end_of_next_year(branch, user, month, is_welcome):
    member = MemberFactory(admitted_on=date(2026, 6, 20), confirmed_on=None)
    stay = {"member": member, "starts_on": member.admitted_on}
    PlacementFactory(**stay, ends_on=date(2026, 7, 10), end="LEFT")
    PlacementFactory(member=member, organisation=branch, starts_on=date(2026, 9, 10))
    row = new(member, branch, kind="DUES", month=month, paid_on=TODAY)

    if is_welcome:
        assert pay(row, user).month == month
        return
    with pytest.raises(ValidationError) as error:
        pay(row, user)
    assert list(messages(error)) == ["month"]


def test_who_is_on_a_roll_now_may_pay_for_months_to_come(branch, user):
    stay = PlacementFactory(organisation=branch, ends_on=date(2026, 12, 1), end="TRANSFERRED")

    assert pay(new(stay.member, branch, kind="DUES", month=date(2027, 1, 1)), user).is_prepaid


def test_who_is_on_no_roll_any_more_does_not_pay_ahead(branch, user):
    stay = PlacementFactory(organisation=branch, ends_on=NOVEMBER, end="LEFT")

    with pytest.raises(ValidationError) as error:
        pay(new(stay.member, branch, kind="DUES", month=NOVEMBER), user)

    assert list(messages(error)) == ["month"]


def test_a_reversal_is_a_row_of_its_own_day_and_nets_to_nothing(branch, member, user):
    payment = PaymentFactory(member=member, organisation=branch)

    with recorded() as events:
        found = payments.reverse_payment(payment=payment, reason="记错人", on=TODAY, by=user)

    assert (found.fen, found.paid_on, found.reason) == (-DUE, TODAY, "记错人")
    assert sum(Payment.objects.values_list("fen", flat=True)) == 0
    assert [(event.verb, event.reason) for event in events] == [(Verb.PAYMENT_REVERSED, "记错人")]


def test_a_reversal_is_not_reversed_and_a_payment_not_twice(user):
    payment = PaymentFactory()
    found = payments.reverse_payment(payment=payment, reason="错", on=TODAY, by=user)

    for row in (found, payment):
        with pytest.raises(CannotReverse):
            payments.reverse_payment(payment=row, reason="错", on=TODAY, by=user)


def test_a_reversal_is_not_earlier_than_its_payment(user):
    with pytest.raises(ValidationError) as error:
        payments.reverse_payment(
            payment=PaymentFactory(), reason="错", on=date(2026, 10, 14), by=user
        )

    assert list(messages(error)) == ["on"]


def test_many_payments_are_recorded_with_one_event(branch, member, user):
    rows = [new(member, branch, month=date(2026, n, 1), kind="DUES") for n in range(1, 10)]

    with recorded() as events:
        made = payments.record_payments(rows=rows, by=user)

    assert len(made) == 9
    assert [(event.verb, detail(event)["dues_sum"]) for event in events] == [
        (Verb.PAYMENTS_RECORDED, "45.00")
    ]


@pytest.mark.parametrize(
    "facts",
    [{"fen": 0}, {"kind": "LARGE"}, {"kind": "GIFT"}, {"method": "GOLD"}, {"reason": "两\n行"}],
)
def test_one_bad_payment_of_many_writes_nothing(branch, member, user, facts):
    rows = [new(member, branch), new(member, branch, **facts)]

    with pytest.raises(ValidationError):
        payments.record_payments(rows=rows, by=user)

    assert Payment.objects.count() == 0


@pytest.mark.parametrize("kind", ["DUES", "VOLUNTARY"])
def test_what_is_known_already_is_refused_by_the_database_in_words(branch, member, user, kind):
    rows = [new(member, branch, kind=kind), new(member, branch, kind=kind)]

    with pytest.raises(ValidationError, match=KNOWN):
        payments.record_payments(rows=rows, by=user)


# Relief ----------------------------------------------------------------------------------------


def test_relief_changes_what_was_assessed_for_its_months(member, user):
    set_basis(member, user)
    facts = ReliefFacts(OCTOBER, date(2026, 12, 1), "REDUCED", 1_000, None, "")

    with recorded() as events:
        bases.grant_relief(member=member, facts=facts, by=user)

    months = owed(member)
    assert [months[date(2026, n, 1)] for n in (9, 10, 11, 12)] == [DUE, 1_000, 1_000, DUE]
    assert [event.verb for event in events] == [Verb.RELIEF_GRANTED]


def test_the_end_of_relief_restores_what_is_owed(member, user):
    set_basis(member, user)
    facts = ReliefFacts(OCTOBER, None, "WAIVED", 0, None, "")
    relief = bases.grant_relief(member=member, facts=facts, by=user)

    bases.end_relief(relief=relief, on=NOVEMBER, reason="好转", version=relief.version, by=user)

    assert [owed(member)[month] for month in (OCTOBER, NOVEMBER)] == [0, DUE]


def test_relief_ends_after_it_begins(member, user):
    facts = ReliefFacts(OCTOBER, None, "WAIVED", 0, None, "")
    relief = bases.grant_relief(member=member, facts=facts, by=user)

    with pytest.raises(ValidationError):
        bases.end_relief(relief=relief, on=OCTOBER, reason="", version=1, by=user)


@pytest.mark.parametrize(
    ("approval", "document", "is_regular"),
    [
        ("COMMITTEE", "教工委〔2026〕5号", True),
        ("COMMITTEE", "", False),
        ("BRANCH", "", False),
        ("NONE", "", False),
    ],
)
def test_relief_nobody_may_grant_is_kept_and_marked(
    branch, member, user, approval, document, is_regular
):
    approved_by = bases.approver_of(branch, approval)
    facts = ReliefFacts(OCTOBER, None, "WAIVED", 0, approved_by, document)

    bases.grant_relief(member=member, facts=facts, by=user)

    assert Relief.objects.with_regularity().get().is_regular is is_regular


def test_nearest_committee_above_approves(top, user):
    party = OrganisationFactory(kind="PARTY_COMMITTEE", superior=top)
    general = OrganisationFactory(kind="GENERAL_BRANCH", superior=party)
    branch = OrganisationFactory(superior=general)

    assert bases.approver_of(branch, "COMMITTEE") == party
    assert bases.approver_of(branch, "BRANCH") == branch
    assert bases.approver_of(branch, "NONE") is None
