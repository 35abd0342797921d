"""Posts: who holds which, where and since when; taking them up, mending, ending."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.views.generic import TemplateView

from branches.access import Permission, holds, may
from branches.models import AuditEvent, Organisation
from branches.screens import FormScreen, ListScreen, Screen
from members.filters.posts import OrganisationPostFilter, PostFilter
from members.forms.posts import CorrectPostForm, EndPostForm, PostFactsForm, TakePostForm
from members.models import Member, Post
from members.querysets import PostQuerySet
from members.services import posts
from members.services.posts import PostFacts
from members.tables.posts import PostTable

FACTS = tuple(name for name in PostFacts.__dataclass_fields__ if name != "organisation")


class PostList(ListScreen):
    """Who holds which post on a day, in what one may read; persons and schools counted apart."""

    permission = Permission.READ_MEMBERS
    title, unit = "党内职务", "项"
    empty_text = "书记、委员、第一书记、党建指导员等任职都列在这里。"
    template_name = "members/post_list.html"
    table_class, filterset_class = PostTable, PostFilter

    def rows(self) -> PostQuerySet:
        rows = self.readable(Post.objects).on(self.on)
        narrowed = rows.within(self.acting) if self.acting else rows
        return narrowed.for_listing()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: PostQuerySet = self.object_list
        counts = {"persons": shown.holders().count(), "schools": shown.schools().count()}
        return super().get_context_data(**counts, **kwargs)

    def actions(self) -> list[tuple[str, str]]:
        if not holds(self.user, Permission.KEEP_POSTS, today=self.today):
            return []
        return [("登记任职", reverse("members:post-create"))]


class OrganisationPosts(PostList):
    """Who holds which post in one organisation and beneath it on a day."""

    template_name = "members/organisation_posts.html"
    filterset_class = OrganisationPostFilter

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.found: Organisation | None = None

    @property
    def title(self) -> str:  # type: ignore[override]  # it names the organisation
        return f"{self.place.short_name}的党内职务"

    @property
    def place(self) -> Organisation:
        if self.found is None:
            self.found = self.organisation(self.kwargs["pk"])
        return self.found

    def rows(self) -> PostQuerySet:
        return self.readable(Post.objects).within(self.place).on(self.on).for_listing()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisation=self.place, **kwargs)

    def actions(self) -> list[tuple[str, str]]:
        if not may(self.user, Permission.KEEP_POSTS, self.place, today=self.today):
            return []
        return [("登记任职", f"{reverse('members:post-create')}?organisation={self.place.pk}")]


class PostDetail(Screen, TemplateView):
    """One post: who holds it since when and how, what is irregular, who changed what."""

    permission = Permission.READ_MEMBERS
    template_name = "members/post_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        post = self.find(self.readable(Post.objects).for_listing(), kwargs["pk"])
        readable = self.readable(Member.objects).filter(pk=post.member_id)
        events = self.readable(AuditEvent.objects).about(post)
        return super().get_context_data(
            post=post,
            holds_still=post.holds_on(self.today),
            is_open=post.member_id is not None and readable.exists(),
            may_keep=may(self.user, Permission.KEEP_POSTS, post.organisation, today=self.today),
            events=events.select_related("detail")[:50],
        )


class PostCreate(FormScreen):
    """Record that somebody takes up a post."""

    permission = Permission.KEEP_POSTS
    form_class = TakePostForm
    title, submit_label, done = "登记任职", "登记", "任职已登记。"
    intro = "选举产生的职务，由本组织的正式党员担任；选派的职务，系统外人员也可以担任。"

    def act(self, form: TakePostForm) -> str:
        organisation = form.cleaned_data["organisation"]
        self.allow(organisation)
        post = posts.take_post(
            facts=_facts(form, organisation),
            reason=form.cleaned_data["reason"],
            today=self.today,
            by=self.user,
        )
        return reverse("members:post-detail", args=[post.pk])

    def get_initial(self) -> dict[str, Any]:
        return {
            "starts_on": self.today,
            "organisation": self._asked("organisation"),
            "member": self.readable(Member.objects).filter(pk=self._asked("member") or 0).first(),
        }

    def _asked(self, name: str) -> str:
        """Return the key the address gives, when it is one."""
        text = self.request.GET.get(name, "")
        return text if text.isascii() and text.isdecimal() and len(text) < 18 else ""

    def crumbs(self) -> list[tuple[str, str]]:
        return [("党内职务", self.cancel_url())]

    def cancel_url(self) -> str:
        return reverse("members:post-list")


class PostAct(FormScreen):
    """The base of what is done to one post."""

    permission = Permission.KEEP_POSTS

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.target: Post | None = None

    @property
    def row(self) -> Post:
        if self.target is None:
            found = self.find(self.readable(Post.objects).for_listing(), self.kwargs["pk"])
            self.allow(found.organisation)
            self.target = found
        return self.target

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.row.version}

    def subject(self) -> str:
        return str(self.row)

    def crumbs(self) -> list[tuple[str, str]]:
        return [("党内职务", reverse("members:post-list")), (str(self.row), self.cancel_url())]

    def cancel_url(self) -> str:
        return reverse("members:post-detail", args=[self.row.pk])


class PostUpdate(PostAct):
    """Mend a post that was recorded wrongly."""

    form_class = CorrectPostForm
    title = "更正任职"
    intro = "这里只改录错的。换人请登记离任，再登记新的任职。"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in (*FACTS, "version")}

    def act(self, form: CorrectPostForm) -> str:
        posts.correct_post(
            post=self.row,
            facts=_facts(form, self.row.organisation),
            **form.cleaned("reason", "version"),
            today=self.today,
            by=self.user,
        )
        return self.cancel_url()


class PostEnd(PostAct):
    """Record that a post is not held any more."""

    form_class = EndPostForm
    title, submit_label, done = "登记离任", "从这天起离任", "离任已登记。"

    def act(self, form: EndPostForm) -> str:
        posts.end_post(post=self.row, **form.cleaned("on", "reason", "version"), by=self.user)
        return self.cancel_url()


def _facts(form: PostFactsForm, organisation: Organisation) -> PostFacts:
    return PostFacts(organisation=organisation, **form.cleaned(*FACTS))
