"""What was held, of which kinds, who taught and who came."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from activities.querysets import (
    AttendanceQuerySet,
    CampaignQuerySet,
    LecturerQuerySet,
    SittingQuerySet,
)
from branches.fields import ChoiceField, LineField, PassageField
from branches.models import DatedRecord, Organisation, OutsidePerson, Record
from branches.triggers import NoOverlap
from members.models import Member

EARLIEST_YEAR, LATEST_YEAR = 1950, 2199
MOST_MINUTES = 24 * 60
MOST_OTHERS = 100_000


class Campaign(DatedRecord):
    """A year's named campaign (主题教育, 专项活动), over [starts_on, ends_on); sittings carry it.

    year: the year it is reported in.
    """

    kept_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="开展的党组织"
    )
    name = LineField("名称", max_length=100)
    year = models.PositiveSmallIntegerField("年度")
    document = LineField("文号", max_length=100, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta(DatedRecord.Meta):
        verbose_name = "专项活动"
        constraints = [
            *DatedRecord.Meta.constraints,
            NoOverlap(
                name="campaign_of_a_name_once_at_a_time",
                fields=("kept_by", "name"),
                violation_error_message="这段时间已经登记了同名的专项活动。",
                violation_error_code="name",
            ),
            models.CheckConstraint(
                name="campaign_year_is_sensible",
                condition=Q(year__gte=EARLIEST_YEAR, year__lte=LATEST_YEAR),
                violation_error_message="年度要写成四位数，例如 2026。",
                violation_error_code="year",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Sitting(Record):
    """One gathering an organisation held (会议、党课、主题党日、活动), of one kind or several.

    minutes: how long it took. others: how many came who are not on the roll.
    belongs_to_year: the year it is held for, where that is not the year it was held in.
    entered_on: the day it was entered; is_late says whether that was more than 30 days later.
    official_on: the day it was entered in the official system; empty while it is not.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", "待确认"
        CONFIRMED = "CONFIRMED", "已确认"

    class Form(models.TextChoices):
        ON_SITE = "ON_SITE", "现场"
        ONLINE = "ONLINE", "线上"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="党组织"
    )
    held_on = models.DateField("日期")
    starts_at = models.TimeField("开始时间", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("时长（分钟）", null=True, blank=True)
    form = ChoiceField("形式", max_length=10, choices=Form.choices, default=Form.ON_SITE)
    place = LineField("地点", max_length=100, blank=True)
    title = LineField("主题", max_length=100)
    summary = PassageField("内容摘要", max_length=5000, blank=True)
    host = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="主持人",
    )
    host_name = LineField("主持人姓名", max_length=50, blank=True)
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="专项活动",
    )
    others = models.PositiveIntegerField("其他到会人数", default=0)
    belongs_to_year = models.PositiveSmallIntegerField("所属年度", null=True, blank=True)
    state = ChoiceField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    confirmed_on = models.DateField("确认日期", null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name="确认人",
    )
    entered_on = models.DateField("录入日期", editable=False)
    is_late = models.BooleanField("补录", default=False, editable=False)
    official_on = models.DateField("上级系统办理日期", null=True, blank=True)
    official_number = LineField("上级系统编号", max_length=100, blank=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = "活动"
        constraints = [
            models.UniqueConstraint(
                name="sitting_of_a_title_once_a_day",
                fields=["organisation", "held_on", "title"],
                violation_error_message=(
                    "这一天已经登记过同名的活动；确是另一场的，请在主题里写明，例如“（下午）”。"
                ),
                violation_error_code="title",
            ),
            models.CheckConstraint(
                name="sitting_lasts_a_day_at_most",
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=MOST_MINUTES),
                violation_error_message="时长要在 1 至 1440 分钟之间。",
                violation_error_code="minutes",
            ),
            models.CheckConstraint(
                name="sitting_others_are_countable",
                condition=Q(others__lte=MOST_OTHERS),
                violation_error_message="其他到会人数太大，请检查。",
                violation_error_code="others",
            ),
            models.CheckConstraint(
                name="sitting_year_is_sensible",
                condition=Q(belongs_to_year__isnull=True)
                | Q(belongs_to_year__gte=EARLIEST_YEAR, belongs_to_year__lte=LATEST_YEAR),
                violation_error_message="所属年度要写成四位数，例如 2026。",
                violation_error_code="belongs_to_year",
            ),
            models.CheckConstraint(
                name="sitting_has_one_host",
                condition=Q(host__isnull=True) | Q(host_name=""),
                violation_error_message="主持人选了党员，就不要再写姓名。",
                violation_error_code="host_name",
            ),
            models.CheckConstraint(
                name="sitting_confirmed_has_a_day",
                condition=Q(state="DRAFT", confirmed_on__isnull=True, confirmed_by__isnull=True)
                | Q(state="CONFIRMED", confirmed_on__isnull=False),
                violation_error_message="已确认的要有确认日期，待确认的不写。",
                violation_error_code="confirmed_on",
            ),
            models.CheckConstraint(
                name="sitting_official_number_has_a_day",
                condition=Q(official_on__isnull=False) | Q(official_number=""),
                violation_error_message="写了上级系统编号，就要写办理日期。",
                violation_error_code="official_on",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "held_on"], name="sitting_by_organisation"),
            models.Index(fields=["held_on", "id"], name="sitting_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.title}"

    @property
    def is_confirmed(self) -> bool:
        """Whether it is settled and counts in figures."""
        return self.state == self.State.CONFIRMED

    @property
    def host_label(self) -> str:
        """The name of who chaired it."""
        return self.host.name if self.host else self.host_name


class SittingKind(models.Model):
    """A sitting counts as this kind. One sitting may be of several; each counts once."""

    class Kind(models.TextChoices):
        THEMED_DAY = "THEMED_DAY", "主题党日"
        MEMBERS_MEETING = "MEMBERS_MEETING", "支部党员大会"
        COMMITTEE_MEETING = "COMMITTEE_MEETING", "支委会"
        GROUP_MEETING = "GROUP_MEETING", "党小组会"
        LECTURE = "LECTURE", "党课"
        ORGANISATIONAL_LIFE = "ORGANISATIONAL_LIFE", "组织生活会"
        APPRAISAL = "APPRAISAL", "民主评议党员"
        DEMOCRATIC_LIFE = "DEMOCRATIC_LIFE", "民主生活会"
        CENTRE_GROUP = "CENTRE_GROUP", "理论学习中心组"
        STUDY = "STUDY", "集中学习"
        VIEWING = "VIEWING", "集中收看"
        PREACHING = "PREACHING", "宣讲"
        DISCUSSION = "DISCUSSION", "研讨"
        FORUM = "FORUM", "座谈会"
        SURVEY = "SURVEY", "调研"
        DEMONSTRATION = "DEMONSTRATION", "观摩会"
        VISIT = "VISIT", "参观"
        WARNING = "WARNING", "警示教育"
        OATH = "OATH", "重温入党誓词"
        POLITICAL_BIRTHDAY = "POLITICAL_BIRTHDAY", "政治生日"
        CONTEST = "CONTEST", "演讲比赛"
        VOLUNTEERING = "VOLUNTEERING", "志愿服务"
        CONDOLENCE = "CONDOLENCE", "慰问"
        TALK = "TALK", "谈心谈话"

    sitting = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, related_name="kinds", verbose_name="活动"
    )
    kind = ChoiceField("类型", max_length=20, choices=Kind.choices)

    class Meta:
        verbose_name = "活动类型"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="sitting_kind_once_a_sitting",
                fields=["sitting", "kind"],
                violation_error_message="同一类型只选一次。",
                violation_error_code="kind",
            ),
        ]
        indexes = [models.Index(fields=["kind", "sitting"], name="sitting_kind_by_kind")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Lecturer(models.Model):
    """Somebody who taught at a sitting, with the office held at the time.

    Exactly one of `member`, `outsider` and `name` says who it was.
    """

    class Office(models.TextChoices):
        LEADER = "LEADER", "班子成员"
        SECRETARY = "SECRETARY", "书记"
        DEPUTY = "DEPUTY", "副书记"
        COMMITTEE_MEMBER = "COMMITTEE_MEMBER", "委员"
        FIRST_SECRETARY = "FIRST_SECRETARY", "第一书记"
        INSTRUCTOR = "INSTRUCTOR", "党建指导员"
        PREACHER = "PREACHER", "宣讲团成员"
        EXPERT = "EXPERT", "专家学者"
        MODEL = "MODEL", "先进模范"
        MEMBER = "MEMBER", "普通党员"
        OTHER = "OTHER", "其他"

    sitting = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, related_name="lecturers", verbose_name="活动"
    )
    member = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="讲课的党员",
    )
    outsider = models.ForeignKey(
        OutsidePerson,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="讲课的系统外人员",
    )
    name = LineField("讲课人姓名", max_length=50, blank=True)
    office = ChoiceField("讲课人身份", max_length=20, choices=Office.choices)
    position = LineField("讲课人职务", max_length=100, blank=True)

    objects = LecturerQuerySet.as_manager()

    class Meta:
        verbose_name = "讲课人"
        constraints = [
            models.CheckConstraint(
                name="lecturer_is_one_person",
                condition=Q(member__isnull=False, outsider__isnull=True, name="")
                | Q(member__isnull=True, outsider__isnull=False, name="")
                | (Q(member__isnull=True, outsider__isnull=True) & ~Q(name="")),
                violation_error_message="讲课人选党员、系统外人员或写姓名，只选一种。",
                violation_error_code="name",
            ),
            models.UniqueConstraint(
                name="lecturer_member_once_a_sitting",
                fields=["sitting", "member"],
                violation_error_message="同一名讲课人只登记一次。",
                violation_error_code="member",
            ),
        ]
        indexes = [models.Index(fields=["office"], name="lecturer_by_office")]

    def __str__(self) -> str:
        return str(self.member or self.outsider or self.name)


class Attendance(models.Model):
    """Whether a member came to a sitting; `organisation` is where she was placed that day.

    is_expected: whether the sitting expected her; one who need not come and came is not expected.
    """

    class Status(models.TextChoices):
        PRESENT = "PRESENT", "到会"
        EXCUSED = "EXCUSED", "请假"
        ABSENT = "ABSENT", "缺席"

    sitting = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, related_name="roll", verbose_name="活动"
    )
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name="党员"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="当时所在党组织"
    )
    status = ChoiceField("到会情况", max_length=8, choices=Status.choices)
    reason = LineField("请假原因", max_length=50, blank=True)
    is_expected = models.BooleanField("应到", default=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "到会情况"
        constraints = [
            models.UniqueConstraint(
                name="attendance_once_a_sitting",
                fields=["sitting", "member"],
                violation_error_message="同一名党员在一次活动里只登记一次。",
                violation_error_code="member",
            ),
            models.CheckConstraint(
                name="attendance_reason_of_the_excused",
                condition=Q(reason="") | Q(status="EXCUSED"),
                violation_error_message="只有请假的写原因。",
                violation_error_code="reason",
            ),
            models.CheckConstraint(
                name="attendance_missed_by_the_expected",
                condition=Q(is_expected=True) | Q(status="PRESENT"),
                violation_error_message="不在应到范围的，没有到会就不登记。",
                violation_error_code="status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.status}"
