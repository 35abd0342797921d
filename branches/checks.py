"""Is this database one we may serve? Asked before the first request."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Left

from branches import triggers
from branches.cipher import ID_LENGTH, CannotDecrypt, key_id
from branches.fields import EncryptedField, IndexField


def has_wal_fix(version: tuple[int, ...]) -> bool:
    """Say whether this SQLite keeps commits that race a checkpoint in WAL mode.

    The fault is in 3.7.0 to 3.51.2; it was mended in 3.51.3, 3.50.7 and 3.44.6.
    """
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return version >= (3, 51, 3)


def choose_journal_mode(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receiver of connection_created: WAL where it is safe, else the rollback journal."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        mode = "WAL" if has_wal_fix(connection.Database.sqlite_version_info) else "DELETE"  # type: ignore[attr-defined]
        cursor.execute(
            "PRAGMA journal_mode=WAL" if mode == "WAL" else "PRAGMA journal_mode=DELETE"
        )


def faults() -> list[str]:
    """Return what makes this database unsafe to serve, in words; empty when it is fit."""
    found = [f"missing trigger {name}" for name in triggers.missing()]
    queries = (
        [("PRAGMA synchronous", {"2", "3"}), ("PRAGMA foreign_keys", {"1"})]
        if connection.vendor == "sqlite"
        else [
            ("SHOW fsync", {"on"}),
            ("SHOW full_page_writes", {"on"}),
            ("SHOW synchronous_commit", {"on", "remote_apply", "remote_write", "local"}),
        ]
    )
    with connection.cursor() as cursor:
        for query, good in queries:
            cursor.execute(query)
            value = str(cursor.fetchone()[0])
            if value not in good:
                found.append(f"{query} is {value}")
    # Without its triggers a database is not brought up to date, and columns may be missing yet.
    return found if triggers.missing() else [*found, *_key_faults()]


def _key_faults() -> Iterator[str]:
    """Yield each encrypted column with values of a key that is not here.

    A ciphertext names its key, so none is opened. A lost file of the key is made anew before the
    database is known: this is what tells of it.
    """
    here = {"", None, *map(key_id, settings.FIELD_KEYS)}
    for model, field in _encrypted():
        rows = model._base_manager.annotate(key_name=Left(field.name, ID_LENGTH)).order_by()
        if not here.issuperset(rows.values_list("key_name", flat=True).distinct()):
            yield (
                f"{model._meta.db_table}.{field.column} was encrypted with another key: put the "
                "key it was made with back into FIELD_KEY or var/field_key.txt"
            )


def _encrypted() -> Iterator[tuple[type[models.Model], EncryptedField]]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedField):
                yield model, field


def sealed_faults() -> Iterator[str]:
    """Yield each encrypted value that opens with no key here, and each index not of its text."""
    for model in dict(_encrypted()):
        for row in model._base_manager.order_by("pk").iterator():
            yield from _sealed_faults_of(row)


def _sealed_faults_of(row: models.Model) -> Iterator[str]:
    for field in row._meta.local_fields:
        place = f"{row._meta.db_table}.{field.column} of row {row.pk}"
        try:
            if isinstance(field, EncryptedField):
                getattr(row, field.attname)
            elif isinstance(field, IndexField):
                text, found = getattr(row, field.of), getattr(row, field.attname)
                if found not in (field.values_of(text) if text else [""]):
                    yield f"{place} is not the index of its text"
        except CannotDecrypt:
            if isinstance(field, EncryptedField):
                yield f"{place} does not open"


def refuse_unsafe_database() -> None:
    """Raise ImproperlyConfigured when the database does not keep what the app promises."""
    if found := faults():
        raise ImproperlyConfigured("; ".join(found))
