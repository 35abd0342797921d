"""Which sittings, who came? Every screen and figure starts from one of these."""

from activities.querysets.sittings import (
    AttendanceQuerySet,
    CampaignQuerySet,
    LecturerQuerySet,
    SittingQuerySet,
    without_sitting,
)

__all__ = [
    "AttendanceQuerySet",
    "CampaignQuerySet",
    "LecturerQuerySet",
    "SittingQuerySet",
    "without_sitting",
]
