"""Exams on theory."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from activities.models.sittings import Campaign
from activities.querysets import ExamQuerySet
from branches.fields import LineField
from branches.models import Organisation, Record


class Exam(Record):
    """One exam an organisation held (政治理论考试); whoever took it need not be a member.

    passed: how many reached the mark; None is not known.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="组织考试的党组织"
    )
    held_on = models.DateField("考试日期")
    title = LineField("名称", max_length=100)
    participants = models.PositiveIntegerField("参加人数")
    passed = models.PositiveIntegerField("合格人数", null=True, blank=True)
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="专项活动",
    )

    objects = ExamQuerySet.as_manager()

    class Meta:
        verbose_name = "考试"
        constraints = [
            models.UniqueConstraint(
                name="exam_of_a_title_once_a_day",
                fields=["organisation", "held_on", "title"],
                violation_error_message="这一天的这场考试已经登记过。",
                violation_error_code="title",
            ),
            models.CheckConstraint(
                name="exam_passed_are_of_those_who_took_it",
                condition=Q(passed__isnull=True) | Q(passed__lte=F("participants")),
                violation_error_message="合格人数不能多于参加人数。",
                violation_error_code="passed",
            ),
        ]
        indexes = [models.Index(fields=["held_on", "id"], name="exam_by_day")]

    def __str__(self) -> str:
        return f"{self.held_on} {self.title}"
