"""What was held in the period and who came; confirmed sittings only."""

from datetime import date

import pytest

from activities.models import SittingKind
from branches.periods import Period
from reports.figures.chapters.activities import TIERED, TOLD
from reports.figures.series import sittings_by_month
from tests.factories.activities import (
    AttendanceFactory,
    CampaignFactory,
    DraftFactory,
    LecturerFactory,
    SittingFactory,
)
from tests.factories.branches import TODAY, CommitteeFactory, OrganisationFactory
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
SECOND_QUARTER = Period.quarter(2025, 2)
FIGURES = {
    "THEMED_DAY": "activities.themed_days",
    "MEMBERS_MEETING": "activities.meetings",
    "COMMITTEE_MEETING": "activities.meetings",
    "GROUP_MEETING": "activities.meetings",
    "LECTURE": "activities.lectures",
    "STUDY": "activities.studies",
    **{str(kind): f"activities.{name}" for name, kind, _ in TOLD},
}


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


@pytest.mark.parametrize(("kind", "figure"), FIGURES.items(), ids=list(FIGURES))
def test_each_kind_counts_in_its_figure_and_in_no_other(top, branch, kind, figure):
    SittingFactory(organisation=branch, held_on=MIDDLE, kinds=[kind])

    found = values(scope_of(top), *sorted(set(FIGURES.values())))

    assert {name for name, number in found.items() if number} == {figure}


@pytest.mark.parametrize(("held_on", "counted"), IN_PERIOD)
def test_sittings_count_by_the_day_held(top, branch, held_on, counted):
    SittingFactory(organisation=branch, held_on=held_on)

    assert value("activities.themed_days", scope_of(top)) == counted


def test_drafts_are_not_counted(top, branch):
    DraftFactory(organisation=branch, held_on=MIDDLE)

    assert value("activities.sittings", scope_of(top)) == 0


def test_sittings_of_another_county_are_not_counted(top):
    SittingFactory(held_on=MIDDLE)

    assert rows("activities.sittings", scope_of(top)) == []


def test_a_sitting_of_several_kinds_counts_once_in_each(top, branch):
    SittingFactory(
        organisation=branch,
        held_on=MIDDLE,
        kinds=["THEMED_DAY", "LECTURE", "MEMBERS_MEETING", "COMMITTEE_MEETING"],
    )
    scope = scope_of(top)

    found = values(
        scope,
        "activities.themed_days",
        "activities.lectures",
        "activities.meetings",
        "activities.sittings",
    )

    assert set(found.values()) == {1}


def test_attendances_are_members_who_came_and_others(top, branch):
    sitting = SittingFactory(
        organisation=branch, held_on=MIDDLE, kinds=["THEMED_DAY", "STUDY"], others=4
    )
    AttendanceFactory.create_batch(2, sitting=sitting)
    AttendanceFactory(sitting=sitting, status="ABSENT")

    assert value("activities.attendances", scope_of(top)) == 6


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, kind, _ in TOLD])
def test_attendances_of_a_kind_are_of_its_sittings_alone(top, branch, name, kind):
    SittingFactory(organisation=branch, held_on=MIDDLE, kinds=[kind], others=3)
    SittingFactory(organisation=branch, held_on=MIDDLE, kinds=["APPRAISAL"], others=9)

    assert value(f"activities.{name}.attendances", scope_of(top)) == 3


@pytest.mark.parametrize(
    ("office", "figure"), [("SECRETARY", "by_secretaries"), ("LEADER", "by_leaders")]
)
def test_lectures_are_told_by_the_office_of_who_taught(top, branch, office, figure):
    lecture = SittingFactory(organisation=branch, held_on=MIDDLE, kinds=["LECTURE"])
    taught = LecturerFactory(sitting=lecture, office=office)
    LecturerFactory(sitting=lecture, office="EXPERT")
    study = SittingFactory(organisation=branch, held_on=MIDDLE, kinds=["STUDY"])
    LecturerFactory(sitting=study, office=office)

    assert rows(f"activities.lectures.{figure}", scope_of(top)) == [taught]


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, kind, _ in TIERED])
def test_both_tiers_are_told_and_add_up(top, branch, name, kind):
    own = SittingFactory(organisation=top, held_on=MIDDLE, kinds=[kind])
    below = SittingFactory.create_batch(2, organisation=branch, held_on=MIDDLE, kinds=[kind])
    scope = scope_of(top)

    assert rows(f"activities.{name}.own", scope) == [own]
    assert rows(f"activities.{name}.below", scope) == below
    assert value(f"activities.{name}", scope) == 3


@pytest.mark.parametrize(
    ("held_on", "year", "counted"),
    [
        (date(2026, 2, 1), 2025, 1),
        (MIDDLE, 2024, 0),
        (MIDDLE, None, 1),
        (date(2026, 2, 1), None, 0),
    ],
)
def test_organisational_life_counts_for_the_year_it_belongs_to(
    top, branch, held_on, year, counted
):
    SittingFactory(
        organisation=branch, held_on=held_on, belongs_to_year=year, kinds=["ORGANISATIONAL_LIFE"]
    )

    assert value("activities.organisational_life", scope_of(top)) == counted


@pytest.mark.parametrize(
    ("held_on", "period", "until", "counted"),
    [
        (date(2026, 2, 1), YEAR, date(2026, 2, 1), 1),
        (date(2026, 2, 1), YEAR, date(2026, 1, 31), 0),
        (date(2026, 2, 1), Period.half(2025, 1), TODAY, 0),
        (date(2026, 2, 1), Period.quarter(2025, 3), TODAY, 0),
        (date(2026, 2, 1), Period.quarter(2025, 4), TODAY, 0),
        (MIDDLE, SECOND_QUARTER, TODAY, 1),
        (MIDDLE, SECOND_QUARTER, date(2025, 6, 14), 0),
        (MIDDLE, Period.quarter(2025, 3), TODAY, 0),
    ],
)
def test_organisational_life_is_told_once_held_and_in_parts_of_a_year_only_if_held_there(
    top, branch, held_on, period, until, counted
):
    SittingFactory(
        organisation=branch, held_on=held_on, belongs_to_year=2025, kinds=["ORGANISATIONAL_LIFE"]
    )

    assert value("activities.organisational_life", scope_of(top, period, until)) == counted


def test_organisational_life_counts_branches_that_stand_each_once(top, branch):
    general = OrganisationFactory(superior=top, kind="GENERAL_BRANCH")
    closed = OrganisationFactory(superior=top, founded_on=date(2026, 1, 1))
    for organisation in (branch, branch, general, closed):
        SittingFactory(
            organisation=organisation,
            held_on=date(2026, 2, 1),
            belongs_to_year=2025,
            kinds=["ORGANISATIONAL_LIFE"],
        )

    assert value("activities.organisational_life", scope_of(top)) == 1


def test_campaigns_are_the_countys_own_that_a_sitting_carried(top, branch):
    own, _ = CampaignFactory.create_batch(2, kept_by=top, starts_on=FIRST)
    foreign = CampaignFactory(starts_on=FIRST)
    for campaign in (own, own, foreign):
        SittingFactory(organisation=branch, held_on=MIDDLE, campaign=campaign)

    assert rows("activities.campaigns", scope_of(top)) == [own]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "counted"),
    [
        (FIRST, None, 1),
        (date(2025, 6, 30), AFTER, 1),
        (date(2025, 7, 1), None, 0),
        (FIRST, date(2025, 4, 2), 1),
        (FIRST, date(2025, 4, 1), 0),
    ],
)
def test_campaigns_are_those_that_ran_in_the_period(top, branch, starts_on, ends_on, counted):
    campaign = CampaignFactory(kept_by=top, starts_on=starts_on, ends_on=ends_on)
    SittingFactory(organisation=branch, held_on=MIDDLE, campaign=campaign)

    assert value("activities.campaigns", scope_of(top, SECOND_QUARTER)) == counted


def test_campaigns_that_no_sitting_of_the_period_carried_are_not_counted(top, branch):
    campaign = CampaignFactory(kept_by=top, starts_on=FIRST)
    SittingFactory(organisation=branch, held_on=MIDDLE, campaign=campaign)

    assert value("activities.campaigns", scope_of(top, Period.quarter(2025, 3))) == 0


def test_series_counts_each_month_of_the_period(top, branch):
    SittingFactory(organisation=branch, held_on=FIRST)
    SittingFactory(organisation=branch, held_on=MIDDLE, kinds=["STUDY"])
    SittingFactory(organisation=branch, held_on=MIDDLE)

    series = sittings_by_month(scope_of(top))

    assert len(series) == 12
    assert [month for month in series if month[2]] == [(1, 1, 1), (6, 1, 2)]


def test_series_ends_with_the_month_that_runs(top):
    assert [month for month, _, _ in sittings_by_month(scope_of(top, until=MIDDLE))] == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]


def test_every_kind_that_is_told_is_a_kind():
    assert {kind for _, kind, _ in (*TOLD, *TIERED)} <= set(SittingKind.Kind)
