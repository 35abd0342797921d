"""The pages of the summary: who sees them, what they show, what may be taken out."""

import re
from datetime import date

import pytest
from django.urls import reverse

from branches.audit import Verb
from members.models import Placement
from reports.figures.chapters import EVIDENCE, MEASURES
from reports.models import SummaryText
from reports.summary.problems import POINTERS
from tests.events import recorded
from tests.factories.activities import SittingFactory
from tests.factories.branches import (
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    SettingFactory,
)
from tests.factories.members import PlacementFactory
from tests.pages import client_of, errors_at, listed, sheet, text, typed
from tests.reports.small import MIDDLE, build, member_of

pytestmark = pytest.mark.django_db

PAGES = ["summary-detail", "figure-table", "working-paper", "text-table"]
FILES = ["summary-pdf", "summary-workbook"]


def address(name, *args):
    return reverse(f"reports:{name}", args=args)


def client_with(role, organisation):
    return client_of(AppointmentFactory(organisation=organisation, role=role).user)


@pytest.fixture
def county():
    return build()


@pytest.fixture
def admin(county):
    return client_with("ADMINISTRATOR", county.top)


@pytest.fixture
def staff(county):
    return client_with("STAFF", county.top)


# Who may see it --------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["ADMINISTRATOR", "STAFF"])
@pytest.mark.parametrize("name", [*PAGES, "summary-workbook"])
def test_the_committee_opens_every_page(county, role, name):
    assert client_with(role, county.top).get(address(name, "2025")).status_code == 200


@pytest.mark.parametrize("role", ["SECRETARY", "CLERK", "GENERAL_SECRETARY"])
@pytest.mark.parametrize("name", [*PAGES, *FILES])
def test_branches_open_none_of_them(county, role, name):
    assert client_with(role, county.first).get(address(name, "2025")).status_code == 403


@pytest.mark.parametrize("name", [*PAGES, *FILES])
def test_staff_of_something_that_is_no_committee_have_no_summary(county, name):
    client = client_with("STAFF", county.general)

    assert client.get(address(name, "2025")).status_code == 403


def test_what_was_counted_for_one_committee_is_not_handed_to_another(county, staff):
    staff.get(address("figure-table", "2025"))
    other = CommitteeFactory()

    page = client_with("STAFF", other).get(address("figure-table", "2025"))

    assert {one.value for _, chapter in page.context["chapters"] for one in chapter} == {0, None}


@pytest.mark.parametrize("period", ["2027", "2026-q5", "2026-h3", "1899", "26", "2026-q"])
@pytest.mark.parametrize("name", [*PAGES, *FILES])
def test_there_is_no_such_period(admin, period, name):
    url = address(name, "2025").replace("2025", period)

    assert admin.get(url).status_code == 404


@pytest.mark.parametrize("period", ["2026", "2026-h2", "2026-q4", "2025-h1", "2025-q3"])
@pytest.mark.parametrize("name", PAGES)
def test_any_period_that_has_begun_can_be_opened(admin, period, name):
    assert admin.get(address(name, period)).status_code == 200


# What they show --------------------------------------------------------------------------------


def test_list_begins_with_the_year_that_runs(admin):
    page = text(admin.get(address("summary-list")))

    years = re.findall(r'href="/reports/(\d{4})/">(\d{4}年度总结)</a>', page)
    assert years[0] == ("2026", "2026年度总结")
    assert years[-1] == ("2020", "2020年度总结")
    assert page.count("到今天为止") == 1
    assert "2026年下半年" in page


def test_list_begins_where_the_register_was_opened(county, admin):
    SettingFactory(organisation=county.top, option="OPENED_ON", value="2025-03-01")

    page = text(admin.get(address("summary-list")))

    assert re.findall(r">(\d{4})年度总结<", page) == ["2026", "2025"]


def test_preview_is_the_document_with_its_mark_and_downloads(admin):
    page = text(admin.get(address("summary-detail", "2025")))

    assert "中共青石县委教育工作委员会<br>2025年度党建工作总结" in page
    assert "草稿" in page
    assert "2026年11月20日" in page
    assert "附件1：2025年主要数据" in page
    for link in ("summary.pdf", "summary.pdf?edition=archive", "figures.xlsx"):
        assert f'href="/reports/2025/{link}"' in page


def test_a_part_of_a_year_is_not_called_a_year(admin):
    page = text(admin.get(address("summary-detail", "2025-q3")))

    assert "2025年第三季度总结" in page
    assert "季度度" not in page


def test_working_paper_tells_shares_and_thresholds(admin):
    page = text(admin.get(address("working-paper", "2025")))

    assert "占比 50.0%。" in page
    assert "有一例就写入总结。" in page
    assert "占比不超过十分之一写“个别”，不超过一半写“部分”，超过一半写“多数”。" in page


def test_working_paper_leaves_to_a_person_what_the_records_do_not_decide(admin):
    page = text(admin.get(address("working-paper", "2025")))

    assert [f"<h3>{pointer.words}，表现在……</h3>" in page for pointer in POINTERS] == [True] * 9
    assert "经费不在本系统登记，对照预算和支出。" in page
    assert 'href="/reports/2025/figures/activities.lectures.by_secretaries/"' in page


def test_home_of_administrators_leads_to_last_years_summary(admin):
    page = text(admin.get(reverse("reports:home")))

    assert '<a href="/reports/2025/">2025年度党建工作总结</a>' in page


# The rows behind a figure ----------------------------------------------------------------------


@pytest.mark.parametrize("name", [*MEASURES, *EVIDENCE])
def test_every_figure_opens_to_its_rows(admin, name):
    page = admin.get(address("figure-rows", "2025", name))

    assert page.status_code == 200
    assert page.context["figure"].id == name
    assert page.context["table"].paginator.count == page.context["object_list"].count()


COUNTED = {
    name
    for name, measure in MEASURES.items()
    if measure.of.__name__ == "count" and not name.startswith("movement")
}


def test_counted_figures_are_as_many_as_their_rows(admin):
    found = admin.get(address("figure-table", "2025")).context["figures"]

    for name in sorted(COUNTED):
        page = admin.get(address("figure-rows", "2025", name))
        assert page.context["table"].paginator.count == found[name].value, name


def test_there_are_no_rows_of_a_figure_nobody_counts(admin):
    assert admin.get(address("figure-rows", "2025", "members.none")).status_code == 404


def test_rows_name_a_person_who_moved_away_without_a_link(county, staff):
    gone = member_of(county.first)
    Placement.objects.filter(pk=gone.pk).update(
        ends_on=date(2026, 3, 1), end="LEFT", end_registered_on=date(2026, 3, 1)
    )
    PlacementFactory(
        member=gone.member, organisation=OrganisationFactory(), starts_on=date(2026, 3, 1)
    )
    here = member_of(county.first)

    page = text(staff.get(address("figure-rows", "2025", "members.total")))

    assert f'<a href="/members/{here.member_id}/"' in page
    assert gone.member.name in page
    assert f'"/members/{gone.member_id}/"' not in page


def test_rows_hold_nobody_of_another_county(staff):
    foreign = member_of(OrganisationFactory())

    page = staff.get(address("figure-rows", "2025", "members.total"))

    assert foreign not in listed(page)
    assert foreign.member.name not in text(page)


def test_rows_of_approvals_and_arrears_show_what_they_are_counted_by(admin):
    approvals = text(admin.get(address("figure-rows", "2025", "development.admitted")))
    arrears = text(admin.get(address("figure-rows", "2025", "dues.arrears_members")))

    assert "2025-07-01" in approvals
    assert "欠交（元）" in arrears


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "make", "queries"),
    [
        ("members.total", member_of, 9),
        (
            "activities.themed_days",
            lambda branch: SittingFactory(organisation=branch, held_on=MIDDLE),
            9,
        ),
        ("branches.total", lambda branch: None, 9),
    ],
    ids=["members", "sittings", "branches"],
)
def test_rows_ask_the_same_number_of_queries(rows, name, make, queries, django_assert_num_queries):
    top = CommitteeFactory()
    for _ in range(rows):
        make(OrganisationFactory(superior=top))
    client = client_with("STAFF", top)
    client.get(reverse("branches:help"))  # a session's first page writes it down

    with django_assert_num_queries(queries):
        client.get(address("figure-rows", "2025", name))


# What leaves -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["ADMINISTRATOR", "STAFF"])
@pytest.mark.parametrize(
    ("query", "edition"), [({}, "报送版"), ({"edition": "archive"}, "存档版")]
)
def test_document_is_handed_out_as_pdf_and_logged(county, role, query, edition):
    client = client_with(role, county.top)

    with recorded() as events:
        response = client.get(address("summary-pdf", "2025"), query)

    assert response.content[:5] == b"%PDF-"
    assert response["Content-Type"] == "application/pdf"
    assert [(event.verb, event.target_name) for event in events] == [
        (Verb.SUMMARY_EXPORTED, f"青石县教育工委2025年度党建工作总结（{edition}）.pdf")
    ]
    assert events[0].organisation_id == county.top.pk


def test_figures_are_handed_out_as_a_workbook_and_logged(admin):
    with recorded() as events:
        response = admin.get(address("summary-workbook", "2025-h1"))

    rows = sheet(response)
    assert rows[0] == ["项目", "单位", "2025年上半年", "2024年上半年", "编号"]
    assert [row[4] for row in rows[1:]] == list(MEASURES)
    assert [event.target_name for event in events] == ["青石县教育工委2025年上半年数据.xlsx"]


@pytest.mark.parametrize("name", sorted({*EVIDENCE, "dues.arrears_members"}))
def test_evidence_and_arrears_are_looked_at_and_never_taken_out(admin, name):
    url = address("figure-rows", "2025", name)

    assert admin.get(url, {"export": "xlsx"}).status_code == 403
    assert "导出表格" not in text(admin.get(url))


def test_other_rows_may_be_taken_out(admin):
    rows = sheet(admin.get(address("figure-rows", "2025", "branches.total"), {"export": "xlsx"}))

    assert [row[0] for row in rows[1:]] == ["一中第一党支部", "民办联合党支部"]


# The committee's own words ---------------------------------------------------------------------


def text_address(slot="LEAD", period="2025"):
    return address("text-update", period, slot)


def test_staff_enter_a_text_that_the_document_then_begins_with(staff):
    response = staff.post(text_address(), {"text": "围绕中心工作", "source": "工作要点"})

    assert response["Location"] == "/reports/2025/texts/"
    assert "围绕中心工作。现将" in text(staff.get(address("summary-detail", "2025")))
    assert "出处：工作要点" in text(staff.get(response["Location"]))


def test_a_text_comes_back_to_be_corrected(county, staff):
    SummaryText.objects.create(
        organisation=county.top, year=2025, slot="LEAD", text="旧", source="要点"
    )

    form = staff.get(text_address())

    assert typed(form) == {"text": "旧", "source": "要点", "taken_back": None, "version": 1}


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"text": "", "source": "要点"}, "text"), ({"text": "甲", "source": ""}, "source")],
)
def test_a_text_needs_its_words_and_its_source(staff, sent, field):
    assert list(errors_at(staff.post(text_address(), sent))) == [field]


def test_a_text_is_taken_back_on_purpose(county, staff):
    SummaryText.objects.create(
        organisation=county.top, year=2025, slot="LEAD", text="旧", source="要点"
    )

    staff.post(text_address(), {"text": "旧", "source": "要点", "taken_back": "on", "version": 1})

    assert "〔待填" in text(staff.get(address("summary-detail", "2025")))
    assert "要点" not in text(staff.get(address("text-table", "2025")))


def test_nothing_is_not_entered_as_a_text(staff):
    answer = staff.post(text_address(), {"text": "", "source": ""})

    assert errors_at(answer) == {"text": ["请填写这一项。"], "source": ["请填写这一项。"]}
    assert not SummaryText.objects.exists()


def test_two_who_write_at_once_see_each_others_words(county, staff):
    SummaryText.objects.create(
        organisation=county.top, year=2025, slot="LEAD", text="他的", source="要点", version=2
    )

    response = staff.post(text_address(), {"text": "我的", "source": "要点", "version": 1})

    assert response.status_code == 409
    assert "他的" in text(response)


@pytest.mark.parametrize("role", ["ADMINISTRATOR", "SECRETARY", "CLERK"])
def test_only_staff_keep_texts(county, role):
    organisation = county.top if role == "ADMINISTRATOR" else county.first
    client = client_with(role, organisation)

    assert client.post(text_address(), {"text": "甲", "source": "乙"}).status_code == 403
    assert not SummaryText.objects.exists()


def test_who_may_not_keep_texts_is_offered_no_button(admin, staff):
    page = address("text-table", "2025")

    offered = [f'href="{text_address()}"' in text(client.get(page)) for client in (admin, staff)]
    assert offered == [False, True]


def test_there_is_no_such_place_for_a_text(staff):
    assert staff.get(text_address("NOWHERE")).status_code == 404


def test_texts_of_a_part_of_a_year_are_those_of_the_year(county, staff):
    staff.post(text_address(period="2025-h1"), {"text": "甲", "source": "乙"})

    assert SummaryText.objects.get().year == 2025


def test_document_asks_few_queries_once_counted(admin, django_assert_num_queries):
    admin.get(address("summary-detail", "2025"))

    with django_assert_num_queries(11):
        admin.get(address("summary-detail", "2025"))
