"""Requests on the screen: the inbox, one request, the answer, the withdrawal."""

from datetime import timedelta

import pytest
from django.urls import reverse

from branches import audit
from branches.audit import Verb
from branches.models import Request
from branches.services.requests import APPROVALS, EVIDENCE, Evidence
from tests.factories.branches import (
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    RequestFactory,
)
from tests.pages import client_of, errors_at, listed, text

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
APPROVE = {"state": "APPROVED", "on": "2026-11-20", "reply_number": "一号", "comment": ""}


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


@pytest.fixture
def writer(branch):
    return AppointmentFactory(organisation=branch, role="SECRETARY").user


@pytest.fixture
def asked(branch, writer):
    return RequestFactory(organisation=branch, recorded_by=writer)


@pytest.fixture
def staff(top):
    return client_of(AppointmentFactory(organisation=top).user)


@pytest.fixture
def secretary(writer):
    return client_of(writer)


@pytest.fixture
def approved(monkeypatch):
    done = []
    monkeypatch.setitem(APPROVALS, "TRANSFER_IN", lambda *given: done.append(given))
    return done


@pytest.fixture(autouse=True)
def evidence(monkeypatch):
    """What whoever decides is shown."""
    shown = [Evidence("现在的党支部", "青石小学党支部")]
    monkeypatch.setitem(EVIDENCE, "TRANSFER_IN", lambda *given: shown)


def url(name, *args):
    return reverse(f"branches:{name}", args=[one.pk for one in args])


def state():
    return Request.objects.get().state


def test_inbox_of_staff_holds_what_its_branches_asked(staff, asked):
    RequestFactory()  # elsewhere, so it could leak

    assert listed(staff.get(url("request-list"))) == [asked]


def test_secretary_sees_what_her_own_branch_asked(secretary, asked, top):
    RequestFactory(organisation=OrganisationFactory(superior=top))

    assert listed(secretary.get(url("request-list"))) == [asked]


def test_inbox_narrows_to_what_waits(staff, branch, asked):
    RequestFactory(organisation=branch, state="REFUSED", answered_on=TODAY)

    assert listed(staff.get(url("request-list"), {"state": "WAITING"})) == [asked]


def test_inbox_finds_what_was_asked_by_its_words(staff, branch, asked):
    RequestFactory(organisation=branch, words="申请将萧红的组织关系转入本支部")

    assert listed(staff.get(url("request-list"), {"q": "柳青"})) == [asked]


@pytest.mark.parametrize("rows", [1, 3])
def test_inbox_asks_the_same_number_of_queries_however_many_rows(
    staff, branch, rows, django_assert_num_queries
):
    RequestFactory.create_batch(rows, organisation=branch)

    # session (read, and written in a savepoint), user, appointments, switcher; count, rows
    with django_assert_num_queries(9):
        staff.get(url("request-list"))


def test_page_tells_who_asked_since_when_and_what_it_will_do(secretary, asked, writer):
    page = text(secretary.get(url("request-detail", asked)))

    for words in (asked.words, writer.name, "2026-11-02", "18 天", "同意后会怎样"):
        assert words in page


def test_page_of_an_answered_request_tells_the_answer(secretary, branch):
    asked = RequestFactory(
        organisation=branch, state="REFUSED", answered_on=TODAY, comment="号码不对"
    )

    page = text(secretary.get(url("request-detail", asked)))

    assert "号码不对" in page
    assert "已等待" not in page
    assert "同意后会怎样" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_the_same_number_of_queries_however_many_events(
    staff, asked, rows, django_assert_num_queries
):
    for _ in range(rows):
        audit.record(Verb.REQUEST_ASKED, asked, by=None, organisation=asked.organisation)

    # session (read, and written in a savepoint), user, appointments, switcher; request, events
    with django_assert_num_queries(9):
        staff.get(url("request-detail", asked))


def test_what_identifies_the_subject_is_shown_to_no_asker(secretary, asked):
    assert "青石小学党支部" not in text(secretary.get(url("request-detail", asked)))
    assert secretary.get(url("request-answer", asked)).status_code == 403


def test_whoever_decides_sees_whom_it_is_about(staff, asked):
    assert "青石小学党支部" in text(staff.get(url("request-answer", asked)))


@pytest.mark.parametrize(
    ("who", "offered"), [("staff", ["答复"]), ("secretary", ["撤回"]), ("clerk", [])]
)
def test_page_offers_what_one_may_do(request, asked, branch, who, offered):
    clerk = AppointmentFactory(organisation=branch, role="CLERK").user
    client = client_of(clerk) if who == "clerk" else request.getfixturevalue(who)

    page = text(client.get(url("request-detail", asked)))

    links = {"答复": url("request-answer", asked), "撤回": url("request-withdraw", asked)}
    assert [word for word, link in links.items() if f'href="{link}"' in page] == offered


def test_settled_request_offers_nothing(staff, branch):
    asked = RequestFactory(organisation=branch, state="WITHDRAWN")

    page = text(staff.get(url("request-detail", asked)))

    assert url("request-answer", asked) not in page


def test_staff_approves(staff, asked, approved):
    response = staff.post(url("request-answer", asked), {**APPROVE, "version": 1})

    assert response.url == url("request-detail", asked)
    assert (state(), len(approved)) == ("APPROVED", 1)


def test_staff_refuses_with_a_comment(staff, asked):
    refusal = {**APPROVE, "state": "REFUSED", "version": 1}

    told = errors_at(staff.post(url("request-answer", asked), refusal))
    staff.post(url("request-answer", asked), {**refusal, "comment": "号码不对"})

    assert told == {"comment": ["不同意的，请写明原因，请示的党组织看得到。"]}
    assert state() == "REFUSED"


@pytest.mark.parametrize(("day", "is_kept"), [(TODAY, True), (TODAY + DAY, False)])
def test_answer_is_not_of_a_day_to_come(staff, asked, approved, day, is_kept):
    sent = {**APPROVE, "on": day.isoformat(), "version": 1}

    response = staff.post(url("request-answer", asked), sent)

    assert (state() == "APPROVED") is is_kept
    if not is_kept:
        assert errors_at(response) == {"on": ["答复日期不能晚于今天。"]}


def test_answer_to_what_was_answered_meanwhile_is_told(staff, asked, approved):
    Request.objects.update(state="WITHDRAWN", version=2)

    response = staff.post(url("request-answer", asked), {**APPROVE, "version": 1})

    assert errors_at(response) == {"__all__": ["这件请示的状态已经是“已撤回”，不能再办。"]}


def test_secretary_withdraws(secretary, asked):
    secretary.post(url("request-withdraw", asked), {"reason": "录错", "version": 1})

    assert state() == "WITHDRAWN"


@pytest.mark.parametrize("role", ["CLERK", "STAFF"])
def test_only_who_may_ask_withdraws(asked, branch, role):
    other = client_of(AppointmentFactory(organisation=branch, role=role).user)

    response = other.post(url("request-withdraw", asked), {"reason": "录错", "version": 1})

    assert (response.status_code, state()) == (403, "WAITING")


def test_staff_beneath_the_committee_that_decides_does_not_answer(asked, branch, approved):
    below = client_of(AppointmentFactory(organisation=branch).user)

    response = below.post(url("request-answer", asked), {**APPROVE, "version": 1})

    assert (response.status_code, state(), approved) == (403, "WAITING", [])


@pytest.mark.parametrize("name", ["request-detail", "request-answer", "request-withdraw"])
def test_request_of_elsewhere_is_not_there(staff, name):
    assert staff.get(url(name, RequestFactory())).status_code in {403, 404}
