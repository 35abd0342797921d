"""There is an organisation, a school, an account, an event, and always …"""

from branches.models.accounts import Appointment, User
from branches.models.log import AuditDetail, AuditEvent, AuditLock, AuditSeal
from branches.models.organisations import (
    MAX_DEPTH,
    ApprovalPower,
    Organisation,
    OrganisationName,
    OutsidePerson,
    Setting,
    Superior,
)
from branches.models.records import DatedRecord, Record, Stale
from branches.models.requests import Request
from branches.models.schools import Coverage, HeadCount, School
from branches.triggers import NoOverlap

__all__ = [
    "MAX_DEPTH",
    "Appointment",
    "ApprovalPower",
    "AuditDetail",
    "AuditEvent",
    "AuditLock",
    "AuditSeal",
    "Coverage",
    "DatedRecord",
    "HeadCount",
    "NoOverlap",
    "Organisation",
    "OrganisationName",
    "OutsidePerson",
    "Record",
    "Request",
    "School",
    "Setting",
    "Stale",
    "Superior",
    "User",
]
