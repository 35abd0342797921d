"""Record training classes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from activities.models import TrainingClass
from branches.audit import Verb
from branches.models import Organisation
from branches.services.entries import Register


@dataclass(frozen=True)
class ClassFacts:
    """What a class's form asks."""

    organisation: Organisation
    held_on: date
    title: str
    audience: str
    hours: int
    attendances: int


CLASSES: Register[TrainingClass, ClassFacts] = Register(
    TrainingClass,
    entered=Verb.TRAINING_ENTERED,
    corrected=Verb.TRAINING_CORRECTED,
    entered_many=Verb.TRAININGS_ENTERED,
)
enter_class, correct_class, enter_classes = CLASSES.enter, CLASSES.correct, CLASSES.enter_many
