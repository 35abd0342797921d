"""Anything in any field: a message beside it and nothing written, or a text kept as it is."""

import unicodedata
from urllib.parse import urlencode

import pytest
from django import forms
from django.db import models
from django.utils.html import escape

from branches.models import Organisation
from branches.screens.inputs import DayField, Line, Number, RowChoice
from branches.validators import clean_line
from tests.security import nasty, posts
from tests.security.doors import BUSINESS, fingerprint, patterns, text_of, undone
from tests.security.floors import together
from tests.security.matrix import ROWS
from tests.security.texts import name_of

FORMS = [
    name
    for name, pattern in patterns()
    if ROWS[name].may_be_posted and hasattr(pattern.callback.view_class, "form_class")
]
# A password is no line of text: what it may be is told in test_login.
TEXT_FORMS = [name for name in FORMS if name not in {"branches:login", "branches:password-change"}]
# Whose fields get every value; the others share them out, each form another third.
THOROUGH = {"branches:organisation-create", "branches:appointment-create"}
# Texts with a form of their own.
SHAPED = together("shaped")
# Kinds of field the floors have of their own, and what each refuses.
INPUTS = together("inputs")
KINDS = (Line, DayField, Number, RowChoice, forms.ChoiceField, forms.BooleanField, *INPUTS)
CODED = together("coded")


def fields(name, kind):
    """Return the names of an address's form fields of this kind."""
    form = dict(patterns())[name].callback.view_class.form_class
    return [each for each, field in form.base_fields.items() if isinstance(field, kind)]


def required(name, names):
    form = dict(patterns())[name].callback.view_class.form_class
    return [each for each in names if form.base_fields[each].required]


def share(name, values):
    """Return the values a form is tried with: all of them, or every third."""
    return values if name in THOROUGH else values[FORMS.index(name) % 3 :: 3]


def with_fields(kind):
    return [name for name in TEXT_FORMS if fields(name, kind)]


def errors_shown(body, names):
    return [each for each in names if f'id="id_{each}_error"' in body]


def unclean_texts():
    """Return every stored text that is not clean, trimmed and composed."""
    columns = {
        model: [
            column.name
            for column in model._meta.concrete_fields
            if isinstance(column, models.CharField) and name_of(column) not in CODED
        ]
        for model in BUSINESS
    }
    return [
        (model.__name__, text)
        for model, names in columns.items()
        for texts in (model._base_manager.values_list(*names) if names else [])
        for text in texts
        if not is_clean(text)
    ]


def is_clean(text):
    try:
        clean_line(text)
    except forms.ValidationError:
        return False
    return text == unicodedata.normalize("NFC", text).strip()


@pytest.mark.parametrize("name", with_fields(Line))
def test_unclean_text_is_refused_at_every_field(enter, name):
    act, lines = posts.every()[name], fields(name, Line)
    visitor, before = enter(act.by), fingerprint()

    for text in share(name, [*nasty.UNCLEAN, *nasty.LONG]):
        answer = visitor.post(act.url, {**act.data, **dict.fromkeys(lines, text)})
        assert answer.status_code == 422, text[:20]
        assert errors_shown(text_of(answer), lines) == lines, text[:20]

    assert fingerprint() == before


@pytest.mark.parametrize("broken", [b"a\xed\xa0\x80b", b"a\xffb", b"\xc0\xaf", b"a\x00b"])
def test_bytes_that_are_no_text_are_refused_at_their_field(enter, broken):
    act, before = posts.every()["branches:outside-person-create"], fingerprint()
    body = urlencode({**act.data, "name": broken})

    answer = enter(act.by).generic(
        "POST", act.url, body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 422
    assert errors_shown(text_of(answer), ["name"]) == ["name"]
    assert fingerprint() == before


@pytest.mark.parametrize("name", with_fields(Line))
def test_blank_text_is_refused_where_something_is_needed(enter, name):
    act, needed = posts.every()[name], required(name, fields(name, Line))
    visitor, before = enter(act.by), fingerprint()

    for text in share(name, nasty.BLANK) if needed else []:
        answer = visitor.post(act.url, {**act.data, **dict.fromkeys(needed, text)})
        assert answer.status_code == 422
        assert errors_shown(text_of(answer), needed) == needed

    assert fingerprint() == before


@pytest.mark.parametrize("name", with_fields(Line))
def test_odd_text_is_kept_to_the_letter_and_clean(enter, name):
    act = posts.every()[name]
    lines = [each for each in fields(name, Line) if (name, each) not in SHAPED]
    visitor = enter(act.by)

    for text in share(
        name, [*nasty.WELCOME, *nasty.SCRIPTS[:3], *nasty.FORMULAS, "e\u0301le\u0300ve"]
    ):
        with undone():
            answer = visitor.post(act.url, {**act.data, **dict.fromkeys(lines, f"　{text} ")})
            assert answer.status_code == act.answer, text
            assert unclean_texts() == []


@pytest.mark.parametrize("name", with_fields(DayField))
def test_day_that_is_none_is_told_at_its_field_and_kept(enter, name):
    act, days = posts.every()[name], fields(name, DayField)
    visitor, before = enter(act.by), fingerprint()

    for typed in share(name, [*nasty.DAYS, nasty.UNCLEAN[0], "9" * 1000]):
        answer = visitor.post(act.url, {**act.data, **dict.fromkeys(days, typed)})
        body = text_of(answer)
        assert answer.status_code == 422, typed[:20]
        assert errors_shown(body, days) == days, typed[:20]
        assert body.count(f'value="{escape(typed)}"') == len(days), typed[:20]

    assert fingerprint() == before


@pytest.mark.parametrize(
    "typed", ["2026-7-1", "2026/7/1", "2026.7.1", "2026年7月1日", "２０２６0701"]
)
def test_day_is_read_however_people_write_it(enter, typed):
    act = posts.every()["branches:organisation-create"]

    assert enter(act.by).post(act.url, {**act.data, "founded_on": typed}).status_code == 302
    assert Organisation.objects.get(code="LX03").founded_on.isoformat() == "2026-07-01"


@pytest.mark.parametrize("name", with_fields((forms.ChoiceField, RowChoice)))
def test_choice_that_is_not_offered_is_told_at_its_field(enter, name):
    act, choices = posts.every()[name], fields(name, (forms.ChoiceField, RowChoice))
    visitor, before = enter(act.by), fingerprint()

    for typed in share(name, nasty.KEYS):
        wrong = choices if typed else required(name, choices)
        answer = visitor.post(act.url, {**act.data, **dict.fromkeys(wrong, typed)})
        assert answer.status_code == 422 or not wrong, typed[:20]
        assert errors_shown(text_of(answer), choices) == wrong, typed[:20]

    assert fingerprint() == before


@pytest.mark.parametrize("name", with_fields(Number))
def test_number_that_is_none_is_told_at_its_field(enter, name):
    act, numbers = posts.every()[name], fields(name, Number)
    visitor, before = enter(act.by), fingerprint()
    readable = {"0", "１２"}

    for typed in [*sorted(set(nasty.NUMBERS) - readable), "1 000", "10" * 6, "\x00"]:
        answer = visitor.post(act.url, {**act.data, **dict.fromkeys(numbers, typed)})
        assert answer.status_code == 422, typed[:20]
        assert errors_shown(text_of(answer), numbers) == numbers, typed[:20]

    assert fingerprint() == before


@pytest.mark.parametrize("name", TEXT_FORMS)
def test_every_field_is_of_a_kind_that_is_tried(name):
    known = [each for kind in KINDS for each in fields(name, kind)]

    assert [each for each in fields(name, forms.Field) if each not in {*known, "version"}] == []


@pytest.mark.parametrize("name", TEXT_FORMS)
def test_what_another_kind_of_field_refuses_is_told_at_its_field(enter, name):
    act = posts.every()[name]
    visitor, before = enter(act.by), fingerprint()

    for kind, values in INPUTS.items():
        inputs = fields(name, kind)
        for typed in values if inputs else []:
            answer = visitor.post(act.url, {**act.data, **dict.fromkeys(inputs, typed)})
            assert answer.status_code == 422, typed[:20]
            assert errors_shown(text_of(answer), inputs) == inputs, typed[:20]

    assert fingerprint() == before


@pytest.mark.parametrize(
    ("counts", "field"),
    [
        ({"staff": ""}, "staff"),
        ({"staff": "40", "teachers": "41"}, "teachers"),
        ({"staff": "40", "women": "41"}, "women"),
        ({"teachers": "20", "teachers_to_35": "21"}, "teachers_to_35"),
        ({"teachers": "", "staff": "20", "teachers_to_35": "21"}, "teachers_to_35"),
        ({"staff": "40", "backbone_teachers": "41"}, "backbone_teachers"),
        ({"staff": "0", "teachers": "1"}, "teachers"),
    ],
)
def test_head_count_that_cannot_be_is_told_at_its_field(enter, counts, field):
    act, before = posts.every()["branches:head-count-update"], fingerprint()
    rest = dict.fromkeys(("teachers", "teachers_to_35", "women", "backbone_teachers"), "")

    answer = enter(act.by).post(act.url, {**act.data, **rest, **counts})

    assert answer.status_code == 422
    assert errors_shown(text_of(answer), [field]) == [field]
    assert fingerprint() == before


OUT_OF_ORDER = together("out_of_order")


@pytest.mark.parametrize(("name", "typed", "field"), OUT_OF_ORDER)
def test_what_cannot_have_happened_is_refused_with_what_was_typed_kept(enter, name, typed, field):
    act, before = posts.every()[name], fingerprint()

    answer = enter(act.by).post(act.url, {**act.data, **typed})

    body = text_of(answer)
    assert answer.status_code == 422
    assert "还没有保存，请先改正下面的问题" in body
    assert errors_shown(body, [field] if field else []) == ([field] if field else [])
    assert [value for value in typed.values() if escape(value) not in body] == []
    assert fingerprint() == before


BODIES = [
    ("text/plain", b"version=1"),
    ("application/json", b'{"version": "\\ud800"}'),
    ("multipart/form-data; boundary=x", b"--x\r\nrubbish"),
    ("application/x-www-form-urlencoded", b"%ED%A0%80=%00&=&&&%"),
    ("application/x-www-form-urlencoded; charset=nonsense", b"a=%E4"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(1500))),
]


@pytest.mark.parametrize("name", FORMS)
def test_body_that_is_no_form_is_no_crash(enter, name):
    act, before = posts.every()[name], fingerprint()
    visitor = enter(act.by)

    for kind, body in share(name, BODIES):
        answer = visitor.generic("POST", act.url, body, content_type=kind)
        assert answer.status_code in {400, 403, ROWS[name].when_empty}, kind

    assert fingerprint() == before


def test_body_that_is_too_large_is_refused_whole(enter):
    act, before = posts.every()["branches:organisation-create"], fingerprint()

    answer = enter(act.by).post(act.url, {**act.data, "x": "k" * 3_000_000})

    assert answer.status_code == 400
    assert fingerprint() == before
