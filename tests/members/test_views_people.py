"""The roll, a person's page, what is looked for and shown with care."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from branches.audit import Verb
from branches.identity import check_character, is_male
from members.rules import number_fault
from members.services import placements
from tests.events import detail, recorded
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    SchoolFactory,
)
from tests.factories.members import (
    CircumstanceFactory,
    EducationFactory,
    EmploymentFactory,
    PlacementFactory,
    PostFactory,
    StandingFactory,
)
from tests.pages import client_of, errors_at, listed, sheet, text

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MOVED = date(2025, 9, 1)
LAST_YEAR = date(2025, 12, 31)
NUMBER = "99999919800520002" + check_character("99999919800520002")
PHONE = "13800001234"
HEADERS = [
    *("姓名", "性别", "民族", "出生日期", "公民身份号码", "学历", "学位", "人员类别"),
    *("所在党支部", "入党日期", "转正日期", "工作岗位", "从事专业技术职务", "工作单位"),
    *("联系电话", "家庭住址", "籍贯", "党籍状态", "是否失联党员", "是否流动党员"),
    *("参加工作日期", "备注"),
]


@pytest.fixture
def top():
    return CommitteeFactory(name="县教育工委")


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top, name="一小党支部")


@pytest.fixture
def sibling(top):
    return OrganisationFactory(superior=top, name="二小党支部")


@pytest.fixture
def here(branch):
    """A placement in the branch."""
    return PlacementFactory(organisation=branch, member__name="李文静")


@pytest.fixture
def there(sibling):
    """A placement in the sibling branch: it exists, so it could leak."""
    return PlacementFactory(organisation=sibling, member__name="王秀兰")


@pytest.fixture
def staff(top):
    return client_of(AppointmentFactory(organisation=top).user)


@pytest.fixture
def secretary(branch):
    return client_of(AppointmentFactory(organisation=branch, role="SECRETARY").user)


def url(name, *args):
    return reverse(f"members:{name}", args=[getattr(one, "pk", one) for one in args])


def roll(client, **asked):
    return client.get(url("member-list"), asked)


def move(placement, to, *, on=MOVED):
    return placements.transfer(
        member=placement.member,
        to=to,
        on=on,
        document="介绍信",
        registered_on=on,
        version=placement.version,
        by=None,
    )


# The roll --------------------------------------------------------------------------------------


def test_roll_shows_staff_everybody_in_pinyin_order(staff, here, there):
    assert listed(roll(staff)) == [here, there]


def test_roll_shows_a_secretary_her_own(secretary, here, there):
    response = roll(secretary)

    assert listed(response) == [here]
    assert "王秀兰" not in text(response)


def test_roll_narrows_to_the_organisation_acted_for(staff, branch, here, there):
    staff.post(reverse("branches:switch"), {"organisation": branch.pk, "next": "/"})

    assert listed(roll(staff)) == [here]


def test_roll_is_closed_to_auditors(top):
    auditor = client_of(AppointmentFactory(organisation=top, role="AUDITOR").user)

    assert roll(auditor).status_code == 403


@pytest.mark.parametrize(
    ("on", "is_there"), [(FOUNDED - DAY, False), (FOUNDED, True), (TODAY, True)]
)
def test_roll_is_of_a_day(staff, here, on, is_there):
    assert listed(roll(staff, on=on)) == ([here] if is_there else [])


@pytest.mark.parametrize("q", ["文静", "liwenjing", "lwj", "LWJ"])
def test_roll_is_searched_by_name_pinyin_or_initials(staff, here, there, q):
    assert listed(roll(staff, q=q)) == [here]


@pytest.mark.parametrize(
    "q", ["123456", NUMBER, "138 0000 1234", "１３８００００１２３４", "王123456"]
)
def test_roll_does_not_search_for_numbers_and_says_where_to(staff, here, q):
    response = roll(staff, q=q)

    assert "请用“按号码查找”" in text(response)
    assert listed(response) == [here]


def test_five_digits_are_no_number(staff, here):
    response = roll(staff, q="12345")

    assert "请用“按号码查找”" not in text(response)
    assert listed(response) == []


@pytest.mark.parametrize(("standing", "who"), [("", "n"), ("SUSPENDED", "s"), ("ANY", "ns")])
def test_suspended_are_on_no_roll_unless_asked_for(staff, branch, standing, who):
    normal = PlacementFactory(organisation=branch, member__name="安然")
    suspended = PlacementFactory(organisation=branch, member__name="白露")
    StandingFactory(member=suspended.member, starts_on=TODAY)

    found = listed(roll(staff, standing=standing))

    assert found == [{"n": normal, "s": suspended}[one] for one in who]


def test_suspended_is_still_on_the_roll_the_day_before(staff, here):
    StandingFactory(member=here.member, starts_on=TODAY)

    assert listed(roll(staff, on=TODAY - DAY)) == [here]


@pytest.mark.parametrize(
    ("asked", "member"),
    [
        ({"stage": "PROBATIONARY"}, {"confirmed_on": None}),
        ({"stage": "PROBATIONARY"}, {"confirmed_on": TODAY + DAY}),
        ({"sex": "MALE"}, {"sex": "MALE"}),
        ({"ethnicity": "MINORITY"}, {"ethnicity": "11"}),
        ({"age": "TO_35"}, {"born_on": date(1990, 11, 21)}),
        ({"age": "31_35"}, {"born_on": date(1990, 11, 21)}),
        ({"age": "36_40"}, {"born_on": date(1990, 11, 20)}),
        ({"age": "FROM_61"}, {"born_on": date(1965, 11, 20)}),
    ],
)
def test_roll_is_filtered_by_facts_of_the_person(staff, here, branch, asked, member):
    other = PlacementFactory(
        organisation=branch,
        **{f"member__{name}": value for name, value in member.items()},
    )

    assert listed(roll(staff, **asked)) == [other]


@pytest.mark.parametrize(
    ("asked", "make"),
    [
        ({"retired": "1"}, lambda m: EmploymentFactory(member=m, job="4", is_retired=True)),
        ({"job": "012"}, lambda m: EmploymentFactory(member=m, job="012")),
        ({"level": "COLLEGE"}, lambda m: EducationFactory(member=m, level="COLLEGE")),
        ({"level": "COLLEGE_UP"}, lambda m: EducationFactory(member=m, level="COLLEGE")),
        ({"circumstance": "MOBILE"}, lambda m: CircumstanceFactory(member=m, kind="MOBILE")),
    ],
)
def test_roll_is_filtered_by_what_holds_of_her(staff, here, branch, asked, make):
    other = PlacementFactory(organisation=branch)
    make(other.member)

    assert listed(roll(staff, **asked)) == [other]


def test_who_is_not_retired_is_in_post(staff, here, branch):
    retired = PlacementFactory(organisation=branch)
    EmploymentFactory(member=retired.member, job="4", is_retired=True)

    assert listed(roll(staff, retired="0")) == [here]


def test_roll_is_filtered_by_organisation(staff, branch, here, there):
    assert listed(roll(staff, organisation=branch.pk)) == [here]


def test_organisations_offered_are_those_one_may_read(secretary, here, sibling):
    assert sibling.short_name not in text(roll(secretary))


def test_a_foreign_organisation_is_no_choice(secretary, here, sibling):
    assert listed(roll(secretary, organisation=sibling.pk)) == [here]


@pytest.mark.parametrize(("counted", "is_outside"), [("1", False), ("0", True)])
def test_roll_is_filtered_by_what_counts(staff, top, here, counted, is_outside):
    outside = PlacementFactory(
        organisation=OrganisationFactory(superior=top, outside_superior="县直机关工委")
    )

    assert listed(roll(staff, counted=counted)) == ([outside] if is_outside else [here])


def test_questions_are_crossed(staff, here, branch):
    asked = {"sex": "MALE", "ethnicity": "MINORITY"}
    other = PlacementFactory(organisation=branch, member__sex="MALE", member__ethnicity="11")
    PlacementFactory(organisation=branch, member__sex="MALE")
    PlacementFactory(organisation=branch, member__ethnicity="11")

    assert listed(roll(staff, **asked)) == [other]


def test_ages_are_of_the_day_looked_at(staff, branch):
    PlacementFactory(organisation=branch, member__born_on=date(1990, 11, 20))

    assert "1990-11（35岁）" in text(roll(staff, on=LAST_YEAR))
    assert "1990-11（36岁）" in text(roll(staff))


def test_name_leads_to_the_page_on_the_same_day(staff, here):
    assert f"/members/{here.member_id}/?on=2025-12-31" in text(roll(staff, on=LAST_YEAR))


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_roll_asks_the_same_number_of_queries_however_many_rows(
    staff, branch, rows, django_assert_num_queries
):
    for placement in PlacementFactory.create_batch(rows, organisation=branch):
        EmploymentFactory(member=placement.member, school__kept_by=branch.superior)

    # session, user, roots; count, organisations to choose, rows; switcher; session (3)
    with django_assert_num_queries(10):
        roll(staff, per_page=100)


# Somebody who left for another branch --------------------------------------------------------


def test_former_branch_sees_nothing_of_her_today(secretary, here, sibling):
    move(here, sibling)

    assert listed(roll(secretary)) == []
    assert secretary.get(url("member-detail", here.member)).status_code == 404


def test_former_branch_keeps_her_name_on_a_past_day_without_a_link(secretary, here, sibling):
    move(here, sibling)

    response = roll(secretary, on=MOVED - DAY)

    assert listed(response) == [here]
    assert "李文静" in text(response)
    assert url("member-detail", here.member) not in text(response)


def test_former_branch_takes_nothing_away_that_is_not_of_that_day(secretary, branch, sibling):
    gone = PlacementFactory(
        organisation=branch,
        member__identity_number=NUMBER,
        member__phone=PHONE,
        member__address="青石路1号",
        member__native_place="东河",
        member__note="后来写的",
    )
    move(gone, sibling)

    (row,) = sheet(roll(secretary, on=MOVED - DAY, export="xlsx"))[1:]

    values = dict(zip(HEADERS, row, strict=True))
    closed = ("公民身份号码", "联系电话", "家庭住址", "籍贯", "备注")
    assert {values[name] for name in closed} == {None}
    assert values["姓名"] == gone.member.name


def test_new_branch_sees_her_and_the_stays_that_are_its_own(sibling, here):
    move(here, sibling)
    secretary = client_of(AppointmentFactory(organisation=sibling, role="SECRETARY").user)

    page = secretary.get(url("member-detail", here.member))

    assert [stay.organisation for stay in page.context["stays"]] == [sibling]


# The workbook ----------------------------------------------------------------------------------


def test_export_holds_the_columns_of_the_form_and_masks_numbers(staff, top, branch):
    placement = PlacementFactory(
        organisation=branch,
        member__name="李文静",
        member__identity_number=NUMBER,
        member__phone=PHONE,
        member__address="青石路1号",
        member__native_place="东河",
    )
    school = SchoolFactory(kept_by=top, name="第一小学")
    EmploymentFactory(member=placement.member, school=school, title="MIDDLE")
    EducationFactory(member=placement.member, degree="BACHELOR")
    CircumstanceFactory(member=placement.member, kind="MOBILE")

    header, row = sheet(roll(staff, export="xlsx"))

    assert header == HEADERS
    assert [value.date() if hasattr(value, "date") else value for value in row] == [
        *("李文静", "女", "汉族", date(1980, 5, 20), "999999************", "大学本科", "学士"),
        *("正式党员", "一小党支部", date(2008, 6, 15), date(2009, 6, 15)),
        *("事业单位专业技术人员", "中级", "第一小学", "138****1234", "******", "东河"),
        *("正常", "否", "是", None, None),
    ]


def test_export_is_logged_with_what_was_asked(staff, here):
    with recorded() as events:
        roll(staff, export="xlsx", q="文静", stage="FULL", sort="-name")

    (event,) = events
    assert event.verb == Verb.EXPORTED
    assert detail(event) == {
        "asked": {"q": "文静", "stage": "FULL", "export": "xlsx", "sort": "-name"},
        "rows": 1,
    }


@pytest.mark.parametrize("name", ["q", "sort", "unknown", "on"])
def test_no_number_reaches_the_log_by_an_export(staff, here, name):
    with recorded() as events:
        roll(staff, export="xlsx", **{name: NUMBER})

    (event,) = events
    assert NUMBER not in event.detail.text


# An organisation's roll ------------------------------------------------------------------------


def test_organisation_leads_to_its_roll_on_the_same_day(staff, branch, here, there):
    page = staff.get(reverse("branches:organisation-detail", args=[branch.pk]), {"on": LAST_YEAR})
    address = f"{url('organisation-roll', branch)}?on=2025-12-31"

    assert f'href="{address}"' in text(page)
    assert listed(staff.get(address)) == [here]


def test_organisations_roll_includes_what_is_beneath_it(staff, top, here, there):
    assert listed(staff.get(url("organisation-roll", top))) == [here, there]


def test_foreign_organisations_roll_is_not_found(secretary, sibling):
    assert secretary.get(url("organisation-roll", sibling)).status_code == 404


def test_past_roll_of_an_organisation_is_of_those_who_were_there_then(
    staff, here, sibling, branch
):
    move(here, sibling)

    then = staff.get(url("organisation-roll", branch), {"on": MOVED - DAY})

    assert listed(then) == [here]
    assert listed(staff.get(url("organisation-roll", branch))) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_organisations_roll_asks_the_same_number_of_queries(
    staff, branch, rows, django_assert_num_queries
):
    PlacementFactory.create_batch(rows, organisation=branch)

    # session, user, roots; the organisation, count, rows; switcher; session (3)
    with django_assert_num_queries(10):
        staff.get(url("organisation-roll", branch))


# A person's page -------------------------------------------------------------------------------


def test_page_says_what_the_form_asks(staff, branch):
    placement = PlacementFactory(
        organisation=branch, member__name="李文静", member__identity_number=NUMBER
    )
    EmploymentFactory(member=placement.member, office="教研组长")
    PostFactory(member=placement.member, organisation=branch)

    body = text(staff.get(url("member-detail", placement.member)))

    wanted = ["李文静", "汉族", "1980-05-20（46岁）", "2008-06-15", "17年", "教研组长", "书记"]
    assert [word for word in wanted if word not in body] == []
    assert "999999************" in body
    assert NUMBER not in body


def test_page_is_of_the_day_looked_at(staff, here):
    page = staff.get(url("member-detail", here.member), {"on": date(2024, 6, 14)})

    assert "14年" in text(page)


def test_page_of_somebody_elsewhere_is_not_found(secretary, there):
    assert secretary.get(url("member-detail", there.member)).status_code == 404


def test_page_of_who_left_the_system_stays_open_and_offers_no_change(secretary, here):
    placements.leave(
        placement=here,
        on=MOVED,
        end="DIED",
        document="",
        elsewhere="",
        registered_on=MOVED,
        version=here.version,
        by=None,
    )

    body = text(secretary.get(url("member-detail", here.member)))

    assert "死亡" in body
    assert url("member-leave", here.member) not in body


def test_administrator_sees_masks_and_no_way_to_more(top, branch):
    admin = client_of(AppointmentFactory(organisation=top, role="ADMINISTRATOR").user)
    placement = PlacementFactory(organisation=branch, member__phone=PHONE)

    body = text(admin.get(url("member-detail", placement.member)))

    assert "138****1234" in body
    assert url("reveal-create", placement.member) not in body
    assert url("member-update", placement.member) not in body


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_the_same_number_of_queries_however_long_the_history(
    secretary, here, rows, django_assert_num_queries
):
    for number in range(rows):
        starts_on, ends_on = FOUNDED + number * DAY, FOUNDED + (number + 1) * DAY
        EmploymentFactory(member=here.member, starts_on=starts_on, ends_on=ends_on)
        EducationFactory(member=here.member, starts_on=starts_on, ends_on=ends_on)

    secretary.get(reverse("branches:help"))  # a session's first page writes it down

    # session, user, roots; her and where she is and was; work, education, circumstances,
    # standings, posts and events; then the switcher
    with django_assert_num_queries(12):
        secretary.get(url("member-detail", here.member))


# What is encrypted -----------------------------------------------------------------------------


@pytest.fixture
def known(branch):
    return PlacementFactory(
        organisation=branch, member__identity_number=NUMBER, member__phone=PHONE
    ).member


def test_five_hundred_numbers_remain_behind_all_that_a_page_shows(secretary, known):
    page = page_without_tokens(secretary, known)
    (shown,) = set(re.findall(r"\d{6}\*{12}", page))
    body = [f"{shown[:6]}{known.born_on:%Y%m%d}{order:03}" for order in range(1000)]
    numbers = [digits + check_character(digits) for digits in body]
    left = [number for number in numbers if is_male(number) == (known.sex == "MALE")]

    assert f"{known.born_on:%Y-%m-%d}" in page
    assert len(left) == 500
    assert [number for number in left if number in page or number_fault(number, today=TODAY)] == []

    known.identity_number = left[-1]
    known.save()

    assert page_without_tokens(secretary, known) == page


def page_without_tokens(client, member):
    """Return a person's page without what differs from answer to answer."""
    return re.sub(r'value="\w{64}"', "", text(client.get(url("member-detail", member))))


@pytest.mark.parametrize(("field", "shown"), [("identity_number", NUMBER), ("phone", PHONE)])
def test_number_is_shown_once_to_whoever_says_why(secretary, known, field, shown):
    with recorded() as events:
        answer = secretary.post(
            url("reveal-create", known), {"field": field, "reason": "核对介绍信"}
        )

    assert shown in text(answer)
    (event,) = events
    assert (event.verb, event.reason) == (Verb.NUMBER_REVEALED, "核对介绍信")
    assert shown not in event.detail.text


def test_number_is_not_shown_without_a_reason(secretary, known):
    with recorded() as events:
        answer = secretary.post(url("reveal-create", known), {"field": "phone", "reason": " "})

    assert errors_at(answer) == {"reason": ["请填写这一项。"]}
    assert PHONE not in text(answer)
    assert events == []


def test_number_of_somebody_elsewhere_is_not_shown(secretary, there):
    answer = secretary.post(
        url("reveal-create", there.member), {"field": "phone", "reason": "核对"}
    )

    assert answer.status_code == 404


def test_administrator_may_not_ask_for_numbers(top, known):
    admin = client_of(AppointmentFactory(organisation=top, role="ADMINISTRATOR").user)

    assert admin.get(url("reveal-create", known)).status_code == 403
    assert admin.get(url("member-find")).status_code == 403


@pytest.mark.parametrize(
    "number", [NUMBER, f" {NUMBER[:6]} {NUMBER[6:]}", NUMBER.lower(), PHONE, "138 0000 1234"]
)
def test_person_is_found_by_either_number(secretary, known, number):
    answer = secretary.post(url("member-find"), {"number": number})

    assert f'href="{url("member-detail", known)}"' in text(answer)


def test_nobody_elsewhere_is_found(secretary, sibling):
    PlacementFactory(organisation=sibling, member__name="王秀兰", member__phone=PHONE)

    answer = secretary.post(url("member-find"), {"number": PHONE})

    assert "没有找到" in text(answer)
    assert "王秀兰" not in text(answer)


def test_search_by_number_is_logged_without_the_number(secretary, known):
    with recorded() as events:
        secretary.post(url("member-find"), {"number": PHONE})

    (event,) = events
    assert (event.verb, detail(event)) == (Verb.NUMBER_SEARCHED, {"count": 1})


def test_number_in_an_address_finds_nobody(secretary, known):
    page = secretary.get(url("member-find"), {"number": PHONE})

    assert known.name not in text(page)
