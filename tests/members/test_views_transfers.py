"""Asking for a transfer on the screen: alike whether she is there or not."""

import pytest
from django.urls import reverse

from branches.models import Request
from members.models import Placement
from tests.factories.branches import AppointmentFactory, CommitteeFactory
from tests.factories.branches import OrganisationFactory as Branch
from tests.factories.members import BORN, MemberFactory, PlacementFactory
from tests.numbers import number_of
from tests.pages import client_of, errors_at, text, typed

pytestmark = pytest.mark.django_db

NUMBER, UNKNOWN = number_of(BORN), number_of(BORN, sequence=2)
ASK = "members:transfer-in-ask"


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def here(top):
    return Branch(superior=top)


@pytest.fixture
def there(top):
    return Branch(superior=top, name="青石小学党支部")


@pytest.fixture
def member(there):
    member = MemberFactory(name="沈从文", identity_number=NUMBER)
    PlacementFactory(member=member, organisation=there)
    return member


@pytest.fixture
def secretary(here):
    return client_of(AppointmentFactory(organisation=here, role="SECRETARY").user)


@pytest.fixture
def staff(top):
    return client_of(AppointmentFactory(organisation=top).user)


def ask(client, here, number=NUMBER, **values):
    given = {"organisation": here.pk, "name": "沈丛文", "identity_number": number, "note": ""}
    return client.post(reverse(ASK), {**given, **values})


def page_of(client, asked, name="request-detail"):
    return client.get(reverse(f"branches:{name}", args=[asked.pk]))


def test_secretary_asks_and_is_shown_the_request(secretary, here, member):
    response = ask(secretary, here)

    asked = Request.objects.get()
    assert response.url == reverse("branches:request-detail", args=[asked.pk])
    assert asked.words == "申请将沈丛文的组织关系转入本支部"


def test_form_knows_the_only_branch(secretary, here):
    assert typed(secretary.get(reverse(ASK)))["organisation"] == here.pk


def test_form_knows_the_branch_the_address_names(top, here):
    general = Branch(superior=top, kind="GENERAL_BRANCH")
    below = [Branch(superior=general) for _ in range(2)]
    role = "GENERAL_SECRETARY"
    client = client_of(AppointmentFactory(organisation=general, role=role).user)

    shown = typed(client.get(reverse(ASK), {"organisation": below[1].pk}))

    assert shown["organisation"] == below[1].pk


def test_page_after_asking_is_alike_whether_she_is_there_or_not(secretary, here, member):
    pages = []
    for number in (NUMBER, UNKNOWN):
        ask(secretary, here, number)
        asked = Request.objects.latest("pk")
        pages.append(text(page_of(secretary, asked)).replace(f"/{asked.pk}/", "/N/"))
        asked.delete()

    known, unknown = ("\n".join(p for p in page.split("\n") if "csrf" not in p) for page in pages)
    assert known == unknown


def test_asker_is_shown_neither_her_true_name_nor_her_branch(secretary, here, member):
    ask(secretary, here)

    page = text(page_of(secretary, Request.objects.get()))

    assert "沈从文" not in page
    assert "青石小学" not in page


def test_staff_is_shown_both_and_approves(secretary, staff, here, member):
    ask(secretary, here)
    asked = Request.objects.get()

    page = text(page_of(staff, asked, "request-answer"))
    staff.post(
        reverse("branches:request-answer", args=[asked.pk]),
        {"state": "APPROVED", "on": "2026-11-20", "reply_number": "", "version": 1},
    )

    assert "沈从文" in page
    assert "青石小学党支部" in page
    assert NUMBER not in page
    assert Placement.objects.get(member=member, ends_on=None).organisation == here


def test_person_is_not_there_for_the_asker_until_the_answer(secretary, staff, here, member):
    page = reverse("members:member-detail", args=[member.pk])
    ask(secretary, here)
    before = secretary.get(page).status_code

    staff.post(
        reverse("branches:request-answer", args=[Request.objects.get().pk]),
        {"state": "APPROVED", "on": "2026-11-20", "reply_number": "", "version": 1},
    )

    assert (before, secretary.get(page).status_code) == (404, 200)


@pytest.mark.parametrize("name", ["name", "identity_number", "organisation"])
def test_what_is_missing_is_said_and_the_rest_kept(secretary, here, name):
    response = ask(secretary, here, **{name: ""})

    assert list(errors_at(response)) == [name]
    kept = {"name": "沈丛文", "identity_number": NUMBER, "organisation": str(here.pk)}
    assert {key: text for key, text in typed(response).items() if key in kept} == kept | {name: ""}


def test_nobody_asks_for_another_branch(secretary, there, member):
    response = ask(secretary, there)

    assert list(errors_at(response)) == ["organisation"]
    assert not Request.objects.exists()


@pytest.mark.parametrize("role", ["CLERK", "STAFF", "ADMINISTRATOR"])
def test_only_secretaries_ask(here, member, role):
    client = client_of(AppointmentFactory(organisation=here, role=role).user)

    assert ask(client, here).status_code == 403
    assert client.get(reverse(ASK)).status_code == 403
