"""Which members, where: the day before, the day of, the day after; and whom a user may read."""

from datetime import date, timedelta

import pytest

from branches.models import Organisation
from branches.periods import Period
from branches.querysets import UnscopedRead, fuse
from members.models import Circumstance, Employment, Member, Placement, Standing
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
)
from tests.factories.members import (
    CONFIRMED,
    CircumstanceFactory,
    EducationFactory,
    EmploymentFactory,
    MemberFactory,
    PlacementFactory,
    StandingFactory,
)
from tests.numbers import number_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CHANGED = date(2025, 7, 1)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


@pytest.fixture
def other(top):
    return OrganisationFactory(superior=top)


@pytest.fixture
def secretary(branch):
    return AppointmentFactory(organisation=branch, role="SECRETARY").user


def moved(branch, other):
    """Return somebody who was in one branch until CHANGED and is in the other since."""
    first = PlacementFactory(organisation=branch, ends_on=CHANGED, end="TRANSFERRED")
    return first, PlacementFactory(
        member=first.member, organisation=other, starts_on=CHANGED, begin="TRANSFERRED"
    )


AROUND = [(CHANGED - DAY, "before"), (CHANGED, "after"), (CHANGED + DAY, "after")]


# The roll --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "when"), AROUND)
def test_roll_is_of_its_day(branch, other, on, when):
    before, after = moved(branch, other)

    assert list(Placement.objects.on_roll(on)) == [{"before": before, "after": after}[when]]


@pytest.mark.parametrize(
    ("on", "is_there"),
    [
        (CHANGED - DAY, True),
        (CHANGED, False),
        (CHANGED + 9 * DAY, False),
        (CHANGED + 10 * DAY, True),
    ],
)
def test_who_is_suspended_is_on_no_roll(branch, on, is_there):
    row = PlacementFactory(organisation=branch)
    StandingFactory(member=row.member, starts_on=CHANGED, ends_on=CHANGED + 10 * DAY)

    assert list(Placement.objects.on_roll(on)) == [row] * is_there


@pytest.mark.parametrize("kind", Circumstance.Kind.values)
def test_ordinary_meetings_expect_all_but_the_exempt_and_the_mobile(branch, kind):
    row = PlacementFactory(organisation=branch)
    CircumstanceFactory(member=row.member, kind=kind, starts_on=CHANGED)

    expected = [list(Placement.objects.expected(on=day)) for day in (CHANGED - DAY, CHANGED)]

    assert expected == [[row], [] if kind in ("EXEMPT", "MOBILE") else [row]]


@pytest.mark.parametrize(
    ("on", "full"), [(CONFIRMED - DAY, False), (CONFIRMED, True), (CONFIRMED + DAY, True)]
)
def test_full_and_probationary_part_the_roll(on, full):
    row = PlacementFactory(starts_on=date(2008, 6, 15))

    assert list(Placement.objects.on(on).full(on=on)) == [row] * full
    assert list(Placement.objects.on(on).probationary(on=on)) == [row] * (not full)


def test_who_was_never_confirmed_is_probationary():
    row = PlacementFactory(member__confirmed_on=None)

    assert list(Placement.objects.probationary(on=TODAY)) == [row]
    assert list(Placement.objects.full(on=TODAY)) == []


@pytest.mark.parametrize(("on", "when"), AROUND)
def test_retired_and_in_post_part_the_roll(branch, on, when):
    row = PlacementFactory(organisation=branch)
    EmploymentFactory(member=row.member, ends_on=CHANGED)
    EmploymentFactory(
        member=row.member, starts_on=CHANGED, job=Employment.Job.RETIRED, is_retired=True
    )

    retired = when == "after"
    assert list(Placement.objects.retired(on=on)) == [row] * retired
    assert list(Placement.objects.in_post(on=on)) == [row] * (not retired)


@pytest.mark.parametrize(("on", "when"), AROUND)
def test_circumstance_holds_on_its_days(branch, on, when):
    row = PlacementFactory(organisation=branch)
    CircumstanceFactory(member=row.member, kind="HARDSHIP", ends_on=CHANGED)

    holds = when == "before"
    assert list(Placement.objects.in_circumstance("HARDSHIP", on=on)) == [row] * holds


@pytest.mark.parametrize(
    ("on", "least", "most", "is_there"),
    [
        (date(2015, 5, 19), 35, None, False),
        (date(2015, 5, 20), 35, None, True),
        (date(2015, 5, 20), 0, 34, False),
        (date(2015, 5, 19), 0, 34, True),
        (date(2016, 5, 19), 35, 35, True),
        (date(2016, 5, 20), 35, 35, False),
    ],
)
def test_age_is_in_completed_years(on, least, most, is_there):
    row = PlacementFactory(member__born_on=date(1980, 5, 20))

    assert list(Placement.objects.of_age(on=on, least=least, most=most)) == [row] * is_there


@pytest.mark.parametrize(
    ("on", "is_there"), [(date(1998, 2, 28), False), (date(1998, 3, 1), True)]
)
def test_born_on_the_leap_day_is_eighteen_on_the_first_of_march(on, is_there):
    row = PlacementFactory(member__born_on=date(1980, 2, 29))

    assert list(Placement.objects.of_age(on=on, least=18)) == [row] * is_there


def test_outside_the_tree_does_not_count(top):
    inside = PlacementFactory(organisation__superior=top)
    PlacementFactory(organisation__outside_superior="县直机关工委")

    assert list(Placement.objects.counted()) == [inside]


def test_within_is_the_subtree(top, branch):
    here, beside = PlacementFactory(organisation=branch), PlacementFactory()

    assert list(Placement.objects.within(top)) == [here]
    assert list(Placement.objects.within(beside.organisation)) == [beside]


def test_row_of_the_roll_knows_the_facts_of_its_day(branch, django_assert_num_queries):
    row = PlacementFactory(organisation=branch)
    work = EmploymentFactory(member=row.member)
    EducationFactory(member=row.member, level="GRADUATE")
    StandingFactory(member=row.member, starts_on=TODAY)
    PlacementFactory(organisation=branch, member__name="乙", member__confirmed_on=None)

    with django_assert_num_queries(1):
        known, unknown = (
            (r.is_retired, r.job, r.school_name, r.level, r.is_suspended, r.stage)
            for r in Placement.objects.with_roll_facts(on=TODAY).order_by("pk")
        )

    assert known == (False, "013", work.school.short_name, "GRADUATE", True, "FULL")
    assert unknown == (False, None, None, None, False, "PROBATIONARY")


@pytest.mark.parametrize("rows", [1, 3])
def test_listing_asks_no_query_per_row(branch, rows, django_assert_num_queries):
    PlacementFactory.create_batch(rows, organisation=branch)

    with django_assert_num_queries(1):
        shown = [f"{r.member}{r.organisation}" for r in Placement.objects.for_listing()]

    assert len(shown) == rows


def test_listing_is_in_pinyin_order(branch):
    for name in ("张一", "阿二", "李三"):
        PlacementFactory(organisation=branch, member=MemberFactory(name=name))

    shown = [row.member.name for row in Placement.objects.for_listing()]
    assert shown == ["阿二", "李三", "张一"]


# Beginnings and ends ----------------------------------------------------------------------------

YEAR = Period.year(2025)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2024, 12, 31), False),
        (date(2025, 1, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_beginning_and_end_are_of_the_period_they_fall_in(branch, day, counts):
    begun = PlacementFactory(organisation=branch, starts_on=day)
    ended = PlacementFactory(organisation=branch, ends_on=day, end="LEFT")

    assert list(Placement.objects.begun(YEAR)) == [begun] * counts
    assert list(Placement.objects.ended(YEAR)) == [ended] * counts


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "counts"),
    [
        (CHANGED - DAY, None, False),
        (CHANGED, None, True),
        (CHANGED - 2 * DAY, CHANGED - DAY, True),
        (CHANGED - 2 * DAY, CHANGED, False),
    ],
)
def test_who_was_suspended_the_day_before_she_left_does_not_leave_twice(
    branch, starts_on, ends_on, counts
):
    row = PlacementFactory(organisation=branch, ends_on=CHANGED, end="LEFT")
    StandingFactory(member=row.member, starts_on=starts_on, ends_on=ends_on)

    assert list(Placement.objects.ended(YEAR)) == [row] * counts


@pytest.mark.parametrize(("ends_on", "counts"), [(None, False), (CHANGED, True)])
def test_who_comes_suspended_does_not_come_onto_the_roll(branch, ends_on, counts):
    row = PlacementFactory(organisation=branch, starts_on=CHANGED)
    StandingFactory(member=row.member, starts_on=CHANGED - DAY, ends_on=ends_on)

    assert list(Placement.objects.begun(YEAR)) == [row] * counts


# People ----------------------------------------------------------------------------------------


def test_people_are_found_by_number_phone_and_name():
    number = number_of(date(1980, 5, 20))
    row = MemberFactory(name="杨柳", identity_number=number, phone="13900000001")
    MemberFactory(name="何静")

    asked = [
        Member.objects.with_number(number),
        Member.objects.with_phone("13900000001"),
        Member.objects.named("杨"),
        Member.objects.named("YangLiu"),
        Member.objects.named("yl"),
    ]
    assert [list(rows) for rows in asked] == [[row]] * 5


def test_no_number_is_nobodys():
    MemberFactory.create_batch(2)

    assert list(Member.objects.with_number("")) == list(Member.objects.with_phone("")) == []


@pytest.mark.parametrize(("on", "when"), AROUND)
def test_people_know_where_they_are_on_a_day(branch, other, on, when):
    before, after = moved(branch, other)

    (row,) = Member.objects.with_today(on=on)

    assert row.placed_in == {"before": before, "after": after}[when].organisation_id


def test_placed_nowhere_is_none():
    MemberFactory()

    assert Member.objects.with_today(on=TODAY).get().placed_in is None


# Whom a user may read --------------------------------------------------------------------------


def test_person_is_read_where_she_is_today(branch, other, secretary):
    here = PlacementFactory(organisation=branch)
    PlacementFactory(organisation=other)

    assert list(Member.objects.readable_by(secretary, today=TODAY)) == [here.member]


@pytest.mark.parametrize(("today", "when"), AROUND)
def test_person_who_moved_on_is_read_no_more(branch, other, secretary, today, when):
    before, _ = moved(branch, other)

    readable = Member.objects.readable_by(secretary, today=today)
    assert list(readable) == [before.member] * (when == "before")


def test_placement_in_a_former_branch_is_still_read(branch, other, secretary):
    before, _ = moved(branch, other)

    assert list(Placement.objects.readable_by(secretary, today=TODAY)) == [before]


def test_person_who_left_is_read_where_she_was_last(branch, secretary):
    row = PlacementFactory(organisation=branch, ends_on=CHANGED, end="DIED")

    assert list(Member.objects.readable_by(secretary, today=TODAY)) == [row.member]


def test_person_who_comes_tomorrow_is_not_read_yet(branch, secretary):
    PlacementFactory(organisation=branch, starts_on=TODAY + DAY)

    assert list(Member.objects.readable_by(secretary, today=TODAY)) == []


def test_person_placed_nowhere_is_nobodys(secretary):
    MemberFactory()

    assert list(Member.objects.readable_by(secretary, today=TODAY)) == []


def test_without_an_appointment_nobody_is_read(branch):
    PlacementFactory(organisation=branch)
    stranger = AppointmentFactory(ends_on=FOUNDED + DAY).user

    assert list(Member.objects.readable_by(stranger, today=TODAY)) == []
    assert list(Placement.objects.readable_by(stranger, today=TODAY)) == []


def test_facts_are_read_with_their_people(branch, other, secretary):
    here = StandingFactory(member=PlacementFactory(organisation=branch).member)
    StandingFactory(member=PlacementFactory(organisation=other).member)
    people = Member.objects.readable_by(secretary, today=TODAY)

    with fuse(on=True):
        assert list(Standing.objects.all().of_members(people)) == [here]


def test_facts_of_people_not_narrowed_are_not_read():
    with fuse(on=True), pytest.raises(UnscopedRead):
        list(Standing.objects.all().of_members(Member.objects.all()))


def test_placements_are_read_with_their_organisations(branch, other, secretary):
    here = PlacementFactory(organisation=branch)
    PlacementFactory(organisation=other)
    organisations = Organisation.objects.readable_by(secretary, today=TODAY)

    with fuse(on=True):
        assert list(Placement.objects.in_organisations(organisations)) == [here]
    with fuse(on=True), pytest.raises(UnscopedRead):
        list(Placement.objects.in_organisations(Organisation.objects.all()))
