"""The rows behind a figure: the columns by which each kind of row is known."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from activities.models import (
    Campaign,
    ContactPoint,
    Exam,
    Inspection,
    Lecturer,
    ResponsibilityLetter,
    Sitting,
    TrainingClass,
)
from activities.querysets import SittingQuerySet
from branches.models import Organisation, School
from branches.screens.columns import DAY, HIDE, NUMBER
from dues.models import Assessment, Payment
from dues.money import formatted
from members.models import (
    DevelopmentCase,
    Election,
    Member,
    Placement,
    Post,
    Standing,
    Term,
)
from reports.figures.figure import Measure, Reader


def _link(name: str, accessor: str = "pk") -> tuple[str, list[Any]]:
    return (name, [tables.A(accessor)])


class RowsTable(tables.Table):
    """The base of these tables."""


class OrganisationRows(RowsTable):
    short_name = tables.Column(
        "党组织", order_by="name_key", linkify=_link("branches:organisation-detail")
    )
    kind = tables.Column("类别")
    founded_on = tables.DateColumn(verbose_name="成立日期", format="Y-m-d", attrs=DAY)


class SchoolRows(RowsTable):
    short_name = tables.Column(
        "学校", order_by="name_key", linkify=_link("branches:school-detail")
    )
    stage = tables.Column("办学类型")
    township = tables.Column("所在乡镇", attrs=HIDE)


def _person(record: Any) -> str | None:
    """Return the page of somebody the reader may read today; of others only the name is told."""
    if not record.is_open:
        return None
    return reverse("members:member-detail", args=[record.member_id])


class PlacementRows(RowsTable):
    member = tables.Column(
        "姓名", accessor="member__name", order_by="member__name_key", linkify=_person
    )
    organisation = tables.Column(
        "党组织",
        accessor="organisation__short_name",
        order_by="organisation__name_key",
        linkify=_link("branches:organisation-detail", "organisation_id"),
    )
    begin = tables.Column("如何进入", attrs=HIDE)
    starts_on = tables.DateColumn(verbose_name="从哪天起", format="Y-m-d", attrs=DAY)


class ApprovalRows(PlacementRows):
    admitted_on = tables.DateColumn(
        verbose_name="入党日期", accessor="member__admitted_on", format="Y-m-d", attrs=DAY
    )
    admission_approved_on = tables.DateColumn(
        verbose_name="接收审批日期",
        accessor="member__admission_approved_on",
        format="Y-m-d",
        attrs=DAY,
    )
    confirmation_approved_on = tables.DateColumn(
        verbose_name="转正审批日期",
        accessor="member__confirmation_approved_on",
        format="Y-m-d",
        attrs=DAY,
    )

    class Meta:
        exclude = ("begin", "starts_on")


class StandingRows(RowsTable):
    member = tables.Column(
        "姓名", accessor="member__name", order_by="member__name_key", linkify=_person
    )
    kind = tables.Column("党籍状态")
    starts_on = tables.DateColumn(verbose_name="从哪天起", format="Y-m-d", attrs=DAY)
    ends_on = tables.DateColumn(verbose_name="到哪天止", format="Y-m-d", attrs=DAY)


class CaseRows(RowsTable):
    name = tables.Column("姓名", order_by="name_key")
    organisation = tables.Column("党组织", accessor="organisation__short_name")
    applied_on = tables.DateColumn(verbose_name="申请日期", format="Y-m-d", attrs=DAY)


class ElectionRows(RowsTable):
    organisation = tables.Column("党组织", accessor="organisation__short_name")
    held_on = tables.DateColumn(verbose_name="选举日期", format="Y-m-d", attrs=DAY)
    document = tables.Column("文号", attrs=HIDE)


class TermRows(RowsTable):
    organisation = tables.Column("党组织", accessor="organisation__short_name")
    starts_on = tables.DateColumn(verbose_name="本届开始", format="Y-m-d", attrs=DAY)
    due_on = tables.DateColumn(verbose_name="任期届满", format="Y-m-d", attrs=DAY)


class PostRows(RowsTable):
    holder = tables.Column("姓名", orderable=False)
    kind = tables.Column("职务")
    organisation = tables.Column("党组织", accessor="organisation__short_name")
    school = tables.Column("学校", accessor="school__short_name", attrs=HIDE)
    starts_on = tables.DateColumn(verbose_name="从哪天起", format="Y-m-d", attrs=DAY)


class PaymentRows(RowsTable):
    member = tables.Column("姓名", accessor="member__name", order_by="member__name_key")
    organisation = tables.Column("党组织", accessor="organisation__short_name")
    month = tables.DateColumn(verbose_name="所属月份", format="Y-m", attrs=DAY)
    paid_on = tables.DateColumn(verbose_name="交纳日期", format="Y-m-d", attrs=DAY)
    fen = tables.Column("金额（元）", attrs=NUMBER)

    def render_fen(self, value: int) -> str:
        return formatted(value)

    value_fen = render_fen


class AssessmentRows(RowsTable):
    member = tables.Column("姓名", accessor="member__name", order_by="member__name_key")
    organisation = tables.Column("党组织", accessor="organisation__short_name")
    month = tables.DateColumn(verbose_name="月份", format="Y-m", attrs=DAY)
    fen = tables.Column("应交（元）", attrs=NUMBER)

    def render_fen(self, value: int) -> str:
        return formatted(value)

    value_fen = render_fen


class ArrearsRows(AssessmentRows):
    missing_fen = tables.Column("欠交（元）", attrs=NUMBER)

    def render_missing_fen(self, value: int) -> str:
        return formatted(value)

    value_missing_fen = render_missing_fen


class SittingRows(RowsTable):
    title = tables.Column("主题", linkify=_link("activities:sitting-detail"))
    held_on = tables.DateColumn(verbose_name="日期", format="Y-m-d", attrs=DAY)
    organisation = tables.Column("党组织", accessor="organisation__short_name")
    attended = tables.Column("到会（人次）", attrs=NUMBER)


class LecturerRows(RowsTable):
    lecturer = tables.Column("讲课人", empty_values=(), orderable=False)
    office = tables.Column("身份")
    title = tables.Column(
        "主题",
        accessor="sitting__title",
        linkify=_link("activities:sitting-detail", "sitting_id"),
    )
    held_on = tables.DateColumn(
        verbose_name="日期", accessor="sitting__held_on", format="Y-m-d", attrs=DAY
    )

    def render_lecturer(self, record: Lecturer) -> str:
        return str(record)

    value_lecturer = render_lecturer


class CampaignRows(RowsTable):
    name = tables.Column("专项活动")
    starts_on = tables.DateColumn(verbose_name="从哪天起", format="Y-m-d", attrs=DAY)


class InspectionRows(RowsTable):
    place = tables.Column("走访", orderable=False)
    title = tables.Column("督导名称")
    held_on = tables.DateColumn(verbose_name="日期", format="Y-m-d", attrs=DAY)


class LetterRows(RowsTable):
    organisation = tables.Column("党组织", accessor="organisation__short_name")
    kind = tables.Column("类别")
    level = tables.Column("层级", attrs=HIDE)
    signed_on = tables.DateColumn(verbose_name="签订日期", format="Y-m-d", attrs=DAY)
    signed = tables.Column("签订（份）", attrs=NUMBER)
    due = tables.Column("应签（份）", attrs=NUMBER)


class ContactRows(RowsTable):
    leader_name = tables.Column("班子成员", orderable=False)
    place = tables.Column("联系点", orderable=False)
    starts_on = tables.DateColumn(verbose_name="从哪天起", format="Y-m-d", attrs=DAY)


class ExamRows(RowsTable):
    organisation = tables.Column("党组织", accessor="organisation__short_name")
    title = tables.Column("名称")
    held_on = tables.DateColumn(verbose_name="日期", format="Y-m-d", attrs=DAY)
    participants = tables.Column("参加（名）", attrs=NUMBER)


class TrainingRows(RowsTable):
    organisation = tables.Column("党组织", accessor="organisation__short_name")
    title = tables.Column("名称")
    held_on = tables.DateColumn(verbose_name="日期", format="Y-m-d", attrs=DAY)
    attendances = tables.Column("参训（人次）", attrs=NUMBER)


TABLES: dict[type[models.Model], type[RowsTable]] = {
    Organisation: OrganisationRows,
    School: SchoolRows,
    Placement: PlacementRows,
    Standing: StandingRows,
    DevelopmentCase: CaseRows,
    Election: ElectionRows,
    Term: TermRows,
    Post: PostRows,
    Payment: PaymentRows,
    Assessment: AssessmentRows,
    Sitting: SittingRows,
    Lecturer: LecturerRows,
    Campaign: CampaignRows,
    Exam: ExamRows,
    Inspection: InspectionRows,
    ResponsibilityLetter: LetterRows,
    ContactPoint: ContactRows,
    TrainingClass: TrainingRows,
}
# Where the rows of a figure show more than others of their kind.
OF_FIGURES: dict[str, type[RowsTable]] = {
    "development.admitted": ApprovalRows,
    "development.confirmed": ApprovalRows,
    "dues.arrears_members": ArrearsRows,
}
# What else a row shows, fetched with it.
RELATED: dict[type[models.Model], tuple[str, ...]] = {
    Placement: ("member", "organisation"),
    Standing: ("member",),
    DevelopmentCase: ("organisation",),
    Election: ("organisation",),
    Term: ("organisation",),
    Post: ("organisation", "school", "member", "outsider"),
    Payment: ("member", "organisation"),
    Assessment: ("member", "organisation"),
    Sitting: ("organisation",),
    Lecturer: ("member", "outsider", "sitting"),
    Exam: ("organisation",),
    Inspection: ("organisation", "target", "school"),
    ResponsibilityLetter: ("organisation",),
    ContactPoint: ("leader", "outsider", "contact", "school"),
    TrainingClass: ("organisation",),
}


def table_of(measure: Measure, rows: Any) -> type[RowsTable]:
    """Return the table of the rows behind a figure."""
    return OF_FIGURES.get(measure.id) or TABLES[rows.model]


def prepared(rows: Any, reader: Reader) -> Any:
    """Return the rows behind a figure with all that their table shows, in a lasting order.

    With `is_open` where a row links to a person: whether the reader may read her today.
    """
    if isinstance(rows, SittingQuerySet):
        rows = rows.with_counts()
    if rows.model in {Placement, Standing}:
        people = Member.objects.readable_by(reader.user, today=reader.today)
        rows = rows.annotate(is_open=Exists(people.filter(pk=OuterRef("member"))))
    related = RELATED.get(rows.model, ())
    return (rows.select_related(*related) if related else rows).order_by("pk")
