"""Settings an organisation may have, each with its type, default and where it comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from branches.periods import parse_day


class Option(StrEnum):
    """The name a setting is stored under."""

    OPENED_ON = "OPENED_ON"
    JOINT_BRANCH_UNITS = "JOINT_BRANCH_UNITS"


def _units(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 50:
        raise ValueError(text)
    return number


@dataclass(frozen=True)
class Declaration:
    """One setting: what it is called, how its text is read, what holds when nobody set it.

    parse: raises ValueError for a text that is not a value of this setting.
    """

    label: str
    hint: str
    default: str
    citation: str
    parse: Callable[[str], date | int]


DECLARATIONS: dict[Option, Declaration] = {
    Option.OPENED_ON: Declaration(
        label="启用日",
        hint="从哪一天起在本系统记录，例如 2025-01-01。此前的事项不提醒、不算补录。",
        default="",
        citation="工作约定：启用日之前不产生待办",
        parse=parse_day,
    ),
    Option.JOINT_BRANCH_UNITS: Declaration(
        label="联合党支部覆盖单位上限",
        hint="超过这个数时提示，一般为 5。",
        default="5",
        citation="ORG-03",
        parse=_units,
    ),
}


def parse(option: Option, text: str) -> date | int | None:
    """Return the value of a setting's text; None for an empty one. Raises ValueError."""
    return DECLARATIONS[option].parse(text) if text else None
