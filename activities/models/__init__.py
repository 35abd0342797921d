"""There is a sitting, a campaign, somebody who came, and always …"""

from activities.models.sittings import Attendance, Campaign, Lecturer, Sitting, SittingKind

__all__ = [
    "Attendance",
    "Campaign",
    "Lecturer",
    "Sitting",
    "SittingKind",
]
