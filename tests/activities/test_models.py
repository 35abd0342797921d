"""There is … and always …: refused by the database itself, and said at the right field."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from activities.models import Attendance, Campaign, Lecturer, Sitting, SittingKind
from branches.services.transactions import check
from tests.constraints import again, declared, ending, said_by_check, said_by_database
from tests.factories.activities import (
    HELD,
    AttendanceFactory,
    CampaignFactory,
    DraftFactory,
    LecturerFactory,
    SittingFactory,
)
from tests.factories.branches import CommitteeFactory, OrganisationFactory, OutsidePersonFactory
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db

MODELS = [Campaign, Sitting, SittingKind, Lecturer, Attendance]


def sitting(**values):
    """Return a draft that is not saved, valid but for these values."""
    valid = {"organisation": OrganisationFactory(), "held_on": HELD, "title": "新"}
    return Sitting(**(valid | {"entered_on": HELD} | values))


def campaign(**values):
    valid = {"kept_by": CommitteeFactory(), "name": "新", "year": 2026, "starts_on": HELD}
    return Campaign(**(valid | values))


def lecturer(**values):
    return Lecturer(**({"sitting": SittingFactory(), "office": "SECRETARY"} | values))


def attendance(**values):
    made = SittingFactory()
    valid = {"sitting": made, "member": MemberFactory(), "organisation": made.organisation}
    return Attendance(**(valid | {"status": "PRESENT"} | values))


def once_more(row):
    """Return the row, unsaved."""
    kept = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return type(row)(**(kept | {"id": None}))


BROKEN = {
    "campaign_ends_after_it_starts": (
        lambda: ending(CampaignFactory(), date(2026, 9, 1)),
        "ends_on",
        "结束日期必须晚于起始日期。",
    ),
    "campaign_of_a_name_once_at_a_time": (
        lambda: again(CampaignFactory()),
        "name",
        "这段时间已经登记了同名的专项活动。",
    ),
    "campaign_year_is_sensible": (
        lambda: campaign(year=1949),
        "year",
        "年度要写成四位数，例如 2026。",
    ),
    "sitting_of_a_title_once_a_day": (
        lambda: again(SittingFactory()),
        "title",
        "这一天已经登记过同名的活动；确是另一场的，请在主题里写明，例如“（下午）”。",
    ),
    "sitting_lasts_a_day_at_most": (
        lambda: sitting(minutes=1441),
        "minutes",
        "时长要在 1 至 1440 分钟之间。",
    ),
    "sitting_others_are_countable": (
        lambda: sitting(others=100_001),
        "others",
        "其他到会人数太大，请检查。",
    ),
    "sitting_year_is_sensible": (
        lambda: sitting(belongs_to_year=2200),
        "belongs_to_year",
        "所属年度要写成四位数，例如 2026。",
    ),
    "sitting_has_one_host": (
        lambda: sitting(host=MemberFactory(), host_name="周来"),
        "host_name",
        "主持人选了党员，就不要再写姓名。",
    ),
    "sitting_confirmed_has_a_day": (
        lambda: sitting(state="CONFIRMED"),
        "confirmed_on",
        "已确认的要有确认日期，待确认的不写。",
    ),
    "sitting_official_number_has_a_day": (
        lambda: sitting(official_number="3"),
        "official_on",
        "写了上级系统编号，就要写办理日期。",
    ),
    "sitting_kind_once_a_sitting": (
        lambda: SittingKind(sitting=SittingFactory(), kind="THEMED_DAY"),
        "kind",
        "同一类型只选一次。",
    ),
    "lecturer_is_one_person": (
        lambda: lecturer(member=MemberFactory(), name="周来"),
        "name",
        "讲课人选党员、系统外人员或写姓名，只选一种。",
    ),
    "lecturer_member_once_a_sitting": (
        lambda: once_more(LecturerFactory(member=MemberFactory(), name="")),
        "member",
        "同一名讲课人只登记一次。",
    ),
    "attendance_once_a_sitting": (
        lambda: once_more(AttendanceFactory()),
        "member",
        "同一名党员在一次活动里只登记一次。",
    ),
    "attendance_reason_of_the_excused": (
        lambda: attendance(reason="出差"),
        "reason",
        "只有请假的写原因。",
    ),
    "attendance_missed_by_the_expected": (
        lambda: attendance(status="ABSENT", is_expected=False),
        "status",
        "不在应到范围的，没有到会就不登记。",
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
    "values",
    [
        {"minutes": 1},
        {"minutes": 1440},
        {"others": 100_000},
        {"belongs_to_year": 1950},
        {"belongs_to_year": 2199},
        {"host_name": "周来"},
        {"official_on": HELD},
        {"state": "CONFIRMED", "confirmed_on": HELD},
        {"summary": "第一行\n第二行"},
        {"summary": "字" * 5000},
    ],
)
def test_sitting_just_within_its_bounds_is_kept(values):
    row = sitting(**values)

    check(row)
    Sitting.objects.bulk_create([row])


@pytest.mark.parametrize(
    "values",
    [{"minutes": 0}, {"belongs_to_year": 1949}, {"summary": "字" * 5001}, {"summary": "\u202e"}],
)
def test_sitting_just_outside_its_bounds_is_refused(values):
    with pytest.raises(ValidationError) as refused:
        check(sitting(**values))

    assert list(refused.value.message_dict) == list(values)


@pytest.mark.parametrize("who", [{}, {"name": "周来", "outsider": True}])
def test_lecturer_is_neither_nobody_nor_two(who):
    if "outsider" in who:
        who["outsider"] = OutsidePersonFactory()

    with pytest.raises(ValidationError):
        check(lecturer(**who))


def test_same_campaign_may_come_back_when_it_is_over():
    first = CampaignFactory(ends_on=date(2026, 10, 1))

    check(campaign(kept_by=first.kept_by, name=first.name, starts_on=date(2026, 10, 1)))


def test_sitting_of_several_kinds_counts_as_each():
    made = SittingFactory(kinds=["LECTURE", "OATH"])

    assert [str(one) for one in made.kinds.all()] == ["党课", "重温入党誓词"]


def test_sitting_with_a_roll_cannot_be_deleted():
    made = AttendanceFactory().sitting

    with pytest.raises(ProtectedError):
        made.delete()


def test_host_is_a_member_or_a_name():
    host = MemberFactory(name="许主持")

    assert sitting(host=host).host_label == "许主持"
    assert sitting(host_name="周来").host_label == "周来"
    assert sitting().host_label == ""


def test_only_a_confirmed_sitting_is_confirmed():
    assert SittingFactory().is_confirmed is True
    assert DraftFactory().is_confirmed is False


def test_lecturer_is_known_by_the_name_of_whoever_it_is():
    member, outsider = MemberFactory(name="许讲"), OutsidePersonFactory(name="周来")

    assert str(lecturer(member=member)) == "许讲"
    assert str(lecturer(outsider=outsider)) == "周来（教育局）"
    assert str(lecturer(name="赵宣")) == "赵宣"
