"""What follows from the texts for members: pure functions of plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from branches import identity
from branches.periods import Period, next_month
from members.articles import ARTICLES, HOLDS_MEMBERS, OLD_ENOUGH, TERM_YEARS

# A branch without a committee elects only a secretary, and a deputy where it needs one: as many
# candidates as seats (ELE-22).
SEATS_WITHOUT_COMMITTEE = 2
LEAST_MONTHS_OF_TRAINING, MOST_MONTHS_OF_DELAY, MONTHS_AHEAD = 12, 12, 6

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
    Source: house.
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


def months_after(day: date, number: int) -> date:
    """Return the same day so many months later, or earlier when negative.

    A day that the month does not have is taken as the first of the next.
    Source: house.
    """
    month = next_month(day.replace(day=1), number)
    try:
        return month.replace(day=day.day)
    except ValueError:
        return next_month(month)


def has_terms(kind: str) -> bool:
    """Say whether an organisation of this kind is elected for a term.

    Source: ELE-01.
    """
    return any(kind in version.value for version in TERM_YEARS.versions)


def term_due_on(kind: str, *, elected_on: date) -> date:
    """Return the day a term is over that began with an election on `elected_on`.

    Raises KeyError for a kind without terms, NothingInForce before the first text.
    Source: ELE-01.
    """
    return months_after(elected_on, 12 * TERM_YEARS.on(elected_on).value[kind])


def reminder_period(on: date) -> Period:
    """Return the days ahead in which a term that ends is to be told of now, half a year.

    Source: ELE-03.
    """
    return Period(on, months_after(on, MONTHS_AHEAD) + timedelta(days=1))


def least_candidates(seats: int) -> int:
    """Return how many candidates an election of so many seats needs, a fifth more than seats.

    Source: ELE-07, ELE-22.
    """
    return seats if seats <= SEATS_WITHOUT_COMMITTEE else seats + -(-seats // 5)


def has_quorum(*, due: int, present: int) -> bool:
    """Say whether enough voters came to elect: at least four fifths of those due.

    Source: ELE-10.
    """
    return 5 * present >= 4 * due


def faults_of_election(*, seats: int | None, candidates: int | None) -> list[str]:
    """Return what the texts forbid in an election that was held; None is not known.

    Source: ELE-07.
    """
    if seats is None or candidates is None or candidates >= least_candidates(seats):
        return []
    least = least_candidates(seats)
    return [f"应选{seats}名，候选人至少{least}名，只有{candidates}名，{ARTICLES['ELE-07']}"]


def doubts_of_election(*, due: int | None, present: int | None) -> list[str]:
    """Return what should be looked at again in an election; None is not known.

    Source: ELE-10.
    """
    if due is None or present is None or has_quorum(due=due, present=present):
        return []
    return [f"应到{due}人、实到{present}人，不足五分之四，{ARTICLES['ELE-10']}"]


def doubts_of_extension(*, due_on: date, until: date | None) -> list[str]:
    """Return what should be looked at again in the extension of a term; None is no extension.

    A year is what is normal, not what is allowed.

    Source: ELE-02.
    """
    if until is None or until <= months_after(due_on, MOST_MONTHS_OF_DELAY):
        return []
    return [f"延期超过1年，{ARTICLES['ELE-02']}"]


def stage_of(
    *,
    applied_on: date,
    activist_on: date | None,
    target_on: date | None,
    admitted_on: date | None,
    on: date,
) -> str:
    """Return how far somebody on the way into the Party is on a day; empty before she applied.

    Source: practice 9.
    """
    reached = ""
    for stage, since in (
        ("APPLICANT", applied_on),
        ("ACTIVIST", activist_on),
        ("TARGET", target_on),
        ("PROBATIONARY", admitted_on),
    ):
        if since is not None and since <= on:
            reached = stage
    return reached


def faults_of_development(
    *, born_on: date, applied_on: date, activist_on: date | None, target_on: date | None
) -> list[str]:
    """Return what the texts forbid in the days of a person on the way into the Party.

    Source: DEV-01, DEV-08.
    """
    found = []
    if completed_years(born_on, on=applied_on) < OLD_ENOUGH:
        found.append(f"申请时未满18岁，{ARTICLES['DEV-01']}")
    if (
        activist_on is not None
        and target_on is not None
        and target_on < months_after(activist_on, LEAST_MONTHS_OF_TRAINING)
    ):
        found.append(f"列为发展对象时培养考察不满1年，{ARTICLES['DEV-08']}")
    return found


def may_hold_members(kind: str) -> bool:
    """Say whether the 组织关系 of members can rest in an organisation of `kind`.

    Everybody is in one branch. A temporary one admits nobody and ends with its task; who works
    in it stays on the roll of the branch she came from.
    Source: MEM-01, ORG-07.
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
