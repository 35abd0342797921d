"""Problems are told in words by their share, each with a measure and a day."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from branches.periods import Period
from reports.figures.chapters import EVIDENCE, MEASURES
from reports.models import SummaryText
from reports.summary.problems import (
    PATTERNS,
    POINTERS,
    degree,
    next_step_part,
    problem_part,
    problems,
)
from reports.summary.texts import Texts
from reports.summary.times import deadline
from tests.reports.small import MIDDLE, YEAR
from tests.reports.told import HALF, QUARTER, figures, words

NOTHING = Texts({})
ANY = {
    *("themed_days", "elections", "dues", "unseen", "out_of_contact"),
    *("coverage", "joint", "own"),
}
BY_KEY = {pattern.key: pattern for pattern in PATTERNS}


def found(key, part, whole, **others):
    """Return the problem of this pattern, if so many of so many are one."""
    pattern = BY_KEY[key]
    names = {pattern.part: part, pattern.whole: whole}
    one = figures(**{name.replace(".", "__"): number for name, number in names.items()}, **others)
    return next((problem for problem in problems(one) if problem.key == key), None)


@pytest.mark.parametrize(
    ("part", "whole", "word"),
    [
        (1, 100, "个别"),
        (10, 100, "个别"),
        (11, 100, "部分"),
        (50, 100, "部分"),
        (51, 100, "多数"),
        (100, 100, "多数"),
        (1, 1, ""),
        (1, 2, "部分"),
        (2, 2, "多数"),
    ],
)
def test_a_degree_at_the_edge_of_each_share(part, whole, word):
    assert degree(part, whole) == word


@given(st.integers(2, 300), st.data())
def test_a_degree_never_falls_as_the_part_rises(whole, data):
    order = ["个别", "部分", "多数"]
    lower, higher = sorted(data.draw(st.tuples(st.integers(1, whole), st.integers(1, whole))))

    assert order.index(degree(lower, whole)) <= order.index(degree(higher, whole))


@pytest.mark.parametrize("key", sorted(ANY))
@pytest.mark.parametrize(("part", "whole", "told"), [(0, 66, False), (1, 66, True), (0, 0, False)])
def test_one_alone_is_a_problem_already(key, part, whole, told):
    assert (found(key, part, whole) is not None) == told


@pytest.mark.parametrize(("part", "told"), [(5, False), (6, True)])
def test_branches_without_admission_are_a_problem_from_a_tenth_on(part, told):
    assert (found("development", part, 60) is not None) == told


@pytest.mark.parametrize(("part", "told"), [(20, False), (19, True), (0, True)])
def test_young_members_are_a_problem_below_a_fifth(part, told):
    assert (found("young", part, 100) is not None) == told


@pytest.mark.parametrize(("part", "told"), [(29, False), (30, True)])
def test_retired_members_are_a_problem_from_three_tenths_on(part, told):
    assert (found("retired", part, 100) is not None) == told


def test_of_no_members_in_post_none_are_too_few():
    assert found("young", 0, 0) is None


@given(st.sampled_from(PATTERNS), st.integers(0, 100), st.integers(0, 100))
def test_a_share_that_is_a_problem_stays_one_as_it_worsens(pattern, part, whole):
    assume(part <= whole)
    worse = part - 1 if pattern.below else part + 1
    assume(0 <= worse <= whole)

    assert not pattern.is_found(part, whole) or pattern.is_found(worse, whole)


def test_a_problem_is_told_with_its_evidence_and_what_is_to_be_done():
    problem = found("elections", 5, 66)

    assert problem.words == "换届工作不够及时，个别党组织届满没有按期换届"
    assert problem.evidence == ("elections.overdue", "evidence.in_terms")
    assert problem.percent == "7.6%"
    assert problem.reason == "有一例就写入总结。"
    assert problem.target == "2026年6月底前届满未换届的全部完成"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (1, "个别民办学校还没有建立党组织"),
        (5, "部分民办学校还没有建立党组织"),
        (6, "单独建立党组织的还是少数"),
    ],
)
def test_organisations_of_their_own_are_few_only_where_most_schools_have_none(part, said):
    assert found("coverage", part, 10).words == f"民办学校党的组织覆盖不够，{said}"


@pytest.mark.parametrize(
    ("key", "reason"),
    [("development", "占比达到10.0%时写入总结。"), ("young", "占比低于20.0%时写入总结。")],
)
def test_thresholds_of_our_own_are_told_in_words(key, reason):
    assert BY_KEY[key].reason == reason


@pytest.mark.parametrize("key", sorted(BY_KEY))
def test_every_pattern_names_figures_there_are(key):
    pattern = BY_KEY[key]

    assert {pattern.part, pattern.whole} <= {*MEASURES, *EVIDENCE}


def test_every_pointer_names_figures_there_are():
    named = {name for pointer in POINTERS for name in pointer.figures}

    assert named <= MEASURES.keys()


def test_every_problem_is_told_however_many_there_are():
    told = {pattern.part: 6 for pattern in PATTERNS} | {pattern.whole: 60 for pattern in PATTERNS}
    told |= {"members.retired": 30, "evidence.young": 1}
    one = figures(**{name.replace(".", "__"): number for name, number in told.items()})

    (_, part) = words(problem_part(problems(one), NOTHING))

    assert len(problems(one)) == len(PATTERNS)
    assert [pattern.key for pattern in PATTERNS if pattern.words[:6] not in part] == []


@pytest.mark.parametrize("period", [HALF, QUARTER])
def test_within_a_year_no_branch_is_blamed_for_admitting_nobody(period):
    one = figures(period, evidence__without_admission=50, evidence__admitting=60)

    assert [problem.key for problem in problems(one)] == []


def test_of_a_year_that_runs_it_is_told_so_far():
    one = figures(day=MIDDLE, evidence__without_admission=50, evidence__admitting=60)

    assert problems(one)[0].words == "发展党员不够均衡，多数党支部今年以来没有发展党员"


@pytest.mark.parametrize(
    ("period", "months", "day"),
    [
        (YEAR, 3, "2026年3月底前"),
        (YEAR, 6, "2026年6月底前"),
        (YEAR, 12, "2026年底前"),
        (HALF, 3, "2025年9月底前"),
        (HALF, 6, "2025年底前"),
        (Period.quarter(2025, 4), 3, "2026年3月底前"),
    ],
)
def test_measures_are_due_after_the_period(period, months, day):
    assert deadline(figures(period), months) == day


def test_the_part_numbers_its_problems_and_adds_what_was_written():
    one = figures(
        evidence__uncovered=1,
        schools__private=3,
        elections__overdue=1,
        evidence__in_terms=2,
    )
    texts = Texts({SummaryText.Slot.PROBLEMS: "党建与教学结合不够"})

    assert words(problem_part(problems(one), texts)) == [
        "三、存在的问题",
        "一是换届工作不够及时，部分党组织届满没有按期换届。"
        "二是民办学校党的组织覆盖不够，部分民办学校还没有建立党组织。"
        "党建与教学结合不够。",
    ]


def test_the_words_of_a_problem_hold_no_number_of_its_evidence():
    one = figures(**{name.replace(".", "__"): 7 for name in EVIDENCE})

    told = "".join(words(problem_part(problems(one), NOTHING)))

    assert "7" not in told
    assert told


def test_without_problems_both_parts_say_so():
    one = figures()

    assert words(problem_part([], NOTHING)) == [
        "三、存在的问题",
        "对照记录，没有发现需要写明的问题。",
    ]
    assert words(next_step_part([], NOTHING, one)) == [
        "四、下一步打算",
        "继续落实各项制度，巩固已有成效。",
    ]


def test_what_was_written_stands_alone_where_nothing_was_found():
    texts = Texts({SummaryText.Slot.PROBLEMS: "结合不够", SummaryText.Slot.NEXT_STEPS: "加强结合"})

    assert words(problem_part([], texts)) == ["三、存在的问题", "结合不够。"]
    assert words(next_step_part([], texts, figures())) == ["四、下一步打算", "加强结合。"]


@pytest.mark.parametrize(("period", "lead"), [(YEAR, "下一年"), (HALF, "下一步")])
def test_next_steps_answer_each_problem(period, lead):
    one = figures(period, evidence__uncovered=1, schools__private=3)

    told = words(next_step_part(problems(one), NOTHING, one))[1]

    assert told.startswith(f"针对存在的问题，{lead}着重做好以下工作：具备条件的建立党组织")
    assert told.endswith("民办学校全部有党组织或党建指导员。")
