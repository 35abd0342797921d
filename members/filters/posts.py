"""These questions to posts."""

import django_filters as filters

from branches.models import Organisation
from branches.screens.questions import Question, day_filter
from members.filters.people import NameFilter, OrganisationAsked, readable_organisations
from members.models import Post
from members.querysets import PostQuerySet


class PostFilter(Question):
    q = NameFilter(label="姓名、拼音或首字母", method="named")
    organisation = OrganisationAsked(
        label="党组织", queryset=readable_organisations, method="held_within"
    )
    kind = filters.ChoiceFilter(label="职务", choices=Post.Kind.choices, empty_label="全部")
    begin = filters.ChoiceFilter(label="如何任职", choices=Post.Begin.choices, empty_label="全部")
    holder = filters.ChoiceFilter(
        label="任职人员",
        choices=[("MEMBER", "党员"), ("OUTSIDER", "系统外人员")],
        empty_label="全部",
        method="held_by",
    )
    doubtful = filters.ChoiceFilter(
        label="待核", choices=[("1", "只看待核")], empty_label="全部", method="marked"
    )
    on = day_filter()

    class Meta:
        model = Post
        fields = ("q", "organisation", "kind", "begin", "holder", "doubtful", "on")

    def held_within(self, rows: PostQuerySet, name: str, place: Organisation) -> PostQuerySet:
        return rows.within(place)

    def held_by(self, rows: PostQuerySet, name: str, whom: str) -> PostQuerySet:
        return rows.held_by(whom)

    def marked(self, rows: PostQuerySet, name: str, value: str) -> PostQuerySet:
        return rows.doubtful()


class OrganisationPostFilter(PostFilter):
    """The questions to the posts of one organisation, which is chosen already."""

    organisation = None  # type: ignore[assignment]

    class Meta:
        model = Post
        fields = ("q", "kind", "begin", "holder", "doubtful", "on")
