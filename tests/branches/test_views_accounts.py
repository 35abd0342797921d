"""Accounts on the screen: who may do what, and one's own password."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from branches.audit import Verb
from branches.models import Appointment, User
from tests.events import recorded
from tests.factories.branches import (
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.pages import client_of, errors_at, listed, text, typed

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
STRONG = "Ginkgo-Bridge-2719"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """How passwords are hashed is asked elsewhere; here it only has to be quick."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


@pytest.fixture
def administrator(top):
    return AppointmentFactory(organisation=top, role="ADMINISTRATOR").user


@pytest.fixture
def admin(administrator):
    return client_of(administrator)


@pytest.fixture
def user():
    return UserFactory(username="wangxin", name="王欣")


def url(name, *args):
    return reverse(f"branches:{name}", args=[getattr(one, "pk", one) for one in args])


def stored(row):
    return type(row).objects.get(pk=row.pk)


# The list --------------------------------------------------------------------------------------


def test_list_shows_every_account_with_its_roles(admin, administrator, branch, user):
    AppointmentFactory(user=user, organisation=branch, role="SECRETARY")

    response = admin.get(url("account-list"))

    assert set(listed(response)) == {administrator, user}
    assert f"支部书记 · {branch}" in text(response)


def test_list_shows_no_role_of_another_day(admin, branch, user):
    AppointmentFactory(user=user, organisation=branch, role="SECRETARY", ends_on=TODAY)
    AppointmentFactory(user=user, organisation=branch, role="CLERK", starts_on=TODAY + DAY)

    response = admin.get(url("account-list"), {"q": "王欣"})

    assert [row.held for row in listed(response)] == [[]]


@pytest.mark.parametrize("role", ["STAFF", "AUDITOR"])
def test_list_is_closed_to_everybody_else(top, role):
    client = client_of(AppointmentFactory(organisation=top, role=role).user)

    assert client.get(url("account-list")).status_code == 403


@pytest.mark.parametrize("q", ["王欣", "wangxin", "WangXin"])
def test_list_is_searched_by_name_or_user_name(admin, user, q):
    assert listed(admin.get(url("account-list"), {"q": q})) == [user]


@pytest.mark.parametrize(("is_active", "found"), [("True", 2), ("False", 1), ("", 3)])
def test_list_is_filtered_by_state(admin, user, is_active, found):
    UserFactory(is_active=False)

    assert len(listed(admin.get(url("account-list"), {"is_active": is_active}))) == found


def test_list_is_filtered_by_who_still_has_a_one_time_password(admin, user):
    waiting = UserFactory(must_change_password=True)

    found = listed(admin.get(url("account-list"), {"must_change_password": "True"}))

    assert found == [waiting]


# The page --------------------------------------------------------------------------------------


def test_page_shows_roles_of_every_day(admin, branch, user):
    now = AppointmentFactory(user=user, organisation=branch, role="SECRETARY")
    former = AppointmentFactory(user=user, organisation=branch, role="CLERK", ends_on=TODAY)

    response = admin.get(url("account-detail", user))

    assert set(response.context["appointments"]) == {now, former}


def test_page_offers_nobody_to_manage_herself(admin, administrator, user):
    own = text(admin.get(url("account-detail", administrator)))
    other = text(admin.get(url("account-detail", user)))

    for name in ("appointment-create", "account-reset", "account-disable"):
        assert url(name, administrator) not in own
        assert url(name, user) in other


# Acts ------------------------------------------------------------------------------------------


def test_account_is_opened_with_its_first_role_and_its_password_shown_once(admin, branch):
    response = admin.post(
        url("account-create"),
        {"username": "hejing", "name": "何静", "organisation": branch.pk, "role": "CLERK"},
        follow=True,
    )

    made = User.objects.get(username="hejing")
    held = made.appointments.get()
    assert (held.organisation, held.role, held.starts_on) == (branch, "CLERK", TODAY)
    assert response.redirect_chain == [(url("account-detail", made), 302)]
    assert "一次性密码" in text(response)
    assert admin.get(url("account-detail", made)).context["account"] == made


def test_password_shown_once_is_the_one_that_opens(admin, client, branch):
    response = admin.post(
        url("account-create"),
        {"username": "hejing", "name": "何静", "organisation": branch.pk, "role": "CLERK"},
        follow=True,
    )
    user = User.objects.get(username="hejing")

    words = text(response).replace("<", " ").replace(">", " ").split()
    shown = [word for word in words if len(word) == 26 and user.check_password(word)]

    assert len(shown) == 1
    assert shown[0] not in text(admin.get(url("account-detail", user)))


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        (
            {"username": "a b"},
            {"username": ["用户名用小写字母、数字和 . _ -，以字母或数字开头，3 至 40 个字符。"]},
        ),
        ({"username": "wangxin"}, {"username": ["这个用户名已被使用，请换一个。"]}),
        ({"name": ""}, {"name": ["请填写这一项。"]}),
        (
            {"role": "STAFF"},
            {"organisation": ["“教育工委干部”不能设在党支部，请选择相应的党组织。"]},
        ),
    ],
)
def test_form_says_what_is_wrong_where_and_opens_nothing(admin, branch, user, values, errors):
    valid = {"username": "hejing", "name": "何静", "organisation": branch.pk, "role": "CLERK"}

    response = admin.post(url("account-create"), valid | values)

    assert errors_at(response) == errors
    assert typed(response)["role"] == (valid | values)["role"]
    assert not User.objects.filter(username="hejing").exists()


def test_name_is_corrected_through_its_form(admin, user):
    response = admin.post(url("account-update", user), {"name": "王馨", "version": 1})

    assert response.url == url("account-detail", user)
    assert stored(user).name == "王馨"


def test_correction_of_what_was_changed_meanwhile_shows_both(admin, user):
    response = admin.post(url("account-update", user), {"name": "王馨", "version": 7})

    assert response.status_code == 409
    assert response.context["conflict"] == [("姓名", "王欣", "王馨")]


def test_password_is_reset_through_its_form(admin, user):
    response = admin.post(
        url("account-reset", user), {"reason": "忘记", "version": 1}, follow=True
    )

    assert "一次性密码" in text(response)
    assert stored(user).must_change_password


def test_account_is_disabled_and_enabled_through_the_forms(admin, user):
    admin.post(url("account-disable", user), {"reason": "调离", "version": 1})
    disabled = stored(user).is_active

    admin.post(url("account-enable", user), {"reason": "调回", "version": 2})

    assert (disabled, stored(user).is_active) == (False, True)


@pytest.mark.parametrize("name", ["account-disable", "account-reset"])
def test_what_nobody_may_do_to_herself_is_refused_in_words(admin, administrator, name):
    response = admin.post(url(name, administrator), {"reason": "试试", "version": 1})

    assert list(errors_at(response)) == ["__all__"]
    assert stored(administrator).is_active


def test_disabled_account_is_out_at_the_next_click(admin, user, branch):
    AppointmentFactory(user=user, organisation=branch, role="SECRETARY")
    client = client_of(user)
    before = client.get(url("organisation-list")).status_code

    admin.post(url("account-disable", user), {"reason": "调离", "version": 1})

    assert (before, client.get(url("organisation-list")).status_code) == (200, 302)


def test_role_is_granted_and_ended_through_the_forms(admin, branch, user):
    admin.post(
        url("appointment-create", user),
        {"organisation": branch.pk, "role": "SECRETARY", "starts_on": "2025-7-1"},
    )
    held = Appointment.objects.get(user=user)

    response = admin.post(
        url("appointment-end", held), {"on": "2026-1-1", "reason": "离任", "version": 1}
    )

    assert response.url == url("account-detail", user)
    assert str(stored(held).ends_on) == "2026-01-01"


def test_role_that_cannot_be_is_refused_at_its_field(admin, branch, user):
    response = admin.post(
        url("appointment-create", user),
        {
            "organisation": branch.pk,
            "role": "SECRETARY",
            "starts_on": "2025-7-1",
            "ends_on": "2025-7-1",
        },
    )

    assert errors_at(response) == {"ends_on": ["结束日期必须晚于起始日期。"]}


def test_nobody_grants_herself_a_role(admin, administrator, branch):
    response = admin.post(
        url("appointment-create", administrator),
        {"organisation": branch.pk, "role": "SECRETARY", "starts_on": "2025-7-1"},
    )

    assert errors_at(response) == {"__all__": ["不能给自己授予角色，请由另一位系统管理员操作。"]}


def test_right_granted_holds_at_the_next_click(admin, branch, user):
    client = client_of(user)
    before = client.get(url("organisation-list")).status_code

    admin.post(
        url("appointment-create", user),
        {"organisation": branch.pk, "role": "SECRETARY", "starts_on": str(TODAY)},
    )

    assert before == 403
    assert listed(client.get(url("organisation-list"))) == [branch]


# One's own password ----------------------------------------------------------------------------


@pytest.fixture
def holder(user):
    """An account with a password of its own."""
    user.set_password(STRONG)
    user.save()
    return user


def change(client, **values):
    valid = {
        "old_password": STRONG,
        "new_password": "Plane-Trees-By-Water",
        "again": "Plane-Trees-By-Water",
    }
    return client.post(url("password-change"), valid | values)


def test_own_password_is_changed_and_this_session_goes_on(holder):
    client = client_of(holder)

    response = change(client)

    assert response.url == "/"
    assert stored(holder).check_password("Plane-Trees-By-Water")
    assert client.get(url("help")).status_code == 200


def test_other_sessions_end_when_the_password_changes(holder):
    client, other = client_of(holder), client_of(holder)

    change(client)

    assert other.get(url("help")).status_code == 302


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"old_password": "x"}, {"old_password": ["现在的密码不对，请重新输入。"]}),
        ({"again": "x"}, {"again": ["两次写的新密码不一样，请重新输入。"]}),
        (
            {"new_password": "kx7-Qw.vb2p", "again": "kx7-Qw.vb2p"},
            {"new_password": ["密码太短，至少要 12 个字符。"]},
        ),
    ],
)
def test_password_that_cannot_be_changed_says_why_at_its_field(holder, values, errors):
    response = change(client_of(holder), **values)

    assert errors_at(response) == errors
    assert stored(holder).check_password(STRONG)


def test_passwords_typed_are_never_sent_back(holder):
    response = change(client_of(holder), again="x")

    assert "Plane-Trees-By-Water" not in text(response)
    assert STRONG not in text(response)


# At the door -----------------------------------------------------------------------------------


def log_in(client, **values):
    return client.post(url("login"), {"username": "wangxin", "password": STRONG} | values)


def test_who_is_known_comes_in_and_it_is_logged(client, holder):
    with recorded() as events:
        response = log_in(client)

    assert response.url == "/"
    assert [(event.verb, event.actor_id) for event in events] == [(Verb.LOGGED_IN, holder.pk)]
    assert stored(holder).last_login == datetime(
        2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai")
    )


@pytest.mark.parametrize("username", ["WangXin", " wangxin ", "ｗａｎｇｘｉｎ"])
def test_user_name_is_known_in_any_spelling(client, holder, username):
    assert log_in(client, username=username).status_code == 302


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        (
            {"password": "x"},
            {"__all__": ["用户名或密码不对。请检查大小写；忘记密码请联系系统管理员。"]},
        ),
        ({"username": ""}, {"username": ["请填写用户名。"]}),
        ({"password": ""}, {"password": ["请填写密码。"]}),
    ],
)
def test_who_is_not_known_stays_outside(client, holder, values, errors):
    response = log_in(client, **values)

    assert errors_at(response) == errors
    assert "_auth_user_id" not in client.session


def test_who_came_for_a_page_is_taken_there(client, holder):
    assert log_in(client, next="/schools/").url == "/schools/"


def test_holder_of_a_one_time_password_can_only_change_it(holder):
    User.objects.filter(pk=holder.pk).update(must_change_password=True)
    client = client_of(holder)

    assert client.get(url("help")).url == url("password-change")

    change(client)

    assert client.get(url("help")).status_code == 200
