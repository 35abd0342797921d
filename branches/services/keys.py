"""Change the key that encrypted columns are kept under."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import CharField, F, Q
from django.db.models.functions import Substr

from branches import audit
from branches.audit import Verb
from branches.cipher import key_id
from branches.fields import EncryptedField, IndexField, Sealed
from branches.models import User
from branches.services.transactions import service


@service
def rekey(*, batch: int, by: User | None) -> int:
    """Encrypt up to `batch` rows anew with the newest key; return how many.

    What is left is found by its ciphertexts, so that a run cut off is simply begun again; 0 says
    that nothing is. Versions stay: nothing a person sees has changed.
    Raises CannotDecrypt when a value opens with none of the keys.
    """
    done = 0
    for model in apps.get_models():
        rows = _stale(model)
        if rows is None or done >= batch:
            continue
        for row in rows.select_for_update().order_by("pk")[: batch - done]:
            model._base_manager.filter(pk=row.pk).update(**_anew(row))
            done += 1
    if done:
        audit.record(Verb.KEYS_ROTATED, by=by, count=done, key=key_id(settings.FIELD_KEYS[0]))
    return done


def _stale(model: type[models.Model]) -> models.QuerySet[Any] | None:
    """Return the rows with a ciphertext by an older key; None for a model that has none."""
    newest = f"{key_id(settings.FIELD_KEYS[0])}."
    names = [f.name for f in model._meta.local_fields if isinstance(f, EncryptedField)]
    if not names:
        return None
    rows = model._base_manager.all()
    older = Q()
    for name in names:
        by_key = Substr(F(name), 1, len(newest), output_field=CharField())
        rows = rows.annotate(**{f"key_of_{name}": by_key})
        older |= Q(**{f"key_of_{name}__gt": ""}) & ~Q(**{f"key_of_{name}": newest})
    return rows.filter(older)


def _anew(row: models.Model) -> dict[str, Any]:
    """Return the row's encrypted columns by the newest key, and their indexes."""
    values: dict[str, Any] = {}
    for field in row._meta.local_fields:
        if isinstance(field, EncryptedField) and isinstance(row.__dict__[field.attname], Sealed):
            setattr(row, field.attname, getattr(row, field.attname))
            values[field.attname] = field.pre_save(row, add=False)
    for field in row._meta.local_fields:
        if isinstance(field, IndexField):
            values[field.attname] = field.value_of(getattr(row, field.of))
    return values
