"""What may be typed at all."""

import unicodedata
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from branches.validators import (
    ContextWordValidator,
    clean_line,
    clean_text,
    normal,
    sensible_day,
)

WELCOME = [
    "示范县第一中学",
    "阿依古丽·买买提",
    "阿依古丽・买买提",
    "王𬱖",
    "㐂㛃䶮",
    "𠮷野家",
    "《支部工作条例》（试行）",
    "示教工委发〔2019〕3号",
    "Ａ１２",
    "Ferrán Größe",
    "O'Brien & <b>",
    "=1+1",
    "😀👍🏽",
    "“引号”…—",
    "　全角空格　",
    "non\u00a0breaking",
]
UNWELCOME = [
    "\x00",
    "\x01",
    "\x07",
    "\x08",
    "\x0b",
    "\x0c",
    "\x0e",
    "\x1b",
    "\x1f",
    "\x7f",
    "\x80",
    "\x85",
    "\x9f",
    "\u00ad",
    "\u061c",
    "\u180e",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u200f",
    "\u2028",
    "\u2029",
    "\u202a",
    "\u202b",
    "\u202c",
    "\u202d",
    "\u202e",
    "\u2060",
    "\u2064",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u2069",
    "\ufeff",
    "\ufff9",
    "\ufffb",
    "\ufffd",
    "\ufffe",
    "\uffff",
    "\ud800",
    "\udfff",
    "\U000e0001",
]


def code_point(text):
    return f"U+{ord(text):04X}" if len(text) == 1 else text


@pytest.mark.parametrize("text", WELCOME)
def test_what_people_write_is_welcome(text):
    clean_text(text)


@pytest.mark.parametrize("text", ["one\ntwo", "one\r\ntwo", "one\ttwo"])
def test_text_may_have_lines(text):
    clean_text(text)


@pytest.mark.parametrize("character", UNWELCOME, ids=code_point)
def test_what_nobody_types_is_refused_by_its_number(character):
    with pytest.raises(ValidationError) as refused:
        clean_text(f"杨{character}柳")

    assert refused.value.messages == [
        f"含有不能显示的字符（{code_point(character)}），请删去后重新输入。"
    ]


@pytest.mark.parametrize("character", UNWELCOME, ids=code_point)
def test_line_refuses_what_a_text_refuses(character):
    with pytest.raises(ValidationError) as refused:
        clean_line(f"杨柳{character}")

    assert refused.value.code == "unclean"


@pytest.mark.parametrize("text", WELCOME)
def test_line_welcomes_what_a_text_welcomes(text):
    clean_line(text)


@pytest.mark.parametrize("text", ["one\ntwo", "one\rtwo", "one\ttwo"])
def test_line_has_no_breaks(text):
    with pytest.raises(ValidationError, match="这里只能写一行"):
        clean_line(text)


@given(text=st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters="\ufffd")))
def test_letters_numbers_and_signs_of_any_script_are_welcome(text):
    clean_line(text)


@given(
    text=st.text(st.characters(categories=("Cc", "Cs"), exclude_characters="\t\n\r"), min_size=1)
)
def test_no_control_and_no_surrogate_is_welcome(text):
    with pytest.raises(ValidationError):
        clean_text(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  杨柳 ", "杨柳"),
        ("\u3000杨柳\u3000", "杨柳"),
        ("e\u0301", "é"),
        ("２０２６", "２０２６"),
        ("", ""),
    ],
)
def test_text_is_kept_composed_and_without_space_around_it(typed, kept):
    assert normal(typed) == kept


@given(text=st.text())
def test_normal_text_stays_as_it_is(text):
    kept = normal(text)

    assert normal(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2026, 2, 28), date(2199, 12, 31)])
def test_day_of_three_centuries_is_sensible(day):
    sensible_day(day)


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2200, 1, 1), date(9999, 12, 31)])
def test_day_outside_them_is_a_slip(day):
    with pytest.raises(ValidationError, match="年份应在 1900 年至 2199 年之间"):
        sensible_day(day)


@given(years=st.integers(min_value=1, max_value=3000))
def test_day_is_sensible_or_refused_as_a_whole_year(years):
    first, last = date(years, 1, 1), date(years, 12, 31)

    assert is_sensible(first) is is_sensible(last) is (1900 <= years < 2200)
    assert is_sensible(first + timedelta(days=180)) is is_sensible(first)


def is_sensible(day):
    try:
        sensible_day(day)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "password",
    [
        "dangjian2026",
        "Dangjian-2026",
        "教育局2026年",
        "示范县党建工作",
        "liangzhiyuan1",
        "梁致远的密码呀",
    ],
)
def test_password_of_words_of_the_county_or_the_holder_is_refused(password):
    holder = SimpleNamespace(username="liangzhiyuan", name="梁致远")

    with pytest.raises(ValidationError, match="容易猜到的词"):
        ContextWordValidator().validate(password, holder)


@pytest.mark.parametrize(
    "password",
    ["Ginkgo-Bridge-2719", "dangjian ginkgo bridge", "al ginkgo bridge", "银杏桥边的三月早晨有雨"],
)
def test_password_with_enough_besides_such_words_is_welcome(password):
    ContextWordValidator().validate(password, SimpleNamespace(username="al", name="梁致远"))


def test_password_is_judged_without_a_holder_too():
    ContextWordValidator().validate("Ginkgo-Bridge-2719")
