"""Campaigns: the list and the form."""

from typing import Any

from django.db import models
from django.urls import reverse

from activities.filters.sittings import CampaignFilter
from activities.forms.campaigns import CampaignForm
from activities.models import Campaign
from activities.services.campaigns import CampaignFacts, keep_campaign
from activities.tables.sittings import CampaignTable, KeptCampaignTable
from branches.access import Permission, holds
from branches.screens import FormScreen, ListScreen


class CampaignList(ListScreen):
    """The named campaigns, with how much was held for each."""

    permission = Permission.READ_ACTIVITIES
    title, unit = "专项活动", "个"
    empty_text = "这里列出主题教育等专项活动，登记活动时可以选它。"
    table_class, filterset_class = CampaignTable, CampaignFilter

    def rows(self) -> models.QuerySet[Campaign]:
        carried = Campaign.objects.carried_by(self.user, today=self.today)
        return carried.with_counts(user=self.user, today=self.today).for_listing()

    @property
    def may_keep(self) -> bool:
        return holds(self.user, Permission.KEEP_COMMITTEE_RECORDS, today=self.today)

    def get_table_class(self) -> Any:
        return KeptCampaignTable if self.may_keep else CampaignTable

    def actions(self) -> list[tuple[str, str]]:
        return [("登记专项活动", reverse("activities:campaign-create"))] if self.may_keep else []


class CampaignCreate(FormScreen):
    """Enter a campaign of the committee."""

    permission = Permission.KEEP_COMMITTEE_RECORDS
    form_class = CampaignForm
    title, submit_label, done = "登记专项活动", "登记", "专项活动已登记。"
    intro = "例如每年的主题教育。各党组织登记活动时可以选它，年终按它统计。"

    def get_initial(self) -> dict[str, Any]:
        return {"year": self.today.year, "starts_on": self.today}

    def act(self, form: CampaignForm) -> str:
        keep_campaign(facts=_facts(form), kept_by=self.committee(), by=self.user)
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("activities:campaign-list")


class CampaignUpdate(FormScreen):
    """Mend a campaign."""

    permission = Permission.KEEP_COMMITTEE_RECORDS
    form_class = CampaignForm
    title = "修改专项活动"

    @property
    def row(self) -> Campaign:
        rows = self.readable(Campaign.objects).select_related("kept_by")
        found = self.find(rows, self.kwargs["pk"])
        self.allow(found.kept_by)
        return found

    def get_initial(self) -> dict[str, Any]:
        row = self.row
        return {name: getattr(row, name) for name in (*_NAMES, "version")}

    def act(self, form: CampaignForm) -> str:
        row = self.row
        version = form.cleaned_data["version"]
        keep_campaign(
            facts=_facts(form), kept_by=row.kept_by, campaign=row, version=version, by=self.user
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("activities:campaign-list")


_NAMES = tuple(CampaignFacts.__dataclass_fields__)


def _facts(form: CampaignForm) -> CampaignFacts:
    return CampaignFacts(**form.cleaned(*_NAMES))
