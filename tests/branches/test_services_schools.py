"""Enter, correct, close schools; head counts; coverage: what is so afterwards, what is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from branches.audit import Verb
from branches.models import Coverage, HeadCount, School, Stale
from branches.services import schools
from branches.services.schools import Counts, SchoolFacts
from tests.events import detail, recorded
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    CoverageFactory,
    HeadCountFactory,
    OrganisationFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CHANGED = date(2025, 7, 1)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def staff(top):
    return AppointmentFactory(organisation=top).user


@pytest.fixture
def school(top):
    return SchoolFactory(kept_by=top)


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


def facts(**values):
    valid = {
        "code": "S1",
        "name": "示范县第一中学",
        "short_name": "第一中学",
        "stage": "SENIOR",
        "ownership": "PUBLIC",
        "level": "COUNTY",
        "township": "",
        "opened_on": FOUNDED,
    }
    return SchoolFacts(**(valid | values))


def correct(school, *, by, version=1, **values):
    kept = {name: getattr(school, name) for name in SchoolFacts.__dataclass_fields__}
    return schools.correct_school(
        school=school,
        facts=SchoolFacts(**(kept | values)),
        reason="录入有误",
        version=version,
        by=by,
    )


def close(school, *, by, on=CHANGED, version=1):
    return schools.close_school(school=school, on=on, reason="撤并", version=version, by=by)


def count(school, *, by, version=None, year=2025, **values):
    return schools.record_head_count(
        school=school,
        school_year=year,
        counts=Counts(**({"staff": 40} | values)),
        version=version,
        by=by,
    )


def cover(organisation, school, *, by, role="OWN", starts_on=CHANGED):
    return schools.cover(
        organisation=organisation,
        school=school,
        role=role,
        starts_on=starts_on,
        document="批复1号",
        by=by,
    )


def end(coverage, *, by, on=CHANGED, version=1):
    return schools.end_coverage(
        coverage=coverage, on=on, reason="改由他人覆盖", version=version, by=by
    )


def refused(act, *args, **values):
    """Return what a refusal says, by field."""
    with pytest.raises(ValidationError) as refusal, recorded() as events:
        act(*args, **values)
    assert events == []
    return refusal.value.message_dict


def as_stored(row):
    return type(row).objects.get(pk=row.pk)


def state():
    """Return all that is stored of schools, to be compared before and after."""
    return [list(model.objects.order_by("pk").values()) for model in (School, HeadCount, Coverage)]


# Enter -----------------------------------------------------------------------------------------


def test_entered_school_is_kept_with_its_key(top, staff):
    made = as_stored(schools.enter_school(facts=facts(), kept_by=top, by=staff))

    assert (made.kept_by, made.recorded_by, made.name) == (top, staff, "示范县第一中学")
    assert made.name_key == "shifanxiandiyizhongxue sfxdyzx 示范县第一中学"


def test_entering_is_logged_once(top, staff):
    with recorded() as events:
        made = schools.enter_school(facts=facts(), kept_by=top, by=staff)

    (event,) = events
    assert event.verb == Verb.SCHOOL_ENTERED
    assert (event.organisation_id, event.target_uid) == (top.pk, made.uid)
    assert detail(event) == {**vars(facts()), "opened_on": "2020-01-01"}


@pytest.mark.parametrize(
    ("values", "messages"),
    [
        ({"level": "TOWNSHIP"}, {"township": ["乡镇学校要填写所在乡镇。"]}),
        ({"stage": "NOPE"}, {"stage": ["值 'NOPE' 不是有效选项。"]}),
        ({"name": ""}, {"name": ["此字段不能为空。"]}),
        ({"name": "一\n中"}, {"name": ["这里只能写一行，请去掉换行和制表符。"]}),
    ],
)
def test_school_that_cannot_be_is_not_entered(top, staff, values, messages):
    found = refused(schools.enter_school, facts=facts(**values), kept_by=top, by=staff)

    assert found == messages


def test_code_of_another_school_is_not_given_again(top, staff, school):
    found = refused(schools.enter_school, facts=facts(code=school.code), kept_by=top, by=staff)

    assert found == {"code": ["这个学校代码已被使用，请换一个。"]}


def test_nothing_is_entered_when_the_log_fails(top, staff, broken_log):
    with pytest.raises(broken_log):
        schools.enter_school(facts=facts(), kept_by=top, by=staff)

    assert School.objects.count() == 0


def test_many_are_entered_and_logged_once(top, staff):
    rows = [facts(code="S1"), facts(code="S2")]

    with recorded() as events:
        made = schools.enter_schools(rows=rows, kept_by=top, by=staff)

    (event,) = events
    assert list(made) == ["S1", "S2"]
    assert set(School.objects.values_list("code", "kept_by", "recorded_by")) == {
        ("S1", top.pk, staff.pk),
        ("S2", top.pk, staff.pk),
    }
    assert (event.verb, detail(event)["count"]) == (Verb.SCHOOLS_ENTERED, 2)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"stage": "NOPE"}, "第 2 行：值 'NOPE' 不是有效选项。"),
        (
            {"township": "城\u200b关镇"},
            "第 2 行：含有不能显示的字符（U+200B），请删去后重新输入。",
        ),
    ],
)
def test_bad_school_among_many_is_named_and_nothing_is_written(top, staff, values, message):
    rows = [facts(code="S1"), facts(code="S2", **values), facts(code="S3")]

    with pytest.raises(ValidationError) as refusal, recorded() as events:
        schools.enter_schools(rows=rows, kept_by=top, by=staff)

    assert refusal.value.messages == [message]
    assert (School.objects.count(), events) == (0, [])


@pytest.mark.parametrize(
    ("values", "messages"),
    [
        ({"code": "S1"}, {"code": ["这个学校代码已被使用，请换一个。"]}),
        ({"level": "TOWNSHIP"}, {"township": ["乡镇学校要填写所在乡镇。"]}),
    ],
)
def test_what_the_database_refuses_of_many_reads_like_any_refusal(top, staff, values, messages):
    rows = [facts(code="S1"), facts(**({"code": "S2"} | values))]

    found = refused(schools.enter_schools, rows=rows, kept_by=top, by=staff)

    assert found == messages
    assert School.objects.count() == 0


def test_none_of_many_is_entered_when_the_log_fails(top, staff, broken_log):
    with pytest.raises(broken_log):
        schools.enter_schools(rows=[facts()], kept_by=top, by=staff)

    assert School.objects.count() == 0


@pytest.mark.parametrize("number", [3, 30])
def test_entering_many_asks_the_same_number_of_queries(
    top, staff, number, django_assert_num_queries
):
    rows = [facts(code=f"S{place}") for place in range(number)]

    with django_assert_num_queries(6):
        schools.enter_schools(rows=rows, kept_by=top, by=staff)


# Correct, close, reopen ------------------------------------------------------------------------


def test_facts_of_a_school_are_corrected_and_logged_once(school, staff):
    with recorded() as events:
        correct(school, by=staff, short_name="一中", name="新校名")

    (event,) = events
    stored = as_stored(school)
    assert (stored.short_name, stored.version) == ("一中", 2)
    assert stored.name_key == "xinxiaoming xxm 新校名"
    assert (event.verb, event.reason) == (Verb.SCHOOL_CORRECTED, "录入有误")
    assert detail(event) == {
        "changes": {
            "short_name": [f"学校{school.code}", "一中"],
            "name": [f"学校{school.code}", "新校名"],
        }
    }


def test_correction_to_a_code_in_use_is_refused(school, staff):
    other = SchoolFactory()
    message = "这个学校代码已被使用，请换一个。"

    assert refused(correct, school, by=staff, code=other.code) == {"code": [message]}


def test_correction_of_a_school_changed_meanwhile_is_stale(school, staff):
    seen_before = as_stored(school)
    correct(school, by=staff, short_name="对方")

    with pytest.raises(Stale), recorded() as events:
        correct(seen_before, by=staff, short_name="我")

    assert (as_stored(school).short_name, events) == ("对方", [])


def test_nothing_is_corrected_when_the_log_fails(school, staff, broken_log):
    before = state()

    with pytest.raises(broken_log):
        correct(school, by=staff, short_name="一中")

    assert state() == before


def test_closed_school_is_over_from_the_day_and_so_are_its_coverages(school, staff):
    former = CoverageFactory(school=school, ends_on=CHANGED - DAY)
    open_one = CoverageFactory(school=school)
    planned = CoverageFactory(school=school, ends_on=TODAY)

    with recorded() as events:
        close(school, by=staff)

    (event,) = events
    assert as_stored(school).closed_on == CHANGED
    assert [as_stored(one).ends_on for one in (former, open_one, planned)] == [
        CHANGED - DAY,
        CHANGED,
        CHANGED,
    ]
    assert (event.verb, event.reason) == (Verb.SCHOOL_CLOSED, "撤并")
    assert detail(event) == {"on": "2025-07-01", "ended": 2}


@pytest.mark.parametrize("starts_on", [CHANGED, CHANGED + DAY])
def test_school_is_closed_after_its_last_coverage_began(school, staff, starts_on):
    CoverageFactory(school=school, starts_on=starts_on)
    message = f"日期必须晚于覆盖开始的 {starts_on}。"

    assert refused(close, school, by=staff) == {"on": [message]}


def test_school_is_closed_after_it_was_opened(school, staff):
    message = "停办日期必须晚于开办日期。"

    assert refused(close, school, by=staff, on=FOUNDED) == {"closed_on": [message]}


def test_closing_of_a_school_changed_meanwhile_is_stale_and_ends_nothing(school, staff):
    coverage = CoverageFactory(school=school)
    seen_before = as_stored(school)
    correct(school, by=staff, short_name="一中")

    with pytest.raises(Stale), recorded() as events:
        close(seen_before, by=staff)

    assert (as_stored(coverage).ends_on, events) == (None, [])


def test_nothing_is_closed_when_the_log_fails(school, branch, staff, broken_log):
    CoverageFactory(school=school, organisation=branch)
    before = state()

    with pytest.raises(broken_log):
        close(school, by=staff)

    assert state() == before


def test_reopened_school_exists_again_without_its_coverages(school, staff):
    coverage = CoverageFactory(school=school)
    close(school, by=staff)

    with recorded() as events:
        schools.reopen_school(school=school, reason="误操作", version=2, by=staff)

    (event,) = events
    assert as_stored(school).closed_on is None
    assert as_stored(coverage).ends_on == CHANGED
    assert (event.verb, event.reason) == (Verb.SCHOOL_REOPENED, "误操作")
    assert detail(event) == {"changes": {"closed_on": ["2025-07-01", None]}}


def test_reopening_of_a_school_changed_meanwhile_is_stale(school, staff):
    close(school, by=staff)

    with pytest.raises(Stale), recorded() as events:
        schools.reopen_school(school=school, reason="误操作", version=1, by=staff)

    assert events == []


# Head counts -----------------------------------------------------------------------------------


def test_head_counts_are_entered_and_logged_once(school, staff):
    with recorded() as events:
        count(school, by=staff, teachers=30)

    (event,) = events
    stored = school.head_counts.get()
    assert (stored.school_year, stored.staff, stored.teachers) == (2025, 40, 30)
    assert (stored.women, stored.recorded_by) == (None, staff)
    assert (event.verb, event.target_uid) == (Verb.HEAD_COUNT_RECORDED, school.uid)
    assert detail(event) == {
        "school_year": 2025,
        "changes": {"staff": [None, 40], "teachers": [None, 30]},
    }


def test_head_counts_are_corrected_in_their_row(school, staff):
    count(school, by=staff, women=20)

    with recorded() as events:
        count(school, by=staff, version=1, staff=41)

    (event,) = events
    stored = school.head_counts.get()
    assert (stored.staff, stored.women, stored.version) == (41, None, 2)
    assert detail(event)["changes"] == {"staff": [40, 41], "women": [20, None]}


def test_head_counts_of_two_years_are_two_rows(school, staff):
    count(school, by=staff)
    count(school, by=staff, year=2026)

    assert school.head_counts.count() == 2


@pytest.mark.parametrize("version", [None, 2])
def test_head_counts_entered_meanwhile_are_not_replaced(school, staff, version):
    count(school, by=staff)

    with pytest.raises(Stale), recorded() as events:
        count(school, by=staff, version=version, staff=50)

    assert (school.head_counts.get().staff, events) == (40, [])


@pytest.mark.parametrize(
    ("values", "messages"),
    [
        ({"teachers": 41}, {"teachers": ["专任教师不能多于教职工。"]}),
        (
            {"teachers": 10, "teachers_to_35": 11},
            {"teachers_to_35": ["35岁及以下专任教师不能多于专任教师。"]},
        ),
        (
            {"women": 41, "backbone_teachers": 41},
            {
                "women": ["女教职工不能多于教职工。"],
                "backbone_teachers": ["骨干教师不能多于教职工。"],
            },
        ),
        ({"year": 1949}, {"school_year": ["学年应是四位年份，例如 2025。"]}),
    ],
)
def test_head_counts_that_cannot_be_are_refused(school, staff, values, messages):
    assert refused(count, school, by=staff, **values) == messages


def test_no_head_count_is_written_when_the_log_fails(school, staff, broken_log):
    with pytest.raises(broken_log):
        count(school, by=staff)

    assert HeadCount.objects.count() == 0


def test_many_head_counts_are_entered_and_logged_once(top, school, staff):
    rows = [(school, 2024, Counts(staff=40)), (school, 2025, Counts(staff=41, women=20))]

    with recorded() as events:
        schools.record_head_counts(rows=rows, by=staff)

    (event,) = events
    found = school.head_counts.order_by("school_year").values_list("staff", "women", "recorded_by")
    assert list(found) == [(40, None, staff.pk), (41, 20, staff.pk)]
    assert (event.verb, detail(event)["count"]) == (Verb.HEAD_COUNTS_RECORDED, 2)


def test_bad_head_count_among_many_is_named_and_nothing_is_written(school, staff):
    rows = [(school, 2024, Counts(staff=40)), (school, 2025, Counts(staff=-1))]

    with pytest.raises(ValidationError, match="第 2 行：") as refusal, recorded() as events:
        schools.record_head_counts(rows=rows, by=staff)

    assert len(refusal.value.messages) == 1
    assert (HeadCount.objects.count(), events) == (0, [])


def test_head_counts_the_database_refuses_read_like_any_refusal(school, staff):
    HeadCountFactory(school=school, school_year=2025)
    rows = [(school, 2024, Counts(staff=40)), (school, 2025, Counts(staff=41))]

    found = refused(schools.record_head_counts, rows=rows, by=staff)

    assert found == {"school_year": ["这个学年已经有数据，请直接修改它。"]}
    assert HeadCount.objects.count() == 1


@pytest.mark.parametrize("number", [3, 30])
def test_many_head_counts_ask_the_same_number_of_queries(
    school, staff, number, django_assert_num_queries
):
    rows = [(school, 1990 + place, Counts(staff=40)) for place in range(number)]

    with django_assert_num_queries(6):
        schools.record_head_counts(rows=rows, by=staff)


# Coverage --------------------------------------------------------------------------------------


def test_coverage_begins_and_is_logged_once(branch, school, staff):
    with recorded() as events:
        made = cover(branch, school, by=staff)

    (event,) = events
    stored = as_stored(made)
    assert (stored.organisation, stored.school, stored.role) == (branch, school, "OWN")
    assert (stored.starts_on, stored.ends_on) == (CHANGED, None)
    assert (stored.document, stored.recorded_by) == ("批复1号", staff)
    assert (event.verb, event.organisation_id) == (Verb.COVERAGE_BEGUN, branch.pk)
    assert detail(event) == {
        "school": str(school),
        "school_uid": str(school.uid),
        "role": "OWN",
        "starts_on": "2025-07-01",
        "document": "批复1号",
    }


def test_organisation_covers_in_a_way_of_its_kind_only(branch, school, staff):
    message = "党支部不能以“联合组建”的方式覆盖学校，请另选。"

    assert refused(cover, branch, school, by=staff, role="JOINT") == {"role": [message]}


def test_joint_branch_covers_many_schools(top, staff):
    joint = OrganisationFactory(kind="JOINT_BRANCH", superior=top)

    for school in SchoolFactory.create_batch(3, kept_by=top):
        cover(joint, school, by=staff, role="JOINT")

    assert joint.coverages.on(CHANGED).count() == 3


def test_coverage_begins_when_both_exist(top, staff):
    young = OrganisationFactory(superior=top, founded_on=CHANGED)
    new = SchoolFactory(kept_by=top, opened_on=CHANGED)

    made = cover(young, new, by=staff)

    assert made.starts_on == CHANGED


def test_coverage_does_not_begin_before_the_organisation(top, school, staff):
    young = OrganisationFactory(superior=top, founded_on=CHANGED)
    message = f"党组织 {CHANGED} 才成立，覆盖不能更早。"

    assert refused(cover, young, school, by=staff, starts_on=CHANGED - DAY) == {
        "starts_on": [message]
    }


def test_coverage_does_not_begin_before_the_school(top, branch, staff):
    new = SchoolFactory(kept_by=top, opened_on=CHANGED)
    message = f"学校 {CHANGED} 才开办，覆盖不能更早。"

    assert refused(cover, branch, new, by=staff, starts_on=CHANGED - DAY) == {
        "starts_on": [message]
    }


@pytest.mark.parametrize("starts_on", [CHANGED - DAY, CHANGED, CHANGED + DAY])
def test_nothing_is_covered_by_what_is_dissolved(branch, school, staff, starts_on):
    branch.dissolved_on = CHANGED
    message = f"党组织已于 {CHANGED} 撤销。"

    assert refused(cover, branch, school, by=staff, starts_on=starts_on) == {
        "starts_on": [message]
    }


@pytest.mark.parametrize("starts_on", [CHANGED - DAY, CHANGED, CHANGED + DAY])
def test_closed_school_is_not_covered(branch, school, staff, starts_on):
    school.closed_on = CHANGED
    message = f"学校已于 {CHANGED} 停办。"

    assert refused(cover, branch, school, by=staff, starts_on=starts_on) == {
        "starts_on": [message]
    }


def test_school_is_not_covered_twice_by_the_same(branch, school, staff):
    cover(branch, school, by=staff)
    message = "这个党组织在这段时间已经覆盖这所学校。"

    assert refused(cover, branch, school, by=staff, role="ATTACHED") == {"starts_on": [message]}


def test_no_coverage_begins_when_the_log_fails(branch, school, staff, broken_log):
    with pytest.raises(broken_log):
        cover(branch, school, by=staff)

    assert Coverage.objects.count() == 0


def unsaved(organisation, school, **values):
    return CoverageFactory.build(organisation=organisation, school=school, **values)


def test_many_coverages_begin_and_are_logged_once(branch, top, staff):
    places = SchoolFactory.create_batch(2, kept_by=top)

    with recorded() as events:
        schools.cover_many(rows=[unsaved(branch, school) for school in places], by=staff)

    (event,) = events
    assert set(branch.coverages.values_list("school", "recorded_by")) == {
        (school.pk, staff.pk) for school in places
    }
    assert (event.verb, detail(event)["count"]) == (Verb.COVERAGES_BEGUN, 2)


def test_past_coverage_of_what_is_dissolved_may_be_entered(branch, school, staff):
    branch.dissolved_on = CHANGED

    schools.cover_many(rows=[unsaved(branch, school, ends_on=CHANGED)], by=staff)

    assert branch.coverages.get().ends_on == CHANGED


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"role": "JOINT"}, "第 2 行：党支部不能以“联合组建”的方式覆盖学校，请另选。"),
        (
            {"starts_on": FOUNDED - DAY},
            "第 2 行：党组织 2020-01-01 才成立，覆盖不能更早。",
        ),
        ({"document": "x\n"}, "第 2 行：这里只能写一行，请去掉换行和制表符。"),
    ],
)
def test_bad_coverage_among_many_is_named_and_nothing_is_written(
    top, branch, staff, values, message
):
    first, second = SchoolFactory.create_batch(2, kept_by=top)
    rows = [unsaved(branch, first), unsaved(branch, second, **values)]

    with pytest.raises(ValidationError) as refusal, recorded() as events:
        schools.cover_many(rows=rows, by=staff)

    assert refusal.value.messages == [message]
    assert (Coverage.objects.count(), events) == (0, [])


def test_coverages_the_database_refuses_read_like_any_refusal(branch, school, staff):
    rows = [unsaved(branch, school), unsaved(branch, school)]

    found = refused(schools.cover_many, rows=rows, by=staff)

    assert found == {"starts_on": ["这个党组织在这段时间已经覆盖这所学校。"]}
    assert Coverage.objects.count() == 0


@pytest.mark.parametrize("number", [3, 30])
def test_many_coverages_ask_the_same_number_of_queries(
    top, branch, staff, number, django_assert_num_queries
):
    rows = [unsaved(branch, school) for school in SchoolFactory.create_batch(number, kept_by=top)]

    with django_assert_num_queries(6):
        schools.cover_many(rows=rows, by=staff)


def test_coverage_ends_and_is_logged_once(branch, staff):
    coverage = CoverageFactory(organisation=branch)

    with recorded() as events:
        end(coverage, by=staff)

    (event,) = events
    assert (as_stored(coverage).ends_on, as_stored(coverage).version) == (CHANGED, 2)
    assert (event.verb, event.reason) == (Verb.COVERAGE_ENDED, "改由他人覆盖")
    assert (event.organisation_id, event.target_uid) == (branch.pk, branch.uid)
    assert detail(event) == {"school": str(coverage.school), "on": "2025-07-01"}


def test_school_may_be_covered_in_another_way_from_the_day_one_ends(branch, staff):
    coverage = CoverageFactory(organisation=branch)
    end(coverage, by=staff)

    cover(branch, coverage.school, by=staff, role="ATTACHED")

    roles = [branch.coverages.on(day).get().role for day in (CHANGED - DAY, CHANGED)]
    assert roles == ["OWN", "ATTACHED"]


@pytest.mark.parametrize("on", [FOUNDED, FOUNDED - DAY])
def test_coverage_ends_after_it_began(branch, staff, on):
    coverage = CoverageFactory(organisation=branch)
    message = f"日期必须晚于覆盖开始的 {FOUNDED}。"

    assert refused(end, coverage, by=staff, on=on) == {"on": [message]}


def test_ended_coverage_is_not_prolonged_by_ending_it_again(branch, staff):
    coverage = CoverageFactory(organisation=branch, ends_on=CHANGED)
    message = f"它到 {CHANGED} 就已结束，日期不能更晚。"

    assert refused(end, coverage, by=staff, on=CHANGED + DAY) == {"on": [message]}


def test_coverage_may_end_earlier_than_was_planned(branch, staff):
    coverage = CoverageFactory(organisation=branch, ends_on=TODAY)

    end(coverage, by=staff)

    assert as_stored(coverage).ends_on == CHANGED


def test_ending_of_a_coverage_changed_meanwhile_is_stale(branch, staff):
    coverage = CoverageFactory(organisation=branch)

    with pytest.raises(Stale), recorded() as events:
        end(coverage, by=staff, version=2)

    assert (as_stored(coverage).ends_on, events) == (None, [])


def test_no_coverage_ends_when_the_log_fails(branch, staff, broken_log):
    coverage = CoverageFactory(organisation=branch)

    with pytest.raises(broken_log):
        end(coverage, by=staff)

    assert as_stored(coverage).ends_on is None
