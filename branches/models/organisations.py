"""The tree of Party organisations, its history, and the powers its nodes were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from branches.fields import ChoiceField, LineField, PathField
from branches.models.records import DatedRecord, Record
from branches.names import KEY_LENGTH, name_key
from branches.options import DECLARATIONS, Option
from branches.querysets import (
    STEP,
    ApprovalPowerQuerySet,
    OrganisationNameQuerySet,
    OrganisationQuerySet,
    OutsidePersonQuerySet,
    SettingQuerySet,
    SuperiorQuerySet,
)
from branches.triggers import NoOverlap

MAX_DEPTH = 12


class Organisation(Record):
    """A node of the Party tree: the committee at the top, branches at the leaves.

    It holds over [founded_on, dissolved_on). `path` is the way from the top, STEP characters a
    level; it decides who may read. Name, kind and superior are today's; their past is in
    OrganisationName and Superior.
    """

    class Kind(models.TextChoices):
        COMMITTEE = "COMMITTEE", "教育工委"
        PARTY_COMMITTEE = "PARTY_COMMITTEE", "党委"
        GENERAL_BRANCH = "GENERAL_BRANCH", "党总支"
        BRANCH = "BRANCH", "党支部"
        JOINT_BRANCH = "JOINT_BRANCH", "联合党支部"
        TEMPORARY_BRANCH = "TEMPORARY_BRANCH", "临时党支部"

    class MemberKind(models.TextChoices):
        IN_POST = "IN_POST", "在职"
        RETIRED = "RETIRED", "离退休"
        MIXED = "MIXED", "混合"

    kind = ChoiceField("类别", max_length=20, choices=Kind.choices)
    member_kind = ChoiceField(
        "党员构成", max_length=10, choices=MemberKind.choices, default=MemberKind.MIXED
    )
    code = LineField("编码", max_length=40)
    name = LineField("全称", max_length=100)
    short_name = LineField("简称", max_length=40)
    name_key = models.CharField(max_length=KEY_LENGTH, editable=False)
    superior = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subordinates",
        verbose_name="上级党组织",
    )
    path = PathField(max_length=MAX_DEPTH * STEP, unique=True, editable=False)
    outside_superior = LineField(
        "系统外上级",
        max_length=100,
        blank=True,
        help_text="组织关系不隶属本工委时填写其上级名称；填写后不计入统计。",
    )
    founded_on = models.DateField("成立日期")
    founding_document = LineField("成立批复文号", max_length=100, blank=True)
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    dissolution_document = LineField("撤销批复文号", max_length=100, blank=True)

    # A move of something above changes it without a new version.
    KEPT = Record.KEPT | {"path"}
    objects = OrganisationQuerySet.as_manager()

    if TYPE_CHECKING:
        schools_covered: int  # set by OrganisationQuerySet.with_schools

    class Meta:
        verbose_name = "党组织"
        constraints = [
            models.UniqueConstraint(
                name="organisation_code_is_its_own",
                fields=["code"],
                violation_error_message="这个编码已被使用，请换一个。",
                violation_error_code="code",
            ),
            models.CheckConstraint(
                name="organisation_dissolved_after_founded",
                condition=Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=F("founded_on")),
                violation_error_message="撤销日期必须晚于成立日期。",
                violation_error_code="dissolved_on",
            ),
            models.CheckConstraint(
                name="organisation_below_another_unless_committee",
                condition=Q(superior__isnull=False) | Q(kind="COMMITTEE"),
                violation_error_message="除教育工委外，党组织都要选择上级党组织。",
                violation_error_code="superior",
            ),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="organisation_by_name"),
            models.Index(fields=["superior", "code"], name="organisation_by_superior"),
        ]

    def __str__(self) -> str:
        return self.short_name

    def clean(self) -> None:
        self.name_key = name_key(self.name)

    @property
    def depth(self) -> int:
        """How many levels down from the top, which is 1."""
        return len(self.path) // STEP


class Superior(DatedRecord):
    """Under whom an organisation stood, over [starts_on, ends_on); for the record only."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="superiors", verbose_name="党组织"
    )
    superior = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="上级党组织"
    )
    document = LineField("文号", max_length=100, blank=True)

    objects = SuperiorQuerySet.as_manager()

    class Meta(DatedRecord.Meta):
        constraints = [
            *DatedRecord.Meta.constraints,
            NoOverlap(
                name="superior_one_at_a_time",
                fields=("organisation",),
                violation_error_message="同一时间只能有一个上级党组织。",
                violation_error_code="starts_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}上级为{self.superior}（{self.starts_on} 起）"


class OrganisationName(DatedRecord):
    """What an organisation was called and of which kind it was, over [starts_on, ends_on)."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="names", verbose_name="党组织"
    )
    kind = ChoiceField("类别", max_length=20, choices=Organisation.Kind.choices)
    name = LineField("全称", max_length=100)
    short_name = LineField("简称", max_length=40)
    document = LineField("文号", max_length=100, blank=True)

    objects = OrganisationNameQuerySet.as_manager()

    class Meta(DatedRecord.Meta):
        constraints = [
            *DatedRecord.Meta.constraints,
            NoOverlap(
                name="organisation_name_one_at_a_time",
                fields=("organisation",),
                violation_error_message="同一时间只能有一个名称。",
                violation_error_code="starts_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.starts_on} 起）"


class ApprovalPower(DatedRecord):
    """An organisation may approve admissions, over [starts_on, ends_on), by a document."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="approval_powers",
        verbose_name="党组织",
    )
    document = LineField("授权文号", max_length=100)

    objects = ApprovalPowerQuerySet.as_manager()

    class Meta(DatedRecord.Meta):
        constraints = [
            *DatedRecord.Meta.constraints,
            NoOverlap(
                name="approval_power_once_at_a_time",
                fields=("organisation",),
                violation_error_message="这段时间已经有审批权限，请先结束原来的。",
                violation_error_code="starts_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}审批权限（{self.starts_on} 起）"


class OutsidePerson(Record):
    """Somebody who is not on the roll and yet leads, lectures, instructs or inspects."""

    name = LineField("姓名", max_length=50)
    name_key = models.CharField(max_length=KEY_LENGTH, editable=False)
    unit = LineField("单位", max_length=100)
    office = LineField("职务", max_length=100, blank=True)
    is_party_member = models.BooleanField("是否党员", default=False)
    kept_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="登记在"
    )

    objects = OutsidePersonQuerySet.as_manager()

    class Meta:
        verbose_name = "系统外人员"
        constraints = [
            models.UniqueConstraint(
                name="outside_person_once_a_unit",
                fields=["kept_by", "name", "unit", "office"],
                violation_error_message="已登记过同单位、同职务的这个人。",
                violation_error_code="name",
            )
        ]
        indexes = [models.Index(fields=["name_key", "id"], name="outside_person_by_name")]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）"

    def clean(self) -> None:
        self.name_key = name_key(self.name)


class Setting(Record):
    """What an option is for an organisation and everything beneath it, from `since` on.

    value: text as `branches.options` reads it; empty takes the default again.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="settings", verbose_name="党组织"
    )
    option = ChoiceField(
        "设置项",
        max_length=40,
        choices=[(option.value, DECLARATIONS[option].label) for option in Option],
    )
    value = LineField("值", max_length=200, blank=True)
    since = models.DateField("起始日期")
    reason = LineField("原因", max_length=200)

    objects = SettingQuerySet.as_manager()

    class Meta:
        verbose_name = "设置"
        constraints = [
            models.UniqueConstraint(
                name="setting_once_a_day",
                fields=["organisation", "option", "since"],
                violation_error_message="同一天已经设置过这一项，请换一个起始日期。",
                violation_error_code="since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}{self.get_option_display()}（{self.since} 起）"
