"""These columns of posts."""

from typing import Any

import django_tables2 as tables

from branches.screens.columns import DAY_HIDE, HIDE, on_the_same_day
from members.models import Post


def post_page(record: Post, bound_column: Any) -> str:
    """Return the address of a post's page on the day its list looks at."""
    return on_the_same_day("members:post-detail", record.pk, bound_column)


def place_page(record: Post, bound_column: Any) -> str:
    """Return the address of where somebody holds a post, or is sent to."""
    if record.school_id:
        return on_the_same_day("branches:school-detail", record.school_id, bound_column)
    return on_the_same_day("branches:organisation-detail", record.organisation_id, bound_column)


class PostTable(tables.Table):
    kind = tables.Column("职务", order_by=("rank", "pk"), linkify=post_page)
    holder = tables.Column("姓名", order_by=("member__name_key", "outsider__name_key", "pk"))
    place = tables.Column(
        "党组织/学校", order_by=("organisation__name_key", "rank", "pk"), linkify=place_page
    )
    begin = tables.Column("如何任职", attrs=HIDE)
    starts_on = tables.DateColumn(verbose_name="任职日期", format="Y-m-d", attrs=DAY_HIDE)
    also_principal = tables.BooleanColumn(verbose_name="一肩挑", yesno="是,", attrs=HIDE)
    is_full_time = tables.BooleanColumn(verbose_name="专职", yesno="是,", attrs=HIDE)
    doubtful = tables.Column("待核", orderable=False, default="", attrs=HIDE)

    class Meta:
        model = Post
        fields = ("kind", "holder", "place", "begin", "starts_on", "also_principal")
        order_by_field = "sort"

    def render_also_principal(self, value: bool) -> str:  # noqa: FBT001  # tables2 calls by keyword
        return "是" if value else ""

    render_is_full_time = value_also_principal = value_is_full_time = render_also_principal
