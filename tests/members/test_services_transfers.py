"""Ask for a transfer without learning anything; approve it, and she is here."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from branches.models import Request
from branches.services import requests
from branches.services.requests import CannotAnswer
from members.models import Member, Placement
from members.services.transfers import ask_for_transfer, evidence_of_transfer
from tests.factories.branches import TODAY, AppointmentFactory, CommitteeFactory
from tests.factories.branches import OrganisationFactory as Branch
from tests.factories.members import BORN, MemberFactory, PlacementFactory, PostFactory
from tests.numbers import number_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NUMBER, UNKNOWN = number_of(BORN), number_of(BORN, sequence=2)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def here(top):
    return Branch(superior=top)


@pytest.fixture
def there(top):
    return Branch(superior=top)


@pytest.fixture
def member(there):
    """Somebody of another branch, whose number the asker typed."""
    member = MemberFactory(name="沈从文", identity_number=NUMBER)
    PlacementFactory(member=member, organisation=there)
    return member


@pytest.fixture
def secretary(here):
    return AppointmentFactory(organisation=here, role="SECRETARY").user


@pytest.fixture
def former(there):
    return AppointmentFactory(organisation=there, role="SECRETARY").user


@pytest.fixture
def staff(top):
    return AppointmentFactory(organisation=top).user


def ask(here, by, **values):
    given = {"identity_number": NUMBER, "name": "沈丛文", "note": "", "today": TODAY - DAY}
    return ask_for_transfer(organisation=here, **(given | values), by=by)


def approve(asked, by, **values):
    given = {
        "state": "APPROVED",
        "reply_number": "一号",
        "comment": "",
        "on": TODAY,
        "version": 1,
        "today": TODAY,
    }
    return requests.answer(request=asked, **(given | values), by=by)


def reads(user, member):
    return Member.objects.readable_by(user, today=TODAY).filter(pk=member.pk).exists()


def refusal(act, *given, **values):
    with pytest.raises(ValidationError) as refused:
        act(*given, **values)
    return refused.value.message_dict


# Ask -------------------------------------------------------------------------------------------


def test_request_names_her_as_the_asker_wrote_it(here, member, secretary, top):
    asked = ask(here, secretary)

    assert asked.words == "申请将沈丛文的组织关系转入本支部"
    assert (asked.kind, asked.decided_by, asked.due_on) == ("TRANSFER_IN", top, None)
    assert (asked.subject_type, asked.subject_uid) == ("members.Member", member.uid)


def test_request_adds_what_the_asker_says(here, member, secretary):
    asked = ask(here, secretary, note="9月调入本校")

    assert asked.words == "申请将沈丛文的组织关系转入本支部（9月调入本校）"


@pytest.mark.parametrize("typed", [NUMBER.lower(), f"{NUMBER[:6]} {NUMBER[6:]}"])
def test_number_is_understood_however_it_is_typed(here, member, secretary, typed):
    assert ask(here, secretary, identity_number=typed).subject_uid == member.uid


def test_asking_reads_the_same_whether_she_is_there_or_not(here, member, secretary):
    known, unknown = ask(here, secretary), ask(here, secretary, identity_number=UNKNOWN)

    shown = ("words", "state", "asked_on", "decided_by", "organisation", "recorded_by")
    assert [getattr(known, name) for name in shown] == [getattr(unknown, name) for name in shown]


def test_asking_again_is_refused_alike_whether_she_is_there_or_not(here, member, secretary):
    for number in (NUMBER, UNKNOWN):
        ask(here, secretary, identity_number=number)

    told = [refusal(ask, here, secretary, identity_number=number) for number in (NUMBER, UNKNOWN)]

    assert told == 2 * [{"words": ["这件事已经请示过，正在等待答复。"]}]


def test_two_unknown_numbers_are_two_requests(here, secretary):
    ask(here, secretary, identity_number=UNKNOWN)
    ask(here, secretary, identity_number=number_of(BORN, sequence=3))

    assert Request.objects.count() == 2


def test_number_is_stored_nowhere_in_the_request(here, member, secretary):
    asked = ask(here, secretary)

    assert NUMBER not in str(vars(asked))


@pytest.mark.parametrize(
    "number", ["", NUMBER[:17], NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1")]
)
def test_number_that_cannot_be_is_told(here, secretary, number):
    assert list(refusal(ask, here, secretary, identity_number=number)) == ["identity_number"]


def test_nobody_is_asked_for_who_is_here_already(here, secretary):
    PlacementFactory(member=MemberFactory(identity_number=NUMBER), organisation=here)

    told = refusal(ask, here, secretary)

    assert told == {"identity_number": ["这名党员已经在本支部，不用申请转入。"]}


def test_nearest_committee_above_decides(top, member):
    party = Branch(superior=top, kind="PARTY_COMMITTEE")
    general = Branch(superior=party, kind="GENERAL_BRANCH")
    here = Branch(superior=general)
    by = AppointmentFactory(organisation=here, role="SECRETARY").user

    assert ask(here, by).decided_by == top


# What is read before and after -----------------------------------------------------------------


def test_before_the_answer_the_asker_reads_nothing_of_her(here, member, secretary, former):
    ask(here, secretary)

    assert (reads(secretary, member), reads(former, member)) == (False, True)


def test_approval_brings_her_here_and_takes_her_from_there(
    here, there, member, secretary, former, staff
):
    approve(ask(here, secretary), staff)

    stays = member.placements.order_by("starts_on")
    assert [(row.organisation, row.ends_on) for row in stays] == [(there, TODAY), (here, None)]
    assert stays.last().begin_document == "一号"
    assert (reads(secretary, member), reads(former, member)) == (True, False)


def test_approval_ends_her_posts_there(here, there, member, secretary, staff):
    post = PostFactory(member=member, organisation=there)

    approve(ask(here, secretary), staff)

    post.refresh_from_db()
    assert post.ends_on == TODAY


def test_refusal_leaves_her_where_she_is(here, there, member, secretary, staff):
    approve(ask(here, secretary), staff, state="REFUSED", comment="没有调动")

    assert Placement.objects.on(TODAY).get(member=member).organisation == there
    assert not reads(secretary, member)


@pytest.mark.parametrize(
    ("on", "is_done"),
    [(TODAY - 2 * DAY, False), (TODAY - DAY, True), (TODAY, True)],
)
def test_transfer_holds_from_the_day_of_the_answer(here, member, secretary, staff, on, is_done):
    asked = ask(here, secretary)

    if is_done:
        approve(asked, staff, on=on)
        assert Placement.objects.on(on).get(member=member).organisation == here
    else:
        assert list(refusal(approve, asked, staff, on=on)) == ["on"]


def test_unknown_number_cannot_be_approved(here, secretary, staff):
    asked = ask(here, secretary, identity_number=UNKNOWN)

    with pytest.raises(CannotAnswer, match="不在系统内的任何党支部"):
        approve(asked, staff)

    assert Request.objects.get().state == "WAITING"


def test_who_left_the_system_meanwhile_cannot_be_transferred(here, there, secretary, staff):
    member = MemberFactory(identity_number=NUMBER)
    PlacementFactory(member=member, organisation=there, ends_on=date(2026, 9, 1), end="LEFT")
    asked = ask(here, secretary)

    with pytest.raises(CannotAnswer, match="不在系统内的任何党支部"):
        approve(asked, staff)


def test_nobody_transfers_whom_he_may_not_read(here, secretary, staff):
    elsewhere = PlacementFactory(member=MemberFactory(identity_number=NUMBER))
    asked = ask(here, secretary)

    with pytest.raises(CannotAnswer, match="不归您管理"):
        approve(asked, staff)

    assert Placement.objects.get().organisation == elsewhere.organisation


def test_transfer_that_cannot_be_takes_the_answer_back(here, there, secretary, staff):
    member = MemberFactory(identity_number=NUMBER)
    PlacementFactory(member=member, organisation=there, starts_on=TODAY)

    told = refusal(approve, ask(here, secretary), staff)

    assert told == {"on": [f"日期必须晚于进入现在的党支部的 {TODAY}。"]}
    assert Request.objects.get().state == "WAITING"


# What whoever decides is shown -----------------------------------------------------------------


def evidence(asked, user):
    return {one.label: one.value for one in evidence_of_transfer(asked, user, TODAY)}


def test_whoever_decides_sees_who_and_where_she_is(here, there, member, secretary, staff):
    asked = ask(here, secretary)

    assert evidence(asked, staff) == {
        "党员": "沈从文",
        "公民身份号码": member.masked_identity_number,
        "现在的党支部": str(there),
    }


def test_whoever_decides_is_told_of_an_unknown_number(here, secretary, staff):
    asked = ask(here, secretary, identity_number=UNKNOWN)

    assert evidence(asked, staff) == {"党员": "系统里没有登记过这个身份号码"}


def test_who_may_not_read_her_is_shown_nothing(here, member, secretary):
    asked = ask(here, secretary)

    assert evidence(asked, secretary) == {"党员": "不在您能查看的党组织里"}


def test_somebody_placed_nowhere_is_shown_as_such(here, there, secretary, staff):
    member = MemberFactory(identity_number=NUMBER)
    PlacementFactory(member=member, organisation=there, ends_on=date(2026, 9, 1), end="LEFT")

    assert evidence(ask(here, secretary), staff)["现在的党支部"] == "现在没有组织关系"
