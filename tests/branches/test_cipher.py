"""Encryption of single values: opened by the right key in the right place, and nowhere else."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches.cipher import (
    INDEX_LENGTH,
    CannotDecrypt,
    decrypt,
    encrypt,
    index,
    is_current,
    key_id,
)

OLD, NEW = "o" * 32, "n" * 32
PLACE = "members_member.phone.1"


@given(st.text())
def test_what_is_encrypted_is_read_again(text):
    sealed = encrypt(text, place=PLACE, keys=[NEW])

    assert decrypt(sealed, place=PLACE, keys=[NEW]) == text


@given(st.text(min_size=4))
def test_ciphertext_shows_nothing_of_the_text(text):
    assert text not in encrypt(text, place=PLACE, keys=[NEW])


def test_one_text_is_never_encrypted_alike():
    assert encrypt("13900000001", place=PLACE, keys=[NEW]) != encrypt(
        "13900000001", place=PLACE, keys=[NEW]
    )


def test_newest_key_encrypts_and_every_key_opens():
    before = encrypt("甲", place=PLACE, keys=[OLD])
    after = encrypt("甲", place=PLACE, keys=[NEW, OLD])

    assert [is_current(sealed, keys=[NEW, OLD]) for sealed in (before, after)] == [False, True]
    assert decrypt(before, place=PLACE, keys=[NEW, OLD]) == "甲"


def test_without_its_key_nothing_opens():
    sealed = encrypt("甲", place=PLACE, keys=[OLD])

    with pytest.raises(CannotDecrypt, match=f"no key {key_id(OLD)}"):
        decrypt(sealed, place=PLACE, keys=[NEW])


def test_ciphertext_in_another_place_does_not_open():
    sealed = encrypt("甲", place=PLACE, keys=[NEW])

    with pytest.raises(CannotDecrypt):
        decrypt(sealed, place="members_member.phone.2", keys=[NEW])


ALPHABET = string.ascii_letters + string.digits + "-_"


# What is drawn knows nothing of the ciphertext, which is another each time. The last characters
# of base64 may hold bits that stand for nothing.
@given(place=st.integers(9, 58), step=st.integers(1, len(ALPHABET) - 1))
def test_changed_ciphertext_does_not_open(place, step):
    sealed = encrypt("13900000001", place=PLACE, keys=[NEW])
    other = ALPHABET[(ALPHABET.index(sealed[place]) + step) % len(ALPHABET)]

    with pytest.raises(CannotDecrypt):
        decrypt(sealed[:place] + other + sealed[place + 1 :], place=PLACE, keys=[NEW])


@pytest.mark.parametrize("rest", ["", "A", "AAAA", "!!!!", "AAAAAAAAAAAAAAAA"])
def test_ciphertext_cut_short_does_not_open(rest):
    with pytest.raises(CannotDecrypt):
        decrypt(f"{key_id(NEW)}.{rest}", place=PLACE, keys=[NEW])


@pytest.mark.parametrize("text", ["", "13900000001", "."])
def test_plain_text_in_the_column_is_not_taken_for_a_ciphertext(text):
    with pytest.raises(CannotDecrypt):
        decrypt(text, place=PLACE, keys=[NEW])


def test_index_is_equal_for_equal_texts_of_one_field_and_key():
    assert index("甲", field="a.phone", key=NEW) == index("甲", field="a.phone", key=NEW)
    assert len(index("甲", field="a.phone", key=NEW)) == INDEX_LENGTH


@pytest.mark.parametrize(
    ("text", "field", "key"),
    [("乙", "a.phone", NEW), ("甲", "a.number", NEW), ("甲", "a.phone", OLD)],
)
def test_index_differs_with_text_field_and_key(text, field, key):
    assert index(text, field=field, key=key) != index("甲", field="a.phone", key=NEW)


def test_key_id_is_eight_characters_that_are_not_of_the_key():
    assert len(key_id(NEW)) == 8
    assert key_id(NEW) not in NEW
    assert key_id(NEW) != key_id(OLD)
