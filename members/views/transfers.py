"""Ask for somebody's transfer without learning whether, or where, she is."""

from typing import Any

from django.urls import reverse

from branches.access import Permission
from branches.models import Organisation
from branches.screens import FormScreen
from members.articles import HOLDS_MEMBERS
from members.forms.transfers import AskTransferForm
from members.services.transfers import ask_for_transfer


class TransferAsk(FormScreen):
    """Ask the committee to transfer somebody here whom one may not read."""

    permission = Permission.ASK_REQUESTS
    form_class = AskTransferForm
    title, submit_label = "申请转入", "提交申请"
    done = "申请已提交，上级党组织核对后答复。"
    intro = "调入的党员在别的党支部登记过的，由支部书记申请，上级同意后组织关系转到本支部。"

    def act(self, form: AskTransferForm) -> str:
        self.allow(form.cleaned_data["organisation"])
        names = ("organisation", "identity_number", "name", "note")
        asked = ask_for_transfer(**form.cleaned(*names), today=self.today, by=self.user)
        return reverse("branches:request-detail", args=[asked.pk])

    def get_initial(self) -> dict[str, Any]:
        mine = self.readable(Organisation.objects).on(self.today).filter(kind__in=HOLDS_MEMBERS)
        asked = self.request.GET.get("organisation", "")
        is_key = asked.isascii() and asked.isdecimal() and len(asked) < 18
        likely = list((mine.filter(pk=asked) if is_key else mine)[:2])
        return {"organisation": likely[0].pk} if len(likely) == 1 else {}

    def crumbs(self) -> list[tuple[str, str]]:
        return [("请示", reverse("branches:request-list"))]

    def cancel_url(self) -> str:
        return reverse("branches:request-list")
