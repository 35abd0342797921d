"""There is a sitting, a campaign, somebody who came, an exam, a visit, a promise, and always …"""

from activities.models.commitments import ContactPoint, ResponsibilityLetter
from activities.models.exams import Exam
from activities.models.inspections import Inspection
from activities.models.sittings import Attendance, Campaign, Lecturer, Sitting, SittingKind
from activities.models.training import TrainingClass

__all__ = [
    "Attendance",
    "Campaign",
    "ContactPoint",
    "Exam",
    "Inspection",
    "Lecturer",
    "ResponsibilityLetter",
    "Sitting",
    "SittingKind",
    "TrainingClass",
]
