"""The audit log: events that nobody changes, their details, and the seals that chain them."""

from __future__ import annotations

import uuid

from django.db import models

from branches.querysets import AuditEventQuerySet


class AuditEvent(models.Model):
    """One thing somebody did or was refused. No foreign keys: it outlives what it describes.

    organisation_id: where it happened; NULL for what concerns the installation.
    detail_mac: hash of salt and text of the detail, which may be blanked; this may not.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    happened_at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField("操作人", max_length=100, blank=True)
    role = models.CharField("角色", max_length=20, blank=True)
    organisation_id = models.BigIntegerField(null=True)
    verb = models.CharField("动作", max_length=60)
    target_type = models.CharField(max_length=60, blank=True)
    target_uid = models.UUIDField(null=True)
    target_name = models.CharField("对象", max_length=200, blank=True)
    reason = models.CharField("原因", max_length=500, blank=True)
    request_id = models.CharField("请求编号", max_length=40, blank=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    detail_mac = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = "日志"
        indexes = [
            models.Index(fields=["target_uid", "id"], name="audit_by_target"),
            models.Index(fields=["verb", "actor_name", "happened_at"], name="audit_by_verb"),
            models.Index(fields=["organisation_id", "id"], name="audit_by_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.happened_at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb}"


class AuditDetail(models.Model):
    """What an event changed, as canonical JSON. Only the erasure of a person may blank it."""

    event = models.OneToOneField(
        AuditEvent, on_delete=models.PROTECT, primary_key=True, related_name="detail"
    )
    salt = models.CharField(max_length=32)
    text = models.TextField()

    def __str__(self) -> str:
        return self.text


class AuditSeal(models.Model):
    """The link of the chain for one event: its hash covers the event and the seal before it.

    seq: 1, 2, 3 … without a gap.
    """

    seq = models.PositiveBigIntegerField(primary_key=True)
    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="seal")
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"


class AuditLock(models.Model):
    """One row, locked by whoever seals, so that there is one sealer at a time."""

    name = models.CharField(max_length=20, primary_key=True)

    def __str__(self) -> str:
        return self.name
