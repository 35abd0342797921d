"""What problems are told from."""

from datetime import date

import pytest

from branches.options import Option
from branches.periods import Period
from reports.figures.chapters import CHAPTERS, EVIDENCE, MEASURES
from tests.factories.activities import DraftFactory, SittingFactory
from tests.factories.branches import (
    CommitteeFactory,
    CoverageFactory,
    OrganisationFactory,
    SchoolFactory,
    SettingFactory,
)
from tests.factories.members import EmploymentFactory
from tests.factories.registers import TermFactory
from tests.reports.small import AFTER, FIRST, MIDDLE, member_of, rows, scope_of, value

pytestmark = pytest.mark.django_db

QUARTER = Period.quarter(2025, 1)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


def hold(branch, *months, factory=SittingFactory):
    for month in months:
        factory(organisation=branch, held_on=date(2025, month, 10))


@pytest.mark.parametrize(("founded_on", "counted"), [(FIRST, 1), (date(2025, 1, 2), 0)])
def test_through_the_period_are_those_founded_by_its_first_day(founded_on, counted):
    top = CommitteeFactory()
    OrganisationFactory(superior=top, founded_on=founded_on)

    assert value("evidence.through", scope_of(top)) == counted


@pytest.mark.parametrize(("months", "missing"), [((1, 2, 3), 0), ((1, 3), 1), ((), 1)])
def test_a_month_without_themed_day_is_missed(top, branch, months, missing):
    hold(branch, *months)

    assert value("evidence.without_themed_day", scope_of(top, QUARTER)) == missing


def test_a_draft_is_held(top, branch):
    hold(branch, 1, 2, 3, factory=DraftFactory)

    assert value("evidence.without_themed_day", scope_of(top, QUARTER)) == 0


@pytest.mark.parametrize(("until", "missing"), [(date(2025, 3, 30), 0), (date(2025, 3, 31), 1)])
def test_a_month_is_missed_once_it_is_over(top, branch, until, missing):
    hold(branch, 1, 2)

    assert value("evidence.without_themed_day", scope_of(top, QUARTER, until)) == missing


def test_a_holiday_month_asks_for_nothing(top, branch):
    SettingFactory(organisation=top, option=Option.HOLIDAY_MONTHS, value="2")
    hold(branch, 1, 3)

    assert value("evidence.without_themed_day", scope_of(top, QUARTER)) == 0


def test_nothing_is_missed_before_the_register_opened(top, branch):
    SettingFactory(organisation=top, option=Option.OPENED_ON, value="2025-03-01")
    hold(branch, 3)

    assert value("evidence.without_themed_day", scope_of(top, QUARTER)) == 0


def test_terms_are_of_organisations_that_exist(top, branch):
    TermFactory(organisation=branch, starts_on=date(2024, 1, 1), due_on=date(2027, 1, 1))
    late = OrganisationFactory(superior=top, founded_on=AFTER)
    TermFactory(organisation=late, starts_on=AFTER, due_on=date(2029, 1, 1))

    assert value("evidence.in_terms", scope_of(top)) == 1


def test_branches_without_admission_are_those_in_post(top, branch):
    OrganisationFactory(superior=top, member_kind="RETIRED")
    admitting = OrganisationFactory(superior=top)
    member_of(admitting, admission_approved_on=MIDDLE)
    scope = scope_of(top)

    assert rows("evidence.without_admission", scope) == [branch]
    assert value("evidence.admitting", scope) == 2


@pytest.mark.parametrize(
    ("role", "counted"), [("OWN", 0), ("JOINT", 0), ("ATTACHED", 0), ("INSTRUCTOR", 1)]
)
def test_private_schools_with_an_instructor_alone_have_no_organisation(top, branch, role, counted):
    school = SchoolFactory(kept_by=top, ownership="PRIVATE")
    CoverageFactory(organisation=branch, school=school, role=role)
    SchoolFactory(kept_by=top, ownership="PRIVATE")

    assert value("evidence.uncovered", scope_of(top)) == counted + 1


@pytest.mark.parametrize(("limit", "wide"), [("2", 1), ("3", 0)])
def test_joint_branches_are_wide_beyond_their_own_setting(top, limit, wide):
    joint = OrganisationFactory(superior=top, kind="JOINT_BRANCH")
    SettingFactory(organisation=joint, value=limit)
    for _ in range(3):
        school = SchoolFactory(kept_by=top, ownership="PRIVATE")
        CoverageFactory(organisation=joint, school=school, role="JOINT")

    assert value("evidence.wide_joint", scope_of(top)) == wide


def test_young_members_are_in_post_and_of_all_in_post(top, branch):
    young = member_of(branch, born_on=date(1995, 1, 1))
    old = member_of(branch)
    retired = member_of(branch, born_on=date(1995, 1, 1))
    EmploymentFactory(member=retired.member, is_retired=True, job="4", is_teacher=False)
    scope = scope_of(top)

    assert rows("evidence.young", scope) == [young]
    assert rows("evidence.in_post", scope) == [young, old]


def test_evidence_is_in_no_chapter():
    told = {measure.id for _, measures in CHAPTERS.values() for measure in measures}

    assert not told & EVIDENCE.keys()
    assert told == MEASURES.keys()


def test_evidence_arrears_and_ratings_are_kept_close():
    kept = {name for name, one in {**MEASURES, **EVIDENCE}.items() if one.is_kept_close}

    rated = {name for name in MEASURES if name.startswith("inspections.rated_")}
    assert len(rated) == 4
    assert kept == {"dues.arrears_members", *rated, *EVIDENCE}


def test_ids_are_said_once():
    listed = [measure.id for _, measures in CHAPTERS.values() for measure in measures]

    assert len(listed) == len(set(listed))
