"""The places of the sample county, its accounts, and what happened to its organisations."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from random import Random

from branches.models import Coverage, Organisation, School, User
from branches.options import Option
from branches.rules import school_year
from branches.services import accounts, organisations, registers, schools
from branches.services.organisations import Facts, NewOrganisation
from branches.services.schools import Counts, SchoolFacts
from config.county.changes import change
from config.county.meetings import Meetings
from config.county.money import enter_dues
from config.county.offices import enter_offices
from config.county.people import enter_people
from config.county.planner import tell_the_planner
from config.county.registers import enter_registers
from config.county.requests import ask_for_someone
from config.county.rolls import Rolls
from config.county.words import keep_texts
from config.county.years import Years

COMMITTEE_FOUNDED = date(2019, 5, 20)
MOVED = "示教工委发〔2019〕3号"
TOWNS = (
    "城关镇", "东河镇", "西岭镇", "南桥镇", "北原镇", "柳林镇", "石门镇", "青山乡",
    "白水乡", "金沙镇", "龙泉镇", "双塔镇", "大湾乡", "小河乡", "云台镇",
)  # fmt: skip
GENERALS = (
    ("01", "第一中学", "SENIOR", ("高一年级", "高二年级", "高三年级", "离退休")),
    ("02", "第二中学", "COMPLETE_SECONDARY", ("初中部", "高中部", "行政后勤", "离退休")),
    ("03", "职业中等专业学校", "VOCATIONAL", ("专业部", "文化部", "离退休")),
    ("04", "实验小学", "PRIMARY", ("语文组", "数学组", "离退休")),
)
SINGLES = (
    ("05", "第三中学", "JUNIOR"),
    ("06", "第一小学", "PRIMARY"),
    ("07", "第二小学", "PRIMARY"),
    ("08", "特殊教育学校", "SPECIAL"),
    ("09", "机关幼儿园", "KINDERGARTEN"),
)
TOWN_SCHOOLS = (
    ("初级中学", "JUNIOR"),
    ("中心小学", "PRIMARY"),
    ("中心幼儿园", "KINDERGARTEN"),
)
KINDERGARTENS = (
    "小太阳", "春芽", "金色摇篮", "蓝天", "七彩虹", "小博士", "童心", "向阳",
    "星星河", "阳光宝贝", "启明", "百灵鸟",
)  # fmt: skip
STAFF = {
    "SENIOR": 400, "COMPLETE_SECONDARY": 370, "VOCATIONAL": 310, "NINE_YEAR": 150,
    "JUNIOR": 158, "PRIMARY": 144, "SPECIAL": 70, "KINDERGARTEN": 54,
}  # fmt: skip
PEOPLE = (
    ("周怀民", "示范县教育局", "党组书记、局长", True),
    ("郑书雅", "示范县教育局", "党组成员、副局长", True),
    ("贺建平", "示范县教育局", "党组成员、副局长", True),
    ("吕思远", "示范县委组织部", "组织一科科长", True),
    ("曹素芬", "示范县委两新工委", "专职副书记", True),
    ("石磊", "示范县民政局", "社会组织科科长", True),
    ("蔡明哲", "示范县委党校", "高级讲师", True),
    ("江晚晴", "示范县图书馆", "馆员", False),
)
ACCOUNTS = (
    ("admin", "管理员", "ADMINISTRATOR", "SF"),
    ("staff", "杜文博", "STAFF", "SF"),
    ("general", "梁致远", "GENERAL_SECRETARY", "SF01"),
    ("secretary", "王欣", "SECRETARY", "SF0101"),
    ("clerk", "何静", "CLERK", "SF0101"),
    ("secretary2", "唐立新", "SECRETARY", "SF1102"),
    ("auditor", "严正", "AUDITOR", "SF"),
)


@dataclass(frozen=True)
class Sample:
    """What was built, for those who add to it."""

    organisations: dict[str, Organisation]
    schools: dict[str, School]
    accounts: dict[str, User]


def build(*, today: date, password: str, with_people: bool = True) -> Sample:
    """Fill an empty database up to `today`; every sample account gets `password`.

    with_people: False leaves the rolls empty, for tests that bring people of their own.
    """
    with _nothing_to_collect():
        return _build(today, password, with_people=with_people)


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Spare Python the search for garbage among so many rows: a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _build(today: date, password: str, *, with_people: bool) -> Sample:
    last = today.year - 1
    built = organisations.found_many(rows=list(_organisations(last)), by=None)
    committee = built["SF"]
    found = schools.enter_schools(rows=list(_schools(last, today)), kept_by=committee, by=None)
    schools.record_head_counts(rows=list(_head_counts(found, last, today)), by=None)
    schools.cover_many(rows=list(_coverages(built, found, last)), by=None)
    registers.grant_power(
        organisation=committee,
        starts_on=COMMITTEE_FOUNDED,
        document="示组发〔2019〕21号",
        by=None,
    )
    registers.make_setting(
        organisation=committee,
        option=Option.OPENED_ON,
        value=date(last - 1, 1, 1).isoformat(),
        since=date(last - 1, 1, 1),
        reason="从这天起在本系统登记",
        by=None,
    )
    outsiders = [
        registers.enter_outside_person(
            name=name,
            unit=unit,
            office=office,
            is_party_member=is_member,
            kept_by=committee,
            by=None,
        )
        for name, unit, office, is_member in PEOPLE
    ]
    users = {
        username: _account(username, name, role, built[code], password, last)
        for username, name, role, code in ACCOUNTS
    }
    if with_people:
        enter_people(built, found, Years(today))
        enter_offices(built, found, Years(today))
        tell_the_planner()
        rolls = Rolls(Years(today))
        enter_dues(built, Years(today), rolls, by=users["staff"])
        Meetings(Years(today), rolls, built, outsiders).enter()
        enter_registers(built, found, outsiders, rolls)
        keep_texts(committee, Years(today))
        ask_for_someone(built["SF1102"], rolls, by=users["secretary2"])
        tell_the_planner()
    change(built, found, by=users["staff"], last=last, today=today)
    return Sample(built, found, users)


def _organisations(last: int) -> list[NewOrganisation]:
    rows = [
        _row(
            "COMMITTEE",
            "中共示范县教育工作委员会",
            "县教育工委",
            "",
            "SF",
            document="示发〔2019〕9号",
        ),
        _row(
            "BRANCH",
            "中共示范县教育局机关支部委员会",
            "教育局机关党支部",
            "SF",
            "SF00",
            outside_superior="中共示范县直属机关工作委员会",
        ),
    ]
    for code, school, _, branches in GENERALS:
        general = f"SF{code}"
        rows.append(
            _row(
                "GENERAL_BRANCH",
                f"中共示范县{school}总支部委员会",
                f"{school}党总支",
                "SF",
                general,
            )
        )
        for number, part in enumerate(branches, start=1):
            retired = part == "离退休"
            rows.append(
                _row(
                    "BRANCH",
                    f"中共示范县{school}{part}支部委员会",
                    f"{school}{part}党支部",
                    general,
                    f"{general}{number:02}",
                    member_kind="RETIRED" if retired else "IN_POST",
                    # One branch is new in the last year, so that the year before differs.
                    founded_on=date(last, 4, 10) if general == "SF04" and retired else None,
                )
            )
    for code, school, _ in SINGLES:
        rows.append(
            _row("BRANCH", f"中共示范县{school}支部委员会", f"{school}党支部", "SF", f"SF{code}")
        )
    for place, town in enumerate(TOWNS, start=11):
        for number, (school, _) in enumerate(TOWN_SCHOOLS, start=1):
            name, code = f"{town}{school}", f"SF{place}{number:02}"
            rows.append(_row("BRANCH", f"中共示范县{name}支部委员会", f"{name}党支部", "SF", code))
    private = date(last - 3, 9, 1)
    rows.append(
        _row(
            "BRANCH",
            "中共示范县育才学校支部委员会",
            "育才学校党支部",
            "SF",
            "SF31",
            founded_on=private,
        )
    )
    rows.append(
        _row(
            "JOINT_BRANCH",
            "中共示范县博雅小学明德初级中学联合支部委员会",
            "博雅明德联合党支部",
            "SF",
            "SF32",
            founded_on=date(last, 6, 18),
        )
    )
    return rows


def _row(  # a row is that wide
    kind: str,
    name: str,
    short_name: str,
    superior: str,
    code: str,
    *,
    member_kind: str = "MIXED",
    founded_on: date | None = None,
    document: str = MOVED,
    outside_superior: str = "",
) -> NewOrganisation:
    facts = Facts(
        code=code,
        member_kind=member_kind,
        founded_on=founded_on or COMMITTEE_FOUNDED,
        founding_document=document,
        outside_superior=outside_superior,
    )
    return NewOrganisation(
        kind=kind, name=name, short_name=short_name, superior=superior, facts=facts
    )


def _schools(last: int, today: date) -> list[SchoolFacts]:
    rows = [
        _school(f"S{code}", f"示范县{name}", name, stage)
        for code, name, stage in [(c, n, s) for c, n, s, _ in GENERALS] + list(SINGLES)
    ]
    for place, town in enumerate(TOWNS, start=11):
        for number, (name, stage) in enumerate(TOWN_SCHOOLS, start=1):
            code, full = f"S{place}{number:02}", f"{town}{name}"
            rows.append(
                _school(code, f"示范县{full}", full, stage, level="TOWNSHIP", township=town)
            )
    for code, name, stage in (
        ("S31", "育才学校", "NINE_YEAR"),
        ("S32", "博雅小学", "PRIMARY"),
        ("S33", "明德初级中学", "JUNIOR"),
    ):
        rows.append(_school(code, f"示范县{name}", name, stage, ownership="PRIVATE"))
    for number, name in enumerate(KINDERGARTENS, start=41):
        short = f"{name}幼儿园"
        rows.append(
            _school(f"S{number}", f"示范县{short}", short, "KINDERGARTEN", ownership="PRIVATE")
        )
    for code, name, opened_on in (
        ("S61", "新苗", date(last + 1, 3, 1)),
        ("S62", "梦想家", date(last + 1, 9, 1)),
    ):
        if opened_on <= today:
            short = f"{name}幼儿园"
            school = _school(code, f"示范县{short}", short, "KINDERGARTEN", "PRIVATE", opened_on)
            rows.append(school)
    return rows


def _school(  # a row is that wide
    code: str,
    name: str,
    short_name: str,
    stage: str,
    ownership: str = "PUBLIC",
    opened_on: date = date(2005, 9, 1),
    *,
    level: str = "COUNTY",
    township: str = "",
) -> SchoolFacts:
    return SchoolFacts(
        code=code,
        name=name,
        short_name=short_name,
        stage=stage,
        ownership=ownership,
        level=level,
        township=township or "城关镇",
        opened_on=opened_on,
    )


def _head_counts(
    found: dict[str, School], last: int, today: date
) -> list[tuple[School, int, Counts]]:
    """Return counts of every school year; of the current one, three schools have sent none."""
    rows = []
    for code, school in found.items():
        random = Random(f"{code} staff")  # noqa: S311  # sample data, the same every time
        usual = STAFF[school.stage] // (2 if school.ownership == "PRIVATE" else 1)
        staff = round(usual * random.uniform(0.85, 1.15))
        young, women = random.uniform(0.22, 0.42), random.uniform(0.52, 0.8)
        backbone, pupils = random.uniform(0.06, 0.14), random.uniform(12, 16)
        for year in range(last - 2, school_year(today) + 1):
            staff += random.randint(-2, 3)
            unsent = year > last and code in {"S1403", "S2202", "S45"}
            if unsent or date(year + 1, 9, 1) <= school.opened_on:
                continue
            teachers = round(staff * 0.88)
            counts = Counts(
                staff=staff,
                teachers=teachers,
                teachers_to_35=round(teachers * young),
                women=round(staff * women),
                backbone_teachers=round(teachers * backbone),
                pupils=round(teachers * pupils),
            )
            rows.append((school, year, counts))
    return rows


def _coverages(
    built: dict[str, Organisation], found: dict[str, School], last: int
) -> list[Coverage]:
    rows = []
    for code, _, _, branches in GENERALS:
        keys = [f"SF{code}", *(f"SF{code}{n:02}" for n in range(1, len(branches) + 1))]
        rows += [_cover(built[key], found[f"S{code}"], "OWN") for key in keys]
    rows += [_cover(built[f"SF{code}"], found[f"S{code}"], "OWN") for code, _, _ in SINGLES]
    for place in range(11, 11 + len(TOWNS)):
        codes = [f"{place}{number:02}" for number in range(1, len(TOWN_SCHOOLS) + 1)]
        rows += [_cover(built[f"SF{code}"], found[f"S{code}"], "OWN") for code in codes]
    rows.append(_cover(built["SF31"], found["S31"], "OWN"))
    rows += [_cover(built["SF32"], found[code], "JOINT") for code in ("S32", "S33")]
    sent = date(last - 1, 3, 1)
    for number in range(41, 41 + len(KINDERGARTENS)):
        rows.append(_cover(built["SF"], found[f"S{number}"], "INSTRUCTOR", sent))
    return rows


def _cover(
    organisation: Organisation, school: School, role: str, starts_on: date | None = None
) -> Coverage:
    return Coverage(
        organisation=organisation,
        school=school,
        role=role,
        starts_on=starts_on or max(organisation.founded_on, school.opened_on),
        document=organisation.founding_document,
    )


def _account(  # an account is that wide
    username: str, name: str, role: str, place: Organisation, password: str, last: int
) -> User:
    user, _ = accounts.open_account(username=username, name=name, by=None)
    accounts.adopt_password(user=user, password=password)
    accounts.appoint(
        user=user,
        organisation=place,
        role=role,
        starts_on=max(date(last - 1, 1, 1), place.founded_on),
        reason="示例账号",
        by=None,
    )
    return user
