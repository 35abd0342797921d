"""What a figure is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One number: `id` stays for ever, `rows` is the address of the list it counts.

    value: counted on one day; the day is part of `rows`.
    """

    id: str
    label: str
    unit: str
    value: int
    rows: str
