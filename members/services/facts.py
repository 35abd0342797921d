"""What is told of people when they are entered or changed: the values services take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from branches.models import Organisation, School
from members.articles import HAN

Told = TypeVar("Told")


@dataclass(frozen=True)
class MemberFacts:
    """What a person's form asks; what is not known is empty or None."""

    name: str
    sex: str
    born_on: date
    admitted_on: date
    ethnicity: str = HAN
    native_place: str = ""
    identity_number: str = ""
    phone: str = ""
    address: str = ""
    admission_approved_on: date | None = None
    confirmed_on: date | None = None
    confirmation_approved_on: date | None = None
    joined_work_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Work:
    """What a member works as. school: where, when it is one of the register."""

    job: str
    school: School | None = None
    workplace: str = ""
    office: str = ""
    title: str = ""
    is_teacher: bool = False
    is_backbone_teacher: bool = False


@dataclass(frozen=True)
class Schooling:
    """The highest education a member has."""

    level: str
    degree: str = ""


@dataclass(frozen=True)
class Entry:
    """How a member comes into an organisation.

    registered_on: the day it was entered where it counts. elsewhere: whence, from outside.
    """

    organisation: Organisation
    starts_on: date
    begin: str
    registered_on: date
    document: str = ""
    elsewhere: str = ""


@dataclass(frozen=True)
class Stay:
    """One placement from its beginning to its end, if it has ended, over [starts_on, ends_on).

    A day of registration that is not told is the day itself.
    """

    organisation: Organisation
    starts_on: date
    begin: str
    document: str = ""
    registered_on: date | None = None
    ends_on: date | None = None
    end: str = ""
    end_document: str = ""
    end_registered_on: date | None = None
    elsewhere: str = ""


@dataclass(frozen=True)
class Spell(Generic[Told]):
    """Something that held, or holds, over [starts_on, ends_on)."""

    told: Told
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class Condition:
    """A circumstance of a member, registered by an organisation."""

    organisation: Organisation
    kind: str
    whereabouts: str = ""


@dataclass(frozen=True)
class Suspension:
    """党籍 was suspended by this document, and restored by that one."""

    document: str = ""
    end_document: str = ""


@dataclass(frozen=True)
class NewMember:
    """One row of `enter_many`: a person and her history, each list in any order."""

    facts: MemberFacts
    stays: Sequence[Stay]
    works: Sequence[Spell[Work]] = ()
    schoolings: Sequence[Spell[Schooling]] = ()
    conditions: Sequence[Spell[Condition]] = ()
    suspensions: Sequence[Spell[Suspension]] = ()


@dataclass(frozen=True)
class PlacementFacts:
    """What may be mended of a placement. The last three only of one that has ended."""

    starts_on: date
    registered_on: date
    document: str = ""
    elsewhere: str = ""
    ends_on: date | None = None
    end_registered_on: date | None = None
    end_document: str = ""
