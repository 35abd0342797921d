"""Columns that promise on both databases the same."""

import time

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Concat

from branches.cipher import CannotDecrypt, is_current
from branches.fields import ChoiceField, LineField, PathField, Sealed
from branches.models import Organisation
from members.models import Member, Placement
from tests.factories.branches import FOUNDED
from tests.factories.members import MemberFactory

CHOICES = [("OWN", "单独组建"), ("JOINT", "联合组建")]


def declared(field, name="place"):
    """Return the field as a model's column."""
    field.set_attributes_from_name(name)
    return field


def test_line_refuses_breaks_and_marks():
    with pytest.raises(ValidationError):
        LineField(max_length=10).run_validators("one\ntwo")


def test_line_refuses_what_is_longer_than_its_column():
    with pytest.raises(ValidationError):
        LineField(max_length=10).run_validators("x" * 11)


def test_line_accepts_what_just_fits():
    LineField(max_length=10).run_validators("党" * 10)


def test_choice_is_known_to_the_database():
    field = declared(ChoiceField(max_length=10, choices=CHOICES))

    assert field.db_check(connection) == "\"place\" IN ('OWN', 'JOINT')"


def test_choice_that_may_be_empty_is_known_to_the_database_as_such():
    field = declared(ChoiceField(max_length=10, choices=CHOICES, blank=True))

    assert field.db_check(connection) == "\"place\" IN ('OWN', 'JOINT', '')"


def test_change_of_choices_is_a_change_of_the_column():
    assert "choices" not in ChoiceField.non_db_attrs
    assert "choices" in models.CharField.non_db_attrs


def test_line_is_measured_by_sqlite_alone():
    field = declared(LineField(max_length=10))
    expected = {
        "sqlite": 'length("place") <= 10 AND instr("place", char(0)) = 0',
        "postgresql": None,  # VARCHAR(10) says it already
    }

    assert field.db_check(connection) == expected[connection.vendor]


def test_path_is_ordered_by_bytes():
    expected = {"sqlite": None, "postgresql": "C"}

    assert (
        PathField(max_length=8).db_parameters(connection)["collation"]
        == (expected[connection.vendor])
    )


@pytest.mark.django_db
def test_paths_sort_by_bytes_in_the_database_itself():
    paths = ["zzzzzzzz", "00000000", "0000000a", "9999999z", "a0000000"]
    Organisation.objects.bulk_create(
        Organisation(kind="COMMITTEE", code=path, path=path, founded_on=FOUNDED) for path in paths
    )

    found = Organisation.objects.order_by("path").values_list("path", flat=True)

    assert list(found) == sorted(paths)


# Encrypted and index columns, as the table of people declares them ------------------------------

PHONE, NUMBER = "13900000001", "999999198005200029"


@pytest.fixture
def member(db):
    return MemberFactory(phone=PHONE, identity_number=NUMBER)


def column(member, name):
    """Return what the table itself holds of a column."""
    (raw,) = Member.objects.filter(pk=member.pk).values_list(name, flat=True)
    return str.__str__(raw)


def fresh(member):
    return Member.objects.get(pk=member.pk)


def test_encrypted_column_is_read_as_it_was_written(member):
    assert (fresh(member).phone, fresh(member).identity_number) == (PHONE, NUMBER)


def test_table_holds_a_ciphertext_by_the_newest_key(member, settings):
    assert PHONE not in column(member, "phone")
    assert is_current(column(member, "phone"), keys=settings.FIELD_KEYS)


def test_empty_text_is_stored_empty(db):
    assert column(MemberFactory(phone=""), "phone") == ""


def test_ciphertext_prints_as_nothing_of_itself(member):
    (raw,) = Member.objects.filter(pk=member.pk).values_list("phone", flat=True)

    assert (type(raw), f"{raw}") == (Sealed, "（已加密）")


def test_ciphertext_of_another_row_does_not_open(member):
    other = MemberFactory(phone="13900000002")
    Member.objects.filter(pk=member.pk).update(phone=Sealed(column(other, "phone")))

    with pytest.raises(CannotDecrypt):
        fresh(member).phone  # noqa: B018  # reading opens it


def test_ciphertext_of_another_column_does_not_open(member):
    Member.objects.filter(pk=member.pk).update(phone=Sealed(column(member, "identity_number")))

    with pytest.raises(CannotDecrypt):
        fresh(member).phone  # noqa: B018  # reading opens it


def test_plain_text_is_not_written_by_an_update(member):
    with pytest.raises(TypeError, match="phone is written by saving its row"):
        Member.objects.filter(pk=member.pk).update(phone=PHONE)


def test_row_saved_with_its_ciphertext_unopened_keeps_it(member):
    before = [column(member, "phone"), column(member, "phone_index")]

    fresh(member).save()

    assert [column(member, "phone"), column(member, "phone_index")] == before


def test_index_follows_the_text(member):
    before = column(member, "phone_index")
    changed = fresh(member)

    changed.phone = "13900000002"
    changed.save()

    assert column(member, "phone_index") != before
    assert list(Member.objects.with_phone("13900000002")) == [member]
    assert list(Member.objects.with_phone(PHONE)) == []


def test_rows_written_at_once_are_encrypted_and_indexed(db):
    rows = [MemberFactory.build(name="甲", name_key="jia", phone=PHONE) for _ in range(2)]

    made = Member.objects.bulk_create(rows)

    assert [fresh(row).phone for row in made] == [PHONE, PHONE]
    assert set(Member.objects.with_phone(PHONE)) == set(made)


def test_indexes_of_two_fields_differ_for_one_text(db):
    member = MemberFactory(phone=NUMBER, identity_number=NUMBER)

    assert column(member, "phone_index") != column(member, "identity_index")


@pytest.mark.parametrize(
    "asked",
    [
        {"phone": PHONE},
        {"phone__exact": PHONE},
        {"phone__in": [PHONE]},
        {"phone__contains": "139"},
        {"phone__startswith": "139"},
        {"phone__gt": ""},
        {"phone__iexact": PHONE},
        {"phone__regex": "1"},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_encrypted_column_cannot_be_asked(asked):
    with pytest.raises(FieldError):
        Member.objects.filter(**asked)


def test_whether_it_is_there_can_be_asked(member):
    assert list(Member.objects.filter(phone__isnull=False)) == [member]


@pytest.mark.parametrize(
    "order",
    [
        "phone",
        "-phone",
        F("phone"),
        F("phone").desc(),
        Concat(F("phone"), Value("")),
    ],
    ids=str,
)
def test_nothing_is_ordered_by_an_encrypted_column(order):
    with pytest.raises(FieldError, match="phone is encrypted"):
        Member.objects.order_by("name_key", order)


def test_nothing_is_ordered_by_an_encrypted_column_of_another_table():
    with pytest.raises(FieldError, match="member__phone is encrypted"):
        Placement.objects.order_by("member__phone")


def test_nothing_is_ordered_by_an_encrypted_column_under_another_name():
    with pytest.raises(FieldError, match="called is encrypted"):
        Member.objects.annotate(called=F("phone")).order_by("called")


@pytest.mark.parametrize("order", ["name_key", "-pk", "?", "phone_index", F("born_on").desc()])
def test_everything_else_is_ordered_by(order, db):
    assert list(Member.objects.order_by(order)) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the file of the database")
def test_file_of_the_database_holds_no_plain_text(member):
    MemberFactory(phone="13900000009", address="示范路九号院")

    content = connection.connection.serialize()

    secrets = [PHONE, NUMBER, "13900000009", "示范路九号院"]
    assert [secret for secret in secrets if secret.encode() in content] == []
    assert member.name.encode() in content  # so that it is the right file


def test_one_of_ten_thousand_is_found_at_once_by_her_number(db):
    rows = [
        MemberFactory.build(name_key="jia", identity_number=f"9999991980052{place:05}")
        for place in range(10_000)
    ]
    Member.objects.bulk_create(rows)
    before = time.perf_counter()

    found = Member.objects.with_number("999999198005204711").get()

    assert time.perf_counter() - before < 0.2
    assert found.pk == rows[4711].pk
