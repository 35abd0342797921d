"""Columns that keep on both databases what their declaration promises."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

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
