"""The line breaker: nothing lost, nothing too wide, no mark where it may not stand."""

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from branches.documents.lines import (
    CELL,
    MEASURE,
    NEVER_FIRST,
    NEVER_LAST,
    SIZE,
    SQUEEZE,
    TITLE_SIZE,
    TRACKING,
    break_lines,
    break_title,
    clean,
)
from branches.documents.typefaces import BODY, TITLE, ruler

MARKS = "，。、；：？！）》”（《“"
TEXTS = st.text(
    st.sampled_from("党员教育工作喆" + MARKS + "0123456789%. A—…"), min_size=1, max_size=200
)


@pytest.fixture(scope="module")
def body():
    return ruler(settings.FONTS_DIR, BODY)


def width(line, ruler):
    return ruler.width(line.text) * SIZE + (len(line.text) - 1) * line.tracking


def test_28_characters_fill_a_line(body):
    lines = break_lines("党" * 60, body)

    assert [len(line.text) for line in lines] == [28, 28, 4]
    assert [line.tracking for line in lines] == pytest.approx([TRACKING] * 3)


def test_indents_take_cells_from_the_first_line_or_from_the_others(body):
    assert [len(one.text) for one in break_lines("党" * 60, body, indent=2)] == [26, 28, 6]
    assert [len(one.text) for one in break_lines("党" * 60, body, hanging=5)] == [28, 23, 9]


def test_mark_that_may_not_begin_a_line_is_squeezed_into_the_line_before(body):
    first, second = break_lines("党" * 28 + "。党", body)

    assert (first.text, second.text) == ("党" * 28 + "。", "党")
    assert TRACKING - SQUEEZE <= first.tracking < TRACKING


def test_two_such_marks_take_a_character_along_to_the_next_line(body):
    first, second = break_lines("党" * 28 + "）。党", body)

    assert (first.text, second.text) == ("党" * 27, "党）。党")
    assert first.tracking > TRACKING


def test_mark_that_may_not_end_a_line_goes_to_the_next(body):
    first, second = break_lines("党" * 27 + "（甲）", body)

    assert (first.text, second.text) == ("党" * 27, "（甲）")


def test_squeezed_line_that_ends_the_paragraph_stays_squeezed(body):
    (line,) = break_lines("党" * 28 + "。", body)

    assert width(line, body) == pytest.approx(MEASURE)


def test_number_goes_whole_to_the_next_line(body):
    first, second = break_lines("党" * 26 + "123456人", body)

    assert (first.text, second.text) == ("党" * 26, "123456人")


def test_dashes_in_pairs_are_not_divided(body):
    assert [one.text for one in break_lines("党" * 27 + "——党", body)][1] != "—党"


def test_endless_word_is_divided(body):
    assert max(width(line, body) for line in break_lines("A" * 300, body)) <= MEASURE + 0.01


def test_nothing_to_say_takes_no_line(body):
    assert break_lines("", body) == []


@given(text=TEXTS, indent=st.sampled_from([0, 2]))
def test_no_text_is_lost_and_no_line_is_too_wide(text, indent):
    measure = ruler(settings.FONTS_DIR, BODY)
    lines = break_lines(text, measure, indent=indent)
    room = [MEASURE - (indent * CELL if number == 0 else 0) for number in range(len(lines))]

    assert "".join(line.text for line in lines) == text
    assert [
        line for line, most in zip(lines, room, strict=True) if width(line, measure) > most + 0.01
    ] == []


@given(text=st.text(st.sampled_from("党员教育工作。，"), min_size=1, max_size=200))
def test_no_line_begins_with_a_mark_where_marks_stand_single(text):
    while "。。" in (text := text.replace("，", "。")):
        text = text.replace("。。", "。")
    lines = break_lines(text.lstrip("。"), ruler(settings.FONTS_DIR, BODY))

    assert [line.text for line in lines if line.text[0] in NEVER_FIRST] == []
    assert [line.text for line in lines[:-1] if line.text[-1] in NEVER_LAST] == []


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("工作总结", ["工作总结"]),
        ("明阳县教育工委\n2026年工作总结", ["明阳县教育工委", "2026年工作总结"]),
        (
            "中共明阳县委教育工作委员会关于2026年度工作情况的报告",
            ["中共明阳县委教育工作委员会", "关于2026年度工作情况的报告"],
        ),
        ("", []),
    ],
)
def test_title_is_broken_where_it_was_or_at_a_pause(title, lines):
    assert break_title(title, ruler(settings.FONTS_DIR, TITLE)) == lines


@given(title=st.text(st.sampled_from("明阳县关于工作情况的报告2026、"), min_size=1, max_size=90))
def test_title_loses_nothing_and_fits(title):
    measure = ruler(settings.FONTS_DIR, TITLE)
    lines = break_title(title, measure)

    assert "".join(lines) == title
    assert max(measure.width(line) for line in lines) <= MEASURE / TITLE_SIZE


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("甲\r\n乙", "甲 乙"),
        ("甲\u202e乙", "甲乙"),
        ("甲\x00乙", "甲乙"),
        ("　甲", "　甲"),
        ("\ud800", ""),
    ],
)
def test_what_cannot_be_printed_is_left_out(text, printed):
    assert clean(text) == printed
