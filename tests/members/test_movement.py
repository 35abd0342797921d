"""Opening + in - out = closing: of any organisations, over any period, whatever happened."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branches.models import Organisation
from branches.periods import Period
from branches.querysets import UnscopedRead, fuse
from members.articles import DECREASES, INCREASES, RESUMED, SUSPENDED
from members.models import Placement, Standing
from members.querysets import movement
from tests.database import rolled_back
from tests.factories.branches import (
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    branches_of,
)
from tests.factories.members import MemberFactory, PlacementFactory, StandingFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
YEAR = Period.year(2025)
NEW_YEAR, JULY, NEXT = YEAR.start, date(2025, 7, 1), YEAR.end


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def here(top):
    return OrganisationFactory(superior=top)


@pytest.fixture
def there(top):
    return OrganisationFactory(superior=top)


def only(*organisations):
    return Organisation.objects.filter(pk__in=[row.pk for row in organisations])


def numbers(organisations, *, period=YEAR, within=False):
    """Return opening, in by kind, out by kind, closing."""
    found = movement(organisations, period, within=within)
    return (
        found.opening.count(),
        found.numbers_in(),
        found.numbers_out(),
        found.closing.count(),
    )


def stay(organisation, starts_on, begin="ARRIVED", ends_on=None, end="", member=None):
    return PlacementFactory(
        **({"member": member} if member else {}),
        organisation=organisation,
        starts_on=starts_on,
        begin=begin,
        ends_on=ends_on,
        end=end,
    )


def transferred(here, there, on):
    first = stay(here, date(2020, 1, 1), "OPENING", on, "TRANSFERRED")
    return stay(there, on, "TRANSFERRED", member=first.member)


# One thing that happened ------------------------------------------------------------------------


def test_who_stays_is_in_both_rolls(here):
    stay(here, date(2020, 1, 1))

    assert numbers(only(here)) == (1, {}, {}, 1)


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (NEW_YEAR - DAY, (1, {}, {}, 1)),
        (NEW_YEAR, (0, {"ADMITTED": 1}, {}, 1)),
        (NEXT - DAY, (0, {"ADMITTED": 1}, {}, 1)),
        (NEXT, (0, {}, {}, 0)),
    ],
)
def test_beginning_counts_in_the_period_it_falls_in(here, on, found):
    stay(here, on, "ADMITTED")

    assert numbers(only(here)) == found


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (NEW_YEAR - DAY, (0, {}, {}, 0)),
        (NEW_YEAR, (1, {}, {"DIED": 1}, 0)),
        (NEXT - DAY, (1, {}, {"DIED": 1}, 0)),
        (NEXT, (1, {}, {}, 1)),
    ],
)
def test_end_counts_in_the_period_it_falls_in(here, on, found):
    stay(here, date(2020, 1, 1), ends_on=on, end="DIED")

    assert numbers(only(here)) == found


def test_who_comes_and_goes_inside_counts_both_ways(here):
    stay(here, JULY, ends_on=JULY + DAY, end="LEFT")

    assert numbers(only(here)) == (0, {"ARRIVED": 1}, {"LEFT": 1}, 0)


def test_transfer_is_out_of_one_and_into_the_other(here, there):
    transferred(here, there, JULY)

    assert numbers(only(here)) == (1, {}, {"TRANSFERRED": 1}, 0)
    assert numbers(only(there)) == (0, {"TRANSFERRED": 1}, {}, 1)


def test_transfer_inside_is_no_movement_of_both_together(here, there):
    transferred(here, there, JULY)

    assert numbers(only(here, there)) == (1, {}, {}, 1)


def test_transfer_inside_is_out_and_in_where_moves_within_count(here, there):
    transferred(here, there, JULY)

    found = numbers(only(here, there), within=True)
    assert found == (1, {"TRANSFERRED": 1}, {"TRANSFERRED": 1}, 1)


@pytest.mark.parametrize("within", [False, True])
def test_suspension_takes_off_the_roll_and_its_end_puts_back(here, within):
    row = stay(here, date(2020, 1, 1))
    StandingFactory(member=row.member, starts_on=JULY, ends_on=JULY + 9 * DAY)
    StandingFactory(member=stay(here, date(2020, 1, 1)).member, starts_on=JULY)

    found = numbers(only(here), within=within)
    assert found == (2, {RESUMED: 1}, {SUSPENDED: 2}, 1)


def test_who_leaves_suspended_is_counted_once(here):
    row = stay(here, date(2020, 1, 1), ends_on=JULY + DAY, end="LAPSED")
    StandingFactory(member=row.member, starts_on=JULY, ends_on=JULY + DAY)

    assert numbers(only(here)) == (1, {}, {SUSPENDED: 1}, 0)


def test_who_was_suspended_before_and_leaves_is_not_counted(here):
    row = stay(here, date(2020, 1, 1), ends_on=JULY, end="LAPSED")
    StandingFactory(member=row.member, starts_on=date(2024, 7, 1), ends_on=JULY)

    assert numbers(only(here)) == (0, {}, {}, 0)


def test_who_moves_inside_suspended_from_that_day_is_suspended_and_not_moved(here, there):
    row = transferred(here, there, JULY)
    StandingFactory(member=row.member, starts_on=JULY)

    assert numbers(only(here, there)) == (1, {}, {SUSPENDED: 1}, 0)
    assert numbers(only(here)) == (1, {}, {"TRANSFERRED": 1}, 0)
    assert numbers(only(there)) == (0, {}, {}, 0)


def test_who_moves_inside_restored_from_that_day_is_restored_and_not_moved(here, there):
    row = transferred(here, there, JULY)
    StandingFactory(member=row.member, starts_on=date(2024, 7, 1), ends_on=JULY)

    assert numbers(only(here, there)) == (0, {RESUMED: 1}, {}, 1)
    assert numbers(only(there)) == (0, {"TRANSFERRED": 1}, {}, 1)


def test_standing_that_follows_another_is_no_new_suspension(here):
    row = stay(here, date(2020, 1, 1))
    StandingFactory(member=row.member, starts_on=date(2024, 7, 1), ends_on=JULY)
    StandingFactory(member=row.member, starts_on=JULY)

    assert numbers(only(here)) == (0, {}, {}, 0)


def test_who_comes_back_after_a_while_went_out_and_came_in(here):
    first = stay(here, date(2020, 1, 1), ends_on=JULY, end="LEFT")
    stay(here, JULY + DAY, member=first.member)

    assert numbers(only(here)) == (1, {"ARRIVED": 1}, {"LEFT": 1}, 1)


# The lines of the table -------------------------------------------------------------------------


@pytest.mark.parametrize("begin", Placement.Begin.values)
def test_beginning_opens_in_its_line(here, begin):
    row = stay(here, JULY, begin)

    lines = movement(only(here), YEAR).increases()

    opened = {label: [r for rows in found for r in rows] for label, found in lines.items()}
    line = next(label for label, kinds in INCREASES.items() if begin in kinds)
    assert opened == {label: [row] * (label == line) for label in INCREASES}


@pytest.mark.parametrize("end", Placement.End.values)
def test_end_opens_in_its_line(here, end):
    row = stay(here, date(2020, 1, 1), ends_on=JULY, end=end)

    lines = movement(only(here), YEAR).decreases()

    opened = {label: [r for rows in found for r in rows] for label, found in lines.items()}
    line = next(label for label, kinds in DECREASES.items() if end in kinds)
    assert opened == {label: [row] * (label == line) for label in DECREASES}


def test_suspension_and_its_end_open_to_the_standing(here):
    row = stay(here, date(2020, 1, 1))
    standing = StandingFactory(member=row.member, starts_on=JULY, ends_on=JULY + DAY)

    found = movement(only(here), YEAR)

    assert list(found.out_of(SUSPENDED)) == list(found.into(RESUMED)) == [standing]
    assert [list(rows) for rows in found.decreases()["停止党籍"]] == [[], [standing]]
    assert [list(rows) for rows in found.increases()["恢复党籍"]] == [[], [standing]]


def test_one_kind_opens_to_its_rows(here):
    came, went = stay(here, JULY), stay(here, date(2020, 1, 1), ends_on=JULY, end="DIED")

    found = movement(only(here), YEAR)

    assert (list(found.into("ARRIVED")), list(found.out_of("DIED"))) == ([came], [went])
    assert (list(found.into("ADMITTED")), list(found.out_of("LEFT"))) == ([], [])


def test_movement_is_read_where_its_organisations_are(here):
    stay(here, JULY)
    user = AppointmentFactory(organisation=here, role="SECRETARY").user
    readable = Organisation.objects.readable_by(user, today=TODAY)

    with fuse(on=True):
        assert numbers(readable) == (0, {"ARRIVED": 1}, {}, 1)
    with fuse(on=True), pytest.raises(UnscopedRead):
        numbers(only(here))


def test_movement_of_any_size_is_six_queries(here, django_assert_num_queries):
    stay(here, JULY)
    stay(here, date(2020, 1, 1), ends_on=JULY, end="DIED")

    with django_assert_num_queries(6):
        numbers(only(here))


# Whatever happened -------------------------------------------------------------------------------

START = date(2024, 12, 20)
PLACES = 3


@st.composite
def histories(draw):
    """Draw the days on which somebody's stays and suspensions begin and end, and where."""
    cuts = sorted(draw(st.sets(st.integers(0, 24), min_size=1, max_size=6)))
    stays = []
    for number, start in enumerate(cuts):
        end = cuts[number + 1] if number + 1 < len(cuts) else draw(st.sampled_from([None, 25]))
        place = draw(st.integers(0, PLACES))  # the last is nowhere
        if place < PLACES:
            stays.append((place, start, end))
    turns = sorted(draw(st.sets(st.integers(0, 25), max_size=6)))
    suspended = [(start, end) for start, end in pairwise([*turns, None]) if draw(st.booleans())]
    return stays, suspended


def day(number):
    return None if number is None else START + timedelta(days=number)


def written(history, places):
    """Write one person's history; how each stay began and ended does not matter here."""
    stays, suspended = history
    member = MemberFactory()
    Placement.objects.bulk_create(
        Placement(
            member=member,
            organisation=places[place],
            starts_on=day(start),
            begin="TRANSFERRED",
            begin_registered_on=day(start),
            ends_on=day(end),
            end="" if end is None else "TRANSFERRED",
            end_registered_on=day(end),
        )
        for place, start, end in stays
    )
    Standing.objects.bulk_create(
        Standing(
            member=member,
            kind="SUSPENDED",
            starts_on=day(start),
            ends_on=day(end),
            registered_on=day(start),
        )
        for start, end in suspended
    )


@settings(max_examples=60)
@given(
    people=st.lists(histories(), min_size=1, max_size=3),
    chosen=st.sets(st.integers(0, PLACES - 1)),
    bounds=st.tuples(st.integers(1, 25), st.integers(1, 25)).filter(
        lambda pair: pair[0] < pair[1]
    ),
    within=st.booleans(),
)
def test_opening_and_in_without_out_is_closing(people, chosen, bounds, within):
    with rolled_back():
        places = branches_of(CommitteeFactory(), PLACES)
        for history in people:
            written(history, places)
        organisations = only(*(places[number] for number in chosen))
        period = Period(day(bounds[0]), day(bounds[1]))

        opening, came, went, closing = numbers(organisations, period=period, within=within)

        assert opening + sum(came.values()) - sum(went.values()) == closing


@settings(max_examples=30)
@given(people=st.lists(histories(), min_size=1, max_size=3), middle=st.integers(2, 24))
def test_two_periods_that_touch_move_what_both_together_move(people, middle):
    with rolled_back():
        places = only(*branches_of(CommitteeFactory(), PLACES))
        for history in people:
            written(history, list(places))
        parts = [Period(day(1), day(middle)), Period(day(middle), day(25))]
        first, second, both = (
            numbers(places, period=period) for period in (*parts, Period(day(1), day(25)))
        )

        for way in (1, 2):
            assert sum(first[way].values()) + sum(second[way].values()) == sum(both[way].values())
        assert (first[0], first[3], second[3]) == (both[0], second[0], both[3])
