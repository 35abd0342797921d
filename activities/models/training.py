"""Classes that train secretaries, officers and members."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from activities.querysets import TrainingClassQuerySet
from branches.fields import ChoiceField, LineField
from branches.models import Organisation, Record

MOST_HOURS = 500


class TrainingClass(Record):
    """One class (培训班) an organisation held, begun on `held_on`.

    hours: 学时 of the whole class. attendances: how many were trained (人次).
    """

    class Audience(models.TextChoices):
        SECRETARIES = "SECRETARIES", "党组织书记"
        OFFICERS = "OFFICERS", "党务干部"
        MEMBERS = "MEMBERS", "党员"
        TARGETS = "TARGETS", "发展对象"
        ACTIVISTS = "ACTIVISTS", "入党积极分子"
        TEACHERS = "TEACHERS", "教师"
        OTHERS = "OTHERS", "其他"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="举办的党组织"
    )
    held_on = models.DateField("开班日期")
    title = LineField("培训班名称", max_length=100)
    audience = ChoiceField("培训对象", max_length=20, choices=Audience.choices)
    hours = models.PositiveSmallIntegerField("学时")
    attendances = models.PositiveIntegerField("参训人次")

    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        verbose_name = "培训"
        constraints = [
            models.UniqueConstraint(
                name="training_class_of_a_title_once_a_day",
                fields=["organisation", "held_on", "title"],
                violation_error_message="这一天的这个培训班已经登记过。",
                violation_error_code="title",
            ),
            models.CheckConstraint(
                name="training_class_hours_are_sensible",
                condition=Q(hours__gte=1, hours__lte=MOST_HOURS),
                violation_error_message=f"学时要在 1 至 {MOST_HOURS} 之间。",
                violation_error_code="hours",
            ),
        ]
        indexes = [models.Index(fields=["held_on", "id"], name="training_class_by_day")]

    def __str__(self) -> str:
        return f"{self.held_on} {self.title}"
