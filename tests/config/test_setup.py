"""An empty installation is opened once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from branches.audit import Verb
from branches.models import AuditEvent, Organisation, User
from tests.factories.branches import TODAY, CommitteeFactory, UserFactory

pytestmark = pytest.mark.django_db


def setup(*, name="中共示范县教育工作委员会", code="SF", admin="admin"):
    """Run the command; return what it printed."""
    out = StringIO()
    call_command("setup", "--name", name, "--code", code, "--admin", admin, stdout=out)
    return out.getvalue()


def test_setup_founds_the_committee():
    setup()

    committee = Organisation.objects.get()
    assert (committee.kind, committee.code) == ("COMMITTEE", "SF")
    assert (committee.name, committee.superior) == ("中共示范县教育工作委员会", None)
    assert (committee.short_name, committee.founded_on) == (committee.name, TODAY)


def test_setup_opens_the_account_of_an_administrator():
    setup()

    user = User.objects.get()
    held = user.appointments.get()
    assert (user.username, held.role) == ("admin", "ADMINISTRATOR")
    assert (held.organisation, held.starts_on) == (Organisation.objects.get(), TODAY)


def test_password_printed_is_for_one_time():
    printed = setup()

    name, password = (line.partition(": ")[2] for line in printed.splitlines())
    user = User.objects.get(username=name)
    assert user.check_password(password)
    assert user.must_change_password


def test_setup_is_logged_without_the_password():
    printed = setup()

    events = AuditEvent.objects.select_related("detail").order_by("pk")
    assert [event.verb for event in events] == [
        Verb.ORGANISATION_FOUNDED,
        Verb.ACCOUNT_OPENED,
        Verb.APPOINTED,
    ]
    password = printed.strip().rpartition(": ")[2]
    assert all(password not in event.detail.text for event in events)


def test_long_name_is_cut_for_lists_only():
    setup(name="党" * 100)

    committee = Organisation.objects.get()
    assert (len(committee.name), len(committee.short_name)) == (100, 40)


def test_user_name_has_one_spelling():
    setup(admin="ＡＤＭＩＮ")

    assert User.objects.get().username == "admin"


@pytest.mark.parametrize("make", [CommitteeFactory, UserFactory])
def test_installation_that_holds_something_is_refused(make):
    make()
    before = (Organisation.objects.count(), User.objects.count())

    with pytest.raises(CommandError, match="This installation has accounts already"):
        setup()

    assert (Organisation.objects.count(), User.objects.count()) == before


def test_second_setup_is_refused():
    setup()

    with pytest.raises(CommandError):
        setup(code="SF2", admin="admin2")

    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"admin": "a b"}, "用户名用小写字母"),
        ({"name": "党" * 101}, "100"),
        ({"name": "一\n二"}, "这里只能写一行"),
        ({"code": "x" * 41}, "40"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_left(values, message):
    with pytest.raises(CommandError, match=message):
        setup(**values)

    assert (Organisation.objects.count(), User.objects.count()) == (0, 0)
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize("missing", ["--name", "--code", "--admin"])
def test_setup_asks_for_everything(missing):
    arguments = {"--name": "x", "--code": "x", "--admin": "xxx"}
    del arguments[missing]

    with pytest.raises(CommandError, match=missing):
        call_command("setup", *(part for pair in arguments.items() for part in pair))
