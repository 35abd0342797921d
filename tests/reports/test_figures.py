"""Every figure over the sample county, counted once more in plain words, and its rows opened."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from branches.models import Coverage, Organisation, School, User
from config import county as sample
from reports.figures.organisations import (
    PARTITION,
    county_cover,
    organisation_figures,
    school_figures,
)
from tests.database import rolled_back
from tests.factories.branches import (
    TODAY,
    CommitteeFactory,
    CoverageFactory,
    OrganisationFactory,
    SchoolFactory,
)
from tests.pages import client_of
from tests.surroundings import MORNING

LAST_YEAR = date(2025, 12, 31)
DAYS = [
    date(2019, 5, 19),  # nothing was founded yet
    date(2025, 4, 9),  # the day before a branch was founded
    LAST_YEAR,
    date(2026, 3, 15),  # four kindergartens change hands
    TODAY,
]
BASIC = {"BRANCH", "JOINT_BRANCH"}
FORMS = ["OWN", "JOINT", "ATTACHED", "INSTRUCTOR"]


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):
    """The sample county, built once for this module."""
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        django_db_blocker.unblock(),
        override_settings(PASSWORD_HASHERS=quick),
        time_machine.travel(MORNING, tick=False),
        rolled_back(),
    ):
        yield sample.build(today=TODAY, password="x")


@pytest.fixture
def staff(county, db):
    """Somebody of the committee's staff."""
    return User.objects.get(username="staff")


def figures(user, on):
    """Return every figure somebody sees on a day, by its id."""
    rows = Organisation.objects.readable_by(user, today=TODAY)
    schools = School.objects.readable_by(user, today=TODAY)
    found = [
        *organisation_figures(rows, on=on),
        *county_cover(rows, schools, on=on),
        *school_figures(schools, on=on),
    ]
    return {figure.id: figure for figure in found}


def exists(row, on):
    begins, ends = (
        (row.founded_on, row.dissolved_on)
        if isinstance(row, Organisation)
        else (row.opened_on, row.closed_on)
    )
    return begins <= on and (ends is None or on < ends)


def recount(on):
    """Count everything once more, with loops and without a query of the app's own."""
    organisations = [
        one for one in Organisation.objects.all() if exists(one, on) and not one.outside_superior
    ]
    schools = [one for one in School.objects.all() if exists(one, on)]
    held = [row for row in Coverage.objects.all() if row.holds_on(on)]
    basic = [one for one in organisations if one.kind in BASIC]
    county = {one.pk for one in schools if (one.ownership, one.level) == ("PUBLIC", "COUNTY")}
    covering = {
        row.organisation_id for row in held if row.school_id in county and row.role != "INSTRUCTOR"
    }
    private = [one for one in schools if one.ownership == "PRIVATE"]

    def form(school):
        roles = {row.role for row in held if row.school_id == school.pk}
        return next((role for role in FORMS if role in roles), "NONE")

    return {
        "branches.total": len(basic),
        "branches.general": sum(one.kind == "GENERAL_BRANCH" for one in organisations),
        "branches.joint": sum(one.kind == "JOINT_BRANCH" for one in organisations),
        "branches.retired": sum(one.member_kind == "RETIRED" for one in basic),
        "schools.county.general_branches": sum(
            one.pk in covering and one.kind == "GENERAL_BRANCH" for one in organisations
        ),
        "schools.county.branches": sum(one.pk in covering for one in basic),
        "schools.county": len(county),
        "schools.township": sum(
            (one.ownership, one.level) == ("PUBLIC", "TOWNSHIP") for one in schools
        ),
        "schools.private": len(private),
        "schools.private.own": sum(form(one) == "OWN" for one in private),
        "schools.private.joint": sum(form(one) == "JOINT" for one in private),
        "schools.private.attached": sum(form(one) == "ATTACHED" for one in private),
        "schools.private.instructor_only": sum(form(one) == "INSTRUCTOR" for one in private),
        "schools.private.uncovered": sum(form(one) == "NONE" for one in private),
    }


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_every_figure_is_what_a_recount_finds(staff, on):
    found = {name: figure.value for name, figure in figures(staff, on).items()}

    assert found == recount(on)


def test_last_complete_year_carries_the_figures_of_the_model_document(staff):
    found = {name: figure.value for name, figure in figures(staff, LAST_YEAR).items()}

    assert found["branches.total"] == 66
    assert found["branches.general"] == found["schools.county.general_branches"] == 4
    assert found["schools.county"] == 9
    assert found["schools.county.branches"] == 19
    assert found["schools.township"] == 45


def test_year_before_differs(staff):
    found = figures(staff, date(2024, 12, 31))

    assert found["branches.total"].value != 66


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_private_partition_adds_up(staff, on):
    found = figures(staff, on)

    parts = [found[name].value for name, _ in PARTITION.values()]

    assert sum(parts) == found["schools.private"].value


def test_every_form_but_one_is_in_the_sample_county(staff):
    found = figures(staff, TODAY)

    empty = [name for name, _ in PARTITION.values() if not found[name].value]

    assert empty == ["schools.private.attached"]


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_every_figure_opens_to_exactly_the_rows_it_counts(staff, on):
    client = client_of(staff)
    found = figures(staff, on)

    opened = {
        name: client.get(figure.rows).context["table"].paginator.count
        for name, figure in found.items()
    }

    assert opened == {name: figure.value for name, figure in found.items()}


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_rows_of_every_figure_are_those_of_its_day(staff, on):
    for figure in figures(staff, on).values():
        assert parse_qs(urlsplit(figure.rows).query)["on"] == [on.isoformat()]


@pytest.mark.parametrize("username", ["general", "secretary", "secretary2"])
def test_figures_of_a_branch_are_of_what_it_may_read(county, db, username):
    user = User.objects.get(username=username)
    client = client_of(user)
    found = figures(user, TODAY)

    opened = {
        name: client.get(figure.rows).context["table"].paginator.count
        for name, figure in found.items()
    }

    assert opened == {name: figure.value for name, figure in found.items()}
    assert 0 < found["branches.total"].value < 66


def test_figures_have_a_label_and_a_unit(staff):
    found = figures(staff, TODAY).values()

    assert {figure.unit for figure in found} == {"个", "所"}
    assert all(figure.label for figure in found)
    assert len({figure.label for figure in found}) == len(found)


@pytest.mark.parametrize(
    ("count", "queries"),
    [
        (lambda rows, schools: organisation_figures(rows, on=TODAY), 1),
        (lambda rows, schools: county_cover(rows, schools, on=TODAY), 1),
        (lambda rows, schools: school_figures(schools, on=TODAY), 1),
    ],
    ids=["organisations", "cover", "schools"],
)
def test_chapter_is_counted_in_one_query(staff, count, queries, django_assert_num_queries):
    rows = Organisation.objects.readable_by(staff, today=TODAY)
    schools = School.objects.readable_by(staff, today=TODAY)

    with django_assert_num_queries(queries):
        count(rows, schools)


@pytest.mark.django_db
def test_figures_of_nothing_are_zero():
    found = [
        *organisation_figures(Organisation.objects.none(), on=TODAY),
        *county_cover(Organisation.objects.none(), School.objects.none(), on=TODAY),
        *school_figures(School.objects.none(), on=TODAY),
    ]

    assert {figure.value for figure in found} == {0}


@pytest.mark.django_db
def test_closed_school_and_dissolved_organisation_are_counted_no_more():
    with transaction.atomic():
        top = CommitteeFactory()
        branch = OrganisationFactory(superior=top)
        school = SchoolFactory(kept_by=top)
        CoverageFactory(organisation=branch, school=school)
    Organisation.objects.filter(pk=branch.pk).update(dissolved_on=TODAY)
    School.objects.filter(pk=school.pk).update(closed_on=TODAY)
    rows, schools = Organisation.objects.within(top), School.objects.filter(kept_by=top)

    found = {
        figure.id: figure.value
        for figure in [
            *organisation_figures(rows, on=TODAY),
            *county_cover(rows, schools, on=TODAY),
            *school_figures(schools, on=TODAY),
        ]
    }

    assert set(found.values()) == {0}


def test_home_shows_every_figure_with_its_link(staff):
    response = client_of(staff).get(reverse("reports:home"))

    shown = [
        figure
        for name in ("organisation_figures", "school_figures", "partition")
        for figure in response.context[name]
    ]

    assert {figure.id: figure for figure in shown} == figures(staff, TODAY)


def test_home_of_a_day_shows_the_figures_of_the_day(staff):
    response = client_of(staff).get(reverse("reports:home"), {"on": "2025-12-31"})

    total = next(
        figure
        for figure in response.context["organisation_figures"]
        if figure.id == "branches.total"
    )

    assert total == figures(staff, LAST_YEAR)["branches.total"]


def test_home_narrows_to_whom_one_acts_for_as_its_lists_do(staff, county):
    client = client_of(staff)
    client.post(reverse("branches:switch"), {"organisation": county.organisations["SF01"].pk})

    response = client.get(reverse("reports:home"))
    shown = [
        figure
        for name in ("organisation_figures", "school_figures", "partition")
        for figure in response.context[name]
    ]
    opened = [client.get(figure.rows).context["table"].paginator.count for figure in shown]

    assert opened == [figure.value for figure in shown]
    assert shown[0].value == 4


def test_home_of_staff_asks_few_queries(staff, django_assert_num_queries):
    client = client_of(staff)
    client.get(reverse("branches:help"))  # a session's first page writes it down

    with django_assert_num_queries(24):
        client.get(reverse("reports:home"))
