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
from reports.summary.sentences import paragraph
from reports.summary.texts import Texts

# How documents speak of shares: our own thresholds, told in the working paper.
FEW, MANY = Fraction(1, 10), Fraction(1, 2)


@dataclass(frozen=True)
class Problem:
    """One problem: how it is told, by which figures, and what is to be done by when.

    evidence: ids of the figures behind it, the part before the whole.
    """

    key: str
    words: str
    evidence: tuple[str, ...]
    measure: str
    target: str


@dataclass(frozen=True)
class Pattern:
    """How a problem reads. `{degree}` stands for 个别, 部分 or 多数 of what `subject` names.

    part, whole: the figures whose share decides. whole: empty where any at all is a problem.
    least: the share below which it is none.
    """

    key: str
    words: str
    part: str
    whole: str
    measure: str
    target: str
    least: Fraction = Fraction(0)


PATTERNS = (
    Pattern(
        "themed_days",
        "组织生活不够经常，{degree}党支部没有做到每月开展主题党日",
        "evidence.without_themed_day",
        "evidence.owing",
        "落实“三会一课”和主题党日制度，按月通报",
        "每个党支部每月开展主题党日",
    ),
    Pattern(
        "elections",
        "换届工作不够及时，{degree}党组织届满没有按期换届",
        "evidence.overdue",
        "branches.total",
        "逐一督促届满党组织换届",
        "{year}年6月底前届满未换届的全部完成",
    ),
    Pattern(
        "dues",
        "党费收缴不够及时，{degree}党员没有按月足额交纳",
        "evidence.arrears",
        "members.total",
        "按月核对党费收缴，补交欠交的党费",
        "{year}年3月底前清理完毕",
    ),
    Pattern(
        "development",
        "发展党员不够均衡，{degree}党支部全年没有发展党员",
        "evidence.without_admission",
        "evidence.owing",
        "向骨干教师、青年教师和女教师倾斜，建立入党积极分子队伍",
        "{year}年底前在职党支部都有入党积极分子",
        FEW,
    ),
    Pattern(
        "coverage",
        "民办学校组织覆盖不够，{degree}民办学校还没有建立党组织",
        "evidence.uncovered",
        "schools.private",
        "成熟一个建立一个，没有条件的选派党建指导员",
        "{year}年底前民办学校全部有党组织或党建指导员",
    ),
    Pattern(
        "joint",
        "联合党支部覆盖面偏宽，{degree}联合党支部覆盖单位过多",
        "evidence.wide_joint",
        "branches.joint",
        "调整联合党支部的设置",
        "{year}年6月底前调整到位",
    ),
    Pattern(
        "young",
        "青年党员偏少，一线青年教师中的党员比例不高",
        "evidence.young",
        "evidence.in_post",
        "重视在青年教师中发展党员",
        "{year}年35岁及以下党员占比有所提高",
    ),
)
# The one told when its share is low, not when it is high.
LOW = {"young": Fraction(1, 5)}


def degree(part: int, whole: int) -> str:
    """Return the word for a share: 个别 up to a tenth, 部分 up to a half, 多数 beyond."""
    share = Fraction(part, whole) if whole else Fraction(0)
    if share <= FEW:
        return "个别"
    return "部分" if share <= MANY else "多数"


def problems(figures: Figures) -> list[Problem]:
    """Return the problems the records evidence, in the order documents tell them.

    figures: with those of the evidence.
    """
    found = []
    for pattern in PATTERNS:
        part, whole = (int(figures.number(name)) for name in (pattern.part, pattern.whole))
        if _is_one(pattern, part, whole):
            year = figures.period.start.year + 1
            found.append(
                Problem(
                    pattern.key,
                    pattern.words.format(degree=degree(part, whole)),
                    (pattern.part, pattern.whole),
                    pattern.measure,
                    pattern.target.format(year=year),
                )
            )
    return found


def _is_one(pattern: Pattern, part: int, whole: int) -> bool:
    share = Fraction(part, whole) if whole else Fraction(0)
    if pattern.key in LOW:
        return bool(whole) and share < LOW[pattern.key]
    return part > 0 and share >= pattern.least


def problem_part(found: Sequence[Problem], texts: Texts) -> list[Block]:
    """Return the part: each problem in words, then what a person added."""
    added = texts.runs(SummaryText.Slot.PROBLEMS)
    told = [
        Run(f"{number}是{problem.words}。" if len(found) > 1 else f"{problem.words}。")
        for number, problem in zip("一二三四五六七八九", found, strict=False)
    ]
    if not told and not added:
        told = [Run("对照记录，没有发现需要写明的问题。")]
    return [Heading(1, "三、存在的问题"), *paragraph(told, added)]


def next_step_part(found: Sequence[Problem], texts: Texts) -> list[Block]:
    """Return the part: a measure for each problem, with its target and day."""
    added = texts.runs(SummaryText.Slot.NEXT_STEPS)
    told = [
        Run(
            f"{number}是{problem.measure}，{problem.target}。"
            if len(found) > 1
            else f"{problem.measure}，{problem.target}。"
        )
        for number, problem in zip("一二三四五六七八九", found, strict=False)
    ]
    lead = [Run("针对存在的问题，下一年着重做好以下工作：")] if told else []
    if not told and not added:
        told = [Run("继续落实各项制度，巩固已有成效。")]
    return [Heading(1, "四、下一步打算"), *paragraph(lead, told, added)]
