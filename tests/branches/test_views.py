"""What holds for every list: scope of the page, order, export, and the number of queries."""

import pytest
from django.urls import reverse

from branches import audit
from branches.audit import Verb
from branches.models import AuditEvent, Organisation
from tests.events import detail, recorded
from tests.factories.branches import (
    AppointmentFactory,
    ApprovalPowerFactory,
    CommitteeFactory,
    CoverageFactory,
    HeadCountFactory,
    OrganisationFactory,
    OutsidePersonFactory,
    SchoolFactory,
    SettingFactory,
    UserFactory,
    branches_of,
)
from tests.pages import client_of, listed, sheet, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def top():
    return CommitteeFactory(code="T")


@pytest.fixture
def staff(top):
    return client_of(AppointmentFactory(organisation=top).user)


@pytest.fixture
def admin(top):
    return client_of(AppointmentFactory(organisation=top, role="ADMINISTRATOR").user)


@pytest.fixture
def opened(staff, admin):
    """Return a function that opens a page as whoever may."""
    clients = {"staff": staff, "admin": admin}
    return lambda who, name, **asked: clients[who].get(reverse(f"branches:{name}"), asked)


def organisations(top, number):
    """Found so many organisations, each covering a school."""
    for branch in branches_of(top, number):
        CoverageFactory(organisation=branch)


def schools(top, number):
    """Enter so many schools, each covered and counted."""
    for branch in branches_of(top, number):
        HeadCountFactory(school=CoverageFactory(organisation=branch).school)


def accounts(top, number):
    """Open so many accounts, each with two roles."""
    for user in UserFactory.create_batch(number):
        AppointmentFactory(user=user, organisation=top)
        AppointmentFactory(user=user, organisation=top, role="AUDITOR")


def persons(top, number):
    OutsidePersonFactory.create_batch(number, kept_by=top)


def settings_made(top, number):
    for place in range(number):
        SettingFactory(organisation=top, since=f"2021-01-{place + 1:02}")


def events(top, number):
    for _ in range(number):
        audit.record(Verb.ORGANISATION_CORRECTED, top, by=None, organisation=top)


LISTS = {
    "organisation-list": ("staff", organisations),
    "school-list": ("staff", schools),
    "account-list": ("admin", accounts),
    "outside-person-list": ("staff", persons),
    "setting-list": ("admin", settings_made),
    "audit-list": ("admin", events),
}


# Queries ---------------------------------------------------------------------------------------


@pytest.fixture
def begun(staff, admin):
    """Both sessions have begun: the first page of a session writes it down."""
    for client in (staff, admin):
        client.get(reverse("branches:help"))


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("organisation-list", 6),  # session, user, roles, count, rows, choices of the switcher
        ("school-list", 6),
        ("account-list", 7),  # and the roles of the accounts shown
        ("outside-person-list", 6),
        ("setting-list", 6),
        ("audit-list", 6),
    ],
)
@pytest.mark.parametrize("number", [1, 30])
def test_list_asks_the_same_number_of_queries_however_many_rows(
    opened, begun, top, name, queries, number, django_assert_num_queries
):
    who, make = LISTS[name]
    make(top, number)

    with django_assert_num_queries(queries):
        response = opened(who, name, per_page=100)

    assert len(listed(response)) >= number


@pytest.mark.parametrize("number", [1, 30])
def test_page_of_an_organisation_asks_the_same_number_of_queries(
    begun, staff, top, number, django_assert_num_queries
):
    branches_of(top, number)
    for _ in range(number):
        CoverageFactory(organisation=top, role="INSTRUCTOR")
        CoverageFactory(organisation=top, ends_on="2021-01-01")
        AppointmentFactory(organisation=top)
    for year in range(1, number + 1):
        ApprovalPowerFactory(
            organisation=top, starts_on=f"{1990 + year}-01-01", ends_on=f"{1990 + year}-02-01"
        )

    with django_assert_num_queries(10):
        staff.get(reverse("branches:organisation-detail", args=[top.pk]))


@pytest.mark.parametrize("number", [1, 30])
def test_history_of_an_organisation_asks_the_same_number_of_queries(
    begun, staff, top, number, django_assert_num_queries
):
    branch = OrganisationFactory(superior=top)
    for _ in range(number):
        audit.record(Verb.ORGANISATION_CORRECTED, branch, by=None, organisation=branch)

    with django_assert_num_queries(8):
        staff.get(reverse("branches:organisation-history", args=[branch.pk]))


@pytest.mark.parametrize("number", [1, 30])
def test_page_of_a_school_asks_the_same_number_of_queries(
    begun, staff, top, number, django_assert_num_queries
):
    school = SchoolFactory(kept_by=top)
    for place, branch in enumerate(branches_of(top, number)):
        CoverageFactory(school=school, organisation=branch)
        HeadCountFactory(school=school, school_year=1990 + place)
        audit.record(Verb.SCHOOL_CORRECTED, school, by=None, organisation=top)

    with django_assert_num_queries(8):
        staff.get(reverse("branches:school-detail", args=[school.pk]))


@pytest.mark.parametrize("number", [1, 30])
def test_page_of_an_account_asks_the_same_number_of_queries(
    begun, admin, top, number, django_assert_num_queries
):
    user = UserFactory()
    for branch in branches_of(top, number):
        AppointmentFactory(user=user, organisation=branch, role="SECRETARY")
        audit.record(Verb.ACCOUNT_CORRECTED, user, by=None)

    with django_assert_num_queries(7):
        admin.get(reverse("branches:account-detail", args=[user.pk]))


# Pages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, 25),
        ({"per_page": "50"}, 50),
        ({"per_page": "100"}, 60),
        ({"per_page": "100000"}, 60),
        ({"per_page": "1"}, 1),
        ({"per_page": "0"}, 1),
        ({"per_page": "-1"}, 1),
        ({"per_page": "many"}, 25),
        ({"per_page": ""}, 25),
        ({"per_page": "9" * 50}, 60),
    ],
)
def test_list_shows_a_page_of_sensible_size(opened, top, asked, shown):
    persons(top, 60)

    response = opened("staff", "outside-person-list", **asked)

    assert len(listed(response)) == shown


def test_list_never_shows_more_than_a_hundred_rows(opened, top):
    persons(top, 101)

    response = opened("staff", "outside-person-list", per_page="1000")

    assert len(listed(response)) == 100


@pytest.mark.parametrize(
    ("page", "number"),
    [("2", 2), ("3", 3), ("4", 3), ("999999999", 3), ("0", 1), ("-1", 1), ("x", 1), ("", 1)],
)
def test_page_beyond_the_end_is_the_last_one(opened, top, page, number):
    persons(top, 60)

    response = opened("staff", "outside-person-list", page=page)

    assert response.context["table"].page.number == number


def test_pages_together_show_every_row_once(opened, top):
    persons(top, 60)

    shown = [
        row.pk
        for page in (1, 2, 3)
        for row in listed(opened("staff", "outside-person-list", page=page))
    ]

    assert len(shown) == len(set(shown)) == 60


# Order -----------------------------------------------------------------------------------------

NAMES = ["张三", "安宁", "李四", "杨柳", "白雪"]
IN_PINYIN = ["安宁", "白雪", "李四", "杨柳", "张三"]


@pytest.mark.parametrize(
    ("sort", "expected"), [("name", IN_PINYIN), ("-name", IN_PINYIN[::-1]), ("", IN_PINYIN)]
)
def test_people_are_sorted_by_pinyin(opened, top, sort, expected):
    for name in NAMES:
        OutsidePersonFactory(kept_by=top, name=name)

    response = opened("staff", "outside-person-list", sort=sort)

    assert [row.name for row in listed(response)] == expected


@pytest.mark.parametrize(("sort", "expected"), [("short_name", 1), ("-short_name", -1)])
def test_organisations_are_sorted_by_pinyin(opened, top, sort, expected):
    for name in NAMES:
        OrganisationFactory(superior=top, name=name)

    response = opened("staff", "organisation-list", sort=sort, kind="BRANCH")

    assert [row.name for row in listed(response)] == IN_PINYIN[::expected]


@pytest.mark.parametrize(("sort", "expected"), [("short_name", 1), ("-short_name", -1)])
def test_schools_are_sorted_by_pinyin(opened, top, sort, expected):
    for name in NAMES:
        SchoolFactory(kept_by=top, name=name)

    response = opened("staff", "school-list", sort=sort)

    assert [row.name for row in listed(response)] == IN_PINYIN[::expected]


def test_numbers_are_sorted_as_numbers(opened, top):
    for staff in (9, 10, 100):
        HeadCountFactory(school__kept_by=top, staff=staff)

    response = opened("staff", "school-list", sort="staff")

    assert [row.staff for row in listed(response)] == [9, 10, 100]


@pytest.mark.parametrize("name", LISTS)
def test_order_nobody_offers_changes_nothing(opened, top, name):
    who, make = LISTS[name]
    make(top, 3)
    usual = [row.pk for row in listed(opened(who, name))]

    for sort in ("nothing", "-", "pk", "recorded_by__password", "?", "-nothing"):
        assert [row.pk for row in listed(opened(who, name, sort=sort))] == usual


# Export ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
def test_export_holds_every_row_of_the_list_and_not_a_page(opened, top, name):
    who, make = LISTS[name]
    make(top, 30)
    number = opened(who, name).context["table"].paginator.count

    header, *rows = sheet(opened(who, name, export="xlsx"))

    assert number >= 30
    assert len(rows) == number
    assert all(header)


def test_export_holds_exactly_the_filtered_rows_in_their_order(opened, top):
    for name in NAMES:
        SchoolFactory(kept_by=top, name=name, ownership="PRIVATE")
        SchoolFactory(kept_by=top, name=f"公办{name}")

    response = opened(
        "staff", "school-list", export="xlsx", ownership="PRIVATE", sort="-short_name"
    )
    _, *rows = sheet(response)

    assert [row[0] for row in rows] == IN_PINYIN[::-1]


def test_export_shows_what_the_list_shows(opened, top):
    school = SchoolFactory(kept_by=top, name="第一中学", township="城关镇", code="S01")
    HeadCountFactory(school=school, staff=300, teachers=None)
    CoverageFactory(school=school, organisation__superior=top)

    header, row = sheet(opened("staff", "school-list", export="xlsx"))

    assert dict(zip(header, row, strict=True)) == {
        "学校": "第一中学",
        "代码": "S01",
        "办学类型": "小学",
        "性质": "公办",
        "隶属": "县直",
        "所在乡镇": "城关镇",
        "组织覆盖": "单独组建",
        "教职工（人）": 300,
        "专任教师（人）": None,
        "数据学年": "2025—2026",
    }


def test_export_is_a_file_to_keep_under_a_chinese_name(opened, top):
    response = opened("staff", "school-list", export="xlsx")

    assert response["Content-Type"] == (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E5%AD%A6%E6%A0%A120261120.xlsx"
    )


def test_export_is_logged_once_with_its_rows_and_its_filter(opened, top):
    SchoolFactory.create_batch(2, kept_by=top, ownership="PRIVATE")
    SchoolFactory(kept_by=top)

    with recorded() as events:
        opened("staff", "school-list", export="xlsx", ownership="PRIVATE")

    (event,) = events
    said = detail(event)
    assert event.verb == Verb.EXPORTED
    assert said["rows"] == 2
    assert said["asked"] == {"export": "xlsx", "ownership": "PRIVATE"}


def test_export_hides_what_the_list_hides(opened, top):
    SchoolFactory(kept_by=top, name="第一中学")
    SchoolFactory(name="邻县中学")  # exists, so it could leak

    _, *rows = sheet(opened("staff", "school-list", export="xlsx"))

    assert [row[0] for row in rows] == ["第一中学"]


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "a\x07b", "a\uffffb"])
def test_export_opens_whatever_somebody_managed_to_store(opened, top, name):
    OrganisationFactory(superior=top)
    Organisation.objects.filter(superior=top).update(short_name=name)

    _, *rows = sheet(opened("staff", "organisation-list", export="xlsx", kind="BRANCH"))

    assert [row[0] for row in rows] == [name.replace("\x07", "").replace("\uffff", "")]


def test_log_with_a_name_somebody_typed_at_the_door_can_be_exported(opened, client):
    client.post(reverse("branches:login"), {"username": "a\uffffb\u202e", "password": "x"})

    _, *rows = sheet(opened("admin", "audit-list", export="xlsx", verb="account.login_refused"))

    assert [row[1] for row in rows] == ["ab\u202e"]


# Nothing to show -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("school-list", "这里列出您能查看的学校。"),
        ("outside-person-list", "不在本系统党员名册里"),
    ],
)
def test_empty_list_says_what_belongs_here(opened, name, words):
    response = opened("staff", name)

    assert listed(response) == []
    assert words in text(response)


@pytest.mark.parametrize("name", LISTS)
def test_nothing_typed_into_a_search_breaks_a_list(opened, top, name):
    who, make = LISTS[name]
    make(top, 1)

    for q in ("nobody", "%", "'", "x" * 100, "x" * 101, "\x00", "\u202e"):
        assert opened(who, name, q=q).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_nothing_typed_as_a_day_breaks_a_list(opened, top, name):
    who, make = LISTS[name]
    make(top, 1)

    for on in ("2026-02-31", "0001-01-01", "9999-12-31", "x", "2026-13", "", "2025.7.1"):
        assert opened(who, name, on=on).status_code == 200


def test_day_that_is_none_is_told_beside_the_rows_and_not_called_a_filter(opened):
    page = text(opened("staff", "school-list", on="2026-2-31", q="一"))

    told = page.partition('id="results"')[2]
    assert "截至：这不是一个日期，请写成 2026-7-1 这样。下面没有按它筛选。" in told
    assert 'id="drop-on"' not in told
    assert 'id="drop-q"' in told


def test_reading_leaves_no_trace(opened, top):
    before = AuditEvent.objects.count()

    for name, (who, _) in LISTS.items():
        opened(who, name)

    assert AuditEvent.objects.count() == before
