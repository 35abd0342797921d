"""Admissions count by the day of approval, where somebody was on that day."""

from datetime import date, timedelta

import pytest

from members.models import Member, Placement
from tests.factories.branches import CommitteeFactory, OrganisationFactory
from tests.factories.members import MemberFactory, PlacementFactory
from tests.factories.registers import CaseFactory
from tests.reports.small import AFTER, BEFORE, FIRST, LAST, member_of, rows, scope_of, value

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MEETING = date(2024, 11, 1)
KINDS = {
    "development.admitted": "admission_approved_on",
    "development.confirmed": "confirmation_approved_on",
}


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


@pytest.mark.parametrize("figure", KINDS)
@pytest.mark.parametrize(
    ("approved_on", "counted"), [(BEFORE, 0), (FIRST, 1), (LAST, 1), (AFTER, 0)]
)
def test_counted_by_the_day_of_approval(top, branch, figure, approved_on, counted):
    member_of(branch, **{KINDS[figure]: approved_on})

    assert value(figure, scope_of(top)) == counted


def test_a_meeting_in_the_year_before_does_not_count_for_it(top, branch):
    member_of(
        branch,
        since=MEETING,
        begin="ADMITTED",
        admitted_on=MEETING,
        admission_approved_on=date(2025, 1, 20),
        confirmed_on=None,
    )
    scope = scope_of(top)

    assert (value("development.admitted", scope), value("development.admitted", scope.before)) == (
        1,
        0,
    )


@pytest.mark.parametrize("figure", KINDS)
def test_who_was_never_approved_is_not_counted(top, branch, figure):
    member_of(branch)

    assert value(figure, scope_of(top)) == 0


def test_counted_where_she_was_on_that_day(top, branch):
    approved = date(2025, 5, 1)
    member = MemberFactory(admission_approved_on=approved)
    there = PlacementFactory(
        member=member,
        organisation=branch,
        ends_on=approved + DAY,
        end="LEFT",
        end_registered_on=approved,
    )
    other = OrganisationFactory()
    PlacementFactory(member=member, organisation=other, starts_on=approved + DAY)

    assert rows("development.admitted", scope_of(top)) == [there]
    assert value("development.admitted", scope_of(other)) == 0


def test_who_left_on_the_day_of_approval_is_counted_where_she_went(top, branch):
    approved = date(2025, 5, 1)
    member = MemberFactory(admission_approved_on=approved)
    PlacementFactory(
        member=member,
        organisation=branch,
        ends_on=approved,
        end="TRANSFERRED",
        end_registered_on=approved,
    )
    second = OrganisationFactory(superior=top)
    new = PlacementFactory(member=member, organisation=second, starts_on=approved)

    assert rows("development.admitted", scope_of(top)) == [new]


def test_an_entry_merged_into_another_is_not_counted_twice(top, branch):
    twice = member_of(branch, admission_approved_on=FIRST)
    Member.objects.filter(pk=twice.member_id).update(merged_into=MemberFactory())

    assert value("development.admitted", scope_of(top)) == 0
    assert Placement.objects.filter(organisation=branch).count() == 1


@pytest.mark.parametrize(
    ("steps", "figure"),
    [
        ({}, "development.applicants"),
        ({"activist_on": LAST}, "development.activists"),
        ({"activist_on": AFTER}, "development.applicants"),
        ({"activist_on": FIRST, "target_on": LAST}, "development.targets"),
        ({"activist_on": FIRST, "target_on": AFTER}, "development.activists"),
    ],
)
def test_each_case_is_in_one_stage_on_the_last_day(top, branch, steps, figure):
    case = CaseFactory(organisation=branch, **steps)
    stages = ["development.applicants", "development.activists", "development.targets"]

    found = {name: rows(name, scope_of(top)) for name in stages}

    assert found == {name: [case] if name == figure else [] for name in stages}


@pytest.mark.parametrize(("applied_on", "counted"), [(LAST, 1), (AFTER, 0)])
def test_applicants_from_the_day_they_apply(top, branch, applied_on, counted):
    CaseFactory(organisation=branch, applied_on=applied_on)

    assert value("development.applicants", scope_of(top)) == counted


@pytest.mark.parametrize(("withdrawn_on", "counted"), [(LAST, 0), (AFTER, 1)])
def test_who_withdrew_is_on_no_way(top, branch, withdrawn_on, counted):
    CaseFactory(organisation=branch, withdrawn_on=withdrawn_on)

    assert value("development.applicants", scope_of(top)) == counted
