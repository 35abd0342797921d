"""Record the visits of inspections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from activities.models import Campaign, Inspection
from branches.audit import Verb
from branches.models import Organisation, School
from branches.services.entries import Register


@dataclass(frozen=True)
class InspectionFacts:
    """What the form of a visit asks: exactly one of `target` and `school` was visited."""

    organisation: Organisation
    held_on: date
    title: str
    target: Organisation | None = None
    school: School | None = None
    inspectors: str = ""
    talks: bool = False
    assessment: bool = False
    records: bool = False
    rating: str = ""
    problems: int = 0
    campaign: Campaign | None = None


INSPECTIONS: Register[Inspection, InspectionFacts] = Register(
    Inspection,
    entered=Verb.INSPECTION_ENTERED,
    corrected=Verb.INSPECTION_CORRECTED,
    entered_many=Verb.INSPECTIONS_ENTERED,
)
enter_inspection, correct_inspection = INSPECTIONS.enter, INSPECTIONS.correct
enter_inspections = INSPECTIONS.enter_many
