"""What follows from the texts for posts: who may hold which, and how it began."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.models import Post
from members.rules import Stay, beginnings, belonged_to, is_elected_office, too_new_to_lead

DAY = timedelta(days=1)
BEGUN, ENDED = date(2022, 3, 1), date(2024, 9, 1)
days = st.dates(min_value=date(2015, 1, 1), max_value=date(2030, 1, 1))
NOT_ELECTED = {"FIRST_SECRETARY", "INSTRUCTOR", "ORGANISER", "CLERK"}


@pytest.mark.parametrize("kind", Post.Kind.values)
def test_office_is_elected_unless_sent_or_of_the_daily_work(kind):
    assert is_elected_office(kind) is (kind not in NOT_ELECTED)


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        ("SECRETARY", ("ELECTED", "BY_ELECTION", "APPOINTED", "OPENING")),
        ("YOUTH", ("ELECTED", "BY_ELECTION", "APPOINTED", "OPENING")),
        ("FIRST_SECRETARY", ("SENT", "OPENING")),
        ("INSTRUCTOR", ("SENT", "OPENING")),
        ("ORGANISER", ("APPOINTED", "OPENING")),
        ("CLERK", ("APPOINTED", "OPENING")),
    ],
)
def test_post_begins_as_its_kind_can(kind, begins):
    assert beginnings(kind) == begins


@pytest.mark.parametrize("kind", Post.Kind.values)
def test_every_beginning_is_one_the_register_knows(kind):
    assert set(beginnings(kind)) <= set(Post.Begin.values)


@pytest.mark.parametrize(
    ("on", "belonged"),
    [(BEGUN - DAY, False), (BEGUN, True), (ENDED - DAY, True), (ENDED, False)],
)
def test_member_belongs_from_her_first_day_to_the_day_before_she_leaves(on, belonged):
    stays = [Stay("aa", BEGUN, ENDED)]

    assert belonged_to("aa", stays, on=on) is belonged


@pytest.mark.parametrize(
    ("path", "belonged"), [("aa", True), ("aabb", True), ("aabbcc", False), ("bb", False)]
)
def test_member_belongs_to_everything_above_her(path, belonged):
    assert belonged_to(path, [Stay("aabb", BEGUN, None)], on=BEGUN) is belonged


@pytest.mark.parametrize(
    ("is_opening", "path", "belonged"),
    [(True, "aa", True), (True, "bb", False), (False, "aa", False)],
)
def test_before_the_register_opened_the_stay_at_the_opening_speaks(is_opening, path, belonged):
    stays = [Stay("aa", BEGUN, ENDED, is_opening), Stay("bb", ENDED, None)]

    assert belonged_to(path, stays, on=BEGUN - DAY) is belonged


def test_between_two_stays_nothing_speaks():
    stays = [Stay("aa", BEGUN, BEGUN + DAY, is_opening=True), Stay("aa", ENDED, None)]

    assert belonged_to("aa", stays, on=BEGUN + DAY) is False


@given(on=days)
def test_somebody_placed_nowhere_belongs_nowhere(on):
    assert belonged_to("", [], on=on) is False


@given(starts=days, length=st.integers(1, 900), on=days, is_opening=st.booleans())
def test_who_belongs_to_a_branch_belongs_to_what_is_above_it(starts, length, on, is_opening):
    stays = [Stay("aabb", starts, starts + timedelta(days=length), is_opening)]

    assert belonged_to("aabb", stays, on=on) == belonged_to("aa", stays, on=on)


@pytest.mark.parametrize(
    ("on", "is_new"),
    [(date(2025, 6, 14), True), (date(2025, 6, 15), False), (date(2026, 6, 15), False)],
)
def test_secretary_is_new_until_a_year_after_probation(on, is_new):
    assert too_new_to_lead(confirmed_on=date(2024, 6, 15), on=on) is is_new


def test_probationary_member_is_new():
    assert too_new_to_lead(confirmed_on=None, on=ENDED) is True
