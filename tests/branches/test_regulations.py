"""Values of the regulations over time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches.regulations import Article, Confidence, Dated, NothingInForce, Version

ARTICLE = Article("党费条例", "第三条", Confidence.A, "按月交纳。")
RATE = Dated(
    [
        Version(since=date(2008, 4, 1), article=ARTICLE, value="old"),
        Version(since=date(2026, 7, 1), article=ARTICLE, value="new"),
    ]
)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2008, 4, 1), "old"),
        (date(2026, 6, 30), "old"),
        (date(2026, 7, 1), "new"),
        (date(2026, 7, 2), "new"),
    ],
)
def test_text_in_force_at_the_edge_of_a_change(day, value):
    assert RATE.on(day).value == value


def test_nothing_is_in_force_before_the_first_text():
    with pytest.raises(NothingInForce, match="2008"):
        RATE.on(date(2008, 3, 31))


def test_nothing_is_in_force_where_there_is_no_text():
    with pytest.raises(NothingInForce):
        Dated([]).on(date(2026, 7, 1))


@given(
    since=st.lists(st.dates(), min_size=1, max_size=6, unique=True).map(sorted),
    day=st.dates(),
)
def test_version_in_force_is_the_newest_that_has_begun(since, day):
    dated = Dated([Version(begin, ARTICLE, begin) for begin in since])
    begun = [begin for begin in since if begin <= day]

    if begun:
        assert dated.on(day).value == max(begun)
    else:
        with pytest.raises(NothingInForce):
            dated.on(day)


@given(day=st.dates(min_value=date(2008, 4, 1), max_value=date(2199, 1, 1)))
def test_later_day_never_brings_an_older_text(day):
    assert RATE.on(day).since <= RATE.on(day + timedelta(days=1)).since


def test_article_is_cited_by_regulation_and_number():
    assert str(ARTICLE) == "《党费条例》第三条"


def test_article_without_a_number_says_that_it_is_to_be_checked():
    unknown = Article("党内统计公报", "", Confidence.B, "")

    assert str(unknown) == "《党内统计公报》"
