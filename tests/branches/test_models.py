"""There is … and always …: refused by the database itself, and said at the right field."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import ProtectedError
from hypothesis import given, settings
from hypothesis import strategies as st

from branches import audit
from branches.audit import Verb
from branches.fields import ChoiceField, LineField
from branches.models import (
    Appointment,
    ApprovalPower,
    AuditDetail,
    AuditEvent,
    AuditSeal,
    Coverage,
    HeadCount,
    NoOverlap,
    Organisation,
    OrganisationName,
    OutsidePerson,
    Request,
    School,
    Setting,
    Stale,
    Superior,
    User,
)
from branches.services.transactions import check
from tests.constraints import (
    again,
    columns,
    declared,
    ending,
    is_refused,
    is_warned_of,
    references,
    said_by_check,
    said_by_database,
    write,
)
from tests.database import rolled_back
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    ApprovalPowerFactory,
    CommitteeFactory,
    CoverageFactory,
    HeadCountFactory,
    OrganisationFactory,
    OutsidePersonFactory,
    RequestFactory,
    SchoolFactory,
    SettingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

BEFORE_FOUNDED = FOUNDED - timedelta(days=1)
LATER = date(2021, 1, 1)
MODELS = list(apps.get_app_config("branches").get_models())


def organisation(**values):
    """Return a committee that is not saved, valid but for these values."""
    valid = {"kind": "COMMITTEE", "code": "NEW", "name": "新", "short_name": "新"}
    return Organisation(**(valid | {"path": "newnewne", "founded_on": FOUNDED} | values))


def school(**values):
    """Return a school that is not saved, valid but for these values."""
    return SchoolFactory.build(**({"kept_by": CommitteeFactory()} | values))


def head_count(**values):
    """Return head counts that are not saved, of forty people but for these values."""
    return HeadCountFactory.build(**({"school": SchoolFactory()} | values))


BROKEN = {
    "user_username_is_its_own": (
        lambda: again(UserFactory()),
        "username",
        "这个用户名已被使用，请换一个。",
    ),
    "organisation_code_is_its_own": (
        lambda: organisation(code=CommitteeFactory().code),
        "code",
        "这个编码已被使用，请换一个。",
    ),
    "organisation_dissolved_after_founded": (
        lambda: organisation(dissolved_on=FOUNDED),
        "dissolved_on",
        "撤销日期必须晚于成立日期。",
    ),
    "organisation_below_another_unless_committee": (
        lambda: organisation(kind="BRANCH"),
        "superior",
        "除教育工委外，党组织都要选择上级党组织。",
    ),
    "superior_ends_after_it_starts": (
        lambda: ending(OrganisationFactory().superiors.get(), FOUNDED),
        "ends_on",
        "结束日期必须晚于起始日期。",
    ),
    "superior_one_at_a_time": (
        lambda: again(OrganisationFactory().superiors.get()),
        "starts_on",
        "同一时间只能有一个上级党组织。",
    ),
    "organisationname_ends_after_it_starts": (
        lambda: ending(CommitteeFactory().names.get(), BEFORE_FOUNDED),
        "ends_on",
        "结束日期必须晚于起始日期。",
    ),
    "organisation_name_one_at_a_time": (
        lambda: again(CommitteeFactory().names.get()),
        "starts_on",
        "同一时间只能有一个名称。",
    ),
    "approvalpower_ends_after_it_starts": (
        lambda: ending(ApprovalPowerFactory(), FOUNDED),
        "ends_on",
        "结束日期必须晚于起始日期。",
    ),
    "approval_power_once_at_a_time": (
        lambda: again(ApprovalPowerFactory()),
        "starts_on",
        "这段时间已经有审批权限，请先结束原来的。",
    ),
    "appointment_ends_after_it_starts": (
        lambda: ending(AppointmentFactory(), FOUNDED),
        "ends_on",
        "结束日期必须晚于起始日期。",
    ),
    "appointment_once_at_a_time": (
        lambda: again(AppointmentFactory()),
        "starts_on",
        "这个账号在这段时间已经有同样的角色。",
    ),
    "coverage_ends_after_it_starts": (
        lambda: ending(CoverageFactory(), FOUNDED),
        "ends_on",
        "结束日期必须晚于起始日期。",
    ),
    "coverage_one_way_at_a_time": (
        lambda: again(CoverageFactory(), role="ATTACHED"),
        "starts_on",
        "这个党组织在这段时间已经覆盖这所学校。",
    ),
    "outside_person_once_a_unit": (
        lambda: again(OutsidePersonFactory()),
        "name",
        "已登记过同单位、同职务的这个人。",
    ),
    "setting_once_a_day": (
        lambda: again(SettingFactory(), value="7"),
        "since",
        "同一天已经设置过这一项，请换一个起始日期。",
    ),
    "school_code_is_its_own": (
        lambda: school(code=SchoolFactory().code),
        "code",
        "这个学校代码已被使用，请换一个。",
    ),
    "school_closed_after_opened": (
        lambda: school(closed_on=FOUNDED),
        "closed_on",
        "停办日期必须晚于开办日期。",
    ),
    "school_of_a_township_names_it": (
        lambda: school(level="TOWNSHIP", township=""),
        "township",
        "乡镇学校要填写所在乡镇。",
    ),
    "head_count_once_a_year": (
        lambda: again(HeadCountFactory()),
        "school_year",
        "这个学年已经有数据，请直接修改它。",
    ),
    "head_count_year_is_sensible": (
        lambda: head_count(school_year=1949),
        "school_year",
        "学年应是四位年份，例如 2025。",
    ),
    "head_count_teachers_within_staff": (
        lambda: head_count(teachers=41),
        "teachers",
        "专任教师不能多于教职工。",
    ),
    "head_count_young_within_teachers": (
        lambda: head_count(teachers=30, teachers_to_35=31),
        "teachers_to_35",
        "35岁及以下专任教师不能多于专任教师。",
    ),
    "head_count_women_within_staff": (
        lambda: head_count(women=41),
        "women",
        "女教职工不能多于教职工。",
    ),
    "head_count_backbone_within_staff": (
        lambda: head_count(backbone_teachers=41),
        "backbone_teachers",
        "骨干教师不能多于教职工。",
    ),
    "request_answered_has_a_day": (
        lambda: again(RequestFactory(), state="REFUSED"),
        "answered_on",
        "已答复的要有答复日期，没有答复的不写。",
    ),
    "request_answered_after_asked": (
        lambda: again(RequestFactory(), state="APPROVED", answered_on=date(2026, 11, 1)),
        "answered_on",
        "答复日期不能早于请示日期。",
    ),
    "request_waits_once": (
        lambda: again(RequestFactory(subject_uid=Organisation().uid)),
        "words",
        "这件事已经请示过，正在等待答复。",
    ),
}


def test_every_constraint_is_broken_here():
    assert set(BROKEN) == declared(MODELS)


@pytest.mark.parametrize("constraint", BROKEN)
def test_database_refuses_what_breaks(constraint):
    build, field, message = BROKEN[constraint]

    assert said_by_database(build()) == {field: [message]}


@pytest.mark.parametrize("constraint", BROKEN)
def test_check_says_at_its_field_what_breaks(constraint):
    build, field, message = BROKEN[constraint]

    assert said_by_check(build()) == {field: [message]}


@pytest.mark.parametrize(
    "counts",
    [
        {"school_year": 1950},
        {"school_year": 2199},
        {"teachers": 40, "teachers_to_35": 40, "women": 40, "backbone_teachers": 40},
        {"teachers": 0, "teachers_to_35": 0, "women": 0, "backbone_teachers": 0},
        {"teachers": None, "teachers_to_35": 40},
        {"staff": 0},
    ],
)
def test_head_count_just_within_its_bounds_is_kept(counts):
    row = head_count(**counts)

    check(row)
    HeadCount.objects.bulk_create([row])


@pytest.mark.parametrize("counts", [{"school_year": 2200}, {"teachers_to_35": 41}])
def test_head_count_just_outside_its_bounds_is_refused(counts):
    row = head_count(**counts)

    with pytest.raises(ValidationError):
        check(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        HeadCount.objects.bulk_create([row])


@pytest.mark.parametrize(
    "name", ["staff", "teachers", "teachers_to_35", "women", "backbone_teachers", "pupils"]
)
def test_no_number_of_people_is_below_zero(name):
    row = head_count(**{name: -1})

    with pytest.raises(ValidationError) as refused:
        check(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        HeadCount.objects.bulk_create([row])

    assert name in refused.value.message_dict


# Rows that hold over a time --------------------------------------------------------------------


def day(number):
    return FOUNDED + timedelta(days=number)


@st.composite
def intervals(draw):
    """Draw [start, end) in days; an end of None is never."""
    start = draw(st.integers(min_value=0, max_value=8))
    end = draw(st.none() | st.integers(min_value=start + 1, max_value=10))
    return start, end


def days_of(interval):
    start, end = interval
    return set(range(start, 11 if end is None else end))


def power(organisation, interval):
    start, end = interval
    return ApprovalPower(
        organisation=organisation,
        document="x",
        starts_on=day(start),
        ends_on=None if end is None else day(end),
    )


@settings(max_examples=80)
@given(mine=intervals(), other=intervals())
def test_rows_are_refused_exactly_when_they_share_a_day(mine, other):
    with rolled_back():
        committee = CommitteeFactory()
        ApprovalPower.objects.bulk_create([power(committee, other)])
        row = power(committee, mine)
        shares_a_day = bool(days_of(mine) & days_of(other))

        assert is_warned_of(row) is shares_a_day
        assert is_refused(row) is shares_a_day


def test_row_may_begin_on_the_day_another_ends():
    committee = CommitteeFactory()
    rows = [power(committee, (0, 5)), power(committee, (5, 9)), power(committee, (9, None))]

    ApprovalPower.objects.bulk_create(rows)

    assert committee.approval_powers.count() == 3


def test_row_may_overlap_that_of_another_organisation():
    ApprovalPowerFactory()

    ApprovalPowerFactory()

    assert ApprovalPower.objects.count() == 2


@pytest.mark.parametrize("end", [6, None])
def test_row_cannot_be_prolonged_into_the_next(end):
    committee = CommitteeFactory()
    ApprovalPower.objects.bulk_create([power(committee, (0, 5)), power(committee, (5, 9))])
    ends_on = end and day(end)

    with pytest.raises(IntegrityError), transaction.atomic():
        committee.approval_powers.filter(starts_on=day(0)).update(ends_on=ends_on)


def test_row_does_not_overlap_itself():
    row = ApprovalPowerFactory()

    row.ends_on = LATER
    check(row)
    row.save_version(1)

    assert ApprovalPower.objects.get().ends_on == LATER


@pytest.mark.parametrize(
    ("build", "values"),
    [
        (AppointmentFactory, {"role": "AUDITOR"}),
        (AppointmentFactory, {"user": UserFactory}),
        (AppointmentFactory, {"organisation": CommitteeFactory}),
        (CoverageFactory, {"school": SchoolFactory}),
        (CoverageFactory, {"organisation": OrganisationFactory}),
    ],
)
def test_rows_overlap_only_when_equal_in_all_that_is_named(build, values):
    row = build()
    made = {name: value() if callable(value) else value for name, value in values.items()}
    other = again(row, **{name: getattr(row, name) for name in ("starts_on",)})
    for name, value in made.items():
        setattr(other, name, value)

    check(other)
    type(row)._base_manager.bulk_create([other])


def test_overlap_is_not_asked_where_a_field_is_left_out():
    row = again(ApprovalPowerFactory())
    rule = next(rule for rule in ApprovalPower._meta.constraints if isinstance(rule, NoOverlap))

    rule.validate(ApprovalPower, row, exclude={"starts_on"})


# What the database knows of text and choices ---------------------------------------------------

BUILD = {
    Appointment: AppointmentFactory,
    ApprovalPower: ApprovalPowerFactory,
    Coverage: CoverageFactory,
    HeadCount: HeadCountFactory,
    Organisation: OrganisationFactory,
    OrganisationName: lambda: OrganisationName.objects.get(organisation=CommitteeFactory()),
    OutsidePerson: OutsidePersonFactory,
    Request: RequestFactory,
    School: SchoolFactory,
    Setting: SettingFactory,
    Superior: lambda: Superior.objects.get(organisation=OrganisationFactory()),
    User: UserFactory,
}


@pytest.mark.parametrize(("model", "name"), columns(BUILD, LineField))
def test_line_that_just_fits_is_stored(model, name):
    row = BUILD[model]()
    text = "𠮷" * model._meta.get_field(name).max_length

    write(row, **{name: text})

    assert getattr(model._base_manager.get(pk=row.pk), name) == text


@pytest.mark.parametrize(("model", "name"), columns(BUILD, LineField))
def test_database_refuses_a_line_too_long(model, name):
    row = BUILD[model]()
    text = "党" * (model._meta.get_field(name).max_length + 1)

    with pytest.raises((IntegrityError, DataError)):
        write(row, **{name: text})


@pytest.mark.parametrize(("model", "name"), columns(BUILD, LineField))
def test_database_refuses_nul(model, name):
    row = BUILD[model]()

    with pytest.raises((IntegrityError, DataError, ValueError)):
        write(row, **{name: "a\x00b"})


@pytest.mark.parametrize(("model", "name"), columns(BUILD, ChoiceField))
@pytest.mark.parametrize("value", ["NOPE", "", "own"])
def test_database_refuses_what_is_not_a_choice(model, name, value):
    row = BUILD[model]()

    with pytest.raises(IntegrityError):
        write(row, **{name: value})


# What some choices need beside them.
BESIDE = {
    (School, "TOWNSHIP"): {"township": "城关镇"},
    (Request, "APPROVED"): {"answered_on": TODAY},
    (Request, "REFUSED"): {"answered_on": TODAY},
    (Request, "WITHDRAWN"): {"answered_on": None},
}


@pytest.mark.parametrize(("model", "name"), columns(BUILD, ChoiceField))
def test_database_knows_every_choice(model, name):
    row = BUILD[model]()
    values = [value for value, _ in model._meta.get_field(name).choices]

    for value in values:
        write(row, **{name: value}, **BESIDE.get((model, value), {}))

    assert values != []


def test_every_text_that_is_typed_is_a_line():
    typed = [
        f"{model.__name__}.{field.name}"
        for model in BUILD
        for field in model._meta.local_concrete_fields
        if field.editable
        and isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, LineField | ChoiceField)
    ]

    assert typed == ["User.password"]


# What is referred to stays ---------------------------------------------------------------------


@pytest.fixture
def sealed_event():
    """An event with its detail and its seal."""
    event = audit.record(Verb.LOGGED_IN, by=None, name="杨柳")
    audit.seal_pending()
    return event


REFERENCES = references(BUILD)


@pytest.mark.parametrize(("model", "name"), REFERENCES)
def test_what_a_row_refers_to_cannot_be_deleted(model, name):
    row = BUILD[model]()
    if getattr(row, name) is None:
        target = UserFactory()
        write(row, **{name: target})
    else:
        target = getattr(row, name)

    with pytest.raises(ProtectedError):
        target.delete()

    assert type(target)._base_manager.filter(pk=target.pk).exists()


@pytest.mark.parametrize("model", [AuditDetail, AuditSeal])
def test_event_cannot_be_deleted_from_under_its_detail_or_seal(model, sealed_event):
    assert model.objects.filter(event=sealed_event).exists()

    with pytest.raises(ProtectedError):
        sealed_event.delete()


def test_every_reference_is_tried_here():
    declared = {
        (model.__name__, field.name)
        for model in MODELS
        for field in model._meta.local_concrete_fields
        if field.is_relation
    }
    tried = {(parameter.values[0].__name__, parameter.values[1]) for parameter in REFERENCES}

    assert declared - tried == {("AuditDetail", "event"), ("AuditSeal", "event")}


# The log is only added to ----------------------------------------------------------------------

LOG = [AuditEvent, AuditDetail, AuditSeal]
CHANGES = {
    AuditEvent: {"actor_name": "somebody else"},
    AuditDetail: {"text": "{}"},
    AuditSeal: {"hash": "0" * 64},
}


@pytest.mark.parametrize("model", LOG)
def test_row_of_the_log_cannot_be_changed(model, sealed_event):
    with pytest.raises(IntegrityError, match=f"{model._meta.db_table}_is_append_only"):
        write(model._base_manager.get(), **CHANGES[model])


@pytest.mark.parametrize("model", LOG)
def test_row_of_the_log_cannot_be_deleted(model, sealed_event):
    table = model._meta.db_table

    with pytest.raises(IntegrityError, match=f"{table}_is_append_only"), transaction.atomic():
        connection.cursor().execute(f"DELETE FROM {table}")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("model", LOG)
def test_log_cannot_be_emptied_at_once(model, sealed_event):
    table = model._meta.db_table
    # What the same transaction wrote is still to be checked, which alone would refuse it.
    connection.check_constraints()

    with pytest.raises(IntegrityError, match="is_append_only"), transaction.atomic():
        connection.cursor().execute(f"TRUNCATE {table} CASCADE")


def test_detail_can_be_blanked_and_nothing_else(sealed_event):
    write(sealed_event.detail, text="")

    assert AuditDetail.objects.get().text == ""


def test_detail_cannot_be_blanked_by_giving_it_to_another_event(sealed_event):
    other = audit.record(Verb.LOGGED_OUT, by=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(
            "UPDATE branches_auditdetail SET text = '', event_id = %s WHERE event_id = %s",
            [other.pk + 1, sealed_event.pk],
        )


# Versions --------------------------------------------------------------------------------------


def test_row_is_written_by_whoever_names_its_version():
    row = SettingFactory()

    row.value = "7"
    row.save_version(1)

    assert (row.version, Setting.objects.get().version, Setting.objects.get().value) == (2, 2, "7")


@pytest.mark.parametrize("version", [None, 0, 2, -1])
def test_row_is_not_written_by_whoever_names_another_version(version):
    row = SettingFactory()
    row.value = "7"

    with pytest.raises(Stale) as refused:
        row.save_version(version)

    assert Setting.objects.get().value == "6"
    assert (refused.value.mine.value, refused.value.theirs.value) == ("7", "6")


def test_second_of_two_who_change_a_row_is_told():
    row = SettingFactory()
    first, second = Setting.objects.get(pk=row.pk), Setting.objects.get(pk=row.pk)
    first.value, second.value = "7", "8"
    first.save_version(1)

    with pytest.raises(Stale, match="这条记录刚刚被别人修改过"):
        second.save_version(1)

    assert Setting.objects.get().value == "7"


def test_change_leaves_who_entered_the_row_and_when():
    row = SettingFactory(recorded_by=UserFactory())
    kept = (row.uid, row.recorded_at, row.recorded_by_id)
    row.uid, row.recorded_at, row.recorded_by = Setting().uid, Setting().recorded_at, None

    row.save_version(1)

    found = Setting.objects.get()
    assert (found.uid, found.recorded_at, found.recorded_by_id) == kept


def test_change_leaves_the_place_in_the_tree():
    row = OrganisationFactory()
    Organisation.objects.filter(pk=row.pk).update(path="moved000moved001")

    row.save_version(1)

    assert Organisation.objects.get(pk=row.pk).path == "moved000moved001"


def test_change_leaves_when_the_account_was_last_used():
    row = UserFactory()
    User.objects.filter(pk=row.pk).update(last_login="2026-11-20T08:00:00Z")

    row.save_version(1)

    assert User.objects.get().last_login.isoformat() == "2026-11-20T08:00:00+00:00"


# Small words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offset", "holds"), [(-1, False), (0, True), (1, True), (365, True), (366, False)]
)
def test_dated_row_holds_from_its_first_day_to_the_day_before_its_end(offset, holds):
    row = ApprovalPower(starts_on=FOUNDED, ends_on=FOUNDED + timedelta(days=366))

    assert row.holds_on(FOUNDED + timedelta(days=offset)) is holds


def test_dated_row_without_an_end_holds_still():
    assert ApprovalPower(starts_on=FOUNDED).holds_on(TODAY)


def test_depth_counts_from_the_top():
    committee = CommitteeFactory()
    branch = OrganisationFactory(superior=committee)

    assert (committee.depth, branch.depth) == (1, 2)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (Organisation, "{row.short_name}"),
        (School, "{row.short_name}"),
        (User, "{row.name}"),
        (OutsidePerson, "{row.name}（教育局）"),
        (HeadCount, "{row.school} 2025"),
        (Request, "申请转入：{row.words}"),
        (Setting, "{row.organisation}联合党支部覆盖单位上限（2020-01-01 起）"),
        (ApprovalPower, "{row.organisation}审批权限（2020-01-01 起）"),
        (Appointment, "{row.user}任{row.organisation}教育工委干部（2020-01-01 起）"),
        (Coverage, "{row.organisation}覆盖{row.school}（2020-01-01 起）"),
        (Superior, "{row.organisation}上级为{row.superior}（2020-01-01 起）"),
        (OrganisationName, "{row.name}（2020-01-01 起）"),
    ],
)
def test_row_says_what_it_is(model, words):
    row = BUILD[model]()

    assert str(row) == words.format(row=row)
