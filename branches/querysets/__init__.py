"""Which rows? Every screen, count and choice starts from one of these, narrowed by readable_by."""

from branches.querysets.accounts import (
    AppointmentQuerySet,
    AuditEventQuerySet,
    UserManager,
    UserQuerySet,
)
from branches.querysets.organisations import (
    ApprovalPowerQuerySet,
    OrganisationNameQuerySet,
    OrganisationQuerySet,
    OutsidePersonQuerySet,
    SettingQuerySet,
    SuperiorQuerySet,
)
from branches.querysets.requests import RequestQuerySet
from branches.querysets.schools import CoverageQuerySet, HeadCountQuerySet, SchoolQuerySet
from branches.querysets.scope import (
    STEP,
    DatedQuerySet,
    ScopedQuerySet,
    UnscopedRead,
    fuse,
    prefixes,
    within_roots,
)

__all__ = [
    "STEP",
    "AppointmentQuerySet",
    "ApprovalPowerQuerySet",
    "AuditEventQuerySet",
    "CoverageQuerySet",
    "DatedQuerySet",
    "HeadCountQuerySet",
    "OrganisationNameQuerySet",
    "OrganisationQuerySet",
    "OutsidePersonQuerySet",
    "RequestQuerySet",
    "SchoolQuerySet",
    "ScopedQuerySet",
    "SettingQuerySet",
    "SuperiorQuerySet",
    "UnscopedRead",
    "UserManager",
    "UserQuerySet",
    "fuse",
    "prefixes",
    "within_roots",
]
