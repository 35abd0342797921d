"""Requests: what was asked, by whom, since when, and the answer."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.views.generic import TemplateView

from branches import forms
from branches.access import Permission, may
from branches.filters import RequestFilter
from branches.models import AuditEvent, Organisation, Request
from branches.screens import FormScreen, ListScreen, Screen
from branches.services import requests
from branches.services.requests import CONSEQUENCES, EVIDENCE, CannotAnswer, CannotWithdraw
from branches.tables import RequestTable


class RequestList(ListScreen):
    """What was asked in what one may read, what waits first."""

    permission = Permission.READ_REGISTER
    title, unit = "请示", "件"
    empty_text = "支部需要上级同意的事，例如申请转入党员，请示和答复都列在这里。"
    table_class, filterset_class = RequestTable, RequestFilter

    def rows(self) -> models.QuerySet[Request]:
        rows = self.readable(Request.objects)
        narrowed = rows.within(self.acting) if self.acting else rows
        return narrowed.for_listing()


class RequestDetail(Screen, TemplateView):
    """One request: who asked what and since when, what approving does, and the answer."""

    permission = Permission.READ_REGISTER
    template_name = "branches/request_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.readable(Request.objects).for_listing()
        found = self.find(rows, kwargs["pk"])
        waits = found.state == Request.State.WAITING
        events = self.readable(AuditEvent.objects).about(found)
        return super().get_context_data(
            asked=found,
            waits=waits,
            waited=(self.today - found.asked_on).days if waits else 0,
            consequence=CONSEQUENCES.get(found.kind, ""),
            may_answer=waits
            and found.recorded_by_id != self.user.pk
            and self._may(Permission.ANSWER_REQUESTS, found.decided_by),
            may_withdraw=waits and self._may(Permission.ASK_REQUESTS, found.organisation),
            events=events.select_related("detail")[:50],
        )

    def _may(self, permission: Permission, organisation: Organisation) -> bool:
        return may(self.user, permission, organisation, today=self.today)


class RequestAct(FormScreen):
    """The base of what is done to one request."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.target: Request | None = None

    @property
    def row(self) -> Request:
        if self.target is None:
            found = self.find(self.readable(Request.objects).for_listing(), self.kwargs["pk"])
            self.allow(self.reached(found))
            self.target = found
        return self.target

    def reached(self, asked: Request) -> Organisation:
        """Return the organisation the permission has to reach."""
        raise NotImplementedError

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.row.version}

    def cancel_url(self) -> str:
        return reverse("branches:request-detail", args=[self.row.pk])

    def subject(self) -> str:
        return self.row.words

    def crumbs(self) -> list[tuple[str, str]]:
        return [("请示", reverse("branches:request-list")), (str(self.row), self.cancel_url())]


class RequestAnswer(RequestAct):
    """Approve or refuse what was asked, with the subject in view of who decides."""

    permission = Permission.ANSWER_REQUESTS
    template_name = "branches/request_answer.html"
    form_class = forms.AnswerForm
    title, submit_label, done = "答复请示", "答复", "已答复，请示的党组织看得到。"
    refusals = (CannotAnswer,)

    def reached(self, asked: Request) -> Organisation:
        return asked.decided_by

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "on": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = EVIDENCE.get(self.row.kind)
        return super().get_context_data(
            **kwargs,
            asked=self.row,
            consequence=CONSEQUENCES.get(self.row.kind, ""),
            evidence=shown(self.row, self.user, self.today) if shown else [],
        )

    def act(self, form: forms.AnswerForm) -> str:
        names = ("state", "reply_number", "comment", "on", "version")
        requests.answer(request=self.row, **form.cleaned(*names), today=self.today, by=self.user)
        return self.cancel_url()


class RequestWithdraw(RequestAct):
    """Take back what was asked, before it is answered."""

    permission = Permission.ASK_REQUESTS
    form_class = forms.ReasonForm
    title, submit_label, done = "撤回请示", "撤回这件请示", "请示已撤回。"
    intro = "撤回后上级不再答复；需要时可以重新请示。"
    refusals = (CannotWithdraw,)

    def reached(self, asked: Request) -> Organisation:
        return asked.organisation

    def act(self, form: forms.ReasonForm) -> str:
        requests.withdraw(request=self.row, **form.cleaned("reason", "version"), by=self.user)
        return self.cancel_url()
