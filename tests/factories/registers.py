"""The smallest valid rows of elections, development and the committee's registers."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from activities.models import (
    ContactPoint,
    Exam,
    Inspection,
    ResponsibilityLetter,
    TrainingClass,
)
from members.models import DevelopmentCase, Election, Term
from tests.factories.branches import (
    CommitteeFactory,
    OrganisationFactory,
    OutsidePersonFactory,
    SchoolFactory,
)

ELECTED = date(2024, 6, 20)
DUE = date(2027, 6, 20)
HELD = date(2026, 4, 27)


class Cleaned(DjangoModelFactory):
    """What `clean` computes is in the row, as when a service writes it."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **values):
        row = model_class(**values)
        row.clean()
        row.save(force_insert=True)
        return row


class TermFactory(Cleaned):
    """A branch's term that runs on TODAY."""

    class Meta:
        model = Term

    organisation = factory.SubFactory(OrganisationFactory)
    starts_on = ELECTED
    due_on = DUE


class ElectionFactory(Cleaned):
    """A regular election whose term is not recorded, and of whose numbers nothing is known."""

    class Meta:
        model = Election

    organisation = factory.SubFactory(OrganisationFactory)
    kind = Election.Kind.REGULAR
    held_on = ELECTED


class CaseFactory(Cleaned):
    """A young teacher who applied and is no activist yet."""

    class Meta:
        model = DevelopmentCase

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("苏晓{}".format)
    sex = "FEMALE"
    born_on = date(1998, 3, 8)
    work = DevelopmentCase.Work.TEACHER
    applied_on = date(2024, 3, 1)


class ExamFactory(Cleaned):
    class Meta:
        model = Exam

    organisation = factory.SubFactory(CommitteeFactory)
    held_on = HELD
    title = factory.Sequence("政治理论考试{}".format)
    participants = 100


class InspectionFactory(Cleaned):
    """A visit to some branch."""

    class Meta:
        model = Inspection

    organisation = factory.SubFactory(CommitteeFactory)
    target = factory.SubFactory(OrganisationFactory)
    held_on = HELD
    title = "年度督导"


class LetterFactory(Cleaned):
    class Meta:
        model = ResponsibilityLetter

    organisation = factory.SubFactory(CommitteeFactory)
    belongs_to_year = 2026
    kind = ResponsibilityLetter.Kind.GOVERNANCE
    level = ResponsibilityLetter.Level.ORGANISATIONS
    signed_on = date(2026, 3, 2)
    signed = 60
    due = 66


class ContactFactory(Cleaned):
    """Somebody outside the roll is the contact of a school."""

    class Meta:
        model = ContactPoint

    organisation = factory.SubFactory(CommitteeFactory)
    outsider = factory.SubFactory(
        OutsidePersonFactory, kept_by=factory.SelfAttribute("..organisation")
    )
    school = factory.SubFactory(SchoolFactory, kept_by=factory.SelfAttribute("..organisation"))
    starts_on = date(2026, 3, 2)


class ClassFactory(Cleaned):
    class Meta:
        model = TrainingClass

    organisation = factory.SubFactory(CommitteeFactory)
    held_on = HELD
    title = factory.Sequence("党务干部培训班{}".format)
    audience = TrainingClass.Audience.OFFICERS
    hours = 16
    attendances = 50
