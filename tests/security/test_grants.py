"""Nobody grants himself more than he holds, and somebody can always grant."""

import pytest
from django.urls import reverse

from branches.models import Appointment, Organisation, User
from branches.services import accounts
from branches.services.accounts import CannotManageAccount
from tests.security.conftest import NOON
from tests.security.doors import fingerprint, text_of
from tests.security.floors import FLOORS

TODAY = NOON.date()


def of(username):
    return User.objects.get(username=username)


def act(name, row):
    return reverse(f"branches:{name}", args=[row.pk])


@pytest.mark.parametrize("role", Appointment.Role.values)
def test_administrator_cannot_grant_himself_a_role(enter, role):
    visitor, before = enter("admin"), fingerprint()
    place = Organisation.objects.get(code="SF")
    data = {"organisation": place.pk, "role": role, "starts_on": "2026-11-1"}

    answer = visitor.post(act("appointment-create", of("admin")), data)

    assert answer.status_code == 422
    assert "不能给自己授予角色" in text_of(answer)
    assert fingerprint() == before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("account-reset", "自己的密码请用“修改密码”"),
        ("account-disable", "不能停用自己的账号"),
    ],
)
def test_administrator_cannot_reset_or_disable_himself(enter, name, words):
    visitor, before, own = enter("admin"), fingerprint(), of("admin")

    answer = visitor.post(act(name, own), {"reason": "想", "version": own.version})

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert fingerprint() == before


def test_administrator_cannot_end_or_stretch_his_own_role(enter):
    held = Appointment.objects.get(user__username="admin")
    visitor, before = enter("admin"), fingerprint()

    data = {"on": "2199-1-1", "reason": "想", "version": held.version}
    answer = visitor.post(act("appointment-end", held), data)

    assert answer.status_code == 422
    assert "不能结束自己的角色" in text_of(answer)
    assert fingerprint() == before


@pytest.mark.parametrize("person", ["staff", "general", "secretary", "clerk", "auditor"])
def test_nobody_but_an_administrator_manages_accounts(enter, person):
    visitor, before = enter(person), fingerprint()
    managing = [each for each in FLOORS[0].acts() if each.by == "lx-admin"]

    answers = [visitor.post(each.url, each.data).status_code for each in managing]

    assert answers == [403] * len(managing)
    assert fingerprint() == before


@pytest.fixture
def last_administrator(county, db):
    """`admin`, after everybody else's role of administrator has ended."""
    others = Appointment.objects.filter(role="ADMINISTRATOR").exclude(user__username="admin")
    others.update(ends_on=TODAY)
    return of("admin")


def test_last_administrator_cannot_be_disabled_by_anybody(last_administrator):
    with pytest.raises(CannotManageAccount, match="最后一位系统管理员"):
        accounts.disable(
            today=TODAY,
            user=last_administrator,
            reason="",
            version=last_administrator.version,
            by=of("staff"),
        )

    assert of("admin").is_active


def test_last_administrators_role_cannot_be_ended_by_anybody(last_administrator):
    held = Appointment.objects.get(user=last_administrator)

    with pytest.raises(CannotManageAccount, match="最后一位系统管理员"):
        accounts.end_appointment(
            today=TODAY,
            appointment=held,
            on=TODAY,
            reason="",
            version=held.version,
            by=of("staff"),
        )

    assert Appointment.objects.get(pk=held.pk).ends_on is None


def test_disabled_administrator_is_not_another_one(county, db):
    User.objects.filter(username="lx-admin").update(is_active=False)
    last = of("admin")

    with pytest.raises(CannotManageAccount, match="最后一位系统管理员"):
        accounts.disable(today=TODAY, user=last, reason="", version=last.version, by=of("staff"))


def test_administrator_can_be_disabled_while_another_is_left(county, db):
    other = of("lx-admin")

    accounts.disable(today=TODAY, user=other, reason="", version=other.version, by=of("admin"))

    assert not of("lx-admin").is_active


# Where each role may be held: at the top committee, one beneath it, a Party committee, a general
# branch, a branch, a joint branch, a temporary branch.
PLACES = {
    "ADMINISTRATOR": "T",
    "AUDITOR": "T",
    "STAFF": "TC",
    "GENERAL_SECRETARY": "PG",
    "SECRETARY": "BJE",
    "CLERK": "BJE",
}
CODES = {"T": "SF", "C": "SF05", "P": "SF05", "G": "SF01", "B": "SF06", "J": "SF32", "E": "SF90"}
BECOMES = {"C": "COMMITTEE", "P": "PARTY_COMMITTEE"}


@pytest.mark.parametrize("letter", CODES)
@pytest.mark.parametrize("role", PLACES)
def test_role_is_granted_only_at_a_fitting_place(enter, role, letter):
    if letter in BECOMES:
        Organisation.objects.filter(code=CODES[letter]).update(kind=BECOMES[letter])
    place, visitor, before = (
        Organisation.objects.get(code=CODES[letter]),
        enter("admin"),
        fingerprint(),
    )
    data = {"organisation": place.pk, "role": role, "starts_on": "2026-11-1"}

    answer = visitor.post(act("appointment-create", of("disabled")), data)

    is_fitting = letter in PLACES[role]
    assert answer.status_code == (302 if is_fitting else 422)
    assert (fingerprint() == before) == (not is_fitting)
