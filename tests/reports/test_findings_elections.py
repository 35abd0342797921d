"""Elections that are overdue or soon due, on the homes of staff and of the branch."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from branches.options import Option
from members.models import Term
from reports.findings import elections
from tests.factories.branches import (
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    SettingFactory,
    branches_of,
)
from tests.factories.registers import TermFactory
from tests.pages import client_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top, name="一中支部")


def told(state):
    """Return the words of the findings of this state."""
    found = elections.elections_due(Term.objects.all(), on=TODAY)
    return [one.text for one in found if one.state == state]


def test_overdue_term_is_told_with_the_form_that_ends_it(branch):
    TermFactory(organisation=branch, due_on=TODAY)

    (found,) = elections.elections_due(Term.objects.all(), on=TODAY)

    assert found.text == "一中支部任期 2026-11-20 届满，还没有换届"
    assert (found.state, found.label) == ("overdue", "登记选举")
    assert found.url == f"{reverse('members:election-create')}?organisation={branch.pk}"
    assert found.reason.startswith("《中国共产党基层组织选举工作条例》第三条：")


def test_term_whose_extension_is_over_is_told_so(branch):
    TermFactory(
        organisation=branch,
        due_on=date(2026, 1, 1),
        extended_until=date(2026, 11, 1),
        extension_document="批复",
    )

    assert told("overdue") == ["一中支部批准延期到 2026-11-01，还没有换届"]


@pytest.mark.parametrize(
    ("due_on", "soon"),
    [
        (TODAY, False),
        (TODAY + DAY, True),
        (date(2027, 5, 20), True),
        (date(2027, 5, 21), False),
    ],
)
def test_term_is_told_half_a_year_before_its_end(branch, due_on, soon):
    TermFactory(organisation=branch, due_on=due_on)

    assert told("soon") == ([f"一中支部任期 {due_on} 届满，请准备换届"] if soon else [])


@pytest.mark.parametrize("number", [5, 6])
@pytest.mark.parametrize(
    ("due_on", "words"),
    [(TODAY, "任期届满，还没有换届"), (TODAY + DAY, "半年内任期届满")],
)
def test_more_than_five_are_told_as_a_number_that_opens_to_them(top, due_on, words, number):
    for row in branches_of(top, number):
        TermFactory(organisation=row, due_on=due_on)
    client = client_of(AppointmentFactory(organisation=top).user)

    found = list(elections.elections_due(Term.objects.all(), on=TODAY))

    assert len(found) == (5 if number == 5 else 1)
    if number == 6:
        assert found[0].text == f"6 个党组织{words}"
        page = client.get(found[0].url)
        assert page.context["table"].paginator.count == 6


@pytest.mark.parametrize(("opened_on", "number"), [("2026-11-20", 1), ("2026-11-21", 0)])
def test_what_was_due_before_the_app_was_opened_is_not_told(top, branch, opened_on, number):
    TermFactory(organisation=branch, due_on=TODAY)
    SettingFactory(organisation=top, option=Option.OPENED_ON, value=opened_on)

    assert len(told("overdue")) == number


@pytest.mark.parametrize(("role", "place"), [("STAFF", "top"), ("SECRETARY", "branch")])
def test_home_tells_of_an_overdue_election_until_it_is_held(role, place, request, branch):
    term = TermFactory(organisation=branch, due_on=TODAY)
    TermFactory(due_on=TODAY)  # of another committee
    user = AppointmentFactory(organisation=request.getfixturevalue(place), role=role).user
    client = client_of(user)

    def due():
        found = [one.text for one in client.get(reverse("reports:home")).context["due"]]
        return [words for words in found if "换届" in words]

    assert due() == ["一中支部任期 2026-11-20 届满，还没有换届"]
    Term.objects.filter(pk=term.pk).update(ends_on=TODAY)
    assert due() == []
