"""Days as people type them."""

import re
import unicodedata
from datetime import date

_TYPED = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_LONGEST = 40


def parse_day(text: str) -> date:
    """Return the day of `2026-7-1`, `2026/7/1`, `2026.7.1`, `2026年7月1日` or `20260701`.

    Full-width digits are read as well. Raises ValueError for anything else, 31 February too.
    """
    if len(text) > _LONGEST:
        raise ValueError(text)
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    match = _TYPED.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if match is None:
        raise ValueError(text)
    return date(*(int(part) for part in match.groups()))
