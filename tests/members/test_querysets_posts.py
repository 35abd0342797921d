"""Which posts: of whom, where, on which day; counted by persons and by schools."""

from datetime import date, timedelta

import pytest

from branches.models import Organisation
from branches.periods import Period
from members.models import Post
from members.querysets import secretary_name
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    OutsidePersonFactory,
    SchoolFactory,
)
from tests.factories.members import MemberFactory, PostFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
YEAR = Period.year(2025)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


def sent(organisation, **values):
    given = {"kind": "INSTRUCTOR", "begin": "SENT", "member": None}
    return PostFactory(organisation=organisation, **(given | values))


def test_post_is_read_where_it_is_held_and_above(top, branch):
    post = PostFactory(organisation=branch)
    PostFactory()  # elsewhere, so it could leak
    sister = OrganisationFactory(superior=top)
    users = [AppointmentFactory(organisation=one).user for one in (top, branch, sister)]

    read = [list(Post.objects.readable_by(user, today=TODAY)) for user in users]

    assert read == [[post], [post], []]


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (FOUNDED - DAY, []),
        (FOUNDED, ["先"]),
        (YEAR.start - DAY, ["先"]),
        (YEAR.start, ["后"]),
        (TODAY, ["后"]),
    ],
)
def test_posts_of_a_day(branch, day, names):
    PostFactory(organisation=branch, member__name="先", ends_on=YEAR.start)
    PostFactory(organisation=branch, member__name="后", starts_on=YEAR.start)

    assert [post.holder for post in Post.objects.on(day)] == names


@pytest.mark.parametrize(
    ("begin", "day", "counts"),
    [
        ("BY_ELECTION", date(2025, 1, 1), True),
        ("APPOINTED", date(2025, 12, 31), True),
        ("BY_ELECTION", date(2024, 12, 31), False),
        ("BY_ELECTION", date(2026, 1, 1), False),
        ("ELECTED", date(2025, 6, 1), False),
        ("OPENING", date(2025, 6, 1), False),
    ],
)
def test_secretary_changed_outside_an_election_in_the_period(begin, day, counts):
    PostFactory(begin=begin, starts_on=day)

    assert Post.objects.changes_outside_elections(YEAR).exists() is counts


@pytest.mark.parametrize("kind", ["DEPUTY", "FIRST_SECRETARY"])
def test_changes_outside_elections_are_of_secretaries_alone(kind):
    PostFactory(kind=kind, begin="APPOINTED", starts_on=YEAR.start)

    assert not Post.objects.changes_outside_elections(YEAR).exists()


def test_persons_are_counted_once_however_many_schools_they_serve(top):
    busy, member = OutsidePersonFactory(), MemberFactory()
    schools = [SchoolFactory(kept_by=top) for _ in range(3)]
    for school in schools:
        sent(top, outsider=busy, school=school)
    sent(top, member=member, school=schools[0])
    sent(top, member=member, school=None)

    rows = Post.objects.of_kind("INSTRUCTOR")

    assert (rows.count(), rows.holders().count(), rows.schools().count()) == (5, 2, 3)


def test_member_and_outsider_of_the_same_key_are_two_persons(top):
    member, person = MemberFactory(pk=77), OutsidePersonFactory(pk=77)
    sent(top, member=member)
    sent(top, outsider=person)

    assert Post.objects.holders().count() == 2


def test_counting_persons_is_not_led_astray_by_the_order_of_a_list(top):
    person = OutsidePersonFactory()
    for _ in range(2):
        sent(top, outsider=person, school=SchoolFactory(kept_by=top))

    assert Post.objects.for_listing().holders().count() == 1


def test_posts_of_an_organisation_and_beneath_it(top, branch):
    here, above = PostFactory(organisation=branch), PostFactory(organisation=top)
    PostFactory()

    assert set(Post.objects.within(top)) == {here, above}
    assert set(Post.objects.within(branch)) == {here}


@pytest.mark.parametrize("text", ["李明月", "limingyue", "LMY", "lmy"])
def test_posts_are_found_by_the_name_of_who_holds_them(branch, top, text):
    member = PostFactory(organisation=branch, member=MemberFactory(name="李明月"))
    outsider = sent(top, outsider=OutsidePersonFactory(name="李明月"))
    PostFactory(organisation=OrganisationFactory(superior=top))

    assert set(Post.objects.named(text)) == {member, outsider}


def test_posts_are_narrowed_by_who_holds_them(branch, top):
    member, outsider = PostFactory(), sent(top, outsider=OutsidePersonFactory())

    assert Post.objects.held_by("MEMBER").get() == member
    assert Post.objects.held_by("OUTSIDER").get() == outsider


def test_doubtful_posts(branch):
    marked = PostFactory(doubtful="任职时党龄不满1年")
    PostFactory()

    assert Post.objects.doubtful().get() == marked


def test_list_goes_by_organisation_then_by_rank(top):
    first, second = (OrganisationFactory(superior=top, code=code) for code in ("A-1", "A-2"))
    kinds = ["YOUTH", "SECRETARY", "DISCIPLINE", "DEPUTY"]
    for kind in kinds:
        PostFactory(organisation=second, kind=kind)
    PostFactory(organisation=first, kind="CLERK")

    found = [(row.organisation.code, row.kind) for row in Post.objects.for_listing()]

    assert found == [
        ("A-1", "CLERK"),
        ("A-2", "SECRETARY"),
        ("A-2", "DEPUTY"),
        ("A-2", "DISCIPLINE"),
        ("A-2", "YOUTH"),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_shows_rows_without_asking_for_each(rows, django_assert_num_queries):
    PostFactory.create_batch(rows)

    with django_assert_num_queries(1):
        told = [(row.holder, row.place, str(row)) for row in Post.objects.for_listing()]

    assert len(told) == rows


@pytest.mark.parametrize(
    ("day", "name"), [(FOUNDED - DAY, None), (FOUNDED, "先"), (YEAR.start, "后"), (TODAY, "后")]
)
def test_organisations_are_listed_with_the_secretary_of_a_day(branch, day, name):
    PostFactory(organisation=branch, member__name="先", ends_on=YEAR.start)
    PostFactory(organisation=branch, member__name="后", starts_on=YEAR.start)
    PostFactory(organisation=branch, kind="DEPUTY", member__name="副")

    rows = Organisation.objects.annotate(secretary=secretary_name(on=day))

    assert rows.get(pk=branch.pk).secretary == name
    assert rows.exclude(pk=branch.pk).get().secretary is None


def test_secretary_is_told_beside_any_row_that_names_an_organisation(branch):
    PostFactory(organisation=branch, member__name="杨柳")

    rows = Post.objects.annotate(secretary=secretary_name(on=TODAY, organisation="organisation"))

    assert rows.get().secretary == "杨柳"
