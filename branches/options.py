"""Settings an organisation may have, each with its type, default and where it comes from."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from branches.periods import parse_day


class Option(StrEnum):
    """The name a setting is stored under."""

    OPENED_ON = "OPENED_ON"
    JOINT_BRANCH_UNITS = "JOINT_BRANCH_UNITS"
    HOLIDAY_MONTHS = "HOLIDAY_MONTHS"
    DUES_ROUNDING = "DUES_ROUNDING"


Value = date | int | tuple[int, ...]


def _units(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 50:
        raise ValueError(text)
    return number


def _months(text: str) -> tuple[int, ...]:
    parts = [part for part in re.split("[,，、 月]+", text) if part]
    months = sorted({int(part) if part.isdecimal() and len(part) < 3 else 0 for part in parts})
    if not months or not 1 <= months[0] <= months[-1] <= 12:
        raise ValueError(text)
    return tuple(months)


_ROUNDINGS = {"分": 1, "角": 10}  # in fen


def _rounding(text: str) -> int:
    if text not in _ROUNDINGS:
        raise ValueError(text)
    return _ROUNDINGS[text]


@dataclass(frozen=True)
class Declaration:
    """One setting: what it is called, how its text is read, what holds when nobody set it.

    parse: raises ValueError for a text that is not a value of this setting.
    """

    label: str
    hint: str
    default: str
    citation: str
    parse: Callable[[str], Value]


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
        hint="写 1 到 50 的整数，一般为 5；超过这个数时提示。",
        default="5",
        citation="ORG-03",
        parse=_units,
    ),
    Option.HOLIDAY_MONTHS: Declaration(
        label="假期月份",
        hint="不要求开展主题党日等活动的月份，例如 2、8；空着表示没有。",
        default="",
        citation="工作约定：假期月份不产生待办",
        parse=_months,
    ),
    Option.DUES_ROUNDING: Declaration(
        label="党费取整",
        hint="每月应交党费四舍五入到“分”或“角”，写这一个字。",
        default="分",
        citation="全国规定没有写明，各地做法是计算到分",
        parse=_rounding,
    ),
}


def parse(option: Option, text: str) -> Value | None:
    """Return the value of a setting's text; None for an empty one. Raises ValueError."""
    return DECLARATIONS[option].parse(text) if text else None
