"""Is this database one we may serve?"""

from sqlite3 import dbapi2

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.utils import ConnectionHandler

from branches import checks

ON_SQLITE = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite")
ON_POSTGRESQL = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="about PostgreSQL")


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 43, 99), False),
        ((3, 44, 0), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 7), True),
        ((3, 45, 0), False),
        ((3, 49, 2), False),
        ((3, 50, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_library_keeps_commits_that_race_a_checkpoint(version, is_safe):
    assert checks.has_wal_fix(version) is is_safe


@pytest.fixture
def file_database(tmp_path):
    """A fresh SQLite database in a file, as the server opens it."""
    database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "county.sqlite3"),
        "OPTIONS": {"init_command": "PRAGMA synchronous=FULL;"},
    }
    handler = ConnectionHandler({"default": database})
    yield handler["default"]
    handler["default"].close()


def asked(database, pragma):
    with database.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "delete"), ((3, 51, 2), "delete"), ((3, 51, 3), "wal"), ((3, 44, 6), "wal")],
)
def test_journal_is_the_quick_one_only_where_it_is_safe(
    file_database, monkeypatch, django_db_blocker, version, mode
):
    monkeypatch.setattr(dbapi2, "sqlite_version_info", version)

    with django_db_blocker.unblock():
        assert asked(file_database, "journal_mode") == mode


def test_file_left_in_the_quick_mode_is_taken_back(file_database, monkeypatch, django_db_blocker):
    with django_db_blocker.unblock():
        monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 3))
        file_database.ensure_connection()
        file_database.close()
        monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 40, 1))

        assert asked(file_database, "journal_mode") == "delete"


@pytest.mark.django_db
def test_database_is_sound():
    assert checks.faults() == []
    checks.refuse_unsafe_database()


@ON_SQLITE
@pytest.mark.django_db
def test_commits_wait_for_the_disk():
    assert asked(connection, "synchronous") == 2


@ON_SQLITE
@pytest.mark.django_db
def test_references_are_kept():
    assert asked(connection, "foreign_keys") == 1


@ON_SQLITE
@pytest.mark.django_db
def test_transaction_that_will_write_says_so_at_once():
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@ON_POSTGRESQL
@pytest.mark.django_db
def test_server_that_does_not_wait_for_its_disk_is_unsafe():
    asked = ("SHOW fsync", "SHOW full_page_writes", "SHOW synchronous_commit")
    answers = dict.fromkeys(asked, "off")

    def instead(execute, sql, params, many, context):
        if sql in answers:
            sql, params = "SELECT %s", [answers[sql]]
        return execute(sql, params, many, context)

    with connection.execute_wrapper(instead):
        assert checks.faults() == [f"{query} is off" for query in asked]


@ON_SQLITE
@pytest.mark.django_db
def test_database_that_does_not_wait_for_its_disk_is_unsafe():
    answers = {"PRAGMA synchronous": 1, "PRAGMA foreign_keys": 0}

    def instead(execute, sql, params, many, context):
        if sql in answers:
            sql, params = "SELECT %s", [answers[sql]]
        return execute(sql, params, many, context)

    with connection.execute_wrapper(instead), pytest.raises(ImproperlyConfigured) as refused:
        checks.refuse_unsafe_database()

    assert str(refused.value) == "PRAGMA synchronous is 1; PRAGMA foreign_keys is 0"
