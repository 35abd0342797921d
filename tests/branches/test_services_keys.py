"""Change the key of encrypted columns: all of it, in parts, and begun again."""

import pytest

from branches.audit import Verb
from branches.cipher import CannotDecrypt, is_current, key_id
from branches.fields import Sealed
from branches.services.keys import rekey
from members.models import Member
from members.services import people
from tests.events import detail, recorded
from tests.factories.branches import UserFactory
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db

NEW = "n" * 32
NUMBER, PHONE = "999999198005200023", "13900000001"


@pytest.fixture
def members():
    """Three people whose phones are known; one number, and no address."""
    rows = [MemberFactory(phone=f"1390000000{place}") for place in (1, 2)]
    return [*rows, MemberFactory(phone="13900000003", identity_number=NUMBER)]


@pytest.fixture
def rotated(members, settings):
    """A newer key is in use; the older is still there."""
    settings.FIELD_KEYS = [NEW, *settings.FIELD_KEYS]
    return settings.FIELD_KEYS


def current():
    """Return how many people have their phone encrypted by the newest key."""
    sealed = Member.objects.values_list("phone", flat=True)
    return sum(is_current(str.__str__(text), keys=[NEW]) for text in sealed)


def test_everything_opens_with_the_newest_key_alone_afterwards(members, rotated, settings):
    rekey(batch=10, by=None)
    settings.FIELD_KEYS = [NEW]

    read = [Member.objects.get(pk=row.pk) for row in members]
    assert [row.phone for row in read] == ["13900000001", "13900000002", "13900000003"]
    assert [row.identity_number for row in read] == ["", "", NUMBER]
    assert [row.address for row in read] == ["", "", ""]


def test_everything_is_found_by_the_newest_key_alone_afterwards(members, rotated, settings):
    rekey(batch=10, by=None)
    settings.FIELD_KEYS = [NEW]

    assert list(Member.objects.with_phone(PHONE)) == [members[0]]
    assert list(Member.objects.with_number(NUMBER)) == [members[2]]


def test_everything_is_found_while_keys_are_changed(members, rotated):
    rekey(batch=1, by=None)

    found = [Member.objects.with_phone(f"1390000000{place}").get() for place in (1, 2, 3)]
    assert found == members


def test_batch_is_as_large_as_it_says_and_the_rest_is_left(members, rotated):
    assert [(rekey(batch=2, by=None), current()) for _ in range(3)] == [(2, 2), (1, 3), (0, 3)]


def test_versions_stay(members, rotated):
    rekey(batch=10, by=None)

    assert set(Member.objects.values_list("version", flat=True)) == {1}


def test_row_that_was_saved_meanwhile_is_not_written_again(members, rotated):
    first = members[0]
    first.phone = "13900000009"
    first.save()

    assert rekey(batch=10, by=None) == 2
    assert Member.objects.get(pk=first.pk).phone == "13900000009"


def test_nothing_is_done_or_logged_while_the_key_is_the_same(members):
    with recorded() as events:
        assert rekey(batch=10, by=None) == 0

    assert events == []


def test_each_batch_is_logged_with_its_number_and_the_name_of_the_key(members, rotated):
    user = UserFactory()

    with recorded() as events:
        rekey(batch=2, by=user)

    (event,) = events
    assert (event.verb, event.actor_id) == (Verb.KEYS_ROTATED, user.pk)
    assert detail(event) == {"count": 2, "key": key_id(NEW)}


def test_nothing_is_changed_when_the_log_fails(members, rotated, broken_log):
    with pytest.raises(broken_log):
        rekey(batch=10, by=None)

    assert current() == 0


def test_value_that_opens_with_no_key_stops_it_with_nothing_changed(members, rotated):
    (sealed,) = Member.objects.filter(pk=members[0].pk).values_list("phone", flat=True)
    Member.objects.filter(pk=members[1].pk).update(phone=Sealed(str.__str__(sealed)))

    with pytest.raises(CannotDecrypt):
        rekey(batch=10, by=None)

    assert current() == 0


def test_people_offer_it_too():
    assert people.rekey is rekey
