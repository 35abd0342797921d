"""Every act leaves one event that says who, what and before and after; nobody alters the log."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from branches import audit, triggers
from branches.audit import Verb
from branches.models import AuditDetail, AuditEvent, AuditSeal, Organisation, User
from tests.security import posts
from tests.security.doors import Visitor
from tests.security.floors import APPS, together
from tests.security.matrix import ROWS

CHANGES = together("changes")
ROLES = together("roles")
UNVERSIONED = together("unversioned")
POSTED = [name for name, row in ROWS.items() if row.may_be_posted]


def last():
    return AuditEvent.objects.order_by("-pk").first()


def may_concern(name):
    """Return the apps whose objects an act may be about: that of its address and those below."""
    return APPS[: APPS.index(name.split(":")[0]) + 1]


def since(event):
    """Return the events after this one, in order."""
    return list(AuditEvent.objects.filter(pk__gt=event.pk).order_by("pk").select_related("detail"))


# LO1 ------------------------------------------------------------------------------------------


def test_every_act_is_mapped_to_its_events(county, db):
    assert posts.every().keys() == set(POSTED)


def test_every_verb_is_of_some_act_or_of_a_list_known_here(county, db):
    by_acts = {verb for act in posts.every().values() for verb in act.verbs}
    assert by_acts | together("verbs") == set(Verb)


@pytest.mark.parametrize("name", POSTED)
def test_act_leaves_its_events_and_no_other(enter, name):
    act, before = posts.every()[name], last()
    visitor = enter(act.by)

    answer = visitor.post(act.url, act.data, REMOTE_ADDR="10.6.6.6")

    events = since(before)
    assert answer.status_code == act.answer
    assert [event.verb for event in events] == list(act.verbs)
    who = "lx-secretary" if act.by == "anonymous" else act.by
    for event in events:
        assert event.actor_id == User.objects.get(username=who).pk
        assert event.address == "10.6.6.6"
        assert event.request_id == answer["X-Request-ID"]


@pytest.mark.parametrize(
    "name", [name for name in POSTED if ROWS[name].names_an_object or name.endswith("-create")]
)
def test_event_says_of_what_and_in_which_role(enter, name):
    act, before = posts.every()[name], last()

    enter(act.by).post(act.url, act.data)

    for event in since(before):
        assert event.role == ROLES[act.by]
        assert event.target_type.split(".")[0] in may_concern(name)
        assert event.target_uid
        assert event.target_name
        assert event.reason == act.data.get("reason", "")
        assert (event.organisation_id is None) == (event.verb.startswith("account."))


@pytest.mark.parametrize("name", CHANGES)
def test_event_tells_before_and_after(enter, name):
    act, before = posts.every()[name], last()

    enter(act.by).post(act.url, act.data)

    (event,) = since(before)
    told = json.loads(event.detail.text)["changes"]
    assert {field: told[field] for field in CHANGES[name]} == CHANGES[name]


def test_no_password_is_in_any_event(enter):
    before = last()

    for act in posts.every().values():
        enter(act.by).post(act.url, act.data)
    answer = enter("lx-admin").post(
        reverse("branches:account-reset", args=[User.objects.get(username="clerk").pk]),
        {"reason": "忘记", "version": User.objects.get(username="clerk").version},
    )

    assert answer.status_code == 302
    words = " ".join(
        AuditDetail.objects.filter(event__pk__gt=before.pk).values_list("text", flat=True)
    )
    assert posts.PASSWORD not in words
    assert posts.NEW_PASSWORD not in words
    assert "argon2" not in words


@pytest.mark.parametrize(
    ("person", "method", "url", "status"),
    [
        ("secretary", "GET", "/accounts/", 403),
        ("secretary", "POST", "/branches/new/", 403),
        ("secretary", "GET", "/branches/99999999/", 404),
        ("staff", "GET", "/nothing/here/", 404),
        ("staff", "GET", "/logout/", 405),
        ("staff", "DELETE", "/branches/", 405),
        ("auditor", "POST", "/audit/", 405),
    ],
)
def test_refusal_leaves_one_event(enter, person, method, url, status):
    visitor, before = enter(person), last()

    answer = visitor.generic(method, f"{url}?q=杨柳")

    (event,) = since(before)
    assert answer.status_code == status
    assert event.verb == Verb.REFUSED
    assert event.actor_id == User.objects.get(username=person).pk
    # The path only: a query may name people.
    assert event.target_name == url
    assert json.loads(event.detail.text) == {"status": status, "method": method}


def test_refused_act_on_a_foreign_row_leaves_one_event_and_nothing_else(enter):
    act, before = posts.every()["branches:organisation-update"], last()

    enter("staff").post(act.url, act.data)

    assert [event.verb for event in since(before)] == [Verb.REFUSED]


def test_forged_post_leaves_one_event(enter):
    visitor, before = enter("staff"), last()
    visitor.handler.enforce_csrf_checks = True

    visitor.post("/branches/new/")

    assert [event.verb for event in since(before)] == [Verb.REFUSED]


@pytest.mark.parametrize("name", [name for name in POSTED if name not in {"branches:login"}])
def test_form_with_mistakes_leaves_no_event(enter, name):
    act, before = posts.every()[name], last()
    if act.form is None:
        return

    assert enter(act.by).post(act.url).status_code == ROWS[name].when_empty
    assert since(before) == []


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in POSTED
        if ROWS[name].names_an_object and "create" not in name and name not in UNVERSIONED
    ],
)
def test_conflict_leaves_no_event(enter, name):
    act, before = posts.every()[name], last()

    assert enter(act.by).post(act.url, {**act.data, "version": 77}).status_code == 409
    assert since(before) == []


def test_looking_leaves_no_event_and_taking_a_file_leaves_one(enter):
    visitor, before = enter("staff"), last()

    visitor.get("/branches/")
    visitor.get("/branches/", {"export": "xlsx", "kind": "BRANCH"})

    (event,) = since(before)
    assert event.verb == Verb.EXPORTED
    assert event.target_name == "党组织"
    branches = Organisation.objects.filter(code__startswith="SF", kind="BRANCH").count()
    assert json.loads(event.detail.text) == {
        "asked": {"export": "xlsx", "kind": "BRANCH"},
        "rows": branches,
    }


def test_act_fails_when_its_event_cannot_be_written(enter, monkeypatch):
    act = posts.every()["branches:organisation-create"]

    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(audit, "record", fail)

    assert enter(act.by).post(act.url, act.data).status_code == 500
    assert not Organisation.objects.filter(code="LX03").exists()


def test_stranger_who_is_sent_to_log_in_leaves_no_event(county, db):
    before = last()

    Visitor().get("/branches/")

    assert since(before) == []


# LO2 ------------------------------------------------------------------------------------------

WRITES = [
    "UPDATE branches_auditevent SET actor_name = 'x'",
    "UPDATE branches_auditevent SET id = id + 100000",
    "DELETE FROM branches_auditevent",
    "UPDATE branches_auditdetail SET text = 'x'",
    "UPDATE branches_auditdetail SET event_id = event_id + 1",
    "DELETE FROM branches_auditdetail",
    "UPDATE branches_auditseal SET hash = 'x'",
    "UPDATE branches_auditseal SET seq = seq + 100000",
    "DELETE FROM branches_auditseal",
]


def execute(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def head(settings):
    """Where the head of the chain is noted outside the database."""
    return settings.VAR_DIR / "audit-head.txt"


@pytest.fixture
def sealed(county, db):
    """The log of both counties, sealed, and its head noted outside the database."""
    audit.seal_pending()
    assert list(audit.faults()) == []


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize("sql", WRITES)
def test_database_refuses_to_change_or_delete_what_is_logged(sql):
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        execute(sql)

    assert list(audit.faults()) == []


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize(
    ("model", "column"), [(AuditEvent, "actor_name"), (AuditDetail, "text"), (AuditSeal, "hash")]
)
def test_database_refuses_a_change_through_a_queryset(model, column):
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        model._base_manager.update(**{column: "x"})


@pytest.mark.usefixtures("sealed")
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_database_refuses_to_empty_the_log():
    connection.check_constraints()  # of this transaction; TRUNCATE would wait for them

    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        execute("TRUNCATE branches_auditevent, branches_auditdetail, branches_auditseal")


@pytest.fixture
def unlocked(sealed):
    """The triggers gone, as for somebody who may do anything to the database."""
    triggers.drop()
    yield
    triggers.create()


def key(place):
    """Return the key of the event at this place of the chain."""
    return AuditSeal.objects.get(seq=place).event_id


def take_out(first, last_one=None):
    """Delete events with their details and seals, from one place of the chain to another."""
    last_one = last_one or first
    places = list(range(first, last_one + 1))
    keys = [key(place) for place in places]
    for number in places:
        execute("DELETE FROM branches_auditseal WHERE seq = %s", number)
    for event in keys:
        execute("DELETE FROM branches_auditdetail WHERE event_id = %s", event)
        execute("DELETE FROM branches_auditevent WHERE id = %s", event)


def close_the_gap(place):
    """Count the seals after a gap down by one, so that their numbers show nothing."""
    for seq in (
        AuditSeal.objects.filter(seq__gt=place).order_by("seq").values_list("seq", flat=True)
    ):
        execute("UPDATE branches_auditseal SET seq = %s WHERE seq = %s", seq - 1, seq)


def put_between(place):
    """Push an event of one's own between two others, with numbers that show nothing."""
    forged = AuditEvent._base_manager.get(pk=key(place))
    copy = {
        field.attname: getattr(forged, field.attname)
        for field in forged._meta.concrete_fields
        if field.name not in {"id", "uid"}
    }
    event = AuditEvent._base_manager.create(**copy)
    AuditDetail.objects.create(event=event, salt="", text=forged.detail.text)
    later = AuditSeal.objects.filter(seq__gt=place).order_by("-seq").values_list("seq", flat=True)
    for seq in list(later):
        execute("UPDATE branches_auditseal SET seq = %s WHERE seq = %s", seq + 1, seq)
    AuditSeal.objects.create(seq=place + 1, event=event, hash="f" * 64)


def faults():
    return list(audit.faults())


@pytest.mark.usefixtures("unlocked")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "别人"),
        ("actor_id", 987654),
        ("role", "X"),
        ("organisation_id", 987654),
        ("verb", "x"),
        ("target_name", "x"),
        ("target_type", "x"),
        ("reason", "别的原因"),
        ("request_id", "x"),
        ("address", "10.0.0.0"),
        ("detail_mac", "f" * 64),
        ("happened_at", "2020-01-01 00:00:00+00:00"),
        ("uid", "0" * 32),
        ("target_uid", "0" * 32),
    ],
)
def test_change_of_any_column_of_an_event_is_named(column, value):
    execute(f"UPDATE branches_auditevent SET {column} = %s WHERE id = %s", value, key(7))

    assert faults()[0] == f"seal 7 does not match event {key(7)}"


@pytest.mark.usefixtures("unlocked")
@pytest.mark.parametrize("column", ["text", "salt"])
def test_change_of_a_detail_is_named(column):
    execute(f"UPDATE branches_auditdetail SET {column} = 'x' WHERE event_id = %s", key(7))

    assert faults() == [f"the detail of event {key(7)} was changed"]


@pytest.mark.usefixtures("unlocked")
def test_detail_that_was_erased_by_the_rules_is_no_fault():
    execute("UPDATE branches_auditdetail SET text = '' WHERE event_id = %s", key(7))

    assert faults() == []


@pytest.mark.usefixtures("unlocked")
def test_missing_detail_is_named():
    execute("DELETE FROM branches_auditdetail WHERE event_id = %s", key(7))

    assert faults() == [f"the detail of event {key(7)} is missing"]


@pytest.mark.usefixtures("unlocked")
def test_missing_event_is_named():
    take_out(7)

    assert faults() == ["seal 7 is missing"]


@pytest.mark.usefixtures("unlocked")
def test_missing_event_is_named_even_when_the_gap_was_closed():
    take_out(7)
    close_the_gap(7)

    assert faults()[0] == f"seal 7 does not match event {key(7)}"


@pytest.mark.usefixtures("unlocked")
def test_missing_first_event_is_named():
    take_out(1)

    assert faults() == ["seal 1 is missing"]


@pytest.mark.usefixtures("unlocked")
def test_event_pushed_between_others_is_named():
    put_between(6)

    assert faults()[0] == f"seal 7 does not match event {key(7)}"


@pytest.mark.usefixtures("unlocked")
@pytest.mark.parametrize("column", ["target_name", "reason"])
def test_events_that_changed_places_are_named(column):
    for place, text in ((5, "甲"), (6, "乙")):
        execute(f"UPDATE branches_auditevent SET {column} = %s WHERE id = %s", text, key(place))

    assert faults()[0] == f"seal 5 does not match event {key(5)}"


@pytest.mark.usefixtures("unlocked")
def test_seals_that_changed_places_are_named():
    first, second = key(5), key(6)
    for place, event in ((5, -1), (6, first), (5, second)):
        execute("UPDATE branches_auditseal SET event_id = %s WHERE seq = %s", event, place)

    assert faults()[0] == f"seal 5 does not match event {second}"


@pytest.mark.usefixtures("unlocked")
@pytest.mark.parametrize("number", [1, 5])
def test_tail_that_was_cut_off_is_named(number):
    end = AuditSeal.objects.count()
    take_out(end - number + 1, end)

    assert faults() == [
        f"the log ends at seal {end - number}, but {end} was noted outside the database"
    ]


@pytest.mark.usefixtures("unlocked")
def test_log_that_was_emptied_is_named():
    end = AuditSeal.objects.count()
    for table in ("auditseal", "auditdetail", "auditevent"):
        execute(f"DELETE FROM branches_{table}")

    assert faults() == [f"the log ends at seal 0, but {end} was noted outside the database"]


@pytest.mark.usefixtures("unlocked")
def test_chain_hashed_anew_from_a_change_on_is_named_by_the_head_outside(head):
    end = AuditSeal.objects.count()
    execute("UPDATE branches_auditevent SET actor_name = 'x' WHERE id = %s", key(7))
    noted = head.read_text()
    execute("DELETE FROM branches_auditseal")
    audit.seal_pending()
    head.write_text(noted)

    assert faults() == [f"seal {end} is not the one noted outside the database"]


@pytest.mark.usefixtures("sealed")
def test_event_put_in_by_hand_and_never_sealed_is_named(clock):
    event = audit.record(Verb.LOGGED_OUT, by=User.objects.get(username="staff"))
    assert faults() == []

    clock.shift(timedelta(minutes=2))

    assert faults() == [f"event {event.pk} was never sealed"]


@pytest.mark.usefixtures("unlocked")
def test_missing_triggers_are_named_by_the_checks():
    assert {name for name in triggers.missing() if "audit" in name} >= {
        f"branches_audit{table}_no_{event}"
        for table in ("event", "detail", "seal")
        for event in ("update", "delete")
    }


def test_act_is_sealed_when_it_is_committed(enter, django_capture_on_commit_callbacks, head):
    audit.seal_pending()
    act, before = posts.every()["branches:organisation-create"], AuditSeal.objects.count()

    with django_capture_on_commit_callbacks(execute=True):
        enter(act.by).post(act.url, act.data)

    assert AuditSeal.objects.count() == before + 1
    assert AuditSeal.objects.order_by("-seq").first().event.verb == Verb.ORGANISATION_FOUNDED
    seq, value = head.read_text().split()
    assert (int(seq), value) == AuditSeal.objects.order_by("-seq").values_list("seq", "hash")[0]
    assert faults() == []


def test_sealing_twice_adds_nothing(sealed):
    before = list(AuditSeal.objects.order_by("seq").values_list())

    audit.seal_pending()

    assert list(AuditSeal.objects.order_by("seq").values_list()) == before


def test_act_that_is_taken_back_leaves_no_event(enter, django_capture_on_commit_callbacks):
    act, before = posts.every()["branches:organisation-create"], last()

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        enter(act.by).post(act.url, act.data)
        transaction.set_rollback(True)

    assert since(before) == []
