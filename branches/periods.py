"""Days as people type them."""

import re
import unicodedata
from datetime import date

_TYPED = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def parse_day(text: str) -> date:
    """Return the day of `2026-7-1`, `2026/7/1`, `2026.7.1`, `2026年7月1日` or `20260701`.

    Full-width digits are read as well. Raises ValueError for anything else, 31 February too.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text[:40]))
    match = _TYPED.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if match is None or not plain.isprintable():
        raise ValueError(text)
    return date(*(int(part) for part in match.groups()))
