"""Record responsibility letters that were signed, and who is the contact of whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from activities.models import ContactPoint, ResponsibilityLetter
from branches.audit import Verb
from branches.models import Organisation, OutsidePerson, School
from branches.services.entries import Register
from members.models import Member


@dataclass(frozen=True)
class LetterFacts:
    """What the form of a signing asks: `signed` letters of `due`."""

    organisation: Organisation
    belongs_to_year: int
    kind: str
    level: str
    signed_on: date
    signed: int
    due: int
    note: str = ""


@dataclass(frozen=True)
class ContactFacts:
    """What a contact point's form asks.

    Exactly one of `leader` and `outsider`, and exactly one of `contact` and `school`.
    ends_on: the first day no longer.
    """

    organisation: Organisation
    starts_on: date
    leader: Member | None = None
    outsider: OutsidePerson | None = None
    office: str = ""
    contact: Organisation | None = None
    school: School | None = None
    document: str = ""
    ends_on: date | None = None


LETTERS: Register[ResponsibilityLetter, LetterFacts] = Register(
    ResponsibilityLetter,
    entered=Verb.LETTER_ENTERED,
    corrected=Verb.LETTER_CORRECTED,
    entered_many=Verb.LETTERS_ENTERED,
    day="signed_on",
    happened=("signed_on",),
)
enter_letter, correct_letter = LETTERS.enter, LETTERS.correct
enter_letters = LETTERS.enter_many

# An arrangement may be made for a day to come.
CONTACTS: Register[ContactPoint, ContactFacts] = Register(
    ContactPoint,
    entered=Verb.CONTACT_ENTERED,
    corrected=Verb.CONTACT_CORRECTED,
    entered_many=Verb.CONTACTS_ENTERED,
    day="starts_on",
    happened=(),
)
enter_contact, correct_contact = CONTACTS.enter, CONTACTS.correct
enter_contacts = CONTACTS.enter_many
