"""Take up, correct, end posts: what is so afterwards, what is refused, what is marked."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from branches.audit import Verb
from branches.models import Stale
from members.models import Post
from members.services import posts
from members.services.posts import PostFacts
from tests.events import detail, recorded
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    OutsidePersonFactory,
    SchoolFactory,
)
from tests.factories.members import CONFIRMED, MemberFactory, PlacementFactory, PostFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TAKEN = date(2024, 3, 1)
ELECTED = (
    "SECRETARY",
    "DEPUTY",
    "FULL_TIME_DEPUTY",
    "ORGANISATION",
    "PUBLICITY",
    "DISCIPLINE",
    "UNITED_FRONT",
    "YOUTH",
)
OTHERS = {"FIRST_SECRETARY": "SENT", "INSTRUCTOR": "SENT", "ORGANISER": "APPOINTED"}
NOT_HERE = "不是{branch}的党员，不能担任选举产生的职务。请核对人选和任职日期。"


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


@pytest.fixture
def staff(top):
    return AppointmentFactory(organisation=top).user


@pytest.fixture
def member(branch):
    """A full member of the branch since it was founded."""
    return PlacementFactory(organisation=branch, begin="ADMITTED").member


def facts(organisation, member=None, **values):
    given = {"kind": "SECRETARY", "begin": "ELECTED", "starts_on": TAKEN, "member": member}
    return PostFacts(organisation=organisation, **(given | values))


def take(given, by=None, **values):
    return posts.take_post(facts=given, **({"today": TODAY} | values), by=by)


def refusal(act, *given, **values):
    with pytest.raises(ValidationError) as refused:
        act(*given, **values)
    return refused.value.message_dict


# Who may hold what -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ELECTED)
def test_full_member_of_the_branch_takes_an_elected_post(branch, member, kind):
    post = take(facts(branch, member, kind=kind))

    assert (post.holder, post.kind, post.doubtful) == (member.name, kind, "")


@pytest.mark.parametrize("kind", ELECTED)
def test_member_of_another_branch_takes_no_elected_post(top, branch, kind):
    other = PlacementFactory(organisation=OrganisationFactory(superior=top)).member

    told = refusal(take, facts(branch, other, kind=kind))

    assert told == {"member": [f"{other}在 {TAKEN} " + NOT_HERE.format(branch=branch)]}
    assert not Post.objects.exists()


@pytest.mark.parametrize("kind", ELECTED)
def test_probationary_member_takes_no_elected_post(branch, kind):
    new = MemberFactory(admitted_on=TAKEN - DAY, confirmed_on=None)
    PlacementFactory(organisation=branch, member=new)

    (told,) = refusal(take, facts(branch, new, kind=kind)).pop("member")

    assert told.startswith(f"{new}在 {TAKEN} 还是预备党员，没有被选举权，")


@pytest.mark.parametrize(("offset", "is_kept"), [(-1, False), (0, True)])
def test_elected_post_begins_with_full_membership_at_the_earliest(branch, offset, is_kept):
    new = MemberFactory(admitted_on=date(2023, 3, 1), confirmed_on=TAKEN)
    PlacementFactory(organisation=branch, member=new)
    given = facts(branch, new, kind="YOUTH", starts_on=TAKEN + offset * DAY)

    if is_kept:
        take(given)
    else:
        assert list(refusal(take, given)) == ["member"]

    assert Post.objects.exists() is is_kept


@pytest.mark.parametrize(("offset", "is_kept"), [(-1, False), (0, True)])
def test_elected_post_begins_with_the_placement_at_the_earliest(branch, offset, is_kept):
    placed = PlacementFactory(organisation=branch, begin="ARRIVED", starts_on=TAKEN)
    given = facts(branch, placed.member, starts_on=TAKEN + offset * DAY)

    if is_kept:
        take(given)
    else:
        assert list(refusal(take, given)) == ["member"]


def test_post_older_than_the_register_is_believed_of_who_was_there_at_its_opening(branch):
    placed = PlacementFactory(organisation=branch, begin="OPENING", starts_on=date(2025, 1, 1))

    post = take(facts(branch, placed.member, begin="OPENING", starts_on=FOUNDED))

    assert post.starts_on == FOUNDED


def test_general_branch_is_led_by_a_member_of_one_of_its_branches(top):
    general = OrganisationFactory(superior=top, kind="GENERAL_BRANCH")
    placed = PlacementFactory(organisation=OrganisationFactory(superior=general))

    post = take(facts(general, placed.member))

    assert post.organisation == general


def test_branch_is_not_led_by_a_member_of_its_sister(top):
    general = OrganisationFactory(superior=top, kind="GENERAL_BRANCH")
    branch, sister = (OrganisationFactory(superior=general) for _ in range(2))
    placed = PlacementFactory(organisation=sister)

    assert list(refusal(take, facts(branch, placed.member))) == ["member"]


@pytest.mark.parametrize(("kind", "begin"), OTHERS.items())
def test_what_is_not_elected_is_held_by_members_of_any_branch(branch, kind, begin):
    elsewhere = MemberFactory(confirmed_on=None)

    assert take(facts(branch, elsewhere, kind=kind, begin=begin)).member == elsewhere


@pytest.mark.parametrize(("kind", "begin"), OTHERS.items())
def test_what_is_not_elected_is_held_by_people_outside_the_roll(branch, kind, begin):
    person = OutsidePersonFactory()

    assert take(facts(branch, outsider=person, kind=kind, begin=begin)).outsider == person


def test_elected_post_is_not_held_by_a_person_outside_the_roll(branch):
    told = refusal(take, facts(branch, outsider=OutsidePersonFactory()))

    assert told == {"outsider": ["选举产生的职务只能由本组织的正式党员担任。"]}


@pytest.mark.parametrize("kind", ["SECRETARY", "FIRST_SECRETARY"])
def test_post_has_exactly_one_holder(branch, member, kind):
    begin = OTHERS.get(kind, "ELECTED")
    message = "请选择一名党员或者一名系统外人员，只选一个。"

    nobody = refusal(take, facts(branch, kind=kind, begin=begin))
    both = refusal(
        take,
        facts(branch, member, outsider=OutsidePersonFactory(), kind=kind, begin=begin),
    )

    assert nobody == {"member": [message]}
    assert both["member"] == [message]


def test_organisation_has_one_secretary_at_a_time(branch, member):
    take(facts(branch, member))
    other = PlacementFactory(organisation=branch).member

    told = refusal(take, facts(branch, other))

    assert told == {"starts_on": ["这段时间已经有人担任这个职务，请先结束原来的任职。"]}


def test_instructor_of_several_schools_has_a_post_for_each(top):
    person, schools = OutsidePersonFactory(), [SchoolFactory(kept_by=top) for _ in range(2)]

    for school in schools:
        take(facts(top, outsider=person, kind="INSTRUCTOR", begin="SENT", school=school))

    rows = Post.objects.of_kind("INSTRUCTOR")
    assert (rows.count(), rows.holders().count(), rows.schools().count()) == (2, 1, 2)


# How and when ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "begin"),
    [
        ("SECRETARY", "SENT"),
        ("FIRST_SECRETARY", "ELECTED"),
        ("INSTRUCTOR", "APPOINTED"),
        ("CLERK", "BY_ELECTION"),
    ],
)
def test_post_does_not_begin_otherwise_than_its_kind_can(branch, member, kind, begin):
    told = refusal(take, facts(branch, member, kind=kind, begin=begin))

    assert list(told) == ["begin"]


def test_refusal_of_a_beginning_names_those_that_can_be(branch, member):
    told = refusal(take, facts(branch, member, kind="INSTRUCTOR", begin="ELECTED"))

    assert told == {"begin": ["党建指导员的任职方式只能是：选派、启用时登记。"]}


@pytest.mark.parametrize(("kind", "is_kept"), [("SECRETARY", True), ("DEPUTY", False)])
def test_only_a_secretary_is_principal_as_well(branch, member, kind, is_kept):
    given = facts(branch, member, kind=kind, also_principal=True)

    if is_kept:
        assert take(given).also_principal
    else:
        assert list(refusal(take, given)) == ["also_principal"]


@pytest.mark.parametrize(
    ("starts_on", "message"),
    [
        (FOUNDED - DAY, f"党组织 {FOUNDED} 才成立，任职不能更早。"),
        (FOUNDED, None),
        (TODAY, None),
        (TODAY + DAY, "任职日期不能晚于今天。"),
    ],
)
def test_post_begins_in_the_life_of_its_organisation_and_not_later_than_today(
    branch, member, starts_on, message
):
    given = facts(branch, member, starts_on=starts_on)

    if message is None:
        assert take(given).starts_on == starts_on
    else:
        assert refusal(take, given) == {"starts_on": [message]}


@pytest.mark.parametrize(
    ("ends_on", "fields"),
    [(TODAY, []), (TODAY + DAY, ["ends_on"]), (TAKEN, ["ends_on"]), (TAKEN + DAY, [])],
)
def test_post_that_is_over_ended_after_it_began_and_by_today(branch, member, ends_on, fields):
    given = facts(branch, member, ends_on=ends_on)

    if fields:
        assert list(refusal(take, given)) == fields
    else:
        assert take(given).ends_on == ends_on


@pytest.mark.parametrize(("offset", "is_kept"), [(0, True), (1, False), (None, False)])
def test_post_ends_with_its_organisation_at_the_latest(branch, member, offset, is_kept):
    branch.dissolved_on = date(2025, 6, 1)
    ends_on = None if offset is None else branch.dissolved_on + offset * DAY

    if is_kept:
        take(facts(branch, member, ends_on=ends_on))
    else:
        assert list(refusal(take, facts(branch, member, ends_on=ends_on))) == ["ends_on"]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"opened_on": TAKEN}, []),
        ({"opened_on": TAKEN + DAY}, ["starts_on"]),
        ({"closed_on": date(2025, 6, 1)}, ["ends_on"]),
    ],
)
def test_somebody_is_sent_to_a_school_while_it_exists(top, values, fields):
    school = SchoolFactory(kept_by=top, **values)
    given = facts(
        top, outsider=OutsidePersonFactory(), kind="INSTRUCTOR", begin="SENT", school=school
    )

    if fields:
        assert list(refusal(take, given)) == fields
    else:
        assert take(given).school == school


def test_nobody_elected_is_sent_to_a_school(branch, member):
    told = refusal(take, facts(branch, member, school=SchoolFactory()))

    assert told == {"school": ["派到学校的只有第一书记和党建指导员。"]}


# A secretary with little 党龄 -------------------------------------------------------------------


@pytest.fixture
def newcomer(branch):
    """A full member for one day short of a year on TAKEN."""
    member = MemberFactory(admitted_on=date(2022, 3, 2), confirmed_on=date(2023, 3, 2))
    PlacementFactory(organisation=branch, member=member)
    return member


def test_secretary_of_less_than_a_year_is_recorded_with_the_reason(branch, newcomer, staff):
    post = take(facts(branch, newcomer), by=staff, reason="支部只有她一名在职党员")

    assert post.doubtful == "任职时党龄不满1年：支部只有她一名在职党员"


def test_reason_for_a_new_secretary_is_asked(branch, newcomer):
    (told,) = refusal(take, facts(branch, newcomer)).pop("reason")

    assert told.startswith("党支部书记一般应当有1年以上党龄。")
    assert not Post.objects.exists()


def test_secretary_of_a_year_needs_no_reason(branch, newcomer):
    assert take(facts(branch, newcomer, starts_on=TAKEN + DAY)).doubtful == ""


@pytest.mark.parametrize("kind", ["DEPUTY", "YOUTH"])
def test_little_party_age_matters_to_secretaries_alone(branch, newcomer, kind):
    assert take(facts(branch, newcomer, kind=kind)).doubtful == ""


def test_little_party_age_matters_to_branches_alone(top, newcomer):
    assert take(facts(top, newcomer)).doubtful == ""


# What the log says -----------------------------------------------------------------------------


def test_taking_a_post_leaves_one_event(branch, member, staff):
    with recorded() as events:
        post = take(
            facts(branch, member, also_principal=True, document="教工委〔2024〕3号"), staff
        )

    (event,) = events
    assert (event.verb, event.target_uid) == (Verb.POST_TAKEN, post.uid)
    assert (event.organisation_id, event.role) == (branch.pk, "STAFF")
    assert event.target_name == f"{branch}书记{member}"
    assert detail(event) == {
        "post": "书记",
        "holder": member.name,
        "school": "",
        "how": "换届选举",
        "starts_on": "2024-03-01",
        "ends_on": None,
        "also_principal": True,
        "is_full_time": False,
        "document": "教工委〔2024〕3号",
    }


def test_nothing_is_written_when_the_log_fails(branch, member, broken_log):
    with pytest.raises(broken_log):
        take(facts(branch, member))

    assert not Post.objects.exists()


# Many at once ----------------------------------------------------------------------------------


def test_many_posts_are_entered_at_once(branch, member, newcomer, staff):
    rows = [
        facts(branch, member, kind="DEPUTY"),
        facts(branch, newcomer),
        facts(branch, member, kind="ORGANISATION"),
    ]

    with recorded() as events:
        made = posts.enter_posts(rows=rows, by=staff)

    (event,) = events
    assert [(post.kind, post.doubtful) for post in made] == [
        ("DEPUTY", ""),
        ("SECRETARY", "任职时党龄不满1年"),
        ("ORGANISATION", ""),
    ]
    assert {post.recorded_by for post in Post.objects.all()} == {staff}
    assert (event.verb, detail(event)["count"]) == (Verb.POSTS_TAKEN, 3)


@pytest.mark.parametrize("number", [2, 20])
def test_many_posts_take_as_many_queries_as_a_few(
    branch, staff, number, django_assert_num_queries
):
    rows = [
        facts(branch, PlacementFactory(organisation=branch).member, kind="DEPUTY")
        for _ in range(number)
    ]

    # savepoint, placements, posts, the actor's roles, event, detail, release
    with django_assert_num_queries(7):
        posts.enter_posts(rows=rows, by=staff)


def test_one_wrong_row_is_named_and_nothing_written(branch, member):
    rows = [facts(branch, member), facts(branch, MemberFactory(), kind="DEPUTY")]

    with pytest.raises(ValidationError, match=r"第 2 行：.*不是.*的党员"):
        posts.enter_posts(rows=rows, by=None)

    assert not Post.objects.exists()


def test_two_secretaries_in_one_sheet_are_refused_by_the_database(branch, member):
    rows = [facts(branch, member), facts(branch, PlacementFactory(organisation=branch).member)]

    assert list(refusal(posts.enter_posts, rows=rows, by=None)) == ["starts_on"]
    assert not Post.objects.exists()


def test_sheet_may_be_held_to_a_day(branch, member):
    rows = [facts(branch, member)]

    with pytest.raises(ValidationError, match=r"第 1 行：任职日期不能晚于今天。"):
        posts.enter_posts(rows=rows, by=None, today=TAKEN - DAY)


# Correct and end -------------------------------------------------------------------------------


@pytest.fixture
def post(branch, member):
    return PostFactory(organisation=branch, member=member, starts_on=TAKEN)


def correct(post, given, by, **values):
    sent = {"reason": "录错", "version": post.version, "today": TODAY}
    return posts.correct_post(post=post, facts=given, **(sent | values), by=by)


def test_correction_mends_a_post_and_tells_before_and_after(branch, member, post, staff):
    given = facts(branch, member, begin="BY_ELECTION", starts_on=TAKEN + DAY, document="一号")

    with recorded() as events:
        correct(post, given, staff)

    (event,) = events
    row = Post.objects.get()
    assert (row.begin, row.starts_on, row.document, row.version) == (
        "BY_ELECTION",
        TAKEN + DAY,
        "一号",
        2,
    )
    assert (event.verb, event.reason, event.target_uid) == (
        Verb.POST_CORRECTED,
        "录错",
        post.uid,
    )
    assert detail(event) == {
        "changes": {
            "how": ["换届选举", "补选"],
            "starts_on": ["2024-03-01", "2024-03-02"],
            "document": ["", "一号"],
        }
    }


def test_correction_is_judged_like_a_new_post(branch, post, staff):
    told = refusal(correct, post, facts(branch, MemberFactory()), staff)

    assert list(told) == ["member"]
    assert Post.objects.get().version == 1


def test_correction_marks_what_becomes_doubtful(branch, newcomer, staff):
    post = PostFactory(organisation=branch, member=newcomer, starts_on=TAKEN + DAY)

    correct(post, facts(branch, newcomer, starts_on=TAKEN), staff)

    assert Post.objects.get().doubtful == "任职时党龄不满1年：录错"


def test_correction_takes_the_mark_from_what_is_not_doubtful(branch, member, staff):
    post = PostFactory(organisation=branch, member=member, doubtful="任职时党龄不满1年")

    correct(post, facts(branch, member), staff)

    assert Post.objects.get().doubtful == ""


def test_correction_names_the_version_it_saw(branch, member, post, staff):
    with pytest.raises(Stale):
        correct(post, facts(branch, member, document="一号"), staff, version=7)


def test_post_ends(post, staff):
    with recorded() as events:
        posts.end_post(post=post, on=TAKEN + DAY, reason="调离", version=1, by=staff)

    (event,) = events
    assert Post.objects.get().ends_on == TAKEN + DAY
    assert (event.verb, event.reason) == (Verb.POST_ENDED, "调离")
    assert detail(event) == {"post": "书记", "on": "2024-03-02"}


@pytest.mark.parametrize("on", [TAKEN, TAKEN - DAY])
def test_post_does_not_end_before_it_began(post, staff, on):
    told = refusal(posts.end_post, post=post, on=on, reason="调离", version=1, by=staff)

    assert told == {"on": [f"日期必须晚于任职的 {TAKEN}。"]}


def test_end_names_the_version_it_saw(post, staff):
    with pytest.raises(Stale):
        posts.end_post(post=post, on=TODAY, reason="调离", version=None, by=staff)


def test_next_secretary_begins_when_the_last_one_has_ended(branch, post, staff):
    other = PlacementFactory(organisation=branch).member
    posts.end_post(post=post, on=date(2025, 1, 1), reason="调离", version=1, by=staff)

    take(facts(branch, other, starts_on=date(2025, 1, 1)), by=staff)

    assert Post.objects.on(TODAY).get().member == other


def test_confirmation_day_of_the_factory_is_old_enough():
    assert CONFIRMED.replace(year=CONFIRMED.year + 1) < TAKEN
