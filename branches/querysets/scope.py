"""The right to read, the dated questions and paths: what every queryset is built on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Self, TypeVar

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models
from django.db.models import F, Q

from branches.fields import EncryptedField

Row = TypeVar("Row", bound=models.Model)
STEP = 8

_fuse: ContextVar[bool] = ContextVar("fuse", default=False)


class UnscopedRead(Exception):
    """A view evaluated rows that did not pass through readable_by: a bug, never shown."""


@contextmanager
def fuse(*, on: bool) -> Iterator[None]:
    """Arm or lift the fuse for what runs inside. Services lift it."""
    token = _fuse.set(on)
    try:
        yield
    finally:
        _fuse.reset(token)


def rows_of(model: str) -> Any:
    """Return all rows of a model of this app, by name: models stand above querysets."""
    return apps.get_model("branches", model)._default_manager.all()


def prefixes(path: str) -> list[str]:
    """Return the paths of everything from the top down to `path` itself."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


def within_roots(roots: tuple[str, ...], prefix: str = "") -> Q:
    """Return the condition "under one of these paths"; nothing is under no paths.

    prefix: the lookup that leads to the organisation, with its trailing `__`.
    """
    ranges = (Q(**{f"{prefix}path__gte": root, f"{prefix}path__lt": f"{root}~"}) for root in roots)
    return reduce(or_, ranges, Q(pk__in=[]))


def _names_in(order: Any) -> Iterator[str]:
    """Yield the columns that one argument of order_by names."""
    if isinstance(order, str):
        yield order.lstrip("-+")
    elif isinstance(order, F):
        yield order.name  # type: ignore[attr-defined]  # its stub forgets it
    else:
        for part in order.flatten():
            yield from _names_in(part) if isinstance(part, F) else ()


class ScopedQuerySet(models.QuerySet[Row]):
    """Rows that a view may read only after `readable_by` narrowed them; otherwise it raises."""

    _scoped = False

    def scoped(self) -> Self:
        """Mark these rows as narrowed to what somebody may read. Called by readable_by only."""
        rows: Self = self.all()
        rows._scoped = True  # of the same class
        return rows

    @property
    def is_scoped(self) -> bool:
        """Whether readable_by has narrowed these rows."""
        return self._scoped

    def _clone(self) -> Self:
        rows: Self = super()._clone()  # type: ignore[misc]
        rows._scoped = self._scoped
        return rows

    def order_by(self, *names: Any) -> Self:
        """Order as Django does. Raises FieldError for an encrypted column."""
        for name in (part for asked in names for part in _names_in(asked)):
            if self._leads_to_encrypted(name):
                raise FieldError(f"{name} is encrypted: nothing can be ordered by it")
        return super().order_by(*names)

    def _leads_to_encrypted(self, name: str) -> bool:
        annotation = self.query.annotations.get(name)
        if annotation is not None:
            return isinstance(getattr(annotation, "target", None), EncryptedField)
        model: Any = self.model
        for step in name.split("__"):
            try:
                field = model._meta.get_field(step)
            except (AttributeError, FieldDoesNotExist):
                return False
            if isinstance(field, EncryptedField):
                return True
            model = getattr(field, "related_model", None)
        return False

    def __or__(self, other: Self) -> Self:  # type: ignore[override]  # of the same model, always
        rows: Self = super().__or__(other).all()
        rows._scoped = self._scoped and other.is_scoped
        return rows

    def _guard(self) -> None:
        if _fuse.get() and not self._scoped:
            raise UnscopedRead(f"{self.model.__name__} read without readable_by")

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._guard()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._guard()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        if self._result_cache is None:
            self._guard()
        return super().count()

    def exists(self) -> bool:
        if self._result_cache is None:
            self._guard()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._guard()
        return super().aggregate(*args, **kwargs)


class DatedQuerySet(ScopedQuerySet[Row]):
    """Rows that hold over [starts_on, ends_on). The one place that says what that means."""

    def on(self, day: date) -> Self:
        """In force on `day`. The end is exclusive: on `ends_on` itself it is over."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))

    def overlapping(self, starts_on: date, ends_on: date | None) -> Self:
        """In force on at least one day of [starts_on, ends_on); None is without end."""
        rows = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on))
        return rows if ends_on is None else rows.filter(starts_on__lt=ends_on)
