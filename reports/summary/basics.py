"""Part 一: what the committee leads, and what moved in the period."""

from __future__ import annotations

from branches.documents import Block, Heading, Run, written
from branches.models import Organisation
from reports.figures.computed import Figures
from reports.summary.sentences import compared, paragraph, phrase, sentence, whole_or_part
from reports.summary.times import is_year, over, school_year_words

# Months of the year after which a quarter is over, by the figure of what was paid by then.
_THIRD_QUARTER = 9


def basics(figures: Figures, organisation: Organisation) -> list[Block]:
    """Return the part: organisations, members, schools, then the period's flows."""
    schools = [_county(figures), _townships(figures), _private(figures)]
    return [
        Heading(1, "一、基本情况"),
        *paragraph(_founded(organisation), _stocks(figures, organisation)),
        *paragraph(sentence(figures, schools, between="；"), _sent(figures)),
        *paragraph(_flows(figures), _dues(figures)),
    ]


def _founded(organisation: Organisation) -> list[Run]:
    founded = organisation.founded_on
    return [Run(f"{organisation.short_name}于{founded.year}年{founded.month}月成立。")]


def _stocks(figures: Figures, organisation: Organisation) -> list[Run]:
    beneath = [] if is_basic(organisation) else _organisations(figures, organisation)
    return sentence(
        figures,
        [beneath, _members(figures), _staff(figures)],
        lead=f"截至{written(figures.day)}，",
        between="；",
    )


def is_basic(organisation: Organisation) -> bool:
    """Say whether there is nothing beneath it to speak of."""
    kinds = Organisation.Kind
    return organisation.kind in {kinds.BRANCH, kinds.JOINT_BRANCH}


def _organisations(figures: Figures, organisation: Organisation) -> list[Run]:
    """Tell what is beneath it; the figure of its own kind counts itself and is left out."""
    kinds = Organisation.Kind
    beneath = {
        kinds.PARTY_COMMITTEE: "基层党委{branches.party_committees}",
        kinds.GENERAL_BRANCH: "党总支{branches.general}",
        kinds.BRANCH: "基层党支部{branches.total}",
    }
    counted = [clause for kind, clause in beneath.items() if kind != organisation.kind]
    special = ["联合党支部{branches.joint}", "离退休党支部{branches.retired}"]
    return phrase(
        figures,
        [
            phrase(figures, counted, lead="所属", between="、"),
            phrase(figures, special, lead="其中", between="、"),
        ],
    )


def _members(figures: Figures) -> list[Run]:
    special = [
        "预备党员{members.probationary}",
        "女党员{members.female}",
        "少数民族党员{members.minority}",
        "35岁及以下党员{members.to_35}",
        "离退休党员{members.retired}",
    ]
    if not figures.number("members.total"):
        return []
    return phrase(
        figures,
        [
            "共有党员{members.total}",
            compared(figures, "members.total"),
            phrase(figures, special, lead="其中", between="、"),
        ],
    )


def _staff(figures: Figures) -> list[Run]:
    counted = f"（教职工为截至{school_year_words(figures)}登记的人数）"
    return phrase(figures, [f"在职党员占教职工的{{members.of_staff_percent}}{counted}"])


def _county(figures: Figures) -> list[Run]:
    covering = ["党总支{schools.county.general_branches}", "党支部{schools.county.branches}"]
    return phrase(
        figures,
        ["县直公办学校{schools.county}", phrase(figures, covering, lead="设", between="、")],
    )


def _townships(figures: Figures) -> list[Run]:
    all_or_some = whole_or_part(
        figures,
        "schools.township.own",
        "schools.township",
        all_of="均单独设有党组织",
        some_of="其中{schools.township.own}单独设有党组织",
    )
    return phrase(figures, ["乡镇公办学校{schools.township}", all_or_some])


def _private(figures: Figures) -> list[Run]:
    if not figures.number("schools.private"):
        return []
    forms = [
        "单独设立党组织的{schools.private.own}",
        "联合设立的{schools.private.joint}",
        "挂靠的{schools.private.attached}",
        "只有党建指导员的{schools.private.instructor_only}",
        "尚未覆盖的{schools.private.uncovered}",
    ]
    reached = "" if figures.number("schools.private.uncovered") else "实现党的工作全覆盖"
    return phrase(
        figures,
        [
            "民办学校{schools.private}",
            phrase(figures, forms, lead="其中", between="、"),
            reached,
        ],
    )


def _sent(figures: Figures) -> list[Run]:
    return sentence(
        figures,
        [
            "选派第一书记{first_secretaries.total}",
            "选派党建指导员{instructors.total}",
            "有党建指导员联系的民办学校{schools.private.instructed}",
        ],
    )


def _flows(figures: Figures) -> list[Run]:
    return sentence(
        figures,
        [
            "发展党员{development.admitted}",
            "预备党员转正{development.confirmed}",
            "{elections.completed}党组织完成换届选举",
            "换届之外调整党组织书记{secretaries.changed}",
        ],
        lead=over(figures),
    )


def _dues(figures: Figures) -> list[Run]:
    """Tell what was paid in the period; beside a year its first three quarters, once over."""
    since_january = ""
    number = (figures.period.last_day.month + 2) // 3
    if is_year(figures):
        if figures.day.month > _THIRD_QUARTER or not figures.is_running:
            since_january = "其中前三季度累计{dues.paid.to_q3}"
    elif number > 1 and not figures.is_running and figures.period.start.month > 1:
        words = ("", "", "上半年", "前三季度", "全年")[number]
        since_january = f"{words}累计{{dues.paid.to_q{number}}}"
    return sentence(figures, [f"{over(figures)}收缴党费{{dues.paid}}", since_january])
