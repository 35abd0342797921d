"""The lists and forms of elections, terms and the way into the Party."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from branches.models import Organisation
from branches.verbs import Verb
from members.models import DevelopmentCase, Election, Term
from tests.events import recorded
from tests.factories.branches import (
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
)
from tests.factories.members import MemberFactory, PlacementFactory
from tests.factories.registers import DUE, CaseFactory, ElectionFactory, TermFactory
from tests.pages import client_of, errors_at, listed, sheet, text, typed

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LISTS = {
    "election": ElectionFactory,
    "term": TermFactory,
    "case": CaseFactory,
}
by_stem = pytest.mark.parametrize("stem", LISTS)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top, short_name="一中支部")


@pytest.fixture
def sibling(top):
    return OrganisationFactory(superior=top, short_name="二中支部")


def client_with(role, organisation):
    return client_of(AppointmentFactory(organisation=organisation, role=role).user)


@pytest.fixture
def staff(top):
    return client_with("STAFF", top)


@pytest.fixture
def clerk(branch):
    return client_with("CLERK", branch)


def url(name, *args):
    return reverse(f"members:{name}", args=[getattr(one, "pk", one) for one in args])


# Lists -----------------------------------------------------------------------------------------


@by_stem
def test_list_shows_what_is_beneath_and_no_sibling(stem, staff, clerk, branch, sibling):
    mine, theirs = (LISTS[stem](organisation=place) for place in (branch, sibling))

    assert listed(clerk.get(url(f"{stem}-list"))) == [mine]
    assert set(listed(staff.get(url(f"{stem}-list")))) == {mine, theirs}


@by_stem
def test_row_leads_to_its_form_for_whoever_keeps_it(stem, clerk, top, branch):
    made = LISTS[stem](organisation=branch)
    form = url(f"{stem}-update", made)

    assert f'href="{form}"' in text(clerk.get(url(f"{stem}-list")))
    administrator = client_with("ADMINISTRATOR", top).get(url(f"{stem}-list"))
    assert listed(administrator) == [made]
    assert f'href="{form}"' not in text(administrator)
    assert url(f"{stem}-create") not in text(administrator)


@by_stem
def test_list_is_closed_to_the_auditor(stem, top):
    assert client_with("AUDITOR", top).get(url(f"{stem}-list")).status_code == 403


@by_stem
@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_queries_however_many_rows(
    stem, staff, top, rows, django_assert_num_queries
):
    for _ in range(rows):
        LISTS[stem](organisation=OrganisationFactory(superior=top))
    staff.get(url(f"{stem}-list"))  # a session's first page writes it down

    # session, user, appointments, organisations of the switcher and of the filter, count, rows
    with django_assert_num_queries(7):
        staff.get(url(f"{stem}-list"))


@by_stem
def test_list_is_narrowed_to_an_organisation(stem, staff, branch, sibling):
    made = LISTS[stem](organisation=branch)
    LISTS[stem](organisation=sibling)

    assert listed(staff.get(url(f"{stem}-list"), {"organisation": branch.pk})) == [made]
    assert listed(staff.get(url(f"{stem}-list"), {"q": "一中"})) == [made]


@by_stem
def test_filter_offers_no_organisation_of_others(stem, clerk, branch, sibling):
    LISTS[stem](organisation=branch)

    assert "二中支部" not in text(clerk.get(url(f"{stem}-list")))


@by_stem
def test_list_is_exported_as_shown_and_logged(stem, clerk, branch):
    LISTS[stem](organisation=branch)

    with recorded() as events:
        header, row = sheet(clerk.get(url(f"{stem}-list"), {"export": "xlsx"}))

    assert len(header) == len(row)
    assert "一中支部" in row
    assert [event.verb for event in events] == [Verb.EXPORTED]


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ({"year": "2025"}, [0]),
        ({"since": "2025-06-01"}, [0, 1]),
        ({"since": "2025.6.2"}, [1]),
        ({"until": "2025-06-01"}, [0]),
        ({"kind": "BY_ELECTION"}, [1]),
        ({"irregular": "1"}, [0]),
        ({"year": "25"}, [0, 1]),
    ],
)
def test_elections_are_filtered(staff, branch, asked, places):
    made = [
        ElectionFactory(organisation=branch, held_on=date(2025, 6, 1), seats=5, candidates=5),
        ElectionFactory(organisation=branch, held_on=date(2026, 6, 1), kind="BY_ELECTION"),
    ]

    found = set(listed(staff.get(url("election-list"), asked)))

    assert found == {made[place] for place in places}


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ({"state": "OVERDUE"}, [0]),
        ({"state": "RUNNING"}, [1, 2]),
        ({"state": "SOON"}, [1]),
        ({"state": "EXTENDED"}, [3]),
        ({"state": "OVERDUE", "on": "2030-01-01"}, [0, 1, 2, 3]),
    ],
)
def test_terms_are_filtered_by_their_state_on_the_day_looked_at(staff, top, asked, places):
    ends = [TODAY, TODAY + DAY, DUE, TODAY - DAY]
    made = [
        TermFactory(organisation=OrganisationFactory(superior=top), due_on=due_on)
        for due_on in ends[:3]
    ]
    made.append(
        TermFactory(
            organisation=OrganisationFactory(superior=top),
            due_on=ends[3],
            extended_until=TODAY + 300 * DAY,
            extension_document="批复",
        )
    )

    found = set(listed(staff.get(url("term-list"), asked)))

    assert found == {made[place] for place in places}


def test_term_is_shown_with_its_state(staff, branch):
    TermFactory(organisation=branch, due_on=TODAY)

    assert "届满未换届" in text(staff.get(url("term-list")))
    assert "任期内" in text(staff.get(url("term-list"), {"on": TODAY - DAY}))


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ({"stage": "APPLICANT"}, [0]),
        ({"stage": "ACTIVIST"}, [1]),
        ({"stage": "ACTIVIST", "on": "2025-06-30"}, []),
        ({"work": "STUDENT"}, [1]),
        ({"sex": "MALE"}, [0]),
        ({"q": "sux"}, [0, 1]),
        ({"on": "2024-02-29"}, []),
    ],
)
def test_cases_are_filtered_by_their_stage_on_the_day_looked_at(staff, branch, asked, places):
    made = [
        CaseFactory(organisation=branch, sex="MALE"),
        CaseFactory(organisation=branch, activist_on=date(2025, 7, 1), work="STUDENT"),
    ]

    found = set(listed(staff.get(url("case-list"), asked)))

    assert found == {made[place] for place in places}


# Forms -----------------------------------------------------------------------------------------


def test_election_is_entered_and_its_term_begins(clerk, branch):
    TermFactory(organisation=branch, starts_on=date(2023, 6, 20), due_on=date(2026, 6, 20))

    response = clerk.post(
        url("election-create"),
        {
            "organisation": branch.pk,
            "kind": "REGULAR",
            "held_on": "2026.6.18",
            "seats": "5",
            "candidates": "6",
            "voters_due": "３０",
            "voters_present": "28",
        },
    )

    made = Election.objects.get()
    assert (made.held_on, made.voters_due, made.irregular) == (date(2026, 6, 18), 30, "")
    assert Term.objects.filter(election=made, due_on=date(2029, 6, 18)).exists()
    assert response.url == url("election-list")


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        (
            {"voters_due": "3", "voters_present": "4"},
            {"voters_present": ["实到会人数不能多于应到会人数。"]},
        ),
        ({"held_on": "2026-11-21"}, {"held_on": ["这一天还没有到，发生以后再登记。"]}),
        ({"seats": "0"}, {"seats": ["应选人数至少是1；不知道就空着。"]}),
        ({"held_on": ""}, {"held_on": ["请填写这一项。"]}),
    ],
)
def test_election_that_cannot_be_is_refused_where_it_is_wrong(clerk, branch, values, errors):
    valid = {"organisation": branch.pk, "kind": "REGULAR", "held_on": "2026-6-18"}

    response = clerk.post(url("election-create"), valid | values)

    assert errors_at(response) == errors
    assert typed(response)["organisation"] == str(branch.pk)
    assert Election.objects.count() == 0


@pytest.mark.parametrize(
    ("stem", "kept"), [("election", Election), ("term", Term), ("case", DevelopmentCase)]
)
def test_nobody_enters_for_a_sibling(stem, kept, clerk, sibling):
    data = {"organisation": sibling.pk, "kind": "REGULAR", "held_on": "2026-6-18"}
    data |= {"starts_on": "2024-6-20", "name": "甲", "sex": "MALE", "born_on": "1998-1-1"}
    data |= {"work": "OTHER", "applied_on": "2024-1-1", "ethnicity": "01"}

    response = clerk.post(url(f"{stem}-create"), data)

    assert errors_at(response) == {"organisation": ["请从列出的选项中选择。"]}
    assert kept.objects.count() == 0


@by_stem
def test_entry_of_a_sibling_is_not_there_and_the_administrators_is_closed(
    stem, clerk, top, sibling
):
    made = LISTS[stem](organisation=sibling)

    assert clerk.get(url(f"{stem}-update", made)).status_code == 404
    administrator = client_with("ADMINISTRATOR", top)
    assert administrator.get(url(f"{stem}-update", made)).status_code == 403
    assert administrator.get(url(f"{stem}-create")).status_code == 403


@by_stem
def test_new_entry_is_most_likely_that_of_the_only_organisation(stem, clerk, branch):
    form = clerk.get(url(f"{stem}-create")).context["form"]

    assert form["organisation"].initial == branch


def test_new_election_is_that_of_the_organisation_the_address_names(staff, branch, sibling):
    form = staff.get(url("election-create"), {"organisation": branch.pk}).context["form"]

    assert form["organisation"].initial == branch


@pytest.mark.parametrize("asked", ["x", "9" * 30, "0", "-1"])
def test_address_that_names_no_organisation_opens_the_form_all_the_same(staff, asked):
    assert staff.get(url("election-create"), {"organisation": asked}).status_code == 200


@by_stem
def test_form_offers_what_can_have_such_an_entry(stem, staff, top, branch):
    OrganisationFactory(kind="TEMPORARY_BRANCH", superior=top)

    offered = staff.get(url(f"{stem}-create")).context["form"].fields["organisation"].queryset

    assert list(offered) == [branch]


def opened(client, stem, made):
    """Return what stands in the form of an entry, ready to be sent."""
    form = client.get(url(f"{stem}-update", made)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_election_is_corrected_through_its_form(clerk, branch):
    made = ElectionFactory(organisation=branch)
    data = opened(clerk, "election", made)

    response = clerk.post(
        url("election-update", made), data | {"seats": "3", "reason": "漏填", "approved_on": ""}
    )

    found = Election.objects.get()
    assert (found.seats, found.version) == (3, 2)
    assert response.url == url("election-list")


def test_correction_of_an_election_changed_meanwhile_shows_both(clerk, branch):
    made = ElectionFactory(organisation=branch, seats=3)
    data = opened(clerk, "election", made)

    response = clerk.post(
        url("election-update", made), data | {"seats": "5", "version": "9", "reason": "漏填"}
    )

    assert response.status_code == 409
    assert response.context["conflict"] == [("应选人数", "3", "5")]


def test_extension_is_recorded_through_the_form_of_the_term(staff, branch):
    made = TermFactory(organisation=branch)
    data = opened(staff, "term", made)

    staff.post(
        url("term-update", made),
        data | {"extended_until": "2027-12-1", "extension_document": "批复3号", "reason": "延期"},
    )

    assert Term.objects.get().extended_until == date(2027, 12, 1)


def test_term_that_overlaps_another_is_refused_at_its_first_day(staff, branch):
    TermFactory(organisation=branch)

    response = staff.post(
        url("term-create"), {"organisation": branch.pk, "starts_on": "2025-6-20"}
    )

    assert errors_at(response) == {"starts_on": ["这个党组织在这段时间已经登记了一届。"]}


def test_step_of_a_case_is_recorded_through_its_form(clerk, branch):
    made = CaseFactory(organisation=branch)
    data = opened(clerk, "case", made)

    clerk.post(
        url("case-update", made), data | {"activist_on": "2025-7-1", "reason": "支委会确定"}
    )

    assert DevelopmentCase.objects.get().activist_on == date(2025, 7, 1)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("许新", True),
        ("许新（一中支部）", True),
        ("许新(一中)", True),
        ("许新（二中支部）", False),
        ("许旧", False),
    ],
)
def test_case_is_linked_to_the_member_it_names(clerk, branch, sibling, written, found):
    made = CaseFactory(organisation=branch)
    member = MemberFactory(name="许新", admitted_on=date(2026, 1, 1), confirmed_on=None)
    PlacementFactory(member=member, organisation=branch, starts_on=date(2026, 1, 1))
    data = opened(clerk, "case", made)

    response = clerk.post(url("case-update", made), data | {"member": written, "reason": "接收"})

    if found:
        assert response.status_code == 302
    else:
        assert errors_at(response) == {"member": ["名册里没有这名党员，请核对姓名和支部。"]}
    assert DevelopmentCase.objects.filter(member=member).exists() is found


def test_one_of_two_members_of_a_name_is_named_with_the_branch(staff, branch, sibling):
    made = CaseFactory(organisation=branch)
    wanted, other = (
        MemberFactory(name="许新", admitted_on=date(2026, 1, 1), confirmed_on=None)
        for _ in range(2)
    )
    PlacementFactory(member=wanted, organisation=branch)
    PlacementFactory(member=other, organisation=sibling)
    data = opened(staff, "case", made)
    address = url("case-update", made)

    refused = staff.post(address, data | {"member": "许新", "reason": "接收"})
    staff.post(address, data | {"member": "许新（一中支部）", "reason": "接收"})

    assert errors_at(refused) == {"member": ["有同名的党员，请在姓名后用括号写明支部的简称。"]}
    assert DevelopmentCase.objects.get().member == wanted


def test_member_once_linked_stays_linked_by_the_name_alone(staff, branch, sibling):
    member, namesake = (
        MemberFactory(name="许新", admitted_on=date(2026, 1, 1), confirmed_on=None)
        for _ in range(2)
    )
    PlacementFactory(member=member, organisation=branch)
    PlacementFactory(member=namesake, organisation=sibling)
    made = CaseFactory(organisation=branch, member=member)
    data = opened(staff, "case", made)

    staff.post(url("case-update", made), data | {"work": "OTHER", "reason": "录错"})

    found = DevelopmentCase.objects.get()
    assert (data["member"], found.member, found.work) == ("许新", member, "OTHER")


def test_member_of_a_sibling_is_not_named(clerk, branch, sibling):
    PlacementFactory(member=MemberFactory(name="许旁"), organisation=sibling)
    made = CaseFactory(organisation=branch)
    data = opened(clerk, "case", made)

    response = clerk.post(url("case-update", made), data | {"member": "许旁", "reason": "接收"})

    assert errors_at(response) == {"member": ["名册里没有这名党员，请核对姓名和支部。"]}


def test_entry_of_what_was_dissolved_is_mended_and_none_is_added(staff, branch):
    made = ElectionFactory(organisation=branch)
    Organisation.objects.filter(pk=branch.pk).update(dissolved_on=TODAY)
    data = opened(staff, "election", made)

    response = staff.post(url("election-update", made), data | {"seats": "3", "reason": "漏填"})

    assert response.status_code == 302
    assert Election.objects.get().seats == 3
    new = staff.post(url("election-create"), data | {"held_on": "2026-1-1"})
    assert errors_at(new) == {"organisation": ["请从列出的选项中选择。"]}
