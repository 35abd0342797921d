"""Regulations as data: articles that can be cited, and values that change by date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Confidence(StrEnum):
    """How sure we are of a text: A was read, B read in a secondary source, C recalled only."""

    A = "A"
    B = "B"
    C = "C"


class NothingInForce(LookupError):
    """No version of the text was in force on the day asked about."""


@dataclass(frozen=True)
class Article:
    """One article of one regulation, enough to cite it and to find it again.

    number: as printed in the text; empty when it is not known, and then only the text is named.
    """

    regulation: str
    number: str
    confidence: Confidence
    says: str

    def __str__(self) -> str:
        return f"《{self.regulation}》{self.number}"


@dataclass(frozen=True)
class Version(Generic[Value]):
    """What `article` says from `since` until the next version begins."""

    since: date
    article: Article
    value: Value


@dataclass(frozen=True)
class Dated(Generic[Value]):
    """A value of the regulations over time; versions run from oldest to newest."""

    versions: Sequence[Version[Value]]

    def on(self, day: date) -> Version[Value]:
        """Return the version in force on `day`. Raises NothingInForce before the first."""
        for version in reversed(self.versions):
            if version.since <= day:
                return version
        raise NothingInForce(day)
