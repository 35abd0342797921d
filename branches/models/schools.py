"""Schools, how many people they count, and which organisation covers them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from branches.fields import ChoiceField, LineField
from branches.models.organisations import Organisation
from branches.models.records import DatedRecord, Record
from branches.names import KEY_LENGTH, name_key
from branches.querysets import CoverageQuerySet, HeadCountQuerySet, SchoolQuerySet
from branches.triggers import NoOverlap


class School(Record):
    """A unit (单位) that Party organisations cover; it exists over [opened_on, closed_on)."""

    class Stage(models.TextChoices):
        KINDERGARTEN = "KINDERGARTEN", "幼儿园"
        PRIMARY = "PRIMARY", "小学"
        JUNIOR = "JUNIOR", "初中"
        NINE_YEAR = "NINE_YEAR", "九年一贯制学校"
        TWELVE_YEAR = "TWELVE_YEAR", "十二年一贯制学校"
        SENIOR = "SENIOR", "高中"
        COMPLETE_SECONDARY = "COMPLETE_SECONDARY", "完全中学"
        VOCATIONAL = "VOCATIONAL", "中职"
        SPECIAL = "SPECIAL", "特教"
        TRAINING = "TRAINING", "培训机构"
        OFFICE = "OFFICE", "机关"

    class Ownership(models.TextChoices):
        PUBLIC = "PUBLIC", "公办"
        PRIVATE = "PRIVATE", "民办"

    class Level(models.TextChoices):
        COUNTY = "COUNTY", "县直"
        TOWNSHIP = "TOWNSHIP", "乡镇"

    kept_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="主管党组织"
    )
    code = LineField("学校代码", max_length=40)
    name = LineField("全称", max_length=100)
    short_name = LineField("简称", max_length=40)
    name_key = models.CharField(max_length=KEY_LENGTH, editable=False)
    stage = ChoiceField("办学类型", max_length=20, choices=Stage.choices)
    ownership = ChoiceField("办学性质", max_length=10, choices=Ownership.choices)
    level = ChoiceField("隶属", max_length=10, choices=Level.choices)
    township = LineField("所在乡镇", max_length=40, blank=True)
    opened_on = models.DateField("开办日期")
    closed_on = models.DateField("停办日期", null=True, blank=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = "学校"
        constraints = [
            models.UniqueConstraint(
                name="school_code_is_its_own",
                fields=["code"],
                violation_error_message="这个学校代码已被使用，请换一个。",
                violation_error_code="code",
            ),
            models.CheckConstraint(
                name="school_closed_after_opened",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                violation_error_message="停办日期必须晚于开办日期。",
                violation_error_code="closed_on",
            ),
            models.CheckConstraint(
                name="school_of_a_township_names_it",
                condition=~Q(level="TOWNSHIP") | ~Q(township=""),
                violation_error_message="乡镇学校要填写所在乡镇。",
                violation_error_code="township",
            ),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="school_by_name"),
            models.Index(fields=["township"], name="school_by_township"),
        ]

    def __str__(self) -> str:
        return self.short_name

    def clean(self) -> None:
        self.name_key = name_key(self.name)


class HeadCount(Record):
    """How many people a school counts in one school year, by the bureau's statistics.

    school_year: the calendar year it begins in, on 1 September; it holds until a newer one.
    Empty numbers are not known, which is not zero.
    """

    school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="head_counts", verbose_name="学校"
    )
    school_year = models.PositiveSmallIntegerField("学年（起始年）")
    staff = models.PositiveIntegerField("教职工")
    teachers = models.PositiveIntegerField("专任教师", null=True, blank=True)
    teachers_to_35 = models.PositiveIntegerField("35岁及以下专任教师", null=True, blank=True)
    women = models.PositiveIntegerField("女教职工", null=True, blank=True)
    backbone_teachers = models.PositiveIntegerField("骨干教师", null=True, blank=True)
    pupils = models.PositiveIntegerField("学生", null=True, blank=True)

    objects = HeadCountQuerySet.as_manager()

    class Meta:
        verbose_name = "学年数据"
        constraints = [
            models.UniqueConstraint(
                name="head_count_once_a_year",
                fields=["school", "school_year"],
                violation_error_message="这个学年已经有数据，请直接修改它。",
                violation_error_code="school_year",
            ),
            models.CheckConstraint(
                name="head_count_year_is_sensible",
                condition=Q(school_year__gte=1950, school_year__lte=2199),
                violation_error_message="学年应是四位年份，例如 2025。",
                violation_error_code="school_year",
            ),
            models.CheckConstraint(
                name="head_count_teachers_within_staff",
                condition=Q(teachers__isnull=True) | Q(teachers__lte=F("staff")),
                violation_error_message="专任教师不能多于教职工。",
                violation_error_code="teachers",
            ),
            models.CheckConstraint(
                name="head_count_young_within_teachers",
                # Each part is true or false: a CHECK lets NULL pass.
                condition=Q(teachers_to_35__isnull=True)
                | Q(teachers__isnull=False, teachers_to_35__lte=F("teachers"))
                | Q(teachers__isnull=True, teachers_to_35__lte=F("staff")),
                violation_error_message="35岁及以下专任教师不能多于专任教师。",
                violation_error_code="teachers_to_35",
            ),
            models.CheckConstraint(
                name="head_count_women_within_staff",
                condition=Q(women__isnull=True) | Q(women__lte=F("staff")),
                violation_error_message="女教职工不能多于教职工。",
                violation_error_code="women",
            ),
            models.CheckConstraint(
                name="head_count_backbone_within_staff",
                condition=Q(backbone_teachers__isnull=True) | Q(backbone_teachers__lte=F("staff")),
                violation_error_message="骨干教师不能多于教职工。",
                violation_error_code="backbone_teachers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.school_year}"


class Coverage(DatedRecord):
    """One organisation covers one school in one way, over [starts_on, ends_on).

    A joint branch is one organisation with several coverages, never two parents. INSTRUCTOR is
    the organisation that sends a Party-building instructor to a school without an organisation.
    """

    class Role(models.TextChoices):
        OWN = "OWN", "单独组建"
        JOINT = "JOINT", "联合组建"
        ATTACHED = "ATTACHED", "挂靠"
        INSTRUCTOR = "INSTRUCTOR", "选派党建指导员"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="coverages", verbose_name="党组织"
    )
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="coverages", verbose_name="学校"
    )
    role = ChoiceField("覆盖方式", max_length=10, choices=Role.choices)
    document = LineField("文号", max_length=100, blank=True)

    objects = CoverageQuerySet.as_manager()

    class Meta(DatedRecord.Meta):
        verbose_name = "覆盖"
        constraints = [
            *DatedRecord.Meta.constraints,
            NoOverlap(
                name="coverage_one_way_at_a_time",
                fields=("organisation", "school"),
                violation_error_message="这个党组织在这段时间已经覆盖这所学校。",
                violation_error_code="starts_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}覆盖{self.school}（{self.starts_on} 起）"
