"""Is the database what it promises to be?"""

from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from branches import audit, checks, triggers
from branches.audit import Verb
from branches.fields import EncryptedField
from branches.models import AuditEvent, AuditSeal
from config.environment import keys
from dues.models import Payment
from members.models import Member
from tests.factories.branches import TODAY
from tests.factories.dues import AssessmentFactory, BasisFactory, PaymentFactory, reverse
from tests.factories.members import MemberFactory
from tests.numbers import number_of

pytestmark = pytest.mark.django_db


def verify():
    """Run the command; return what it printed."""
    out = StringIO()
    call_command("verify", stdout=out)
    return out.getvalue()


def execute(sql):
    """Do what the app never does, past its triggers."""
    connection.check_constraints()
    triggers.drop()
    with connection.cursor() as cursor:
        cursor.execute(sql)
    triggers.create()


@pytest.fixture
def log():
    """Three events, sealed."""
    for name in ("杜文博", "王欣", "何静"):
        audit.record(Verb.EXPORTED, by=None, actor_name=name, rows=3)
    audit.seal_pending()


def test_sound_database_says_how_much_is_sealed(log):
    assert verify() == "Sound: 3 events sealed.\n"


def test_empty_log_is_sound():
    assert verify() == "Sound: 0 events sealed.\n"


def test_what_was_not_sealed_yet_is_sealed_first():
    audit.record(Verb.EXPORTED, by=None)

    assert verify() == "Sound: 1 events sealed.\n"
    assert AuditSeal.objects.count() == 1


def test_missing_trigger_is_named(log):
    triggers.drop()
    names = sorted(triggers.wanted(connection))

    with pytest.raises(CommandError) as refused:
        verify()

    assert str(refused.value).splitlines() == [f"missing trigger {name}" for name in names]


def test_changed_event_is_named(log):
    event = AuditEvent.objects.get(actor_name="王欣")
    execute(f"UPDATE branches_auditevent SET actor_name = 'x' WHERE id = {event.pk}")

    with pytest.raises(CommandError, match=f"seal 2 does not match event {event.pk}"):
        verify()


def test_changed_detail_is_named(log):
    event = AuditEvent.objects.get(actor_name="王欣")
    execute(f"UPDATE branches_auditdetail SET text = '{{}}' WHERE event_id = {event.pk}")

    with pytest.raises(CommandError, match=f"the detail of event {event.pk} was changed"):
        verify()


def test_blanked_detail_is_sound(log):
    execute("UPDATE branches_auditdetail SET text = ''")

    assert verify() == "Sound: 3 events sealed.\n"


def test_missing_seal_is_named(log):
    execute("DELETE FROM branches_auditseal WHERE seq = 2")

    with pytest.raises(CommandError, match="seal 2 is missing"):
        verify()


def test_log_cut_off_at_its_end_is_noticed(log):
    last = AuditEvent.objects.order_by("-pk").first().pk
    for table, key in (("seal", "event_id"), ("detail", "event_id"), ("event", "id")):
        execute(f"DELETE FROM branches_audit{table} WHERE {key} = {last}")

    with pytest.raises(CommandError, match="the log ends at seal 2, but 3 was noted outside"):
        verify()


# What is encrypted -----------------------------------------------------------------------------


@pytest.fixture
def people(db):
    """Two people whose phones are known."""
    return [MemberFactory(phone=f"1390000000{place}") for place in (1, 2)]


def test_encrypted_columns_that_open_are_sound(people):
    assert verify() == "Sound: 0 events sealed.\n"


def test_ciphertexts_that_changed_places_are_named(people):
    one, two = people
    (sealed,) = Member.objects.filter(pk=two.pk).values_list("phone", flat=True)
    Member.objects.filter(pk=one.pk).update(phone=sealed)

    with pytest.raises(CommandError) as refused:
        verify()

    assert str(refused.value) == f"members_member.phone of row {one.pk} does not open"


def test_key_that_is_gone_is_named_by_what_does_not_open(people, settings):
    settings.FIELD_KEYS = ["another key " * 4]

    with pytest.raises(CommandError) as refused:
        verify()

    assert str(refused.value).splitlines() == [
        another_key("members_member.phone"),
        *(f"members_member.phone of row {row.pk} does not open" for row in people),
    ]


def another_key(column):
    return (
        f"{column} was encrypted with another key: put the key it was made with back into "
        "FIELD_KEY or var/field_key.txt"
    )


@pytest.fixture
def everything_encrypted(db):
    """A value in each encrypted column."""
    number = number_of(date(1990, 5, 1))
    member = MemberFactory(identity_number=number, phone="13900000001", address="城关镇一路1号")
    BasisFactory(member=member)


COLUMNS = [
    f"{model._meta.db_table}.{field.column}"
    for model in apps.get_models()
    for field in model._meta.local_fields
    if isinstance(field, EncryptedField)
]


def test_server_does_not_start_with_another_key(everything_encrypted, settings):
    settings.FIELD_KEYS = ["another key " * 4]

    with pytest.raises(ImproperlyConfigured) as refused:
        checks.refuse_unsafe_database()

    assert str(refused.value) == "; ".join(map(another_key, COLUMNS))


def test_server_does_not_start_with_a_key_made_anew_for_a_lost_one(
    everything_encrypted, settings, monkeypatch, tmp_path
):
    monkeypatch.delenv("FIELD_KEY", raising=False)
    settings.FIELD_KEYS = keys("FIELD_KEY", keep_in=tmp_path)

    with pytest.raises(ImproperlyConfigured, match=r"back into FIELD_KEY or var/field_key\.txt"):
        checks.refuse_unsafe_database()


def test_server_starts_while_keys_change_and_not_when_the_old_one_goes_too_soon(people, settings):
    old, new = settings.FIELD_KEYS, ["another key " * 4]
    settings.FIELD_KEYS = [*new, *old]
    people[0].phone = "13900000009"
    people[0].save()
    checks.refuse_unsafe_database()

    settings.FIELD_KEYS = new

    assert checks.faults() == [another_key("members_member.phone")]


def test_any_key_serves_where_nothing_is_encrypted(settings):
    MemberFactory(phone="")
    settings.FIELD_KEYS = ["another key " * 4]

    assert checks.faults() == []


def test_database_that_is_not_brought_up_to_date_is_told_so_without_asking_for_columns(
    people, settings
):
    settings.FIELD_KEYS = ["another key " * 4]
    triggers.drop()

    assert [fault for fault in checks.faults() if "trigger" not in fault] == []


@pytest.mark.parametrize("index", ["", "0" * 64])
def test_index_that_is_not_of_its_text_is_named(people, index):
    Member.objects.filter(pk=people[0].pk).update(phone_index=index)

    with pytest.raises(CommandError) as refused:
        verify()

    place = f"members_member.phone_index of row {people[0].pk}"
    assert str(refused.value) == f"{place} is not the index of its text"


def test_index_by_an_older_key_is_sound(people, settings):
    settings.FIELD_KEYS = ["another key " * 4, *settings.FIELD_KEYS]

    assert verify() == "Sound: 0 events sealed.\n"


# The ledger ------------------------------------------------------------------------------------


@pytest.fixture
def reversal():
    """A payment that was reversed, and the one that replaces it."""
    paid = PaymentFactory()
    taken_back = reverse(paid, TODAY)
    PaymentFactory(member=paid.member, organisation=paid.organisation, replaces=paid)
    return taken_back


def test_reversed_and_replaced_payments_are_sound(reversal):
    assert verify().startswith("Sound: ")


@pytest.mark.parametrize("change", ["fen = fen - 1", "month = '2020-01-01'", "kind = 'VOLUNTARY'"])
def test_reversal_that_is_not_the_negative_of_its_payment_is_named(reversal, change):
    execute(f"UPDATE dues_payment SET {change} WHERE id = {reversal.pk}")

    said = f"payment {reversal.pk} does not reverse payment {reversal.reverses_id}"
    with pytest.raises(CommandError, match=said):
        verify()


def test_payment_that_replaces_what_was_not_reversed_is_named(reversal):
    row = Payment.objects.get(replaces__isnull=False)
    execute(f"DELETE FROM dues_payment WHERE id = {reversal.pk}")

    with pytest.raises(CommandError, match=f"payment {row.pk} does not replace payment"):
        verify()


def test_reckoning_that_replaces_anothers_is_named():
    first = AssessmentFactory()
    later = AssessmentFactory(
        member=first.member, organisation=first.organisation, month=first.month, replaces=first
    )
    execute(f"UPDATE dues_assessment SET month = '2020-01-01' WHERE id = {later.pk}")

    with pytest.raises(CommandError, match=f"assessment {later.pk} does not replace assessment"):
        verify()
