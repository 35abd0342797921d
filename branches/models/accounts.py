"""Accounts, and the appointments that are their only rights."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from branches.fields import ChoiceField, LineField
from branches.models.organisations import Organisation
from branches.models.records import DatedRecord, Record
from branches.querysets import AppointmentQuerySet, UserManager
from branches.triggers import NoOverlap


class User(AbstractBaseUser, Record):
    """An account: somebody who may log in. What she may do, her appointments say.

    must_change_password: the password is a temporary one; only changing it is possible.
    """

    username = LineField(
        "用户名", max_length=40, help_text="小写字母、数字和 . _ -，3 至 40 个字符。"
    )
    name = LineField("姓名", max_length=50)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField(default=True, editable=False)

    # A log-in changes it without a new version.
    KEPT = Record.KEPT | {"last_login"}
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = "账号"
        constraints = [
            models.UniqueConstraint(
                name="user_username_is_its_own",
                fields=["username"],
                violation_error_message="这个用户名已被使用，请换一个。",
                violation_error_code="username",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def appointments_on(self, day: date) -> list[Appointment]:
        """Return what this account is appointed to on `day`, asked once an instance.

        An instance lives for one request, so a right withdrawn is gone at the next one.
        """
        asked: dict[date, list[Appointment]] = self.__dict__.setdefault("_appointments", {})
        if day not in asked:
            rows = Appointment.objects.on(day).filter(user=self).select_related("organisation")
            asked[day] = list(rows.order_by("organisation__path", "pk").scoped())
        return asked[day]

    def roles(self, *, on: date) -> set[str]:
        """Return the roles held anywhere on that day."""
        return {appointment.role for appointment in self.appointments_on(on)}

    def roots(self, *, on: date) -> tuple[str, ...]:
        """Return the paths whose subtrees may be read; none for auditors, who read the log."""
        return tuple(
            appointment.organisation.path
            for appointment in self.appointments_on(on)
            if appointment.role != Appointment.Role.AUDITOR
        )


class Appointment(DatedRecord):
    """A user may act for an organisation and all beneath it, over [starts_on, ends_on)."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "ADMINISTRATOR", "系统管理员"
        STAFF = "STAFF", "教育工委干部"
        GENERAL_SECRETARY = "GENERAL_SECRETARY", "党总支书记"
        SECRETARY = "SECRETARY", "支部书记"
        CLERK = "CLERK", "支部党务工作者"
        AUDITOR = "AUDITOR", "安全审计员"

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="appointments", verbose_name="账号"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="appointments", verbose_name="党组织"
    )
    role = ChoiceField("角色", max_length=20, choices=Role.choices)
    reason = LineField("依据", max_length=200, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta(DatedRecord.Meta):
        verbose_name = "任用"
        constraints = [
            *DatedRecord.Meta.constraints,
            NoOverlap(
                name="appointment_once_at_a_time",
                fields=("user", "organisation", "role"),
                violation_error_message="这个账号在这段时间已经有同样的角色。",
                violation_error_code="starts_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}任{self.organisation}{self.get_role_display()}（{self.starts_on} 起）"
