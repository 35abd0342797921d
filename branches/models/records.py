"""What every row of the registers has: a name of its own, a version, who entered it and when."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Stale(Exception):
    """Somebody else saved this row first.

    mine: what was to be written. theirs: the row as it is now.
    """

    def __init__(self, *, mine: models.Model, theirs: models.Model) -> None:
        super().__init__("这条记录刚刚被别人修改过，请核对后再保存。")
        self.mine, self.theirs = mine, theirs


class Record(models.Model):
    """A row that outlives its screen: known by `uid`, locked by `version`.

    version: counts up by one at every change; whoever writes names the one he saw.
    KEPT: columns a change leaves as they are in the database, whatever this row holds.
    """

    KEPT: ClassVar[frozenset[str]] = frozenset({"uid", "recorded_at", "recorded_by"})

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name="登记人",
    )

    class Meta:
        abstract = True

    def save_version(self, version: int | None) -> None:
        """Write this row if it still is at `version`, and count the version up.

        Raises Stale when somebody else was first, or when no version is named.
        """
        model = type(self)
        values = {
            # What the column takes: an encrypted field hands over its ciphertext.
            field.attname: field.pre_save(self, add=False)
            for field in self._meta.concrete_fields
            if not field.primary_key and field.name not in self.KEPT
        }
        values["version"] = F("version") + 1
        rows = model._base_manager.filter(pk=self.pk, version=-1 if version is None else version)
        if not rows.update(**values):
            raise Stale(mine=self, theirs=model._base_manager.get(pk=self.pk))
        self.version = (version or 0) + 1


class DatedRecord(Record):
    """A row that holds over [starts_on, ends_on); without an end it holds still."""

    starts_on = models.DateField("起始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True, help_text="不再有效的第一天。")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                violation_error_message="结束日期必须晚于起始日期。",
                violation_error_code="ends_on",
            )
        ]

    def holds_on(self, day: date) -> bool:
        """Say whether this row is in force on `day`; on `ends_on` itself it is over."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
