"""Sittings and campaigns on the screen: lists, the sheet, what may be done and by whom."""

from datetime import date

import pytest
from django.urls import reverse

from activities.models import Attendance, Campaign, Sitting
from tests.factories.activities import (
    HELD,
    AttendanceFactory,
    CampaignFactory,
    DraftFactory,
    LecturerFactory,
    SittingFactory,
)
from tests.factories.branches import (
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    OutsidePersonFactory,
)
from tests.factories.members import (
    CircumstanceFactory,
    EmploymentFactory,
    MemberFactory,
    PlacementFactory,
)
from tests.pages import client_of, errors_at, listed, sheet, text, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


@pytest.fixture
def member(branch):
    return PlacementFactory(organisation=branch, member__name="许到会").member


def user_of(organisation, role):
    return client_of(AppointmentFactory(organisation=organisation, role=role).user)


@pytest.fixture
def staff(top):
    return user_of(top, "STAFF")


@pytest.fixture
def secretary(branch):
    return user_of(branch, "SECRETARY")


@pytest.fixture
def clerk(branch):
    return user_of(branch, "CLERK")


def url(name, *args):
    return reverse(f"activities:{name}", args=[getattr(one, "pk", one) for one in args])


def sitting_list(client, **asked):
    return client.get(url("sitting-list"), asked)


def token(member, expected=1, likely=1):
    return f"{member.pk}-{expected}{likely}"


def typed_in(branch, *members, present=(), **values):
    """Return a themed day's form as it is sent: the sheet lists these members."""
    return {
        "organisation": branch.pk,
        "kinds": ["THEMED_DAY"],
        "held_on": "2026.11.5",
        "title": "学习条例",
        "listed": [token(one) for one in members],
        "present": [one.pk for one in present],
        **values,
    }


def stored(row):
    return type(row).objects.get(pk=row.pk)


# The list --------------------------------------------------------------------------------------


def test_list_shows_what_one_may_read_the_newest_first(staff, top, branch):
    older = SittingFactory(organisation=branch, held_on=date(2026, 10, 1))
    newer = DraftFactory(organisation=top)
    SittingFactory()  # of another committee: it exists, so it could leak

    assert listed(sitting_list(staff)) == [newer, older]


def test_list_hides_a_sister_branch_and_the_committee(secretary, top, branch):
    SittingFactory(organisation=OrganisationFactory(superior=top))
    SittingFactory(organisation=top)

    assert listed(sitting_list(secretary)) == []


def test_list_narrows_to_whom_one_acts_for(staff, top, branch):
    mine = SittingFactory(organisation=branch)
    SittingFactory(organisation=top)

    staff.post(reverse("branches:switch"), {"organisation": branch.pk})

    assert listed(sitting_list(staff)) == [mine]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_queries_however_many_rows(
    staff, branch, rows, django_assert_num_queries
):
    for made in SittingFactory.create_batch(rows, organisation=branch):
        AttendanceFactory(sitting=made)

    # session and when it was seen (4), user, appointments, shell; choices of two filters; count,
    # rows, kinds
    with django_assert_num_queries(12):
        sitting_list(staff)


def test_list_says_all_kinds_and_how_many_came_of_how_many(staff, branch, member):
    made = SittingFactory(organisation=branch, kinds=["THEMED_DAY", "OATH"], others=2)
    AttendanceFactory(sitting=made, member=member)
    AttendanceFactory(sitting=made, status="ABSENT")

    row = next(iter(sitting_list(staff).context["table"].paginated_rows))

    cells = {column.name: cell for column, cell in row.items()}
    assert (cells["kinds"], cells["present"], cells["others"]) == (
        "主题党日、重温入党誓词",
        "1 / 2",
        2,
    )


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ({"kind": "OATH"}, {"kinds": ["OATH", "LECTURE"]}),
        ({"state": "DRAFT"}, {"state": "DRAFT"}),
        ({"is_late": "True"}, {"is_late": True}),
        ({"since": "2026-11-6"}, {"held_on": date(2026, 11, 6)}),
        ({"until": "2026-11-4"}, {"held_on": date(2026, 11, 4)}),
        ({"q": "集中"}, {"title": "集中学习"}),
        ({"q": "礼堂"}, {"place": "学校礼堂"}),
        ({"tier": "BRANCHES", "kind": "VISIT"}, {"kinds": ["VISIT"]}),
    ],
)
def test_list_is_narrowed_by_each_question(staff, top, branch, asked, values):
    wanted = SittingFactory(organisation=branch, **values)
    SittingFactory(organisation=branch, title="其他")
    SittingFactory(organisation=top, title="工委的", kinds=["VISIT"])

    assert wanted in listed(sitting_list(staff, **asked))
    assert "其他" not in [row.title for row in listed(sitting_list(staff, **asked))]


def test_list_is_narrowed_to_an_organisation_a_campaign_and_the_committees_own(staff, top, branch):
    campaign = CampaignFactory(kept_by=top)
    tagged = SittingFactory(organisation=branch, campaign=campaign)
    own = SittingFactory(organisation=top)

    assert listed(sitting_list(staff, organisation=branch.pk)) == [tagged]
    assert listed(sitting_list(staff, campaign=campaign.pk)) == [tagged]
    assert listed(sitting_list(staff, tier="COMMITTEE")) == [own]


def test_choices_of_the_filters_are_ones_own(secretary, top):
    sister = OrganisationFactory(superior=top)
    foreign = CampaignFactory(name="外县活动")

    page = text(sitting_list(secretary))

    assert sister.short_name not in page
    assert foreign.name not in page


def test_list_is_exported_as_it_is_shown(staff, branch):
    made = SittingFactory(organisation=branch, others=3)

    header, row = sheet(sitting_list(staff, export="xlsx"))

    assert dict(zip(header, row, strict=True)) == {
        "日期": row[0],
        "主题": made.title,
        "党组织": branch.short_name,
        "类型": "主题党日",
        "实到 / 应到（人）": "0 / 0",
        "其他（人）": 3,
        "状态": "已确认",
        "补录": None,
    }


# What is missing -------------------------------------------------------------------------------


def missing_list(client, **asked):
    return client.get(url("missing-list"), asked)


def test_missing_lists_the_branches_that_held_none_in_the_month(staff, top, branch):
    done = OrganisationFactory(superior=top)
    SittingFactory(organisation=done)

    response = missing_list(staff, kind="THEMED_DAY", month="2026-11")

    assert listed(response) == [branch]
    assert "2026年11月没有主题党日的党支部" in text(response)


def test_missing_shows_a_secretary_her_own(secretary, top, branch):
    OrganisationFactory(superior=top)

    assert listed(missing_list(secretary)) == [branch]


@pytest.mark.parametrize("month", ["", "2026-13", "x", "２０２６-11", "99999-1"])
def test_missing_looks_at_this_month_when_it_is_told_none(staff, branch, month):
    assert "2026年11月没有主题党日" in text(missing_list(staff, kind="NONE", month=month))


def test_missing_names_the_quarter_of_a_meeting(staff, branch):
    page = text(missing_list(staff, kind="MEMBERS_MEETING", month="2026-08"))

    assert "2026年7—9月没有支部党员大会的党支部" in page


def test_missing_leads_to_the_branch(staff, branch):
    page = text(missing_list(staff))

    assert reverse("branches:organisation-detail", args=[branch.pk]) in page


@pytest.mark.parametrize("rows", [1, 3])
def test_missing_asks_the_same_number_of_queries_however_many_rows(
    staff, top, rows, django_assert_num_queries
):
    OrganisationFactory.create_batch(rows, superior=top)

    # session and when it was seen (4), user, appointments, shell; the branches, two settings;
    # count, rows
    with django_assert_num_queries(12):
        missing_list(staff)


# The page --------------------------------------------------------------------------------------


def test_page_tells_who_taught_who_came_and_who_did_not(secretary, branch, member):
    made = SittingFactory(organisation=branch, others=4, summary="第一行\n第二行")
    LecturerFactory(sitting=made, name="赵宣")
    AttendanceFactory(sitting=made, member=member)
    AttendanceFactory(sitting=made, member__name="钱请假", status="EXCUSED", reason="出差")

    response = secretary.get(url("sitting-detail", made))

    page = text(response)
    assert "到会 1 人，请假 1 人，缺席 0 人" in page
    assert [row.member.name for row in response.context["roll"]] == ["钱请假", "许到会"]
    assert ("赵宣，书记" in page, "第一行<br>第二行" in page) == (True, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_the_same_number_of_queries_however_many_came(
    secretary, branch, rows, django_assert_num_queries
):
    made = SittingFactory(organisation=branch)
    AttendanceFactory.create_batch(rows, sitting=made)
    LecturerFactory.create_batch(rows, sitting=made)

    # session and when it was seen (4), user, appointments, shell; the sitting, kinds, roll,
    # lecturers, events
    with django_assert_num_queries(12):
        secretary.get(url("sitting-detail", made))


def test_page_of_a_sister_branch_is_not_there(secretary, top):
    foreign = SittingFactory(organisation=OrganisationFactory(superior=top))

    assert secretary.get(url("sitting-detail", foreign)).status_code == 404


def test_page_offers_a_secretary_to_confirm_and_a_clerk_to_mend(secretary, clerk, branch):
    draft = DraftFactory(organisation=branch)

    hers, theirs = (text(one.get(url("sitting-detail", draft))) for one in (secretary, clerk))

    confirm, mend = url("sitting-confirm", draft), url("sitting-update", draft)
    assert (confirm in hers, mend in hers) == (True, True)
    assert (confirm in theirs, mend in theirs) == (False, True)


# The form --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "is_open"), [("THEMED_DAY", False), ("LECTURE", True)])
def test_form_asks_at_once_who_taught_when_it_is_a_lecture(secretary, branch, kind, is_open):
    response = secretary.get(url("sitting-create"), {"kind": kind})

    assert response.context["form"].tells_teaching is is_open


def test_form_is_filled_from_its_address(staff, branch, member):
    asked = {"kind": "THEMED_DAY", "organisation": branch.pk, "day": "2026-11-5"}

    response = staff.get(url("sitting-create"), asked)

    values = typed(response)
    assert (values["kinds"], values["title"]) == (["THEMED_DAY"], "主题党日")
    assert (values["held_on"], values["organisation"]) == ("2026-11-05", str(branch.pk))
    assert [line.member for line in response.context["form"].sheet] == [member]


def test_form_of_a_secretary_knows_her_branch_and_supposes_today(secretary, branch, member):
    response = secretary.get(url("sitting-create"))

    values = typed(response)
    assert (values["organisation"], values["held_on"]) == (branch.pk, TODAY.isoformat())
    assert [(line.member, line.is_ticked) for line in response.context["form"].sheet] == [
        (member, True)
    ]


def test_form_asked_for_a_month_that_is_over_supposes_no_day(secretary, branch):
    response = secretary.get(url("sitting-create"), {"kind": "THEMED_DAY", "month": "2026-09"})

    assert typed(response)["held_on"] is None


@pytest.mark.parametrize("asked", [{"organisation": "x"}, {"organisation": "0"}, {"day": "x"}])
def test_form_is_not_thrown_by_an_odd_address(staff, asked):
    assert staff.get(url("sitting-create"), asked).status_code == 200


def test_form_lists_a_foreign_branch_to_nobody(secretary, top):
    foreign = PlacementFactory(organisation=OrganisationFactory(superior=top))

    response = secretary.get(url("sitting-create"), {"organisation": foreign.organisation.pk})

    assert response.context["form"].sheet == []
    assert foreign.member.name not in text(response)


@pytest.mark.parametrize("rows", [1, 3])
def test_form_asks_the_same_number_of_queries_however_long_the_roll(
    secretary, branch, rows, django_assert_num_queries
):
    PlacementFactory.create_batch(rows, organisation=branch)

    # session and when it was seen (4), user, appointments, shell; the only organisation and
    # itself; whom it expects, the roll, the retired; two lists of choices
    with django_assert_num_queries(14):
        secretary.get(url("sitting-create"))


def test_sitting_is_entered_with_who_came_and_who_did_not(clerk, branch, member):
    excused, absent = (PlacementFactory(organisation=branch).member for _ in range(2))
    data = typed_in(branch, member, excused, absent, present=[member])

    response = clerk.post(url("sitting-create"), {**data, f"reason_{excused.pk}": "出差"})

    made = Sitting.objects.get()
    assert response["Location"] == url("sitting-detail", made)
    assert (made.state, made.held_on, made.others) == ("DRAFT", HELD, 0)
    assert set(Attendance.objects.values_list("member", "status", "reason")) == {
        (member.pk, "PRESENT", ""),
        (excused.pk, "EXCUSED", "出差"),
        (absent.pk, "ABSENT", ""),
    }


def test_exempt_member_who_stays_away_is_no_row(clerk, branch, member):
    exempt = PlacementFactory(organisation=branch).member
    CircumstanceFactory(member=exempt, organisation=branch)
    data = typed_in(branch, member, present=[member])
    data["listed"].append(token(exempt, 0, 0))

    clerk.post(url("sitting-create"), data)

    assert list(Attendance.objects.values_list("member", flat=True)) == [member.pk]


def test_host_and_teacher_are_found_on_the_roll_by_name(clerk, branch, member):
    data = typed_in(branch, member, present=[member], host="许到会")

    clerk.post(
        url("sitting-create"),
        {
            **data,
            "name_1": "许到会",
            "office_1": "SECRETARY",
            "name_2": "周来",
            "office_2": "OTHER",
        },
    )

    made = Sitting.objects.get()
    assert (made.host, made.host_name) == (member, "")
    assert list(made.lecturers.values_list("member", "name")) == [(member.pk, ""), (None, "周来")]


def test_teacher_from_outside_is_found_by_staff(staff, top, branch):
    outsider = OutsidePersonFactory(kept_by=top, name="孔局")

    staff.post(url("sitting-create"), typed_in(branch, name_1="孔局", office_1="LEADER"))

    assert Sitting.objects.get().lecturers.get().outsider == outsider


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kinds": []}, "kinds"),
        ({"kinds": ["NONE"]}, "kinds"),
        ({"held_on": "2026-2-31"}, "held_on"),
        ({"held_on": "2026-11-21"}, "held_on"),
        ({"title": ""}, "title"),
        ({"starts_at": "25:00"}, "starts_at"),
        ({"minutes": "1441"}, "minutes"),
        ({"name_1": "周来"}, "office_1"),
        ({"belongs_to_year": "2025"}, "belongs_to_year"),
        ({"present": ["x"]}, "present"),
        ({"summary": "字" * 5001}, "summary"),
    ],
)
def test_slip_is_said_at_its_field_and_nothing_is_entered(clerk, branch, change, field):
    response = clerk.post(url("sitting-create"), {**typed_in(branch), **change})

    assert list(errors_at(response)) == [field]
    assert not Sitting.objects.exists()


def test_time_is_read_with_a_full_width_colon(clerk, branch):
    clerk.post(url("sitting-create"), typed_in(branch, starts_at="１４：３０"))

    assert f"{Sitting.objects.get().starts_at:%H:%M}" == "14:30"


def test_sheet_that_is_not_of_the_day_is_listed_anew_before_anything_is_entered(
    clerk, branch, member
):
    response = clerk.post(url("sitting-create"), typed_in(branch))

    assert list(errors_at(response)) == ["present"]
    assert [(line.member, line.is_ticked) for line in response.context["form"].sheet] == [
        (member, True)
    ]


def test_somebody_not_on_the_sheet_cannot_be_ticked(clerk, branch, member):
    stranger = PlacementFactory().member

    response = clerk.post(
        url("sitting-create"), typed_in(branch, member, present=[member, stranger])
    )

    assert list(errors_at(response)) == ["present"]


def test_bad_reason_is_said_and_kept(clerk, branch, member):
    data = {**typed_in(branch, member), f"reason_{member.pk}": "长" * 51}

    response = clerk.post(url("sitting-create"), data)

    assert list(errors_at(response)) == ["present"]
    assert response.context["form"].sheet[0].reason == "长" * 51


def test_listing_the_sheet_anew_keeps_what_was_typed_and_enters_nothing(clerk, branch, member):
    newcomer = PlacementFactory(organisation=branch, starts_on=date(2026, 11, 10)).member
    data = typed_in(branch, member, held_on="2026-11-12", relist="1", place="礼堂")

    response = clerk.post(url("sitting-create"), {**data, f"reason_{member.pk}": "出差"})

    assert response.status_code == 200
    lines = {line.member: (line.is_ticked, line.reason) for line in response.context["form"].sheet}
    assert lines == {member: (False, "出差"), newcomer: (True, "")}
    assert (typed(response)["place"], typed(response)["held_on"]) == ("礼堂", "2026-11-12")
    assert not Sitting.objects.exists()


def test_day_that_is_none_loses_nothing_of_the_sheet(clerk, branch, member):
    came = PlacementFactory(organisation=branch).member
    data = typed_in(branch, member, came, present=[came], held_on="2026-2-30")
    data |= {f"reason_{member.pk}": "出差"}

    kept = clerk.post(url("sitting-create"), data).context["form"].kept
    mended = typed_in(branch, held_on="2026-11-5") | _gathered(kept)
    clerk.post(url("sitting-create"), mended)

    found = {row.member: (row.status, row.reason) for row in Attendance.objects.all()}
    assert found == {member: ("EXCUSED", "出差"), came: ("PRESENT", "")}


def _gathered(pairs):
    found = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize(("ticked", "statuses"), [(False, []), (True, ["PRESENT"])])
def test_retired_of_a_mixed_branch_is_never_absent(clerk, branch, member, ticked, statuses):
    EmploymentFactory(member=member, school=None, job="4", is_retired=True, is_teacher=False)
    present = [member] if ticked else []
    data = typed_in(branch, present=present) | {"listed": [f"{member.pk}-10"]}

    clerk.post(url("sitting-create"), data)

    assert [row.status for row in Attendance.objects.all()] == statuses


def test_listing_the_sheet_of_a_draft_anew_keeps_what_was_typed(clerk, branch, member):
    draft = DraftFactory(organisation=branch, title="学习")
    newcomer = PlacementFactory(organisation=branch, starts_on=date(2026, 11, 10)).member
    data = typed_in(branch, member, held_on="2026-11-12", relist="1", version=1)

    response = clerk.post(url("sitting-update", draft), data)

    lines = {line.member: line.is_ticked for line in response.context["form"].sheet}
    assert lines == {member: False, newcomer: True}
    assert (stored(draft).title, draft.roll.count()) == ("学习", 0)


def test_staff_enter_the_committees_own(staff, top):
    staff.post(url("sitting-create"), typed_in(top, kinds=["CENTRE_GROUP"], others="12"))

    made = Sitting.objects.get()
    assert (made.organisation, made.others) == (top, 12)


def test_secretary_cannot_enter_for_a_sister_branch(secretary, top):
    sister = OrganisationFactory(superior=top)

    response = secretary.post(url("sitting-create"), typed_in(sister))

    assert list(errors_at(response)) == ["organisation"]


def test_administrator_enters_nothing(top):
    administrator = user_of(top, "ADMINISTRATOR")

    assert administrator.get(url("sitting-create")).status_code == 403
    assert administrator.get(url("sitting-list")).status_code == 200


# Mending, confirming ---------------------------------------------------------------------------


def test_form_of_a_draft_shows_what_was_entered(clerk, branch, member):
    draft = DraftFactory(organisation=branch, kinds=["LECTURE", "OATH"], host_name="周来")
    AttendanceFactory(sitting=draft, member=member, status="EXCUSED", reason="病假")
    LecturerFactory(sitting=draft, name="赵宣", position="讲师")

    response = clerk.get(url("sitting-update", draft))

    values = typed(response)
    assert (values["kinds"], values["host"]) == (["LECTURE", "OATH"], "周来")
    assert (values["name_1"], values["office_1"], values["position_1"]) == (
        "赵宣",
        "SECRETARY",
        "讲师",
    )
    line = response.context["form"].sheet[0]
    assert (line.is_ticked, line.reason) == (False, "病假")


def test_draft_is_mended(clerk, branch, member):
    draft = DraftFactory(organisation=branch)
    data = typed_in(branch, member, present=[member], version=1)

    response = clerk.post(url("sitting-update", draft), data)

    assert response["Location"] == url("sitting-detail", draft)
    assert (stored(draft).title, draft.roll.get().status) == ("学习条例", "PRESENT")


def test_confirmed_sitting_cannot_be_mended(clerk, branch):
    confirmed = SittingFactory(organisation=branch)

    response = clerk.post(url("sitting-update", confirmed), typed_in(branch, version=1))

    assert list(errors_at(response)) == ["__all__"]


def test_draft_mended_by_another_meanwhile_is_shown_beside_ones_own(clerk, branch):
    draft = DraftFactory(organisation=branch)
    clerk.post(url("sitting-update", draft), typed_in(branch, version=1, place="甲"))

    response = clerk.post(url("sitting-update", draft), typed_in(branch, version=1, place="乙"))

    assert response.status_code == 409
    assert ("地点", "甲", "乙") in response.context["conflict"]


def test_secretary_confirms_a_draft(secretary, branch):
    draft = DraftFactory(organisation=branch, others=1)

    response = secretary.post(url("sitting-confirm", draft), {"version": 1})

    assert response["Location"] == url("sitting-detail", draft)
    assert stored(draft).state == "CONFIRMED"


def test_clerk_confirms_nothing(clerk, branch):
    draft = DraftFactory(organisation=branch)

    assert clerk.post(url("sitting-confirm", draft), {"version": 1}).status_code == 403
    assert stored(draft).state == "DRAFT"


def test_confirmed_sitting_is_sent_back_for_a_reason(secretary, branch):
    confirmed = SittingFactory(organisation=branch)

    without = secretary.post(url("sitting-reopen", confirmed), {"version": 1})
    secretary.post(url("sitting-reopen", confirmed), {"version": 1, "reason": "人数有误"})

    assert list(errors_at(without)) == ["reason"]
    assert stored(confirmed).state == "DRAFT"


def test_draft_is_withdrawn_for_a_reason(clerk, branch):
    draft = DraftFactory(organisation=branch)

    response = clerk.post(url("sitting-withdraw", draft), {"version": 1, "reason": "录错"})

    assert response["Location"] == url("sitting-list")
    assert not Sitting.objects.exists()


def test_entry_in_the_official_system_is_noted(clerk, branch):
    confirmed = SittingFactory(organisation=branch)

    clerk.post(
        url("sitting-official", confirmed), {"version": 1, "on": "2026-11-6", "number": "7"}
    )

    assert stored(confirmed).official_number == "7"


# A member's attendance -------------------------------------------------------------------------


def test_attendance_of_a_member_is_listed_the_newest_first(secretary, branch, member):
    older, newer = (
        AttendanceFactory(sitting=SittingFactory(organisation=branch, held_on=day), member=member)
        for day in (date(2026, 9, 1), date(2026, 10, 1))
    )
    AttendanceFactory(sitting=older.sitting)

    assert listed(secretary.get(url("member-attendance", member))) == [newer, older]


def test_attendance_leads_to_the_sittings_one_may_read(secretary, top, branch, member):
    mine, wide = SittingFactory(organisation=branch), SittingFactory(organisation=top)
    for made in (mine, wide):
        AttendanceFactory(sitting=made, member=member, organisation=branch)

    page = text(secretary.get(url("member-attendance", member)))

    assert (url("sitting-detail", mine) in page, wide.title in page) == (True, True)
    assert url("sitting-detail", wide) not in page


def test_attendance_elsewhere_before_she_came_is_not_shown(secretary, top, branch):
    former = OrganisationFactory(superior=top)
    member = MemberFactory()
    PlacementFactory(
        member=member, organisation=former, ends_on=date(2026, 1, 1), end="TRANSFERRED"
    )
    PlacementFactory(member=member, organisation=branch, starts_on=date(2026, 1, 1))
    AttendanceFactory(sitting=SittingFactory(organisation=former), member=member)

    assert listed(secretary.get(url("member-attendance", member))) == []


def test_attendance_of_a_member_of_another_branch_is_not_there(secretary, top):
    foreign = PlacementFactory(organisation=OrganisationFactory(superior=top)).member

    assert secretary.get(url("member-attendance", foreign)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_attendance_asks_the_same_number_of_queries_however_many_rows(
    secretary, branch, member, rows, django_assert_num_queries
):
    for made in SittingFactory.create_batch(rows, organisation=branch):
        AttendanceFactory(sitting=made, member=member)

    # session and when it was seen (4), user, appointments, shell; the member; count, rows, kinds
    with django_assert_num_queries(11):
        secretary.get(url("member-attendance", member))


# Campaigns -------------------------------------------------------------------------------------


def test_campaigns_are_listed_with_how_much_was_held(staff, top, branch):
    campaign = CampaignFactory(kept_by=top)
    SittingFactory(organisation=branch, campaign=campaign)
    CampaignFactory()  # of another committee

    response = staff.get(url("campaign-list"))

    assert [(row.pk, row.sittings, row.organisations) for row in listed(response)] == [
        (campaign.pk, 1, 1)
    ]


def test_campaign_leads_to_the_sittings_that_carry_it(staff, top):
    campaign = CampaignFactory(kept_by=top)

    page = text(staff.get(url("campaign-list")))

    assert f"{url('sitting-list')}?campaign={campaign.pk}" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_campaigns_ask_the_same_number_of_queries_however_many_rows(
    staff, top, rows, django_assert_num_queries
):
    CampaignFactory.create_batch(rows, kept_by=top)

    # session and when it was seen (4), user, appointments, shell; count, rows
    with django_assert_num_queries(9):
        staff.get(url("campaign-list"))


def test_staff_enter_and_mend_a_campaign(staff, top):
    data = {"name": "主题教育", "year": "2026", "starts_on": "2026-9-1"}
    staff.post(url("campaign-create"), data)
    made = Campaign.objects.get()

    staff.post(url("campaign-update", made), {**data, "document": "甲", "version": 1})

    assert (stored(made).kept_by, stored(made).document) == (top, "甲")


def test_secretary_sees_campaigns_and_keeps_none(secretary, top):
    campaign = CampaignFactory(kept_by=top)

    assert listed(secretary.get(url("campaign-list"))) == [campaign]
    assert secretary.get(url("campaign-create")).status_code == 403
    assert secretary.get(url("campaign-update", campaign)).status_code == 403
