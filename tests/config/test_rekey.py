"""The command that encrypts everything with the newest key."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from branches.models import AuditEvent
from members.models import Member
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db

NEW = "n" * 32


@pytest.fixture
def members(settings):
    """Three people whose phones an older key encrypted."""
    rows = [MemberFactory(phone=f"1390000000{place}") for place in (1, 2, 3)]
    settings.FIELD_KEYS = [NEW, *settings.FIELD_KEYS]
    return rows


def run(*arguments):
    """Run the command; return what it printed."""
    out = StringIO()
    call_command("rekey", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(("batch", "events"), [(1, 3), (2, 2), (3, 1), (500, 1)])
def test_all_rows_are_encrypted_anew_in_batches(members, settings, batch, events):
    said = run("--batch", str(batch))

    settings.FIELD_KEYS = [NEW]
    assert said == "3 rows encrypted anew; older keys are needed no more.\n"
    assert Member.objects.get(pk=members[0].pk).phone == "13900000001"
    assert AuditEvent.objects.filter(verb="keys.rotated").count() == events


def test_second_run_finds_nothing(members):
    run()

    assert run() == "0 rows encrypted anew; older keys are needed no more.\n"


def test_batch_of_none_is_refused():
    with pytest.raises(CommandError, match="A batch has at least one row"):
        run("--batch", "0")


def test_row_that_opens_with_no_key_is_named(members, settings):
    settings.FIELD_KEYS = [NEW]

    with pytest.raises(CommandError, match="0 rows done; one opens with no key: no key"):
        run()
