"""Ask, answer, withdraw: what is so afterwards, what is refused, what is logged."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from branches.audit import Verb
from branches.models import Request, Stale
from branches.services import requests
from branches.services.requests import APPROVALS, CannotAnswer, CannotWithdraw, Subject
from tests.events import detail, recorded
from tests.factories.branches import (
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    RequestFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ASKED = date(2026, 11, 2)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


@pytest.fixture
def staff(top):
    return AppointmentFactory(organisation=top).user


@pytest.fixture
def secretary(branch):
    return AppointmentFactory(organisation=branch, role="SECRETARY").user


@pytest.fixture
def asked(branch, secretary):
    return RequestFactory(organisation=branch, recorded_by=secretary)


@pytest.fixture
def approved(monkeypatch):
    """What was done by approvals: request, day and who, one after another."""
    done = []
    monkeypatch.setitem(APPROVALS, "TRANSFER_IN", lambda *given: done.append(given))
    return done


def ask(branch, by, **values):
    given = {
        "kind": "TRANSFER_IN",
        "organisation": branch,
        "decided_by": branch.superior,
        "subject": None,
        "words": "申请将柳青的组织关系转入本支部",
        "today": TODAY,
    }
    return requests.ask(**(given | values), by=by)


def answer(asked, by, **values):
    given = {
        "state": "APPROVED",
        "reply_number": "教工委复〔2026〕1号",
        "comment": "",
        "on": TODAY,
        "today": TODAY,
    }
    return requests.answer(request=asked, **({"version": asked.version} | given | values), by=by)


def state():
    row = Request.objects.get()
    return row.state, row.answered_on, row.reply_number, row.comment, row.version


# Ask -------------------------------------------------------------------------------------------


def test_request_waits_from_the_day_it_is_asked(branch, secretary):
    ask(branch, secretary)

    row = Request.objects.get()
    assert (row.state, row.asked_on, row.answered_on) == ("WAITING", TODAY, None)
    assert (row.organisation, row.decided_by) == (branch, branch.superior)
    assert (row.recorded_by, row.due_on) == (secretary, None)


def test_request_names_the_row_it_is_about(branch, secretary):
    school = SchoolFactory()

    row = ask(branch, secretary, subject=school)

    assert (row.subject_type, row.subject_uid) == ("branches.School", school.uid)


def test_request_may_be_about_what_is_not_there(branch, secretary):
    subject = Subject("", SchoolFactory.build().uid)

    row = ask(branch, secretary, subject=subject)

    assert (row.subject_type, row.subject_uid) == ("", subject.uid)


def test_asking_leaves_one_event(branch, secretary):
    with recorded() as events:
        row = ask(branch, secretary)

    (event,) = events
    assert (event.verb, event.target_uid) == (Verb.REQUEST_ASKED, row.uid)
    assert (event.organisation_id, event.role) == (branch.pk, "SECRETARY")
    assert detail(event) == {"decided_by": str(branch.superior), "words": row.words}


def test_the_same_is_not_asked_again_while_it_waits(branch, secretary):
    subject = SchoolFactory()
    ask(branch, secretary, subject=subject)

    with pytest.raises(ValidationError) as refused:
        ask(branch, secretary, subject=subject)

    assert refused.value.message_dict == {"words": ["这件事已经请示过，正在等待答复。"]}
    assert Request.objects.count() == 1


def test_the_same_may_be_asked_again_once_it_is_refused(branch, secretary, staff):
    subject = SchoolFactory()
    answer(ask(branch, secretary, subject=subject), staff, state="REFUSED", comment="材料不全")

    ask(branch, secretary, subject=subject)

    assert [row.state for row in Request.objects.order_by("pk")] == ["REFUSED", "WAITING"]


def test_nothing_is_asked_when_the_log_fails(branch, secretary, broken_log):
    with pytest.raises(broken_log):
        ask(branch, secretary)

    assert not Request.objects.exists()


# Answer ----------------------------------------------------------------------------------------


def test_approving_does_what_is_registered_for_its_kind(asked, staff, approved):
    answer(asked, staff, on=TODAY - DAY)

    assert state() == ("APPROVED", TODAY - DAY, "教工委复〔2026〕1号", "", 2)
    assert approved == [(asked, TODAY - DAY, TODAY, staff)]


def test_refusing_does_nothing_more(asked, staff, approved):
    answer(asked, staff, state="REFUSED", reply_number="", comment="号码不对")

    assert state() == ("REFUSED", TODAY, "", "号码不对", 2)
    assert approved == []


def test_answering_leaves_one_event(asked, staff, approved):
    with recorded() as events:
        answer(asked, staff, comment="同意转入")

    (event,) = events
    assert (event.verb, event.target_uid) == (Verb.REQUEST_ANSWERED, asked.uid)
    assert event.organisation_id == asked.organisation_id
    assert detail(event) == {
        "state": "同意",
        "on": str(TODAY),
        "reply_number": "教工委复〔2026〕1号",
        "comment": "同意转入",
    }


def test_refusal_asks_for_a_comment(asked, staff):
    with pytest.raises(ValidationError) as refused:
        answer(asked, staff, state="REFUSED")

    assert refused.value.message_dict == {
        "comment": ["不同意的，请写明原因，请示的党组织看得到。"]
    }
    assert state()[0] == "WAITING"


@pytest.mark.parametrize("given", ["WAITING", "WITHDRAWN", "", "NOPE"])
def test_answer_is_yes_or_no(asked, staff, given):
    with pytest.raises(ValidationError) as refused:
        answer(asked, staff, state=given)

    assert refused.value.message_dict == {"state": ["请选择同意或者不同意。"]}


def test_nobody_answers_what_he_asked_himself(asked, secretary, approved):
    with pytest.raises(CannotAnswer, match="不能答复自己提出的请示"):
        answer(asked, secretary)

    assert (state()[0], approved) == ("WAITING", [])


@pytest.mark.parametrize("before", ["APPROVED", "REFUSED", "WITHDRAWN"])
def test_what_is_settled_is_not_answered_again(branch, staff, approved, before):
    day = None if before == "WITHDRAWN" else TODAY
    asked = RequestFactory(organisation=branch, state=before, answered_on=day)

    with pytest.raises(CannotAnswer, match=f"已经是“{asked.get_state_display()}”"):
        answer(asked, staff)

    assert approved == []


def test_second_of_two_who_answer_is_told(asked, staff, approved):
    late = Request.objects.get()
    answer(asked, staff)

    with pytest.raises(CannotAnswer, match="已经是“同意”"):
        answer(late, staff, state="REFUSED", comment="不同意")

    assert state()[0] == "APPROVED"


def test_answer_names_the_version_it_saw(asked, staff, approved):
    with pytest.raises(Stale):
        answer(asked, staff, version=None)

    assert (state()[0], approved) == ("WAITING", [])


def test_answer_may_be_given_on_the_day_of_the_question(asked, staff, approved):
    answer(asked, staff, on=ASKED)

    assert state()[:2] == ("APPROVED", ASKED)


def test_answer_is_not_of_a_day_to_come(asked, staff, approved):
    with pytest.raises(ValidationError) as refused:
        answer(asked, staff, on=TODAY + DAY)

    assert refused.value.message_dict == {"on": ["答复日期不能晚于今天。"]}
    assert approved == []


def test_answer_is_not_given_before_the_question(asked, staff, approved):
    with pytest.raises(ValidationError) as refused:
        answer(asked, staff, on=ASKED - DAY)

    assert refused.value.message_dict == {"on": [f"答复日期不能早于请示日期 {ASKED}。"]}
    assert (state()[0], approved) == ("WAITING", [])


def test_answer_is_taken_back_when_what_it_does_is_refused(asked, staff, monkeypatch):
    def refuse(*given):
        raise CannotAnswer("办不到。")

    monkeypatch.setitem(APPROVALS, "TRANSFER_IN", refuse)

    with recorded() as events, pytest.raises(CannotAnswer, match="办不到。"):
        answer(asked, staff)

    assert (state(), events) == (("WAITING", None, "", "", 1), [])


def test_nothing_is_answered_when_the_log_fails(asked, staff, approved, broken_log):
    with pytest.raises(broken_log):
        answer(asked, staff)

    assert state()[0] == "WAITING"


# Withdraw --------------------------------------------------------------------------------------


def test_what_waits_may_be_withdrawn(asked, secretary):
    with recorded() as events:
        requests.withdraw(request=asked, reason="已自行转来", version=1, by=secretary)

    (event,) = events
    assert state() == ("WITHDRAWN", None, "", "", 2)
    assert (event.verb, event.reason) == (Verb.REQUEST_WITHDRAWN, "已自行转来")
    assert (event.target_uid, event.organisation_id) == (asked.uid, asked.organisation_id)


def test_what_is_answered_is_not_withdrawn(branch, secretary):
    asked = RequestFactory(organisation=branch, state="REFUSED", answered_on=TODAY)

    with pytest.raises(CannotWithdraw, match="已经是“不同意”"):
        requests.withdraw(request=asked, reason="不要了", version=1, by=secretary)


def test_withdrawal_names_the_version_it_saw(asked, secretary):
    with pytest.raises(Stale):
        requests.withdraw(request=asked, reason="不要了", version=7, by=secretary)

    assert state()[0] == "WAITING"


# Which requests --------------------------------------------------------------------------------


def test_request_is_read_where_it_was_asked_and_above(asked, staff, secretary):
    elsewhere = AppointmentFactory(organisation=OrganisationFactory(superior=asked.decided_by))

    found = {
        who: Request.objects.readable_by(user, today=TODAY).count()
        for who, user in {
            "staff": staff,
            "secretary": secretary,
            "sister": elsewhere.user,
        }.items()
    }

    assert found == {"staff": 1, "secretary": 1, "sister": 0}


def test_what_waits_comes_first_then_the_newest(branch):
    old, new = (
        RequestFactory(organisation=branch, state="REFUSED", answered_on=TODAY, asked_on=day)
        for day in (ASKED - DAY, ASKED)
    )
    waiting = RequestFactory(organisation=branch, asked_on=ASKED - 9 * DAY)

    assert list(Request.objects.for_listing()) == [waiting, new, old]


def test_requests_are_narrowed_by_who_decides(asked):
    assert Request.objects.decided_within((asked.decided_by.path,)).get() == asked
    assert not Request.objects.decided_within((asked.organisation.path,)).exists()
    assert not Request.objects.decided_within(()).exists()


def test_requests_are_narrowed_by_who_asks(asked):
    assert Request.objects.within(asked.organisation).get() == asked
    assert Request.objects.within(asked.decided_by).get() == asked
    assert not Request.objects.within(OrganisationFactory()).exists()
