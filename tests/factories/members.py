"""The smallest valid rows of members."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from members.models import Circumstance, Education, Employment, Member, Placement, Post, Standing
from tests.factories.branches import FOUNDED, OrganisationFactory, SchoolFactory

BORN = date(1980, 5, 20)
ADMITTED = date(2008, 6, 15)
CONFIRMED = date(2009, 6, 15)


class MemberFactory(DjangoModelFactory):
    """A full member, a teacher of forty-odd, placed nowhere yet."""

    class Meta:
        model = Member

    name = factory.Sequence("李明{}".format)
    sex = Member.Sex.FEMALE
    born_on = BORN
    admitted_on = ADMITTED
    confirmed_on = CONFIRMED

    @classmethod
    def _create(cls, model_class, *args, **values):
        member = model_class(**values)
        member.clean()
        member.save(force_insert=True)
        return member


class PlacementFactory(DjangoModelFactory):
    """A full member in a branch since it was founded."""

    class Meta:
        model = Placement

    member = factory.SubFactory(MemberFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    begin = Placement.Begin.OPENING
    starts_on = FOUNDED
    begin_registered_on = factory.SelfAttribute("starts_on")
    end_registered_on = factory.SelfAttribute("ends_on")
    ends_on = None


class EmploymentFactory(DjangoModelFactory):
    class Meta:
        model = Employment

    member = factory.SubFactory(MemberFactory)
    school = factory.SubFactory(SchoolFactory)
    job = Employment.Job.PUBLIC_PROFESSIONAL
    is_teacher = True
    starts_on = FOUNDED


class EducationFactory(DjangoModelFactory):
    class Meta:
        model = Education

    member = factory.SubFactory(MemberFactory)
    level = Education.Level.UNDERGRADUATE
    starts_on = FOUNDED


class CircumstanceFactory(DjangoModelFactory):
    class Meta:
        model = Circumstance

    member = factory.SubFactory(MemberFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = Circumstance.Kind.EXEMPT
    starts_on = FOUNDED


class StandingFactory(DjangoModelFactory):
    class Meta:
        model = Standing

    member = factory.SubFactory(MemberFactory)
    kind = Standing.Kind.SUSPENDED
    starts_on = FOUNDED
    registered_on = factory.SelfAttribute("starts_on")


class PostFactory(DjangoModelFactory):
    """The secretary of a branch, placed in it."""

    class Meta:
        model = Post

    member = factory.SubFactory(MemberFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = Post.Kind.SECRETARY
    begin = Post.Begin.ELECTED
    starts_on = FOUNDED

    @classmethod
    def _create(cls, model_class, *args, **values):
        post = model_class(**values)
        post.clean()
        post.save(force_insert=True)
        return post
