"""A person with 党籍, and the facts about her that change."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from branches.fields import ChoiceField, EncryptedField, IndexField, LineField
from branches.identity import masked, masked_phone, normal_number
from branches.models import DatedRecord, Organisation, Record, School
from branches.names import KEY_LENGTH, name_key
from branches.triggers import NoOverlap
from members.articles import ETHNICITIES, HAN
from members.querysets import DatedFactQuerySet, MemberQuerySet
from members.rules import admitted_too_young, is_full, party_age


class Member(Record):
    """A person with 党籍: what does not change about her. Where she is, Placement says.

    admitted_on: the branch meeting that admitted her, from which 党籍 and dues run.
    confirmed_on: the day she became a full member; None while probation runs. Both are counted
    in statistics by the day the higher organisation approved, stored beside them.
    identity_number: in its normal form, 18 characters; empty when it is not known.
    merged_into: the person this row was another record of; no row moves.
    irregular: what happened although the text forbids it, in words; empty for nothing.
    """

    class Sex(models.TextChoices):
        MALE = "MALE", "男"
        FEMALE = "FEMALE", "女"

    name = LineField("姓名", max_length=50)
    name_key = models.CharField(max_length=KEY_LENGTH, editable=False)
    sex = ChoiceField("性别", max_length=6, choices=Sex.choices)
    ethnicity = ChoiceField("民族", max_length=2, choices=list(ETHNICITIES.items()), default=HAN)
    born_on = models.DateField("出生日期")
    native_place = LineField("籍贯", max_length=50, blank=True)
    identity_number = EncryptedField("公民身份号码", max_length=18, blank=True)
    identity_index = IndexField(of="identity_number")
    phone = EncryptedField("联系电话", max_length=30, blank=True)
    phone_index = IndexField(of="phone")
    address = EncryptedField("家庭住址", max_length=200, blank=True)
    admitted_on = models.DateField("入党日期")
    admission_approved_on = models.DateField("接收预备党员审批日期", null=True, blank=True)
    confirmed_on = models.DateField("转正日期", null=True, blank=True)
    confirmation_approved_on = models.DateField("转正审批日期", null=True, blank=True)
    joined_work_on = models.DateField("参加工作日期", null=True, blank=True)
    note = LineField("备注", max_length=200, blank=True)
    irregular = LineField("不合规之处", max_length=200, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "党员"
        constraints = [
            models.UniqueConstraint(
                name="member_identity_number_is_its_own",
                fields=["identity_index"],
                condition=~Q(identity_index=""),
                # Says nothing of where the other is: she may be in another's branch.
                violation_error_message="这个身份号码已经登记过。",
                violation_error_code="identity_number",
            ),
            models.CheckConstraint(
                name="member_born_before_admitted",
                condition=Q(admitted_on__gt=F("born_on")),
                violation_error_message="入党日期必须晚于出生日期。",
                violation_error_code="admitted_on",
            ),
            models.CheckConstraint(
                name="member_confirmed_after_admitted",
                condition=Q(confirmed_on__isnull=True) | Q(confirmed_on__gt=F("admitted_on")),
                violation_error_message="转正日期必须晚于入党日期。",
                violation_error_code="confirmed_on",
            ),
            models.CheckConstraint(
                name="member_admission_approved_after_meeting",
                condition=Q(admission_approved_on__isnull=True)
                | Q(admission_approved_on__gte=F("admitted_on")),
                violation_error_message="审批日期不能早于支部大会通过的日期。",
                violation_error_code="admission_approved_on",
            ),
            models.CheckConstraint(
                name="member_confirmation_approved_after_meeting",
                condition=Q(confirmation_approved_on__isnull=True)
                | Q(
                    confirmed_on__isnull=False,
                    confirmation_approved_on__gte=F("confirmed_on"),
                ),
                violation_error_message="转正审批日期要在转正日期之后，并先填写转正日期。",
                violation_error_code="confirmation_approved_on",
            ),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="member_by_name"),
            models.Index(fields=["born_on"], name="member_by_birth"),
            models.Index(fields=["phone_index"], name="member_by_phone"),
            models.Index(fields=["admission_approved_on"], name="member_by_admission"),
            models.Index(fields=["confirmation_approved_on"], name="member_by_confirmation"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name_key = name_key(self.name)
        self.identity_number = normal_number(self.identity_number)
        self.irregular = self._irregular()
        # Before the constraints are asked: they know the number only by its index.
        for name in ("identity_index", "phone_index"):
            field = self._meta.get_field(name)
            assert isinstance(field, IndexField)  # noqa: S101  # declared above
            setattr(self, name, field.value_of(getattr(self, field.of)))

    def _irregular(self) -> str:
        days: tuple[date | None, date | None] = (self.born_on, self.admitted_on)
        # A row that lacks a day is refused for that alone.
        if None in days:
            return ""
        young = admitted_too_young(born_on=self.born_on, admitted_on=self.admitted_on)
        return "入党时未满18岁（发展党员工作细则第五条）" if young else ""

    def is_full_on(self, day: date) -> bool:
        """Say whether she is a full member on `day`."""
        return is_full(confirmed_on=self.confirmed_on, on=day)

    def party_age_on(self, day: date) -> int:
        """Return her 党龄 on `day` in whole years."""
        return party_age(confirmed_on=self.confirmed_on, on=day)

    @property
    def masked_identity_number(self) -> str:
        """What a screen shows of the identity number."""
        return masked(self.identity_number)

    @property
    def masked_phone(self) -> str:
        """What a screen shows of the phone number."""
        return masked_phone(self.phone)


class Standing(DatedRecord):
    """A member's 党籍 is not normal, over [starts_on, ends_on); without a row it is normal.

    registered_on: the day the decision was entered where it counts.
    end_document: by which 党籍 was restored.
    """

    class Kind(models.TextChoices):
        SUSPENDED = "SUSPENDED", "停止党籍"

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="standings", verbose_name="党员"
    )
    kind = ChoiceField("党籍状态", max_length=20, choices=Kind.choices)
    registered_on = models.DateField("登记日期")
    document = LineField("文号", max_length=100, blank=True)
    end_document = LineField("恢复文号", max_length=100, blank=True)

    objects = DatedFactQuerySet.as_manager()

    class Meta(DatedRecord.Meta):
        verbose_name = "党籍状态"
        constraints = [
            *DatedRecord.Meta.constraints,
            NoOverlap(
                name="standing_one_at_a_time",
                fields=("member",),
                violation_error_message="这段时间已经登记了另一种党籍状态。",
                violation_error_code="starts_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}{self.get_kind_display()}（{self.starts_on} 起）"


class Employment(DatedRecord):
    """What a member works as, over [starts_on, ends_on); a retired one has a row that says so.

    school: where she works, when it is one of the register; else `workplace` names it.
    """

    class Job(models.TextChoices):
        """工作岗位, by the prefix of the statistics' codes."""

        CIVIL_SERVANT = "011", "党政机关工作人员"
        PUBLIC_MANAGER = "012", "事业单位管理人员"
        PUBLIC_PROFESSIONAL = "013", "事业单位专业技术人员"
        WORKER = "016", "工勤技能人员"
        PRIVATE_MANAGER = "023", "民办非企业单位管理人员"
        PRIVATE_PROFESSIONAL = "024", "民办非企业单位专业技术人员"
        PRIVATE_WORKER = "025", "民办非企业单位工勤人员"
        STUDENT = "3", "学生"
        RETIRED = "4", "离退休"
        OTHER = "5", "其他"

    class Title(models.TextChoices):
        SENIOR = "SENIOR", "高级"
        MIDDLE = "MIDDLE", "中级"
        JUNIOR = "JUNIOR", "初级"

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="employments", verbose_name="党员"
    )
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="工作单位（学校）",
    )
    workplace = LineField("其他工作单位", max_length=100, blank=True)
    job = ChoiceField("工作岗位", max_length=3, choices=Job.choices)
    office = LineField("职务", max_length=100, blank=True)
    title = ChoiceField("专业技术职务", max_length=10, choices=Title.choices, blank=True)
    is_teacher = models.BooleanField("专任教师", default=False)
    is_backbone_teacher = models.BooleanField("骨干教师", default=False)
    is_retired = models.BooleanField("离退休", default=False)

    objects = DatedFactQuerySet.as_manager()

    class Meta(DatedRecord.Meta):
        verbose_name = "工作情况"
        constraints = [
            *DatedRecord.Meta.constraints,
            NoOverlap(
                name="employment_one_at_a_time",
                fields=("member",),
                violation_error_message="这段时间已经登记了另一份工作，请先结束原来的。",
                violation_error_code="starts_on",
            ),
            models.CheckConstraint(
                name="employment_retired_by_its_job",
                condition=Q(job="4", is_retired=True) | (~Q(job="4") & Q(is_retired=False)),
                violation_error_message="离退休人员的工作岗位要选“离退休”，在职的不能选。",
                violation_error_code="job",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}{self.get_job_display()}（{self.starts_on} 起）"

    @property
    def place(self) -> str:
        """The name of where she works."""
        return self.school.short_name if self.school else self.workplace


class Education(DatedRecord):
    """The highest education a member has, over [starts_on, ends_on)."""

    class Level(models.TextChoices):
        GRADUATE = "GRADUATE", "研究生"
        UNDERGRADUATE = "UNDERGRADUATE", "大学本科"
        COLLEGE = "COLLEGE", "大学专科"
        VOCATIONAL = "VOCATIONAL", "中专"
        SENIOR = "SENIOR", "高中、中技"
        JUNIOR = "JUNIOR", "初中及以下"

    class Degree(models.TextChoices):
        DOCTOR = "DOCTOR", "博士"
        MASTER = "MASTER", "硕士"
        BACHELOR = "BACHELOR", "学士"

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="educations", verbose_name="党员"
    )
    level = ChoiceField("学历", max_length=20, choices=Level.choices)
    degree = ChoiceField("学位", max_length=10, choices=Degree.choices, blank=True)

    objects = DatedFactQuerySet.as_manager()

    class Meta(DatedRecord.Meta):
        verbose_name = "学历"
        constraints = [
            *DatedRecord.Meta.constraints,
            NoOverlap(
                name="education_one_at_a_time",
                fields=("member",),
                violation_error_message="这段时间已经登记了另一个学历。",
                violation_error_code="starts_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}{self.get_level_display()}（{self.starts_on} 起）"


class Circumstance(DatedRecord):
    """Something that holds of a member for a time, over [starts_on, ends_on): flag and day only.

    EXEMPT: old, ill or away, so that ordinary meetings do not expect her.
    """

    class Kind(models.TextChoices):
        HARDSHIP = "HARDSHIP", "困难党员"
        MOBILE = "MOBILE", "流动党员"
        OUT_OF_CONTACT = "OUT_OF_CONTACT", "失联党员"
        EXEMPT = "EXEMPT", "不作参会要求"

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="circumstances", verbose_name="党员"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="登记的党组织"
    )
    kind = ChoiceField("情况", max_length=20, choices=Kind.choices)
    whereabouts = LineField("流动去向", max_length=100, blank=True)

    objects = DatedFactQuerySet.as_manager()

    class Meta(DatedRecord.Meta):
        verbose_name = "情况"
        constraints = [
            *DatedRecord.Meta.constraints,
            NoOverlap(
                name="circumstance_once_at_a_time",
                fields=("member", "kind"),
                violation_error_message="这段时间已经登记了同样的情况。",
                violation_error_code="starts_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}{self.get_kind_display()}（{self.starts_on} 起）"
