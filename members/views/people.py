"""The roll, a person's page, and what is looked for or shown with care."""

from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import TemplateView

from branches.access import Permission, holds, may
from branches.models import AuditEvent, Organisation
from branches.screens import FormScreen, ListScreen, Screen
from members.filters.people import OrganisationRollFilter, RollFilter
from members.forms.people import FindForm
from members.models import Circumstance, Education, Employment, Member, Placement, Post, Standing
from members.services.searches import find_by_number
from members.tables.facts import Looked, items_of
from members.tables.people import RollSheet, RollTable


class MemberList(ListScreen):
    """Who is on the roll on a day, in what one may read."""

    permission = Permission.READ_MEMBERS
    title, unit = "党员", "名"
    empty_text = "这里列出您能查看的党员。"
    template_name = "members/member_list.html"
    table_class, filterset_class = RollTable, RollFilter

    def get_table_class(self) -> Any:
        return RollSheet if self.is_exported else self.table_class

    def rows(self) -> models.QuerySet[Placement]:
        rows = self.readable(Placement.objects).on(self.on)
        return self.shown(rows.within(self.acting) if self.acting else rows)

    def shown(self, rows: Any) -> models.QuerySet[Placement]:
        """Return the rows with what the columns say, and whether each page is open."""
        told = rows.with_roll_facts(on=self.on).with_sheet_facts(on=self.on)
        found: models.QuerySet[Placement] = told.with_open_page(
            self.user, today=self.today
        ).for_listing()
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_reveal = holds(self.user, Permission.REVEAL_NUMBERS, today=self.today)
        return super().get_context_data(may_reveal=may_reveal, **kwargs)

    def actions(self) -> list[tuple[str, str]]:
        if not holds(self.user, Permission.KEEP_MEMBERS, today=self.today):
            return []
        return [("登记党员", reverse("members:member-create"))]


class OrganisationRoll(MemberList):
    """Who is on the roll of one organisation, and of what is beneath it, on a day."""

    template_name = "members/organisation_roll.html"
    filterset_class = OrganisationRollFilter

    @property
    def title(self) -> str:  # type: ignore[override]  # it names the organisation
        return f"{self.place.short_name}的党员"

    @property
    def place(self) -> Organisation:
        if not hasattr(self, "_place"):
            self._place = self.organisation(self.kwargs["pk"])
        return self._place

    def rows(self) -> models.QuerySet[Placement]:
        return self.shown(self.readable(Placement.objects).within(self.place).on(self.on))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisation=self.place, **kwargs)

    def actions(self) -> list[tuple[str, str]]:
        if not may(self.user, Permission.KEEP_MEMBERS, self.place, today=self.today):
            return []
        return [("登记党员", f"{reverse('members:member-create')}?organisation={self.place.pk}")]


class MemberScreen(Screen):
    """The base of what concerns one person: the permission must reach where she is, or was."""

    def key(self) -> int:
        """Return the person's key."""
        return int(self.kwargs["pk"])

    def reach(self) -> Member:
        """Return the person when she may be read and the permission reaches her; else 404, 403."""
        found = self.find(self.readable(Member.objects), self.key())
        self.allow(self.stay.organisation)
        return found

    @property
    def row(self) -> Member:
        if not hasattr(self, "_row"):
            self._row = self.reach()
        return self._row

    @cached_property
    def stays(self) -> list[Placement]:
        """Where she is and was, as far as one may read it, the latest first."""
        rows = self.readable(Placement.objects).filter(member=self.key())
        return list(rows.select_related("organisation", "member").order_by("-starts_on"))

    @cached_property
    def stay(self) -> Placement:
        """Where she is; if nowhere, where she was last."""
        return next(row for row in self.stays if row.starts_on <= self.today)


class MemberDetail(MemberScreen, TemplateView):
    """One person on a day: the items of the national form, her history, who changed what."""

    permission = Permission.READ_MEMBERS
    template_name = "members/member_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, stay = self.row, self.stay
        me = self.readable(Member.objects).filter(pk=found.pk)
        works = Employment.objects.of_members(me).select_related("school").order_by("-starts_on")
        educations = Education.objects.of_members(me).order_by("-starts_on")
        circumstances = Circumstance.objects.of_members(me).order_by("-starts_on", "kind")
        standings = Standing.objects.of_members(me).order_by("-starts_on")
        posts = self.readable(Post.objects).filter(member=found)
        events = self.readable(AuditEvent.objects).about(found)
        looked = Looked(
            on=self.on,
            stay=_holding(self.stays, self.on),
            work=_holding(works, self.on),
            education=_holding(educations, self.on),
            standing=_holding(standings, self.on),
            circumstances=[row for row in circumstances if row.holds_on(self.on)],
        )
        return super().get_context_data(
            member=found,
            stay=stay,
            items=items_of(found, looked),
            is_placed=stay.holds_on(self.today),
            is_full=found.is_full_on(self.today),
            suspension=_holding(standings, self.today),
            stays=self.stays,
            works=works,
            educations=educations,
            circumstances=circumstances,
            standings=standings,
            posts=posts.select_related("organisation", "school").order_by("-starts_on", "kind"),
            events=events.select_related("detail")[:50],
            may_keep=self.may(Permission.KEEP_MEMBERS),
            may_transfer=self.may(Permission.TRANSFER_MEMBERS),
            may_reveal=self.may(Permission.REVEAL_NUMBERS),
        )

    def may(self, permission: Permission) -> bool:
        """Say whether the user holds the permission where she is."""
        return may(self.user, permission, self.stay.organisation, today=self.today)


class MemberFind(FormScreen):
    """Whose number is this? Asked by a form, never by an address."""

    permission = Permission.REVEAL_NUMBERS
    form_class = FindForm
    template_name = "members/member_find.html"
    title, submit_label = "按号码查找", "查找"
    intro = "身份号码和电话只在这里查。只查您能查看的党员。"

    def form_valid(self, form: FindForm) -> HttpResponse:
        number = form.cleaned_data["number"]
        found = find_by_number(number=number, today=self.today, by=self.user)
        stays = self.readable(Placement.objects).on(self.today).filter(member__in=found)
        places = {row.member_id: row.organisation for row in stays.select_related("organisation")}
        pairs = [(member, places.get(member.pk)) for member in found]
        return render(
            self.request, self.template_name, self.get_context_data(form=form, found=pairs)
        )

    def crumbs(self) -> list[tuple[str, str]]:
        return [("党员", reverse("members:member-list"))]

    def cancel_url(self) -> str:
        return reverse("members:member-list")


def _holding(rows: Any, day: Any) -> Any:
    return next((row for row in rows if row.holds_on(day)), None)
