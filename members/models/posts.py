"""Offices in the Party, held in an organisation or sent to a school."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from branches.fields import ChoiceField, LineField
from branches.models import DatedRecord, Organisation, OutsidePerson, School
from branches.triggers import NoOverlap
from members.models.people import Member
from members.querysets import PostQuerySet


class Post(DatedRecord):
    """Somebody holds an office in an organisation or is sent to a school, [starts_on, ends_on).

    Exactly one of `member` and `outsider` holds it. Elected offices are held by a full member of
    that organisation; sent ones (FIRST_SECRETARY, INSTRUCTOR) by anybody. An instructor of
    several schools has a row for each. `organisation` is where the row is read: of a post at a
    school, the one that sends.
    slot: what is held once at a time in an organisation: there is one secretary, and everybody
    else holds the same office at the same school once.
    """

    class Kind(models.TextChoices):
        SECRETARY = "SECRETARY", "书记"
        DEPUTY = "DEPUTY", "副书记"
        FULL_TIME_DEPUTY = "FULL_TIME_DEPUTY", "专职副书记"
        ORGANISATION = "ORGANISATION", "组织委员"
        PUBLICITY = "PUBLICITY", "宣传委员"
        DISCIPLINE = "DISCIPLINE", "纪检委员"
        UNITED_FRONT = "UNITED_FRONT", "统战委员"
        YOUTH = "YOUTH", "青年委员"
        ORGANISER = "ORGANISER", "组织员"
        CLERK = "CLERK", "党务干事"
        FIRST_SECRETARY = "FIRST_SECRETARY", "第一书记"
        INSTRUCTOR = "INSTRUCTOR", "党建指导员"

    class Begin(models.TextChoices):
        ELECTED = "ELECTED", "换届选举"
        BY_ELECTION = "BY_ELECTION", "补选"
        APPOINTED = "APPOINTED", "上级任命"
        SENT = "SENT", "选派"
        OPENING = "OPENING", "启用时登记"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="党组织"
    )
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="派到的学校",
    )
    member = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name="党员",
    )
    outsider = models.ForeignKey(
        OutsidePerson,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="系统外人员",
    )
    kind = ChoiceField("职务", max_length=20, choices=Kind.choices)
    begin = ChoiceField("如何任职", max_length=20, choices=Begin.choices)
    also_principal = models.BooleanField("一肩挑（兼校长）", default=False)
    is_full_time = models.BooleanField("专职", default=False)
    document = LineField("文号", max_length=100, blank=True)
    slot = models.CharField(max_length=120, editable=False)
    doubtful = LineField("待核之处", max_length=200, blank=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta(DatedRecord.Meta):
        verbose_name = "党内职务"
        constraints = [
            *DatedRecord.Meta.constraints,
            NoOverlap(
                name="post_one_to_a_slot",
                fields=("organisation", "slot"),
                violation_error_message="这段时间已经有人担任这个职务，请先结束原来的任职。",
                violation_error_code="starts_on",
            ),
            models.CheckConstraint(
                name="post_has_one_holder",
                condition=Q(member__isnull=False, outsider__isnull=True)
                | Q(member__isnull=True, outsider__isnull=False),
                violation_error_message="请选择一名党员或者一名系统外人员，只选一个。",
                violation_error_code="member",
            ),
            models.CheckConstraint(
                name="post_of_a_school_is_sent",
                condition=Q(school__isnull=True) | Q(kind__in=("FIRST_SECRETARY", "INSTRUCTOR")),
                violation_error_message="派到学校的只有第一书记和党建指导员。",
                violation_error_code="school",
            ),
            models.CheckConstraint(
                name="post_outsider_is_sent",
                condition=Q(outsider__isnull=True)
                | Q(kind__in=("FIRST_SECRETARY", "INSTRUCTOR", "ORGANISER", "CLERK")),
                violation_error_message="选举产生的职务只能由本组织的正式党员担任。",
                violation_error_code="outsider",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "kind"], name="post_by_organisation"),
            models.Index(fields=["kind", "starts_on"], name="post_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}{self.get_kind_display()}{self.holder}"

    def clean(self) -> None:
        kind = str(self.kind)
        whose = [self.member_id, self.outsider_id, self.school_id]
        one_only = kind == self.Kind.SECRETARY
        self.slot = kind if one_only else f"{kind} {' '.join(str(key or '-') for key in whose)}"

    @property
    def holder(self) -> str:
        """The name of who holds it."""
        return str(self.member.name if self.member else self.outsider)

    @property
    def place(self) -> str:
        """The school somebody is sent to, else the organisation."""
        return str(self.school or self.organisation)
