"""There is a text the committee entered for a year's summary, and always with its source."""

import pytest

from branches.models import User
from reports.models import SummaryText
from tests.constraints import (
    again,
    declared,
    is_refused,
    is_warned_of,
    said_by_check,
    said_by_database,
)
from tests.factories.branches import (
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def entered(**values):
    """Return the smallest text."""
    facts = {"year": 2025, "slot": "LEAD", "text": "围绕中心工作。", "source": "年度工作要点"}
    organisation = values.pop("organisation", None) or CommitteeFactory()
    return SummaryText.objects.create(organisation=organisation, **(facts | values))


BROKEN = {
    "summary_text_once_a_slot": (
        again,
        {"slot": ["这个位置已经有文字，请直接修改它。"]},
    ),
    "summary_text_year_is_sensible": (
        lambda row: again(row, year=1949),
        {"year": ["年度要写成四位数，例如 2026。"]},
    ),
    "summary_text_has_its_source": (
        lambda row: again(row, year=2024, source=""),
        {"source": ["有文字就要写明出处。"]},
    ),
}


def test_every_constraint_is_broken_here():
    # A choice is kept to its values by the field itself.
    own = {name for name in declared([SummaryText]) if not name.endswith("_choices")}

    assert own == BROKEN.keys()


@pytest.mark.parametrize("name", BROKEN)
def test_database_and_service_say_the_same(name):
    breaking, said = BROKEN[name]
    row = entered()

    assert said_by_database(breaking(row)) == said
    assert said_by_check(breaking(row)) == said


@pytest.mark.parametrize(
    ("year", "refused"), [(1949, True), (1950, False), (2199, False), (2200, True)]
)
def test_years_are_sensible(year, refused):
    row = entered()

    assert is_refused(again(row, year=year)) == refused


@pytest.mark.parametrize("other", [{"year": 2024}, {"slot": "PROBLEMS"}], ids=["year", "slot"])
def test_other_places_have_texts_of_their_own(other):
    row = entered()

    assert not is_refused(again(row, **other))


def test_another_organisation_has_texts_of_its_own():
    row = entered()

    assert not is_refused(again(row, organisation_id=CommitteeFactory().pk))


@pytest.mark.parametrize("column", ["text", "source"])
def test_neither_words_nor_source_may_be_empty(column):
    row = entered()

    assert is_warned_of(again(row, year=2024, **{column: ""}))


def test_a_text_is_read_where_its_organisation_is():
    top = CommitteeFactory()
    mine = entered(organisation=top)
    entered()  # of another county: it could leak
    staff = AppointmentFactory(organisation=top).user
    branch = OrganisationFactory(superior=top)
    secretary = AppointmentFactory(organisation=branch, role="SECRETARY").user
    nobody = UserFactory()

    assert list(SummaryText.objects.readable_by(staff, today=TODAY)) == [mine]
    for user in (secretary, nobody):
        assert isinstance(user, User)
        assert list(SummaryText.objects.readable_by(user, today=TODAY)) == []


def test_a_summary_has_the_texts_of_its_year():
    top = CommitteeFactory()
    this = entered(organisation=top)
    entered(organisation=top, year=2024)

    assert list(SummaryText.objects.for_summary(top, 2025)) == [this]


def test_a_text_is_called_by_year_and_place():
    assert str(entered()) == "2025 LEAD"
