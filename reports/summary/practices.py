"""Part 二: what was done, in five sections: first the committee itself, then all branches."""

from __future__ import annotations

from collections.abc import Sequence

from activities.models import Inspection
from branches.documents import Block, Chart, Heading, Run
from branches.models import Organisation
from reports.figures.computed import Figures
from reports.models import SummaryText
from reports.summary.basics import is_basic
from reports.summary.sentences import (
    TO_BE_FILLED,
    numbered,
    paragraph,
    phrase,
    sentence,
    whole_or_part,
)
from reports.summary.texts import Texts

Slot = SummaryText.Slot
Points = Sequence[Sequence[Run]]


def practices(
    figures: Figures,
    organisation: Organisation,
    texts: Texts,
    campaigns: Sequence[str],
    chart: Chart | None,
) -> list[Block]:
    """Return the part; a section of which nothing is recorded and nothing written is left out.

    campaigns: the names of the period's campaigns, as the committee entered them. chart: of the
    sittings by month, which stands with what is told of them.
    """
    sections: list[tuple[str, str, Points, Chart | None]] = [
        ("健全制度，压实责任", Slot.INSTITUTIONS, _institutions(figures), None),
        ("突出学习，加强思想建设", Slot.IDEOLOGY, _ideology(figures), None),
        (
            "规范组织生活，建强基层组织",
            Slot.ORGANISATIONS,
            _organisations(figures, organisation, campaigns),
            chart,
        ),
        ("丰富活动，建设校园文化", Slot.CULTURE, _culture(figures), None),
        ("从严管理，改进作风", Slot.CONDUCT, _conduct(figures), None),
    ]
    told = [
        (title, texts.runs(slot), numbered(points), drawn)
        for title, slot, points, drawn in sections
    ]
    kept = [one for one in told if one[1] or one[2]]
    blocks: list[Block] = [Heading(1, "二、主要做法")]
    for number, (title, text, points, drawn) in zip("一二三四五", kept, strict=False):
        blocks += [Heading(2, f"（{number}）{title}"), *paragraph(text, points)]
        blocks += [drawn] if drawn else []
    if not kept:
        blocks += paragraph([Run(TO_BE_FILLED.format("主要做法"))])
    return blocks


def _institutions(figures: Figures) -> Points:
    return [
        sentence(
            figures,
            ["落实联系点制度，{contact_points.leaders}班子成员建立联系点{contact_points.total}"],
        ),
        sentence(figures, [_letters(figures, "责任书", "letters.signed", "letters.due")]),
    ]


def _letters(figures: Figures, what: str, signed: str, due: str) -> str:
    """Return the clause of letters, which are for a year whenever they are signed."""
    told = f"签订{figures.period.start.year}年度{what}{{{signed}}}"
    return whole_or_part(
        figures,
        signed,
        due,
        all_of=f"{told}，应签的全部签订",
        some_of=f"{told}，应签{{{due}}}",
    )


def _ideology(figures: Figures) -> Points:
    below = [
        "集中学习{activities.studies.below}",
        "理论学习中心组学习{activities.centre_group.below}",
    ]
    talks = ["研讨{activities.discussions}", "宣讲{activities.preachings}"]
    viewings = ["本级{activities.viewings.own}", "所属党组织{activities.viewings.below}"]
    lecturers = [
        "班子成员讲课{activities.lectures.by_leaders}",
        "党组织书记讲课{activities.lectures.by_secretaries}",
    ]
    return [
        sentence(
            figures,
            [
                "本级理论学习中心组学习{activities.centre_group.own}",
                "本级集中学习{activities.studies.own}",
                phrase(figures, below, lead="所属党组织开展", between="、"),
            ],
        ),
        sentence(
            figures,
            [
                phrase(figures, talks, lead="组织", between="、"),
                "听取宣讲{activities.preachings.attendances}",
            ],
        ),
        sentence(
            figures,
            [
                "组织集中收看{activities.viewings}",
                phrase(figures, viewings, lead="其中", between="、"),
                "收看{activities.viewings.attendances}",
            ],
        ),
        sentence(
            figures,
            [
                "讲授党课{activities.lectures}",
                phrase(figures, lecturers, lead="其中", between="、"),
            ],
        ),
    ]


def _organisations(
    figures: Figures, organisation: Organisation, campaigns: Sequence[str]
) -> Points:
    held = f"召开{figures.period.start.year}年度组织生活会"
    life = whole_or_part(
        figures,
        "activities.organisational_life",
        "branches.total",
        all_of=held if is_basic(organisation) else f"各党支部均{held}",
        some_of=f"{{activities.organisational_life}}党支部{held}",
    )
    quoted = "、".join(_quoted(name) for name in campaigns)
    return [
        sentence(figures, ["召开支部党员大会、支委会、党小组会{activities.meetings}", life]),
        sentence(
            figures,
            [
                "开展主题党日{activities.themed_days}",
                [Run(f"开展{quoted}专项活动")] if quoted else [],
                "各类活动共有{activities.attendances}参加",
            ],
        ),
        sentence(
            figures,
            [
                "举办政治理论考试{exams.held}，参加{exams.participants}",
                "举办培训班{training.classes}，培训{training.attendances}",
            ],
            between="；",
        ),
    ]


def _quoted(name: str) -> str:
    """Return a name in “ ”; the marks it has of its own become those within: ‘ ’."""
    return f"“{name.replace('“', '‘').replace('”', '’')}”"


def _culture(figures: Figures) -> Points:
    festive = [
        "重温入党誓词{activities.oaths}",
        "过政治生日{activities.political_birthdays}",
        "演讲比赛{activities.contests}",
    ]
    serving = [
        "开展志愿服务{activities.volunteering}，参加{activities.volunteering.attendances}",
        "走访慰问{activities.condolences}",
        "参观学习{activities.visits}",
        "组织观摩{activities.demonstrations}",
    ]
    ratings = [
        f"{rating.label}的{{inspections.rated_{rating.lower()}}}" for rating in Inspection.Rating
    ]
    return [
        sentence(figures, festive, lead="组织", between="、"),
        sentence(figures, serving),
        sentence(
            figures,
            [
                "开展督导{inspections.rounds}",
                "走访{inspections.visits}",
                _forms(figures),
                phrase(figures, ratings, lead="评价为", between="、"),
            ],
        ),
    ]


def _forms(figures: Figures) -> str:
    """Return by which means was inspected: those that the records name."""
    means = {
        "inspections.talks": "座谈",
        "inspections.assessments": "测评",
        "inspections.records": "查阅资料",
    }
    used = [words for name, words in means.items() if figures.number(name)]
    return f"采取{'、'.join(used)}的方式" if used else ""


def _conduct(figures: Figures) -> Points:
    warnings = ["本级{activities.warnings.own}", "所属党组织{activities.warnings.below}"]
    conduct = _letters(
        figures, "全面从严治党和党风廉政建设责任书", "letters.conduct", "letters.conduct.due"
    )
    return [
        sentence(figures, [conduct]),
        sentence(
            figures,
            [
                "开展警示教育{activities.warnings}",
                phrase(figures, warnings, lead="其中", between="、"),
                "参加{activities.warnings.attendances}",
            ],
        ),
        sentence(figures, ["开展谈心谈话{activities.talks}"]),
    ]
