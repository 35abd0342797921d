"""Visits that inspect how an organisation or a school does its Party work."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from activities.models.sittings import Campaign
from activities.querysets import InspectionQuerySet
from branches.fields import ChoiceField, LineField
from branches.models import Organisation, Record, School


class Inspection(Record):
    """One visit of an inspection (督导) by `organisation` to exactly one of `target`, `school`.

    title: names the round; visits of one title are one round. inspectors: who went, by office,
    not by what they found. problems: how many were found, never which.
    """

    class Rating(models.TextChoices):
        GOOD = "GOOD", "好"
        FAIR = "FAIR", "较好"
        ORDINARY = "ORDINARY", "一般"
        POOR = "POOR", "差"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="开展督导的党组织"
    )
    target = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="督导的党组织",
    )
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="督导的学校",
    )
    held_on = models.DateField("日期")
    title = LineField("督导名称", max_length=100)
    inspectors = LineField("督导人员", max_length=100, blank=True)
    talks = models.BooleanField("座谈", default=False)
    assessment = models.BooleanField("测评", default=False)
    records = models.BooleanField("查资料", default=False)
    rating = ChoiceField("评价", max_length=10, choices=Rating.choices, blank=True)
    problems = models.PositiveIntegerField("发现问题", default=0)
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="专项活动",
    )

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = "督导"
        constraints = [
            models.CheckConstraint(
                name="inspection_visits_one_place",
                condition=Q(target__isnull=False, school__isnull=True)
                | Q(target__isnull=True, school__isnull=False),
                violation_error_message="请选择督导的党组织或者学校，只选一个。",
                violation_error_code="target",
            ),
            models.UniqueConstraint(
                name="inspection_of_an_organisation_once_a_day",
                fields=["organisation", "title", "held_on", "target"],
                condition=Q(target__isnull=False),
                violation_error_message="这一天对这个党组织的这次督导已经登记过。",
                violation_error_code="target",
            ),
            models.UniqueConstraint(
                name="inspection_of_a_school_once_a_day",
                fields=["organisation", "title", "held_on", "school"],
                condition=Q(school__isnull=False),
                violation_error_message="这一天对这所学校的这次督导已经登记过。",
                violation_error_code="school",
            ),
        ]
        indexes = [models.Index(fields=["held_on", "id"], name="inspection_by_day")]

    def __str__(self) -> str:
        return f"{self.held_on} {self.title} {self.place}"

    @property
    def place(self) -> str:
        """The name of what was visited."""
        return str(self.target or self.school)
