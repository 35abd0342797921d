"""The screens of dues: what they show and hide, and what is typed into them."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from branches.models import Organisation
from branches.periods import next_month
from dues.models import Assessment, Basis, BasisItem, Payment, Relief, Unpaid
from dues.models.ledger import KNOWN
from dues.services import assessments
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
)
from tests.factories.members import PlacementFactory
from tests.pages import client_of, errors_at, listed, text, typed

pytestmark = pytest.mark.django_db
DUES_LIST = "/dues/"


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


@pytest.fixture
def member(branch):
    """A member who owes 40 yuan a month."""
    return owing(branch, name="陈静怡")


@pytest.fixture
def secretary(branch):
    return client_with("SECRETARY", branch)


@pytest.fixture
def staff(top):
    return client_with("STAFF", top)


def client_with(role, organisation):
    return client_of(AppointmentFactory(organisation=organisation, role=role).user)


def owing(branch, **facts):
    member = placed(branch, **facts)
    BasisFactory(member=member, organisation=branch)
    return member


def grid(branch, month=OCTOBER):
    return reverse("dues:month-grid", args=[branch.pk, month])


def filled(member, paid="", reason="", words="", **more):
    values = {f"paid_{member.pk}": paid, f"reason_{member.pk}": reason}
    return {**values, f"words_{member.pk}": words, "paid_on": "2026-10-20", **more}


# The grid --------------------------------------------------------------------------------------


def test_grid_shows_what_each_owes_and_prefills_it(secretary, branch, member):
    response = secretary.get(grid(branch))

    assert typed(response)[f"paid_{member.pk}"] == "40.00"
    assert "陈静怡" in text(response)


@pytest.mark.parametrize(("known", "shown"), [(1, "40.00"), (2, None)])
def test_who_was_left_out_of_a_saved_month_is_not_filled_in_again(
    secretary, branch, member, known, shown
):
    token = uuid.uuid4()
    for _ in range(known):
        PaymentFactory(member=owing(branch), organisation=branch, token=token)

    response = secretary.get(grid(branch))

    assert typed(response)[f"paid_{member.pk}"] == shown


@pytest.mark.parametrize(
    ("fen", "mark"), [(DUE - 1, "少于应交"), (DUE, None), (DUE + 1, "多于应交")]
)
def test_grid_marks_what_is_not_as_owed(secretary, branch, member, fen, mark):
    PaymentFactory(member=member, organisation=branch, fen=fen)

    page = text(secretary.get(grid(branch)))

    assert [word for word in ("少于应交", "多于应交") if word in page] == ([mark] if mark else [])


def test_grid_explains_the_amount_from_the_slip(secretary, branch, member):
    page = text(secretary.get(grid(branch)))

    assert "基数 4,000.00 元 × 1% = 40.00 元" in page
    assert "第二条" in page


def test_grid_hides_wages_from_who_may_not_read_them(top, branch, member):
    page = text(client_with("ADMINISTRATOR", top).get(grid(branch)))

    assert "40.00" in page
    assert "4,000.00" not in page
    assert "岗位工资" not in page


def test_grid_is_saved_as_filled_in(secretary, branch, member):
    away = owing(branch)
    data = filled(member, "40.00") | filled(away, "", "AWAY", "支教")

    response = secretary.post(grid(branch), data)

    assert response.status_code == 302
    payment = Payment.objects.get()
    assert (payment.member, payment.fen, payment.paid_on) == (member, DUE, date(2026, 10, 20))
    assert (Unpaid.objects.get().member, Unpaid.objects.get().words) == (away, "支教")
    assert Assessment.objects.filter(month=OCTOBER).count() == 2


def test_a_reason_beside_the_amount_that_stood_there_means_unpaid(secretary, branch, member):
    secretary.post(grid(branch), filled(member, "40.00", "AWAY"))

    assert (Payment.objects.count(), Unpaid.objects.get().reason) == (0, "AWAY")


def test_a_reason_beside_another_amount_is_refused_at_the_row(secretary, branch, member):
    response = secretary.post(grid(branch), filled(member, "10", "AWAY"))

    assert list(errors_at(response)) == [f"paid_{member.pk}"]


@pytest.mark.parametrize("text_", ["37.5", "37.50", "３７．５"])
def test_amounts_are_read_as_people_type_them(secretary, branch, member, text_):
    secretary.post(grid(branch), filled(member, text_))

    assert Payment.objects.get().fen == 3750


@pytest.mark.parametrize("text_", ["1e3", "1_000", "-5", "37.555", "四十", "0"])
def test_a_bad_row_keeps_everything_typed_and_writes_nothing(secretary, branch, member, text_):
    other = owing(branch)
    data = filled(member, text_) | filled(other, "12.34")

    response = secretary.post(grid(branch), data)

    assert list(errors_at(response)) == [f"paid_{member.pk}"]
    assert typed(response)[f"paid_{member.pk}"] == text_
    assert typed(response)[f"paid_{other.pk}"] == "12.34"
    assert (Payment.objects.count(), Unpaid.objects.count()) == (0, 0)


def test_a_row_left_empty_says_nothing_yet(secretary, branch, member):
    secretary.post(grid(branch), filled(member))

    assert (Payment.objects.count(), Unpaid.objects.count()) == (0, 0)


def test_the_same_form_sent_twice_pays_once(secretary, branch, member):
    data = filled(member, "40.00", token=str(uuid.uuid4()))

    responses = [secretary.post(grid(branch), data) for _ in range(2)]

    assert [response.status_code for response in responses] == [302, 302]
    assert Payment.objects.count() == 1


def test_who_was_paid_for_meanwhile_is_known(secretary, branch, member):
    PaymentFactory(member=member, organisation=branch)

    response = secretary.post(grid(branch), filled(member, "40.00"))

    assert errors_at(response) == {f"paid_{member.pk}": [KNOWN]}
    assert "您填的是 40.00" in text(response)
    assert Payment.objects.count() == 1


def test_recorded_rows_are_shown_with_the_way_to_reverse_them(secretary, branch, member):
    payment = PaymentFactory(member=member, organisation=branch)

    response = secretary.get(grid(branch))

    assert f"paid_{member.pk}" not in typed(response)
    assert reverse("dues:payment-reverse", args=[payment.pk]) in text(response)


def test_a_reason_given_before_stands_in_its_row(secretary, branch, member):
    UnpaidFactory(member=member, organisation=branch, reason="ILL")

    shown = typed(secretary.get(grid(branch)))

    assert (shown[f"reason_{member.pk}"], shown[f"paid_{member.pk}"]) == ("ILL", None)


def test_members_without_a_basis_are_listed_with_the_way_to_set_it(secretary, branch):
    member = placed(branch, name="吴海涛")

    response = secretary.get(grid(branch))

    assert [row.name for row in response.context["without_basis"]] == ["吴海涛"]
    assert reverse("dues:basis-update", args=[member.pk, 2026]) in text(response)


def test_grid_of_a_sister_branch_is_not_there(secretary, top):
    sister = OrganisationFactory(superior=top)
    owing(sister)

    assert secretary.get(grid(sister)).status_code == 404
    assert secretary.post(grid(sister), {}).status_code == 404


def test_an_administrator_looks_and_saves_nothing(top, branch, member):
    client = client_with("ADMINISTRATOR", top)

    assert client.get(grid(branch)).status_code == 200
    assert client.post(grid(branch), filled(member, "40.00")).status_code == 403
    assert Payment.objects.count() == 0


def test_an_auditor_sees_no_dues(top, branch):
    assert client_with("AUDITOR", top).get(grid(branch)).status_code == 403


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "2026-1", "26-10", "2226-10", "1949-12", "2200-01", "0000-01"]
)
def test_a_month_that_is_none_has_no_address(secretary, branch, month):
    assert secretary.get(f"/dues/{branch.pk}/{month}/").status_code == 404


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [
        (date(1950, 1, 1), None, date(1950, 2, 1)),
        (OCTOBER, date(2026, 9, 1), date(2026, 11, 1)),
        (date(2199, 12, 1), date(2199, 11, 1), None),
    ],
)
def test_months_lead_to_the_ones_beside_them_and_no_further(
    secretary, staff, branch, member, month, before, after
):
    asked = {"month": f"{month:%Y-%m}"}

    for answer in (secretary.get(grid(branch, month)), staff.get(DUES_LIST, asked)):
        assert answer.status_code == 200
        assert (answer.context["before"], answer.context["after"]) == (before, after)


@pytest.mark.parametrize("rows", [1, 3])
def test_grid_asks_the_same_number_of_queries(secretary, branch, rows, django_assert_num_queries):
    for _ in range(rows):
        owing(branch)
        UnpaidFactory(member=owing(branch), organisation=branch)
        PaymentFactory(member=owing(branch), organisation=branch)
        ReliefFactory(member=owing(branch), organisation=branch)
    secretary.get(grid(branch))

    with django_assert_num_queries(12):
        secretary.get(grid(branch))


# Branches and months ---------------------------------------------------------------------------


def test_staff_sees_how_far_each_branch_is_with_a_month(staff, branch, member):
    PaymentFactory(member=owing(branch), organisation=branch)

    (row,) = listed(staff.get(reverse("dues:dues-list"), {"month": "2026-10"}))

    assert (row, row.owing, row.paid_fen, row.open_persons) == (branch, 2, DUE, 1)


def test_list_looks_at_the_last_complete_month(staff, branch, member):
    assert staff.get(reverse("dues:dues-list")).context["month"] == OCTOBER


@pytest.mark.parametrize(("state", "found"), [("OPEN", 1), ("DONE", 0)])
def test_list_tells_the_branches_that_are_not_done(staff, branch, member, state, found):
    asked = {"month": "2026-10", "state": state}

    assert len(listed(staff.get(reverse("dues:dues-list"), asked))) == found


def test_list_hides_another_county(staff, branch, member):
    owing(OrganisationFactory())  # exists, so it could leak

    assert listed(staff.get(reverse("dues:dues-list"))) == [branch]


def test_a_secretary_comes_straight_to_the_own_branch(secretary, branch):
    response = secretary.get(reverse("dues:dues-list"))

    assert response.url == reverse("dues:branch-dues", args=[branch.pk])


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_queries(staff, top, rows, django_assert_num_queries):
    for _ in range(rows):
        owing(OrganisationFactory(superior=top))
    staff.get(reverse("dues:dues-list"))

    with django_assert_num_queries(7):
        staff.get(reverse("dues:dues-list"))


def test_a_branch_shows_its_months_until_today(secretary, branch, member):
    response = secretary.get(reverse("dues:branch-dues", args=[branch.pk]))

    assert [state.month.month for state in response.context["states"]] == list(range(1, 12))


@pytest.mark.parametrize("day", ["1900-01-01", "1950-01-31"])
def test_list_looks_at_no_month_before_the_first(staff, branch, member, day):
    response = staff.get(DUES_LIST, {"on": day})

    assert (response.status_code, response.context["month"]) == (200, date(1950, 1, 1))


@pytest.mark.parametrize("year", ["20266", "二〇二六", "-1", "9999", "", "1949", "2200"])
def test_a_year_that_is_none_is_this_one(secretary, branch, year):
    response = secretary.get(reverse("dues:branch-dues", args=[branch.pk]), {"year": year})

    assert response.context["year"] == TODAY.year


@pytest.mark.parametrize("rows", [1, 3])
def test_a_branchs_year_asks_the_same_number_of_queries(
    secretary, branch, rows, django_assert_num_queries
):
    for _ in range(rows):
        owing(branch)
    url = reverse("dues:branch-dues", args=[branch.pk])
    secretary.get(url)

    with django_assert_num_queries(11):
        secretary.get(url)


def test_a_year_is_assessed_after_a_look_at_the_counts(secretary, branch, member):
    url = reverse("dues:dues-assess", args=[branch.pk, 2026])

    plan = secretary.get(url).context["plan"]
    assert (plan.people, len(plan.added), Assessment.objects.count()) == (1, 12, 0)

    assert secretary.post(url, {"seen": "12"}).status_code == 302
    assert Assessment.objects.count() == 12


def test_a_year_that_changed_since_it_was_looked_at_is_looked_at_again(secretary, branch, member):
    url = reverse("dues:dues-assess", args=[branch.pk, 2026])

    response = secretary.post(url, {"seen": "11"})

    assert list(errors_at(response)) == ["seen"]
    assert (typed(response)["seen"], Assessment.objects.count()) == ("12", 0)


@pytest.mark.parametrize("year", [1950, 2199])
def test_the_first_and_the_last_year_have_their_pages(secretary, branch, member, year):
    for url in (reverse("dues:branch-dues", args=[branch.pk]), statement(member)):
        response = secretary.get(url, {"year": year})
        assert (response.status_code, response.context["year"]) == (200, year)
        assert ("year=1949" in text(response)) is False


# Sums open to rows -----------------------------------------------------------------------------


def test_payments_are_listed_and_narrowed(staff, branch, member):
    early = PaymentFactory(member=member, organisation=branch, month=date(2026, 9, 1))
    late = PaymentFactory(member=member, organisation=branch)
    PaymentFactory()
    url = reverse("dues:payment-list")

    assert listed(staff.get(url)) == [late, early]
    assert listed(staff.get(url, {"until": "2026-9-30"})) == [early]
    assert listed(staff.get(url, {"month": "2026-10"})) == [late]


def test_payments_made_ahead_are_marked(secretary, staff, branch, member):
    PaymentFactory(member=member, organisation=branch, paid_on=date(2026, 9, 30))
    PaymentFactory(member=member, organisation=branch, month=date(2026, 9, 1))

    for page in (staff.get(reverse("dues:payment-list")), secretary.get(statement(member))):
        assert text(page).count("（预交）") == 1


def test_arrears_are_listed_on_a_day(staff, branch, member):
    assessments.assess_year(organisation=branch, year=2026, today=TODAY, by=None)
    PaymentFactory(member=member, organisation=branch)

    rows = listed(staff.get(reverse("dues:arrears-list")))

    assert [(row.month.month, row.missing_fen) for row in rows] == [(n, DUE) for n in range(1, 10)]


@pytest.mark.parametrize(("months", "is_listed"), [(5, False), (6, True)])
def test_who_paid_nothing_for_half_a_year_is_found_among_the_arrears(
    staff, branch, member, months, is_listed
):
    for number in range(months):
        AssessmentFactory(member=member, organisation=branch, month=next_month(OCTOBER, -number))

    rows = listed(staff.get(reverse("dues:arrears-list"), {"lapsing": "1"}))

    assert len(rows) == (months if is_listed else 0)


# One person ------------------------------------------------------------------------------------


def statement(member):
    return reverse("dues:member-dues", args=[member.pk])


def test_statement_tells_each_month_and_why(secretary, branch, member):
    assessments.assess_year(organisation=branch, year=2026, today=TODAY, by=None)
    PaymentFactory(member=member, organisation=branch)

    response = secretary.get(statement(member))

    shown = [(row.month.month, row.paid_fen) for row, _, _ in response.context["months"]]
    assert shown == [(n, DUE if n == 10 else 0) for n in range(1, 13)]
    assert "基数 4,000.00 元" in text(response)


def test_statement_hides_wages_from_who_may_not_read_them(top, branch, member):
    assessments.assess_year(organisation=branch, year=2026, today=TODAY, by=None)

    page = text(client_with("ADMINISTRATOR", top).get(statement(member)))

    assert "40.00" in page
    assert "4,000.00" not in page


def test_statement_of_a_strangers_member_is_not_there(secretary):
    assert secretary.get(statement(PlacementFactory().member)).status_code == 404


def test_statement_marks_relief_nobody_may_grant(secretary, branch, member):
    ReliefFactory(member=member, organisation=branch)

    assert "不合规" in text(secretary.get(statement(member)))


@pytest.mark.parametrize("rows", [1, 3])
def test_statement_asks_the_same_number_of_queries(
    secretary, branch, member, rows, django_assert_num_queries
):
    assessments.assess_year(organisation=branch, year=2026, today=TODAY, by=None)
    for place in range(rows):
        PaymentFactory(member=member, organisation=branch, month=date(2026, place + 1, 1))
    secretary.get(statement(member))

    with django_assert_num_queries(12):
        secretary.get(statement(member))


def basis_url(member):
    return reverse("dues:basis-update", args=[member.pk, 2026])


def test_a_basis_is_set_from_a_wage_slip(secretary, branch):
    member = placed(branch)
    data = {"since": "2026-1", "category": "SALARIED", "POST_WAGE": "3,000", "PENSION": "２００.5"}

    response = secretary.post(basis_url(member), data)

    assert response.url == f"{statement(member)}?year=2026"
    items = {row.item: row.fen for row in BasisItem.objects.all()}
    assert items == {"POST_WAGE": 300_000, "PENSION": 20_050}


def test_a_basis_is_corrected_or_followed_by_another(secretary, member):
    url = basis_url(member)
    shown = typed(secretary.get(url))
    data = {"category": "SALARIED", "version": shown["version"], "reason": "工资变动"}

    secretary.post(url, {**data, "since": "2026-01", "POST_WAGE": "4100"})
    secretary.post(url, {**data, "since": "2026-07", "POST_WAGE": "4200"})

    rows = BasisItem.objects.order_by("basis__since").values_list("basis__since__month", flat=True)
    assert list(rows) == [1, 7]
    assert Basis.objects.get(since=date(2026, 1, 1)).version == 2


def test_a_basis_changed_by_another_meanwhile_is_a_conflict(secretary, member):
    data = {"since": "2026-1", "category": "SALARIED", "reason": "更正", "POST_WAGE": "4100"}
    secretary.post(basis_url(member), {**data, "version": 1})

    response = secretary.post(basis_url(member), {**data, "version": 1})

    assert response.status_code == 409


@pytest.mark.parametrize("field", ["POST_WAGE", "INCOME_TAX"])
def test_a_bad_wage_is_told_at_its_field(secretary, branch, field):
    data = {"since": "2026-1", "category": "SALARIED", "POST_WAGE": "3000", field: "1e3"}

    assert list(errors_at(secretary.post(basis_url(placed(branch)), data))) == [field]


def test_wages_are_shown_to_the_collector_only(secretary, top, member):
    assert typed(secretary.get(basis_url(member)))["POST_WAGE"] == "4000.00"
    assert client_with("ADMINISTRATOR", top).get(basis_url(member)).status_code == 403
    general = OrganisationFactory(kind="GENERAL_BRANCH", superior=top)
    assert client_with("GENERAL_SECRETARY", general).get(basis_url(member)).status_code == 404


def test_relief_is_granted_and_ended(secretary, branch, member):
    url = reverse("dues:relief-create", args=[member.pk])
    data = {"kind": "REDUCED", "fen": "5", "starts_on": "2026-10", "approval": "COMMITTEE"}

    secretary.post(url, {**data, "document": "教工委〔2026〕9号"})
    relief = Relief.objects.get()
    end = reverse("dues:relief-end", args=[relief.pk])
    ended = {"on": "2026-12", "reason": "好转", "version": relief.version}
    assert secretary.post(end, ended).url == statement(member)

    relief.refresh_from_db()
    assert (relief.fen, relief.approved_by) == (500, branch.superior)
    assert relief.ends_on == date(2026, 12, 1)


def test_a_voluntary_payment_is_recorded(secretary, member):
    url = reverse("dues:payment-create", args=[member.pk])
    data = {"kind": "VOLUNTARY", "month": "2026-11", "fen": "100", "paid_on": "2026-11-20"}

    secretary.post(url, {**data, "token": str(uuid.uuid4())})

    assert [(row.kind, row.fen) for row in Payment.objects.all()] == [("VOLUNTARY", 10_000)]


@pytest.mark.parametrize(
    ("typed_in", "field"),
    [
        ({"month": "2199-11"}, "month"),
        ({"month": "1951-11"}, "month"),
        ({"paid_on": "1951-11-20"}, "paid_on"),
    ],
)
def test_dues_of_no_month_of_hers_are_told_at_their_field(secretary, member, typed_in, field):
    url = reverse("dues:payment-create", args=[member.pk])
    data = {"kind": "DUES", "month": "2026-11", "fen": "40", "paid_on": "2026-11-20"}

    response = secretary.post(url, data | typed_in)

    assert list(errors_at(response)) == [field]
    assert Payment.objects.count() == 0


def test_a_payment_is_reversed_with_a_reason(secretary, branch, member):
    payment = PaymentFactory(member=member, organisation=branch)
    url = reverse("dues:payment-reverse", args=[payment.pk])

    assert list(errors_at(secretary.post(url, {"reason": ""}))) == ["reason"]
    assert secretary.post(url, {"reason": "记错了"}).url == grid(branch)
    assert list(errors_at(secretary.post(url, {"reason": "再来"}))) == ["__all__"]

    assert sum(Payment.objects.values_list("fen", flat=True)) == 0


def test_payment_of_a_sister_branch_is_not_reversed(secretary, top):
    payment = PaymentFactory(organisation=OrganisationFactory(superior=top))
    url = reverse("dues:payment-reverse", args=[payment.pk])

    assert secretary.post(url, {"reason": "记错了"}).status_code == 404
    assert Organisation.objects.filter(pk=payment.organisation_id).exists()
