"""Part 三: what is wrong, in words; the figures behind it stand in the working paper.

Each problem is told only where the records evidence it, in a degree its share decides, and each
has a measure with a target and a day in part 四.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from branches.documents import Block, Heading, Run
from reports.figures.computed import Figures
from reports.models import SummaryText
from reports.summary.sentences import numbered, paragraph
from reports.summary.texts import Texts
from reports.summary.times import deadline, is_year, next_period, over

# How documents speak of shares: our own thresholds, told in the working paper.
FEW, MANY = Fraction(1, 10), Fraction(1, 2)
MOST = "多数"
DEGREES = "占比不超过十分之一写“个别”，不超过一半写“部分”，超过一半写“多数”。"


@dataclass(frozen=True)
class Problem:
    """One problem: how it is told, by which figures, and what is to be done by when.

    evidence: ids of the figures behind it, the part before the whole. percent: the part of the
    whole, with one decimal. reason: from which share on it is told, in words.
    """

    key: str
    words: str
    evidence: tuple[str, str]
    percent: str
    reason: str
    measure: str
    target: str


@dataclass(frozen=True)
class Pattern:
    """How a problem reads, and when it is one.

    `{degree}` stands for 个别, 部分 or 多数, `{over}` for the period, `{by}` for the target's day.
    of_most: the words where it is true of most (多数), if others.
    part, whole: the figures whose share decides. least: the share from which on it is one;
    without it any at all is. below: the share under which it is one, where too few are the
    problem. months: after the end of the period, until when. of_years: told of years only.
    """

    key: str
    words: str
    part: str
    whole: str
    measure: str
    target: str
    months: int
    least: Fraction | None = None
    below: Fraction | None = None
    of_years: bool = False
    of_most: str = ""

    def is_found(self, part: int, whole: int) -> bool:
        """Say whether so many of so many are a problem; of nothing there is none."""
        if not whole:
            return False
        share = Fraction(part, whole)
        if self.below is not None:
            return share < self.below
        return part > 0 and (self.least is None or share >= self.least)

    def told(self, part: int, whole: int, *, over: str) -> str:
        """Return how the problem reads of so many of so many."""
        word = degree(part, whole)
        words = self.of_most if self.of_most and word == MOST else self.words
        return words.format(degree=word, over=over)

    @property
    def reason(self) -> str:
        """From which share on it is told, in words."""
        if self.below is not None:
            return f"占比低于{_percent(self.below)}时写入总结。"
        if self.least is not None:
            return f"占比达到{_percent(self.least)}时写入总结。"
        return "有一例就写入总结。"


PATTERNS = (
    Pattern(
        "themed_days",
        "组织生活不够经常，{degree}党支部没有做到每月开展主题党日",
        "evidence.without_themed_day",
        "evidence.through",
        "落实主题党日制度，按月核对、提醒",
        "{by}每个党支部每月开展主题党日",
        3,
    ),
    Pattern(
        "elections",
        "换届工作不够及时，{degree}党组织届满没有按期换届",
        "elections.overdue",
        "evidence.in_terms",
        "逐一督促届满党组织换届",
        "{by}届满未换届的全部完成",
        6,
    ),
    Pattern(
        "dues",
        "党费收缴不够及时，{degree}党员没有按月足额交纳",
        "dues.arrears_members",
        "members.total",
        "按月核对党费收缴，补交欠交的党费",
        "{by}清理完毕",
        3,
    ),
    Pattern(
        "unseen",
        "组织关系管理不够严格，{degree}党员半年没有参加组织生活，也没有交纳党费",
        "evidence.unseen",
        "members.total",
        "逐一核对长期不参加组织生活、不交纳党费的党员",
        "{by}核对清楚，理顺组织关系",
        6,
    ),
    Pattern(
        "out_of_contact",
        "党员联系不够紧密，{degree}党员失去联系",
        "evidence.out_of_contact",
        "members.total",
        "明确专人查找失去联系的党员",
        "{by}逐一查明情况",
        6,
    ),
    Pattern(
        "development",
        "发展党员不够均衡，{degree}党支部{over}没有发展党员",
        "evidence.without_admission",
        "evidence.admitting",
        "向骨干教师、青年教师和女教师倾斜，建立入党积极分子队伍",
        "{by}在职党支部都有入党积极分子",
        12,
        least=FEW,
        of_years=True,
    ),
    Pattern(
        "coverage",
        "民办学校党的组织覆盖不够，{degree}民办学校还没有建立党组织",
        "evidence.uncovered",
        "schools.private",
        "具备条件的建立党组织，暂不具备条件的选派党建指导员",
        "{by}民办学校全部有党组织或党建指导员",
        12,
        # Where most have none at all, fewer than half can have one of their own.
        of_most="民办学校党的组织覆盖不够，单独建立党组织的还是少数",
    ),
    Pattern(
        "joint",
        "联合党支部覆盖面偏宽，{degree}联合党支部覆盖单位过多",
        "evidence.wide_joint",
        "branches.joint",
        "调整联合党支部的设置",
        "{by}调整到位",
        6,
    ),
    Pattern(
        "own",
        "联合党支部没有及时调整，{degree}联合组建的民办学校已具备单独建立党组织的条件",
        "evidence.enough_for_own",
        "schools.private.joint",
        "正式党员达到规定人数的民办学校单独建立党组织",
        "{by}具备条件的单独组建到位",
        6,
    ),
    Pattern(
        "young",
        "党员队伍中青年偏少，35岁及以下的在职党员比例偏低",
        "evidence.young",
        "evidence.in_post",
        "重视在青年教师中发展党员",
        "{by}35岁及以下党员占比有所提高",
        12,
        below=Fraction(1, 5),
    ),
    Pattern(
        "retired",
        "党员年龄偏大，离退休党员占比偏高",
        "members.retired",
        "members.total",
        "做好离退休党员的教育管理和服务，加大在职教师中发展党员的力度",
        "{by}在职党员占比有所提高",
        12,
        least=Fraction(3, 10),
    ),
)


@dataclass(frozen=True)
class Pointer:
    """A problem that only a person can judge: how it usually reads, and where to look.

    figures: ids of those that say something of it, though they do not decide it.
    """

    words: str
    look: str
    figures: tuple[str, ...] = ()


POINTERS = (
    Pointer(
        "组织生活形式比较单一",
        "比较各类活动的场次，看是否集中在一种形式。",
        ("activities.sittings", "activities.themed_days", "activities.studies"),
    ),
    Pointer(
        "党组织书记第一责任人意识不够强",
        "看书记讲党课、主持会议的情况和述职评议结果。",
        ("activities.lectures", "activities.lectures.by_secretaries"),
    ),
    Pointer(
        "党务干部兼职多，业务不够熟练",
        "看党务干部任职时间、是否专职和参加培训的学时。",
        ("training.classes", "training.attendances"),
    ),
    Pointer("党建工作经费不足", "经费不在本系统登记，对照预算和支出。"),
    Pointer(
        "学习不够深入，存在重形式的现象",
        "看集中学习的场次、学时和考试成绩。",
        ("activities.studies", "exams.held", "exams.participants"),
    ),
    Pointer(
        "会议记录要素不全",
        "抽查会议记录的到会人数、议定事项、缺席人员和签名。",
        ("activities.meetings",),
    ),
    Pointer(
        "党支部之间工作不平衡",
        "比较各乡镇、各学段党支部的督导评价。",
        ("inspections.visits", "inspections.rated_good", "inspections.rated_poor"),
    ),
    Pointer(
        "党建与教育教学融合不够",
        "看结合教学开展的活动和骨干教师中的党员。",
        ("activities.demonstrations",),
    ),
    Pointer(
        "个别党员作用发挥不够",
        "看民主评议等次、到会情况和承诺事项的落实。",
        ("activities.attendances",),
    ),
)


def degree(part: int, whole: int) -> str:
    """Return the word for a share: 个别 up to a tenth, 部分 up to a half, 多数 beyond.

    Of one alone there is no share to speak of.
    """
    if whole == 1:
        return ""
    share = Fraction(part, whole)
    if share <= FEW:
        return "个别"
    return "部分" if share <= MANY else MOST


def problems(figures: Figures) -> list[Problem]:
    """Return the problems the records evidence, in the order documents tell them.

    figures: with those of the evidence.
    """
    found = []
    for pattern in PATTERNS:
        part, whole = (int(figures.number(name)) for name in (pattern.part, pattern.whole))
        if (pattern.of_years and not is_year(figures)) or not pattern.is_found(part, whole):
            continue
        found.append(
            Problem(
                pattern.key,
                pattern.told(part, whole, over=over(figures)),
                (pattern.part, pattern.whole),
                _percent(Fraction(part, whole)),
                pattern.reason,
                pattern.measure,
                pattern.target.format(by=deadline(figures, pattern.months)),
            )
        )
    return found


def _percent(share: Fraction) -> str:
    return f"{float(100 * share):.1f}%"


def problem_part(found: Sequence[Problem], texts: Texts) -> list[Block]:
    """Return the part: each problem in words, then what a person added."""
    added = texts.runs(SummaryText.Slot.PROBLEMS)
    told = numbered([Run(f"{problem.words}。")] for problem in found)
    if not told and not added:
        told = [Run("对照记录，没有发现需要写明的问题。")]
    return [Heading(1, "三、存在的问题"), *paragraph(told, added)]


def next_step_part(found: Sequence[Problem], texts: Texts, figures: Figures) -> list[Block]:
    """Return the part: a measure for each problem, with its target and day."""
    added = texts.runs(SummaryText.Slot.NEXT_STEPS)
    told = numbered([Run(f"{problem.measure}，{problem.target}。")] for problem in found)
    lead = [Run(f"针对存在的问题，{next_period(figures)}着重做好以下工作：")] if told else []
    if not told and not added:
        told = [Run("继续落实各项制度，巩固已有成效。")]
    return [Heading(1, "四、下一步打算"), *paragraph(lead, told, added)]
