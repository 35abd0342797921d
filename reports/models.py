"""There is a text the committee entered for a year's summary, and always with its source."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from branches.fields import ChoiceField, LineField, PassageField
from branches.models import Organisation, Record
from reports.querysets import SummaryTextQuerySet

EARLIEST_YEAR, LATEST_YEAR = 1950, 2199


class SummaryText(Record):
    """Words of a year's summary that are not ours: a lead, a standing formula, with their source.

    One that was taken back is empty, and so is its source.
    What no text was entered for prints as 〔待填〕 where the document needs it, and is left out
    where it does not.
    """

    class Slot(models.TextChoices):
        LEAD = "LEAD", "开头：指导思想和年度主题"
        INSTITUTIONS = "INSTITUTIONS", "主要做法（一）制度建设"
        IDEOLOGY = "IDEOLOGY", "主要做法（二）思想建设"
        ORGANISATIONS = "ORGANISATIONS", "主要做法（三）组织建设"
        CULTURE = "CULTURE", "主要做法（四）文化建设"
        CONDUCT = "CONDUCT", "主要做法（五）作风建设"
        PROBLEMS = "PROBLEMS", "存在的问题：补充"
        NEXT_STEPS = "NEXT_STEPS", "下一步打算：补充"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="党组织"
    )
    year = models.PositiveSmallIntegerField("年度")
    slot = ChoiceField("位置", max_length=20, choices=Slot.choices)
    text = PassageField("文字", max_length=2000, blank=True)
    source = LineField("出处", max_length=200, blank=True)

    objects = SummaryTextQuerySet.as_manager()

    class Meta:
        verbose_name = "总结文字"
        constraints = [
            models.UniqueConstraint(
                name="summary_text_once_a_slot",
                fields=["organisation", "year", "slot"],
                violation_error_message="这个位置已经有文字，请直接修改它。",
                violation_error_code="slot",
            ),
            models.CheckConstraint(
                name="summary_text_year_is_sensible",
                condition=Q(year__gte=EARLIEST_YEAR, year__lte=LATEST_YEAR),
                violation_error_message="年度要写成四位数，例如 2026。",
                violation_error_code="year",
            ),
            models.CheckConstraint(
                name="summary_text_has_its_source",
                condition=Q(text="", source="") | ~Q(text="") & ~Q(source=""),
                violation_error_message="有文字就要写明出处。",
                violation_error_code="source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.slot}"
