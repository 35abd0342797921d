"""There is a post and always …: refused by the database itself, and said at the right field."""

from datetime import date, timedelta

import pytest
from django.db.models import ProtectedError

from branches.fields import ChoiceField, LineField
from members.models import Post
from tests.constraints import (
    again,
    columns,
    declared,
    ending,
    is_refused,
    references,
    said_by_check,
    said_by_database,
    write,
)
from tests.factories.branches import FOUNDED, OutsidePersonFactory, SchoolFactory, UserFactory
from tests.factories.members import MemberFactory, PostFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def instructor(**values):
    """Return somebody from outside sent to a school."""
    sent = {"kind": "INSTRUCTOR", "begin": "SENT", "member": None, "school": SchoolFactory()}
    return PostFactory(**(sent | {"outsider": OutsidePersonFactory()} | values))


BROKEN = {
    "post_ends_after_it_starts": (
        lambda: ending(PostFactory(), FOUNDED),
        "ends_on",
        "结束日期必须晚于起始日期。",
    ),
    "post_one_to_a_slot": (
        lambda: again(PostFactory(), member_id=MemberFactory().pk),
        "starts_on",
        "这段时间已经有人担任这个职务，请先结束原来的任职。",
    ),
    "post_has_one_holder": (
        lambda: again(PostFactory(kind="CLERK", ends_on=FOUNDED + DAY), member_id=None, slot="x"),
        "member",
        "请选择一名党员或者一名系统外人员，只选一个。",
    ),
    "post_of_a_school_is_sent": (
        lambda: again(PostFactory(kind="CLERK"), school_id=SchoolFactory().pk, slot="x"),
        "school",
        "派到学校的只有第一书记和党建指导员。",
    ),
    "post_outsider_is_sent": (
        lambda: again(instructor(school=None), kind="DEPUTY", slot="x"),
        "outsider",
        "选举产生的职务只能由本组织的正式党员担任。",
    ),
}


def test_every_constraint_is_broken_here():
    assert set(BROKEN) == declared([Post])


@pytest.mark.parametrize("constraint", BROKEN)
def test_database_refuses_what_breaks(constraint):
    build, field, message = BROKEN[constraint]

    assert said_by_database(build()) == {field: [message]}


@pytest.mark.parametrize("constraint", BROKEN)
def test_check_says_at_its_field_what_breaks(constraint):
    build, field, message = BROKEN[constraint]

    assert said_by_check(build()) == {field: [message]}


def test_post_has_not_two_holders():
    both = again(PostFactory(kind="CLERK"), outsider_id=OutsidePersonFactory().pk, slot="x")

    assert is_refused(both)


def test_organisation_has_one_secretary_and_many_deputies():
    secretary, deputy = PostFactory(), PostFactory(kind="DEPUTY")

    other = [again(row, member_id=MemberFactory().pk, slot="") for row in (secretary, deputy)]
    for row in other:
        row.clean()

    assert [is_refused(row) for row in other] == [True, False]


def test_instructor_serves_several_schools_and_each_once():
    post = instructor()
    again_there = again(post)
    elsewhere = again(post, school_id=SchoolFactory().pk)
    elsewhere.clean()

    assert (is_refused(again_there), is_refused(elsewhere)) == (True, False)


@pytest.mark.parametrize(("gap", "is_wrong"), [(-DAY, True), (timedelta(0), False)])
def test_next_secretary_begins_the_day_the_last_one_ends(gap, is_wrong):
    ends_on = date(2023, 5, 1)
    post = PostFactory(ends_on=ends_on)
    following = again(post, member_id=MemberFactory().pk, starts_on=ends_on + gap, ends_on=None)

    assert is_refused(following) is is_wrong


@pytest.mark.parametrize(("model", "name"), columns([Post], LineField))
@pytest.mark.parametrize(("extra", "is_wrong"), [(0, False), (1, True)])
def test_line_is_stored_when_it_fits(model, name, extra, is_wrong):
    row = again(PostFactory(ends_on=FOUNDED + DAY), starts_on=FOUNDED + DAY, ends_on=None)
    setattr(row, name, "党" * (model._meta.get_field(name).max_length + extra))

    assert is_refused(row) is is_wrong


@pytest.mark.parametrize(("model", "name"), columns([Post], ChoiceField))
@pytest.mark.parametrize("value", ["NOPE", "", "secretary"])
def test_database_refuses_what_is_not_a_choice(model, name, value):
    row = again(PostFactory(ends_on=FOUNDED + DAY), starts_on=FOUNDED + DAY, ends_on=None)
    setattr(row, name, value)

    assert is_refused(row)


@pytest.mark.parametrize("kind", Post.Kind.values)
@pytest.mark.parametrize("begin", Post.Begin.values)
def test_database_knows_every_kind_and_beginning(kind, begin):
    post = PostFactory()

    write(post, kind=kind, begin=begin)

    assert Post.objects.filter(kind=kind, begin=begin).exists()


@pytest.mark.parametrize(("model", "name"), references([Post]))
def test_what_a_post_refers_to_cannot_be_deleted(model, name):
    post = instructor() if name in {"outsider", "school"} else PostFactory()
    if name == "recorded_by":
        write(post, recorded_by=UserFactory())
        post.refresh_from_db()

    with pytest.raises(ProtectedError):
        getattr(post, name).delete()


def test_post_says_what_it_is():
    post = PostFactory()

    assert str(post) == f"{post.organisation}书记{post.member}"


def test_post_says_who_holds_it_and_where():
    elected, sent = PostFactory(), instructor()

    assert (elected.holder, elected.place) == (elected.member.name, str(elected.organisation))
    assert (sent.holder, sent.place) == (str(sent.outsider), sent.school.short_name)
