"""Elections of the period, terms of its last day, secretaries and who was sent."""

from datetime import date, timedelta

import pytest

from tests.factories.branches import (
    CommitteeFactory,
    OrganisationFactory,
    OutsidePersonFactory,
    SchoolFactory,
)
from tests.factories.members import PostFactory
from tests.factories.registers import ElectionFactory, TermFactory
from tests.reports.small import AFTER, BEFORE, FIRST, LAST, MIDDLE, rows, scope_of, value

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
IN_PERIOD = [(BEFORE, 0), (FIRST, 1), (LAST, 1), (AFTER, 0)]


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


@pytest.mark.parametrize(("held_on", "counted"), IN_PERIOD)
def test_elections_count_by_the_day_held(top, branch, held_on, counted):
    ElectionFactory(organisation=branch, held_on=held_on)

    assert value("elections.completed", scope_of(top)) == counted


def test_an_organisation_that_elected_twice_counts_once(top, branch):
    ElectionFactory(organisation=branch, held_on=FIRST)
    ElectionFactory(organisation=branch, held_on=LAST)

    assert value("elections.completed", scope_of(top)) == 1
    assert len(rows("elections.completed", scope_of(top))) == 2


def test_by_elections_complete_no_election(top, branch):
    ElectionFactory(organisation=branch, held_on=MIDDLE, kind="BY_ELECTION")

    assert value("elections.completed", scope_of(top)) == 0


@pytest.mark.parametrize(("due_on", "counted"), [(LAST, 1), (AFTER, 0)])
def test_terms_are_overdue_from_the_day_they_end(top, branch, due_on, counted):
    TermFactory(organisation=branch, starts_on=date(2022, 12, 31), due_on=due_on)

    assert value("elections.overdue", scope_of(top)) == counted


@pytest.mark.parametrize(("until", "counted"), [(LAST, 1), (AFTER, 0)])
def test_an_approved_delay_holds_until_its_day(top, branch, until, counted):
    TermFactory(
        organisation=branch,
        starts_on=date(2022, 3, 1),
        due_on=date(2025, 3, 1),
        extended_until=until,
        extension_document="批复9号",
    )

    assert value("elections.overdue", scope_of(top)) == counted


@pytest.mark.parametrize(("ends_on", "counted"), [(LAST, 0), (AFTER, 1)])
def test_a_renewed_term_is_no_longer_overdue(top, branch, ends_on, counted):
    TermFactory(
        organisation=branch,
        starts_on=date(2022, 3, 1),
        due_on=date(2025, 3, 1),
        ends_on=ends_on,
    )

    assert value("elections.overdue", scope_of(top)) == counted


@pytest.mark.parametrize(("starts_on", "counted"), IN_PERIOD)
def test_secretaries_change_on_the_day_they_take_office(top, branch, starts_on, counted):
    PostFactory(organisation=branch, begin="APPOINTED", starts_on=starts_on)

    assert value("secretaries.changed", scope_of(top)) == counted


@pytest.mark.parametrize(
    ("kind", "begin", "counted"),
    [
        ("SECRETARY", "BY_ELECTION", 1),
        ("SECRETARY", "ELECTED", 0),
        ("SECRETARY", "OPENING", 0),
        ("DEPUTY", "BY_ELECTION", 0),
        ("FIRST_SECRETARY", "SENT", 0),
    ],
)
def test_only_secretaries_outside_elections_are_changed(top, branch, kind, begin, counted):
    PostFactory(organisation=branch, kind=kind, begin=begin, starts_on=MIDDLE)

    assert value("secretaries.changed", scope_of(top)) == counted


@pytest.mark.parametrize(
    ("kind", "figure"),
    [("FIRST_SECRETARY", "first_secretaries.total"), ("INSTRUCTOR", "instructors.total")],
)
def test_whoever_is_sent_to_two_places_is_one_person(top, kind, figure):
    person = OutsidePersonFactory(kept_by=top)
    for _ in range(2):
        PostFactory(
            member=None,
            outsider=person,
            organisation=top,
            school=SchoolFactory(kept_by=top, ownership="PRIVATE"),
            kind=kind,
            begin="SENT",
            starts_on=FIRST,
        )

    assert value(figure, scope_of(top)) == 1
    assert len(rows(figure, scope_of(top))) == 2


@pytest.mark.parametrize(("ends_on", "counted"), [(LAST, 0), (AFTER, 1)])
def test_instructed_schools_are_those_of_the_last_day(top, ends_on, counted):
    PostFactory(
        organisation=top,
        school=SchoolFactory(kept_by=top, ownership="PRIVATE"),
        kind="INSTRUCTOR",
        begin="SENT",
        starts_on=FIRST,
        ends_on=ends_on,
    )

    assert value("schools.private.instructed", scope_of(top)) == counted


def test_instructed_schools_are_private(top):
    PostFactory(
        organisation=top,
        school=SchoolFactory(kept_by=top),
        kind="INSTRUCTOR",
        begin="SENT",
        starts_on=FIRST,
    )

    assert value("schools.private.instructed", scope_of(top)) == 0
