"""The last complete year of the sample county in figures, and what is wrong in the current one."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from activities.models import Campaign, Exam, Inspection, Sitting
from activities.services.duties import missing
from branches.models import Organisation, Request
from branches.periods import Period
from dues.models import Assessment, Basis, Payment, Relief
from dues.querysets import open_placements
from members.models import Circumstance, Member, Placement, Post, Term
from members.querysets.movement import movement
from members.rules import warnings_of
from reports.figures.computed import compute
from reports.figures.figure import Scope
from tests.config.figures import FIGURES, LEAST_DUES, MOST_DUES
from tests.factories.branches import TODAY

LAST, BEFORE = Period.year(2025), Period.year(2024)
NOVEMBER = Period.month(date(2026, 11, 1))
# What is held in the complete year, whatever its number.
HELD = (
    *("themed_days", "meetings", "lectures.by_secretaries", "lectures.by_leaders", "studies"),
    *("viewings", "discussions", "preachings", "oaths", "political_birthdays", "contests"),
    *("volunteering", "condolences", "visits", "warnings", "demonstrations", "talks"),
    *("organisational_life", "attendances"),
)


def figures_of(period, today):
    committee = Organisation.objects.get(code="SF")
    return compute(Scope(committee, period, today))


@pytest.fixture(scope="package")
def figures(county, django_db_blocker):
    with django_db_blocker.unblock():
        return figures_of(LAST, TODAY)


def branch(code):
    return Organisation.objects.get(code=code)


# The complete year -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", FIGURES)
def test_figure_of_the_complete_year_is_the_models(figures, name):
    assert (figures[name].value, figures[name].before) == FIGURES[name]


def test_dues_of_three_quarters_come_to_what_the_model_document_says(figures):
    assert LEAST_DUES <= figures["dues.paid.to_q3"].value < MOST_DUES
    assert figures["dues.paid.to_q3"].before != figures["dues.paid.to_q3"].value


@pytest.mark.parametrize("name", HELD)
def test_kind_of_activity_was_held_in_the_complete_year(figures, name):
    assert figures[f"activities.{name}"].value > 0


def test_some_letters_were_not_signed(figures):
    assert 0 < figures["letters.signed"].value < figures["letters.due"].value


def test_few_branches_missed_a_themed_day(figures):
    assert 0 < figures["evidence.without_themed_day"].value < 10


def test_no_more_people_sat_the_exam_than_the_schools_have_staff(the_county):
    schools = Scope(branch("SF"), LAST, TODAY).schools.with_head_count(on=date(2025, 4, 27))

    assert sum(school.staff for school in schools) > FIGURES["exams.participants"][0]


def test_command_writes_the_figures_of_the_complete_year(the_county, tmp_path):
    path = tmp_path / "figures.json"

    call_command("summary", "2025", "--json", str(path))

    told = json.loads(path.read_text())["figures"]
    found = {name: (told[name]["value"], told[name]["before"]) for name in FIGURES}
    assert found == FIGURES
    assert LEAST_DUES <= Decimal(told["dues.paid.to_q3"]["value"]) < MOST_DUES


@pytest.mark.parametrize(
    ("kind", "months"),
    [
        ("VIEWING", {7}),
        ("OATH", {7}),
        ("POLITICAL_BIRTHDAY", {7}),
        ("CONTEST", {6}),
        ("VOLUNTEERING", {6}),
        ("TALK", {11}),
        ("ORGANISATIONAL_LIFE", {2, 3}),
        ("APPRAISAL", {2, 3}),
        ("THEMED_DAY", set(range(1, 13))),
    ],
)
def test_kind_was_held_in_the_months_of_the_model_document(the_county, kind, months):
    held = Sitting.objects.filter(kinds__kind=kind, held_on__year=2025)

    assert set(held.values_list("held_on__month", flat=True)) == months


def test_days_of_the_model_document_are_those_of_the_complete_year(the_county):
    viewings = Sitting.objects.filter(kinds__kind="VIEWING", held_on__year=2025)

    assert set(viewings.values_list("held_on", flat=True)) == {date(2025, 7, 1)}
    assert Exam.objects.get(held_on__year=2025).held_on == date(2025, 4, 27)
    visits = Inspection.objects.filter(held_on__year=2025)
    assert set(visits.values_list("held_on", flat=True)) == {date(2025, 12, 19)}
    campaigns = Campaign.objects.filter(year=2025).order_by("starts_on")
    assert [(row.starts_on.month, row.ends_on.month) for row in campaigns] == [
        (6, 7),
        (6, 7),
        (9, 10),
        (9, 12),
    ]


@pytest.mark.parametrize("period", [BEFORE, LAST, Period.to_quarter(2026, 3)], ids=str)
def test_movement_of_members_adds_up(the_county, period):
    found = movement(Organisation.objects.counted(), period)

    came, went = sum(found.numbers_in().values()), sum(found.numbers_out().values())
    assert found.opening.count() + came - went == found.closing.count()


def test_every_kind_of_movement_of_the_complete_year(the_county):
    found = movement(Organisation.objects.counted(), LAST, within=True)

    assert {"ADMITTED", "ARRIVED", "TRANSFERRED", "RESUMED"} <= set(found.numbers_in())
    assert {"DIED", "LEFT", "EXPELLED", "TRANSFERRED", "SUSPENDED"} <= set(found.numbers_out())


def test_dues_paid_are_what_was_reckoned(the_county):
    paid = Payment.objects.filter(kind="DUES", reverses__isnull=True)
    owed = {
        (member, month): fen
        for member, month, fen in Assessment.objects.values_list("member", "month", "fen")
    }

    assert all(
        fen == owed[member, month]
        for member, month, fen in paid.values_list("member", "month", "fen")
    )


# The people ------------------------------------------------------------------------------------


def test_bureaus_branch_has_members_who_do_not_count(the_county):
    assert Placement.objects.on_roll(TODAY).filter(organisation__code="SF00").exists()


@pytest.mark.parametrize(
    ("code", "name"), [("SF01", "梁致远"), ("SF0101", "王欣"), ("SF1102", "唐立新")]
)
def test_holder_of_a_sample_account_is_secretary(the_county, code, name):
    (held,) = Post.objects.on(TODAY).filter(organisation__code=code, kind="SECRETARY")

    assert held.holder == name


def test_every_identity_number_is_of_no_area_and_no_two_are_the_same(the_county):
    numbers = [member.identity_number for member in Member.objects.all()]

    assert {number[:6] for number in numbers} == {"999999"}
    assert len(set(numbers)) == len(numbers)


def test_a_few_identity_numbers_differ_from_the_facts(the_county):
    doubtful = [
        member
        for member in Member.objects.all()
        if warnings_of(
            identity_number=member.identity_number, sex=member.sex, born_on=member.born_on
        )
    ]

    assert 0 < len(doubtful) < 5


# The current year ------------------------------------------------------------------------------


def test_an_election_is_overdue(the_county):
    assert 0 < Term.objects.overdue(on=TODAY).count() < 4


def test_somebody_is_seven_months_in_arrears(the_county):
    months = [
        list(Assessment.objects.filter(member=row).arrears(on=TODAY))
        for row in Assessment.objects.arrears(on=TODAY).values_list("member", flat=True).distinct()
    ]

    assert max(map(len, months)) == 7


@pytest.mark.parametrize(
    ("kind", "period"),
    [
        ("THEMED_DAY", Period.month(date(2026, 8, 1))),
        ("MEMBERS_MEETING", Period.quarter(2026, 1)),
        ("MEMBERS_MEETING", Period.quarter(2026, 2)),
        ("ORGANISATIONAL_LIFE", Period.year(2026)),
    ],
)
def test_a_duty_was_missed(the_county, kind, period):
    assert 0 < missing(Organisation.objects.counted(), kind, period).count() < 6


@pytest.mark.parametrize("kind", ["HARDSHIP", "MOBILE", "OUT_OF_CONTACT", "EXEMPT"])
def test_a_circumstance_holds_of_somebody(the_county, kind):
    assert Circumstance.objects.on(TODAY).filter(kind=kind).exists()


def test_a_relief_lacks_its_approval(the_county):
    assert Relief.objects.irregular().count() == 1
    assert Relief.objects.count() > 1


def test_a_request_waits(the_county):
    (waiting,) = Request.objects.filter(state="WAITING")

    assert waiting.organisation.code == "SF1102"


def test_drafts_wait_to_be_confirmed(the_county):
    assert Sitting.objects.drafts().exists()
    assert not Sitting.objects.drafts().held(LAST).exists()


def test_some_sittings_were_entered_late(the_county):
    assert 0 < Sitting.objects.filter(is_late=True).count() < 20


def test_branch_of_the_secretary_has_its_month_before_it(the_county):
    own = branch("SF0101")
    roll = Placement.objects.on_roll(TODAY).filter(organisation=own)
    held = Sitting.objects.filter(organisation=own)

    assert roll.count() == 20
    assert Basis.objects.of_year(2026).filter(member__in=roll.values("member")).count() == 20
    assert open_placements(NOVEMBER.start).filter(organisation=own).count() == 20
    assert not open_placements(date(2026, 10, 1)).filter(organisation=own).exists()
    assert not held.held(NOVEMBER).exists()
    assert held.of_kind("THEMED_DAY").held(Period.month(date(2026, 10, 1))).count() == 1


def test_other_branches_have_no_themed_day_this_month_either(the_county):
    assert missing(Organisation.objects.counted(), "THEMED_DAY", NOVEMBER).count() >= 6
