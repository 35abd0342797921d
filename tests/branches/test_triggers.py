"""The triggers that should be there are there, and a missing one is told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection

from branches import audit, checks, triggers
from branches.audit import Verb
from branches.models import ApprovalPower, AuditEvent, Coverage
from branches.triggers import NoOverlap
from tests.factories.branches import ApprovalPowerFactory, CommitteeFactory, SettingFactory

pytestmark = pytest.mark.django_db

APPEND_ONLY = [
    f"branches_audit{table}_no_{event}"
    for table in ("event", "seal", "detail")
    for event in ("update", "delete")
]
NO_TRUNCATE = [f"branches_audit{table}_no_truncate" for table in ("event", "seal", "detail")]
NO_OVERLAP = [
    f"{name}_{event}"
    for name in (
        "superior_one_at_a_time",
        "organisation_name_one_at_a_time",
        "approval_power_once_at_a_time",
        "appointment_once_at_a_time",
        "coverage_one_way_at_a_time",
    )
    for event in ("insert", "update")
]
WANTED = {
    "sqlite": {*APPEND_ONLY, *NO_OVERLAP},
    "postgresql": {*APPEND_ONLY, *NO_TRUNCATE},  # overlap is an exclusion constraint there
}


def drop(name):
    """Drop one trigger, as a careless hand would."""
    table, _ = triggers.wanted(connection)[name]
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    connection.cursor().execute(f"DROP TRIGGER {name}{on}")


def test_database_has_exactly_the_triggers_of_the_registry():
    wanted = triggers.wanted(connection)

    # Those of other apps' tables are tested with their models.
    ours = {name for name, (table, _) in wanted.items() if table.startswith("branches_")}
    assert ours == WANTED[connection.vendor]
    assert triggers.present(connection) == set(wanted)


def test_nothing_is_missing_after_migrating():
    assert triggers.missing() == []


@pytest.mark.parametrize("name", APPEND_ONLY)
def test_dropped_trigger_is_missing_by_name(name):
    drop(name)

    assert triggers.missing() == [name]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a constraint on PostgreSQL")
@pytest.mark.parametrize("name", NO_OVERLAP)
def test_dropped_guard_of_overlap_is_missing_by_name(name):
    drop(name)

    assert triggers.missing() == [name]


def test_dropped_trigger_is_a_fault_in_words():
    drop("branches_auditevent_no_delete")

    assert "missing trigger branches_auditevent_no_delete" in checks.faults()


def test_server_does_not_start_without_a_trigger():
    drop("branches_auditseal_no_update")

    with pytest.raises(ImproperlyConfigured, match="missing trigger branches_auditseal_no_update"):
        checks.refuse_unsafe_database()


def test_all_are_dropped_and_made_again():
    triggers.drop()
    without = triggers.present(connection)
    triggers.create()

    assert without == set()
    assert triggers.missing() == []


def test_those_that_are_there_may_be_made_again():
    triggers.create()
    triggers.create()

    assert triggers.missing() == []


def test_one_that_is_gone_need_not_be_dropped():
    drop("branches_auditevent_no_delete")

    triggers.drop()

    assert triggers.present(connection) == set()


def test_migrating_makes_a_missing_one_again():
    drop("branches_auditevent_no_delete")

    call_command("migrate", verbosity=0)

    assert triggers.missing() == []


def test_migrating_drops_them_before_and_makes_them_after(monkeypatch):
    seen = []
    made = triggers.create

    def create(using):
        seen.append(triggers.present(connection))
        made(using)

    monkeypatch.setattr(triggers, "create", create)

    call_command("migrate", verbosity=0)

    assert seen == [set()]
    assert triggers.missing() == []


def test_triggers_of_a_table_that_is_not_there_yet_wait_for_it(monkeypatch):
    rule = triggers.AppendOnly("branches.AuditEvent")
    monkeypatch.setattr(triggers, "APPEND_ONLY", [rule])
    monkeypatch.setattr(AuditEvent._meta, "db_table", "branches_not_there_yet")

    triggers.create()

    assert "branches_not_there_yet_no_delete" not in triggers.present(connection)


def test_log_is_guarded_again_after_migrating():
    audit.record(Verb.LOGGED_IN, by=None)
    connection.check_constraints()
    call_command("migrate", verbosity=0)

    with pytest.raises(IntegrityError, match="is_append_only"):
        connection.cursor().execute("DELETE FROM branches_auditdetail")


# The declaration -------------------------------------------------------------------------------


def test_declaration_survives_being_written_into_a_migration():
    rule = next(rule for rule in Coverage._meta.constraints if isinstance(rule, NoOverlap))
    path, args, kwargs = rule.deconstruct()

    assert path == "branches.triggers.NoOverlap"
    assert NoOverlap(*args, **kwargs) == rule


def test_declaration_of_other_fields_is_another_one():
    rule = NoOverlap(name="a", fields=("school",))

    assert rule == NoOverlap(name="a", fields=["school"])
    assert rule != NoOverlap(name="a", fields=("organisation",))
    assert rule != "a"
    assert hash(rule) == hash(rule)


def test_row_without_a_first_day_is_left_to_its_field():
    power = ApprovalPower(organisation=CommitteeFactory(), document="x")

    with pytest.raises(ValidationError) as refused:
        power.full_clean()

    assert list(refused.value.message_dict) == ["starts_on"]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "found"),
    [
        (date(2019, 12, 1), date(2020, 1, 1), False),  # ends as the other begins
        (date(2019, 12, 1), date(2020, 1, 2), True),
        (date(2020, 12, 31), None, True),
        (date(2021, 1, 1), None, False),  # begins as the other ends
    ],
)
def test_rows_asked_for_as_overlapping_share_a_day(starts_on, ends_on, found):
    ApprovalPowerFactory(starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))

    rows = ApprovalPower.objects.overlapping(starts_on, ends_on)

    assert rows.exists() is found


def test_row_without_an_end_overlaps_every_later_day():
    ApprovalPowerFactory(starts_on=date(2020, 1, 1))
    day = date(2090, 1, 1)

    assert ApprovalPower.objects.overlapping(day, day + timedelta(days=1)).exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite builds the table anew")
def test_a_choice_that_was_added_by_a_migration_is_taken_by_the_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE branches_setting DROP CONSTRAINT branches_setting_option_check"
        )
        cursor.execute(
            "ALTER TABLE branches_setting ADD CONSTRAINT branches_setting_option_check"
            " CHECK (option IN ('OPENED_ON'))"
        )

    triggers.renew_choices()

    assert SettingFactory(option="JOINT_BRANCH_UNITS", value="6").pk
