"""What the organisations of the sample county held: month by month, branch by branch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from activities.models import Campaign, Lecturer, SittingKind
from activities.services.batches import NewSitting, record_sittings
from activities.services.campaigns import CampaignFacts, keep_campaign
from activities.services.sittings import Attended, SittingFacts, Taught
from branches.models import Organisation, OutsidePerson
from branches.periods import month_of
from config.county import themes
from config.county.names import drawn
from config.county.rolls import Line, Rolls
from config.county.years import BEFORE, CURRENT, LAST, Years
from members.models import Member

Kind = SittingKind.Kind
SECRETARYS = "SF0101"
LEAST_FOR_A_COMMITTEE = 7
# Months of the last year without a themed day; and of the current one, with a whole quarter.
MISSED_LAST = {
    "SF1203": (2, 8), "SF1303": (8,), "SF1503": (2,), "SF1803": (2, 8), "SF2003": (8,),
    "SF2303": (2,), "SF0403": (7,),
}  # fmt: skip
MISSED_CURRENT = {"SF1303": (1, 2, 3), "SF1503": (2, 5), "SF2103": (4, 8, 9)}
WITHOUT_MEETING = {"SF1303": 1, "SF2401": 2}  # the quarter of the current year
# These have held nothing yet in the running month, whatever day it is.
WAITING = {SECRETARYS, "SF0203", "SF1203", "SF1403", "SF1602", "SF1903", "SF2203"}
DRAFTS = {"SF0102", "SF0301", "SF1102", "SF1501", "SF2102"}
LATE = {"SF1703", "SF2303"}
LEADERS = ("周怀民", "郑书雅", "贺建平")


class Meetings:
    """Tells every sitting up to today."""

    def __init__(
        self,
        years: Years,
        rolls: Rolls,
        built: Mapping[str, Organisation],
        outsiders: Sequence[OutsidePerson],
    ) -> None:
        self.years, self.rolls, self.built = years, rolls, built
        self.outsiders = {one.name: one for one in outsiders}
        self.campaigns: dict[tuple[int, str], Campaign] = {}

    def enter(self) -> None:
        """Enter the campaigns, then everything that was held."""
        self._keep_campaigns()
        rows = [row for row in self._all() if self.years.has_come(row.facts.held_on)]
        rows.sort(key=lambda row: (row.facts.held_on, row.facts.organisation.code))
        record_sittings(rows=rows, by=None)

    def _keep_campaigns(self) -> None:
        for year in (BEFORE, LAST, CURRENT):
            for name, first, last in (
                (themes.COURTYARD, (6, 1), (7, 1)),
                (themes.JULY, (6, 20), (7, 10)),
                (themes.MODEL, (9, 1), (10, 1)),
                (themes.EDUCATION[year], (9, 10), (12, 31)),
            ):
                starts_on = self.years.day(year, *first)
                if (year == BEFORE and name == themes.MODEL) or not self.years.has_come(starts_on):
                    continue
                facts = CampaignFacts(
                    name,
                    self.years.last + year,
                    starts_on,
                    self.years.day(year, *last),
                    f"示教工委发〔{starts_on.year}〕{starts_on.month + 4}号",
                )
                kept = keep_campaign(facts=facts, kept_by=self.built["SF"], by=None)
                self.campaigns[year, name] = kept

    def _all(self) -> Iterator[NewSitting]:
        for code in sorted(self.rolls.lines):
            for month in self.years.months():
                yield from self._month(code, month)
            for year in (BEFORE, LAST, CURRENT):
                yield from self._year(code, year)
        for year in (BEFORE, LAST, CURRENT):
            yield from self._committees(year)

    # A branch ----------------------------------------------------------------------------------

    def _month(self, code: str, month: date) -> Iterator[NewSitting]:
        """Yield the themed day of a month, with the kinds held with it, and the committee's."""
        year, number = self.years.year_of(month), month.month
        if not self.rolls.on(code, month):
            return
        day = self._day(code, month)
        held = number not in self._missed(code, year)
        if month == month_of(self.years.today) and code in WAITING:
            held = False
        if held:
            yield self._themed(code, year, day)
        committee = self.rolls.committee(code, day)
        if len(self._full(code, month)) >= LEAST_FOR_A_COMMITTEE and len(committee) > 1:
            on = self.years.working_day(year, number, 3 + day.day % 3)
            if code == SECRETARYS and month == month_of(self.years.today):
                return
            title = f"{number}月支委会"
            came = [line for line in self.rolls.on(code, on) if line.member in committee]
            yield self._sitting(code, on, title, [Kind.COMMITTEE_MEETING], came, minutes=60)

    def _themed(self, code: str, year: int, day: date) -> NewSitting:
        number = day.month
        kinds = [Kind.THEMED_DAY]
        quarter = (number + 2) // 3
        if number % 3 == 2 and not (year == CURRENT and WITHOUT_MEETING.get(code) == quarter):
            kinds.append(Kind.MEMBERS_MEETING)
        if number % 3 == 0:
            kinds.append(Kind.LECTURE)
        if number in (1, 4, 8, 10):
            kinds.append(Kind.STUDY)
        if number == 7:
            kinds += [Kind.OATH, Kind.POLITICAL_BIRTHDAY]
        title = themes.MONTHLY[number - 1]
        if number % 3 == 2 and Kind.MEMBERS_MEETING in kinds:
            title = f"{title}，{themes.QUARTERLY[quarter - 1]}"
        taught = self._taught(code, day) if Kind.LECTURE in kinds else ()
        campaign = self._campaign(year, number)
        roll = self.rolls.on(code, day)
        return self._sitting(code, day, title, kinds, roll, taught=taught, campaign=campaign)

    def _campaign(self, year: int, number: int) -> Campaign | None:
        if number == 6:
            return self.campaigns.get((year, themes.JULY))
        return self.campaigns.get((year, themes.EDUCATION[year])) if number > 9 else None

    def _taught(self, code: str, day: date) -> Sequence[Taught]:
        secretary = self.rolls.secretary(code, day)
        return (Taught(Lecturer.Office.SECRETARY, member=secretary),) if secretary else ()

    def _day(self, code: str, month: date) -> date:
        year = self.years.year_of(month)
        if month.month == 6:  # the end of the month: the campaign every branch carries out
            return self.years.day(year, 6, 26 + len(code) % 3)
        usual = 18 if code == SECRETARYS else drawn(code, "themed").randint(8, 24)
        found = self.years.working_day(year, month.month, usual)
        return max(found, self.years.day(year, 7, 4)) if month.month == 7 else found

    def _missed(self, code: str, year: int) -> Sequence[int]:
        return {LAST: MISSED_LAST, CURRENT: MISSED_CURRENT}.get(year, {}).get(code, ())

    def _full(self, code: str, day: date) -> list[Member]:
        return [line.member for line in self.rolls.on(code, day) if line.member.is_full_on(day)]

    def _year(self, code: str, year: int) -> Iterator[NewSitting]:
        """Yield what a branch holds once a year, besides its months."""
        years, random = self.years, drawn(code, "year", year)
        life = years.working_day(year, random.choice((2, 3)), random.randint(16, 24))
        for on, title, kinds, name, belongs in (
            (
                life,
                f"{life.year - 1}年度组织生活会和民主评议党员",
                [Kind.ORGANISATIONAL_LIFE, Kind.APPRAISAL],
                "",
                life.year - 1,
            ),
            (
                years.working_day(year, 6, random.randint(5, 16)),
                "清洁庭院、帮扶农户",
                [Kind.VOLUNTEERING],
                themes.COURTYARD,
                None,
            ),
            (years.day(year, 7, 1), "集中收看专题党课直播", [Kind.VIEWING], themes.JULY, None),
            (
                years.working_day(year, 9, random.randint(3, 9)),
                "学习先进典型事迹",
                [Kind.STUDY],
                themes.MODEL,
                None,
            ),
            (
                years.working_day(year, 10, random.randint(11, 23)),
                "专题学习研讨",
                [Kind.STUDY, Kind.DISCUSSION],
                themes.EDUCATION[year],
                None,
            ),
        ):
            roll = self.rolls.on(code, on)
            if not roll or self._skips(code, year, title):
                continue
            campaign = self.campaigns.get((year, name))
            yield self._sitting(code, on, title, kinds, roll, campaign=campaign, belongs=belongs)
        yield from self._some(code, year)

    def _skips(self, code: str, year: int, title: str) -> bool:
        """Say whether a branch left out what the others held: more of them the year before."""
        if "组织生活会" in title:
            return year == CURRENT and code == "SF2203"
        return drawn(code, title).random() < {BEFORE: 0.25, LAST: 0.04, CURRENT: 0.1}[year]

    def _some(self, code: str, year: int) -> Iterator[NewSitting]:
        """Yield what only some branches hold."""
        for day, title, kind, share in (
            ((1, 18), "春节走访慰问", Kind.CONDOLENCE, 0.5),
            ((4, 3), "参观学习红色教育基地", Kind.VISIT, 0.3),
            ((5, 15), "观看警示教育片", Kind.WARNING, 0.6),
            ((6, 30), "“我的教育故事”演讲比赛", Kind.CONTEST, 0.25),
            ((11, 8), "书记与党员谈心谈话", Kind.TALK, 0.4),
        ):
            on = self.years.working_day(year, *day)
            roll = self.rolls.on(code, on)
            if roll and drawn(code, title, year).random() < share + 0.05 * year:
                yield self._sitting(code, on, title, [kind], roll)

    # The committee -----------------------------------------------------------------------------

    def _committees(self, year: int) -> Iterator[NewSitting]:
        """Yield what the committee itself held: nobody is on its roll."""
        years, number = self.years, self.years.last + year
        for month in range(1, 13):
            if year == BEFORE and month in (2, 8):
                continue
            on = years.working_day(year, month, 11)
            yield self._own(on, f"理论学习中心组{number}年第{month}次学习", Kind.CENTRE_GROUP, 9)
        education = self.campaigns.get((year, themes.EDUCATION[year]))
        yield self._own(years.day(year, 7, 1), "机关集中收看专题党课直播", Kind.VIEWING, 64)
        on = years.working_day(year, 2, 6)
        yield self._own(
            on, f"{number - 1}年度民主生活会", Kind.DEMOCRATIC_LIFE, 7, belongs=number - 1
        )
        for month, place in ((3, "SF01"), (5, "SF02"), (9, "SF05"), (10, "SF1101"), (11, "SF06")):
            leader = self.outsiders[LEADERS[month % 3]]
            taught = (Taught(Lecturer.Office.LEADER, outsider=leader, position=leader.office),)
            on = years.working_day(year, month, 25)
            title = f"到{self.built[place].short_name}讲党课"
            if year != BEFORE or month > 5:
                yield self._own(on, title, Kind.LECTURE, 40 + month, taught=taught)
        preacher = (Taught(Lecturer.Office.PREACHER, outsider=self.outsiders["蔡明哲"]),)
        for month in (4, 10, 11) if year != BEFORE else (10,):
            on = years.working_day(year, month, 16)
            yield self._own(on, "理论宣讲进校园", Kind.PREACHING, 180 + month, taught=preacher)
        on = years.working_day(year, 11, 19)
        yield self._own(on, "支部规范化建设观摩会", Kind.DEMONSTRATION, 70, campaign=education)

    def _own(  # a sitting is that wide
        self,
        on: date,
        title: str,
        kind: str,
        others: int,
        *,
        taught: Sequence[Taught] = (),
        campaign: Campaign | None = None,
        belongs: int | None = None,
    ) -> NewSitting:
        return self._sitting(
            "SF", on, title, [kind], (), taught=taught, campaign=campaign, belongs=belongs,
            others=others,
        )  # fmt: skip

    # A sitting ---------------------------------------------------------------------------------

    def _sitting(  # a sitting is that wide
        self,
        code: str,
        on: date,
        title: str,
        kinds: Sequence[str],
        roll: Sequence[Line],
        *,
        taught: Sequence[Taught] = (),
        campaign: Campaign | None = None,
        belongs: int | None = None,
        minutes: int = 90,
        others: int = 0,
    ) -> NewSitting:
        random = drawn(code, on.month, on.day, title)
        entered_on = min(on + timedelta(days=random.randint(0, 3)), self.years.today)
        if code in LATE and on.month == 5:
            entered_on = min(on + timedelta(days=41), self.years.today)
        is_draft = code in DRAFTS and on > self.years.today - timedelta(days=20)
        confirmed_on = min(entered_on + timedelta(days=random.randint(0, 4)), self.years.today)
        is_entered = not is_draft and random.random() < 0.8
        return NewSitting(
            facts=SittingFacts(
                organisation=self.built[code],
                held_on=on,
                title=title,
                minutes=minutes,
                place=random.choice(themes.PLACES),
                host=self.rolls.secretary(code, on),
                host_name="周怀民" if code == "SF" else "",
                campaign=campaign,
                others=others,
                belongs_to_year=belongs,
            ),
            kinds=kinds,
            entered_on=entered_on,
            lecturers=taught,
            attendance=list(self._attendance(on, roll)),
            confirmed_on=None if is_draft else confirmed_on,
            official_on=confirmed_on if is_entered else None,
        )

    def _attendance(self, on: date, roll: Sequence[Line]) -> Iterator[Attended]:
        for line in roll:
            random = drawn(line.member.name, on.month, on.day)
            chance = random.random()
            if not line.is_expected(on):
                continue
            if (
                chance < (0.8 if line.is_retired(on) else 0.93)
                or len(roll) < LEAST_FOR_A_COMMITTEE
            ):
                yield Attended(line.member)
            elif chance < 0.975:
                yield Attended(line.member, "EXCUSED", themes.REASONS[on.day % 4])
            else:
                yield Attended(line.member, "ABSENT")
