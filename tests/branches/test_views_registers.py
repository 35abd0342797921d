"""People outside the roll, settings, the log and the help on the screen."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from branches import audit
from branches.audit import Verb
from branches.models import AuditEvent, OutsidePerson, Setting
from branches.options import Option
from tests.factories.branches import (
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    OutsidePersonFactory,
    SettingFactory,
    UserFactory,
)
from tests.pages import client_of, errors_at, listed, text, typed

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


def client_with(role, organisation):
    return client_of(AppointmentFactory(organisation=organisation, role=role).user)


@pytest.fixture
def staff(top):
    return client_with("STAFF", top)


@pytest.fixture
def admin(top):
    return client_with("ADMINISTRATOR", top)


@pytest.fixture
def auditor(top):
    return client_with("AUDITOR", top)


def url(name, *args):
    return reverse(f"branches:{name}", args=[getattr(one, "pk", one) for one in args])


# People outside the roll -----------------------------------------------------------------------


def test_people_of_ones_committee_are_listed_and_no_others(staff, top):
    person = OutsidePersonFactory(kept_by=top)
    OutsidePersonFactory()  # of another committee: it exists, so it could leak

    assert listed(staff.get(url("outside-person-list"))) == [person]


def test_people_are_not_shown_to_a_branch(branch):
    client = client_with("SECRETARY", branch)

    assert client.get(url("outside-person-list")).status_code == 403


@pytest.mark.parametrize("q", ["周怀民", "zhm", "组织部"])
def test_people_are_searched_by_name_or_unit(staff, top, q):
    person = OutsidePersonFactory(kept_by=top, name="周怀民", unit="县委组织部")
    OutsidePersonFactory(kept_by=top, name="郑书雅")

    assert listed(staff.get(url("outside-person-list"), {"q": q})) == [person]


def test_person_is_entered_through_the_form(staff, top):
    response = staff.post(
        url("outside-person-create"),
        {"name": " 周怀民 ", "unit": "教育局", "office": "局长", "is_party_member": "on"},
    )

    made = OutsidePerson.objects.get()
    assert (made.name, made.is_party_member, made.kept_by) == ("周怀民", True, top)
    assert response.url == url("outside-person-list")


def test_person_entered_twice_is_refused_at_the_name(staff, top):
    OutsidePersonFactory(kept_by=top, name="周怀民", unit="教育局")

    response = staff.post(url("outside-person-create"), {"name": "周怀民", "unit": "教育局"})

    assert errors_at(response) == {"name": ["已登记过同单位、同职务的这个人。"]}
    assert typed(response)["unit"] == "教育局"


def test_person_is_corrected_through_the_form(staff, top):
    person = OutsidePersonFactory(kept_by=top, is_party_member=True)
    address = url("outside-person-update", person)
    form = staff.get(address).context["form"]

    staff.post(address, {"name": "周淮民", "unit": "教育局", "version": form["version"].value()})

    found = OutsidePerson.objects.get()
    assert (found.name, found.is_party_member, found.version) == ("周淮民", False, 2)


def test_correction_of_a_person_changed_meanwhile_shows_both(staff, top):
    person = OutsidePersonFactory(kept_by=top, name="周怀民")

    response = staff.post(
        url("outside-person-update", person), {"name": "周淮民", "unit": "教育局", "version": 9}
    )

    assert response.status_code == 409
    assert response.context["conflict"] == [("姓名", "周怀民", "周淮民")]


def test_person_of_another_committee_is_not_there(staff):
    person = OutsidePersonFactory()

    assert staff.get(url("outside-person-update", person)).status_code == 404


def test_administrator_reads_people_and_enters_none(admin, top):
    person = OutsidePersonFactory(kept_by=top)

    assert listed(admin.get(url("outside-person-list"))) == [person]
    assert admin.get(url("outside-person-create")).status_code == 403


# Settings --------------------------------------------------------------------------------------


def test_settings_are_listed_with_what_can_be_set(admin, top):
    setting = SettingFactory(organisation=top)

    response = admin.get(url("setting-list"))

    assert listed(response) == [setting]
    assert "联合党支部覆盖单位上限" in text(response)
    assert "启用日" in text(response)


def test_settings_are_filtered_by_option(admin, top):
    SettingFactory(organisation=top)
    wanted = SettingFactory(organisation=top, option=Option.OPENED_ON, value="2025-01-01")

    assert listed(admin.get(url("setting-list"), {"option": "OPENED_ON"})) == [wanted]


def test_settings_are_closed_to_staff(staff):
    assert staff.get(url("setting-list")).status_code == 403


def making(where, **values):
    valid = {
        "organisation": where.pk,
        "option": "JOINT_BRANCH_UNITS",
        "value": "6",
        "since": "2025-1-1",
        "reason": "决定",
    }
    return valid | values


def test_setting_is_made_through_its_form(admin, branch):
    response = admin.post(url("setting-create"), making(branch))

    made = Setting.objects.get()
    assert (made.organisation, made.value, made.since) == (branch, "6", date(2025, 1, 1))
    assert response.url == url("setting-list")


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        (
            {"value": "many"},
            {"value": ["这个值读不懂。写 1 到 50 的整数，一般为 5；超过这个数时提示。"]},
        ),
        ({"since": "x"}, {"since": ["这不是一个日期，请写成 2026-7-1 这样。"]}),
        ({"reason": ""}, {"reason": ["请填写这一项。"]}),
        ({"organisation": ""}, {"organisation": ["请填写这一项。"]}),
    ],
)
def test_setting_that_cannot_be_is_refused_where_it_is_wrong(admin, branch, values, errors):
    response = admin.post(url("setting-create"), making(branch, **values))

    assert errors_at(response) == errors
    assert Setting.objects.count() == 0


# The log ---------------------------------------------------------------------------------------


@pytest.fixture
def log(top):
    """Three events of three days, the oldest first; what was logged before them is left out."""
    made = [
        audit.record(verb, top, by=None, actor_name=name, organisation=top)
        for verb, name in (
            (Verb.ORGANISATION_CORRECTED, "杜文博"),
            (Verb.EXPORTED, "杜文博"),
            (Verb.EXPORTED, "王欣"),
        )
    ]
    return [event.pk for event in made]


def test_log_is_listed_newest_first(auditor, log):
    found = [row.pk for row in listed(auditor.get(url("audit-list")))]

    assert found[:3] == log[::-1]


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ({"q": "王欣"}, [2]),
        ({"q": "杜"}, [0, 1]),
        ({"verb": "list.exported"}, [1, 2]),
        ({"verb": "list.exported", "q": "杜文博"}, [1]),
        ({"since": "2026-11-21"}, []),
        ({"until": "2026.11.19"}, []),
        ({"since": "2026-11-20", "until": "2026-11-20", "q": "王欣"}, [2]),
    ],
)
def test_log_is_filtered(auditor, log, asked, places):
    found = {row.pk for row in listed(auditor.get(url("audit-list"), asked))}

    assert found == {log[place] for place in places}


@pytest.mark.parametrize(
    ("hour", "day"), [("15:59", "2026-11-20"), ("16:00", "2026-11-21"), ("16:01", "2026-11-21")]
)
def test_day_of_the_log_is_that_of_the_county_and_not_of_greenwich(auditor, hour, day):
    AuditEvent._base_manager.create(
        happened_at=f"2026-11-20T{hour}:00Z", verb=Verb.EXPORTED, actor_name="谁", detail_mac="x"
    )

    found = listed(auditor.get(url("audit-list"), {"q": "谁", "since": day, "until": day}))

    assert len(found) == 1


def test_log_is_closed_to_staff(staff):
    assert staff.get(url("audit-list")).status_code == 403


def test_event_is_shown_whole(auditor, top):
    user = UserFactory(name="杜文博")
    event = audit.record(
        Verb.ORGANISATION_CORRECTED, top, by=user, reason="录入有误", changes={"code": ["A", "B"]}
    )

    response = auditor.get(url("audit-detail", event))

    for words in ("杜文博", "更正党组织信息", "录入有误", "A → B"):
        assert words in text(response)


def test_event_whose_detail_was_blanked_says_so(auditor):
    event = audit.record(Verb.EXPORTED, by=None, rows=3)
    type(event.detail).objects.filter(pk=event.pk).update(text="")

    assert "已按个人信息保护要求清除" in text(auditor.get(url("audit-detail", event)))


@pytest.mark.parametrize("role", ["STAFF", "ADMINISTRATOR", "AUDITOR", None])
def test_help_is_for_every_account(top, role):
    client = client_with(role, top) if role else client_of(UserFactory())

    assert client.get(url("help")).status_code == 200
