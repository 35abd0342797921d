"""The smallest valid rows of the ground floor."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from branches.models import (
    Appointment,
    ApprovalPower,
    Coverage,
    HeadCount,
    Organisation,
    OutsidePerson,
    Request,
    School,
    Setting,
    User,
)
from branches.names import name_key
from branches.options import Option
from branches.services import organisations
from branches.services.organisations import Facts, NewOrganisation

TODAY = date(2026, 11, 20)
FOUNDED = date(2020, 1, 1)  # every organisation and school, unless a test says otherwise


class OrganisationFactory(DjangoModelFactory):
    """Founds by the service, so that path, first name and first superior are what they are.

    Without a superior it stands under a committee of its own.
    """

    class Meta:
        model = Organisation

    kind = Organisation.Kind.BRANCH
    code = factory.Sequence("D{:05}".format)
    name = factory.LazyAttribute(lambda row: f"党支部{row.code}")
    short_name = factory.SelfAttribute("name")
    superior = factory.SubFactory("tests.factories.branches.CommitteeFactory")
    member_kind = Organisation.MemberKind.MIXED
    founded_on = FOUNDED
    founding_document = ""
    outside_superior = ""

    @classmethod
    def _create(cls, model_class, *args, **values):
        facts = Facts(**{name: values.pop(name) for name in Facts.__dataclass_fields__})
        return organisations.found(**values, facts=facts, by=None)


def branches_of(superior, number):
    """Found so many branches under a superior at once; return them by code."""
    rows = [
        NewOrganisation(
            kind="BRANCH",
            name=f"党支部{place:03}",
            short_name=f"党支部{place:03}",
            superior=superior.code,
            facts=Facts(
                code=f"{superior.code}-{place:03}", member_kind="MIXED", founded_on=FOUNDED
            ),
        )
        for place in range(number)
    ]
    return list(organisations.found_many(rows=rows, by=None).values())


class CommitteeFactory(OrganisationFactory):
    kind = Organisation.Kind.COMMITTEE
    name = factory.LazyAttribute(lambda row: f"教育工委{row.code}")
    superior = None


class UserFactory(DjangoModelFactory):
    """An account nobody can log in to by password; a client is given its session."""

    class Meta:
        model = User

    username = factory.Sequence("user{:05}".format)
    name = factory.Sequence("用户{}".format)
    password = "!"
    must_change_password = False


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(CommitteeFactory)
    role = Appointment.Role.STAFF
    starts_on = FOUNDED


class SchoolFactory(DjangoModelFactory):
    """A public county school; without a keeper it is kept by a committee of its own."""

    class Meta:
        model = School

    kept_by = factory.SubFactory(CommitteeFactory)
    code = factory.Sequence("X{:05}".format)
    name = factory.LazyAttribute(lambda row: f"学校{row.code}")
    short_name = factory.SelfAttribute("name")
    name_key = factory.LazyAttribute(lambda row: name_key(row.name))
    stage = School.Stage.PRIMARY
    ownership = School.Ownership.PUBLIC
    level = School.Level.COUNTY
    township = ""
    opened_on = FOUNDED


class HeadCountFactory(DjangoModelFactory):
    class Meta:
        model = HeadCount

    school = factory.SubFactory(SchoolFactory)
    school_year = 2025
    staff = 40


def _top(organisation):
    return _top(organisation.superior) if organisation.superior else organisation


class CoverageFactory(DjangoModelFactory):
    """A branch covers a school of its own committee."""

    class Meta:
        model = Coverage

    organisation = factory.SubFactory(OrganisationFactory)
    school = factory.SubFactory(
        SchoolFactory,
        kept_by=factory.LazyAttribute(lambda row: _top(row.factory_parent.organisation)),
    )
    role = Coverage.Role.OWN
    starts_on = FOUNDED


class ApprovalPowerFactory(DjangoModelFactory):
    class Meta:
        model = ApprovalPower

    organisation = factory.SubFactory(CommitteeFactory)
    document = "组发〔2020〕1号"
    starts_on = FOUNDED


class OutsidePersonFactory(DjangoModelFactory):
    class Meta:
        model = OutsidePerson

    kept_by = factory.SubFactory(CommitteeFactory)
    name = factory.Sequence("周怀民{}".format)
    name_key = factory.LazyAttribute(lambda row: name_key(row.name))
    unit = "教育局"


class SettingFactory(DjangoModelFactory):
    class Meta:
        model = Setting

    organisation = factory.SubFactory(CommitteeFactory)
    option = Option.JOINT_BRANCH_UNITS
    value = "6"
    since = FOUNDED
    reason = "工委会议决定"


class RequestFactory(DjangoModelFactory):
    """A branch asks its committee for somebody's transfer, and waits."""

    class Meta:
        model = Request

    kind = Request.Kind.TRANSFER_IN
    organisation = factory.SubFactory(OrganisationFactory)
    decided_by = factory.LazyAttribute(lambda row: _top(row.organisation))
    words = factory.Sequence("申请将柳青{}的组织关系转入本支部".format)
    asked_on = date(2026, 11, 2)
