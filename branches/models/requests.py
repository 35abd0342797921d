"""What a branch asks and a higher organisation answers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from branches.fields import ChoiceField, LineField
from branches.models.organisations import Organisation
from branches.models.records import Record
from branches.querysets import RequestQuerySet


class Request(Record):
    """One thing an organisation asks of the one that decides it (请示), with the answer (批复).

    subject_type, subject_uid: the row it is about, which the asker need not be able to read.
    words: what is asked, in words the asker knows.
    """

    class Kind(models.TextChoices):
        TRANSFER_IN = "TRANSFER_IN", "申请转入"

    class State(models.TextChoices):
        WAITING = "WAITING", "待答复"
        APPROVED = "APPROVED", "同意"
        REFUSED = "REFUSED", "不同意"
        WITHDRAWN = "WITHDRAWN", "已撤回"

    kind = ChoiceField("事项", max_length=20, choices=Kind.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="请示的党组织"
    )
    decided_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="答复的党组织"
    )
    subject_type = models.CharField(max_length=60, blank=True, editable=False)
    subject_uid = models.UUIDField(null=True, editable=False)
    words = LineField("请示内容", max_length=300)
    asked_on = models.DateField("请示日期")
    due_on = models.DateField("办理期限", null=True, blank=True)
    state = ChoiceField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    reply_number = LineField("批复文号", max_length=100, blank=True)
    comment = LineField("答复意见", max_length=200, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "请示"
        constraints = [
            models.CheckConstraint(
                name="request_answered_has_a_day",
                condition=Q(state__in=("WAITING", "WITHDRAWN"), answered_on__isnull=True)
                | Q(state__in=("APPROVED", "REFUSED"), answered_on__isnull=False),
                violation_error_message="已答复的要有答复日期，没有答复的不写。",
                violation_error_code="answered_on",
            ),
            models.CheckConstraint(
                name="request_answered_after_asked",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("asked_on")),
                violation_error_message="答复日期不能早于请示日期。",
                violation_error_code="answered_on",
            ),
            models.UniqueConstraint(
                name="request_waits_once",
                fields=["organisation", "kind", "subject_uid"],
                condition=Q(state="WAITING"),
                violation_error_message="这件事已经请示过，正在等待答复。",
                violation_error_code="words",
            ),
        ]
        indexes = [models.Index(fields=["decided_by", "state"], name="request_by_decider")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.words}"
