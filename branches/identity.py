"""Citizens' identity numbers (公民身份号码): 18 characters, the last checks the others."""

import re
import unicodedata
from datetime import date

LENGTH = 18
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
# 2 ** (18 - i) mod 11 for the i-th digit from the left.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def normal_number(text: str) -> str:
    """Return `text` in half width and capitals, without spaces, as the number is stored.

    Source: IDN-04.
    """
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def check_character(digits: str) -> str:
    """Return the 18th character that belongs to these 17 digits.

    Source: IDN-03, IDN-04.
    """
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def has_shape(number: str) -> bool:
    """Say whether this is 17 digits and a digit or X; of a number in its normal form.

    Source: IDN-01.
    """
    return _SHAPE.fullmatch(number) is not None


def is_checked(number: str) -> bool:
    """Say whether the last character is the one the others ask for.

    number: of the right shape. Source: IDN-03, IDN-04.
    """
    return number[17] == check_character(number[:17])


def born_on(number: str) -> date:
    """Return the birth date in the number. Raises ValueError when there is no such day.

    Source: IDN-01, IDN-06.
    """
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def is_male(number: str) -> bool:
    """Say whether the number is a man's: its 17th digit is odd.

    Source: IDN-02.
    """
    return int(number[16]) % 2 == 1


def masked(number: str) -> str:
    """Return what a screen shows of the number: the area and nothing more.

    With birth date and sex on the same page, 500 people remain behind it.
    """
    return f"{number[:6]}{'*' * (LENGTH - 6)}" if number else ""


def masked_phone(phone: str) -> str:
    """Return what a screen shows of a phone number: the first three and the last four."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else "*" * len(phone)
