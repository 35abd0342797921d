"""Days as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches.periods import parse_day

STYLES = ["{0:04}-{1}-{2}", "{0:04}/{1}/{2}", "{0:04}.{1}.{2}", "{0:04}年{1}月{2}日"]
FULL_WIDTH = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789-/."}


@pytest.mark.parametrize(
    "text",
    [
        "2026-7-1",
        "2026-07-01",
        "2026/7/1",
        "2026/07/01",
        "2026.7.1",
        "2026.07.01",
        "2026年7月1日",
        "2026年07月01日",
        "2026年7月1",
        "20260701",
        " 2026-7-1 ",
        "2026 年 7 月 1 日",
        "２０２６－７－１",
        "２０２６／７／１",
        "２０２６．７．１",
        "２０２６年７月１日",
        "２０２６０７０１",
        "\u30002026-7-1",
    ],
)
def test_day_is_read_in_any_of_the_usual_styles(text):
    assert parse_day(text) == date(2026, 7, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "2026",
        "2026-7",
        "202671",
        "2026071",
        "202607011",
        "26-7-1",
        "2026-7-1-1",
        "2026-007-1",
        "2026-7-001",
        "1.7.2026",
        "2026,7,1",
        "2026-7-1T00:00",
        "2026-7-1日日",
        "二〇二六年七月一日",
        "昨天",
        "-2026-7-1",
        "+2026-7-1",
        "2026-7-１a",
        "٢٠٢٦-٧-١",
        "2026\u200b-7-1",
        "2026-7-1\x00",
        "2026-7-1" + " " * 40 + "x",
        "2026-7-1" + "9" * 10_000,
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r"^"):
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-2-28", date(2026, 2, 28)),
        ("2028-2-29", date(2028, 2, 29)),
        ("2000-2-29", date(2000, 2, 29)),
        ("2026-12-31", date(2026, 12, 31)),
        ("0001-1-1", date(1, 1, 1)),
        ("9999-12-31", date(9999, 12, 31)),
    ],
)
def test_last_day_there_is_can_be_typed(text, day):
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "2026-2-29",
        "1900-2-29",
        "2026-2-31",
        "20260231",
        "2026-4-31",
        "2026-13-1",
        "2026-0-1",
        "2026-1-0",
        "2026-1-32",
        "0000-1-1",
    ],
)
def test_day_that_does_not_exist_is_refused(text):
    with pytest.raises(ValueError, match=r"^"):
        parse_day(text)


@given(day=st.dates(), style=st.sampled_from(STYLES))
def test_day_typed_in_any_style_is_that_day(day, style):
    assert parse_day(style.format(day.year, day.month, day.day)) == day


@given(day=st.dates())
def test_day_typed_without_signs_is_that_day(day):
    assert parse_day(f"{day.year:04}{day.month:02}{day.day:02}") == day


@given(day=st.dates(), style=st.sampled_from(STYLES))
def test_day_typed_in_full_width_is_that_day(day, style):
    typed = style.format(day.year, day.month, day.day).translate(FULL_WIDTH)

    assert parse_day(typed) == day


@given(text=st.text(alphabet="0123456789-/.年月日 ０１２", max_size=45) | st.text(max_size=12))
def test_no_text_does_anything_but_be_read_or_refused(text):
    try:
        day = parse_day(text)
    except ValueError:
        return
    assert parse_day(day.isoformat()) == day
