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
    READ_MEMBERS = "READ_MEMBERS"
    KEEP_MEMBERS = "KEEP_MEMBERS"
    TRANSFER_MEMBERS = "TRANSFER_MEMBERS"
    REVEAL_NUMBERS = "REVEAL_NUMBERS"
    KEEP_POSTS = "KEEP_POSTS"
    ASK_REQUESTS = "ASK_REQUESTS"
    ANSWER_REQUESTS = "ANSWER_REQUESTS"
    READ_DUES = "READ_DUES"
    READ_WAGES = "READ_WAGES"
    KEEP_DUES = "KEEP_DUES"
    READ_ACTIVITIES = "READ_ACTIVITIES"
    KEEP_ACTIVITIES = "KEEP_ACTIVITIES"
    CONFIRM_ACTIVITIES = "CONFIRM_ACTIVITIES"
    KEEP_ELECTIONS = "KEEP_ELECTIONS"
    KEEP_DEVELOPMENT = "KEEP_DEVELOPMENT"
    KEEP_COMMITTEE_RECORDS = "KEEP_COMMITTEE_RECORDS"
    READ_SUMMARY = "READ_SUMMARY"
    EXPORT_SUMMARY = "EXPORT_SUMMARY"
    KEEP_TEXTS = "KEEP_TEXTS"


_READ = frozenset(
    {
        Permission.READ_REGISTER,
        Permission.READ_MEMBERS,
        Permission.READ_DUES,
        Permission.READ_ACTIVITIES,
    }
)
# What a clerk enters; only a secretary confirms and asks.
_CLERK = _READ | {
    Permission.KEEP_MEMBERS,
    Permission.REVEAL_NUMBERS,
    Permission.READ_WAGES,
    Permission.KEEP_DUES,
    Permission.KEEP_ACTIVITIES,
    Permission.KEEP_ELECTIONS,
    Permission.KEEP_DEVELOPMENT,
}
_SECRETARY = _CLERK | {Permission.CONFIRM_ACTIVITIES, Permission.ASK_REQUESTS}
PERMISSIONS: dict[str, frozenset[Permission]] = {
    Appointment.Role.ADMINISTRATOR: _READ
    | {
        Permission.READ_OUTSIDE_PERSONS,
        Permission.MANAGE_ACCOUNTS,
        Permission.MANAGE_SETTINGS,
        Permission.READ_AUDIT,
        Permission.READ_SUMMARY,
        Permission.EXPORT_SUMMARY,
    },
    Appointment.Role.STAFF: _CLERK
    | {
        Permission.MANAGE_ORGANISATIONS,
        Permission.MANAGE_SCHOOLS,
        Permission.READ_OUTSIDE_PERSONS,
        Permission.MANAGE_OUTSIDE_PERSONS,
        Permission.TRANSFER_MEMBERS,
        Permission.KEEP_POSTS,
        Permission.ANSWER_REQUESTS,
        Permission.CONFIRM_ACTIVITIES,
        Permission.KEEP_COMMITTEE_RECORDS,
        Permission.READ_SUMMARY,
        Permission.EXPORT_SUMMARY,
        Permission.KEEP_TEXTS,
    },
    Appointment.Role.GENERAL_SECRETARY: _SECRETARY | {Permission.TRANSFER_MEMBERS},
    Appointment.Role.SECRETARY: _SECRETARY,
    Appointment.Role.CLERK: _CLERK,
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
