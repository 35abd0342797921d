"""Days as people type them, months, and the periods documents report on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches.periods import Period, month_of, next_month, parse_day

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


# Months and periods -----------------------------------------------------------------------------

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
years = st.integers(1900, 2100)


@given(days)
def test_month_is_stored_as_its_first_day(day):
    assert month_of(day) == date(day.year, day.month, 1)


@pytest.mark.parametrize(
    ("month", "number", "found"),
    [
        (date(2026, 1, 1), 1, date(2026, 2, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 1, 1), 0, date(2026, 1, 1)),
        (date(2026, 1, 1), 12, date(2027, 1, 1)),
        (date(2026, 3, 1), -15, date(2024, 12, 1)),
    ],
)
def test_months_are_counted_over_the_turn_of_the_year(month, number, found):
    assert next_month(month, number) == found


@given(days, st.integers(-500, 500))
def test_months_forward_and_back_lead_to_the_same(day, number):
    month = month_of(day)

    assert next_month(next_month(month, number), -number) == month


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (Period.year(2026), date(2026, 1, 1), date(2027, 1, 1)),
        (Period.half(2026, 1), date(2026, 1, 1), date(2026, 7, 1)),
        (Period.half(2026, 2), date(2026, 7, 1), date(2027, 1, 1)),
        (Period.quarter(2026, 1), date(2026, 1, 1), date(2026, 4, 1)),
        (Period.quarter(2026, 4), date(2026, 10, 1), date(2027, 1, 1)),
        (Period.to_quarter(2026, 1), date(2026, 1, 1), date(2026, 4, 1)),
        (Period.to_quarter(2026, 3), date(2026, 1, 1), date(2026, 10, 1)),
        (Period.to_quarter(2026, 4), date(2026, 1, 1), date(2027, 1, 1)),
        (Period.month(date(2026, 2, 1)), date(2026, 2, 1), date(2026, 3, 1)),
        (Period.month(date(2026, 12, 1)), date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_period_begins_and_ends(period, start, end):
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize("end", [date(2026, 1, 1), date(2025, 12, 31)])
def test_period_that_does_not_end_after_it_starts_is_none(end):
    with pytest.raises(ValueError, match="is not before"):
        Period(date(2026, 1, 1), end)


def test_period_holds_its_first_day_and_not_its_end():
    period = Period.year(2026)

    held = [day in period for day in (date(2025, 12, 31), date(2026, 1, 1), period.last_day)]
    assert held == [False, True, True]
    assert (period.end in period, period.last_day) == (False, date(2026, 12, 31))


@given(years, days)
def test_a_day_is_in_one_half_and_one_quarter_of_its_year_alone(year, day):
    halves = [day in Period.half(year, number) for number in (1, 2)]
    quarters = [day in Period.quarter(year, number) for number in (1, 2, 3, 4)]

    assert sum(halves) == sum(quarters) == (day in Period.year(year)) == (day.year == year)


@given(years)
def test_quarters_follow_one_another_through_the_year(year):
    parts = [Period.quarter(year, number) for number in (1, 2, 3, 4)]

    assert [part.start for part in parts[1:]] == [part.end for part in parts[:3]]
    assert [month for part in parts for month in part.months()] == Period.year(year).months()
    assert len(Period.year(year).months()) == 12


@given(years, st.integers(1, 4))
def test_before_is_the_same_months_a_year_earlier(year, quarter):
    assert Period.quarter(year, quarter).before == Period.quarter(year - 1, quarter)


def test_month_that_begins_before_the_period_is_not_of_it():
    period = Period(date(2026, 1, 2), date(2026, 3, 1) + timedelta(days=1))

    assert period.months() == [date(2026, 2, 1), date(2026, 3, 1)]


@pytest.mark.parametrize(
    ("period", "title"),
    [
        (Period.year(2025), "2025年度"),
        (Period.half(2025, 1), "2025年上半年"),
        (Period.quarter(2025, 3), "2025年第三季度"),
    ],
)
def test_documents_are_called_by_their_period(period, title):
    assert period.title == title
