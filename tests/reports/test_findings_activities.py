"""What was not held yet, and what waits to be confirmed."""

from datetime import date

import pytest
from django.urls import reverse

from activities.models import Sitting
from branches.models import Organisation
from branches.options import Option
from reports.findings.activities import branches_without_themed_day, unconfirmed, unheld
from tests.factories.activities import DraftFactory, SittingFactory
from tests.factories.branches import (
    TODAY,
    CommitteeFactory,
    OrganisationFactory,
    SettingFactory,
)

pytestmark = pytest.mark.django_db

NEW, MISSING = reverse("activities:sitting-create"), reverse("activities:missing-list")


@pytest.fixture
def top():
    made = CommitteeFactory()
    SettingFactory(
        organisation=made, option=Option.OPENED_ON, value="2026-09-01", since=date(2026, 9, 1)
    )
    return made


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


def told(rows, kind="THEMED_DAY"):
    found = unheld(rows, on=TODAY)
    return [(one.state, one.text, one.url) for one in found if f"kind={kind}" in one.url]


def branches(*rows):
    return Organisation.objects.filter(pk__in=[row.pk for row in rows])


def test_secretary_is_told_of_this_month_soon_and_of_past_months_overdue(branch):
    ask = f"{NEW}?kind=THEMED_DAY&organisation={branch.pk}"

    assert told(branches(branch)) == [
        ("overdue", "2026年9月、2026年10月主题党日还没有登记", f"{ask}&month=2026-09"),
        ("soon", "2026年11月主题党日还没有登记", ask),
    ]


def test_meeting_a_secondary_source_asks_for_is_told_of_and_never_overdue(branch):
    assert [
        (one.state, one.text)
        for one in unheld(branches(branch), on=date(2027, 1, 8))
        if "支部党员大会" in one.text
    ] == [
        ("info", "2026年10—12月支部党员大会还没有登记"),
        ("soon", "2027年1—3月支部党员大会还没有登记"),
    ]


def test_secretary_is_told_of_the_quarters_meeting(branch):
    assert [text for _, text, _ in told(branches(branch), "MEMBERS_MEETING")] == [
        "2026年10—12月支部党员大会还没有登记"
    ]


def test_secretary_of_several_branches_is_told_whose_it_is(top, branch):
    other = OrganisationFactory(superior=top)
    for day in (date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)):
        SittingFactory(organisation=other, held_on=day)

    texts = [text for _, text, _ in told(branches(branch, other))]

    assert texts == [
        f"{branch}：2026年9月、2026年10月主题党日还没有登记",
        f"{branch}：2026年11月主题党日还没有登记",
    ]


def test_nothing_is_told_when_all_was_held(branch):
    for month in (9, 10, 11):
        SittingFactory(organisation=branch, held_on=date(2026, month, 8))

    assert told(branches(branch)) == []


@pytest.mark.parametrize(("drafts", "texts"), [(0, []), (2, ["2 场活动等待确认"])])
def test_drafts_wait_to_be_confirmed(branch, drafts, texts):
    DraftFactory.create_batch(drafts, organisation=branch)
    SittingFactory(organisation=branch)

    assert [one.text for one in unconfirmed(Sitting.objects.all())] == texts


def test_staff_are_told_how_many_branches_held_none_last_month_and_this(top, branch):
    other = OrganisationFactory(superior=top)
    SittingFactory(organisation=other, held_on=date(2026, 10, 8))

    found = list(branches_without_themed_day(branches(branch, other), on=TODAY))

    assert [(one.state, one.text) for one in found] == [
        ("overdue", "1 个党支部10月没有开展主题党日"),
        ("soon", "2 个党支部11月还没有开展主题党日"),
    ]
    assert found[1].url == f"{MISSING}?kind=THEMED_DAY&month=2026-11"


def test_staff_are_told_nothing_before_the_first_day_of_use(branch):
    found = branches_without_themed_day(branches(branch), on=date(2026, 8, 20))

    assert list(found) == []
