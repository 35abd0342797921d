"""What is entered, corrected and done about a person, on the screen."""

from datetime import date

import pytest
from django.urls import reverse

from branches.identity import check_character
from members.models import Circumstance, Member, Placement
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    CoverageFactory,
    OrganisationFactory,
)
from tests.factories.members import (
    CircumstanceFactory,
    EducationFactory,
    EmploymentFactory,
    PlacementFactory,
    StandingFactory,
)
from tests.pages import client_of, errors_at, text, typed

pytestmark = pytest.mark.django_db

NUMBER = "99999919850312002" + check_character("99999919850312002")
OTHER = "99999919850312004" + check_character("99999919850312004")
DIFFERS = "99999919850313001" + check_character("99999919850313001")
CONFLICT = "在您填写的时候，别人先保存了这条记录"


@pytest.fixture
def top():
    return CommitteeFactory(name="县教育工委")


@pytest.fixture
def general(top):
    return OrganisationFactory(superior=top, kind="GENERAL_BRANCH", name="一小党总支")


@pytest.fixture
def branch(general):
    return OrganisationFactory(superior=general, name="一小党支部")


@pytest.fixture
def sister(general):
    return OrganisationFactory(superior=general, name="一小退休党支部")


@pytest.fixture
def abroad(top):
    """A branch outside the general branch."""
    return OrganisationFactory(superior=top, name="二小党支部")


@pytest.fixture
def here(branch):
    return PlacementFactory(organisation=branch, member__name="李文静")


@pytest.fixture
def member(here):
    return here.member


@pytest.fixture
def secretary(branch):
    return client_of(AppointmentFactory(organisation=branch, role="SECRETARY").user)


@pytest.fixture
def general_secretary(general):
    return client_of(AppointmentFactory(organisation=general, role="GENERAL_SECRETARY").user)


@pytest.fixture
def staff(top):
    return client_of(AppointmentFactory(organisation=top).user)


def url(name, *args):
    return reverse(f"members:{name}", args=[getattr(one, "pk", one) for one in args])


def stored(row):
    return type(row).objects.get(pk=row.pk)


def newcomer(branch, **values):
    return {
        "name": "周雨桐",
        "sex": "FEMALE",
        "ethnicity": "11",
        "born_on": "1985.3.12",
        "identity_number": NUMBER,
        "phone": "138 0000 1234",
        "address": "青石路1号",
        "admitted_on": "20090701",
        "confirmed_on": "2010-7-1",
        "organisation": branch.pk,
        "begin": "ARRIVED",
        "starts_on": "2026-9-1",
        "document": "介绍信12号",
        "elsewhere": "邻省某中学党支部",
        "level": "UNDERGRADUATE",
        "degree": "BACHELOR",
        "job": "013",
        "workplace": "进修学校",
        "is_teacher": "on",
        **values,
    }


# Entering --------------------------------------------------------------------------------------


def test_person_is_entered_with_all_that_was_asked(secretary, branch):
    answer = secretary.post(url("member-create"), newcomer(branch))

    member = Member.objects.get(name="周雨桐")
    assert answer.headers["Location"] == url("member-detail", member)
    assert (member.ethnicity, member.identity_number, member.phone, member.address) == (
        *("11", NUMBER, "13800001234"),
        "青石路1号",
    )
    placement = member.placements.get()
    assert (placement.organisation, placement.starts_on, placement.begin_registered_on) == (
        *(branch, date(2026, 9, 1)),
        TODAY,
    )
    assert (member.employments.get().workplace, member.educations.get().degree) == (
        *("进修学校",),
        "BACHELOR",
    )


def test_likely_answers_stand_in_the_form(secretary, branch):
    coverage = CoverageFactory(organisation=branch)

    form = secretary.get(url("member-create"))

    values = typed(form)
    asked = ("ethnicity", "organisation", "school", "starts_on", "begin")
    assert {name: values[name] for name in asked} == {
        "ethnicity": "01",
        "organisation": branch.pk,
        "school": coverage.school_id,
        "starts_on": TODAY.isoformat(),
        "begin": "ARRIVED",
    }


def test_nothing_is_guessed_among_several_branches(general_secretary, branch, sister):
    values = typed(general_secretary.get(url("member-create")))

    assert (values["organisation"], values["school"]) == (None, None)


def test_branch_one_came_from_is_taken(general_secretary, branch, sister):
    form = general_secretary.get(url("member-create"), {"organisation": sister.pk})

    assert typed(form)["organisation"] == sister.pk


def test_nobody_is_entered_into_a_branch_elsewhere(secretary, branch, abroad):
    answer = secretary.post(url("member-create"), newcomer(abroad))

    assert errors_at(answer) == {"organisation": ["请从列出的选项中选择。"]}


def test_administrator_enters_nobody(top):
    admin = client_of(AppointmentFactory(organisation=top, role="ADMINISTRATOR").user)

    assert admin.get(url("member-create")).status_code == 403


def test_known_number_is_told_and_nothing_of_whose_it_is(secretary, branch, abroad):
    other = PlacementFactory(
        organisation=abroad, member__name="王秀兰", member__identity_number=NUMBER
    )

    answer = secretary.post(url("member-create"), newcomer(branch))

    assert list(errors_at(answer)) == ["identity_number"]
    body = text(answer)
    assert "申请转接组织关系" in body
    assert [
        word for word in ("王秀兰", abroad.short_name, f"/{other.member_id}/") if word in body
    ] == []
    assert typed(answer)["name"] == "周雨桐"


def test_difference_from_the_number_is_warned_of_and_kept_when_ticked(secretary, branch):
    sent = newcomer(branch, identity_number=DIFFERS)

    warned = secretary.post(url("member-create"), sent)
    answer = secretary.post(url("member-create"), {**sent, "accepted": "on"})

    assert len(errors_at(warned)["accepted"]) == 2
    assert 'name="accepted"' in text(warned)
    assert answer.status_code == 302


def test_tick_is_not_asked_where_nothing_differs(secretary, branch):
    answer = secretary.post(url("member-create"), newcomer(branch, name=""))

    assert 'name="accepted"' not in text(answer)


def test_wrong_number_is_told_at_its_field_and_all_is_kept(secretary, branch):
    sent = newcomer(branch, identity_number=NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2"))

    answer = secretary.post(url("member-create"), sent)

    assert list(errors_at(answer)) == ["identity_number"]
    values = typed(answer)
    assert {name: str(values[name]) for name in sent if name != "is_teacher"} == {
        name: str(value) for name, value in sent.items() if name != "is_teacher"
    }


# Correcting ------------------------------------------------------------------------------------


def correction(member, **values):
    return {
        "name": member.name,
        "sex": member.sex,
        "ethnicity": member.ethnicity,
        "born_on": member.born_on,
        "admitted_on": member.admitted_on,
        "confirmed_on": member.confirmed_on or "",
        "reason": "录错",
        "version": stored(member).version,
        **values,
    }


def test_person_is_corrected(secretary, member):
    secretary.post(url("member-update", member), correction(member, name="李文婧"))

    assert stored(member).name == "李文婧"


def test_correcting_shows_no_number_and_leaves_it(secretary, branch):
    member = PlacementFactory(
        organisation=branch,
        member__born_on=date(1985, 3, 12),
        member__identity_number=NUMBER,
        member__phone="13800001234",
    ).member

    form = secretary.get(url("member-update", member))
    secretary.post(url("member-update", member), correction(member, name="李文婧"))

    assert NUMBER not in text(form)
    assert "13800001234" not in text(form)
    kept = stored(member)
    assert (kept.name, kept.identity_number, kept.phone) == ("李文婧", NUMBER, "13800001234")


def test_number_is_replaced_or_erased(secretary, branch):
    member = PlacementFactory(
        organisation=branch,
        member__born_on=date(1985, 3, 12),
        member__identity_number=NUMBER,
        member__phone="13800001234",
    ).member

    secretary.post(
        url("member-update", member),
        correction(member, new_identity_number=OTHER, erased=["phone"]),
    )

    kept = stored(member)
    assert (kept.identity_number, kept.phone) == (OTHER, "")


def test_fault_of_a_number_stands_at_the_field_that_replaces_it(secretary, member):
    answer = secretary.post(
        url("member-update", member), correction(member, new_identity_number="123")
    )

    assert list(errors_at(answer)) == ["new_identity_number"]


def test_second_editor_is_shown_both_and_no_number(secretary, branch):
    member = PlacementFactory(
        organisation=branch,
        member__born_on=date(1985, 3, 12),
        member__identity_number=NUMBER,
    ).member
    first = correction(member, native_place="东河")
    second = correction(member, native_place="西山", new_identity_number=OTHER)
    secretary.post(url("member-update", member), first)

    answer = secretary.post(url("member-update", member), second)

    assert answer.status_code == 409
    assert CONFLICT in text(answer)
    assert "东河" in text(answer)
    assert NUMBER not in text(answer)


@pytest.mark.parametrize(
    "name",
    [
        *("member-update", "reveal-create", "work-create", "schooling-create"),
        *("circumstance-create", "member-leave", "suspension-create"),
    ],
)
def test_nothing_is_done_about_somebody_elsewhere(secretary, abroad, name):
    there = PlacementFactory(organisation=abroad)

    asked = secretary.get(url(name, there.member))
    sent = secretary.post(url(name, there.member), {"on": TODAY, "version": 1})

    assert (asked.status_code, sent.status_code) == (404, 404)


# Changes ---------------------------------------------------------------------------------------


def test_work_begins_from_what_it_is_now(secretary, member):
    EmploymentFactory(member=member, office="教研组长")

    assert typed(secretary.get(url("work-create", member)))["office"] == "教研组长"


def test_retiring_is_chosen_already(secretary, member):
    form = secretary.get(url("work-create", member), {"retires": "1"})

    assert typed(form)["job"] == "4"


def test_retiring_closes_what_she_worked_as(secretary, member):
    before = EmploymentFactory(member=member)

    secretary.post(url("work-create", member), {"job": "4", "on": "2026-9-1"})

    assert stored(before).ends_on == date(2026, 9, 1)
    assert member.employments.get(ends_on=None).is_retired


def test_schooling_is_changed(secretary, member):
    before = EducationFactory(member=member)

    secretary.post(
        url("schooling-create", member),
        {"level": "GRADUATE", "degree": "MASTER", "on": "2026-7-1"},
    )

    assert stored(before).ends_on == date(2026, 7, 1)
    assert member.educations.get(ends_on=None).level == "GRADUATE"


def test_circumstance_is_begun_where_she_is(secretary, member, branch):
    secretary.post(
        url("circumstance-create", member),
        {"kind": "MOBILE", "on": "2026-3-1", "whereabouts": "邻省某市"},
    )

    row = Circumstance.objects.get()
    assert (row.organisation, row.kind, row.whereabouts) == (branch, "MOBILE", "邻省某市")


def test_circumstance_is_ended(secretary, member, branch):
    row = CircumstanceFactory(member=member, organisation=branch)

    secretary.post(
        url("circumstance-end", row),
        {"on": "2026-10-1", "reason": "痊愈", "version": row.version},
    )

    assert stored(row).ends_on == date(2026, 10, 1)


def test_circumstance_of_somebody_elsewhere_is_not_found(secretary, abroad):
    row = CircumstanceFactory(member=PlacementFactory(organisation=abroad).member)

    answer = secretary.post(
        url("circumstance-end", row), {"on": "2026-10-1", "reason": "痊愈", "version": 1}
    )

    assert answer.status_code == 404
    assert stored(row).ends_on is None


# Moves -----------------------------------------------------------------------------------------


def transferred(to, **values):
    return {"to": to.pk, "on": "2026-9-1", "document": "介绍信3号", "version": 1, **values}


def test_general_secretary_transfers_between_her_branches(general_secretary, here, sister):
    answer = general_secretary.post(url("member-transfer", here.member), transferred(sister))

    assert answer.status_code == 302
    assert stored(here).end == Placement.End.TRANSFERRED
    assert here.member.placements.get(ends_on=None).organisation == sister


def test_secretary_may_not_transfer(secretary, member):
    assert secretary.get(url("member-transfer", member)).status_code == 403


def test_branch_out_of_reach_is_no_choice(general_secretary, member, abroad):
    answer = general_secretary.post(url("member-transfer", member), transferred(abroad))

    assert errors_at(answer) == {"to": ["请从列出的选项中选择。"]}


def test_transfer_waits_for_no_day_to_come(general_secretary, member, sister):
    answer = general_secretary.post(
        url("member-transfer", member), transferred(sister, on="2026-11-21")
    )

    assert errors_at(answer) == {"on": ["日期不能晚于今天。"]}


def test_second_transfer_of_the_same_person_is_a_conflict(general_secretary, here, sister):
    here.save_version(1)

    answer = general_secretary.post(url("member-transfer", here.member), transferred(sister))

    assert answer.status_code == 409


def test_departure_is_registered(secretary, here):
    secretary.post(
        url("member-leave", here.member),
        {"end": "LEFT", "on": "2026-8-1", "elsewhere": "邻省某中学", "version": 1},
    )

    left = stored(here)
    assert (left.end, left.ends_on, left.elsewhere) == ("LEFT", date(2026, 8, 1), "邻省某中学")


def test_ways_of_leaving_are_those_out_of_the_system(secretary, member):
    field = secretary.get(url("member-leave", member)).context["form"].fields["end"]

    assert {"TRANSFERRED", "REORGANISED"} & {value for value, _ in field.choices} == set()


def test_party_standing_is_suspended_and_restored(secretary, member):
    secretary.post(url("suspension-create", member), {"on": "2026-5-1", "document": "5号"})
    standing = member.standings.get()

    secretary.post(
        url("suspension-end", standing), {"on": "2026-6-1", "document": "6号", "version": 1}
    )

    assert (standing.starts_on, stored(standing).ends_on) == (date(2026, 5, 1), date(2026, 6, 1))


def test_suspension_of_somebody_elsewhere_is_not_found(secretary, abroad):
    standing = StandingFactory(member=PlacementFactory(organisation=abroad).member)

    answer = secretary.post(
        url("suspension-end", standing), {"on": "2026-6-1", "document": "6号", "version": 1}
    )

    assert answer.status_code == 404


def mended(placement, **values):
    return {
        "starts_on": placement.starts_on,
        "begin_registered_on": placement.begin_registered_on,
        "reason": "录错",
        "version": 1,
        **values,
    }


def test_stay_is_mended(secretary, here):
    secretary.post(
        url("placement-update", here),
        mended(here, starts_on="2021-9-1", begin_registered_on="2021-9-3"),
    )

    assert stored(here).starts_on == date(2021, 9, 1)


def test_end_is_asked_only_of_what_has_ended(secretary, here):
    form = secretary.get(url("placement-update", here)).context["form"]

    assert "ends_on" not in form.fields


@pytest.mark.parametrize(("role", "status"), [("GENERAL_SECRETARY", 200), ("SECRETARY", 403)])
def test_transfer_is_mended_by_whoever_may_transfer(general, branch, here, role, status):
    place = general if role == "GENERAL_SECRETARY" else branch
    client = client_of(AppointmentFactory(organisation=place, role=role).user)
    Placement.objects.filter(pk=here.pk).update(begin="TRANSFERRED")

    assert client.get(url("placement-update", here)).status_code == status


def test_stay_of_somebody_who_moved_on_is_not_found(secretary, here, abroad):
    Placement.objects.filter(pk=here.pk).update(
        ends_on=date(2026, 1, 1), end="TRANSFERRED", end_registered_on=date(2026, 1, 1)
    )
    PlacementFactory(member=here.member, organisation=abroad, starts_on=date(2026, 1, 1))

    answer = secretary.post(url("placement-update", here), mended(here))

    assert answer.status_code == 404
    assert stored(here).starts_on == FOUNDED


def test_end_of_a_stay_is_mended(secretary, here):
    left = date(2026, 8, 1)
    Placement.objects.filter(pk=here.pk).update(ends_on=left, end="LEFT", end_registered_on=left)

    secretary.post(
        url("placement-update", here),
        mended(here, ends_on="2026-8-5", end_registered_on="2026-8-6", end_document="7号"),
    )

    row = stored(here)
    assert (row.ends_on, row.end_registered_on, row.end_document) == (
        *(date(2026, 8, 5), date(2026, 8, 6)),
        "7号",
    )
