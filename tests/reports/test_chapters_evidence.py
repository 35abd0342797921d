"""What problems are told from."""

from datetime import date

import pytest

from branches.options import Option
from branches.periods import Period
from reports.figures.chapters import CHAPTERS, EVIDENCE, MEASURES
from tests.factories.activities import AttendanceFactory, DraftFactory, SittingFactory
from tests.factories.branches import (
    CommitteeFactory,
    CoverageFactory,
    OrganisationFactory,
    SchoolFactory,
    SettingFactory,
)
from tests.factories.dues import PaymentFactory
from tests.factories.members import CircumstanceFactory, EmploymentFactory
from tests.factories.registers import TermFactory
from tests.reports.small import AFTER, FIRST, LAST, MIDDLE, member_of, rows, scope_of, value

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


@pytest.mark.parametrize(
    ("full", "role", "counted"), [(3, "JOINT", 1), (2, "JOINT", 0), (3, "OWN", 0)]
)
def test_schools_with_enough_full_members_for_their_own_are_in_a_joint_branch(
    top, full, role, counted
):
    joint = OrganisationFactory(superior=top, kind="JOINT_BRANCH")
    school = SchoolFactory(kept_by=top, ownership="PRIVATE")
    CoverageFactory(organisation=joint, school=school, role=role)
    employ(school, joint, full)

    assert value("evidence.enough_for_own", scope_of(top)) == counted


def test_who_is_retired_probationary_or_elsewhere_is_not_enough_for_its_own(top):
    joint = OrganisationFactory(superior=top, kind="JOINT_BRANCH")
    schools = SchoolFactory.create_batch(2, kept_by=top, ownership="PRIVATE")
    for school in schools:
        CoverageFactory(organisation=joint, school=school, role="JOINT")
        employ(school, joint, 2)
    employ(schools[0], joint, 1, is_retired=True, job="4", is_teacher=False)
    employ(schools[0], OrganisationFactory(superior=top), 1)
    EmploymentFactory(member=member_of(joint, confirmed_on=None).member, school=schools[0])

    assert rows("evidence.enough_for_own", scope_of(top)) == []


def employ(school, branch, number, **facts):
    for _ in range(number):
        EmploymentFactory(member=member_of(branch).member, school=school, **facts)


@pytest.mark.parametrize(("ends_on", "counted"), [(LAST, 0), (AFTER, 1)])
def test_members_are_out_of_contact_on_the_day(top, branch, ends_on, counted):
    lost = member_of(branch)
    CircumstanceFactory(
        member=lost.member, organisation=branch, kind="OUT_OF_CONTACT", ends_on=ends_on
    )
    member_of(branch)

    assert rows("evidence.out_of_contact", scope_of(top)) == [lost] * counted


@pytest.fixture
def kept(branch):
    """A branch that records who came and who paid: somebody did both."""
    sitting = SittingFactory(organisation=branch, held_on=LAST)
    seen = AttendanceFactory(sitting=sitting, member=member_of(branch).member).member
    PaymentFactory(member=seen, organisation=branch, month=date(2025, 12, 1), paid_on=LAST)
    return branch


@pytest.mark.parametrize(("came", "paid"), [(True, False), (False, True), (False, False)])
def test_nobody_is_missed_where_the_branch_did_not_keep_both(top, branch, came, paid):
    member_of(branch)
    other = member_of(branch).member
    if came:
        sitting = SittingFactory(organisation=branch, held_on=LAST)
        AttendanceFactory(sitting=sitting, member=other)
    if paid:
        PaymentFactory(member=other, organisation=branch, month=date(2025, 12, 1), paid_on=LAST)

    assert rows("evidence.unseen", scope_of(top)) == []


@pytest.mark.parametrize(
    ("held_on", "status", "unseen"),
    [
        (date(2025, 6, 30), "PRESENT", 1),
        (date(2025, 7, 1), "PRESENT", 0),
        (date(2025, 7, 1), "ABSENT", 1),
        (LAST, "PRESENT", 0),
        (AFTER, "PRESENT", 1),
    ],
)
def test_who_came_to_something_in_six_months_is_seen(top, kept, held_on, status, unseen):
    member = member_of(kept).member
    sitting = SittingFactory(organisation=kept, held_on=held_on)
    AttendanceFactory(sitting=sitting, member=member, status=status)

    assert value("evidence.unseen", scope_of(top)) == unseen


@pytest.mark.parametrize(
    ("month", "paid_on", "unseen"),
    [
        (date(2025, 6, 1), LAST, 1),
        (date(2025, 7, 1), FIRST, 0),
        (date(2025, 12, 1), LAST, 0),
        (date(2025, 12, 1), AFTER, 1),
    ],
)
def test_who_paid_for_one_of_six_months_by_the_day_is_seen(top, kept, month, paid_on, unseen):
    member = member_of(kept).member
    PaymentFactory(member=member, organisation=kept, month=month, paid_on=paid_on)

    assert value("evidence.unseen", scope_of(top)) == unseen


@pytest.mark.parametrize(
    ("kind", "unseen"), [("EXEMPT", 0), ("MOBILE", 0), ("HARDSHIP", 1), ("OUT_OF_CONTACT", 1)]
)
def test_who_is_not_expected_at_meetings_is_not_missed(top, kept, kind, unseen):
    CircumstanceFactory(member=member_of(kept).member, organisation=kept, kind=kind)

    assert value("evidence.unseen", scope_of(top)) == unseen


@pytest.mark.parametrize(("since", "unseen"), [(date(2025, 7, 1), 1), (date(2025, 7, 2), 0)])
def test_only_who_was_there_for_six_months_is_missed(top, kept, since, unseen):
    member_of(kept, since=since)

    assert value("evidence.unseen", scope_of(top)) == unseen


@pytest.mark.parametrize(("opened", "unseen"), [("2025-07-01", 1), ("2025-07-02", 0)])
def test_nobody_is_missed_where_the_register_opened_within_the_six_months(
    top, kept, opened, unseen
):
    SettingFactory(organisation=top, option=Option.OPENED_ON, value=opened)
    member_of(kept)

    assert value("evidence.unseen", scope_of(top)) == unseen


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
