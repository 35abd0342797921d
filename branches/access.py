"""Who may do what, where: the roles' permissions, judged today."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from branches.models import Appointment, Organisation, User


class Permission(StrEnum):
    """What a screen asks for."""

    READ_REGISTER = "READ_REGISTER"
    MANAGE_ORGANISATIONS = "MANAGE_ORGANISATIONS"
    MANAGE_SCHOOLS = "MANAGE_SCHOOLS"
    READ_OUTSIDE_PERSONS = "READ_OUTSIDE_PERSONS"
    MANAGE_OUTSIDE_PERSONS = "MANAGE_OUTSIDE_PERSONS"
    MANAGE_ACCOUNTS = "MANAGE_ACCOUNTS"
    MANAGE_SETTINGS = "MANAGE_SETTINGS"
    READ_AUDIT = "READ_AUDIT"


_BRANCH = frozenset({Permission.READ_REGISTER})
PERMISSIONS: dict[str, frozenset[Permission]] = {
    Appointment.Role.ADMINISTRATOR: frozenset(
        {
            Permission.READ_REGISTER,
            Permission.READ_OUTSIDE_PERSONS,
            Permission.MANAGE_ACCOUNTS,
            Permission.MANAGE_SETTINGS,
            Permission.READ_AUDIT,
        }
    ),
    Appointment.Role.STAFF: frozenset(
        {
            Permission.READ_REGISTER,
            Permission.MANAGE_ORGANISATIONS,
            Permission.MANAGE_SCHOOLS,
            Permission.READ_OUTSIDE_PERSONS,
            Permission.MANAGE_OUTSIDE_PERSONS,
        }
    ),
    Appointment.Role.GENERAL_SECRETARY: _BRANCH,
    Appointment.Role.SECRETARY: _BRANCH,
    Appointment.Role.CLERK: _BRANCH,
    Appointment.Role.AUDITOR: frozenset({Permission.READ_AUDIT}),
}


def holds(user: User, permission: Permission, *, today: date) -> bool:
    """Say whether `user` holds the permission anywhere today."""
    return any(permission in PERMISSIONS[role] for role in user.roles(on=today))


def may(user: User, permission: Permission, organisation: Organisation, *, today: date) -> bool:
    """Say whether `user` holds the permission at `organisation` or above it today."""
    return any(
        permission in PERMISSIONS[appointment.role]
        and organisation.path.startswith(appointment.organisation.path)
        for appointment in user.appointments_on(today)
    )


def reaches(user: User, organisation: Organisation, *, today: date) -> bool:
    """Say whether `organisation` lies in what `user` may read today."""
    return organisation.path.startswith(user.roots(on=today) or ("~",))
