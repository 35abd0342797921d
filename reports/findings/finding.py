"""What a finding is."""

from collections.abc import Iterable
from dataclasses import dataclass

_STATES = ("overdue", "soon", "info")


@dataclass(frozen=True)
class Finding:
    """One thing that waits for somebody: a sentence, its reason, and the button that mends it.

    state: `overdue`, `soon` or `info`, as the component shows it.
    """

    text: str
    reason: str
    state: str
    url: str
    label: str


def most_urgent_first(found: Iterable[Finding]) -> list[Finding]:
    """Return what is overdue, then what soon will be, then the rest, each in its order."""
    return sorted(found, key=lambda one: _STATES.index(one.state))
