"""Powers to approve, people outside the roll, settings: what is so afterwards, what is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from branches.audit import Verb
from branches.models import ApprovalPower, OutsidePerson, Setting, Stale
from branches.options import Option
from branches.querysets import fuse
from branches.services import registers
from branches.services.registers import setting_on, settings_on
from branches.services.transactions import broken_constraint
from tests.events import detail, recorded
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    ApprovalPowerFactory,
    CommitteeFactory,
    OrganisationFactory,
    OutsidePersonFactory,
    SettingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CHANGED = date(2025, 7, 1)
UNITS = Option.JOINT_BRANCH_UNITS


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def general(top):
    return OrganisationFactory(kind="GENERAL_BRANCH", superior=top)


@pytest.fixture
def branch(general):
    return OrganisationFactory(superior=general)


@pytest.fixture
def staff(top):
    return AppointmentFactory(organisation=top).user


def grant(organisation, *, by, starts_on=CHANGED):
    return registers.grant_power(
        organisation=organisation, starts_on=starts_on, document="组发1号", by=by
    )


def end(power, *, by, on=TODAY, version=1):
    return registers.end_power(power=power, on=on, reason="收回", version=version, by=by)


def enter(kept_by, *, by, **values):
    person = {"name": "周怀民", "unit": "教育局", "office": "局长", "is_party_member": True}
    return registers.enter_outside_person(**(person | values), kept_by=kept_by, by=by)


def correct(person, *, by, version=1, **values):
    names = ("name", "unit", "office", "is_party_member")
    kept = {name: getattr(person, name) for name in names}
    return registers.correct_outside_person(
        person=person, **(kept | values), version=version, by=by
    )


def make(organisation, value, *, by=None, option=UNITS, since=FOUNDED):
    return registers.make_setting(
        organisation=organisation, option=option, value=value, since=since, reason="决定", by=by
    )


def refused(act, *args, **values):
    """Return what a refusal says, by field."""
    with pytest.raises(ValidationError) as refusal, recorded() as events:
        act(*args, **values)
    assert events == []
    return refusal.value.message_dict


def as_stored(row):
    return type(row).objects.get(pk=row.pk)


# The power to approve --------------------------------------------------------------------------


def test_power_is_granted_and_logged_once(top, staff):
    with recorded() as events:
        made = grant(top, by=staff)

    (event,) = events
    stored = as_stored(made)
    assert (stored.organisation, stored.starts_on, stored.ends_on) == (top, CHANGED, None)
    assert (stored.document, stored.recorded_by) == ("组发1号", staff)
    assert (event.verb, event.target_uid) == (Verb.POWER_GRANTED, top.uid)
    assert detail(event) == {"starts_on": "2025-07-01", "document": "组发1号"}


def test_power_is_not_granted_to_who_never_approves(general, staff):
    message = "党总支不能审批发展党员，只有党委、工委可以。"

    assert refused(grant, general, by=staff) == {"starts_on": [message]}


def test_power_is_not_granted_twice_at_a_time(top, staff):
    grant(top, by=staff)
    message = "这段时间已经有审批权限，请先结束原来的。"

    assert refused(grant, top, by=staff) == {"starts_on": [message]}


def test_no_power_is_granted_when_the_log_fails(top, staff, broken_log):
    with pytest.raises(broken_log):
        grant(top, by=staff)

    assert ApprovalPower.objects.count() == 0


def test_power_ends_and_is_logged_once(top, staff):
    power = ApprovalPowerFactory(organisation=top)

    with recorded() as events:
        end(power, by=staff)

    (event,) = events
    assert as_stored(power).ends_on == TODAY
    assert (event.verb, event.reason) == (Verb.POWER_ENDED, "收回")
    assert detail(event) == {"on": "2026-11-20"}


def test_power_ends_after_it_was_granted(top, staff):
    power = ApprovalPowerFactory(organisation=top)
    message = f"日期必须晚于授权的 {FOUNDED}。"

    assert refused(end, power, by=staff, on=FOUNDED) == {"on": [message]}


def test_ended_power_is_not_prolonged_by_ending_it_again(top, staff):
    power = ApprovalPowerFactory(organisation=top, ends_on=CHANGED)
    message = f"它到 {CHANGED} 就已结束，日期不能更晚。"

    assert refused(end, power, by=staff, on=TODAY) == {"on": [message]}


def test_ending_of_a_power_changed_meanwhile_is_stale(top, staff):
    power = ApprovalPowerFactory(organisation=top)

    with pytest.raises(Stale), recorded() as events:
        end(power, by=staff, version=2)

    assert (events, as_stored(power).ends_on) == ([], None)


def test_no_power_ends_when_the_log_fails(top, staff, broken_log):
    power = ApprovalPowerFactory(organisation=top)

    with pytest.raises(broken_log):
        end(power, by=staff)

    assert as_stored(power).ends_on is None


# People outside the roll -----------------------------------------------------------------------


def test_person_is_entered_with_her_key_and_logged_once(top, staff):
    with recorded() as events:
        made = enter(top, by=staff)

    (event,) = events
    stored = as_stored(made)
    assert (stored.name, stored.unit, stored.office) == ("周怀民", "教育局", "局长")
    assert (stored.is_party_member, stored.kept_by, stored.recorded_by) == (True, top, staff)
    assert stored.name_key == "zhouhuaimin zhm 周怀民"
    assert (event.verb, event.organisation_id) == (Verb.OUTSIDE_PERSON_ENTERED, top.pk)
    assert detail(event) == {"unit": "教育局", "office": "局长"}


def test_person_is_not_entered_twice_in_the_same_office(top, staff):
    enter(top, by=staff)
    message = "已登记过同单位、同职务的这个人。"

    assert refused(enter, top, by=staff) == {"name": [message]}


@pytest.mark.parametrize("values", [{"name": "郑书雅"}, {"unit": "民政局"}, {"office": ""}])
def test_person_of_another_name_unit_or_office_is_another(top, staff, values):
    enter(top, by=staff)

    enter(top, by=staff, **values)

    assert OutsidePerson.objects.count() == 2


def test_person_without_a_name_is_refused(top, staff):
    assert refused(enter, top, by=staff, name="") == {"name": ["此字段不能为空。"]}


def test_nobody_is_entered_when_the_log_fails(top, staff, broken_log):
    with pytest.raises(broken_log):
        enter(top, by=staff)

    assert OutsidePerson.objects.count() == 0


def test_person_is_corrected_and_logged_once(top, staff):
    person = OutsidePersonFactory(kept_by=top, name="周怀民")

    with recorded() as events:
        correct(person, by=staff, name="周淮民", is_party_member=True)

    (event,) = events
    stored = as_stored(person)
    assert (stored.name, stored.name_key) == ("周淮民", "zhouhuaimin zhm 周淮民")
    assert event.verb == Verb.OUTSIDE_PERSON_CORRECTED
    assert detail(event) == {
        "changes": {"name": ["周怀民", "周淮民"], "is_party_member": [False, True]}
    }


def test_correction_of_a_person_changed_meanwhile_is_stale(top, staff):
    person = OutsidePersonFactory(kept_by=top)

    with pytest.raises(Stale), recorded() as events:
        correct(person, by=staff, name="郑书雅", version=2)

    assert events == []


def test_nobody_is_corrected_when_the_log_fails(top, staff, broken_log):
    person = OutsidePersonFactory(kept_by=top, name="周怀民")

    with pytest.raises(broken_log):
        correct(person, by=staff, name="郑书雅")

    assert as_stored(person).name == "周怀民"


# Settings --------------------------------------------------------------------------------------


def test_setting_is_made_and_logged_once(top, staff):
    with recorded() as events:
        made = make(top, "6", by=staff)

    (event,) = events
    stored = as_stored(made)
    assert (stored.organisation, stored.option, stored.value) == (top, UNITS, "6")
    assert (stored.since, stored.reason, stored.recorded_by) == (FOUNDED, "决定", staff)
    assert (event.verb, event.reason) == (Verb.SETTING_MADE, "决定")
    assert detail(event) == {"option": UNITS, "value": "6", "since": "2020-01-01"}


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        (UNITS, "many", "这个值读不懂。写 1 到 50 的整数，一般为 5；超过这个数时提示。"),
        (UNITS, "0", "这个值读不懂。写 1 到 50 的整数，一般为 5；超过这个数时提示。"),
        (
            Option.OPENED_ON,
            "2025-02-31",
            "这个值读不懂。从哪一天起在本系统记录，例如 2025-01-01。此前的事项不提醒、不算补录。",
        ),
    ],
)
def test_value_nobody_can_read_is_refused(top, staff, option, value, message):
    assert refused(make, top, value, by=staff, option=option) == {"value": [message]}


def test_option_is_set_once_a_day(top, staff):
    make(top, "6", by=staff)
    message = "同一天已经设置过这一项，请换一个起始日期。"

    assert refused(make, top, "7", by=staff) == {"since": [message]}


def test_nothing_is_set_when_the_log_fails(top, staff, broken_log):
    with pytest.raises(broken_log):
        make(top, "6", by=staff)

    assert Setting.objects.count() == 0


def test_default_holds_where_nothing_is_set(branch):
    assert setting_on(UNITS, branch, TODAY) == 5
    assert setting_on(Option.OPENED_ON, branch, TODAY) is None


def test_setting_is_inherited_down_the_tree(top, general, branch):
    SettingFactory(organisation=top, value="6")

    assert [setting_on(UNITS, one, TODAY) for one in (top, general, branch)] == [6, 6, 6]


def test_nearest_setting_wins(top, general, branch):
    SettingFactory(organisation=top, value="6", since=CHANGED)  # newer, and further away
    SettingFactory(organisation=general, value="7")

    assert [setting_on(UNITS, one, TODAY) for one in (top, general, branch)] == [6, 7, 7]


def test_setting_beside_or_beneath_decides_nothing(top, general, branch):
    SettingFactory(organisation=branch, value="6")
    SettingFactory(organisation=OrganisationFactory(superior=top), value="7")

    assert setting_on(UNITS, general, TODAY) == 5


@pytest.mark.parametrize(
    ("day", "value"), [(CHANGED - DAY, 6), (CHANGED, 7), (CHANGED + DAY, 7), (FOUNDED - DAY, 5)]
)
def test_newest_setting_wins_from_its_day(top, branch, day, value):
    SettingFactory(organisation=top, value="6")
    SettingFactory(organisation=top, value="7", since=CHANGED)

    assert setting_on(UNITS, branch, day) == value


def test_empty_setting_takes_the_default_again(top, general, branch):
    SettingFactory(organisation=top, value="6")
    SettingFactory(organisation=general, value="")

    assert setting_on(UNITS, branch, TODAY) == 5


def test_setting_follows_the_organisation_when_it_is_read_as_a_day(top, branch):
    make(top, "2025.1.1", option=Option.OPENED_ON)

    assert setting_on(Option.OPENED_ON, branch, TODAY) == date(2025, 1, 1)


def test_setting_is_asked_while_the_fuse_is_armed(branch):
    with fuse(on=True):
        assert setting_on(UNITS, branch, TODAY) == 5


def test_settings_of_many_are_each_that_of_one(top, general, branch, django_assert_num_queries):
    SettingFactory(organisation=top, value="6")
    SettingFactory(organisation=top, value="7", since=CHANGED)
    SettingFactory(organisation=general, value="8")
    many = [top, general, branch, CommitteeFactory()]
    one_by_one = {one.pk: setting_on(UNITS, one, TODAY) for one in many}

    with django_assert_num_queries(1):
        together = settings_on(UNITS, many, TODAY)

    assert together == one_by_one
    assert list(together.values()) == [7, 8, 8, 5]


def test_settings_of_nothing_are_none():
    assert settings_on(UNITS, [], TODAY) == {}


# What the database says of a lost race ---------------------------------------------------------


def test_refusal_that_is_not_ours_stays_what_it_is():
    user = UserFactory()

    with pytest.raises(IntegrityError) as refused_by_database, transaction.atomic():
        UserFactory(uid=user.uid)

    with pytest.raises(IntegrityError):
        broken_constraint(refused_by_database.value)
