"""Open, disable, appoint, passwords: what is so afterwards, and what is refused."""

import re
from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from branches.audit import Verb
from branches.models import Appointment, Stale, User
from branches.services import accounts
from branches.services.accounts import CannotManageAccount
from tests.events import detail, recorded
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CHANGED = date(2025, 7, 1)
STRONG = "Ginkgo-Bridge-2719"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """How passwords are hashed is asked elsewhere; here it only has to be quick."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def admin(top):
    return AppointmentFactory(organisation=top, role="ADMINISTRATOR").user


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


def appoint(user, organisation, *, by, role="SECRETARY", starts_on=CHANGED, **values):
    return accounts.appoint(
        user=user,
        organisation=organisation,
        role=role,
        starts_on=starts_on,
        reason="任职通知",
        by=by,
        **values,
    )


def end(appointment, *, by, on=TODAY, version=1):
    return accounts.end_appointment(
        today=TODAY, appointment=appointment, on=on, reason="离任", version=version, by=by
    )


def refused(act, *args, **values):
    """Return what a refusal says, by field."""
    with pytest.raises(ValidationError) as refusal, recorded() as events:
        act(*args, **values)
    assert events == []
    return refusal.value.message_dict


def as_stored(row):
    return type(row).objects.get(pk=row.pk)


# Open ------------------------------------------------------------------------------------------


def test_opened_account_has_a_password_for_one_time(admin):
    made, password = accounts.open_account(username="wangxin", name="王欣", by=admin)

    stored = as_stored(made)
    assert (stored.username, stored.name, stored.recorded_by) == ("wangxin", "王欣", admin)
    assert (stored.is_active, stored.must_change_password) == (True, True)
    assert stored.check_password(password)


def test_one_time_password_is_long_and_easy_to_copy_out():
    drawn = {accounts.one_time_password() for _ in range(50)}

    assert len(drawn) == 50
    assert all(re.fullmatch(r"[a-hj-km-np-z2-9]{26}", password) for password in drawn)


def test_opening_is_logged_once_without_the_password(admin):
    with recorded() as events:
        made, password = accounts.open_account(username="wangxin", name="王欣", by=admin)

    (event,) = events
    assert (event.verb, event.target_uid) == (Verb.ACCOUNT_OPENED, made.uid)
    assert event.actor_id == admin.pk
    assert detail(event) == {"username": "wangxin"}
    assert password not in event.detail.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("WangXin", "wangxin"),
        (" wangxin ", "wangxin"),
        ("ｗａｎｇｘｉｎ", "wangxin"),
        ("ⅳab", "ivab"),
    ],
)
def test_user_name_has_one_spelling(admin, typed, kept):
    made, _ = accounts.open_account(username=typed, name="王欣", by=admin)

    assert made.username == kept


@pytest.mark.parametrize("username", ["abc", "a.b", "0-_", "x" * 40])
def test_user_name_of_small_letters_digits_and_signs_is_accepted(admin, username):
    made, _ = accounts.open_account(username=username, name="王欣", by=admin)

    assert made.username == username


@pytest.mark.parametrize(
    "username", ["", "ab", "x" * 41, ".abc", "-abc", "_abc", "a b", "a@b", "王欣欣", "ａ\u0307bc"]
)
def test_any_other_user_name_is_refused(admin, username):
    found = refused(accounts.open_account, username=username, name="王欣", by=admin)

    message = "用户名用小写字母、数字和 . _ -，以字母或数字开头，3 至 40 个字符。"
    assert found == {"username": [message]}


@pytest.mark.parametrize("typed", ["wangxin", "WANGXIN"])
def test_user_name_is_not_given_twice(admin, typed):
    accounts.open_account(username="wangxin", name="王欣", by=admin)

    found = refused(accounts.open_account, username=typed, name="汪信", by=admin)

    assert found == {"username": ["这个用户名已被使用，请换一个。"]}


def test_no_account_is_opened_when_the_log_fails(admin, broken_log):
    with pytest.raises(broken_log):
        accounts.open_account(username="wangxin", name="王欣", by=admin)

    assert list(User.objects.all()) == [admin]


def test_account_is_opened_with_its_first_role(admin, branch):
    with recorded() as events:
        made, _ = accounts.open_with_role(
            username="wangxin",
            name="王欣",
            organisation=branch,
            role="SECRETARY",
            starts_on=TODAY,
            by=admin,
        )

    held = made.appointments.get()
    assert (held.organisation, held.role, held.starts_on) == (branch, "SECRETARY", TODAY)
    assert [event.verb for event in events] == [Verb.ACCOUNT_OPENED, Verb.APPOINTED]


def test_account_is_not_opened_without_the_role_that_is_refused(admin, branch):
    found = refused(
        accounts.open_with_role,
        username="wangxin",
        name="王欣",
        organisation=branch,
        role="STAFF",
        starts_on=TODAY,
        by=admin,
    )

    assert found == {"organisation": ["“教育工委干部”不能设在党支部，请选择相应的党组织。"]}
    assert list(User.objects.all()) == [admin]


# Correct ---------------------------------------------------------------------------------------


def test_name_is_corrected_and_logged_once(admin, user):
    old = user.name

    with recorded() as events:
        accounts.correct_account(user=user, name="王欣", version=1, by=admin)

    (event,) = events
    assert (as_stored(user).name, as_stored(user).version) == ("王欣", 2)
    assert event.verb == Verb.ACCOUNT_CORRECTED
    assert detail(event) == {"changes": {"name": [old, "王欣"]}}


def test_correction_of_an_account_changed_meanwhile_is_stale(admin, user):
    with pytest.raises(Stale), recorded() as events:
        accounts.correct_account(user=user, name="王欣", version=2, by=admin)

    assert events == []


def test_empty_name_is_refused(admin, user):
    found = refused(accounts.correct_account, user=user, name="", version=1, by=admin)

    assert found == {"name": ["此字段不能为空。"]}


# Passwords -------------------------------------------------------------------------------------


def test_reset_gives_a_password_for_one_time(admin, user):
    user.set_password(STRONG)
    user.save()

    with recorded() as events:
        password = accounts.reset_password(user=user, reason="忘记", version=1, by=admin)

    (event,) = events
    stored = as_stored(user)
    assert stored.check_password(password)
    assert not stored.check_password(STRONG)
    assert stored.must_change_password
    assert (event.verb, event.reason, event.detail.text) == (Verb.PASSWORD_RESET, "忘记", "{}")


def test_own_password_is_not_reset(admin):
    with (
        pytest.raises(CannotManageAccount, match="自己的密码请用“修改密码”"),
        recorded() as events,
    ):
        accounts.reset_password(user=admin, reason="忘记", version=1, by=admin)

    assert (events, as_stored(admin).password) == ([], "!")


def test_reset_of_an_account_changed_meanwhile_is_stale(admin, user):
    with pytest.raises(Stale), recorded() as events:
        accounts.reset_password(user=user, reason="忘记", version=2, by=admin)

    assert (events, as_stored(user).password) == ([], "!")


def test_no_password_is_reset_when_the_log_fails(admin, user, broken_log):
    with pytest.raises(broken_log):
        accounts.reset_password(user=user, reason="忘记", version=1, by=admin)

    assert as_stored(user).password == "!"


def test_own_password_is_changed_and_logged_once():
    user = UserFactory(must_change_password=True)

    with recorded() as events:
        accounts.change_password(user=user, password=STRONG)

    (event,) = events
    stored = as_stored(user)
    assert stored.check_password(STRONG)
    assert not stored.must_change_password
    assert (event.verb, event.actor_id) == (Verb.PASSWORD_CHANGED, user.pk)
    assert STRONG not in event.detail.text


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("kx7-Qw.vb2p", "密码太短，至少要 12 个字符。"),
        ("928374650192", "密码只包含数字。"),
        ("cookiemonster", "这个密码太常见了。"),
        ("dangjian2026", "密码里不要用姓名、用户名或“党建”“教育”这类容易猜到的词。"),
    ],
)
def test_weak_password_is_refused(user, password, message):
    with pytest.raises(ValidationError) as refusal, recorded() as events:
        accounts.change_password(user=user, password=password)

    assert refusal.value.message_dict == {"new_password": [message]}
    assert (events, as_stored(user).password) == ([], "!")


def test_no_password_is_changed_when_the_log_fails(user, broken_log):
    with pytest.raises(broken_log):
        accounts.change_password(user=user, password=STRONG)

    assert as_stored(user).password == "!"


def test_sample_account_adopts_any_password():
    user = UserFactory(must_change_password=True)

    with recorded() as events:
        accounts.adopt_password(user=user, password="demo")

    (event,) = events
    assert as_stored(user).check_password("demo")
    assert not as_stored(user).must_change_password
    assert (event.verb, event.actor_id) == (Verb.PASSWORD_CHANGED, None)


# Disable and enable ----------------------------------------------------------------------------


def test_account_is_disabled_and_logged_once(admin, user):
    with recorded() as events:
        accounts.disable(today=TODAY, user=user, reason="调离", version=1, by=admin)

    (event,) = events
    assert not as_stored(user).is_active
    assert (event.verb, event.reason) == (Verb.ACCOUNT_DISABLED, "调离")


def test_account_is_enabled_again_and_logged_once(admin, user):
    accounts.disable(today=TODAY, user=user, reason="调离", version=1, by=admin)

    with recorded() as events:
        accounts.enable(user=user, reason="调回", version=2, by=admin)

    (event,) = events
    assert as_stored(user).is_active
    assert (event.verb, event.reason) == (Verb.ACCOUNT_ENABLED, "调回")


def test_own_account_is_not_disabled(admin):
    with pytest.raises(CannotManageAccount, match="不能停用自己的账号"), recorded() as events:
        accounts.disable(today=TODAY, user=admin, reason="试试", version=1, by=admin)

    assert (events, as_stored(admin).is_active) == ([], True)


@pytest.mark.parametrize("act", [partial(accounts.disable, today=TODAY), accounts.enable])
def test_disabling_of_an_account_changed_meanwhile_is_stale(admin, user, act):
    with pytest.raises(Stale), recorded() as events:
        act(user=user, reason="调离", version=2, by=admin)

    assert events == []


def test_no_account_is_disabled_when_the_log_fails(admin, user, broken_log):
    with pytest.raises(broken_log):
        accounts.disable(today=TODAY, user=user, reason="调离", version=1, by=admin)

    assert as_stored(user).is_active


@pytest.fixture
def last_administrator(top):
    """The only administrator; who acts is one no longer."""
    return AppointmentFactory(organisation=top, role="ADMINISTRATOR").user


LAST = "这是最后一位系统管理员，请先授予另一个账号这个角色。"


def test_last_administrator_is_not_disabled(last_administrator, user):
    with pytest.raises(CannotManageAccount, match=LAST), recorded() as events:
        accounts.disable(today=TODAY, user=last_administrator, reason="调离", version=1, by=user)

    assert (events, as_stored(last_administrator).is_active) == ([], True)


def test_role_of_the_last_administrator_is_not_ended(last_administrator, user):
    held = last_administrator.appointments.get()

    with pytest.raises(CannotManageAccount, match=LAST), recorded() as events:
        end(held, by=user)

    assert (events, as_stored(held).ends_on) == ([], None)


def test_one_of_two_administrators_is_disabled(last_administrator, admin, user):
    accounts.disable(today=TODAY, user=last_administrator, reason="调离", version=1, by=user)

    assert not as_stored(last_administrator).is_active


@pytest.mark.parametrize(
    "other",
    [
        {"user__is_active": False},
        {"ends_on": TODAY},
        {"starts_on": TODAY + DAY},
        {"role": "STAFF"},
    ],
)
def test_administrator_of_another_day_or_disabled_does_not_count(
    last_administrator, top, user, other
):
    AppointmentFactory(**({"organisation": top, "role": "ADMINISTRATOR"} | other))

    with pytest.raises(CannotManageAccount, match=LAST):
        accounts.disable(today=TODAY, user=last_administrator, reason="调离", version=1, by=user)


def test_another_role_of_the_last_administrator_may_end(last_administrator, top, user):
    held = AppointmentFactory(user=last_administrator, organisation=top, role="STAFF")

    end(held, by=user)

    assert as_stored(held).ends_on == TODAY


# Appoint ---------------------------------------------------------------------------------------


def test_role_is_granted_and_logged_once(admin, user, branch):
    with recorded() as events:
        made = appoint(user, branch, by=admin, ends_on=TODAY)

    (event,) = events
    stored = as_stored(made)
    assert (stored.user, stored.organisation, stored.role) == (user, branch, "SECRETARY")
    assert (stored.starts_on, stored.ends_on) == (CHANGED, TODAY)
    assert (stored.reason, stored.recorded_by) == ("任职通知", admin)
    assert (event.verb, event.target_uid) == (Verb.APPOINTED, user.uid)
    assert (event.organisation_id, event.reason) == (branch.pk, "任职通知")
    assert detail(event) == {
        "role": "SECRETARY",
        "starts_on": "2025-07-01",
        "ends_on": "2026-11-20",
    }


def test_nobody_grants_herself_a_role(admin, branch):
    with pytest.raises(CannotManageAccount, match="不能给自己授予角色"), recorded() as events:
        appoint(admin, branch, by=admin)

    assert (events, admin.appointments.count()) == ([], 1)


def test_first_role_of_an_installation_is_granted_by_nobody(user, top):
    made = appoint(user, top, by=None, role="ADMINISTRATOR")

    assert made.recorded_by is None


@pytest.mark.parametrize(
    ("role", "where", "message"),
    [
        ("SECRETARY", "top", "“支部书记”不能设在教育工委，请选择相应的党组织。"),
        ("GENERAL_SECRETARY", "branch", "“党总支书记”不能设在党支部，请选择相应的党组织。"),
        ("STAFF", "branch", "“教育工委干部”不能设在党支部，请选择相应的党组织。"),
        ("ADMINISTRATOR", "beneath", "“系统管理员”不能设在教育工委，请选择相应的党组织。"),
        ("AUDITOR", "beneath", "“安全审计员”不能设在教育工委，请选择相应的党组织。"),
    ],
)
def test_role_is_not_granted_where_it_cannot_be_held(
    admin, user, top, branch, role, where, message
):
    places = {"top": top, "branch": branch, "beneath": CommitteeFactory(superior=top)}

    assert refused(appoint, user, places[where], by=admin, role=role) == {
        "organisation": [message]
    }


def test_same_role_is_not_granted_twice_at_a_time(admin, user, branch):
    appoint(user, branch, by=admin)
    message = "这个账号在这段时间已经有同样的角色。"

    assert refused(appoint, user, branch, by=admin) == {"starts_on": [message]}


def test_role_may_be_granted_again_from_the_day_it_ended(admin, user, branch):
    end(appoint(user, branch, by=admin), by=admin)

    appoint(user, branch, by=admin, starts_on=TODAY)

    assert user.appointments.count() == 2


@pytest.mark.parametrize("ends_on", [CHANGED, CHANGED - DAY])
def test_role_ends_after_it_starts(admin, user, branch, ends_on):
    found = refused(appoint, user, branch, by=admin, ends_on=ends_on)

    assert found == {"ends_on": ["结束日期必须晚于起始日期。"]}


def test_no_role_is_granted_when_the_log_fails(admin, user, branch, broken_log):
    with pytest.raises(broken_log):
        appoint(user, branch, by=admin)

    assert not Appointment.objects.filter(user=user).exists()


def test_role_ends_and_is_logged_once(admin, user, branch):
    held = AppointmentFactory(user=user, organisation=branch, role="SECRETARY")

    with recorded() as events:
        end(held, by=admin)

    (event,) = events
    assert (as_stored(held).ends_on, as_stored(held).version) == (TODAY, 2)
    assert (event.verb, event.reason, event.target_uid) == (
        Verb.APPOINTMENT_ENDED,
        "离任",
        user.uid,
    )
    assert detail(event) == {"role": "SECRETARY", "on": "2026-11-20"}


def test_nobody_ends_a_role_of_her_own(admin):
    with pytest.raises(CannotManageAccount, match="不能结束自己的角色"), recorded() as events:
        end(admin.appointments.get(), by=admin)

    assert events == []


@pytest.mark.parametrize("on", [FOUNDED, FOUNDED - DAY])
def test_role_ends_after_it_was_granted(admin, user, branch, on):
    held = AppointmentFactory(user=user, organisation=branch, role="SECRETARY")
    message = f"日期必须晚于授予的 {FOUNDED}。"

    assert refused(end, held, by=admin, on=on) == {"on": [message]}


def test_ended_role_is_not_prolonged_by_ending_it_again(admin, user, branch):
    held = AppointmentFactory(user=user, organisation=branch, role="SECRETARY", ends_on=CHANGED)
    message = f"它到 {CHANGED} 就已结束，日期不能更晚。"

    assert refused(end, held, by=admin, on=TODAY) == {"on": [message]}


def test_ending_of_a_role_changed_meanwhile_is_stale(admin, user, branch):
    held = AppointmentFactory(user=user, organisation=branch, role="SECRETARY")

    with pytest.raises(Stale), recorded() as events:
        end(held, by=admin, version=2)

    assert (events, as_stored(held).ends_on) == ([], None)


def test_no_role_ends_when_the_log_fails(admin, user, branch, broken_log):
    held = AppointmentFactory(user=user, organisation=branch, role="SECRETARY")

    with pytest.raises(broken_log):
        end(held, by=admin)

    assert as_stored(held).ends_on is None


def test_rights_are_asked_once_an_instance(admin, django_assert_num_queries):
    user = as_stored(admin)

    with django_assert_num_queries(1):
        user.roles(on=TODAY)
        user.roots(on=TODAY)
        user.appointments_on(TODAY)
