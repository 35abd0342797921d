"""Columns that keep on both databases what their declaration promises."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from branches import cipher
from branches.validators import clean_line

if TYPE_CHECKING:
    Text = models.CharField[str, str]
else:
    # The running class takes no type arguments.
    Text = models.CharField


class LineField(Text):
    """One line of clean text of bounded length, refused by the database when it is longer.

    SQLite ignores VARCHAR's length and stores NUL; the CHECK makes it as strict as PostgreSQL.
    """

    default_validators = [clean_line]

    def db_check(self, connection: BaseDatabaseWrapper) -> str | None:
        if connection.vendor != "sqlite":
            return None
        column = connection.ops.quote_name(str(self.column))
        return f"length({column}) <= {self.max_length} AND instr({column}, char(0)) = 0"


class PathField(Text):
    """A materialised path, ordered by bytes on both databases.

    The collation is decided per database: "C" is unknown to SQLite, whose BINARY sorts alike.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters: Any = super().db_parameters(connection)
        parameters["collation"] = "C" if connection.vendor == "postgresql" else None
        return parameters


class ChoiceField(Text):
    """One of its choices, whatever wrote it: the database knows the list as well."""

    # So that a migration rewrites the CHECK when the choices change.
    non_db_attrs = tuple(name for name in models.Field.non_db_attrs if name != "choices")

    def db_check(self, connection: BaseDatabaseWrapper) -> str | None:
        values = [str(value) for value, _ in self.flatchoices]
        if self.blank:
            values.append("")
        listed = ", ".join(f"'{value}'" for value in values)
        return f"{connection.ops.quote_name(str(self.column))} IN ({listed})"


class Sealed(str):
    """A ciphertext as the database holds it; no screen shows one."""

    def __str__(self) -> str:
        return "（已加密）"


class _Opened(DeferredAttribute):
    """Opens a ciphertext when it is asked for, so that a list that shows none opens none."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed) and isinstance(self.field, EncryptedField):
            place = self.field.place_of(instance)
            return cipher.decrypt(str.__str__(value), place=place, keys=settings.FIELD_KEYS)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        # With it, reading asks __get__ before the instance's own values.
        instance.__dict__[self.field.attname] = value


class EncryptedField(Text):
    """Clean text of bounded length, encrypted in the database and bound to its row.

    Only `isnull` can be asked of it, and nothing ordered by it (ScopedQuerySet sees to that);
    equality is asked of an IndexField beside it. An empty text is stored empty: whether something
    is known is no secret.
    """

    default_validators = [clean_line]
    descriptor_class = _Opened

    def place_of(self, row: models.Model) -> str:
        """Return what a ciphertext of this row is bound to."""
        return f"{row._meta.db_table}.{self.column}.{getattr(row, 'uid')}"  # noqa: B009

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "text"

    def from_db_value(self, value: str | None, *args: Any) -> str | None:
        return Sealed(value) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001  # Django's own
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Sealed) or not value:
            return value
        return Sealed(
            cipher.encrypt(value, place=self.place_of(model_instance), keys=settings.FIELD_KEYS)
        )

    def get_prep_value(self, value: Any) -> Any:
        if not value:
            return value
        if not isinstance(value, Sealed):
            # An update that names the column would write plain text.
            raise TypeError(f"{self.name} is written by saving its row")
        return str.__str__(value)

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> Any:
        return None

    def value_to_string(self, obj: models.Model) -> str:
        return str(obj.__dict__.get(self.attname) or "")


class IndexField(Text):
    """The keyed hash of an EncryptedField: equal for equal texts, and telling nothing of them."""

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        kwargs = {"max_length": cipher.INDEX_LENGTH, "blank": True, "editable": False} | kwargs
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001  # Django's own
        # While its field is still sealed as it came, the index still is right.
        if isinstance(model_instance.__dict__.get(self.of), Sealed):
            return getattr(model_instance, self.attname)
        value = self.value_of(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value

    def value_of(self, text: str | None) -> str:
        """Return what the column holds for `text` today; empty for none."""
        field = f"{self.model._meta.db_table}.{self.of}"
        return cipher.index(text, field=field, key=settings.FIELD_KEYS[0]) if text else ""

    def values_of(self, text: str) -> list[str]:
        """Return what the column may hold for `text`, by every key in use."""
        field = f"{self.model._meta.db_table}.{self.of}"
        return [cipher.index(text, field=field, key=key) for key in settings.FIELD_KEYS]
