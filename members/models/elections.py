"""Terms of committees and secretaries, and the elections that renew them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from branches.fields import ChoiceField, LineField
from branches.models import DatedRecord, Organisation, Record
from branches.triggers import NoOverlap
from members.querysets import ElectionQuerySet, TermQuerySet
from members.rules import doubts_of_election, doubts_of_extension, faults_of_election


class Election(Record):
    """One election that an organisation held (换届选举, 补选), on one day.

    seats to voters_present: None is not known. approved_on: the day the higher organisation
    approved the secretary elected. irregular: what the texts forbid, in words.
    """

    class Kind(models.TextChoices):
        REGULAR = "REGULAR", "换届选举"
        BY_ELECTION = "BY_ELECTION", "补选"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="党组织"
    )
    kind = ChoiceField("类别", max_length=20, choices=Kind.choices)
    held_on = models.DateField("选举日期")
    seats = models.PositiveIntegerField("应选人数", null=True, blank=True)
    candidates = models.PositiveIntegerField("候选人数", null=True, blank=True)
    voters_due = models.PositiveIntegerField("应到会人数", null=True, blank=True)
    voters_present = models.PositiveIntegerField("实到会人数", null=True, blank=True)
    document = LineField("选举结果批复文号", max_length=100, blank=True)
    approved_on = models.DateField("批准日期", null=True, blank=True)
    irregular = LineField("不合规之处", max_length=200, blank=True, editable=False)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = "选举"
        constraints = [
            models.UniqueConstraint(
                name="election_of_a_kind_once_a_day",
                fields=["organisation", "kind", "held_on"],
                violation_error_message="这个党组织这一天已经登记过同类的选举。",
                violation_error_code="held_on",
            ),
            models.CheckConstraint(
                name="election_fills_a_seat",
                condition=Q(seats__isnull=True) | Q(seats__gt=0),
                violation_error_message="应选人数至少是1；不知道就空着。",
                violation_error_code="seats",
            ),
            models.CheckConstraint(
                name="election_present_are_of_those_due",
                condition=Q(voters_due__isnull=True)
                | Q(voters_present__isnull=True)
                | Q(voters_present__lte=F("voters_due")),
                violation_error_message="实到会人数不能多于应到会人数。",
                violation_error_code="voters_present",
            ),
            models.CheckConstraint(
                name="election_approved_after_it_was_held",
                condition=Q(approved_on__isnull=True) | Q(approved_on__gte=F("held_on")),
                violation_error_message="批准日期不能早于选举日期。",
                violation_error_code="approved_on",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "held_on"], name="election_by_organisation"),
            models.Index(fields=["held_on", "id"], name="election_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_kind_display()} {self.held_on}"

    def clean(self) -> None:
        faults = faults_of_election(seats=self.seats, candidates=self.candidates)
        self.irregular = "；".join(faults)

    @property
    def doubtful(self) -> str:
        """What should be looked at again, in words; empty when nothing."""
        return "；".join(doubts_of_election(due=self.voters_due, present=self.voters_present))


class Term(DatedRecord):
    """A committee or a secretary is in office for a term (届), over [starts_on, ends_on).

    starts_on: the day of the election. due_on: the day its length is over. ends_on: the day the
    next one was elected; without it the term still holds, overdue or not. extended_until: the
    day a delay was approved to. election: the one it began with; None when it was entered as the
    register opened.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="党组织"
    )
    due_on = models.DateField("届满日期")
    extended_until = models.DateField("批准延期至", null=True, blank=True)
    extension_document = LineField("延期批复文号", max_length=100, blank=True)
    election = models.OneToOneField(
        Election,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="term",
        editable=False,
        verbose_name="产生它的选举",
    )

    objects = TermQuerySet.as_manager()

    class Meta(DatedRecord.Meta):
        verbose_name = "任期"
        constraints = [
            *DatedRecord.Meta.constraints,
            NoOverlap(
                name="term_one_at_a_time",
                fields=("organisation",),
                violation_error_message="这个党组织在这段时间已经登记了一届。",
                violation_error_code="starts_on",
            ),
            models.CheckConstraint(
                name="term_due_after_it_starts",
                condition=Q(due_on__gt=F("starts_on")),
                violation_error_message="届满日期必须晚于当选日期。",
                violation_error_code="due_on",
            ),
            models.CheckConstraint(
                name="term_extended_beyond_its_end",
                condition=Q(extended_until__isnull=True) | Q(extended_until__gt=F("due_on")),
                violation_error_message="延期要延到届满日期以后。",
                violation_error_code="extended_until",
            ),
            models.CheckConstraint(
                name="term_extended_by_a_document",
                condition=Q(extended_until__isnull=True, extension_document="")
                | (Q(extended_until__isnull=False) & ~Q(extension_document="")),
                violation_error_message="延期要有上级批复：日期和文号一起填写。",
                violation_error_code="extension_document",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "starts_on"], name="term_by_organisation"),
            models.Index(fields=["due_on"], name="term_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}任期（{self.starts_on} 起）"

    @property
    def doubtful(self) -> str:
        """What should be looked at again, in words; empty when nothing."""
        return "；".join(doubts_of_extension(due_on=self.due_on, until=self.extended_until))
