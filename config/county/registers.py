"""Exams, inspections, letters, contact points and classes of the sample county."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from activities.services.commitments import (
    ContactFacts,
    LetterFacts,
    enter_contacts,
    enter_letters,
)
from activities.services.exams import ExamFacts, enter_exams
from activities.services.inspections import InspectionFacts, enter_inspections
from activities.services.training import ClassFacts, enter_classes
from branches.models import Organisation, OutsidePerson, School
from config.county.rolls import Rolls
from config.county.years import BEFORE, CURRENT, LAST, Years

# Who sat the exam of the year, and how many did not reach the mark.
EXAMS = {BEFORE: (6904, 118), LAST: (7346, 97), CURRENT: (7388, 85)}
# Which schools the round of a year visits, its month and day.
ROUNDS = {
    BEFORE: ((12, 18), ("S01", "S05", "S1101", "S1202", "S1401", "S1503", "S31", "S08")),
    LAST: (
        (12, 19),
        ("S01", "S02", "S03", "S04", "S06", "S1101", "S1302", "S1601", "S1802", "S2001", "S31",
         "S32"),
    ),
    CURRENT: ((5, 20), ("S07", "S09", "S1201", "S1703", "S2301", "S33")),
}  # fmt: skip
RATINGS = ("GOOD", "GOOD", "FAIR", "GOOD", "FAIR", "ORDINARY")
CLASSES = (
    (BEFORE, (5, 12), "党组织书记培训班", "SECRETARIES", 24, 66),
    (LAST, (4, 14), "党务干部培训班", "OFFICERS", 16, 72),
    (LAST, (5, 19), "党组织书记培训班", "SECRETARIES", 56, 70),
    (LAST, (10, 21), "入党积极分子培训班", "ACTIVISTS", 24, 48),
    (CURRENT, (4, 13), "党务干部培训班", "OFFICERS", 16, 69),
)
CONTACTS = {
    "周怀民": ("SF01", "SF1101", "SF1601", "SF31"),
    "郑书雅": ("SF02", "SF04", "SF1301", "SF2101"),
    "贺建平": ("SF03", "SF05", "SF1801", "SF2402"),
}


def enter_registers(
    built: Mapping[str, Organisation],
    schools: Mapping[str, School],
    outsiders: Sequence[OutsidePerson],
    rolls: Rolls,
) -> None:
    """Enter what the committee held, visited, had signed and arranged."""
    years, committee = rolls.years, built["SF"]
    enter_exams(rows=list(_exams(committee, years)), by=None)
    enter_inspections(rows=list(_inspections(committee, schools, years)), by=None)
    enter_letters(rows=list(_letters(built, rolls)), by=None)
    enter_contacts(rows=list(_contacts(built, outsiders, years)), by=None)
    enter_classes(rows=list(_classes(committee, years)), by=None)


def _exams(committee: Organisation, years: Years) -> Iterator[ExamFacts]:
    for year, (participants, below) in EXAMS.items():
        day = years.day(year, 4, 27)
        if years.has_come(day):
            title = f"{day.year}年教职工政治理论考试"
            yield ExamFacts(committee, day, title, participants, participants - below)


def _inspections(
    committee: Organisation, schools: Mapping[str, School], years: Years
) -> Iterator[InspectionFacts]:
    for year, (day, codes) in ROUNDS.items():
        held_on = years.day(year, *day)
        if not years.has_come(held_on):
            continue
        part = "年度" if day[0] > 6 else "年上半年"
        for number, code in enumerate(codes):
            yield InspectionFacts(
                organisation=committee,
                held_on=held_on,
                title=f"{held_on.year}{part}学校党建工作督导",
                school=schools[code],
                inspectors="工委科室负责人",
                talks=True,
                assessment=True,
                records=True,
                rating=RATINGS[(number + year) % len(RATINGS)],
                problems=number % 4,
            )


def _letters(built: Mapping[str, Organisation], rolls: Rolls) -> Iterator[LetterFacts]:
    """Yield the signings of each year, level by level: committee, general branches, branches."""
    years = rolls.years
    for year in (BEFORE, LAST, CURRENT):
        day = years.working_day(year, 2, 24)
        if not years.has_come(day):
            continue
        for kind, signed in (("GOVERNANCE", 51), ("INTEGRITY", 51 if year > BEFORE else 49)):
            yield LetterFacts(built["SF"], day.year, kind, "ORGANISATIONS", day, signed, 51)
        for code in ("SF01", "SF02", "SF03", "SF04"):
            beneath = sum(1 for one in built if one.startswith(code) and len(one) == 6)
            number = beneath if code != "SF04" or year > BEFORE else beneath - 1
            row = (built[code], day.year, "GOVERNANCE", "ORGANISATIONS")
            yield LetterFacts(*row, day, number, number)
        later = years.working_day(year, 3, 6)
        for code in ("SF05", "SF06", "SF07", "SF08", "SF09") if years.has_come(later) else ():
            roll = len(rolls.on(code, later))
            signed = roll - (code == "SF07") * 2
            row = (built[code], later.year, "CONDUCT", "PERSONS")
            yield LetterFacts(*row, later, signed, roll)


def _contacts(
    built: Mapping[str, Organisation], outsiders: Sequence[OutsidePerson], years: Years
) -> Iterator[ContactFacts]:
    people = {one.name: one for one in outsiders}
    for name, codes in CONTACTS.items():
        # The year before, each had one fewer.
        for number, code in enumerate(codes):
            yield ContactFacts(
                organisation=built["SF"],
                starts_on=years.day(BEFORE if number else LAST, 3, 1),
                outsider=people[name],
                office=people[name].office,
                contact=built[code],
                document=f"示教工委发〔{years.last}〕2号",
            )


def _classes(committee: Organisation, years: Years) -> Iterator[ClassFacts]:
    for year, day, title, audience, hours, attendances in CLASSES:
        held_on = years.working_day(year, *day)
        if years.has_come(held_on):
            name = f"{held_on.year}年{title}"
            yield ClassFacts(committee, held_on, name, audience, hours, attendances)
