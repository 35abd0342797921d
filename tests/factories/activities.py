"""The smallest valid rows of activities."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from activities.models import Attendance, Campaign, Lecturer, Sitting, SittingKind
from tests.factories.branches import CommitteeFactory, OrganisationFactory
from tests.factories.members import MemberFactory

HELD = date(2026, 11, 5)


class CampaignFactory(DjangoModelFactory):
    class Meta:
        model = Campaign

    kept_by = factory.SubFactory(CommitteeFactory)
    name = factory.Sequence("学习教育{}".format)
    year = 2026
    starts_on = date(2026, 9, 1)


class SittingFactory(DjangoModelFactory):
    """A confirmed themed day; `kinds` names others, nobody came."""

    class Meta:
        model = Sitting
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    held_on = HELD
    title = factory.Sequence("主题党日{}".format)
    state = Sitting.State.CONFIRMED
    confirmed_on = factory.LazyAttribute(
        lambda row: row.held_on if row.state == Sitting.State.CONFIRMED else None
    )
    entered_on = factory.SelfAttribute("held_on")

    @factory.post_generation
    def kinds(self, create, extracted, **kwargs):
        for kind in extracted or ["THEMED_DAY"]:
            SittingKind.objects.create(sitting=self, kind=kind)


class DraftFactory(SittingFactory):
    state = Sitting.State.DRAFT


class LecturerFactory(DjangoModelFactory):
    class Meta:
        model = Lecturer

    sitting = factory.SubFactory(SittingFactory)
    name = factory.Sequence("赵宣{}".format)
    office = Lecturer.Office.SECRETARY


class AttendanceFactory(DjangoModelFactory):
    """A member of the sitting's organisation who came."""

    class Meta:
        model = Attendance

    sitting = factory.SubFactory(SittingFactory)
    member = factory.SubFactory(MemberFactory)
    organisation = factory.SelfAttribute("sitting.organisation")
    status = Attendance.Status.PRESENT
