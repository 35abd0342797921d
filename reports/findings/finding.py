"""What a finding is."""

from dataclasses import dataclass


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
