"""Where a member's 组织关系 is, and how each stay began and ended."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from branches.fields import ChoiceField, LineField
from branches.models import DatedRecord, Organisation
from branches.triggers import NoOverlap
from members.articles import EXPULSIONS
from members.models.people import Member
from members.querysets import PlacementQuerySet


class Placement(DatedRecord):
    """One member's place in one organisation, over [starts_on, ends_on).

    A transfer inside closes one placement and opens the next on the same day. begin and end say
    how, so that the members of any organisation add up over any period: opening + in - out =
    closing. starts_on and ends_on are the effective days; *_registered_on when each was entered
    where it counts.
    """

    class Begin(models.TextChoices):
        OPENING = "OPENING", "启用时登记"
        ADMITTED = "ADMITTED", "发展党员"
        TRANSFERRED = "TRANSFERRED", "系统内转入"
        ARRIVED = "ARRIVED", "系统外转入"
        RESTORED = "RESTORED", "恢复党籍"
        REORGANISED = "REORGANISED", "组织调整转入"

    class End(models.TextChoices):
        TRANSFERRED = "TRANSFERRED", "系统内转出"
        LEFT = "LEFT", "转出系统外"
        DIED = "DIED", "死亡"
        EXPELLED = "EXPELLED", EXPULSIONS["EXPELLED"]
        RESIGNED = "RESIGNED", EXPULSIONS["RESIGNED"]
        PERSUADED = "PERSUADED", EXPULSIONS["PERSUADED"]
        REMOVED = "REMOVED", EXPULSIONS["REMOVED"]
        LAPSED = "LAPSED", EXPULSIONS["LAPSED"]
        PROBATION_CANCELLED = "PROBATION_CANCELLED", EXPULSIONS["PROBATION_CANCELLED"]
        NOT_RECOGNISED = "NOT_RECOGNISED", EXPULSIONS["NOT_RECOGNISED"]
        REORGANISED = "REORGANISED", "组织调整转出"

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="placements", verbose_name="党员"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="所在党支部"
    )
    begin = ChoiceField("如何进入", max_length=20, choices=Begin.choices)
    begin_registered_on = models.DateField("进入登记日期")
    begin_document = LineField("进入文号", max_length=100, blank=True)
    end = ChoiceField("如何离开", max_length=20, choices=End.choices, blank=True)
    end_registered_on = models.DateField("离开登记日期", null=True, blank=True)
    end_document = LineField("离开文号", max_length=100, blank=True)
    elsewhere = LineField("系统外来源或去向", max_length=100, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta(DatedRecord.Meta):
        verbose_name = "组织关系"
        constraints = [
            *DatedRecord.Meta.constraints,
            NoOverlap(
                name="placement_one_at_a_time",
                fields=("member",),
                violation_error_message="这名党员在这段时间已经在一个党支部里。",
                violation_error_code="starts_on",
            ),
            models.CheckConstraint(
                name="placement_ended_says_how",
                condition=Q(ends_on__isnull=True, end="", end_registered_on__isnull=True)
                | (Q(ends_on__isnull=False, end_registered_on__isnull=False) & ~Q(end="")),
                violation_error_message="离开时要写明如何离开和登记日期，没有离开的不写。",
                violation_error_code="end",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "starts_on"], name="placement_by_organisation"),
            models.Index(fields=["starts_on"], name="placement_by_start"),
            models.Index(fields=["ends_on"], name="placement_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.member}在{self.organisation}（{self.starts_on} 起）"
