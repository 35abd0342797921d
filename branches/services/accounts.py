"""Open and disable accounts, appoint, change and reset passwords."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from branches import audit
from branches.audit import Verb
from branches.models import Appointment, Organisation, User
from branches.rules import may_be_appointed
from branches.services.transactions import close, insert, service, update

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
# Without letters and digits that are read wrongly from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class CannotManageAccount(Exception):
    """The act on an account is refused; the message is fit to show."""


def canonical_username(text: str) -> str:
    """Return the one spelling of a user name: half width, lower case, no space around it."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def one_time_password() -> str:
    """Return a temporary password of 26 characters, more than 128 bits, easy to copy out."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(26))


@service
def open_account(*, username: str, name: str, by: User | None) -> tuple[User, str]:
    """Open an account; return it with the one-time password, which nobody sees again.

    Raises ValidationError.
    """
    username = canonical_username(username)
    if not _USERNAME.fullmatch(username):
        raise ValidationError(
            {"username": "用户名用小写字母、数字和 . _ -，以字母或数字开头，3 至 40 个字符。"}
        )
    password = one_time_password()
    user = User(username=username, name=name)
    user.set_password(password)
    insert(user, by=by)
    audit.record(Verb.ACCOUNT_OPENED, user, by=by, username=username)
    return user, password


@service
def open_with_role(  # the form is that wide
    *,
    username: str,
    name: str,
    organisation: Organisation,
    role: str,
    starts_on: date,
    by: User,
) -> tuple[User, str]:
    """Open an account and grant its first role, both or neither. Raises ValidationError."""
    user, password = open_account(username=username, name=name, by=by)
    appoint(user=user, organisation=organisation, role=role, starts_on=starts_on, by=by)
    return user, password


@service
def correct_account(*, user: User, name: str, version: int | None, by: User) -> User:
    """Mend the name of an account's holder. Raises ValidationError, Stale."""
    old = audit.values(user, ("name",))
    user.name = name
    update(user, version=version)
    audit.record(Verb.ACCOUNT_CORRECTED, user, by=by, changes=audit.changes(old, user))
    return user


@service
def reset_password(*, user: User, reason: str, version: int | None, by: User) -> str:
    """Replace a forgotten password by a one-time one and return it; sessions end.

    Raises CannotManageAccount, Stale.
    """
    if user.pk == by.pk:
        raise CannotManageAccount("自己的密码请用“修改密码”。")
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    update(user, version=version)
    audit.record(Verb.PASSWORD_RESET, user, by=by, reason=reason)
    return password


@service
def change_password(*, user: User, password: str) -> User:
    """Set the user's own new password. Raises ValidationError when it is too weak."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"new_password": error.messages}) from error
    user.set_password(password)
    user.must_change_password = False
    update(user, version=user.version)
    audit.record(Verb.PASSWORD_CHANGED, user, by=user)
    return user


@service
def adopt_password(*, user: User, password: str) -> User:
    """Give a sample account the password its visitor chose; its strength is not asked."""
    user.set_password(password)
    user.must_change_password = False
    update(user, version=user.version)
    audit.record(Verb.PASSWORD_CHANGED, user, by=None)
    return user


@service
def disable(*, user: User, reason: str, version: int | None, today: date, by: User) -> User:
    """Disable an account; its next request is refused. Raises CannotManageAccount, Stale."""
    if user.pk == by.pk:
        raise CannotManageAccount("不能停用自己的账号，请由另一位系统管理员操作。")
    _keep_an_administrator(without=user, today=today)
    user.is_active = False
    update(user, version=version)
    audit.record(Verb.ACCOUNT_DISABLED, user, by=by, reason=reason)
    return user


@service
def enable(*, user: User, reason: str, version: int | None, by: User) -> User:
    """Enable a disabled account again. Raises Stale."""
    user.is_active = True
    update(user, version=version)
    audit.record(Verb.ACCOUNT_ENABLED, user, by=by, reason=reason)
    return user


@service
def appoint(  # the form is that wide
    *,
    user: User,
    organisation: Organisation,
    role: str,
    starts_on: date,
    ends_on: date | None = None,
    reason: str = "",
    by: User | None,
) -> Appointment:
    """Grant a role at an organisation and beneath it.

    Raises CannotManageAccount, ValidationError.
    """
    if by is not None and user.pk == by.pk:
        raise CannotManageAccount("不能给自己授予角色，请由另一位系统管理员操作。")
    is_top = organisation.superior_id is None
    if not may_be_appointed(role, kind=organisation.kind, is_top=is_top):
        label = Appointment.Role(role).label
        kind = organisation.get_kind_display()
        raise ValidationError({"organisation": f"“{label}”不能设在{kind}，请选择相应的党组织。"})
    appointment = Appointment(
        user=user,
        organisation=organisation,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
    )
    insert(appointment, by=by)
    audit.record(
        Verb.APPOINTED,
        user,
        by=by,
        organisation=organisation,
        reason=reason,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return appointment


@service
def end_appointment(
    *,
    appointment: Appointment,
    on: date,
    reason: str,
    version: int | None,
    today: date,
    by: User,
) -> Appointment:
    """End a role from `on`. Raises CannotManageAccount, ValidationError, Stale."""
    if appointment.user_id == by.pk:
        raise CannotManageAccount("不能结束自己的角色，请由另一位系统管理员操作。")
    if appointment.role == Appointment.Role.ADMINISTRATOR:
        _keep_an_administrator(without=appointment.user, today=today)
    close(appointment, on=on, since="授予", version=version)
    audit.record(
        Verb.APPOINTMENT_ENDED,
        appointment.user,
        by=by,
        organisation=appointment.organisation,
        reason=reason,
        role=appointment.role,
        on=on,
    )
    return appointment


def _keep_an_administrator(*, without: User, today: date) -> None:
    """Refuse what would leave nobody who can open accounts."""
    administrators = Appointment.objects.on(today).filter(role=Appointment.Role.ADMINISTRATOR)
    # Locked, so that two who dismiss each other at once do not both succeed.
    left = list(administrators.select_for_update().select_related("user"))
    held = any(row.user_id == without.pk for row in left)
    if held and not any(row.user_id != without.pk and row.user.is_active for row in left):
        raise CannotManageAccount("这是最后一位系统管理员，请先授予另一个账号这个角色。")
