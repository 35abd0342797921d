"""Posts on the screen: the list, one post, a new one, its end, its correction."""

from datetime import timedelta

import pytest
from django.urls import reverse

from members.models import Post
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    OutsidePersonFactory,
    SchoolFactory,
)
from tests.factories.members import MemberFactory, PlacementFactory, PostFactory
from tests.pages import client_of, errors_at, listed, sheet, text, typed

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


@pytest.fixture
def member(branch):
    member = MemberFactory(name="沈从文")
    PlacementFactory(organisation=branch, member=member)
    return member


@pytest.fixture
def post(branch, member):
    return PostFactory(organisation=branch, member=member)


@pytest.fixture
def staff(top):
    return client_of(AppointmentFactory(organisation=top).user)


@pytest.fixture
def secretary(branch):
    return client_of(AppointmentFactory(organisation=branch, role="SECRETARY").user)


def url(name, *args):
    return reverse(f"members:{name}", args=[getattr(one, "pk", one) for one in args])


def post_list(client, **asked):
    return client.get(url("post-list"), asked)


def instructor(organisation, **values):
    given = {"kind": "INSTRUCTOR", "begin": "SENT", "member": None}
    person = {} if "outsider" in values else {"outsider": OutsidePersonFactory()}
    return PostFactory(organisation=organisation, **(given | person | values))


# The list --------------------------------------------------------------------------------------


def test_list_shows_posts_of_ones_own_and_beneath(staff, secretary, post, top):
    above = instructor(top)
    PostFactory()  # elsewhere, so it could leak

    assert listed(post_list(staff)) == [above, post]
    assert listed(post_list(secretary)) == [post]


@pytest.mark.parametrize(
    ("on", "shown"), [(FOUNDED - DAY, 0), (FOUNDED, 1), (TODAY - DAY, 1), (TODAY, 0)]
)
def test_list_looks_at_a_day(staff, branch, on, shown):
    PostFactory(organisation=branch, ends_on=TODAY)

    assert len(listed(post_list(staff, on=on.isoformat()))) == shown


def test_list_counts_posts_persons_and_schools_apart(staff, top):
    person = OutsidePersonFactory()
    for _ in range(3):
        instructor(top, outsider=person, school=SchoolFactory(kept_by=top))

    assert "3 项，1 人，派到 3 所学校" in text(post_list(staff))


def test_list_without_schools_counts_posts_and_persons(staff, post, branch, member):
    PostFactory(organisation=branch, member=member, kind="ORGANISATION")

    page = text(post_list(staff))

    assert "2 项，1 人" in page
    assert "派到" not in page.split("filter")[0]


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "SECRETARY"},
        {"begin": "ELECTED"},
        {"holder": "MEMBER"},
        {"doubtful": "1"},
        {"q": "沈从文"},
        {"q": "scw"},
    ],
)
def test_list_narrows(staff, top, branch, member, asked):
    post = PostFactory(organisation=branch, member=member, doubtful="任职时党龄不满1年")
    instructor(top)

    assert listed(post_list(staff, **asked)) == [post]


def test_list_narrows_to_people_outside_the_roll(staff, top, post):
    outside = instructor(top)

    assert listed(post_list(staff, holder="OUTSIDER")) == [outside]


def test_list_narrows_to_an_organisation_and_beneath(staff, top, post, branch):
    PostFactory(organisation=OrganisationFactory(superior=top))

    assert listed(post_list(staff, organisation=branch.pk)) == [post]


def test_list_takes_no_organisation_of_elsewhere(staff, post):
    elsewhere = OrganisationFactory()

    page = text(post_list(staff, organisation=elsewhere.pk))

    assert str(elsewhere) not in page


@pytest.mark.parametrize("column", ["kind", "holder", "place", "begin", "starts_on"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_list_is_sorted(staff, post, top, sign, column):
    instructor(top)

    assert len(listed(post_list(staff, sort=f"{sign}{column}"))) == 2


def test_list_is_exported_as_shown(staff, top, branch, member):
    PostFactory(organisation=branch, member=member, also_principal=True, doubtful="党龄不满1年")
    school = SchoolFactory(kept_by=top)
    sent = instructor(branch, school=school, is_full_time=True)

    rows = sheet(post_list(staff, export="xlsx"))

    assert rows == [
        ["职务", "姓名", "党组织/学校", "如何任职", "任职日期", "一肩挑", "专职", "待核"],
        ["书记", "沈从文", str(branch), "换届选举", "2020-01-01", "是", None, "党龄不满1年"],
        ["党建指导员", str(sent.outsider), str(school), "选派", "2020-01-01", None, "是", None],
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_queries_however_many_rows(
    staff, top, rows, django_assert_num_queries
):
    for _ in range(rows):
        instructor(top, school=SchoolFactory(kept_by=top))
        PostFactory(organisation=OrganisationFactory(superior=top))

    # session (read, and written in a savepoint), user, appointments, switcher, the filter's
    # organisations; count, persons, schools, rows
    with django_assert_num_queries(12):
        post_list(staff)


@pytest.mark.parametrize(("who", "offered"), [("staff", True), ("secretary", False)])
def test_list_offers_a_new_post_to_who_keeps_them(request, post, who, offered):
    page = text(post_list(request.getfixturevalue(who)))

    assert (f'href="{url("post-create")}"' in page) is offered


def test_organisations_tab_shows_its_posts(staff, post, branch, top):
    PostFactory(organisation=OrganisationFactory(superior=top))

    response = staff.get(url("organisation-posts", branch))

    assert listed(response) == [post]
    assert f"{url('post-create')}?organisation={branch.pk}" in text(response)


def test_organisations_tab_is_current_in_its_strip(secretary, branch):
    page = text(secretary.get(url("organisation-posts", branch)))

    assert f'<a href="{url("organisation-posts", branch)}" aria-current="page">职务' in page


def test_tab_of_an_organisation_elsewhere_is_not_there(staff):
    assert staff.get(url("organisation-posts", OrganisationFactory())).status_code == 404


# One post --------------------------------------------------------------------------------------


def test_page_tells_the_post(staff, post, member):
    page = text(staff.get(url("post-detail", post)))

    for words in ("沈从文", "书记", "换届选举", "2020-01-01", str(post.organisation)):
        assert words in page
    assert url("member-detail", member) in page


def test_page_of_a_doubtful_post_says_why_and_blames_nobody(staff, branch, member):
    post = PostFactory(organisation=branch, member=member, doubtful="任职时党龄不满1年")

    page = text(staff.get(url("post-detail", post)))

    assert "任职时党龄不满1年" in page
    assert "待核" in page
    assert "不合规" not in page
    assert 'class="badge red"' not in page
    assert 'class="notice amber"' not in page


def test_page_opens_no_person_who_is_elsewhere_now(secretary, branch):
    gone = PlacementFactory().member
    post = PostFactory(organisation=branch, member=gone, ends_on=TODAY)

    page = text(secretary.get(url("post-detail", post)))

    assert gone.name in page
    assert url("member-detail", gone) not in page


def test_page_tells_the_school_and_the_unit_of_whom_is_sent(staff, top):
    school = SchoolFactory(kept_by=top)
    post = instructor(top, school=school)

    page = text(staff.get(url("post-detail", post)))

    assert school.short_name in page
    assert post.outsider.unit in page


@pytest.mark.parametrize(("who", "offered"), [("staff", 2), ("secretary", 0)])
def test_page_offers_the_acts_to_who_keeps_posts(request, post, who, offered):
    page = text(request.getfixturevalue(who).get(url("post-detail", post)))

    acts = [url("post-end", post), url("post-update", post)]
    assert len([act for act in acts if act in page]) == offered


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_the_same_number_of_queries_however_many_posts(
    staff, branch, rows, django_assert_num_queries
):
    posts = [PostFactory(organisation=branch, kind="DEPUTY") for _ in range(rows)]

    # session (read, and written in a savepoint), user, appointments, switcher; post, is the
    # person readable, events
    with django_assert_num_queries(10):
        staff.get(url("post-detail", posts[0]))


@pytest.mark.parametrize("name", ["post-detail", "post-update", "post-end"])
def test_post_of_elsewhere_is_not_there(staff, name):
    assert staff.get(url(name, PostFactory())).status_code == 404


# Acts ------------------------------------------------------------------------------------------


def sent(branch, **values):
    given = {
        "organisation": branch.pk,
        "kind": "SECRETARY",
        "member": "沈从文",
        "outsider": "",
        "school": "",
        "begin": "ELECTED",
        "starts_on": "2024-3-1",
        "ends_on": "",
        "document": "",
        "reason": "",
    }
    return given | values


def test_staff_records_a_post(staff, branch, member):
    response = staff.post(url("post-create"), sent(branch, also_principal="on"))

    post = Post.objects.get()
    assert response.url == url("post-detail", post)
    assert (post.member, post.organisation, post.also_principal) == (member, branch, True)


def test_form_comes_filled_with_what_the_address_says(staff, branch, member):
    address = f"{url('post-create')}?organisation={branch.pk}&member={member.pk}"

    shown = typed(staff.get(address))

    assert (shown["organisation"], shown["member"]) == (str(branch.pk), "沈从文")
    assert shown["starts_on"] == TODAY.isoformat()


@pytest.mark.parametrize("asked", ["organisation=x&member=x", "organisation=²&member=²"])
def test_form_takes_no_nonsense_from_the_address(staff, asked):
    shown = typed(staff.get(f"{url('post-create')}?{asked}"))

    assert not shown["organisation"]
    assert not shown["member"]


def test_what_cannot_be_is_said_at_the_member_and_what_was_typed_is_kept(staff, branch, top):
    PlacementFactory(
        organisation=OrganisationFactory(superior=top), member=MemberFactory(name="沈从文")
    )

    response = staff.post(url("post-create"), sent(branch))

    assert list(errors_at(response)) == ["member"]
    assert typed(response)["member"] == "沈从文"


def test_name_nobody_bears_is_said_at_the_member(staff, branch):
    assert list(errors_at(staff.post(url("post-create"), sent(branch)))) == ["member"]


def test_reason_for_a_new_secretary_is_asked_at_its_field(staff, branch):
    member = MemberFactory(name="沈从文", confirmed_on=FOUNDED + 1500 * DAY)
    PlacementFactory(organisation=branch, member=member)
    given = sent(branch, starts_on=(FOUNDED + 1501 * DAY).isoformat())

    told = errors_at(staff.post(url("post-create"), given))
    staff.post(url("post-create"), {**given, "reason": "没有别的人选"})

    assert list(told) == ["reason"]
    assert Post.objects.get().doubtful == "任职时党龄不满1年：没有别的人选"


def test_staff_sends_an_instructor_from_outside_to_a_school(staff, top):
    person, school = OutsidePersonFactory(kept_by=top), SchoolFactory(kept_by=top)
    given = {"member": "", "outsider": person.pk, "school": school.pk}

    staff.post(url("post-create"), sent(top, kind="INSTRUCTOR", begin="SENT", **given))

    post = Post.objects.get()
    assert (post.outsider, post.school) == (person, school)


def test_nobody_and_no_school_of_elsewhere_is_offered(staff, top):
    person, school = OutsidePersonFactory(), SchoolFactory()
    given = {"member": "", "outsider": person.pk, "school": school.pk}

    response = staff.post(url("post-create"), sent(top, kind="INSTRUCTOR", begin="SENT", **given))

    assert sorted(errors_at(response)) == ["outsider", "school"]
    assert person.name not in text(response)


def test_staff_ends_a_post(staff, post):
    given = {"on": "2026-11-1", "reason": "调离", "version": 1}

    response = staff.post(url("post-end", post), given)

    assert response.url == url("post-detail", post)
    assert Post.objects.get().ends_on.isoformat() == "2026-11-01"


@pytest.mark.parametrize(("on", "is_kept"), [(TODAY, True), (TODAY + DAY, False)])
def test_end_is_not_of_a_day_to_come(staff, post, on, is_kept):
    given = {"on": on.isoformat(), "reason": "调离", "version": 1}

    response = staff.post(url("post-end", post), given)

    assert (Post.objects.get().ends_on is not None) is is_kept
    if not is_kept:
        assert errors_at(response) == {"on": ["日期不能晚于今天。"]}


def test_form_of_a_correction_shows_the_post(staff, post):
    shown = typed(staff.get(url("post-update", post)))

    assert (shown["member"], shown["kind"], shown["version"]) == ("沈从文", "SECRETARY", 1)


def test_staff_corrects_a_post(staff, post, branch):
    given = sent(branch, begin="BY_ELECTION", reason="录错", version=1)

    staff.post(url("post-update", post), given)

    row = Post.objects.get()
    assert (row.begin, row.starts_on.isoformat(), row.version) == ("BY_ELECTION", "2024-03-01", 2)


def test_correction_keeps_its_holder_though_another_bears_the_name(staff, post, branch, member):
    MemberFactory(name="沈从文")

    staff.post(url("post-update", post), sent(branch, reason="录错", version=1))

    assert (Post.objects.get().member, Post.objects.get().version) == (member, 2)


def test_correction_of_what_another_changed_shows_both(staff, post, branch):
    Post.objects.update(begin="BY_ELECTION", version=2)

    response = staff.post(url("post-update", post), sent(branch, reason="录错", version=1))

    assert response.status_code == 409
    assert ("如何任职", "补选", "换届选举") in response.context["conflict"]


@pytest.mark.parametrize("role", ["ADMINISTRATOR", "GENERAL_SECRETARY", "SECRETARY", "CLERK"])
def test_only_staff_keeps_posts(branch, post, role):
    client = client_of(AppointmentFactory(organisation=branch, role=role).user)
    addresses = [url("post-create"), url("post-update", post), url("post-end", post)]

    assert [client.post(address).status_code for address in addresses] == [403, 403, 403]
