"""Schools on the screen: lists, pages, head counts."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from branches.models import HeadCount, School
from tests.factories.branches import (
    FOUNDED,
    AppointmentFactory,
    CommitteeFactory,
    CoverageFactory,
    HeadCountFactory,
    OrganisationFactory,
    SchoolFactory,
)
from tests.pages import client_of, errors_at, listed, text, typed

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
def school(top):
    return SchoolFactory(kept_by=top, name="第一中学")


@pytest.fixture
def staff(top):
    return client_of(AppointmentFactory(organisation=top).user)


@pytest.fixture
def secretary(branch):
    return client_of(AppointmentFactory(organisation=branch, role="SECRETARY").user)


def url(name, *args):
    return reverse(f"branches:{name}", args=[getattr(one, "pk", one) for one in args])


def school_list(client, **asked):
    return client.get(url("school-list"), asked)


def page_of(client, school, **asked):
    return client.get(url("school-detail", school), asked)


def stored(row):
    return type(row).objects.get(pk=row.pk)


# The list --------------------------------------------------------------------------------------


def test_list_shows_the_schools_of_the_committee_and_no_others(staff, school):
    SchoolFactory()  # of another committee: it exists, so it could leak

    assert listed(school_list(staff)) == [school]


def test_list_shows_a_secretary_the_schools_her_branch_covers(secretary, branch, school):
    covered = CoverageFactory(organisation=branch).school

    response = school_list(secretary)

    assert listed(response) == [covered]
    assert school.name not in text(response)


def test_school_once_covered_is_hidden_whatever_day_is_looked_at(secretary, branch):
    CoverageFactory(organisation=branch, ends_on=CHANGED)

    assert listed(school_list(secretary, on="2025-6-30")) == []


def test_list_narrows_to_whom_one_acts_for(staff, top, branch, school):
    covered = CoverageFactory(organisation=branch).school

    staff.post(url("switch"), {"organisation": branch.pk})

    assert listed(school_list(staff)) == [covered]


@pytest.mark.parametrize("q", ["第一中学", "diyizhong", "dyzx", "S7", "s7"])
def test_list_is_searched_by_name_pinyin_initials_or_code(staff, top, school, q):
    SchoolFactory(kept_by=top, name="城关小学")
    School.objects.filter(pk=school.pk).update(code="S777")

    assert listed(school_list(staff, q=q)) == [school]


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ({"ownership": "PRIVATE"}, {"ownership": "PRIVATE"}),
        ({"level": "TOWNSHIP"}, {"level": "TOWNSHIP", "township": "东河镇"}),
        ({"stage": "KINDERGARTEN"}, {"stage": "KINDERGARTEN"}),
        ({"township": "东河镇"}, {"township": "东河镇"}),
        ({"ownership": "PRIVATE", "stage": "SENIOR"}, {"ownership": "PRIVATE", "stage": "SENIOR"}),
    ],
)
def test_list_is_filtered_by_what_a_school_is(staff, top, school, asked, values):
    wanted = SchoolFactory(kept_by=top, **values)

    assert listed(school_list(staff, **asked)) == [wanted]


@pytest.mark.parametrize("form", ["OWN", "JOINT", "ATTACHED", "INSTRUCTOR", "NONE"])
def test_list_is_filtered_by_how_a_school_is_covered(staff, top, form):
    covered = {
        role: CoverageFactory(organisation__superior=top, role=role).school
        for role in ("OWN", "JOINT", "ATTACHED", "INSTRUCTOR")
    }
    covered["NONE"] = SchoolFactory(kept_by=top)

    (row,) = listed(school_list(staff, coverage_form=form))

    assert (row, row.coverage_form) == (covered[form], form)


@pytest.mark.parametrize(("on", "form"), [("2025-6-30", "OWN"), ("2025-7-1", "NONE")])
def test_list_shows_how_a_school_was_covered_on_the_day(staff, branch, on, form):
    CoverageFactory(organisation=branch, ends_on=CHANGED)

    (row,) = listed(school_list(staff, on=on))

    assert row.coverage_form == form
    assert listed(school_list(staff, on=on, coverage_form=form)) == [row]


@pytest.mark.parametrize(
    ("on", "counted"),
    [("2025-8-31", (30, 2024)), ("2025-9-1", (40, 2025)), ("", (40, 2025)), ("2024-8-31", None)],
)
def test_list_shows_the_head_count_of_the_day(staff, school, on, counted):
    HeadCountFactory(school=school, school_year=2024, staff=30)
    HeadCountFactory(school=school, school_year=2025, staff=40)

    (row,) = listed(school_list(staff, on=on))

    assert (row.staff, row.counted_year) == (counted or (None, None))


def test_list_is_filtered_by_who_was_not_counted_yet(staff, top, school):
    HeadCountFactory(school=SchoolFactory(kept_by=top), school_year=2026)
    HeadCountFactory(school=school, school_year=2025)

    assert listed(school_list(staff, counts="MISSING")) == [school]
    assert listed(school_list(staff, counts="MISSING", on="2025-9-1")) != [school]


@pytest.mark.parametrize(
    ("on", "exists"), [("2019-12-31", False), ("2020-1-1", True), ("2025-7-1", False)]
)
def test_list_shows_what_existed_on_the_day(staff, school, on, exists):
    School.objects.filter(pk=school.pk).update(closed_on=CHANGED)

    assert listed(school_list(staff, on=on)) == ([school] if exists else [])


# The page --------------------------------------------------------------------------------------


def test_page_shows_facts_coverage_head_counts_and_events(staff, top, branch, school):
    coverage = CoverageFactory(organisation=branch, school=school)
    former = CoverageFactory(school=school, organisation__superior=top, ends_on=CHANGED)
    head_count = HeadCountFactory(school=school, staff=317)

    response = page_of(staff, school)

    assert response.context["coverages"] == [coverage]
    assert response.context["former_coverages"] == [former]
    assert list(response.context["head_counts"]) == [head_count]
    for words in (school.name, branch.short_name, "317", "单独组建"):
        assert words in text(response)


@pytest.mark.parametrize(("on", "form"), [("2025-6-30", "OWN"), ("2025-7-1", "NONE")])
def test_page_shows_the_coverage_of_the_day(staff, branch, school, on, form):
    CoverageFactory(organisation=branch, school=school, ends_on=CHANGED)

    response = page_of(staff, school, on=on)

    assert response.context["school"].coverage_form == form
    assert len(response.context["coverages"]) == (form == "OWN")


def test_page_hides_who_else_covers_the_school(secretary, top, branch):
    coverage = CoverageFactory(organisation=branch)
    other = CoverageFactory(
        school=coverage.school, organisation__superior=top, organisation__name="秘密党支部"
    )

    response = page_of(secretary, coverage.school)

    assert response.context["coverages"] == [coverage]
    assert other.organisation.name not in text(response)


def test_page_of_a_school_covered_by_others_is_not_there(secretary, school):
    response = page_of(secretary, school)

    assert response.status_code == 404
    assert school.name not in text(response)


def test_page_tells_unknown_from_nothing(staff, school):
    HeadCountFactory(school=school, teachers=None, women=0)

    shown = text(page_of(staff, school))

    assert '<td data-label="专任教师（人）" class="number">—</td>' in shown
    assert '<td data-label="女教职工（人）" class="number card-hide">0</td>' in shown


def test_page_offers_a_secretary_nothing_to_do(secretary, branch):
    school = CoverageFactory(organisation=branch).school

    shown = text(page_of(secretary, school))

    for name in ("school-update", "school-close"):
        assert url(name, school) not in shown


# Acts ------------------------------------------------------------------------------------------


def facts(**values):
    valid = {
        "name": "示范县第一中学",
        "short_name": "一中",
        "code": "NEW",
        "stage": "SENIOR",
        "ownership": "PUBLIC",
        "level": "COUNTY",
        "opened_on": "2020.9.1",
    }
    return valid | values


def test_school_is_entered_through_its_form(staff, top):
    response = staff.post(url("school-create"), facts())

    made = School.objects.get(code="NEW")
    assert (made.kept_by, made.opened_on) == (top, date(2020, 9, 1))
    assert response.url == url("school-detail", made)


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"level": "TOWNSHIP"}, {"township": ["乡镇学校要填写所在乡镇。"]}),
        ({"opened_on": "2020-2-30"}, {"opened_on": ["这不是一个日期，请写成 2026-7-1 这样。"]}),
        ({"opened_on": "2200-1-1"}, {"opened_on": ["年份应在 1900 年至 2199 年之间，请检查。"]}),
        ({"name": ""}, {"name": ["请填写这一项。"]}),
        (
            {"name": "一\u200b中"},
            {"name": ["含有不能显示的字符（U+200B），请删去后重新输入。"]},
        ),
    ],
)
def test_form_says_what_is_wrong_where_and_keeps_what_was_typed(staff, values, errors):
    response = staff.post(url("school-create"), facts(**values))

    assert errors_at(response) == errors
    assert (typed(response)["code"], School.objects.count()) == ("NEW", 0)


def test_school_is_corrected_through_its_form(staff, school):
    response = staff.post(
        url("school-update", school), facts(reason="录入有误", version=1, township=" 城关镇 ")
    )

    assert response.url == url("school-detail", school)
    assert (stored(school).name, stored(school).township) == ("示范县第一中学", "城关镇")


def test_correction_of_what_was_changed_meanwhile_shows_both(staff, school):
    School.objects.filter(pk=school.pk).update(version=2, short_name="对方")

    response = staff.post(url("school-update", school), facts(reason="录入有误", version=1))

    assert response.status_code == 409
    assert ("简称", "对方", "一中") in response.context["conflict"]
    assert ("办学类型", "小学", "高中") in response.context["conflict"]


def test_school_is_closed_and_reopened_through_the_forms(staff, school):
    staff.post(url("school-close", school), {"on": "2025-7-1", "reason": "撤并", "version": 1})
    closed = stored(school).closed_on

    staff.post(url("school-reopen", school), {"reason": "误操作", "version": 2})

    assert (closed, stored(school).closed_on) == (CHANGED, None)


def test_closing_too_early_is_refused_at_the_day(staff, branch, school):
    CoverageFactory(organisation=branch, school=school)

    response = staff.post(
        url("school-close", school), {"on": str(FOUNDED), "reason": "撤并", "version": 1}
    )

    assert errors_at(response) == {"on": ["日期必须晚于覆盖开始的 2020-01-01。"]}


def counts(school, year=2026):
    return url("head-count-update", school, year)


def test_head_counts_are_entered_and_corrected_through_their_form(staff, school):
    staff.post(counts(school), {"staff": "４２", "teachers": "36"})
    entered = HeadCount.objects.get()

    form = staff.get(counts(school)).context["form"]
    response = staff.post(counts(school), {"staff": "43", "version": form["version"].value()})

    assert (entered.school_year, entered.staff, entered.teachers) == (2026, 42, 36)
    assert response.url == url("school-detail", school)
    assert (stored(entered).staff, stored(entered).teachers) == (43, None)


@pytest.mark.parametrize("staff_typed", ["1,042", "１，０４２"])
def test_number_is_read_with_its_thousands_apart(staff, school, staff_typed):
    staff.post(counts(school), {"staff": staff_typed})

    assert HeadCount.objects.get().staff == 1042


@pytest.mark.parametrize(
    ("staff_typed", "said"),
    [
        *((one, "请填写整数，例如 36。") for one in ("1.5", "1e3", "1_000", "1,04", "many", "三")),
        ("-1", "请填写 0 或者更大的整数，例如 36。"),
        ("9999999999", "这个数太大，请检查。"),
    ],
)
def test_what_is_not_a_number_of_people_is_refused(staff, school, staff_typed, said):
    response = staff.post(counts(school), {"staff": staff_typed})

    assert errors_at(response) == {"staff": [said]}
    assert typed(response)["staff"] == staff_typed


def test_numbers_that_do_not_fit_together_are_refused_at_their_fields(staff, school):
    response = staff.post(counts(school), {"staff": "40", "teachers": "41", "women": "42"})

    assert errors_at(response) == {
        "teachers": ["专任教师不能多于教职工。"],
        "women": ["女教职工不能多于教职工。"],
    }


def test_head_counts_entered_meanwhile_are_shown(staff, school):
    HeadCountFactory(school=school, school_year=2026, staff=40)

    response = staff.post(counts(school), {"staff": "50"})

    assert response.status_code == 409
    assert response.context["conflict"][0] == ("教职工", "40", "50")


@pytest.mark.parametrize(("year", "status"), [(1949, 404), (1950, 200), (2199, 200), (2200, 404)])
def test_head_counts_are_of_a_sensible_year(staff, school, year, status):
    assert staff.get(f"/schools/{school.pk}/head-counts/{year}/edit/").status_code == status


@pytest.mark.parametrize("name", ["school-update", "school-close", "school-reopen"])
def test_form_of_an_act_opens_for_staff_and_for_nobody_else(staff, secretary, branch, name):
    school = CoverageFactory(organisation=branch).school
    address = url(name, school)

    assert staff.get(address).status_code == 200
    assert secretary.get(address).status_code == 403
    assert secretary.post(address, {}).status_code == 403


def test_head_counts_are_not_entered_by_a_secretary(secretary, branch):
    school = CoverageFactory(organisation=branch).school

    assert secretary.post(counts(school), {"staff": "40"}).status_code == 403
    assert HeadCount.objects.count() == 0


@pytest.mark.parametrize("name", ["school-update", "school-close", "school-reopen"])
def test_act_on_a_school_of_others_is_not_there(staff, name):
    assert staff.get(url(name, SchoolFactory())).status_code == 404
