"""The tree on the screen: lists, pages and the acts of organisations."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from branches.audit import Verb
from branches.models import ApprovalPower, Coverage, Organisation, User
from branches.services import organisations
from tests.events import recorded
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    ApprovalPowerFactory,
    CommitteeFactory,
    CoverageFactory,
    OrganisationFactory,
    SchoolFactory,
    SettingFactory,
)
from tests.pages import client_of, errors_at, listed, text, typed

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CHANGED = date(2025, 7, 1)


@pytest.fixture
def top():
    return CommitteeFactory(name="县教育工委")


@pytest.fixture
def general(top):
    return OrganisationFactory(kind="GENERAL_BRANCH", superior=top, name="一中党总支")


@pytest.fixture
def branch(general):
    return OrganisationFactory(superior=general, name="高一党支部")


@pytest.fixture
def sibling(top):
    """A branch beside the general branch: it exists, so it could leak."""
    return OrganisationFactory(superior=top, name="二小党支部")


@pytest.fixture
def staff(top):
    return client_of(AppointmentFactory(organisation=top).user)


def secretary_of(organisation, role="SECRETARY"):
    return client_of(AppointmentFactory(organisation=organisation, role=role).user)


def url(name, *args):
    return reverse(f"branches:{name}", args=[getattr(one, "pk", one) for one in args])


def organisation_list(client, **asked):
    return client.get(url("organisation-list"), asked)


def page_of(client, organisation, **asked):
    return client.get(url("organisation-detail", organisation), asked)


def stored(row):
    return type(row).objects.get(pk=row.pk)


def dissolve(organisation, *, on=CHANGED):
    user = AppointmentFactory(organisation=organisation, role="STAFF").user
    row = stored(organisation)
    organisations.dissolve(
        today=TODAY, organisation=row, on=on, document="批复", version=row.version, by=user
    )


# The list --------------------------------------------------------------------------------------


def test_list_shows_staff_the_whole_tree(staff, top, general, branch, sibling):
    assert set(listed(organisation_list(staff))) == {top, general, branch, sibling}


def test_list_shows_a_secretary_her_branch_alone(branch, sibling):
    client = secretary_of(branch)

    response = organisation_list(client)

    assert listed(response) == [branch]
    assert sibling.name not in text(response)


def test_list_shows_a_general_branch_and_what_is_beneath(general, branch, sibling):
    client = secretary_of(general, "GENERAL_SECRETARY")

    assert set(listed(organisation_list(client))) == {general, branch}


def test_list_is_closed_to_who_has_no_role(branch):
    client = client_of(AppointmentFactory(organisation=branch, ends_on=TODAY).user)

    assert organisation_list(client).status_code == 403


def test_list_is_closed_to_auditors(top):
    assert organisation_list(secretary_of(top, "AUDITOR")).status_code == 403


def test_right_ends_with_the_appointment_at_the_next_click(branch):
    held = AppointmentFactory(organisation=branch, role="SECRETARY")
    client = client_of(held.user)
    before = organisation_list(client).status_code

    type(held).objects.filter(pk=held.pk).update(ends_on=TODAY)

    assert (before, organisation_list(client).status_code) == (200, 403)


@pytest.mark.parametrize("q", ["高一", "gaoyi", "gydzb", "K7", "k7"])
def test_list_is_searched_by_name_pinyin_initials_or_code(staff, branch, sibling, q):
    Organisation.objects.filter(pk=branch.pk).update(code="K777")

    assert listed(organisation_list(staff, q=q)) == [branch]


def test_list_is_filtered_by_kind(staff, top, general, branch, sibling):
    joint = OrganisationFactory(kind="JOINT_BRANCH", superior=top)
    outside = OrganisationFactory(superior=top, outside_superior="县直机关工委")

    found = {
        kind: set(listed(organisation_list(staff, kind=kind)))
        for kind in ("GENERAL_BRANCH", "JOINT_BRANCH", "BRANCH", "BASIC", "NOPE")
    }

    assert found["GENERAL_BRANCH"] == {general}
    assert found["JOINT_BRANCH"] == {joint}
    assert found["BRANCH"] == {branch, sibling, outside}
    assert found["BASIC"] == {branch, sibling, joint}
    assert found["NOPE"] == {top, general, branch, sibling, joint, outside}


def test_list_is_filtered_by_kind_of_members(staff, top, branch):
    retired = OrganisationFactory(superior=top, member_kind="RETIRED")

    assert listed(organisation_list(staff, member_kind="RETIRED")) == [retired]


@pytest.mark.parametrize(
    ("level", "school"),
    [
        ("COUNTY", {"level": "COUNTY", "ownership": "PUBLIC"}),
        ("TOWNSHIP", {"level": "TOWNSHIP", "township": "东河镇", "ownership": "PUBLIC"}),
        ("PRIVATE", {"level": "COUNTY", "ownership": "PRIVATE"}),
    ],
)
def test_list_is_filtered_by_the_schools_covered(staff, branch, sibling, level, school):
    CoverageFactory(
        organisation=branch, school=SchoolFactory(kept_by=branch.superior.superior, **school)
    )
    other = {"ownership": "PUBLIC" if level == "PRIVATE" else "PRIVATE"}
    CoverageFactory(organisation=sibling, school=SchoolFactory(kept_by=sibling.superior, **other))

    assert listed(organisation_list(staff, level=level)) == [branch]


@pytest.mark.parametrize(("counted", "is_outside"), [("1", False), ("0", True)])
def test_list_is_filtered_by_what_counts(staff, top, counted, is_outside):
    outside = OrganisationFactory(superior=top, outside_superior="县直机关工委")

    found = listed(organisation_list(staff, counted=counted))

    assert found == ([outside] if is_outside else [top])


def test_list_is_filtered_by_who_has_no_account(staff, branch, sibling):
    secretary_of(branch)

    found = listed(organisation_list(staff, accounts="NONE", kind="BRANCH"))

    assert found == [sibling]


def test_filters_are_crossed(staff, top, branch):
    retired = OrganisationFactory(superior=top, member_kind="RETIRED", name="离退休党支部")
    OrganisationFactory(superior=top, member_kind="RETIRED", name="教工党支部")

    found = listed(organisation_list(staff, member_kind="RETIRED", q="离退休"))

    assert found == [retired]


@pytest.mark.parametrize(
    ("on", "exists"),
    [
        ("2019-12-31", False),
        ("2020-1-1", True),
        ("2025-6-30", True),
        ("2025.7.1", False),
        ("", False),
    ],
)
def test_list_shows_what_existed_on_the_day(staff, top, branch, on, exists):
    dissolve(branch)

    found = listed(organisation_list(staff, on=on, kind="BRANCH"))

    assert found == ([branch] if exists else [])


@pytest.mark.parametrize(("on", "number"), [("2025-6-30", 1), ("2025-7-1", 0), ("", 0)])
def test_list_counts_the_schools_covered_on_the_day(staff, branch, on, number):
    CoverageFactory(organisation=branch, ends_on=CHANGED)

    (row,) = listed(organisation_list(staff, on=on, kind="BRANCH"))

    assert row.schools_covered == number


def test_filter_by_schools_looks_at_the_day_too(staff, branch):
    CoverageFactory(organisation=branch, ends_on=CHANGED)

    before, after = (
        listed(organisation_list(staff, level="COUNTY", on=on)) for on in ("2025-6-30", "2025-7-1")
    )

    assert (before, after) == ([branch], [])


# The switcher ----------------------------------------------------------------------------------


def act_for(client, organisation, back="/branches/"):
    return client.post(url("switch"), {"organisation": organisation.pk, "next": back})


def test_list_narrows_to_whom_one_acts_for(staff, top, general, branch, sibling):
    response = act_for(staff, general)

    assert response.url == "/branches/"
    assert set(listed(organisation_list(staff))) == {general, branch}


def test_switching_back_to_the_top_shows_everything_again(staff, top, general, sibling):
    act_for(staff, general)
    act_for(staff, top)

    assert set(listed(organisation_list(staff))) == {top, general, sibling}


def test_nobody_acts_for_what_she_may_not_read(branch, sibling):
    client = secretary_of(branch)

    act_for(client, sibling)

    assert listed(organisation_list(client)) == [branch]


def test_acting_for_what_may_be_read_no_longer_ends(top, general, branch, sibling):
    held = AppointmentFactory(organisation=sibling, role="SECRETARY")
    AppointmentFactory(user=held.user, organisation=general, role="GENERAL_SECRETARY")
    client = client_of(held.user)
    act_for(client, sibling)
    type(held).objects.filter(pk=held.pk).update(ends_on=TODAY)

    assert set(listed(organisation_list(client))) == {general, branch}


# The page --------------------------------------------------------------------------------------


def test_page_shows_facts_schools_subordinates_powers_and_who_acts(staff, top, general):
    coverage = CoverageFactory(organisation=top, role="INSTRUCTOR")
    power = ApprovalPowerFactory(organisation=top)

    response = page_of(staff, top)

    assert [row.pk for row in response.context["coverages"]] == [coverage.pk]
    assert list(response.context["subordinates"]) == [general]
    assert list(response.context["powers"]) == [power]
    assert [row.role for row in response.context["appointments"]] == ["STAFF"]
    for words in (top.name, coverage.school.short_name, general.short_name, power.document):
        assert words in text(response)


def test_page_of_a_sibling_is_not_there(branch, sibling):
    response = page_of(secretary_of(branch), sibling)

    assert response.status_code == 404
    assert sibling.name not in text(response)


def test_page_of_a_superior_is_not_there(general, branch):
    assert page_of(secretary_of(branch), general).status_code == 404


def test_page_of_nothing_is_not_there(staff):
    assert staff.get(url("organisation-detail", 999_999_999)).status_code == 404


@pytest.mark.parametrize(("on", "covered"), [("2025-6-30", True), ("2025-7-1", False)])
def test_page_shows_the_schools_of_the_day(staff, branch, on, covered):
    coverage = CoverageFactory(organisation=branch, ends_on=CHANGED)

    response = page_of(staff, branch, on=on)

    now, former = response.context["coverages"], response.context["former_coverages"]
    assert (now, former) == (([coverage], []) if covered else ([], [coverage]))


@pytest.mark.parametrize(("on", "exists"), [("2025-6-30", True), ("2025-7-1", False)])
def test_page_shows_the_subordinates_of_the_day(staff, general, branch, on, exists):
    dissolve(branch)

    response = page_of(staff, general, on=on)

    assert list(response.context["subordinates"]) == ([branch] if exists else [])


@pytest.mark.parametrize(("number", "too_many"), [(5, False), (6, True)])
def test_page_warns_of_a_joint_branch_over_too_many_schools(staff, top, number, too_many):
    joint = OrganisationFactory(kind="JOINT_BRANCH", superior=top)
    CoverageFactory.create_batch(number, organisation=joint, role="JOINT")

    assert page_of(staff, joint).context["too_many"] is too_many


def test_page_warns_by_the_limit_that_was_set(staff, top):
    joint = OrganisationFactory(kind="JOINT_BRANCH", superior=top)
    CoverageFactory.create_batch(6, organisation=joint, role="JOINT")
    SettingFactory(organisation=top, value="6")

    assert not page_of(staff, joint).context["too_many"]


def test_page_offers_staff_what_can_be_done(staff, branch):
    shown = text(page_of(staff, branch))

    for name in ("organisation-update", "organisation-rename", "organisation-move"):
        assert url(name, branch) in shown


def test_page_offers_a_secretary_nothing_of_it(branch):
    shown = text(page_of(secretary_of(branch), branch))

    for name in ("organisation-update", "organisation-rename", "organisation-move"):
        assert url(name, branch) not in shown


def test_page_of_what_is_dissolved_offers_to_restore_it(staff, branch):
    dissolve(branch)

    shown = text(page_of(staff, branch))

    assert url("organisation-restore", branch) in shown
    assert url("organisation-update", branch) not in shown


def test_history_shows_names_superiors_and_events(staff, top, branch):
    user = User.objects.get(appointments__organisation=top)
    organisations.rename(
        today=TODAY,
        organisation=branch,
        kind="BRANCH",
        name="高二党支部",
        short_name="高二",
        on=CHANGED,
        document="批复8号",
        version=1,
        by=user,
    )

    response = staff.get(url("organisation-history", branch))

    assert [row.name for row in response.context["names"]] == ["高二党支部", "高一党支部"]
    assert [row.superior for row in response.context["superiors"]] == [branch.superior]
    assert [event.verb for event in response.context["events"]] == [
        Verb.ORGANISATION_RENAMED,
        Verb.ORGANISATION_FOUNDED,
    ]


def test_history_of_a_sibling_is_not_there(branch, sibling):
    client = secretary_of(branch)

    assert client.get(url("organisation-history", sibling)).status_code == 404


# Acts ------------------------------------------------------------------------------------------


def founding(superior, **values):
    valid = {
        "superior": superior.pk,
        "kind": "BRANCH",
        "name": "中共新支部委员会",
        "short_name": "新支部",
        "code": "NEW",
        "member_kind": "MIXED",
        "founded_on": "2025.7.1",
    }
    return valid | values


def test_organisation_is_founded_through_its_form(staff, general):
    response = staff.post(url("organisation-create"), founding(general))

    made = Organisation.objects.get(code="NEW")
    assert (made.superior, made.founded_on) == (general, CHANGED)
    assert response.url == url("organisation-detail", made)


def test_form_keeps_what_was_typed_and_says_what_is_wrong_where(staff, branch):
    values = founding(branch, name="一\n二", founded_on="2025-2-31", code="")

    response = staff.post(url("organisation-create"), values)

    assert errors_at(response) == {
        "name": ["这里只能写一行，请去掉换行和制表符。"],
        "founded_on": ["这不是一个日期，请写成 2026-7-1 这样。"],
        "code": ["请填写这一项。"],
    }
    kept = typed(response)
    assert (kept["short_name"], kept["founded_on"]) == ("新支部", "2025-2-31")


def test_refusal_of_a_service_stands_at_its_field(staff, general, branch):
    response = staff.post(url("organisation-create"), founding(branch, code=general.code))

    assert errors_at(response) == {
        "superior": ["党支部不能设在党支部之下，请选择别的上级党组织。"]
    }
    assert typed(response)["name"] == "中共新支部委员会"


def test_broken_constraint_stands_at_its_field(staff, general):
    response = staff.post(url("organisation-create"), founding(general, code=general.code))

    assert errors_at(response) == {"code": ["这个编码已被使用，请换一个。"]}


def test_nothing_is_founded_under_what_may_not_be_read(staff):
    response = staff.post(url("organisation-create"), founding(CommitteeFactory()))

    assert errors_at(response) == {"superior": ["请从列出的选项中选择。"]}


def test_dissolved_organisation_is_not_offered_as_a_superior(staff, general):
    dissolve(general)

    response = staff.post(url("organisation-create"), founding(general))

    assert list(errors_at(response)) == ["superior"]


def test_facts_are_corrected_through_their_form(staff, branch):
    form = staff.get(url("organisation-update", branch)).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}

    response = staff.post(
        url("organisation-update", branch), values | {"code": "NEW", "reason": "录入有误"}
    )

    assert response.url == url("organisation-detail", branch)
    assert (stored(branch).code, stored(branch).founded_on) == ("NEW", FOUNDED)


def test_change_made_meanwhile_is_shown_and_saving_again_is_deliberate(staff, branch):
    address = url("organisation-update", branch)
    form = staff.get(address).context["form"]
    values = {name: form[name].value() or "" for name in form.fields} | {"reason": "录入有误"}
    staff.post(address, values | {"code": "THEIRS"})

    conflict = staff.post(address, values | {"code": "MINE"})

    assert conflict.status_code == 409
    assert conflict.context["conflict"] == [("编码", "THEIRS", "MINE")]
    assert stored(branch).code == "THEIRS"
    kept = typed(conflict)
    assert (kept["code"], kept["version"]) == ("MINE", "2")

    again = staff.post(address, {name: value or "" for name, value in kept.items()})

    assert (again.status_code, stored(branch).code) == (302, "MINE")


def test_organisation_is_renamed_through_its_form(staff, branch):
    response = staff.post(
        url("organisation-rename", branch),
        {
            "kind": "BRANCH",
            "name": "高二党支部",
            "short_name": "高二",
            "on": "2025-7-1",
            "version": 1,
        },
    )

    assert response.url == url("organisation-detail", branch)
    assert stored(branch).name == "高二党支部"


def test_renaming_too_early_is_refused_at_the_day(staff, branch):
    response = staff.post(
        url("organisation-rename", branch),
        {"kind": "BRANCH", "name": "x", "short_name": "x", "on": "2020-1-1", "version": 1},
    )

    assert errors_at(response) == {"on": ["日期必须晚于上一次变动的 2020-01-01。"]}


def test_organisation_is_moved_through_its_form(staff, top, branch):
    response = staff.post(
        url("organisation-move", branch), {"to": top.pk, "on": "2025-7-1", "version": 1}
    )

    assert response.url == url("organisation-detail", branch)
    assert stored(branch).superior == top


def test_refused_move_says_why_at_the_top_of_the_form(staff, general, branch):
    response = staff.post(
        url("organisation-move", branch), {"to": general.pk, "on": "2025-7-1", "version": 1}
    )

    assert errors_at(response) == {"__all__": [f"它现在就在{general}之下，请选择别的党组织。"]}


def test_move_of_what_was_changed_meanwhile_asks_again(staff, top, branch):
    response = staff.post(
        url("organisation-move", branch), {"to": top.pk, "on": "2025-7-1", "version": 7}
    )

    assert response.status_code == 409
    assert "在您填写的时候，别人先保存了这条记录" in text(response)
    assert typed(response)["version"] == "1"


def test_organisation_is_dissolved_and_restored_through_the_forms(staff, branch):
    dissolved = staff.post(
        url("organisation-dissolve", branch),
        {"on": "2025-7-1", "document": "批复", "version": 1},
    )
    then = stored(branch).dissolved_on

    restored = staff.post(url("organisation-restore", branch), {"reason": "误操作", "version": 2})

    assert (dissolved.status_code, then) == (302, CHANGED)
    assert (restored.status_code, stored(branch).dissolved_on) == (302, None)


def test_refused_dissolution_says_why(staff, general, branch):
    response = staff.post(
        url("organisation-dissolve", general),
        {"on": "2025-7-1", "document": "批复", "version": 1},
    )

    assert errors_at(response) == {"__all__": ["它还有下级党组织，请先把下级移走或撤销。"]}


def test_refused_restoring_says_why(staff, general, branch):
    dissolve(branch)
    dissolve(general)

    response = staff.post(url("organisation-restore", branch), {"reason": "误操作", "version": 2})

    assert errors_at(response) == {"__all__": [f"它的上级{general}已经撤销，请先恢复上级。"]}


def test_power_is_granted_and_ended_through_the_forms(staff, top):
    staff.post(url("power-create", top), {"starts_on": "2025-7-1", "document": "组发1号"})
    power = ApprovalPower.objects.get(organisation=top)

    response = staff.post(
        url("power-end", power), {"on": "2026-1-1", "reason": "收回", "version": 1}
    )

    assert response.url == url("organisation-detail", top)
    assert stored(power).ends_on == date(2026, 1, 1)


def test_power_is_refused_to_who_never_approves(staff, general):
    response = staff.post(
        url("power-create", general), {"starts_on": "2025-7-1", "document": "组发1号"}
    )

    assert errors_at(response) == {"starts_on": ["党总支不能审批发展党员，只有党委、工委可以。"]}


def test_school_is_covered_and_left_through_the_forms(staff, top, branch):
    school = SchoolFactory(kept_by=top)
    staff.post(
        url("coverage-create", branch),
        {"school": school.pk, "role": "OWN", "starts_on": "2025-7-1"},
    )
    coverage = Coverage.objects.get(organisation=branch)

    response = staff.post(
        url("coverage-end", coverage), {"on": "2026-1-1", "reason": "撤并", "version": 1}
    )

    assert response.url == url("organisation-detail", branch)
    assert (coverage.school, stored(coverage).ends_on) == (school, date(2026, 1, 1))


def test_coverage_that_cannot_be_is_refused_at_its_field(staff, top, branch):
    school = SchoolFactory(kept_by=top)

    response = staff.post(
        url("coverage-create", branch),
        {"school": school.pk, "role": "JOINT", "starts_on": "2025-7-1"},
    )

    assert errors_at(response) == {"role": ["党支部不能以“联合组建”的方式覆盖学校，请另选。"]}


def test_coverage_ended_too_early_is_refused_at_the_day(staff, branch):
    coverage = CoverageFactory(organisation=branch)

    response = staff.post(
        url("coverage-end", coverage), {"on": "2020-1-1", "reason": "撤并", "version": 1}
    )

    assert errors_at(response) == {"on": ["日期必须晚于覆盖开始的 2020-01-01。"]}


ACTS = [
    "organisation-update",
    "organisation-rename",
    "organisation-move",
    "organisation-dissolve",
    "organisation-restore",
    "power-create",
    "coverage-create",
]


@pytest.mark.parametrize("name", ACTS)
def test_form_of_an_act_opens_for_staff_and_for_nobody_else(staff, branch, name):
    address = url(name, branch)
    secretary = secretary_of(branch)

    assert staff.get(address).status_code == 200
    assert secretary.get(address).status_code == 403
    assert secretary.post(address, {}).status_code == 403


@pytest.mark.parametrize("name", ACTS)
def test_act_on_what_may_not_be_read_is_not_there(staff, name):
    assert staff.get(url(name, CommitteeFactory())).status_code == 404


def test_refused_request_is_logged_with_its_path_only(branch):
    client = secretary_of(branch)

    with recorded() as events:
        client.get(url("organisation-create"), {"superior": "secret"})

    (event,) = events
    assert event.verb == Verb.REFUSED
    assert "secret" not in event.detail.text
