"""The lists and forms of exams, inspections, letters, contact points and training."""

import json
from datetime import date

import pytest
from django.urls import reverse

from activities.models import (
    ContactPoint,
    Exam,
    Inspection,
    ResponsibilityLetter,
    TrainingClass,
)
from branches.models import AuditEvent
from branches.verbs import Verb
from tests.events import recorded
from tests.factories.activities import CampaignFactory
from tests.factories.branches import (
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    OutsidePersonFactory,
    SchoolFactory,
)
from tests.factories.members import MemberFactory, PlacementFactory
from tests.factories.registers import (
    ClassFactory,
    ContactFactory,
    ExamFactory,
    InspectionFactory,
    LetterFactory,
)
from tests.pages import client_of, errors_at, listed, sheet, text, typed

pytestmark = pytest.mark.django_db

LISTS = {
    "exam": ExamFactory,
    "inspection": InspectionFactory,
    "letter": LetterFactory,
    "contact": ContactFactory,
    "class": ClassFactory,
}
by_stem = pytest.mark.parametrize("stem", LISTS)


@pytest.fixture
def top():
    return CommitteeFactory(short_name="示范工委")


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top, short_name="一中支部")


def client_with(role, organisation):
    return client_of(AppointmentFactory(organisation=organisation, role=role).user)


@pytest.fixture
def staff(top):
    return client_with("STAFF", top)


@pytest.fixture
def secretary(branch):
    return client_with("SECRETARY", branch)


def url(name, *args):
    return reverse(f"activities:{name}", args=[getattr(one, "pk", one) for one in args])


# Lists -----------------------------------------------------------------------------------------


@by_stem
def test_list_shows_what_is_ones_own_and_nothing_of_another_committee(stem, staff, top):
    mine = LISTS[stem](organisation=top)
    LISTS[stem]()

    assert listed(staff.get(url(f"{stem}-list"))) == [mine]


@by_stem
def test_row_leads_to_its_form_for_staff_alone(stem, staff, secretary, top, branch):
    made = LISTS[stem](organisation=branch)
    form = url(f"{stem}-update", made)

    assert f'href="{form}"' in text(staff.get(url(f"{stem}-list")))
    for client in (secretary, client_with("ADMINISTRATOR", top)):
        page = client.get(url(f"{stem}-list"))
        assert listed(page) == [made]
        assert f'href="{form}"' not in text(page)
        assert url(f"{stem}-create") not in text(page)
        assert client.get(form).status_code == 403
        assert client.get(url(f"{stem}-create")).status_code == 403


@by_stem
def test_list_is_closed_to_the_auditor(stem, top):
    assert client_with("AUDITOR", top).get(url(f"{stem}-list")).status_code == 403


@by_stem
@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_queries_however_many_rows(
    stem, staff, top, rows, django_assert_num_queries
):
    for number in range(rows):
        values = {"belongs_to_year": 2024 + number} if stem == "letter" else {}
        LISTS[stem](organisation=top, **values)
    staff.get(url(f"{stem}-list"))  # a session's first page writes it down

    with django_assert_num_queries(7):
        staff.get(url(f"{stem}-list"))


@by_stem
def test_list_is_exported_as_shown_and_logged(stem, staff, top):
    LISTS[stem](organisation=top)

    with recorded() as events:
        header, row = sheet(staff.get(url(f"{stem}-list"), {"export": "xlsx"}))

    assert len(header) == len(row)
    assert "示范工委" in row
    assert [event.verb for event in events] == [Verb.EXPORTED]


@by_stem
def test_list_is_filtered_by_organisation_year_and_days(stem, staff, top, branch):
    day = {"letter": "signed_on", "contact": "starts_on"}.get(stem, "held_on")
    year = {"belongs_to_year": 2025} if stem == "letter" else {}
    old = LISTS[stem](organisation=branch, **{day: date(2025, 5, 1)}, **year)
    new = LISTS[stem](organisation=top, **{day: date(2026, 5, 1)})
    address = url(f"{stem}-list")

    for asked, found in (
        ({"organisation": branch.pk}, {old}),
        ({"q": "一中"}, {old}),
        ({"year": "2025"}, {old}),
        ({"year": "2026"}, {new}),
        ({"until": "2025-05-01"}, {old}),
        ({"since": "2025-5-1"}, {old, new}),
        ({"since": "2025.5.2"}, {new}),
        ({"year": "二〇二五"}, {old, new}),
    ):
        assert set(listed(staff.get(address, asked))) == found, asked


@pytest.mark.parametrize(
    ("stem", "asked", "values"),
    [
        ("inspection", {"rating": "GOOD"}, {"rating": "GOOD"}),
        ("letter", {"kind": "INTEGRITY"}, {"kind": "INTEGRITY"}),
        ("letter", {"level": "PERSONS"}, {"level": "PERSONS"}),
        ("class", {"audience": "MEMBERS"}, {"audience": "MEMBERS"}),
        ("exam", {"q": "特别"}, {"title": "特别考试"}),
    ],
)
def test_list_is_filtered_by_its_own_questions(stem, asked, values, staff, top):
    wanted = LISTS[stem](organisation=top, **values)
    LISTS[stem](organisation=top)

    assert listed(staff.get(url(f"{stem}-list"), asked)) == [wanted]


def test_contacts_are_filtered_by_place_and_by_the_day_looked_at(staff, top, branch):
    school = ContactFactory(organisation=top, ends_on=date(2026, 9, 1))
    place = ContactFactory(organisation=top, school=None, contact=branch)
    address = url("contact-list")

    for asked, found in (
        ({"of": "SCHOOL"}, {school}),
        ({"of": "ORGANISATION"}, {place}),
        ({"holding": "1"}, {place}),
        ({"holding": "1", "on": "2026-8-31"}, {school, place}),
        ({"on": "2026-3-1"}, set()),
        ({"q": "一中支部"}, {place}),
    ):
        assert set(listed(staff.get(address, asked))) == found, asked


def test_visit_is_listed_with_how_it_was_done(staff, top):
    InspectionFactory(organisation=top, talks=True, records=True)

    assert "座谈、查资料" in text(staff.get(url("inspection-list")))


# Forms -----------------------------------------------------------------------------------------


def valid(stem, top):
    """Return what a new entry's form is sent, and the model it makes."""
    school = SchoolFactory(kept_by=top)
    person = OutsidePersonFactory(kept_by=top)
    day = {"organisation": top.pk, "held_on": "2026-4-27"}
    return {
        "exam": (day | {"title": "理论考试", "participants": "7312"}, Exam),
        "inspection": (
            day | {"title": "年终督导", "school": school.pk, "problems": "0", "talks": "on"},
            Inspection,
        ),
        "letter": (
            {
                "organisation": top.pk,
                "belongs_to_year": "2026",
                "kind": "GOVERNANCE",
                "level": "ORGANISATIONS",
                "signed_on": "2026-3-2",
                "signed": "60",
                "due": "66",
            },
            ResponsibilityLetter,
        ),
        "contact": (
            {
                "organisation": top.pk,
                "outsider": person.pk,
                "school": school.pk,
                "starts_on": "2026-3-2",
            },
            ContactPoint,
        ),
        "class": (
            day | {"title": "培训", "audience": "MEMBERS", "hours": "16", "attendances": "50"},
            TrainingClass,
        ),
    }[stem]


@by_stem
def test_entry_is_made_through_its_form(stem, staff, top):
    data, model = valid(stem, top)

    response = staff.post(url(f"{stem}-create"), data)

    assert model.objects.get().organisation == top
    assert response.url == url(f"{stem}-list")


def test_visit_of_an_organisation_is_made_and_told_in_the_log(staff, top):
    data, _ = valid("inspection", top)
    visited = OrganisationFactory(superior=top)

    staff.post(url("inspection-create"), data | {"school": "", "target": visited.pk})

    assert Inspection.objects.get().target == visited
    event = AuditEvent.objects.get(verb=Verb.INSPECTION_ENTERED)
    assert json.loads(event.detail.text)["target"] == str(visited)


@by_stem
def test_entry_is_mended_through_its_form(stem, staff, top):
    data, model = valid(stem, top)
    staff.post(url(f"{stem}-create"), data)
    made = model.objects.get()
    name, value = {"letter": ("note", "补签"), "contact": ("office", "局长")}.get(
        stem, ("title", "改名")
    )

    response = staff.post(
        url(f"{stem}-update", made), data | {name: value, "version": "1", "reason": "录错"}
    )

    found = model.objects.get()
    assert (getattr(found, name), found.version) == (value, 2)
    assert response.url == url(f"{stem}-list")


@by_stem
def test_correction_needs_its_reason(stem, staff, top):
    data, model = valid(stem, top)
    staff.post(url(f"{stem}-create"), data)

    response = staff.post(url(f"{stem}-update", model.objects.get()), data | {"version": "1"})

    assert errors_at(response) == {"reason": ["请填写这一项。"]}


@by_stem
def test_form_opens_with_what_is_known(stem, staff, top):
    data, model = valid(stem, top)
    staff.post(url(f"{stem}-create"), data)

    form = staff.get(url(f"{stem}-update", model.objects.get())).context["form"]

    shown = {name: str(form[name].value()) for name in ("organisation", "version")}
    assert shown == {"organisation": str(top.pk), "version": "1"}


@by_stem
def test_entry_of_another_committee_is_not_there(stem, staff):
    assert staff.get(url(f"{stem}-update", LISTS[stem]())).status_code == 404


@pytest.mark.parametrize(
    ("stem", "values", "errors"),
    [
        ("exam", {"passed": "7313"}, {"passed": ["合格人数不能多于参加人数。"]}),
        ("exam", {"participants": "-1"}, {"participants": ["请填写 0 或者更大的整数，例如 36。"]}),
        ("exam", {"held_on": "2026-11-21"}, {"held_on": ["这一天还没有到，发生以后再登记。"]}),
        (
            "inspection",
            {"school": ""},
            {"target": ["请选择督导的党组织或者学校，只选一个。"]},
        ),
        ("letter", {"signed": "67"}, {"signed": ["签订份数不能多于应签份数，应签至少1份。"]}),
        (
            "letter",
            {"belongs_to_year": "26"},
            {"belongs_to_year": ["年度要写成四位数，例如 2026。"]},
        ),
        (
            "contact",
            {"outsider": ""},
            {"outsider": ["请填写一名党员或者选择一名系统外人员，只选一个。"]},
        ),
        ("contact", {"ends_on": "2026-3-2"}, {"ends_on": ["结束日期必须晚于起始日期。"]}),
        ("class", {"hours": "501"}, {"hours": ["学时要在 1 至 500 之间。"]}),
    ],
)
def test_entry_that_cannot_be_is_refused_where_it_is_wrong(stem, values, errors, staff, top):
    data, model = valid(stem, top)

    response = staff.post(url(f"{stem}-create"), data | values)

    assert errors_at(response) == errors
    name, sent = next(iter(values.items()))
    assert typed(response)[name] == sent
    assert model.objects.count() == 0


def test_contact_is_a_member_by_name(staff, top, branch):
    data, _ = valid("contact", top)
    member = MemberFactory(name="许联系")
    PlacementFactory(member=member, organisation=branch)

    staff.post(url("contact-create"), data | {"outsider": "", "leader": "许联系"})

    assert ContactPoint.objects.get().leader == member


def test_contact_that_is_no_member_is_refused_at_the_name(staff, top):
    data, _ = valid("contact", top)

    response = staff.post(url("contact-create"), data | {"outsider": "", "leader": "许无"})

    assert errors_at(response) == {"leader": ["名册里没有这名党员，请核对姓名和支部。"]}


def test_forms_offer_nothing_of_another_committee(staff, top):
    other = CommitteeFactory(short_name="邻县工委")
    SchoolFactory(kept_by=other, short_name="邻县一中")
    OutsidePersonFactory(kept_by=other, name="邻县来人")
    CampaignFactory(kept_by=other, name="邻县活动")

    for stem in LISTS:
        assert "邻县" not in text(staff.get(url(f"{stem}-create")))


def test_exam_and_visit_carry_a_campaign(staff, top):
    campaign = CampaignFactory(kept_by=top)
    for stem in ("exam", "inspection"):
        data, model = valid(stem, top)

        staff.post(url(f"{stem}-create"), data | {"campaign": campaign.pk})

        assert model.objects.get().campaign == campaign
