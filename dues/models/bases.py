"""By what a member's dues are reckoned, and who pays less."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import Q

from branches.fields import ChoiceField, EncryptedField, LineField
from branches.models import DatedRecord, Organisation, Record
from branches.triggers import NoOverlap
from dues.articles import CATEGORIES, WAGE_ITEMS
from dues.fields import MonthField
from dues.money import MOST_FEN, yuan_of
from dues.querysets import BasisItemQuerySet, BasisQuerySet, ReliefQuerySet
from members.models import Member


class Basis(Record):
    """By what one member's dues of a year are reckoned, from the month `since` on.

    Fixed at the year's beginning; a re-assessment within the year is another one with a later
    `since` and its reason. It holds until the next of its year begins, so two never overlap, and
    ends with the year. What was typed wrongly is corrected in place.
    """

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name="党员"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="核定的党支部"
    )
    year = models.PositiveSmallIntegerField("年度")
    category = ChoiceField("交纳类别", max_length=20, choices=list(CATEGORIES.items()))
    since = MonthField("从哪个月起")
    reason = LineField("原因", max_length=200, blank=True)

    objects = BasisQuerySet.as_manager()

    class Meta:
        verbose_name = "党费基数"
        constraints = [
            models.UniqueConstraint(
                name="basis_once_a_month",
                fields=["member", "since"],
                violation_error_message="这名党员从这个月起已经核定过基数，请直接更正它。",
                violation_error_code="since",
            ),
            models.CheckConstraint(
                name="basis_year_is_sensible",
                condition=Q(year__gte=1950, year__lte=2199),
                violation_error_message="年度应在 1950 年至 2199 年之间，请检查。",
                violation_error_code="year",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "year"], name="basis_by_organisation")]

    def __str__(self) -> str:
        return f"{self.member} {self.since:%Y-%m}"


class BasisItem(models.Model):
    """One line of the wage slip a basis was reckoned from, in fen, encrypted.

    Shown only to whoever may read wages, and in no list, export or log.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    basis = models.ForeignKey(
        Basis, on_delete=models.PROTECT, related_name="items", verbose_name="基数"
    )
    item = ChoiceField(
        "项目",
        max_length=20,
        choices=[(code, item.label) for code, item in WAGE_ITEMS.items()],
    )
    amount = EncryptedField("金额（分）", max_length=12)

    objects = BasisItemQuerySet.as_manager()

    class Meta:
        verbose_name = "工资项目"
        constraints = [
            models.UniqueConstraint(
                name="basis_item_once",
                fields=["basis", "item"],
                violation_error_message="同一个工资项目只能填一次。",
                violation_error_code="item",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} of {self.basis_id}"

    @property
    def fen(self) -> int:
        """The amount in fen."""
        return int(self.amount)

    @property
    def yuan(self) -> Decimal:
        """The amount in yuan."""
        return yuan_of(self.fen)


class Relief(DatedRecord):
    """A member in hardship pays less, or nothing, for the months of [starts_on, ends_on).

    approved_by: which organisation approved; none on record makes it irregular, not unsaid.
    No grounds are kept beside it.
    """

    class Kind(models.TextChoices):
        WAIVED = "WAIVED", "免交"
        REDUCED = "REDUCED", "少交"

    starts_on = MonthField("从哪个月起")
    ends_on = MonthField("到哪个月为止", null=True, blank=True, help_text="不再减免的第一个月。")
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name="党员"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="所在党支部"
    )
    kind = ChoiceField("减免方式", max_length=10, choices=Kind.choices)
    fen = models.BigIntegerField("每月交纳", default=0)
    approved_by = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="批准的党组织",
    )
    document = LineField("批准文号", max_length=100, blank=True)

    objects = ReliefQuerySet.as_manager()

    class Meta(DatedRecord.Meta):
        verbose_name = "党费减免"
        constraints = [
            *DatedRecord.Meta.constraints,
            NoOverlap(
                name="relief_once_at_a_time",
                fields=("member",),
                violation_error_message="这段时间已经登记了减免，请先结束原来的。",
                violation_error_code="starts_on",
            ),
            models.CheckConstraint(
                name="relief_waived_leaves_nothing",
                condition=Q(kind="WAIVED", fen=0) | Q(kind="REDUCED", fen__gt=0),
                violation_error_message="少交的要填写每月交纳多少，免交的不填。",
                violation_error_code="fen",
            ),
            models.CheckConstraint(
                name="relief_amount_is_sensible",
                condition=Q(fen__gte=0, fen__lte=MOST_FEN),
                violation_error_message="每月交纳的金额太大，请检查。",
                violation_error_code="fen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}{self.get_kind_display()}（{self.starts_on} 起）"
