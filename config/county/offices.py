"""Who leads the branches of the sample county, since which election, and who is on the way in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from branches.models import Organisation, OutsidePerson, School
from config.county.names import Names
from config.county.years import BEFORE, CURRENT, LAST, Years
from members.models import Member, Placement
from members.services.development import CaseFacts, enter_cases
from members.services.elections import (
    ElectionFacts,
    TermFacts,
    enter_elections,
    enter_terms,
)
from members.services.posts import PostFacts, enter_posts

# Elected in the last year; every third of the others the year before; the rest in the current.
ELECTED = 12
LASTING = {"SF0101", "SF1102"}  # whose secretaries have a sample account
CHANGED = {BEFORE: 5, LAST: 8}
OVERDUE = {"SF1403", "SF2202"}  # in the current year
COMMITTEE = ("DEPUTY", "ORGANISATION", "PUBLICITY", "DISCIPLINE")
LEAST_FOR_A_COMMITTEE = 7
INSTRUCTORS = 7


def enter_offices(
    built: Mapping[str, Organisation], schools: Mapping[str, School], years: Years
) -> None:
    """Enter terms, elections, posts and people on the way, as far as there are members."""
    rolls = _rolls(years)
    led = [row for row in built.values() if row.pk in rolls and not row.outside_superior]
    generals = [row for row in built.values() if row.kind == Organisation.Kind.GENERAL_BRANCH]
    elected = _elected_on(sorted(led, key=lambda row: row.code), years)
    elected |= {row.pk: (years.day(BEFORE, 5, 10), None) for row in generals}
    enter_terms(rows=list(_terms([*led, *generals], elected)), by=None)
    enter_elections(rows=list(_elections(led, elected, rolls)), by=None)
    enter_posts(rows=list(_posts(led, elected, rolls, years)), by=None)
    enter_posts(rows=list(_named(built, rolls, years)), by=None)
    enter_posts(rows=list(_sent(built["SF"], schools, rolls, years)), by=None)
    enter_cases(rows=[*_cases(led, years), *_admitted()], by=None)


def _rolls(years: Years) -> dict[int, list[Member]]:
    """Return who was a full member of each organisation from the opening until today."""
    found: dict[int, list[Member]] = {}
    stays = Placement.objects.on(years.today).filter(
        begin=Placement.Begin.OPENING, member__confirmed_on__lt=years.opened_on
    )
    for stay in stays.select_related("member").order_by("pk"):
        found.setdefault(stay.organisation_id, []).append(stay.member)
    return found


def _elected_on(led: Sequence[Organisation], years: Years) -> dict[int, tuple[date, date | None]]:
    """Return, by key, the day the term that ran first began, and that of the next election."""
    found: dict[int, tuple[date, date | None]] = {}
    for place, row in enumerate(led):
        month, day = 3 + place % 4, 5 + place % 20
        if row.code in OVERDUE:
            year = CURRENT
        elif row.code == "SF31" or (place % 5 == 2 and place // 5 < ELECTED):
            year = LAST
        elif place % 5 in {0, 3}:
            year = BEFORE
        else:
            year = CURRENT
        first = max(years.day(year - 3, month, day + 5), row.founded_on)
        held = years.day(year, month, day)
        skipped = row.code in OVERDUE or held <= first or not years.has_come(held)
        found[row.pk] = (first, None if skipped else held)
    return found


def _terms(
    rows: Sequence[Organisation], elected: Mapping[int, tuple[date, date | None]]
) -> Iterator[TermFacts]:
    for row in rows:
        yield TermFacts(row, elected[row.pk][0])


def _elections(
    led: Sequence[Organisation],
    elected: Mapping[int, tuple[date, date | None]],
    rolls: Mapping[int, Sequence[Member]],
) -> Iterator[ElectionFacts]:
    for place, row in enumerate(led):
        held = elected[row.pk][1]
        if held is None:
            continue
        due = len(rolls[row.pk])
        seats = 5 if due >= LEAST_FOR_A_COMMITTEE else 1
        yield ElectionFacts(
            organisation=row,
            kind="REGULAR",
            held_on=held,
            seats=seats,
            candidates=6 if seats > 1 else 1,
            voters_due=due,
            voters_present=due - due // 10,
            document=f"示教工委发〔{held.year}〕{place + 21}号",
        )


def _posts(
    led: Sequence[Organisation],
    elected: Mapping[int, tuple[date, date | None]],
    rolls: Mapping[int, Sequence[Member]],
    years: Years,
) -> Iterator[PostFacts]:
    """Yield each secretary and committee, before and after the election, and who came between."""
    changed = _changes(led, elected, years)
    for place, row in enumerate(led):
        first, held = elected[row.pk]
        people = rolls[row.pk]
        since = max(first, row.founded_on)
        kinds = ["SECRETARY", *(COMMITTEE if len(people) >= LEAST_FOR_A_COMMITTEE else ())]
        for kind, member in zip(kinds, people, strict=False):
            ends = changed.get(row.pk) if kind == "SECRETARY" else None
            entered = max(since, (member.confirmed_on or since) + timedelta(days=1))
            yield PostFacts(row, kind, "OPENING", entered, member, ends_on=ends or held)
            if held is not None and ends is None:
                also = kind == "SECRETARY" and place % 3 == 0
                yield PostFacts(row, kind, "ELECTED", held, member, also_principal=also)
        if (day := changed.get(row.pk)) is not None:
            how = "BY_ELECTION" if place % 2 else "APPOINTED"
            yield PostFacts(row, "SECRETARY", how, day, people[-1])


def _named(
    built: Mapping[str, Organisation], rolls: Mapping[int, Sequence[Member]], years: Years
) -> Iterator[PostFacts]:
    """Yield the secretaries of general branches, and the clerk of the secretary's branch."""
    for code in ("SF01", "SF02", "SF03", "SF04"):
        people = rolls.get(built[f"{code}02"].pk, ())
        known = [member for member in people if member.name == "梁致远"]
        for member in (known or list(people[6:7]))[:1]:
            yield PostFacts(built[code], "SECRETARY", "OPENING", years.day(BEFORE, 5, 10), member)
    for member in rolls.get(built["SF0101"].pk, ()):
        if member.name == "何静":
            day = years.opened_on
            yield PostFacts(built["SF0101"], "CLERK", "OPENING", day, member)


def _changes(
    led: Sequence[Organisation], elected: Mapping[int, tuple[date, date | None]], years: Years
) -> dict[int, date]:
    """Return when some secretaries changed who are not elected anew in any year on record."""
    steady = [row for row in led if elected[row.pk][1] is None or _is_current(row, elected, years)]
    steady = [row for row in steady if row.founded_on < years.opened_on]
    steady = [row for row in steady if row.code not in LASTING]
    days = [(year, n) for year, number in CHANGED.items() for n in range(number)]
    return {
        row.pk: years.day(year, 2 + n, 10) for row, (year, n) in zip(steady, days, strict=False)
    }


def _is_current(
    row: Organisation, elected: Mapping[int, tuple[date, date | None]], years: Years
) -> bool:
    held = elected[row.pk][1]
    return held is not None and years.year_of(held) == CURRENT


def _sent(
    committee: Organisation,
    schools: Mapping[str, School],
    rolls: Mapping[int, Sequence[Member]],
    years: Years,
) -> Iterator[PostFacts]:
    """Yield the first secretaries of private schools and the instructors of kindergartens."""
    outsiders = list(
        OutsidePerson.objects.filter(kept_by=committee, is_party_member=True).order_by("pk")
    )
    for school, person in zip(("S31", "S32", "S33"), outsiders[3:], strict=False):
        day = years.day(BEFORE, 3, 1)
        yield PostFacts(
            committee, "FIRST_SECRETARY", "SENT", day, outsider=person, school=schools[school]
        )
    people = [
        members[2] for _, members in sorted(rolls.items()) if len(members) > LEAST_FOR_A_COMMITTEE
    ]
    sent = people[:: max(len(people) // INSTRUCTORS, 1)][:INSTRUCTORS]
    for number in range(41, 53) if len(sent) == INSTRUCTORS else ():
        yield PostFacts(
            committee,
            "INSTRUCTOR",
            "SENT",
            years.day(BEFORE, 3, 1),
            sent[number % INSTRUCTORS],
            school=schools[f"S{number}"],
        )


def _cases(led: Sequence[Organisation], years: Years) -> Iterator[CaseFacts]:
    """Yield applicants, activists and targets: a few in every branch that develops members."""
    names = Names()
    for place, row in enumerate(sorted(led, key=lambda row: row.code)):
        if row.member_kind == Organisation.MemberKind.RETIRED:
            continue
        for number in range(1 + place % 2):
            random = Random(f"{row.code} case {number}")  # noqa: S311  # sample data
            sex = random.choice(("FEMALE", "FEMALE", "MALE"))
            applied = years.day(BEFORE, 1 + place % 12, 3 + number)
            activist = applied + timedelta(days=200) if (place + number) % 3 else None
            target = activist + timedelta(days=400) if activist and place % 4 == 1 else None
            yield CaseFacts(
                organisation=row,
                name=names.draw(random, sex),
                sex=sex,
                born_on=years.day(LAST - random.randint(24, 38), random.randint(1, 12), 9),
                work="TEACHER",
                applied_on=applied,
                education="UNDERGRADUATE",
                is_first_line=True,
                activist_on=years.until(activist),
                target_on=years.until(target),
            )


def _admitted() -> Iterator[CaseFacts]:
    """Yield the way of everybody who was admitted within the three years."""
    stays = Placement.objects.filter(begin=Placement.Begin.ADMITTED)
    for stay in stays.select_related("member", "organisation").order_by("pk"):
        member, met = stay.member, stay.member.admitted_on
        yield CaseFacts(
            organisation=stay.organisation,
            name=member.name,
            sex=member.sex,
            born_on=member.born_on,
            work="TEACHER",
            applied_on=met - timedelta(days=1000),
            education="UNDERGRADUATE",
            is_first_line=True,
            activist_on=met - timedelta(days=700),
            target_on=met - timedelta(days=200),
            member=member,
        )
