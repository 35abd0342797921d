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
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone

from branches.fields import EncryptedField
from branches.models import AuditDetail, AuditEvent, AuditLock, AuditSeal, Organisation, User
from branches.verbs import LABELS, Verb

__all__ = [
    "LABELS",
    "RequestInfo",
    "Verb",
    "changes",
    "client_address",
    "current_request",
    "faults",
    "record",
    "seal_pending",
    "values",
]

SEAL_BATCH = 1000
# How long an event may lie unsealed before `verify` calls it a fault.
UNSEALED_TAIL = timedelta(minutes=1)
GENESIS = "0" * 64
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


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
    /,
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
