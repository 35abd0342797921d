"""Part 二: what was done, in five sections: first the committee itself, then all branches."""

from __future__ import annotations

from collections.abc import Sequence

from branches.documents import Block, Chart, Heading, Run
from reports.figures.computed import Figures
from reports.models import SummaryText
from reports.summary.sentences import numbered, paragraph, sentence, whole_or_part
from reports.summary.texts import Texts

Slot = SummaryText.Slot
Points = Sequence[Sequence[Run]]


def practices(
    figures: Figures, texts: Texts, campaigns: Sequence[str], chart: Chart | None
) -> list[Block]:
    """Return the part; a section of which nothing is recorded and nothing written is left out.

    campaigns: the names of the period's campaigns, as the committee entered them.
    """
    sections: list[tuple[str, str, Points]] = [
        ("健全制度，压实责任", Slot.INSTITUTIONS, _institutions(figures)),
        ("突出学习，加强思想建设", Slot.IDEOLOGY, _ideology(figures)),
        ("规范组织生活，建强基层组织", Slot.ORGANISATIONS, _organisations(figures, campaigns)),
        ("丰富活动，建设校园文化", Slot.CULTURE, _culture(figures)),
        ("从严管理，改进作风", Slot.CONDUCT, _conduct(figures)),
    ]
    told = [(title, texts.runs(slot), numbered(points)) for title, slot, points in sections]
    kept = [(title, text, points) for title, text, points in told if text or points]
    blocks: list[Block] = [Heading(1, "二、主要做法")]
    for number, (title, text, points) in zip("一二三四五", kept, strict=False):
        blocks += [Heading(2, f"（{number}）{title}"), *paragraph(text, points)]
        if title.startswith("规范组织生活") and chart:
            blocks.append(chart)
    return blocks


def _institutions(figures: Figures) -> Points:
    return [
        sentence(
            figures,
            [
                "落实领导班子成员联系点制度，{contact_points.leaders}班子成员建立联系点{contact_points.total}"
            ],
        ),
        sentence(figures, ["从上到下签订责任书{letters.signed}"]),
    ]


def _ideology(figures: Figures) -> Points:
    return [
        sentence(
            figures,
            [
                "工委理论学习中心组学习{activities.centre_group}",
                "参加{activities.centre_group.attendances}",
            ],
        ),
        sentence(
            figures,
            [
                "各级党组织开展集中学习{activities.studies}",
                "研讨{activities.discussions}",
                "宣讲{activities.preachings}，听众{activities.preachings.attendances}",
            ],
        ),
        sentence(
            figures,
            ["组织集中收看{activities.viewings}，收看{activities.viewings.attendances}"],
        ),
        sentence(
            figures,
            [
                "讲授党课{activities.lectures}",
                "其中班子成员讲课{activities.lectures.by_leaders}",
                "党组织书记讲课{activities.lectures.by_secretaries}",
            ],
        ),
    ]


def _organisations(figures: Figures, campaigns: Sequence[str]) -> Points:
    life = whole_or_part(
        figures,
        "activities.organisational_life",
        "branches.total",
        all_of="各党支部均召开组织生活会",
        some_of="召开组织生活会的党支部{activities.organisational_life:个}",
    )
    named = f"开展{'、'.join(f'“{name}”' for name in campaigns)}等专项活动" if campaigns else ""
    return [
        sentence(
            figures,
            [
                "各党支部召开支部党员大会、支委会、党小组会{activities.meetings}",
                *([life] if life else []),
            ],
        ),
        sentence(
            figures,
            [
                "举办政治理论考试{exams.held}，参加考试的教职工{exams.participants}",
                "举办党务干部培训班{training.classes}，培训{training.attendances}",
            ],
            between="；",
        ),
        [
            *sentence(figures, ["开展主题党日{activities.themed_days}"], end=""),
            *([Run(f"，{named}")] if named and figures.number("activities.themed_days") else []),
            *([Run("。")] if figures.number("activities.themed_days") else []),
        ],
    ]


def _culture(figures: Figures) -> Points:
    return [
        sentence(
            figures,
            [
                "组织重温入党誓词{activities.oaths}",
                "过政治生日{activities.political_birthdays}",
                "举办演讲比赛{activities.contests}",
            ],
        ),
        sentence(
            figures,
            [
                "开展志愿服务{activities.volunteering}，参加{activities.volunteering.attendances}",
                "走访慰问{activities.condolences}",
                "参观学习{activities.visits}",
            ],
        ),
        sentence(
            figures,
            [
                "对学校党建工作开展督导{inspections.rounds}，覆盖学校{inspections.schools}，"
                "采取座谈、测评、查阅资料等方式进行评价"
            ],
        ),
    ]


def _conduct(figures: Figures) -> Points:
    return [
        sentence(figures, ["签订全面从严治党和廉洁从教责任书{letters.conduct}"]),
        sentence(
            figures,
            [
                "开展警示教育{activities.warnings}，参加{activities.warnings.attendances}",
                "开展谈心谈话{activities.talks}",
            ],
        ),
    ]
