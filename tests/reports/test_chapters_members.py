"""Who counts as a member of the county, and how their number moved."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from members.models import Placement
from reports.figures.chapters import CHAPTERS
from tests.factories.branches import (
    CommitteeFactory,
    CoverageFactory,
    HeadCountFactory,
    OrganisationFactory,
    SchoolFactory,
)
from tests.factories.members import EmploymentFactory, PlacementFactory, StandingFactory
from tests.reports.small import (
    AFTER,
    BEFORE,
    FIRST,
    LAST,
    MIDDLE,
    YEAR,
    member_of,
    rows,
    scope_of,
    value,
    values,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


def end(placement, on, how="LEFT"):
    Placement.objects.filter(pk=placement.pk).update(ends_on=on, end=how, end_registered_on=on)


@pytest.mark.parametrize(("since", "counted"), [(LAST, 1), (AFTER, 0)])
def test_members_are_those_on_the_last_day(top, branch, since, counted):
    member_of(branch, since=since)

    assert value("members.total", scope_of(top)) == counted


@pytest.mark.parametrize(("until", "counted"), [(LAST, 0), (AFTER, 1)])
def test_who_left_on_the_last_day_is_gone(top, branch, until, counted):
    end(member_of(branch), until)

    assert value("members.total", scope_of(top)) == counted


def test_members_open_to_the_placements_of_the_county_alone(top, branch):
    here = member_of(branch)
    member_of(OrganisationFactory())  # another county: it could be counted

    assert rows("members.total", scope_of(top)) == [here]


@pytest.mark.parametrize(("since", "counted"), [(LAST, 0), (AFTER, 1)])
def test_suspended_members_are_not_counted(top, branch, since, counted):
    placed = member_of(branch)
    StandingFactory(member=placed.member, starts_on=since)

    assert value("members.total", scope_of(top)) == counted


def test_members_of_what_stands_under_another_body_are_not_counted(top):
    outside = OrganisationFactory(superior=top, outside_superior="县直机关工委")
    member_of(outside)

    assert value("members.total", scope_of(top)) == 0


@pytest.mark.parametrize(
    ("confirmed_on", "counted"), [(None, 1), (LAST, 0), (AFTER, 1), (BEFORE, 0)]
)
def test_probationary_until_the_day_of_confirmation(top, branch, confirmed_on, counted):
    member_of(branch, admitted_on=date(2024, 6, 1), confirmed_on=confirmed_on)

    assert value("members.probationary", scope_of(top)) == counted


def test_women_and_minorities_are_told_apart(top, branch):
    member_of(branch, sex="MALE", ethnicity="01")
    woman = member_of(branch, sex="FEMALE", ethnicity="02")

    assert rows("members.female", scope_of(top)) == [woman]
    assert rows("members.minority", scope_of(top)) == [woman]


@pytest.mark.parametrize(("since", "counted"), [(LAST, 1), (AFTER, 0)])
def test_retired_from_the_day_of_retirement(top, branch, since, counted):
    placed = member_of(branch)
    EmploymentFactory(
        member=placed.member, starts_on=since, is_retired=True, job="4", is_teacher=False
    )

    assert value("members.retired", scope_of(top)) == counted


@pytest.mark.parametrize(
    ("born_on", "counted"),
    [
        (date(1990, 1, 1), 1),  # 35 completed years on the last day, 36 the day after
        (date(1989, 12, 31), 0),  # 36 on the last day
    ],
)
def test_up_to_thirty_five_completed_years(top, branch, born_on, counted):
    member_of(branch, born_on=born_on)

    assert value("members.to_35", scope_of(top)) == counted


def test_share_of_staff_has_one_decimal_and_counts_nobody_retired(top, branch):
    school = SchoolFactory(kept_by=top)
    CoverageFactory(organisation=branch, school=school)
    HeadCountFactory(school=school, school_year=2025, staff=30)
    member_of(branch)
    retired = member_of(branch)
    EmploymentFactory(member=retired.member, is_retired=True, job="4", is_teacher=False)

    assert value("members.of_staff_percent", scope_of(top)) == Decimal("3.3")


def test_share_of_staff_is_carried_forward_and_not_taken_from_later(top, branch):
    school = SchoolFactory(kept_by=top)
    CoverageFactory(organisation=branch, school=school)
    HeadCountFactory(school=school, school_year=2023, staff=10)
    HeadCountFactory(school=school, school_year=2026, staff=50)
    member_of(branch)

    assert value("members.of_staff_percent", scope_of(top)) == Decimal("10.0")


def test_share_of_staff_leaves_out_schools_nobody_reaches(top, branch):
    for covered, staff in ((True, 20), (False, 1000)):
        school = SchoolFactory(kept_by=top)
        HeadCountFactory(school=school, school_year=2025, staff=staff)
        if covered:
            CoverageFactory(organisation=branch, school=school)
    member_of(branch)

    assert value("members.of_staff_percent", scope_of(top)) == Decimal("5.0")


def test_share_without_head_counts_cannot_be_said(top, branch):
    member_of(branch)

    assert value("members.of_staff_percent", scope_of(top)) is None


# Movement --------------------------------------------------------------------------------------

LINES = [measure.id for measure in CHAPTERS["movement"][1]]


def foots(scope):
    """Whether opening and what came in, without what went out, are the closing."""
    found = values(scope, *LINES)
    came = sum(number for name, number in found.items() if ".in." in name)
    went = sum(number for name, number in found.items() if ".out." in name)
    return found["movement.opening"] + came - went == found["movement.closing"]


@pytest.mark.parametrize(
    ("begin", "line"),
    [
        ("OPENING", "movement.in.opening"),
        ("ADMITTED", "movement.in.admitted"),
        ("RESTORED", "movement.in.restored"),
        ("ARRIVED", "movement.in.arrived"),
        ("TRANSFERRED", "movement.in.arrived"),
        ("REORGANISED", "movement.in.arrived"),
    ],
)
@pytest.mark.parametrize(("since", "counted"), [(BEFORE, 0), (FIRST, 1), (LAST, 1), (AFTER, 0)])
def test_who_came_in_stands_in_one_line(top, branch, begin, line, since, counted):
    member_of(branch, since=since, begin=begin)

    assert value(line, scope_of(top)) == counted
    assert foots(scope_of(top))


@pytest.mark.parametrize(
    ("how", "line"),
    [
        ("EXPELLED", "movement.out.expelled"),
        ("PROBATION_CANCELLED", "movement.out.expelled"),
        ("DIED", "movement.out.died"),
        ("LEFT", "movement.out.left"),
        ("TRANSFERRED", "movement.out.left"),
    ],
)
@pytest.mark.parametrize(("on", "counted"), [(BEFORE, 0), (FIRST, 1), (LAST, 1), (AFTER, 0)])
def test_who_went_out_stands_in_one_line(top, branch, how, line, on, counted):
    end(member_of(branch), on, how)

    assert value(line, scope_of(top)) == counted
    assert foots(scope_of(top))


def test_suspension_and_resumption_have_lines_of_their_own(top, branch):
    StandingFactory(member=member_of(branch).member, starts_on=MIDDLE)
    StandingFactory(
        member=member_of(branch).member,
        starts_on=BEFORE,
        ends_on=MIDDLE,
    )

    found = values(scope_of(top), "movement.in.resumed", "movement.out.suspended")

    assert found == {"movement.in.resumed": 1, "movement.out.suspended": 1}
    assert foots(scope_of(top))


def test_a_move_inside_the_county_is_no_movement_of_it(top, branch):
    placed = member_of(branch)
    end(placed, MIDDLE, "TRANSFERRED")
    PlacementFactory(
        member=placed.member,
        organisation=OrganisationFactory(superior=top),
        starts_on=MIDDLE,
        begin="TRANSFERRED",
    )

    assert values(scope_of(top), "movement.in.arrived", "movement.out.left") == {
        "movement.in.arrived": 0,
        "movement.out.left": 0,
    }
    assert value("movement.out.left", scope_of(branch)) == 1


def test_closing_is_the_total_and_opening_that_of_the_year_before(top, branch):
    member_of(branch)
    member_of(branch, since=MIDDLE)
    scope = scope_of(top)

    assert value("movement.closing", scope) == value("members.total", scope) == 2
    assert value("movement.opening", scope) == value("members.total", scope.before) == 1


def test_movement_of_a_year_that_runs_ends_today(top, branch):
    member_of(branch, since=MIDDLE, begin="ADMITTED")
    scope = scope_of(top, until=MIDDLE - DAY)

    assert scope.period == YEAR
    assert value("movement.in.admitted", scope) == value("movement.closing", scope) == 0
