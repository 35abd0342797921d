"""What follows from the texts for members: pure functions of plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from branches import identity
from branches.periods import next_month
from members.articles import HOLDS_MEMBERS, OLD_ENOUGH

# Sent by a higher body, held by anybody; and those who do the daily work for an organisation.
_SENT = frozenset({"FIRST_SECRETARY", "INSTRUCTOR"})
_AIDES = frozenset({"ORGANISER", "CLERK"})


@dataclass(frozen=True)
class Stay:
    """A placement as a rule sees it: under which path, over [starts_on, ends_on).

    is_opening: it was there when the register opened; since when before, nobody knows.
    """

    path: str
    starts_on: date
    ends_on: date | None
    is_opening: bool = False


def is_full(*, confirmed_on: date | None, on: date) -> bool:
    """Say whether somebody with 党籍 is a full member on `on`; until then probationary.

    confirmed_on: the day probation ended by the branch meeting; None while it runs.
    Source: DEV-28.
    """
    return confirmed_on is not None and confirmed_on <= on


def completed_years(since: date, *, on: date) -> int:
    """Return the whole years from `since` to `on`; on the anniversary the year is complete.

    29 February completes its year on 1 March of a common year. Negative before `since`.
    Source: practice 2.
    """
    before_anniversary = (on.month, on.day) < (since.month, since.day)
    return on.year - since.year - before_anniversary


def party_age(*, confirmed_on: date | None, on: date) -> int:
    """Return 党龄 in whole years on `on`: since probation ended; 0 during it.

    Source: DEV-28.
    """
    if confirmed_on is None or confirmed_on > on:
        return 0
    return completed_years(confirmed_on, on=on)


def probation_ends_on(admitted_on: date, *, extended_months: int = 0) -> date:
    """Return the day probation is over: a year after the branch meeting, later when extended.

    A day that the month does not have is taken as the first of the next.
    Source: DEV-24, DEV-25.
    """
    month = next_month(admitted_on.replace(day=1), 12 + extended_months)
    try:
        return month.replace(day=admitted_on.day)
    except ValueError:
        return next_month(month)


def may_hold_members(kind: str) -> bool:
    """Say whether the 组织关系 of members can rest in an organisation of `kind`.

    Everybody is in one branch. A temporary one admits nobody and ends with its task; who works
    in it stays on the roll of the branch she came from.
    Source: MEM-01, DEV-19.
    """
    return kind in HOLDS_MEMBERS


def admitted_too_young(*, born_on: date, admitted_on: date) -> bool:
    """Say whether somebody was admitted before she had completed 18 years.

    Source: DEV-01.
    """
    return completed_years(born_on, on=admitted_on) < OLD_ENOUGH


def number_fault(number: str, *, today: date) -> str:
    """Return what cannot be right in an identity number, as a sentence; empty when it can.

    number: in its normal form.
    Source: IDN-01, IDN-04, IDN-06.
    """
    if not identity.has_shape(number):
        return "公民身份号码是18位：前17位是数字，末位是数字或X，请对照证件填写。"
    try:
        born_on = identity.born_on(number)
    except ValueError:
        return "公民身份号码第7至14位不是一个真实的日期，请对照证件填写。"
    if born_on > today:
        return "公民身份号码里的出生日期晚于今天，请对照证件填写。"
    if not identity.is_checked(number):
        return "公民身份号码的末位与前17位不符，有一位填错了，请对照证件逐位核对。"
    return ""


def warnings_of(*, identity_number: str, sex: str, born_on: date) -> list[str]:
    """Return what differs between a person's facts and her identity number, as sentences.

    They warn and refuse nothing: the personnel file decides. A number that is empty or cannot be
    right warns of nothing.
    sex: MALE or FEMALE.
    Source: IDN-02, IDN-06.
    """
    number = identity.normal_number(identity_number)
    if number_fault(number, today=date.max):
        return []
    found = []
    if identity.is_male(number) != (sex == "MALE"):
        found.append("性别与公民身份号码第17位不一致，请核对；以人事档案为准。")
    if identity.born_on(number) != born_on:
        found.append("出生日期与公民身份号码里的不一致，请核对；以人事档案为准。")
    return found


def is_elected_office(kind: str) -> bool:
    """Say whether a post of this kind is an office that members elect somebody to.

    Source: practice 3.
    """
    return kind not in _SENT | _AIDES


def beginnings(kind: str) -> tuple[str, ...]:
    """Return how a post of this kind can have begun.

    Source: practice 3.
    """
    if kind in _SENT:
        return ("SENT", "OPENING")
    if kind in _AIDES:
        return ("APPOINTED", "OPENING")
    return ("ELECTED", "BY_ELECTION", "APPOINTED", "OPENING")


def belonged_to(path: str, stays: Iterable[Stay], *, on: date) -> bool:
    """Say whether somebody with these stays was a member at `path` or beneath it on `on`.

    Of days before the register opened, the first stay speaks when it was there at the opening.
    Source: ELE-06, practice 3.
    """
    in_order = sorted(stays, key=lambda stay: stay.starts_on)
    if in_order and on < in_order[0].starts_on and in_order[0].is_opening:
        return in_order[0].path.startswith(path)
    return any(
        stay.starts_on <= on and (stay.ends_on is None or on < stay.ends_on)
        for stay in in_order
        if stay.path.startswith(path)
    )


def too_new_to_lead(*, confirmed_on: date | None, on: date) -> bool:
    """Say whether somebody has less 党龄 than the secretary of a branch normally has.

    Source: SEC-01.
    """
    return party_age(confirmed_on=confirmed_on, on=on) < 1
