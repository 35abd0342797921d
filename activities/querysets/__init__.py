"""Which sittings, who came? Every screen and figure starts from one of these."""

from activities.querysets.commitments import ContactPointQuerySet, ResponsibilityLetterQuerySet
from activities.querysets.exams import ExamQuerySet
from activities.querysets.inspections import InspectionQuerySet
from activities.querysets.sittings import (
    AttendanceQuerySet,
    CampaignQuerySet,
    LecturerQuerySet,
    SittingQuerySet,
)
from activities.querysets.training import TrainingClassQuerySet

__all__ = [
    "AttendanceQuerySet",
    "CampaignQuerySet",
    "ContactPointQuerySet",
    "ExamQuerySet",
    "InspectionQuerySet",
    "LecturerQuerySet",
    "ResponsibilityLetterQuerySet",
    "SittingQuerySet",
    "TrainingClassQuerySet",
]
