"""The columns of the lists of sittings."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone

from activities.models import Attendance, Campaign, Sitting
from branches.access import reaches
from branches.models import Organisation
from branches.screens.columns import DAY, HIDE, NUMBER, SHORT, organisation_page

NUMBER_HIDE = {"td": {"class": "number card-hide"}, "th": {"class": "number"}}


class SittingTable(tables.Table):
    title = tables.Column("主题", linkify=("activities:sitting-detail", [tables.A("pk")]))
    held_on = tables.DateColumn(verbose_name="日期", format="Y-m-d", attrs=DAY)
    organisation = tables.Column(
        "党组织", accessor="organisation__short_name", order_by="organisation__name_key"
    )
    kinds = tables.Column("类型", orderable=False)
    present = tables.Column("实到 / 应到（人）", attrs=NUMBER)
    others = tables.Column("其他（人）", attrs=NUMBER_HIDE)
    state = tables.Column("状态", attrs=SHORT)
    is_late = tables.Column("补录", attrs=HIDE)

    class Meta:
        model = Sitting
        fields = ("held_on", "organisation", "kinds", "title", "present", "others", "state")
        sequence = ("held_on", "title", "organisation", "kinds", "present", "others", "...")
        order_by_field = "sort"

    row_header = "title"

    def render_kinds(self, record: Sitting) -> str:
        return "、".join(kind.get_kind_display() for kind in record.kinds.all())

    value_kinds = render_kinds

    def render_present(self, value: int, record: Any) -> str:
        return f"{value} / {record.expected}"

    value_present = render_present

    def render_is_late(self, value: bool) -> str:  # noqa: FBT001  # tables2 calls by keyword
        return "补录" if value else ""

    value_is_late = render_is_late


def sittings_of(record: Campaign) -> str:
    """Return the address of the list of the sittings that carry a campaign."""
    return f"{reverse('activities:sitting-list')}?campaign={record.pk}"


def sitting_page(record: Attendance, bound_column: Any) -> str | None:
    """Return the address of the sitting's page, for whoever may read it."""
    request = bound_column._table.request  # noqa: SLF001  # tables2 gives no other way
    place = record.sitting.organisation
    if not reaches(request.user, place, today=timezone.localdate()):
        return None
    return reverse("activities:sitting-detail", args=[record.sitting_id])


class CampaignTable(tables.Table):
    name = tables.Column("名称", linkify=sittings_of)
    year = tables.Column("年度", attrs=DAY)
    starts_on = tables.DateColumn(verbose_name="从哪天起", format="Y-m-d", attrs=DAY)
    ends_on = tables.DateColumn(verbose_name="到哪天为止", format="Y-m-d", attrs=DAY)
    sittings = tables.Column("已确认活动（场）", attrs=NUMBER)
    organisations = tables.Column("参加的党组织（个）", attrs=NUMBER)
    document = tables.Column("文号", attrs=HIDE)

    class Meta:
        model = Campaign
        fields = ("name", "year", "starts_on", "ends_on", "sittings", "organisations")
        order_by_field = "sort"

    def render_year(self, value: int) -> str:
        return str(value)


class KeptCampaignTable(CampaignTable):
    """For those who may mend one, and know every organisation that keeps one."""

    kept_by = tables.Column("开展的党组织", accessor="kept_by__short_name", attrs=HIDE)
    edit = tables.Column(
        "",
        accessor="pk",
        orderable=False,
        exclude_from_export=True,
        linkify=("activities:campaign-update", [tables.A("pk")]),
        attrs={"td": {"class": "row-actions"}},
    )

    class Meta(CampaignTable.Meta):
        sequence = ("name", "year", "kept_by", "...", "edit")

    def render_edit(self) -> str:
        return "修改"


class MissingTable(tables.Table):
    short_name = tables.Column("党组织", order_by="name_key", linkify=organisation_page)
    kind = tables.Column("类别")
    superior = tables.Column("上级", accessor="superior__short_name", attrs=HIDE)

    class Meta:
        model = Organisation
        fields = ("short_name", "kind", "superior")
        order_by_field = "sort"


class AttendanceTable(tables.Table):
    title = tables.Column("主题", accessor="sitting__title", linkify=sitting_page)
    held_on = tables.DateColumn(
        verbose_name="日期", accessor="sitting__held_on", format="Y-m-d", attrs=DAY
    )
    kinds = tables.Column("类型", accessor="sitting__pk", orderable=False)
    organisation = tables.Column(
        "举办的党组织", accessor="sitting__organisation__short_name", attrs=HIDE
    )
    status = tables.Column("到会情况")
    reason = tables.Column("请假原因", attrs=HIDE)

    class Meta:
        model = Attendance
        fields = ("held_on", "title", "kinds", "organisation", "status", "reason")
        order_by_field = "sort"

    row_header = "title"

    def render_kinds(self, record: Attendance) -> str:
        return "、".join(kind.get_kind_display() for kind in record.sitting.kinds.all())

    value_kinds = render_kinds
