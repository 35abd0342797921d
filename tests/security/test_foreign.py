"""What is another's cannot be seen, guessed, named or written: it is as unknown as the absent."""

import pytest
from django.urls import reverse

from branches.models import Appointment, Organisation
from tests.security import posts
from tests.security.doors import fingerprint, page, text_of
from tests.security.floors import FLOORS, together
from tests.security.matrix import PEOPLE, ROWS, address, kwargs_of

ABSENT = 99_999_999
OBJECT_PAGES = [name for name, row in ROWS.items() if row.names_an_object]
# Accounts and the log are of the whole installation: there nothing is foreign to whoever may look.
HIDDEN = [name for name in OBJECT_PAGES if "-" in ROWS[name].answers["GET", "foreign"]]


@pytest.mark.parametrize("name", HIDDEN)
def test_foreign_and_absent_objects_look_the_same(enter, objects, name):
    foreign = address(name, objects, "foreign")
    absent = foreign.replace(f"/{objects['foreign'][ROWS[name].of]}/", f"/{ABSENT}/")
    before = fingerprint()

    for reader in ("general", "secretary", "staff"):
        visitor = enter(reader)
        for query in ("", "?on=2025-6-1&export=xlsx&q=x"):
            assert page(visitor.get(foreign + query)) == page(visitor.get(absent + query))
        assert page(visitor.post(foreign)) == page(visitor.post(absent))

    assert fingerprint() == before


def from_afar(name):
    """Return who of 示范县 may act on one's own row and not on the same of 邻县."""
    found = [who for who in PEOPLE if ROWS[name].answers_to(who, "POST", "foreign") == "-"]
    return "staff" if "staff" in found else found[0]


@pytest.mark.parametrize("name", [name for name in HIDDEN if ROWS[name].may_be_posted])
def test_act_on_a_foreign_row_answers_as_on_an_absent_one_and_writes_nothing(enter, name):
    act, visitor, before = posts.every()[name], enter(from_afar(name)), fingerprint()
    absent = reverse(name, kwargs={**act.kwargs, "pk": ABSENT})

    foreign = visitor.post(act.url, act.data)

    assert foreign.status_code == 404
    assert page(foreign) == page(visitor.post(absent, act.data))
    assert fingerprint() == before


def test_absent_account_or_event_is_not_found(enter):
    visitor = enter("admin")
    urls = [
        reverse(name, kwargs=kwargs_of(name, ABSENT))
        for name in OBJECT_PAGES
        if name not in HIDDEN
    ]

    answers = {url: visitor.get(url).status_code for url in urls}

    assert answers == dict.fromkeys(urls, 404)


# Forms that name another row: who fills them in, and which field names it.
NAMING = together("naming")


def test_every_form_that_names_a_row_is_listed(county, db):
    chooses = {
        name
        for name, act in posts.every().items()
        if act.form
        for field in act.form.base_fields.values()
        if hasattr(field, "queryset")
    }

    assert chooses == NAMING.keys()


@pytest.mark.parametrize("name", NAMING)
def test_form_takes_a_foreign_row_for_an_unknown_one(enter, objects, name):
    who, field = NAMING[name]
    act, url = posts.every()[name], address(name, objects, "own")
    visitor, before = enter(who), fingerprint()

    foreign = visitor.post(url, act.data)

    assert foreign.status_code == 422
    assert "请从列出的选项中选择。" in text_of(foreign)
    assert page(foreign) == page(visitor.post(url, {**act.data, field: ABSENT}))
    assert fingerprint() == before


@pytest.mark.parametrize("name", NAMING)
def test_form_offers_nothing_foreign(enter, objects, name):
    who, _ = NAMING[name]
    foreign = [called for floor in FLOORS for called in floor.foreign_names()]

    shown = text_of(enter(who).get(address(name, objects, "own")))

    assert foreign
    assert [called for called in foreign if called in shown] == []


@pytest.mark.parametrize(
    ("who", "code"), [("secretary", "SF1102"), ("general", "SF1102"), ("staff", "LX01")]
)
def test_switcher_stays_where_one_may_read(enter, who, code):
    visitor, foreign = enter(who), Organisation.objects.get(code=code)

    visitor.post(reverse("branches:switch"), {"organisation": foreign.pk})

    assert "acting_for" not in visitor.session


def test_choice_in_the_switcher_is_dropped_when_the_right_to_it_ends(enter):
    visitor, place = enter("general"), Organisation.objects.get(code="SF0101")
    visitor.post(reverse("branches:switch"), {"organisation": place.pk})
    elsewhere = Organisation.objects.get(code="SF02")
    Appointment.objects.filter(user__username="general").update(organisation=elsewhere)

    shown = text_of(visitor.get(reverse("branches:organisation-list")))

    assert elsewhere.short_name in shown
    assert place.short_name not in shown
