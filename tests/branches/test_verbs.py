"""Upper floors add their words to those of the log, and take none away."""

import json
from types import SimpleNamespace

import pytest

from branches import verbs
from branches.templatetags.ui import told
from branches.verbs import LABELS, Verb


@pytest.fixture(autouse=True)
def vocabulary(monkeypatch):
    """A copy of the words, to be added to."""
    monkeypatch.setattr(verbs, "WORDS", dict(verbs.WORDS))
    monkeypatch.setattr(verbs, "VALUES", {key: dict(known) for key, known in verbs.VALUES.items()})


def event(target_type="", **detail):
    """Return what stands for an event about an object of this kind."""
    return SimpleNamespace(
        target_type=target_type, detail=SimpleNamespace(text=json.dumps(detail))
    )


def test_every_verb_has_a_label_and_no_two_the_same():
    assert LABELS.keys() == set(Verb)
    assert len(set(LABELS.values())) == len(LABELS)


def test_registered_words_are_told_after_those_known_before_in_their_order():
    verbs.register({"sex": "性别", "native_place": "籍贯"}, {"sex": {"F": "女"}})

    pairs = told(event(native_place="示范县", sex="F", code="1"))

    assert pairs == [("编码", "1"), ("性别", "女"), ("籍贯", "示范县")]


def test_values_are_added_to_those_of_the_same_name():
    verbs.register({}, {"kind": {"LECTURE": "党课"}})

    assert told(event(kind="LECTURE")) == [("类别", "党课")]
    assert told(event(kind="BRANCH")) == [("类别", "党支部")]


def test_qualified_word_is_said_of_its_kind_of_object_alone():
    verbs.register(
        {"members.Member.name": "姓名"}, {"members.Member.level": {"COUNTY": "县级表彰"}}
    )

    about_a_member = told(event("members.Member", changes={"name": ["甲", "乙"]}, level="COUNTY"))

    assert about_a_member == [("隶属", "县级表彰"), ("姓名", "甲 → 乙")]
    assert told(event("branches.School", name="甲", level="COUNTY")) == [
        ("名称", "甲"),
        ("隶属", "县直"),
    ]


@pytest.mark.parametrize(
    ("words", "values"), [({"name": "姓名"}, {}), ({}, {"kind": {"BRANCH": "支部"}})]
)
def test_word_that_means_something_else_already_is_refused(words, values):
    with pytest.raises(ValueError, match="already"):
        verbs.register(words, values)


def test_same_word_may_be_registered_again():
    before = dict(verbs.WORDS)

    verbs.register({"name": "名称"}, {"kind": {"BRANCH": "党支部"}})

    assert before == verbs.WORDS


def test_unknown_word_is_told_as_it_is_and_last():
    assert told(event(zzz="1", code="2")) == [("编码", "2"), ("zzz", "1")]
