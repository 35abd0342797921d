"""Money: whole fen in the database, yuan in rules and on screens, and nothing in between.

One function rounds, one writes, one reads what was typed. No float ever holds money.
"""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum

# One hundred million yuan: whatever is more is a slip of the keyboard.
MOST_FEN = 10_000_000_000
_TYPED = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,2})?|[0-9]{1,3}(?:,[0-9]{3}){1,2}(?:\.[0-9]{1,2})?")
_LONGEST = 30


class Rounding(IntEnum):
    """To what a monthly amount is rounded, in fen."""

    FEN = 1
    JIAO = 10


def yuan_of(fen: int) -> Decimal:
    """Return an amount of the database in yuan, exactly."""
    return Decimal(fen).scaleb(-2)


def fen_of(yuan: Decimal) -> int:
    """Return an amount in fen, exactly. Raises ValueError when it is not whole."""
    fen = yuan.scaleb(2)
    if fen != fen.to_integral_value():
        raise ValueError(f"not whole fen: {yuan}")
    return int(fen)


def rounded(yuan: Decimal, rounding: Rounding = Rounding.FEN) -> Decimal:
    """Return an amount rounded to fen or jiao; a half goes up."""
    step = yuan_of(rounding)
    return (yuan / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def formatted(fen: int) -> str:
    """Return an amount as people read it, in yuan: `1,234.50`."""
    return f"{yuan_of(fen):,.2f}"


def typed(fen: int) -> str:
    """Return an amount as it stands in a field: `1234.50`."""
    return f"{yuan_of(fen):.2f}"


def parse_yuan(text: str) -> int:
    """Return the fen of `37.5`, `37.50`, `1,234` or `３７．５`.

    Raises ValueError for anything else: a sign, a third decimal, `1e3`, `1_000`.
    """
    if len(text) > _LONGEST:
        raise ValueError(text)
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("。", ".")
    if not _TYPED.fullmatch(plain):
        raise ValueError(text)
    return fen_of(Decimal(plain.replace(",", "")))
