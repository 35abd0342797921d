"""Part 一: what the committee leads, and what moved in the period."""

from __future__ import annotations

from branches.documents import Block, Heading, Run, written
from branches.models import Organisation
from reports.figures.computed import Figures
from reports.summary.sentences import compared, joined, paragraph, sentence, whole_or_part


def basics(figures: Figures, organisation: Organisation) -> list[Block]:
    """Return the part: organisations, members, schools, then the period's flows."""
    return [
        Heading(1, "一、基本情况"),
        *paragraph(_founded(organisation), _organisations(figures), _members(figures)),
        *paragraph(_county(figures), _townships(figures), _private(figures), _sent(figures)),
        *paragraph(_flows(figures), _dues(figures)),
    ]


def _founded(organisation: Organisation) -> list[Run]:
    founded = organisation.founded_on
    return [Run(f"{organisation.short_name}于{founded.year}年{founded.month}月成立。")]


def _organisations(figures: Figures) -> list[Run]:
    day = written(figures.day)
    return [
        Run(f"截至{day}，"),
        *sentence(
            figures,
            [
                "所属基层党委{branches.party_committees}",
                "党总支{branches.general}",
                "基层党支部{branches.total}",
            ],
            between="、",
            end="",
        ),
        *sentence(
            figures,
            ["，其中联合党支部{branches.joint}", "离退休党支部{branches.retired}"],
            between="、",
            end="",
        ),
        Run("。"),
    ]


def _members(figures: Figures) -> list[Run]:
    against = compared(figures, "members.total")
    parts = [
        sentence(figures, ["共有党员{members.total}"], end=f"，{against}" if against else ""),
        sentence(
            figures,
            [
                "其中预备党员{members.probationary}",
                "女党员{members.female}",
                "少数民族党员{members.minority}",
                "35岁及以下党员{members.to_35}",
                "离退休党员{members.retired}",
            ],
            end="",
        ),
        sentence(figures, ["在职党员占教职工的{members.of_staff_percent}"], end=""),
    ]
    return joined(parts, between="；", end="。")


def _county(figures: Figures) -> list[Run]:
    return [
        *sentence(figures, ["县直公办学校{schools.county}"], end=""),
        *sentence(
            figures,
            [
                "，设党总支{schools.county.general_branches}",
                "党支部{schools.county.branches}",
            ],
            between="、",
            end="；",
        ),
    ]


def _townships(figures: Figures) -> list[Run]:
    clause = whole_or_part(
        figures,
        "schools.township.own",
        "schools.township",
        all_of="乡镇公办学校{schools.township}，每所都设有党支部",
        some_of="乡镇公办学校{schools.township}，其中{schools.township.own}设有党支部",
    )
    return sentence(figures, [clause] if clause else [], end="；")


def _private(figures: Figures) -> list[Run]:
    return [
        *sentence(figures, ["民办学校{schools.private}"], end=""),
        *sentence(
            figures,
            [
                "，其中单独设立党组织的{schools.private.own}",
                "联合设立的{schools.private.joint}",
                "挂靠的{schools.private.attached}",
                "暂不具备条件、选派党建指导员的{schools.private.instructor_only}",
                "尚未覆盖的{schools.private.uncovered}",
            ],
            between="，",
            end="。",
        ),
    ]


def _sent(figures: Figures) -> list[Run]:
    return sentence(
        figures,
        [
            "上级选派第一书记{first_secretaries.total}",
            "党建指导员{instructors.total}，联系民办学校{schools.private.instructed}",
        ],
        between="，",
    )


def _flows(figures: Figures) -> list[Run]:
    period = "全年" if len(figures.period.months()) == 12 else figures.period.label
    told = sentence(
        figures,
        [
            "发展党员{development.admitted}",
            "预备党员转正{development.confirmed}",
            "{elections.completed:个}党组织完成换届选举",
            "换届之外调整党组织书记{secretaries.changed}",
        ],
        between="，",
    )
    return [Run(period), *told] if told else []


def _dues(figures: Figures) -> list[Run]:
    to_q3 = "其中前三季度累计{dues.paid.to_q3}"
    whole_year = len(figures.period.months()) == 12
    return sentence(figures, ["收缴党费{dues.paid}", *([to_q3] if whole_year else [])])
