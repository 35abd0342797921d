"""The committee's own words for a year, by the place they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from branches.documents import Run
from reports.models import SummaryText
from reports.summary.sentences import TO_BE_FILLED, ended


@dataclass(frozen=True)
class Texts:
    """Texts by slot; what was not entered is empty."""

    by_slot: dict[str, str]

    @classmethod
    def of(cls, rows: Iterable[SummaryText]) -> Texts:
        """Return the texts of these rows."""
        return cls({row.slot: row.text for row in rows})

    def runs(self, slot: str) -> list[Run]:
        """Return a text as one run, its lines joined; nothing when it was not entered.

        What follows is a sentence of its own, so the words get a mark where they end in none.
        """
        text = "".join(line.strip() for line in self.by_slot.get(slot, "").splitlines())
        return [Run(ended(text))] if text else []

    def needed(self, slot: str, what: str) -> list[Run]:
        """Return a text, or the mark that it still is to be filled in."""
        return self.runs(slot) or [Run(TO_BE_FILLED.format(what))]
