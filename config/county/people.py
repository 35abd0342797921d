"""Who is on the rolls of the sample county: each branch's people with their histories.

The rolls are filled so that on the last day of the last complete year exactly MEMBERS people
count; whoever came, moved or left is told besides, so that every movement adds up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from branches.identity import check_character
from branches.models import Organisation, School
from config.county.names import Names
from config.county.years import BEFORE, CURRENT, LAST, Years
from members.models import Member
from members.services.facts import (
    Condition,
    MemberFacts,
    NewMember,
    Schooling,
    Spell,
    Stay,
    Suspension,
    Work,
)
from members.services.rosters import enter_many

MEMBERS, ADMITTED, CONFIRMED, OUTSIDE = 1510, 22, 20, 14
SECRETARYS = "SF0101"  # the branch whose secretary has a sample account
# Whose name and sex are those of a sample account, by branch and place in it.
KNOWN = {
    ("SF0101", 0): ("王欣", "FEMALE"),
    ("SF0101", 5): ("何静", "FEMALE"),
    ("SF0102", 6): ("梁致远", "MALE"),
    ("SF1102", 1): ("唐立新", "MALE"),
}
# Whose identity number was typed as the other sex's, by branch and place.
MISTYPED = {("SF1301", 4), ("SF1602", 6), ("SF2203", 2)}
AREA = "999999"  # an area code that no place has
ROTATED = date(2000, 8, 20)  # the day of the year on which teachers change schools
# How somebody at this place of a township's branch of this number goes in the current year.
ENDS = {(5, "01"): "TRANSFERRED", (3, "02"): "LEFT", (8, "03"): "DIED"}
# How large a branch is against the others, by the last word of its name.
WEIGHTS = (("离退休", 34), ("初级中学", 25), ("中心小学", 23), ("中心幼儿园", 14))


@dataclass
class Draft:
    """Somebody in the making: who she is, and where she was from when on."""

    facts: MemberFacts
    home: Organisation
    school: School | None
    is_retired: bool
    stays: list[Stay]
    works: list[Spell[Work]] = field(default_factory=list)
    conditions: list[Spell[Condition]] = field(default_factory=list)
    suspensions: list[Spell[Suspension]] = field(default_factory=list)
    level: str = "UNDERGRADUATE"


class Rolls:
    """Draws the people of every branch; the same for the same county and day."""

    def __init__(self, years: Years, schools: dict[str, School]) -> None:
        self.years, self.schools = years, schools
        self.names = Names("王欣", "何静", "唐立新", "梁致远", "杜文博")
        self.numbers: dict[date, int] = {}

    def draw(self, branch: Organisation, place: int, *, is_retired: bool) -> Draft:
        """Return somebody who was on the roll of `branch` before the register opened."""
        random = Random(f"{branch.code} {place}")  # noqa: S311  # sample data, the same every time
        age = random.randint(62, 82) if is_retired else random.randint(29, 57)
        born = self.years.day(LAST - age, random.randint(1, 12), random.randint(1, 28))
        joined = random.randint(22, 34)
        admitted = date(born.year + joined, random.randint(3, 11), random.randint(1, 28))
        latest = self.years.day(BEFORE - 3, 6, 1)
        admitted = min(admitted, latest.replace(month=random.randint(1, 6)))
        confirmed = admitted.replace(year=admitted.year + 1)
        known = KNOWN.get((branch.code, place))
        facts = self._facts(random, born, admitted, confirmed, known=known)
        if (branch.code, place) in MISTYPED:
            other = "MALE" if facts.sex == "FEMALE" else "FEMALE"
            facts = replace(facts, identity_number=self._number(born, other))
        since = max(branch.founded_on, admitted)
        return self._person(random, branch, facts, Stay(branch, since, "OPENING"), is_retired)

    def newcomer(self, branch: Organisation, place: int, met: date) -> Draft:
        """Return somebody whom a branch meeting admitted on `met`, confirmed a year later."""
        random = Random(f"{branch.code} new {place} {met.year - self.years.last}")  # noqa: S311
        born = date(met.year - random.randint(25, 34), random.randint(1, 12), 15)
        confirmed = self.years.until(met.replace(year=met.year + 1))
        facts = self._facts(random, born, met, confirmed)
        return self._person(random, branch, facts, Stay(branch, met, "ADMITTED"), False)  # noqa: FBT003

    def _facts(
        self,
        random: Random,
        born: date,
        admitted: date,
        confirmed: date | None,
        *,
        known: tuple[str, str] | None = None,
    ) -> MemberFacts:
        sex = "FEMALE" if random.random() < 0.56 else "MALE"
        name = self.names.draw(random, sex)
        name, sex = known or (name, sex)
        wait = timedelta(days=random.randint(20, 45))
        until = self.years.until
        return MemberFacts(
            name=name,
            sex=sex,
            born_on=born,
            admitted_on=admitted,
            ethnicity=random.choice(("02", "03", "11")) if random.random() < 0.04 else "01",
            native_place="示范县",
            identity_number=self._number(born, sex),
            phone=f"1990000{random.randint(0, 9999):04}",
            address=f"示范县城关镇向阳路{random.randint(1, 300)}号",
            admission_approved_on=until(admitted + wait),
            confirmed_on=confirmed,
            confirmation_approved_on=until(confirmed + wait) if confirmed else None,
            joined_work_on=date(born.year + 22, 9, 1),
        )

    def _number(self, born: date, sex: str) -> str:
        count = self.numbers.get(born, 0)
        self.numbers[born] = count + 1
        digits = f"{AREA}{born:%Y%m%d}{2 * count + (sex == 'MALE'):03}"
        return digits + check_character(digits)

    def _person(
        self,
        random: Random,
        branch: Organisation,
        facts: MemberFacts,
        stay: Stay,
        is_retired: bool,  # noqa: FBT001  # of a draft
    ) -> Draft:
        school = self.schools.get(_school_of(branch.code))
        draft = Draft(facts, branch, school, is_retired, [stay])
        draft.works = list(self._works(random, draft))
        levels = ("COLLEGE", "VOCATIONAL") if is_retired else ("UNDERGRADUATE", "COLLEGE")
        draft.level = levels[random.random() < 0.3]
        if not is_retired and random.random() < 0.05:
            draft.level = "GRADUATE"
        return draft

    def _works(self, random: Random, draft: Draft) -> Iterator[Spell[Work]]:
        born, begun = draft.facts.born_on, date(draft.facts.born_on.year + 22, 9, 1)
        work = self.work(random, draft.school)
        if draft.is_retired:
            retired = date(born.year + 60, 9, 1)
            yield Spell(work, begun, retired)
            yield Spell(Work("4", school=draft.school), retired)
        else:
            yield Spell(work, begun)

    def work(self, random: Random, school: School | None) -> Work:
        """Return what a teacher of this school works as."""
        if school is None:
            return Work("011", workplace="示范县教育局")
        is_teacher = random.random() < 0.85
        is_private = school.ownership == School.Ownership.PRIVATE
        jobs = ("024", "023") if is_private else ("013", "012")
        return Work(
            jobs[not is_teacher],
            school=school,
            title=random.choice(("SENIOR", "MIDDLE", "MIDDLE", "JUNIOR")),
            is_teacher=is_teacher,
            is_backbone_teacher=is_teacher and random.random() < 0.15,
        )


def _school_of(code: str) -> str:
    """Return the code of the school that a branch's people mostly work at."""
    number = code.removeprefix("SF")
    if number in {"00"}:
        return ""
    if number[:2] in {"01", "02", "03", "04"}:
        return f"S{number[:2]}"
    return f"S{number}"


def sizes(branches: Sequence[Organisation]) -> dict[str, int]:
    """Return how many people each branch counts on the last day of the last complete year."""
    weights = {row.code: _weight(row) for row in branches}
    fixed = {SECRETARYS: 20}
    left, whole = MEMBERS - 20, sum(w for code, w in weights.items() if code not in fixed)
    found = {code: fixed.get(code, left * weight // whole) for code, weight in weights.items()}
    for code in sorted(weights)[1 : 1 + MEMBERS - sum(found.values())]:
        found[code] += 1
    return found


def _weight(row: Organisation) -> int:
    if row.kind == Organisation.Kind.JOINT_BRANCH or row.code == "SF31":
        return 9
    return next((weight for word, weight in WEIGHTS if word in row.short_name), 30)


def enter_people(
    built: dict[str, Organisation], schools: dict[str, School], years: Years
) -> list[Member]:
    """Enter everybody, those of the bureau's own branch besides, who do not count."""
    rolls = Rolls(years, schools)
    branches = [row for row in built.values() if row.code.startswith("SF") and _holds(row)]
    drafts = list(_everybody(rolls, branches, years))
    drafts += [rolls.draw(built["SF00"], place, is_retired=False) for place in range(OUTSIDE)]
    return enter_many(rows=[_row(draft) for draft in drafts], by=None)


def _holds(row: Organisation) -> bool:
    kinds = (Organisation.Kind.BRANCH, Organisation.Kind.JOINT_BRANCH)
    return row.kind in kinds and not row.outside_superior


def _row(draft: Draft) -> NewMember:
    begun = date(draft.facts.born_on.year + 22, 7, 1)
    degree = {"UNDERGRADUATE": "BACHELOR", "GRADUATE": "MASTER"}.get(draft.level, "")
    return NewMember(
        facts=draft.facts,
        stays=draft.stays,
        works=draft.works,
        schoolings=[Spell(Schooling(draft.level, degree), begun)],
        conditions=draft.conditions,
        suspensions=draft.suspensions,
    )


def _everybody(rolls: Rolls, branches: Sequence[Organisation], years: Years) -> Iterator[Draft]:
    """Yield everybody who counts at the end of the last year, then those who left before."""
    wanted = sizes(branches)
    in_post = [row for row in branches if row.member_kind != Organisation.MemberKind.RETIRED]
    usual = [row for row in in_post if row.founded_on.year < years.last and row.code != SECRETARYS]
    met = _meetings(years)
    new = {
        year: [rolls.newcomer(usual[(3 * n + 2) % len(usual)], n, day) for n, day in days]
        for year, days in met.items()
    }
    filled = {row.code: 0 for row in branches}
    for year in (BEFORE - 1, BEFORE, LAST):
        for draft in new[year]:
            filled[draft.home.code] += 1
            yield draft
    yield from new[CURRENT]
    for branch in branches:
        retired = branch.member_kind == Organisation.MemberKind.RETIRED
        for place in range(wanted[branch.code] - filled[branch.code]):
            draft = rolls.draw(branch, place, is_retired=retired or place % 9 == 8)
            _tell(draft, branch, place, branches, years, rolls)
            yield draft
    yield from _gone(rolls, usual, years)


def _meetings(years: Years) -> dict[int, list[tuple[int, date]]]:
    """Return when branch meetings admitted how many, by year: approvals fall into it as well."""
    numbers = {BEFORE - 1: 18, BEFORE: CONFIRMED, LAST: ADMITTED, CURRENT: 15}
    return {
        year: [
            (n, day)
            for n in range(number)
            if years.has_come(day := years.day(year, 3 + n % 8, 3 + n))
        ]
        for year, number in numbers.items()
    }


def _tell(
    draft: Draft,
    branch: Organisation,
    place: int,
    branches: Sequence[Organisation],
    years: Years,
    rolls: Rolls,
) -> None:
    """Let some people have come from elsewhere, moved, be away or in need."""
    (stay,) = draft.stays
    if branch.code == "SF0403":  # split off within the last year
        mother = next(row for row in branches if row.code == "SF0401")
        _came_from(draft, mother, branch.founded_on, "REORGANISED")
    elif branch.code == "SF32":
        draft.stays = [Stay(branch, branch.founded_on, "ARRIVED", elsewhere="县外学校党组织")]
    elif place == 0 and branch.code.endswith("02") and branch.code > "SF11":
        year = LAST if int(branch.code[2:4]) % 2 else BEFORE
        sister = next(row for row in branches if row.code == f"{branch.code[:4]}01")
        day = years.day(year, ROTATED.month, ROTATED.day)
        _came_from(draft, sister, day, "TRANSFERRED")
        (work,) = draft.works[-1:]
        there = rolls.schools[_school_of(sister.code)]
        before = Work(work.told.job, school=there, title=work.told.title, is_teacher=True)
        draft.works[-1:] = [Spell(before, work.starts_on, day), Spell(work.told, day)]
    elif place == 1 and branch.code.endswith("03") and branch.code > "SF11":
        year = LAST if int(branch.code[2:4]) % 3 else BEFORE
        day = years.day(year, 9, 1 + int(branch.code[2:4]) % 20)
        draft.stays = [Stay(branch, day, "ARRIVED", document="介绍信", elsewhere="市直学校")]
    elif place == 2 and branch.code == "SF1201":
        span = years.day(LAST, 3, 1), years.day(LAST, 10, 1)
        draft.suspensions = [Spell(Suspension("示教工委〔停〕1号", "示教工委〔恢〕1号"), *span)]
    _leaves_this_year(draft, branch, place, branches, years)
    _circumstances(draft, branch, place, years)
    assert stay.organisation == branch  # noqa: S101  # as drawn


def _came_from(draft: Draft, former: Organisation, day: date, how: str) -> None:
    (stay,) = draft.stays
    since = max(former.founded_on, draft.facts.admitted_on)
    draft.stays = [
        Stay(former, since, "OPENING", ends_on=day, end=how),
        Stay(stay.organisation, day, how),
    ]


def _leaves_this_year(
    draft: Draft,
    branch: Organisation,
    place: int,
    branches: Sequence[Organisation],
    years: Years,
) -> None:
    """Let some of those who counted at the end of the last year move or go in the current one."""
    stay = draft.stays[-1]
    if branch.code == SECRETARYS or len(draft.stays) > 1:
        return
    number = int(branch.code[2:4])
    day = years.day(CURRENT, 1 + number % 10, 1 + (7 * number) % 25)
    end = ENDS.get((place, branch.code[4:]), "")
    if not end or number < 11 or not years.has_come(day):
        return
    draft.stays[-1] = replace(stay, ends_on=day, end=end)
    if end == "TRANSFERRED":
        sister = next(row for row in branches if row.code == f"{branch.code[:4]}02")
        draft.stays.append(Stay(sister, day, end))
    else:
        draft.works[-1] = replace(draft.works[-1], ends_on=day)


def _circumstances(draft: Draft, branch: Organisation, place: int, years: Years) -> None:
    def since(year: int, kind: str, whereabouts: str = "") -> None:
        day = years.day(year, 4, 1)
        if draft.stays[-1].ends_on is None and draft.stays[-1].starts_on <= day <= years.today:
            draft.conditions.append(Spell(Condition(branch, kind, whereabouts), day))

    age = years.last - draft.facts.born_on.year
    if age >= 75:
        since(BEFORE, "EXEMPT")
    if place == 6 and branch.code in {"SF0102", "SF1101", "SF1503"}:
        since(CURRENT, "HARDSHIP")
    if place == 7 and branch.code in {"SF0201", "SF1301"}:
        since(LAST, "MOBILE", "省城")
    if place == 4 and branch.code == "SF1902":
        since(CURRENT, "OUT_OF_CONTACT")
    if place == 4 and branch.code == "SF2003" and years.has_come(day := years.day(CURRENT, 5, 6)):
        draft.suspensions.append(Spell(Suspension("示教工委〔停〕2号"), day))


def _gone(rolls: Rolls, usual: Sequence[Organisation], years: Years) -> Iterator[Draft]:
    """Yield who was on a roll when the register opened and left before the last year ended."""
    ends = (("DIED", 9), ("LEFT", 14), ("EXPELLED", 1))
    for year in (BEFORE, LAST):
        for end, number in ends:
            for n in range(number):
                branch = usual[(5 * n + 7 * year) % len(usual)]
                old = end == "DIED"
                draft = rolls.draw(branch, 900 + 50 * year + n + 20 * old, is_retired=old)
                (stay,) = draft.stays
                day = years.day(year, 2 + n % 10, 5 + n)
                to = "市外学校党组织" if end == "LEFT" else ""
                draft.stays = [Stay(**{**vars(stay), "ends_on": day, "end": end, "elsewhere": to})]
                draft.works[-1] = Spell(draft.works[-1].told, draft.works[-1].starts_on, day)
                yield draft
