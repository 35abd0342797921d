"""What is promised and to whom: responsibility letters and contact points."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from activities.querysets import ContactPointQuerySet, ResponsibilityLetterQuerySet
from branches.fields import ChoiceField, LineField
from branches.models import DatedRecord, Organisation, OutsidePerson, Record, School
from branches.triggers import NoOverlap
from members.models import Member


class ResponsibilityLetter(Record):
    """One signing of letters (责任书) of a kind at a level: how many of how many were signed.

    organisation: the one that issues them. belongs_to_year: the year they are for.
    """

    class Kind(models.TextChoices):
        GOVERNANCE = "GOVERNANCE", "全面从严治党"
        INTEGRITY = "INTEGRITY", "党风廉政建设"
        IDEOLOGY = "IDEOLOGY", "意识形态工作"
        CONDUCT = "CONDUCT", "师德师风"
        OTHER = "OTHER", "其他"

    class Level(models.TextChoices):
        ORGANISATIONS = "ORGANISATIONS", "与下级党组织、学校签订"
        OFFICES = "OFFICES", "与科室、年级组签订"
        PERSONS = "PERSONS", "与党员、教职工签订"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="组织签订的党组织"
    )
    belongs_to_year = models.PositiveSmallIntegerField("所属年度")
    kind = ChoiceField("类别", max_length=20, choices=Kind.choices)
    level = ChoiceField("层级", max_length=20, choices=Level.choices)
    signed_on = models.DateField("签订日期")
    signed = models.PositiveIntegerField("签订份数")
    due = models.PositiveIntegerField("应签份数")
    note = LineField("说明", max_length=200, blank=True)

    objects = ResponsibilityLetterQuerySet.as_manager()

    class Meta:
        verbose_name = "责任书"
        constraints = [
            models.UniqueConstraint(
                name="responsibility_letter_of_a_kind_once_a_day",
                fields=["organisation", "belongs_to_year", "kind", "level", "signed_on"],
                violation_error_message="这一天的这类责任书已经登记过，请更正那一条。",
                violation_error_code="kind",
            ),
            models.CheckConstraint(
                name="responsibility_letter_signed_are_of_those_due",
                condition=Q(due__gt=0, signed__lte=F("due")),
                violation_error_message="签订份数不能多于应签份数，应签至少1份。",
                violation_error_code="signed",
            ),
            models.CheckConstraint(
                name="responsibility_letter_year_is_sensible",
                condition=Q(belongs_to_year__gte=1950, belongs_to_year__lte=2199),
                violation_error_message="所属年度要写成四位数，例如 2026。",
                violation_error_code="belongs_to_year",
            ),
        ]
        indexes = [
            models.Index(fields=["signed_on", "id"], name="letter_by_day"),
            models.Index(fields=["belongs_to_year"], name="letter_by_year"),
        ]

    def __str__(self) -> str:
        return f"{self.belongs_to_year} {self.get_kind_display()} {self.signed_on}"


class ContactPoint(DatedRecord):
    """A leader is the contact (联系点) of an organisation or a school, over [starts_on, ends_on).

    Exactly one of `leader` and `outsider` is the contact, of exactly one of `contact` and
    `school`. organisation: where the row is kept. slot: who and of what, as one text, so that
    the same pair does not hold twice at a time.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="安排的党组织"
    )
    leader = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="联系领导（党员）",
    )
    outsider = models.ForeignKey(
        OutsidePerson,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="联系领导（系统外人员）",
    )
    office = LineField("职务", max_length=100, blank=True)
    contact = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="联系的党组织",
    )
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="联系的学校",
    )
    document = LineField("文号", max_length=100, blank=True)
    slot = models.CharField(max_length=100, editable=False)

    objects = ContactPointQuerySet.as_manager()

    class Meta(DatedRecord.Meta):
        verbose_name = "联系点"
        constraints = [
            *DatedRecord.Meta.constraints,
            NoOverlap(
                name="contact_point_once_at_a_time",
                fields=("organisation", "slot"),
                violation_error_message="这段时间已经登记了这个联系点。",
                violation_error_code="starts_on",
            ),
            models.CheckConstraint(
                name="contact_point_has_one_leader",
                condition=Q(leader__isnull=False, outsider__isnull=True)
                | Q(leader__isnull=True, outsider__isnull=False),
                violation_error_message="请填写一名党员或者选择一名系统外人员，只选一个。",
                violation_error_code="outsider",
            ),
            models.CheckConstraint(
                name="contact_point_is_of_one_place",
                condition=Q(contact__isnull=False, school__isnull=True)
                | Q(contact__isnull=True, school__isnull=False),
                violation_error_message="请选择联系的党组织或者学校，只选一个。",
                violation_error_code="contact",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader_name}联系{self.place}（{self.starts_on} 起）"

    def clean(self) -> None:
        keys = (self.leader_id, self.outsider_id, self.contact_id, self.school_id)
        self.slot = " ".join(str(key or "-") for key in keys)

    @property
    def leader_name(self) -> str:
        """The name of who is the contact."""
        return self.leader.name if self.leader else str(self.outsider)

    @property
    def place(self) -> str:
        """The name of what is contacted."""
        return str(self.contact or self.school)
