"""People on the way into the Party."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from branches.fields import ChoiceField, LineField
from branches.models import Organisation, Record, School
from branches.names import KEY_LENGTH, name_key
from members.articles import ETHNICITIES, HAN
from members.models.people import Education, Member
from members.querysets import DevelopmentCaseQuerySet
from members.rules import faults_of_development


class DevelopmentCase(Record):
    """One person's way into the Party, from the application to the admission or the end.

    organisation: the one that trains her. member: who she became, once a branch meeting admitted
    her; the days of admission and of its approval are the member's own. withdrawn_on: the day
    it ended without admission. irregular: what the texts forbid, in words. No identity number is
    kept of somebody who is not a member.
    """

    class Stage(models.TextChoices):
        """How far she is on a day; computed, never stored."""

        APPLICANT = "APPLICANT", "入党申请人"
        ACTIVIST = "ACTIVIST", "入党积极分子"
        TARGET = "TARGET", "发展对象"
        PROBATIONARY = "PROBATIONARY", "已接收"
        WITHDRAWN = "WITHDRAWN", "已终止"

    class Work(models.TextChoices):
        TEACHER = "TEACHER", "教师"
        STUDENT = "STUDENT", "学生"
        OTHER = "OTHER", "其他"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="培养的党组织"
    )
    name = LineField("姓名", max_length=50)
    name_key = models.CharField(max_length=KEY_LENGTH, editable=False)
    sex = ChoiceField("性别", max_length=6, choices=Member.Sex.choices)
    ethnicity = ChoiceField("民族", max_length=2, choices=list(ETHNICITIES.items()), default=HAN)
    born_on = models.DateField("出生日期")
    education = ChoiceField("学历", max_length=20, choices=Education.Level.choices, blank=True)
    work = ChoiceField("身份", max_length=10, choices=Work.choices)
    is_first_line = models.BooleanField("一线教师", default=False)
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="所在学校",
    )
    applied_on = models.DateField("递交申请日期")
    activist_on = models.DateField("确定为积极分子日期", null=True, blank=True)
    target_on = models.DateField("列为发展对象日期", null=True, blank=True)
    member = models.OneToOneField(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="development",
        verbose_name="接收为党员",
    )
    withdrawn_on = models.DateField("终止日期", null=True, blank=True)
    irregular = LineField("不合规之处", max_length=200, blank=True, editable=False)

    objects = DevelopmentCaseQuerySet.as_manager()

    if TYPE_CHECKING:
        stage: str  # set by DevelopmentCaseQuerySet.with_stage

    class Meta:
        verbose_name = "发展党员"
        constraints = [
            models.UniqueConstraint(
                name="development_case_once_a_person",
                fields=["organisation", "name", "born_on", "applied_on"],
                violation_error_message="这个人的这次申请已经登记过。",
                violation_error_code="name",
            ),
            models.CheckConstraint(
                name="development_case_born_before_applied",
                condition=Q(applied_on__gt=F("born_on")),
                violation_error_message="递交申请日期必须晚于出生日期。",
                violation_error_code="applied_on",
            ),
            models.CheckConstraint(
                name="development_case_activist_after_applied",
                condition=Q(activist_on__isnull=True) | Q(activist_on__gte=F("applied_on")),
                violation_error_message="确定为积极分子不能早于递交申请。",
                violation_error_code="activist_on",
            ),
            models.CheckConstraint(
                name="development_case_target_after_activist",
                condition=Q(target_on__isnull=True)
                | Q(activist_on__isnull=False, target_on__gte=F("activist_on")),
                violation_error_message="先填写确定为积极分子的日期，列为发展对象不能比它早。",
                violation_error_code="target_on",
            ),
            models.CheckConstraint(
                name="development_case_withdrawn_after_its_steps",
                condition=Q(withdrawn_on__isnull=True)
                | Q(withdrawn_on__gte=F("applied_on"))
                & (Q(activist_on__isnull=True) | Q(withdrawn_on__gte=F("activist_on")))
                & (Q(target_on__isnull=True) | Q(withdrawn_on__gte=F("target_on"))),
                violation_error_message="终止日期不能早于已经走完的步骤。",
                violation_error_code="withdrawn_on",
            ),
            models.CheckConstraint(
                name="development_case_ends_one_way",
                condition=Q(withdrawn_on__isnull=True) | Q(member__isnull=True),
                violation_error_message="已经接收为党员的，不能再填写终止日期。",
                violation_error_code="withdrawn_on",
            ),
            models.CheckConstraint(
                name="development_case_first_line_teaches",
                condition=Q(is_first_line=False) | Q(work="TEACHER"),
                violation_error_message="只有教师可以勾选一线教师。",
                violation_error_code="is_first_line",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "applied_on"], name="development_by_organisation"
            ),
            models.Index(fields=["name_key", "id"], name="development_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name_key = name_key(self.name)
        if None not in (self.born_on, self.applied_on):
            faults = faults_of_development(
                born_on=self.born_on,
                applied_on=self.applied_on,
                activist_on=self.activist_on,
                target_on=self.target_on,
            )
            self.irregular = "；".join(faults)
