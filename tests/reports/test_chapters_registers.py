"""Exams, inspections, letters, contact points and training, as the summary counts them."""

import pytest

from branches.periods import Period
from tests.factories.branches import CommitteeFactory, OrganisationFactory, OutsidePersonFactory
from tests.factories.registers import (
    ClassFactory,
    ContactFactory,
    ExamFactory,
    InspectionFactory,
    LetterFactory,
)
from tests.reports.small import (
    AFTER,
    BEFORE,
    FIRST,
    LAST,
    MIDDLE,
    YEAR,
    rows,
    scope_of,
    value,
    values,
)

pytestmark = pytest.mark.django_db

IN_PERIOD = [(BEFORE, 0), (FIRST, 1), (LAST, 1), (AFTER, 0)]


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.mark.parametrize(("held_on", "counted"), IN_PERIOD)
@pytest.mark.parametrize(
    ("factory", "figures"),
    [
        (ExamFactory, {"exams.held": 1, "exams.participants": 100}),
        (InspectionFactory, {"inspections.rounds": 1, "inspections.visits": 1}),
        (ClassFactory, {"training.classes": 1, "training.attendances": 50}),
    ],
)
def test_registers_count_by_the_day_held(top, factory, figures, held_on, counted):
    row = factory(organisation=top, held_on=held_on)
    scope = scope_of(top)

    assert values(scope, *figures) == {name: n * counted for name, n in figures.items()}
    assert [rows(name, scope) for name in figures] == [[row] * counted] * len(figures)


@pytest.mark.parametrize("factory", [ExamFactory, InspectionFactory, ClassFactory])
def test_registers_of_another_county_are_not_counted(top, factory):
    factory(held_on=MIDDLE)
    names = ["exams.held", "inspections.visits", "training.classes"]

    assert set(values(scope_of(top), *names).values()) == {0}


def test_visits_of_one_title_are_one_round(top):
    for title in ("年度督导", "年度督导", "换届督导"):
        InspectionFactory(
            organisation=top,
            target=OrganisationFactory(superior=top),
            title=title,
            held_on=MIDDLE,
        )

    assert values(scope_of(top), "inspections.rounds", "inspections.visits") == {
        "inspections.rounds": 2,
        "inspections.visits": 3,
    }


@pytest.mark.parametrize(
    ("means", "figure"),
    [("talks", "talks"), ("assessment", "assessments"), ("records", "records")],
)
def test_inspections_are_told_by_their_means(top, means, figure):
    InspectionFactory(organisation=top, held_on=MIDDLE, **{means: True})

    found = values(
        scope_of(top), *(f"inspections.{f}" for f in ("talks", "assessments", "records"))
    )

    assert {name for name, number in found.items() if number} == {f"inspections.{figure}"}


@pytest.mark.parametrize("rating", ["GOOD", "FAIR", "ORDINARY", "POOR", ""])
def test_inspections_count_by_the_rating_they_were_given(top, rating):
    InspectionFactory(organisation=top, held_on=MIDDLE, rating=rating)
    InspectionFactory(organisation=top, held_on=BEFORE, rating=rating)
    names = [f"inspections.rated_{one}" for one in ("good", "fair", "ordinary", "poor")]

    found = values(scope_of(top), *names)

    assert {name: number for name, number in found.items() if number} == (
        {f"inspections.rated_{rating.lower()}": 1} if rating else {}
    )


def test_letters_count_for_the_year_they_are_for(top):
    LetterFactory(organisation=top, belongs_to_year=2025, signed_on=AFTER, signed=60, due=66)
    LetterFactory(organisation=top, belongs_to_year=2026, signed_on=MIDDLE, signed=9, due=9)

    assert values(scope_of(top), "letters.signed", "letters.due") == {
        "letters.signed": 60,
        "letters.due": 66,
    }


@pytest.mark.parametrize(
    ("period", "signed"),
    [(YEAR, 60), (Period.quarter(2025, 2), 60), (Period.quarter(2025, 3), 0)],
)
def test_letters_count_in_the_part_of_the_year_in_which_they_were_signed(top, period, signed):
    LetterFactory(organisation=top, belongs_to_year=2025, signed_on=MIDDLE, signed=60)

    assert value("letters.signed", scope_of(top, period)) == signed


@pytest.mark.parametrize(
    ("kind", "signed"),
    [("GOVERNANCE", 60), ("INTEGRITY", 60), ("IDEOLOGY", 0), ("CONDUCT", 0), ("OTHER", 0)],
)
def test_letters_of_conduct_are_of_two_kinds(top, kind, signed):
    LetterFactory(organisation=top, belongs_to_year=2025, kind=kind, signed=60, due=66)

    found = values(scope_of(top), "letters.conduct", "letters.conduct.due")

    assert found == {"letters.conduct": signed, "letters.conduct.due": signed and 66}


@pytest.mark.parametrize(("starts_on", "counted"), [(LAST, 1), (AFTER, 0)])
def test_contact_points_are_those_of_the_last_day(top, starts_on, counted):
    ContactFactory(organisation=top, starts_on=starts_on)

    assert value("contact_points.total", scope_of(top)) == counted


@pytest.mark.parametrize(("ends_on", "counted"), [(LAST, 0), (AFTER, 1)])
def test_contact_points_end_on_their_day(top, ends_on, counted):
    ContactFactory(organisation=top, starts_on=FIRST, ends_on=ends_on)

    assert value("contact_points.total", scope_of(top)) == counted


def test_a_leader_with_two_contact_points_is_one_person(top):
    person = OutsidePersonFactory(kept_by=top)
    for _ in range(2):
        ContactFactory(organisation=top, outsider=person, starts_on=FIRST)

    assert values(scope_of(top), "contact_points.total", "contact_points.leaders") == {
        "contact_points.total": 2,
        "contact_points.leaders": 1,
    }
