"""A county small enough to be counted by hand, and how tests ask it for figures."""

from dataclasses import dataclass
from datetime import date

from branches.models import Organisation
from branches.periods import Period
from reports.figures.chapters import EVIDENCE, MEASURES
from reports.figures.figure import Scope
from tests.factories.activities import (
    AttendanceFactory,
    CampaignFactory,
    LecturerFactory,
    SittingFactory,
)
from tests.factories.branches import (
    TODAY,
    CommitteeFactory,
    CoverageFactory,
    HeadCountFactory,
    OrganisationFactory,
    SchoolFactory,
)
from tests.factories.dues import AssessmentFactory, BasisFactory, PaymentFactory
from tests.factories.members import (
    EmploymentFactory,
    MemberFactory,
    PlacementFactory,
    PostFactory,
    StandingFactory,
)
from tests.factories.registers import (
    CaseFactory,
    ClassFactory,
    ContactFactory,
    ElectionFactory,
    ExamFactory,
    InspectionFactory,
    LetterFactory,
    TermFactory,
)

YEAR = Period.year(2025)
FIRST, LAST, AFTER = date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1)
BEFORE = date(2024, 12, 31)
MIDDLE = date(2025, 6, 15)


def scope_of(organisation, period=YEAR, until=TODAY, reader=None):
    return Scope(organisation, period, until, reader)


def value(name, scope):
    """Return the number of a figure."""
    return {**MEASURES, **EVIDENCE}[name].value(scope)


def rows(name, scope):
    """Return the rows behind a figure."""
    return list({**MEASURES, **EVIDENCE}[name].rows(scope).order_by("pk"))


def values(scope, *names):
    return {name: value(name, scope) for name in names}


def member_of(branch, *, since=date(2020, 1, 1), begin="OPENING", **facts):
    """Return the placement of somebody new in a branch."""
    return PlacementFactory(
        organisation=branch, member=MemberFactory(**facts), starts_on=since, begin=begin
    )


@dataclass(frozen=True)
class County:
    """What stands in it; everything happened in 2025."""

    top: Organisation
    general: Organisation
    first: Organisation
    second: Organisation


def build():
    """Build a county in which every chapter has something to tell."""
    top = CommitteeFactory(name="中共青石县委教育工作委员会", short_name="青石县教育工委")
    general = OrganisationFactory(superior=top, kind="GENERAL_BRANCH", name="一中党总支")
    first = OrganisationFactory(superior=general, name="一中第一党支部", member_kind="IN_POST")
    second = OrganisationFactory(superior=top, kind="JOINT_BRANCH", name="民办联合党支部")
    _schools(top, general, first, second)
    _people(top, first, second)
    _sittings(top, first, second)
    _registers(top, first)
    return County(top, general, first, second)


def _schools(top, general, first, second):
    school = SchoolFactory(kept_by=top, name="青石一中", stage="SENIOR")
    CoverageFactory(organisation=general, school=school)
    CoverageFactory(organisation=first, school=school)
    HeadCountFactory(school=school, school_year=2025, staff=30)
    town = SchoolFactory(kept_by=top, level="TOWNSHIP", township="柳林镇")
    CoverageFactory(organisation=first, school=town)
    private = SchoolFactory(kept_by=top, ownership="PRIVATE")
    CoverageFactory(organisation=second, school=private, role="JOINT")
    SchoolFactory(kept_by=top, ownership="PRIVATE")


def _people(top, first, second):
    secretary = member_of(first).member
    PostFactory(member=secretary, organisation=first, begin="BY_ELECTION", starts_on=MIDDLE)
    young = member_of(first, born_on=date(1995, 5, 1), sex="MALE").member
    retired = member_of(second, born_on=date(1950, 5, 1), ethnicity="02").member
    EmploymentFactory(member=retired, is_retired=True, job="4", is_teacher=False)
    member_of(
        second,
        since=MIDDLE,
        begin="ADMITTED",
        admitted_on=MIDDLE,
        admission_approved_on=date(2025, 7, 1),
        confirmed_on=None,
    )
    left = member_of(second)
    type(left).objects.filter(pk=left.pk).update(
        ends_on=MIDDLE, end="LEFT", end_registered_on=MIDDLE
    )
    suspended = member_of(first).member
    StandingFactory(member=suspended, starts_on=MIDDLE)
    CaseFactory(organisation=first)
    basis = BasisFactory(member=young, organisation=first, since=FIRST)
    for month in (5, 6):
        AssessmentFactory(basis=basis, month=date(2025, month, 1))
    PaymentFactory(member=young, organisation=first, month=date(2025, 5, 1))
    TermFactory(organisation=first, starts_on=date(2022, 3, 1), due_on=date(2025, 3, 1))
    ElectionFactory(organisation=second, held_on=MIDDLE)


def _sittings(top, first, second):
    campaign = CampaignFactory(kept_by=top, name="学习教育", year=2025, starts_on=MIDDLE)
    themed = SittingFactory(
        organisation=first, held_on=MIDDLE, kinds=["THEMED_DAY", "LECTURE"], campaign=campaign
    )
    LecturerFactory(sitting=themed)
    AttendanceFactory(sitting=themed)
    SittingFactory(organisation=top, held_on=MIDDLE, kinds=["CENTRE_GROUP"], others=9)
    SittingFactory(organisation=top, held_on=MIDDLE, kinds=["STUDY"], others=20)
    SittingFactory(organisation=second, held_on=MIDDLE, kinds=["STUDY"], others=5)
    SittingFactory(
        organisation=first,
        held_on=date(2026, 2, 1),
        belongs_to_year=2025,
        kinds=["ORGANISATIONAL_LIFE"],
    )


def _registers(top, first):
    ExamFactory(organisation=top, held_on=MIDDLE, participants=70)
    InspectionFactory(organisation=top, target=first, held_on=MIDDLE, talks=True, records=True)
    LetterFactory(organisation=top, belongs_to_year=2025, signed=60, due=66)
    ContactFactory(organisation=top, starts_on=MIDDLE)
    ClassFactory(organisation=top, held_on=MIDDLE, attendances=12)
