"""Sentences hold their figures as references, and never tell of nothing."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branches.documents import Run
from branches.models import Organisation
from reports.figures.chapters import MEASURES
from reports.figures.figure import Figure
from reports.models import SummaryText
from reports.summary.basics import basics
from reports.summary.practices import practices
from reports.summary.sentences import (
    compared,
    ended,
    numbered,
    phrase,
    runs,
    sentence,
    shown,
    whole_or_part,
)
from reports.summary.texts import Texts
from tests.factories.branches import CommitteeFactory, OrganisationFactory
from tests.reports.small import MIDDLE
from tests.reports.told import HALF, QUARTER, figures, words

NOTHING = Texts({})
COMMITTEE = Organisation(kind="COMMITTEE", short_name="教育工委", founded_on=MIDDLE)
# What no document may hold: marks that follow each other, or begin or end a paragraph wrongly.
WRONG = re.compile(r"[，、；：。][，、；。]|^[，、；。]|[，、；]$|其中[，、；。]|\{|\}")


def text(found):
    return "".join(run.text for run in found)


# One number ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (66, "个", "66个"),
        (Decimal("408123.5"), "元", "408123.50元"),
        (Decimal("12.0"), "%", "12.0%"),
        (None, "%", "—"),
        (0, "名", "0名"),
    ],
)
def test_a_figure_is_written_with_its_unit(value, unit, written):
    assert shown(Figure("a", "A", unit, value, "/")) == written


def test_a_sentence_may_need_another_unit_or_none():
    figure = Figure("a", "A", "名", 5, "/")

    assert (shown(figure, "人"), shown(figure, "")) == ("5人", "5")


# Clauses ---------------------------------------------------------------------------------------


def test_a_figure_in_a_clause_knows_its_rows():
    found = runs(figures(members__total=5), "共有党员{members.total}在册")

    assert found == [
        Run("共有党员"),
        Run("5名", url="/reports/2025/figures/members.total/", figure_id="members.total"),
        Run("在册"),
    ]


def test_clauses_with_nothing_to_tell_are_left_out_with_their_marks():
    found = sentence(
        figures(members__female=2),
        ["党员{members.total}", "女党员{members.female}"],
    )

    assert text(found) == "女党员2名。"


def test_a_clause_is_left_out_when_one_of_its_figures_is_zero():
    clause = "考试{exams.held}，参加{exams.participants}"

    assert sentence(figures(exams__held=1), [clause]) == []


def test_a_lead_stands_only_before_something():
    lead, clauses = "其中", ["预备党员{members.probationary}", "女党员{members.female}"]

    assert text(phrase(figures(members__female=2), clauses, lead=lead)) == "其中女党员2名"
    assert phrase(figures(), clauses, lead=lead) == []


def test_phrases_nest():
    one = figures(members__total=5, members__female=2)

    inner = phrase(one, ["女党员{members.female}"], lead="其中")

    assert text(sentence(one, ["党员{members.total}", inner, []])) == "党员5名，其中女党员2名。"


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([], ""),
        (["甲。"], "甲。"),
        (["甲。", "乙。"], "一是甲。二是乙。"),
        (["甲。", "", "乙。"], "一是甲。二是乙。"),
    ],
)
def test_points_are_numbered_from_two_on(points, said):
    assert text(numbered([[Run(one)] if one else [] for one in points])) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [("甲", "甲。"), ("甲。", "甲。"), ("甲！", "甲！"), ("甲；", "甲；"), ("", "")],
)
def test_somebodys_words_end_in_one_mark(words, said):
    assert ended(words) == said


def test_lines_of_a_text_become_one_paragraph():
    texts = Texts({"LEAD": " 甲\n乙 \n"})

    assert text(texts.runs("LEAD")) == "甲乙。"


def test_a_text_that_is_needed_is_marked_until_it_is_entered():
    assert text(NOTHING.needed("LEAD", "主题")) == "〔待填：主题〕"
    assert text(Texts({"LEAD": "甲。"}).needed("LEAD", "主题")) == "甲。"


# All of them, or some --------------------------------------------------------------------------


@given(st.integers(0, 60), st.integers(0, 60))
def test_all_is_said_only_of_all(part, whole):
    one = figures(schools__township__own=part, schools__township=whole)

    said = whole_or_part(
        one, "schools.township.own", "schools.township", all_of="全部", some_of="部分"
    )

    assert (said == "全部") == (part == whole > 0)
    assert (said == "") == (whole == 0)


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (10, 8, "比上年末增加2名"),
        (8, 10, "比上年末减少2名"),
        (8, 8, "与上年末持平"),
        (8, 0, ""),
        (8, None, ""),
    ],
)
def test_a_stock_is_compared_with_the_year_before(now, then, said):
    one = figures(members__total=now, before={"members__total": then})

    assert text(compared(one, "members.total")) == said


def test_within_a_year_it_is_compared_with_the_same_day():
    one = figures(HALF, members__total=10, before={"members__total": 8})

    assert text(compared(one, "members.total")) == "比上年同期增加2名"


# The two parts that are made of sentences ------------------------------------------------------


@pytest.fixture
def top(db):
    return CommitteeFactory(name="青石县教育工委", founded_on=MIDDLE.replace(year=2019))


FULL = {name.replace(".", "__"): 7 for name in MEASURES}


def basic_words(one, organisation):
    return "\n".join(words(basics(one, organisation)))


def test_stocks_are_told_on_their_day(top):
    told = basic_words(figures(branches__total=66, branches__joint=1, members__total=1510), top)

    assert told == (
        "一、基本情况\n"
        "青石县教育工委于2019年6月成立。截至2025年12月31日，所属基层党支部66个，"
        "其中联合党支部1个；共有党员1510名。"
    )


def test_a_county_without_records_is_told_in_whole_sentences(top):
    assert basic_words(figures(), top) == "一、基本情况\n青石县教育工委于2019年6月成立。"


def test_a_branch_speaks_of_its_members_not_of_itself(top):
    branch = OrganisationFactory(superior=top, founded_on=MIDDLE, name="一小党支部")

    told = basic_words(figures(branches__total=1, members__total=9), branch)

    assert "所属" not in told
    assert "截至2025年12月31日，共有党员9名。" in told


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("COMMITTEE", "所属基层党委1个、党总支1个、基层党支部3个"),
        ("PARTY_COMMITTEE", "所属党总支1个、基层党支部3个"),
        ("GENERAL_BRANCH", "所属基层党委1个、基层党支部3个"),
    ],
)
def test_an_organisation_does_not_count_itself_among_what_is_beneath_it(kind, said):
    one = figures(branches__party_committees=1, branches__general=1, branches__total=3)
    organisation = Organisation(kind=kind, short_name="一中", founded_on=MIDDLE)

    assert basic_words(one, organisation).endswith(f"截至2025年12月31日，{said}。")


@pytest.mark.parametrize(
    ("own", "said"),
    [(45, "乡镇公办学校45所，均单独设有党组织"), (44, "乡镇公办学校45所，其中44所单独设有党组织")],
)
def test_townships_are_all_covered_only_when_all_are(top, own, said):
    told = basic_words(figures(schools__township=45, schools__township__own=own), top)

    assert f"{said}。" in told


@pytest.mark.parametrize(("uncovered", "all_reached"), [(0, True), (1, False)])
def test_private_schools_are_all_reached_only_when_none_is_left(top, uncovered, all_reached):
    one = figures(
        schools__private=3,
        schools__private__own=3 - uncovered,
        schools__private__uncovered=uncovered,
    )

    assert ("实现党的工作全覆盖" in basic_words(one, top)) == all_reached
    assert "党的组织" not in basic_words(one, top)


@pytest.mark.parametrize(
    ("period", "day", "said"),
    [
        (None, None, "全年发展党员2名。全年收缴党费30.00元，其中前三季度累计20.00元。"),
        (None, MIDDLE, "今年以来发展党员2名。今年以来收缴党费30.00元。"),
        (HALF, None, "上半年发展党员2名。上半年收缴党费30.00元。"),
        (HALF, MIDDLE, "上半年以来发展党员2名。上半年以来收缴党费30.00元。"),
        (
            QUARTER,
            None,
            "第三季度发展党员2名。第三季度收缴党费30.00元，前三季度累计20.00元。",
        ),
    ],
    ids=["year", "running", "half", "running-half", "quarter"],
)
def test_flows_are_told_over_their_period(top, period, day, said):
    one = figures(
        *([period] if period else []),
        day=day,
        development__admitted=2,
        dues__paid=Decimal("30.00"),
        dues__paid__to_q3=Decimal("20.00"),
    )

    assert words(basics(one, top))[-1] == said


def test_letters_and_organisational_life_name_the_year_they_are_for():
    one = figures(
        letters__signed=60,
        letters__due=66,
        branches__total=66,
        activities__organisational_life=66,
    )

    told = words(practices(one, COMMITTEE, NOTHING, [], None))

    assert told == [
        "二、主要做法",
        "（一）健全制度，压实责任",
        "签订2025年度责任书60份，应签66份。",
        "（二）规范组织生活，建强基层组织",
        "各党支部均召开2025年度组织生活会。",
    ]


def test_a_branch_held_its_own_organisational_life_and_speaks_of_no_other():
    one = figures(branches__total=1, activities__organisational_life=1)
    branch = Organisation(kind="BRANCH", short_name="一小党支部", founded_on=MIDDLE)

    assert words(practices(one, branch, NOTHING, [], None))[-1] == "召开2025年度组织生活会。"


def test_some_branches_are_told_in_number():
    one = figures(branches__total=66, activities__organisational_life=65)

    told = words(practices(one, COMMITTEE, NOTHING, [], None))

    assert told[-1] == "65个党支部召开2025年度组织生活会。"


def test_both_tiers_stand_in_one_sentence():
    one = figures(
        activities__centre_group=13,
        activities__centre_group__own=12,
        activities__centre_group__below=1,
        activities__studies__below=200,
        activities__lectures=78,
        activities__lectures__by_leaders=5,
        activities__lectures__by_secretaries=73,
    )

    assert words(practices(one, COMMITTEE, NOTHING, [], None))[-1] == (
        "一是本级理论学习中心组学习12次，所属党组织开展集中学习200场、理论学习中心组学习1次。"
        "二是讲授党课78次，其中班子成员讲课5人次、党组织书记讲课73人次。"
    )


@pytest.mark.parametrize(
    ("means", "said"),
    [
        ({}, "开展督导1轮，走访9次。"),
        ({"inspections__talks": 9}, "开展督导1轮，走访9次，采取座谈的方式。"),
        (
            {"inspections__talks": 9, "inspections__records": 2},
            "开展督导1轮，走访9次，采取座谈、查阅资料的方式。",
        ),
    ],
)
def test_inspections_name_the_means_that_were_used(means, said):
    one = figures(inspections__rounds=1, inspections__visits=9, **means)

    assert words(practices(one, COMMITTEE, NOTHING, [], None))[-1] == said


def test_inspections_are_told_by_their_ratings_and_none_that_was_not_given():
    one = figures(
        inspections__rounds=1,
        inspections__visits=9,
        inspections__rated_good=5,
        inspections__rated_ordinary=3,
    )

    assert words(practices(one, COMMITTEE, NOTHING, [], None))[-1] == (
        "开展督导1轮，走访9次，评价为好的5次、一般的3次。"
    )


def test_campaigns_are_called_as_the_committee_called_them():
    told = words(practices(figures(), COMMITTEE, NOTHING, ["学习教育", "清风行动"], None))

    assert told[-1] == "开展“学习教育”、“清风行动”专项活动。"


def test_marks_within_a_campaigns_name_are_those_within_marks():
    told = words(practices(figures(), COMMITTEE, NOTHING, ["“七一”先锋行动"], None))

    assert told[-1] == "开展“‘七一’先锋行动”专项活动。"


def test_a_section_of_which_only_a_text_was_written_is_kept():
    texts = Texts({SummaryText.Slot.CONDUCT: "抓作风"})

    assert words(practices(figures(), COMMITTEE, texts, [], None))[1:] == [
        "（一）从严管理，改进作风",
        "抓作风。",
    ]


def test_practices_of_nothing_wait_to_be_filled_in():
    assert words(practices(figures(), COMMITTEE, NOTHING, [], None))[1:] == ["〔待填：主要做法〕"]


def test_every_section_is_told_when_everything_is_there(top):
    one = figures(**FULL)

    told = words(practices(one, COMMITTEE, NOTHING, ["学习教育"], None))

    assert [line[:3] for line in told if line.startswith("（")] == [
        "（一）",
        "（二）",
        "（三）",
        "（四）",
        "（五）",
    ]


@settings(max_examples=200)
@given(st.sets(st.sampled_from(sorted(FULL))), st.booleans())
def test_marks_are_right_whatever_is_zero(named, campaign):
    one = figures(**dict.fromkeys(named, 7))
    told = [
        *words(basics(one, COMMITTEE)),
        *words(practices(one, COMMITTEE, NOTHING, ["学习教育"] if campaign else [], None)),
    ]

    assert [line for line in told if WRONG.search(line)] == []
    assert "0名" not in "".join(told).replace("10名", "")
