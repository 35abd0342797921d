"""Home: what is due for whoever logs in; a finding appears with its cause and goes with it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from branches import audit
from branches.audit import Verb
from branches.models import Coverage, HeadCount, Organisation
from branches.options import Option
from tests.factories.branches import (
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    CoverageFactory,
    HeadCountFactory,
    OrganisationFactory,
    RequestFactory,
    SchoolFactory,
    SettingFactory,
    UserFactory,
    branches_of,
)
from tests.pages import client_of, text
from tests.surroundings import MORNING

pytestmark = pytest.mark.django_db

HOME = reverse("reports:home")
DAY = timedelta(days=1)


@pytest.fixture
def top():
    """A committee whose register opens today: nothing of before is due."""
    top = CommitteeFactory()
    SettingFactory(organisation=top, option=Option.OPENED_ON, value=TODAY.isoformat())
    return top


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top, founding_document="批复1号")


def client_with(role, organisation):
    return client_of(AppointmentFactory(organisation=organisation, role=role).user)


@pytest.fixture
def staff(top):
    return client_with("STAFF", top)


def due(client):
    """Return the sentences of what waits."""
    return [item.text for item in client.get(HOME).context["due"]]


def opened(client, sentence):
    """Return the page behind the button of a sentence."""
    item = next(one for one in client.get(HOME).context["due"] if one.text == sentence)
    return client.get(item.url)


def count(response):
    return response.context["table"].paginator.count


# Whose home ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "kind", "page"),
    [
        ("STAFF", "COMMITTEE", "staff"),
        ("ADMINISTRATOR", "COMMITTEE", "administrator"),
        ("AUDITOR", "COMMITTEE", "auditor"),
        ("GENERAL_SECRETARY", "GENERAL_BRANCH", "branch"),
        ("SECRETARY", "BRANCH", "branch"),
        ("CLERK", "BRANCH", "branch"),
    ],
)
def test_home_is_that_of_the_role(top, role, kind, page):
    place = top if kind == "COMMITTEE" else OrganisationFactory(kind=kind, superior=top)

    response = client_with(role, place).get(HOME)

    assert response.status_code == 200
    assert f"reports/home_{page}.html" in [one.name for one in response.templates]


def test_home_of_several_roles_is_that_of_the_strongest(top, branch):
    held = AppointmentFactory(organisation=branch, role="SECRETARY")
    AppointmentFactory(user=held.user, organisation=top, role="ADMINISTRATOR")

    response = client_of(held.user).get(HOME)

    assert "reports/home_administrator.html" in [one.name for one in response.templates]


@pytest.mark.parametrize("held", [{"ends_on": TODAY}, {"starts_on": TODAY + DAY}])
def test_home_without_a_role_today_says_so(top, held):
    client = client_of(AppointmentFactory(organisation=top, **held).user)

    assert "您的账号现在没有角色" in text(client.get(HOME))


def test_home_of_a_branch_shows_its_own_and_no_sibling(top, branch):
    coverage = CoverageFactory(organisation=branch, school__name="第一中学")
    sibling = OrganisationFactory(superior=top, name="二小党支部")
    CoverageFactory(organisation=sibling, school__name="第二小学")

    response = client_with("SECRETARY", branch).get(HOME)

    assert list(response.context["organisations"]) == [branch]
    assert list(response.context["coverages"]) == [coverage]
    assert "第一中学" in text(response)
    assert "第二小学" not in text(response)
    assert "二小党支部" not in text(response)


def test_home_of_a_general_branch_shows_what_is_beneath(top):
    general = OrganisationFactory(kind="GENERAL_BRANCH", superior=top)
    beneath = OrganisationFactory(superior=general)
    OrganisationFactory(superior=top)

    response = client_with("GENERAL_SECRETARY", general).get(HOME)

    assert set(response.context["organisations"]) == {general, beneath}


def test_home_of_an_administrator_counts_accounts(top):
    client = client_with("ADMINISTRATOR", top)
    UserFactory(must_change_password=True)
    UserFactory(is_active=False)
    UserFactory(is_active=False, must_change_password=True)

    shown = client.get(HOME).context

    assert (shown["accounts"], shown["waiting"], shown["disabled"]) == (2, 1, 2)


def test_home_of_an_administrator_shows_the_last_events(top):
    client = client_with("ADMINISTRATOR", top)
    made = [audit.record(Verb.EXPORTED, by=None) for _ in range(12)]

    assert list(client.get(HOME).context["events"]) == made[:1:-1]


@pytest.mark.parametrize("role", ["ADMINISTRATOR", "AUDITOR"])
def test_home_counts_refused_log_ins_of_today_and_yesterday(top, role):
    for days_ago in (0, 1, 2):
        with time_machine.travel(MORNING - days_ago * DAY, tick=False):
            audit.record(Verb.LOGIN_REFUSED, by=None)

    assert client_with(role, top).get(HOME).context["refused"] == 2


def test_home_of_an_auditor_counts_requests_that_were_refused(top):
    for _ in range(3):
        audit.record(Verb.REFUSED, by=None)

    assert client_with("AUDITOR", top).get(HOME).context["denied"] == 3


def test_home_without_anything_to_do_says_so(staff):
    response = staff.get(HOME)

    assert response.context["due"] == []
    assert "现在没有待办。" in text(response)


@pytest.mark.parametrize("number", [1, 30])
def test_home_of_staff_asks_the_same_number_of_queries(
    staff, top, number, django_assert_num_queries
):
    for row in branches_of(top, number):
        Organisation.objects.filter(pk=row.pk).update(kind="JOINT_BRANCH")
        CoverageFactory.create_batch(6 if number == 1 else 1, organisation=row, role="JOINT")
        SchoolFactory(kept_by=top, ownership="PRIVATE")
    staff.get(HOME)  # a session's first page writes it down

    with django_assert_num_queries(21):
        staff.get(HOME)


def test_home_of_staff_tells_of_requests_that_wait(staff, branch):
    first, _, settled = (
        RequestFactory(organisation=branch, asked_on=TODAY - days * DAY) for days in (9, 3, 20)
    )
    type(settled).objects.filter(pk=settled.pk).update(state="WITHDRAWN")
    RequestFactory()  # of another county

    sentence = "2 件请示等待答复"
    item = next(one for one in staff.get(HOME).context["due"] if one.text == sentence)

    assert item.reason == f"最早的一件是 {first.asked_on} 提出的：{first.words}"
    assert len(opened(staff, sentence).context["table"].rows) == 2


def test_home_of_staff_is_silent_when_nothing_waits(staff, branch):
    RequestFactory(organisation=branch, state="WITHDRAWN")

    assert [text for text in due(staff) if "请示" in text] == []


def test_home_of_staff_is_silent_of_what_others_answer(top):
    below = OrganisationFactory(superior=top, kind="GENERAL_BRANCH")
    RequestFactory(organisation=OrganisationFactory(superior=below))

    assert [text for text in due(client_with("STAFF", below)) if "请示" in text] == []


@pytest.mark.parametrize("number", [1, 30])
def test_home_of_a_branch_asks_the_same_number_of_queries(top, number, django_assert_num_queries):
    general = OrganisationFactory(kind="GENERAL_BRANCH", superior=top)
    for row in branches_of(general, number):
        CoverageFactory(organisation=row)
    client = client_with("GENERAL_SECRETARY", general)
    client.get(HOME)

    with django_assert_num_queries(17):
        client.get(HOME)


@pytest.mark.parametrize(("role", "queries"), [("ADMINISTRATOR", 9), ("AUDITOR", 6)])
@pytest.mark.parametrize("number", [1, 30])
def test_home_of_who_reads_the_log_asks_the_same_number_of_queries(
    top, role, queries, number, django_assert_num_queries
):
    for _ in range(number):
        audit.record(Verb.EXPORTED, top, by=None, organisation=top)
    client = client_with(role, top)
    client.get(HOME)

    with django_assert_num_queries(queries):
        client.get(HOME)


# Findings --------------------------------------------------------------------------------------


def test_uncovered_private_schools_are_due_until_covered(staff, top, branch):
    AppointmentFactory(organisation=branch, role="SECRETARY")
    schools = SchoolFactory.create_batch(2, kept_by=top, ownership="PRIVATE")
    for school in schools:
        HeadCountFactory(school=school, school_year=2026)
    sentence = "2 所民办学校还没有党组织或党建指导员覆盖"

    assert due(staff) == [sentence]
    assert count(opened(staff, sentence)) == 2

    CoverageFactory(organisation=branch, school=schools[0])
    CoverageFactory(organisation=top, school=schools[1], role="INSTRUCTOR")

    assert due(staff) == []


def test_uncovered_public_school_is_not_due(staff, top):
    HeadCountFactory(school__kept_by=top, school_year=2026)

    assert due(staff) == []


def test_uncovered_school_is_due_again_when_its_coverage_ends(staff, top):
    school = SchoolFactory(kept_by=top, ownership="PRIVATE")
    HeadCountFactory(school=school, school_year=2026)
    CoverageFactory(organisation=top, school=school, role="INSTRUCTOR")
    before = due(staff)

    Coverage.objects.update(ends_on=TODAY)

    assert (before, due(staff)) == ([], ["1 所民办学校还没有党组织或党建指导员覆盖"])


def test_uncounted_schools_are_due_until_counted(staff, top):
    school = HeadCountFactory(school__kept_by=top, school_year=2025).school
    sentence = "1 所学校还没有 2026—2027 学年的人数"

    assert due(staff) == [sentence]
    assert count(opened(staff, sentence)) == 1

    HeadCountFactory(school=school, school_year=2026)

    assert due(staff) == []


def test_schools_are_uncounted_from_the_first_of_september(staff, top):
    HeadCountFactory(school__kept_by=top, school_year=2025)

    with time_machine.travel("2026-08-31 12:00+08:00", tick=False):
        before = due(client_with("STAFF", top))
    with time_machine.travel("2026-09-01 12:00+08:00", tick=False):
        after = due(client_with("STAFF", top))

    assert (len(before), len(after)) == (0, 1)


def joint_branch(top, units):
    """Found a joint branch over so many schools, all of them counted."""
    joint = OrganisationFactory(
        kind="JOINT_BRANCH", superior=top, name="联合党支部", founding_document="批复1号"
    )
    AppointmentFactory(organisation=joint, role="SECRETARY")
    CoverageFactory.create_batch(units, organisation=joint, role="JOINT")
    HeadCount.objects.bulk_create(
        HeadCount(school_id=school, school_year=2026, staff=9)
        for school in joint.coverages.values_list("school", flat=True)
    )
    return joint


@pytest.mark.parametrize(("units", "is_due"), [(5, False), (6, True)])
def test_joint_branch_over_too_many_schools_is_due(staff, top, units, is_due):
    joint = joint_branch(top, units)
    sentence = "联合党支部覆盖 6 个单位，一般不超过 5 个"

    assert due(staff) == ([sentence] if is_due else [])
    assert due(client_with("SECRETARY", joint)) == ([sentence] if is_due else [])


def test_joint_branch_over_too_many_schools_opens_to_its_page(staff, top):
    joint = joint_branch(top, 6)

    response = opened(staff, "联合党支部覆盖 6 个单位，一般不超过 5 个")

    assert response.context["organisation"] == joint


def test_joint_branch_is_due_no_more_when_a_coverage_ends(staff, top):
    joint = joint_branch(top, 6)

    joint.coverages.filter(pk=joint.coverages.first().pk).update(ends_on=TODAY)

    assert due(staff) == []


def test_joint_branch_is_due_by_the_limit_that_was_set(staff, top):
    joint_branch(top, 6)

    SettingFactory(organisation=top, value="6")

    assert due(staff) == []


def test_organisation_without_a_founding_document_is_due_until_it_has_one(staff, top):
    branch = OrganisationFactory(superior=top, name="一中党支部")
    AppointmentFactory(organisation=branch, role="SECRETARY")
    sentence = "一中党支部没有登记成立批复文号"

    assert due(staff) == [sentence]
    assert opened(staff, sentence).context["form"]["founding_document"].value() == ""

    Organisation.objects.filter(pk=branch.pk).update(founding_document="批复1号")

    assert due(staff) == []


def test_missing_documents_are_told_five_at_a_time_the_youngest_first(staff, top):
    for code, row in enumerate(branches_of(top, 7)):
        AppointmentFactory(organisation=row, role="SECRETARY")
        Organisation.objects.filter(pk=row.pk).update(
            founded_on=f"202{code % 5}-01-0{code + 1}", short_name=f"支部{code}"
        )

    assert due(staff) == [f"支部{code}没有登记成立批复文号" for code in (4, 3, 2, 6, 1)]


def test_branches_nobody_can_log_in_for_are_due_until_somebody_can(staff, top):
    first, second = branches_of(top, 2)
    Organisation.objects.filter(superior=top).update(founding_document="批复1号")
    sentence = "2 个党支部还没有书记或党务工作者的账号"

    assert due(staff) == [sentence]
    assert count(opened(staff, sentence)) == 2

    AppointmentFactory(organisation=first, role="SECRETARY")
    AppointmentFactory(organisation=second, role="CLERK")

    assert due(staff) == []


def test_what_is_dissolved_is_due_for_nothing(staff, top):
    branches_of(top, 2)

    Organisation.objects.filter(superior=top).update(dissolved_on=TODAY)

    assert due(staff) == []


def test_nothing_of_another_committee_is_due(staff):
    OrganisationFactory()
    SchoolFactory(ownership="PRIVATE")

    assert due(staff) == []


def test_every_finding_has_a_reason_and_a_button(staff, top):
    joint_branch(top, 6)
    SchoolFactory(kept_by=top, ownership="PRIVATE")
    OrganisationFactory(superior=top)

    found = staff.get(HOME).context["due"]

    assert len(found) == 5
    assert all(item.reason and item.url and item.label for item in found)
