"""The log of what was done: written with the act, sealed into a chain after it.

Each service records one event in its own transaction. After the commit one sealer at a time
chains what is not sealed yet; a chain hashed while writing would fork or deadlock under load.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone

from branches.fields import EncryptedField
from branches.models import AuditDetail, AuditEvent, AuditLock, AuditSeal, Organisation, User

SEAL_BATCH = 1000
# How long an event may lie unsealed before `verify` calls it a fault.
UNSEALED_TAIL = timedelta(minutes=1)
GENESIS = "0" * 64
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Verb(StrEnum):
    """Everything the log can say was done."""

    LOGGED_IN = "account.logged_in"
    LOGGED_OUT = "account.logged_out"
    LOGIN_REFUSED = "account.login_refused"
    ACCOUNT_OPENED = "account.opened"
    ACCOUNT_CORRECTED = "account.corrected"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    PASSWORD_RESET = "account.password_reset"  # noqa: S105  # a verb
    PASSWORD_CHANGED = "account.password_changed"  # noqa: S105  # a verb
    APPOINTED = "appointment.made"
    APPOINTMENT_ENDED = "appointment.ended"
    REFUSED = "request.refused"
    EXPORTED = "list.exported"
    ORGANISATION_FOUNDED = "organisation.founded"
    ORGANISATIONS_FOUNDED = "organisations.founded"
    ORGANISATION_CORRECTED = "organisation.corrected"
    ORGANISATION_RENAMED = "organisation.renamed"
    ORGANISATION_MOVED = "organisation.moved"
    ORGANISATION_DISSOLVED = "organisation.dissolved"
    ORGANISATION_RESTORED = "organisation.restored"
    POWER_GRANTED = "approval_power.granted"
    POWER_ENDED = "approval_power.ended"
    OUTSIDE_PERSON_ENTERED = "outside_person.entered"
    OUTSIDE_PERSON_CORRECTED = "outside_person.corrected"
    SCHOOL_ENTERED = "school.entered"
    SCHOOLS_ENTERED = "schools.entered"
    SCHOOL_CORRECTED = "school.corrected"
    SCHOOL_CLOSED = "school.closed"
    SCHOOL_REOPENED = "school.reopened"
    HEAD_COUNT_RECORDED = "head_count.recorded"
    HEAD_COUNTS_RECORDED = "head_counts.recorded"
    COVERAGE_BEGUN = "coverage.begun"
    COVERAGES_BEGUN = "coverages.begun"
    COVERAGE_ENDED = "coverage.ended"
    SETTING_MADE = "setting.made"
    CAMPAIGN_KEPT = "campaign.kept"
    SITTING_RECORDED = "sitting.recorded"
    SITTINGS_RECORDED = "sittings.recorded"
    SITTING_CORRECTED = "sitting.corrected"
    SITTING_CONFIRMED = "sitting.confirmed"
    SITTING_REOPENED = "sitting.reopened"
    SITTING_WITHDRAWN = "sitting.withdrawn"
    SITTING_ENTERED_OFFICIALLY = "sitting.entered_officially"
    BASIS_SET = "basis.set"
    BASES_SET = "bases.set"
    DUES_ASSESSED = "dues.assessed"
    DUES_RECORDED = "dues.recorded"
    PAYMENT_RECORDED = "payment.recorded"
    PAYMENT_REVERSED = "payment.reversed"
    PAYMENTS_RECORDED = "payments.recorded"
    RELIEF_GRANTED = "relief.granted"
    RELIEF_ENDED = "relief.ended"
    ELECTION_ENTERED = "election.entered"
    ELECTIONS_ENTERED = "elections.entered"
    ELECTION_CORRECTED = "election.corrected"
    TERM_ENTERED = "term.entered"
    TERMS_ENTERED = "terms.entered"
    TERM_CORRECTED = "term.corrected"
    DEVELOPMENT_ENTERED = "development_case.entered"
    DEVELOPMENTS_ENTERED = "development_cases.entered"
    DEVELOPMENT_CORRECTED = "development_case.corrected"
    EXAM_ENTERED = "exam.entered"
    EXAMS_ENTERED = "exams.entered"
    EXAM_CORRECTED = "exam.corrected"
    INSPECTION_ENTERED = "inspection.entered"
    INSPECTIONS_ENTERED = "inspections.entered"
    INSPECTION_CORRECTED = "inspection.corrected"
    LETTER_ENTERED = "responsibility_letter.entered"
    LETTERS_ENTERED = "responsibility_letters.entered"
    LETTER_CORRECTED = "responsibility_letter.corrected"
    CONTACT_ENTERED = "contact_point.entered"
    CONTACTS_ENTERED = "contact_points.entered"
    CONTACT_CORRECTED = "contact_point.corrected"
    TRAINING_ENTERED = "training_class.entered"
    TRAININGS_ENTERED = "training_classes.entered"
    TRAINING_CORRECTED = "training_class.corrected"
    MEMBER_ENTERED = "member.entered"
    MEMBERS_ENTERED = "members.entered"
    MEMBER_CORRECTED = "member.corrected"
    WORK_CHANGED = "work.changed"
    SCHOOLING_CHANGED = "schooling.changed"
    CIRCUMSTANCE_BEGUN = "circumstance.begun"
    CIRCUMSTANCE_ENDED = "circumstance.ended"
    NUMBER_REVEALED = "number.revealed"
    MEMBER_TRANSFERRED = "member.transferred"
    MEMBER_LEFT = "member.left"
    MEMBER_RECEIVED = "member.received"
    PLACEMENT_CORRECTED = "placement.corrected"
    STANDING_SUSPENDED = "standing.suspended"
    STANDING_RESUMED = "standing.resumed"
    KEYS_ROTATED = "keys.rotated"


LABELS: dict[str, str] = {
    Verb.LOGGED_IN: "登录",
    Verb.LOGGED_OUT: "退出",
    Verb.LOGIN_REFUSED: "登录被拒绝",
    Verb.ACCOUNT_OPENED: "开设账号",
    Verb.ACCOUNT_CORRECTED: "修改账号",
    Verb.ACCOUNT_DISABLED: "停用账号",
    Verb.ACCOUNT_ENABLED: "启用账号",
    Verb.PASSWORD_RESET: "重置密码",
    Verb.PASSWORD_CHANGED: "修改密码",
    Verb.APPOINTED: "授予角色",
    Verb.APPOINTMENT_ENDED: "结束角色",
    Verb.REFUSED: "请求被拒绝",
    Verb.EXPORTED: "导出列表",
    Verb.ORGANISATION_FOUNDED: "成立党组织",
    Verb.ORGANISATIONS_FOUNDED: "批量成立党组织",
    Verb.ORGANISATION_CORRECTED: "更正党组织信息",
    Verb.ORGANISATION_RENAMED: "党组织更名",
    Verb.ORGANISATION_MOVED: "调整上级党组织",
    Verb.ORGANISATION_DISSOLVED: "撤销党组织",
    Verb.ORGANISATION_RESTORED: "恢复党组织",
    Verb.POWER_GRANTED: "授予审批权限",
    Verb.POWER_ENDED: "结束审批权限",
    Verb.OUTSIDE_PERSON_ENTERED: "登记系统外人员",
    Verb.OUTSIDE_PERSON_CORRECTED: "更正系统外人员",
    Verb.SCHOOL_ENTERED: "登记学校",
    Verb.SCHOOLS_ENTERED: "批量登记学校",
    Verb.SCHOOL_CORRECTED: "更正学校信息",
    Verb.SCHOOL_CLOSED: "学校停办",
    Verb.SCHOOL_REOPENED: "恢复办学",
    Verb.HEAD_COUNT_RECORDED: "登记学年数据",
    Verb.HEAD_COUNTS_RECORDED: "批量登记学年数据",
    Verb.COVERAGE_BEGUN: "开始覆盖",
    Verb.COVERAGES_BEGUN: "批量登记覆盖",
    Verb.COVERAGE_ENDED: "结束覆盖",
    Verb.SETTING_MADE: "修改设置",
    Verb.CAMPAIGN_KEPT: "登记专项活动",
    Verb.SITTING_RECORDED: "登记活动",
    Verb.SITTINGS_RECORDED: "批量登记活动",
    Verb.SITTING_CORRECTED: "更正活动",
    Verb.SITTING_CONFIRMED: "确认活动",
    Verb.SITTING_REOPENED: "退回活动",
    Verb.SITTING_WITHDRAWN: "撤回活动",
    Verb.SITTING_ENTERED_OFFICIALLY: "标记上级系统办理",
    Verb.BASIS_SET: "核定党费基数",
    Verb.BASES_SET: "批量核定党费基数",
    Verb.DUES_ASSESSED: "核定应交党费",
    Verb.DUES_RECORDED: "登记一个月的党费",
    Verb.PAYMENT_RECORDED: "登记一笔党费",
    Verb.PAYMENT_REVERSED: "冲正党费",
    Verb.PAYMENTS_RECORDED: "批量登记党费",
    Verb.RELIEF_GRANTED: "登记党费减免",
    Verb.RELIEF_ENDED: "结束党费减免",
    Verb.ELECTION_ENTERED: "登记选举",
    Verb.ELECTIONS_ENTERED: "批量登记选举",
    Verb.ELECTION_CORRECTED: "更正选举",
    Verb.TERM_ENTERED: "登记任期",
    Verb.TERMS_ENTERED: "批量登记任期",
    Verb.TERM_CORRECTED: "更正任期",
    Verb.DEVELOPMENT_ENTERED: "登记入党申请",
    Verb.DEVELOPMENTS_ENTERED: "批量登记入党申请",
    Verb.DEVELOPMENT_CORRECTED: "更正发展党员登记",
    Verb.EXAM_ENTERED: "登记考试",
    Verb.EXAMS_ENTERED: "批量登记考试",
    Verb.EXAM_CORRECTED: "更正考试",
    Verb.INSPECTION_ENTERED: "登记督导",
    Verb.INSPECTIONS_ENTERED: "批量登记督导",
    Verb.INSPECTION_CORRECTED: "更正督导",
    Verb.LETTER_ENTERED: "登记责任书",
    Verb.LETTERS_ENTERED: "批量登记责任书",
    Verb.LETTER_CORRECTED: "更正责任书",
    Verb.CONTACT_ENTERED: "登记联系点",
    Verb.CONTACTS_ENTERED: "批量登记联系点",
    Verb.CONTACT_CORRECTED: "更正联系点",
    Verb.TRAINING_ENTERED: "登记培训",
    Verb.TRAININGS_ENTERED: "批量登记培训",
    Verb.TRAINING_CORRECTED: "更正培训",
    Verb.MEMBER_ENTERED: "登记党员",
    Verb.MEMBERS_ENTERED: "批量登记党员",
    Verb.MEMBER_CORRECTED: "更正党员信息",
    Verb.WORK_CHANGED: "变更工作情况",
    Verb.SCHOOLING_CHANGED: "变更学历",
    Verb.CIRCUMSTANCE_BEGUN: "登记党员情况",
    Verb.CIRCUMSTANCE_ENDED: "结束党员情况",
    Verb.NUMBER_REVEALED: "查看加密信息",
    Verb.MEMBER_TRANSFERRED: "系统内转接组织关系",
    Verb.MEMBER_LEFT: "党员离开",
    Verb.MEMBER_RECEIVED: "接收党员",
    Verb.PLACEMENT_CORRECTED: "更正组织关系",
    Verb.STANDING_SUSPENDED: "停止党籍",
    Verb.STANDING_RESUMED: "恢复党籍",
    Verb.KEYS_ROTATED: "更换加密密钥",
}


@dataclass(frozen=True)
class RequestInfo:
    """What the middleware knows of the request an event happens in."""

    request_id: str = ""
    address: str = ""


current_request: ContextVar[RequestInfo] = ContextVar("current_request", default=RequestInfo())  # noqa: B039  # frozen


def client_address(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    """Return the address the request came from.

    X-Forwarded-For is believed only as far as our own proxies wrote it: PROXY_COUNT from the
    right. Whatever a client puts in front changes nothing.
    """
    remote = str(request.META.get("REMOTE_ADDR", ""))
    if settings.PROXY_COUNT:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(hops) >= settings.PROXY_COUNT:
            remote = hops[-settings.PROXY_COUNT].strip()
    return remote[:45]


def record(  # an event is that wide
    verb: Verb,
    target: models.Model | None = None,
    *,
    by: User | None,
    organisation: Organisation | None = None,
    reason: str = "",
    actor_name: str = "",
    about: str = "",
    **detail: Any,
) -> AuditEvent:
    """Write one event in the caller's transaction and have it sealed after the commit.

    about: what it concerns, in words, where no row does.
    detail: what was changed, as values JSON can hold; never an encrypted field's plaintext.
    """
    info = current_request.get()
    text = json.dumps(
        detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )
    text = _storable(text)
    salt = secrets.token_hex(16)
    event = AuditEvent._base_manager.create(
        happened_at=timezone.now(),
        actor_id=by.pk if by else None,
        actor_name=_storable(by.name if by else actor_name)[:100],
        role=_role(by, organisation),
        organisation_id=organisation.pk if organisation else None,
        verb=verb,
        target_type=target._meta.label if target else "",
        target_uid=getattr(target, "uid", None),
        target_name=_storable(str(target) if target else about)[:200],
        reason=reason[:500],
        request_id=info.request_id,
        address=info.address,
        detail_mac=_mac(salt, text),
    )
    AuditDetail.objects.create(event=event, salt=salt, text=text)
    transaction.on_commit(seal_pending, robust=True)
    return event


def changes(old: dict[str, Any], new: models.Model) -> dict[str, list[Any]]:
    """Return what differs between the old values and the row: name to [old, new].

    Of an encrypted field only that it differs: no plaintext enters the log.
    """
    found = {
        name: [value, getattr(new, name)]
        for name, value in old.items()
        if value != getattr(new, name)
    }
    secret = {f.name for f in new._meta.concrete_fields if isinstance(f, EncryptedField)}
    return {
        name: [_hidden(text) for text in pair] if name in secret else pair
        for name, pair in found.items()
    }


def _hidden(text: str) -> str:
    return "（已加密）" if text else ""


def values(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """Return the row's values of these attributes, to be compared after a change."""
    return {name: getattr(row, name) for name in names}


def seal_pending() -> None:
    """Chain the events that have no seal yet, one sealer at a time."""
    with transaction.atomic():
        AuditLock.objects.select_for_update().get(name="seal")
        last = AuditSeal.objects.order_by("-seq").first()
        seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
        seals = []
        pending = AuditEvent._base_manager.filter(seal__isnull=True).order_by("pk")
        for event in pending[:SEAL_BATCH]:
            seq, previous = seq + 1, _hash(previous, event)
            seals.append(AuditSeal(seq=seq, event=event, hash=previous))
        AuditSeal.objects.bulk_create(seals)
    if seals:
        _keep_head(seq, previous)


def faults() -> Iterator[str]:
    """Yield what is wrong with the log, the first bad row first; nothing when it is whole."""
    expected, previous, head = 1, GENESIS, _head()
    for seal in AuditSeal.objects.select_related("event__detail").order_by("seq").iterator():
        if fault := _fault_of(seal, expected, previous, head):
            yield fault
            return
        expected, previous = expected + 1, seal.hash
    if head and head[0] >= expected:
        yield f"the log ends at seal {expected - 1}, but {head[0]} was noted outside the database"
    old = AuditEvent._base_manager.filter(
        seal__isnull=True, happened_at__lt=timezone.now() - UNSEALED_TAIL
    )
    if first := old.order_by("pk").first():
        yield f"event {first.pk} was never sealed"


def _fault_of(
    seal: AuditSeal, expected: int, previous: str, head: tuple[int, str] | None
) -> str | None:
    event, detail = seal.event, getattr(seal.event, "detail", None)
    if seal.seq != expected:
        return f"seal {expected} is missing"
    if seal.hash != _hash(previous, event):
        return f"seal {seal.seq} does not match event {event.pk}"
    if detail is None:
        return f"the detail of event {event.pk} is missing"
    if detail.text and _mac(detail.salt, detail.text) != event.detail_mac:
        return f"the detail of event {event.pk} was changed"
    if head and head[0] == seal.seq and head[1] != seal.hash:
        return f"seal {seal.seq} is not the one noted outside the database"
    return None


def _storable(text: str) -> str:
    # An address may hold anything; PostgreSQL stores neither NUL nor half a surrogate pair.
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _role(by: User | None, organisation: Organisation | None) -> str:
    if by is None or by.pk is None:
        return ""
    for appointment in by.appointments_on(timezone.localdate()):
        if organisation is None or organisation.path.startswith(appointment.organisation.path):
            return appointment.role
    return ""


def _mac(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def _hash(previous: str, event: AuditEvent) -> str:
    content = [
        previous,
        str(event.uid),
        event.happened_at.astimezone(UTC).isoformat(),
        event.actor_id,
        event.actor_name,
        event.role,
        event.organisation_id,
        event.verb,
        event.target_type,
        str(event.target_uid),
        event.target_name,
        event.reason,
        event.request_id,
        event.address,
        event.detail_mac,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _head_file() -> Path:
    return Path(settings.VAR_DIR) / "audit-head.txt"


def _keep_head(seq: int, value: str) -> None:
    # Outside the database, so that a tail cut off inside it shows.
    path = _head_file()
    new = path.with_suffix(f".{secrets.token_hex(4)}")
    new.write_text(f"{seq} {value}\n", encoding="ascii")
    new.replace(path)


def _head() -> tuple[int, str] | None:
    try:
        seq, value = _head_file().read_text(encoding="ascii").split()
    except FileNotFoundError:
        return None
    return int(seq), value
