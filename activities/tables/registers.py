"""The columns of the committee's registers."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables

from activities.models import (
    ContactPoint,
    Exam,
    Inspection,
    ResponsibilityLetter,
    TrainingClass,
)
from branches.access import Permission
from branches.screens.columns import DAY, DAY_HIDE, HIDE, NUMBER
from branches.screens.registers import edit_page

NUMBER_HIDE = NUMBER | {"td": {"class": "number card-hide"}}
KEEP = Permission.KEEP_COMMITTEE_RECORDS


def _of(label: str, attrs: Any = HIDE) -> tables.Column:
    """Return the column of the organisation that answers for an entry."""
    return tables.Column(label, accessor="organisation__short_name", attrs=attrs)


class ExamTable(tables.Table):
    title = tables.Column("名称", linkify=edit_page("activities:exam-update", KEEP))
    held_on = tables.DateColumn(verbose_name="考试日期", format="Y-m-d", attrs=DAY)
    organisation = _of("党组织")
    participants = tables.Column("参加（人次）", attrs=NUMBER)
    passed = tables.Column("合格（人次）", attrs=NUMBER_HIDE)
    campaign = tables.Column("专项活动", accessor="campaign__name", attrs=HIDE)

    class Meta:
        model = Exam
        fields = ("title", "held_on", "organisation", "participants", "passed", "campaign")
        order_by_field = "sort"


class InspectionTable(tables.Table):
    title = tables.Column("督导名称", linkify=edit_page("activities:inspection-update", KEEP))
    held_on = tables.DateColumn(verbose_name="日期", format="Y-m-d", attrs=DAY_HIDE)
    place = tables.Column("督导的党组织或学校", orderable=False)
    organisation = _of("开展督导")
    forms = tables.Column("方式", accessor="pk", orderable=False, attrs=HIDE)
    rating = tables.Column("评价")
    problems = tables.Column("发现问题（个）", attrs=NUMBER_HIDE)

    class Meta:
        model = Inspection
        fields = ("title", "held_on", "place", "organisation", "forms", "rating", "problems")
        order_by_field = "sort"

    def render_forms(self, record: Inspection) -> str:
        used = {"座谈": record.talks, "测评": record.assessment, "查资料": record.records}
        return "、".join(form for form, was_used in used.items() if was_used) or "—"

    value_forms = render_forms


class LetterTable(tables.Table):
    kind = tables.Column("类别", linkify=edit_page("activities:letter-update", KEEP))
    belongs_to_year = tables.Column("所属年度", attrs=DAY)
    level = tables.Column("层级", attrs=HIDE)
    organisation = _of("党组织")
    signed_on = tables.DateColumn(verbose_name="签订日期", format="Y-m-d", attrs=DAY_HIDE)
    signed = tables.Column("签订（份）", attrs=NUMBER)
    due = tables.Column("应签（份）", attrs=NUMBER)
    note = tables.Column("说明", attrs=HIDE)

    class Meta:
        model = ResponsibilityLetter
        fields = ("kind", "belongs_to_year", "level", "organisation", "signed_on", "signed")
        order_by_field = "sort"


class ContactTable(tables.Table):
    leader_name = tables.Column(
        "联系领导", orderable=False, linkify=edit_page("activities:contact-update", KEEP)
    )
    office = tables.Column("职务", attrs=HIDE)
    place = tables.Column("联系点", orderable=False)
    organisation = _of("安排的党组织")
    starts_on = tables.DateColumn(verbose_name="从哪天起", format="Y-m-d", attrs=DAY_HIDE)
    ends_on = tables.DateColumn(verbose_name="到哪天为止", format="Y-m-d", attrs=DAY_HIDE)
    document = tables.Column("文号", attrs=HIDE)

    class Meta:
        model = ContactPoint
        fields = ("leader_name", "office", "place", "organisation", "starts_on", "ends_on")
        order_by_field = "sort"


class ClassTable(tables.Table):
    title = tables.Column("培训班名称", linkify=edit_page("activities:class-update", KEEP))
    held_on = tables.DateColumn(verbose_name="开班日期", format="Y-m-d", attrs=DAY)
    audience = tables.Column("培训对象", attrs=HIDE)
    organisation = _of("举办的党组织")
    hours = tables.Column("学时", attrs=NUMBER_HIDE)
    attendances = tables.Column("参训（人次）", attrs=NUMBER)

    class Meta:
        model = TrainingClass
        fields = ("title", "held_on", "audience", "organisation", "hours", "attendances")
        order_by_field = "sort"
