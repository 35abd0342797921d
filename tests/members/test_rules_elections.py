"""Terms, elections and the way into the Party: the edges of each rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches.regulations import NothingInForce
from members import rules

DAY = timedelta(days=1)
days = st.dates(date(2018, 7, 12), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("kind", "has"),
    [
        ("PARTY_COMMITTEE", True),
        ("GENERAL_BRANCH", True),
        ("BRANCH", True),
        ("JOINT_BRANCH", True),
        ("COMMITTEE", False),
        ("TEMPORARY_BRANCH", False),
    ],
)
def test_what_is_elected_has_terms(kind, has):
    assert rules.has_terms(kind) is has


@pytest.mark.parametrize(
    ("kind", "elected_on", "due_on"),
    [
        ("PARTY_COMMITTEE", date(2021, 6, 20), date(2026, 6, 20)),
        ("GENERAL_BRANCH", date(2021, 6, 20), date(2024, 6, 20)),
        ("BRANCH", date(2021, 6, 20), date(2024, 6, 20)),
        ("JOINT_BRANCH", date(2018, 7, 12), date(2021, 7, 12)),
        ("BRANCH", date(2024, 2, 29), date(2027, 3, 1)),  # a day that 2027 does not have
    ],
)
def test_term_is_over_after_its_years(kind, elected_on, due_on):
    assert rules.term_due_on(kind, elected_on=elected_on) == due_on


def test_term_before_the_text_is_not_computed():
    with pytest.raises(NothingInForce):
        rules.term_due_on("BRANCH", elected_on=date(2018, 7, 11))


@given(days)
def test_terms_of_five_years_last_longer_than_those_of_three(day):
    five = rules.term_due_on("PARTY_COMMITTEE", elected_on=day)

    assert rules.term_due_on("BRANCH", elected_on=day) < five


@pytest.mark.parametrize(
    ("due_on", "told"),
    [
        (date(2026, 11, 20), True),
        (date(2027, 5, 20), True),  # half a year to the day
        (date(2027, 5, 21), False),
    ],
)
def test_end_of_a_term_is_told_half_a_year_ahead(due_on, told):
    assert (due_on in rules.reminder_period(date(2026, 11, 20))) is told


@pytest.mark.parametrize(
    ("seats", "least"), [(1, 1), (2, 2), (3, 4), (5, 6), (6, 8), (7, 9), (9, 11), (10, 12)]
)
def test_candidates_exceed_the_seats_of_a_committee_by_a_fifth(seats, least):
    assert rules.least_candidates(seats) == least


@given(st.integers(3, 1000))
def test_least_number_of_candidates_is_a_fifth_more_and_no_more_than_needed(seats):
    least = rules.least_candidates(seats)

    assert 5 * (least - seats) >= seats > 5 * (least - seats - 1)


@pytest.mark.parametrize(
    ("due", "present", "enough"), [(5, 4, True), (5, 3, False), (30, 24, True), (31, 24, False)]
)
def test_four_fifths_of_those_due_may_elect(due, present, enough):
    assert rules.has_quorum(due=due, present=present) is enough


@given(st.integers(1, 10_000), st.data())
def test_more_voters_never_undo_a_quorum(due, data):
    present = data.draw(st.integers(0, due - 1))

    assert rules.has_quorum(due=due, present=present) <= rules.has_quorum(
        due=due, present=present + 1
    )


@pytest.mark.parametrize(
    ("seats", "candidates", "words"),
    [
        (5, 6, []),
        (
            5,
            5,
            ["应选5名，候选人至少6名，只有5名，《中国共产党基层组织选举工作条例》第十三条"],
        ),
        (None, 5, []),
        (5, None, []),
    ],
)
def test_election_with_too_few_candidates_is_irregular(seats, candidates, words):
    assert rules.faults_of_election(seats=seats, candidates=candidates) == words


@pytest.mark.parametrize(
    ("due", "present", "words"),
    [
        (20, 16, []),
        (
            20,
            15,
            ["应到20人、实到15人，不足五分之四，《中国共产党基层组织选举工作条例》"],
        ),
        (None, 15, []),
        (20, None, []),
    ],
)
def test_election_without_quorum_is_to_be_looked_at_again(due, present, words):
    assert rules.doubts_of_election(due=due, present=present) == words


@pytest.mark.parametrize(
    ("until", "number"), [(None, 0), (date(2027, 6, 20), 0), (date(2027, 6, 21), 1)]
)
def test_extension_by_more_than_a_year_is_to_be_looked_at_again(until, number):
    assert len(rules.doubts_of_extension(due_on=date(2026, 6, 20), until=until)) == number


APPLIED, ACTIVIST, TARGET, ADMITTED = (
    date(2023, 3, 1),
    date(2024, 4, 1),
    date(2025, 5, 1),
    date(2026, 6, 1),
)


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (APPLIED - DAY, ""),
        (APPLIED, "APPLICANT"),
        (ACTIVIST - DAY, "APPLICANT"),
        (ACTIVIST, "ACTIVIST"),
        (TARGET - DAY, "ACTIVIST"),
        (TARGET, "TARGET"),
        (ADMITTED - DAY, "TARGET"),
        (ADMITTED, "PROBATIONARY"),
    ],
)
def test_stage_changes_on_the_day_of_each_step(on, stage):
    reached = rules.stage_of(
        applied_on=APPLIED, activist_on=ACTIVIST, target_on=TARGET, admitted_on=ADMITTED, on=on
    )

    assert reached == stage


@pytest.mark.parametrize(("born_on", "words"), [(date(2008, 3, 8), 0), (date(2008, 3, 9), 1)])
def test_applicant_under_eighteen_is_irregular(born_on, words):
    faults = rules.faults_of_development(
        born_on=born_on, applied_on=date(2026, 3, 8), activist_on=None, target_on=None
    )

    assert len(faults) == words


@pytest.mark.parametrize(
    ("target_on", "words"), [(date(2025, 4, 1), 0), (date(2025, 3, 31), 1), (None, 0)]
)
def test_target_after_less_than_a_year_as_activist_is_irregular(target_on, words):
    faults = rules.faults_of_development(
        born_on=date(1998, 3, 8), applied_on=APPLIED, activist_on=ACTIVIST, target_on=target_on
    )

    assert len(faults) == words
