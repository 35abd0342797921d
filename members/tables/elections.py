"""The columns of elections and terms."""

from __future__ import annotations

import django_tables2 as tables

from branches.access import Permission
from branches.screens.columns import DAY, DAY_HIDE, HIDE, NUMBER
from branches.screens.registers import edit_page
from members.models import Election, Term

NUMBER_HIDE = NUMBER | {"td": {"class": "number card-hide"}}


class ElectionTable(tables.Table):
    organisation = tables.Column(
        "党组织",
        accessor="organisation__short_name",
        order_by="organisation__name_key",
        linkify=edit_page("members:election-update", Permission.KEEP_ELECTIONS),
    )
    kind = tables.Column("类别")
    held_on = tables.DateColumn(verbose_name="选举日期", format="Y-m-d", attrs=DAY)
    seats = tables.Column("应选（人）", attrs=NUMBER_HIDE)
    candidates = tables.Column("候选（人）", attrs=NUMBER_HIDE)
    voters_due = tables.Column("应到（人）", attrs=NUMBER_HIDE)
    voters_present = tables.Column("实到（人）", attrs=NUMBER_HIDE)
    approved_on = tables.DateColumn(verbose_name="批准日期", format="Y-m-d", attrs=DAY_HIDE)
    irregular = tables.Column("不合规", orderable=False)
    doubtful = tables.Column("待核", orderable=False, attrs=HIDE)

    class Meta:
        model = Election
        fields = ("organisation", "kind", "held_on", "approved_on", "seats", "candidates")
        order_by_field = "sort"


class TermTable(tables.Table):
    organisation = tables.Column(
        "党组织",
        accessor="organisation__short_name",
        order_by="organisation__name_key",
        linkify=edit_page("members:term-update", Permission.KEEP_ELECTIONS),
    )
    starts_on = tables.DateColumn(verbose_name="当选日期", format="Y-m-d", attrs=DAY_HIDE)
    due_on = tables.DateColumn(verbose_name="届满日期", format="Y-m-d", attrs=DAY)
    ends_on = tables.DateColumn(verbose_name="下一届当选", format="Y-m-d", attrs=DAY_HIDE)
    extended_until = tables.DateColumn(verbose_name="批准延期至", format="Y-m-d", attrs=DAY_HIDE)
    state = tables.Column("状态", orderable=False)
    doubtful = tables.Column("待核", orderable=False, attrs=HIDE)

    class Meta:
        model = Term
        fields = ("organisation", "starts_on", "due_on", "ends_on", "extended_until", "state")
        order_by_field = "sort"

    def render_state(self, value: str) -> str:
        return STATES[value]

    value_state = render_state


STATES = {
    "FORMER": "往届",
    "RUNNING": "任期内",
    "OVERDUE": "届满未换届",
    "EXTENDED": "批准延期",
    "COMING": "未开始",
}
