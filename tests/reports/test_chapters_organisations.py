"""Organisations and schools of the last day, as the summary counts them."""

from datetime import timedelta

import pytest

from branches.models import Organisation, School
from reports.figures.organisations import PARTITION
from tests.factories.branches import (
    CommitteeFactory,
    CoverageFactory,
    OrganisationFactory,
    SchoolFactory,
)
from tests.reports.small import AFTER, LAST, rows, scope_of, value, values

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def top():
    return CommitteeFactory()


KINDS = {
    "branches.total": {"BRANCH", "JOINT_BRANCH"},
    "branches.general": {"GENERAL_BRANCH"},
    "branches.party_committees": {"PARTY_COMMITTEE"},
    "branches.joint": {"JOINT_BRANCH"},
}


@pytest.mark.parametrize(
    "kind",
    ["BRANCH", "JOINT_BRANCH", "GENERAL_BRANCH", "PARTY_COMMITTEE", "TEMPORARY_BRANCH"],
)
def test_each_kind_counts_where_it_belongs(top, kind):
    row = OrganisationFactory(superior=top, kind=kind)
    scope = scope_of(top)

    found = {name: rows(name, scope) for name in KINDS}

    assert found == {name: [row] if kind in kinds else [] for name, kinds in KINDS.items()}


@pytest.mark.parametrize(("founded_on", "counted"), [(LAST, 1), (AFTER, 0)])
def test_branches_count_from_the_day_they_are_founded(founded_on, counted):
    top = CommitteeFactory()
    OrganisationFactory(superior=top, founded_on=founded_on)

    assert value("branches.total", scope_of(top)) == counted


@pytest.mark.parametrize(("dissolved_on", "counted"), [(LAST, 0), (AFTER, 1)])
def test_branches_count_until_the_day_they_are_dissolved(top, dissolved_on, counted):
    branch = OrganisationFactory(superior=top)
    Organisation.objects.filter(pk=branch.pk).update(dissolved_on=dissolved_on)

    assert value("branches.total", scope_of(top)) == counted


def test_retired_branches_are_told_apart(top):
    OrganisationFactory(superior=top)
    retired = OrganisationFactory(superior=top, member_kind="RETIRED")

    assert rows("branches.retired", scope_of(top)) == [retired]


def test_what_answers_to_a_body_outside_is_not_counted(top):
    OrganisationFactory(superior=top, outside_superior="县直机关工委")

    assert value("branches.total", scope_of(top)) == 0


def test_schools_are_told_apart_by_ownership_and_level(top):
    county = SchoolFactory(kept_by=top)
    town = SchoolFactory(kept_by=top, level="TOWNSHIP", township="柳林镇")
    private = SchoolFactory(kept_by=top, ownership="PRIVATE")
    scope = scope_of(top)

    assert [rows(f"schools.{kind}", scope) for kind in ("county", "township", "private")] == [
        [county],
        [town],
        [private],
    ]


@pytest.mark.parametrize(("closed_on", "counted"), [(LAST, 0), (AFTER, 1)])
def test_schools_count_until_they_close(top, closed_on, counted):
    school = SchoolFactory(kept_by=top)
    School.objects.filter(pk=school.pk).update(closed_on=closed_on)

    assert value("schools.county", scope_of(top)) == counted


def test_county_schools_open_to_who_covers_them(top):
    school = SchoolFactory(kept_by=top)
    general = OrganisationFactory(superior=top, kind="GENERAL_BRANCH")
    branch = OrganisationFactory(superior=general)
    for organisation in (general, branch):
        CoverageFactory(organisation=organisation, school=school)
    CoverageFactory(
        organisation=OrganisationFactory(superior=top), school=school, role="INSTRUCTOR"
    )
    scope = scope_of(top)

    assert rows("schools.county.general_branches", scope) == [general]
    assert rows("schools.county.branches", scope) == [branch]


def test_township_schools_of_their_own_are_told_apart(top):
    covered, other = (
        SchoolFactory(kept_by=top, level="TOWNSHIP", township="柳林镇") for _ in range(2)
    )
    branch = OrganisationFactory(superior=top)
    CoverageFactory(organisation=branch, school=covered)
    CoverageFactory(organisation=branch, school=other, role="JOINT")

    assert rows("schools.township.own", scope_of(top)) == [covered]


@pytest.mark.parametrize("role", ["OWN", "JOINT", "ATTACHED", "INSTRUCTOR", "NONE"])
def test_private_schools_are_partitioned_by_their_strongest_cover(top, role):
    school = SchoolFactory(kept_by=top, ownership="PRIVATE")
    if role != "NONE":
        branch = OrganisationFactory(superior=top)
        CoverageFactory(organisation=branch, school=school, role=role)
    scope = scope_of(top)

    found = {form: rows(name, scope) for form, (name, _) in PARTITION.items()}

    assert found == {form: [school] if form == role else [] for form in PARTITION}
    assert sum(map(len, found.values())) == value("schools.private", scope)


@pytest.mark.parametrize(("ends_on", "form"), [(LAST, "uncovered"), (AFTER, "own")])
def test_a_cover_that_ended_on_the_last_day_covers_no_more(top, ends_on, form):
    school = SchoolFactory(kept_by=top, ownership="PRIVATE")
    branch = OrganisationFactory(superior=top)
    CoverageFactory(organisation=branch, school=school, ends_on=ends_on)

    found = values(scope_of(top), "schools.private.own", "schools.private.uncovered")

    assert {name.rpartition(".")[2] for name, number in found.items() if number} == {form}
