"""The promise about confidence: only a text that was read refuses anything, or blames anybody."""

import ast
import re
from inspect import getsource

import pytest

from branches.regulations import Confidence
from members.articles import ARTICLES
from tests.test_repository import APPS
from tests.test_repository_rules import RULES, articles_of, modules_of, name_of_rule, sources_of

KINDS = ("models", "services", "forms", "views")
BY_ID = re.compile(r"ARTICLES\['(?P<id>[A-Z0-9-]+)'\]")

# What is asked on the way to a refusal though an article it cites was not read, and why it may be.
ALLOWED = {
    "number_fault": "the issue orders the check digit (IDN-04); another shape or a day that is "
    "not in the calendar cannot be (practice 1)",
    "warnings_of": "written into the event of what was recorded; it refuses nothing",
    "may_cover": "ORG-03 and SCH-01 say who covers; SCH-03 only adds a way to",
    "base_of": "refused is a slip that leaves nothing to reckon by, whatever counts in it",
    "needs_year": "that the year is told apart from the day is practice 2",
    "too_new_to_lead": "asked is only the reason, which anybody may give",
    "_doubt": "the same, in words",
}
# Rules by whose answer something is marked 不合规, beside those that are called faults_of_….
BLAMING = {"admitted_too_young", "is_regular_relief"}
# Of the retired DUE-R06 only asks less than DUE-R10 does, which was read.
EASED = {"DUE-R06"}


def was_read(article):
    return article.confidence is Confidence.A


UNREAD = {
    rule
    for app, rule in RULES
    if not all(was_read(articles_of(app)[s]) for s in sources_of(rule) if s in articles_of(app))
}


def refusing(source):
    """Return the functions of a module that raise, and those of it that they call."""
    nodes = ast.walk(ast.parse(source))
    functions = {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}
    waiting = [
        name
        for name, node in functions.items()
        if any(isinstance(part, ast.Raise) for part in ast.walk(node))
    ]
    found = {}
    while waiting:
        name = waiting.pop()
        found[name] = functions[name]
        waiting += (names_in(functions[name]) & functions.keys()) - found.keys()
    return found.values()


def names_in(node):
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def unread(source, *, rules, articles):
    """Return what asks texts that were not read, among what a module's refusals depend on.

    rules: what the module's names stand for.
    """
    found = set()
    for function in refusing(source):
        asked = {rules[name] for name in names_in(function) & rules.keys()}
        found |= {rule.__name__ for rule in asked & UNREAD}
        if not all(was_read(articles[key]) for key in BY_ID.findall(ast.unparse(function))):
            found.add(function.name)
    return found


def test_nothing_is_refused_by_a_text_that_was_not_read():
    rules = {rule for _, rule in RULES}
    found = set()
    for app in APPS:
        for module in (one for kind in KINDS for one in modules_of(app, kind)):
            there = {name: one for name, one in vars(module).items() if callable(one)}
            known = {name: one for name, one in there.items() if one in rules}
            found |= unread(getsource(module), rules=known, articles=articles_of(app))

    assert found == set(ALLOWED)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def take():\n    raise Refused(ARTICLES['SEC-01'])", {"take"}),
        ("def take():\n    raise Refused(ARTICLES['ELE-06'])", set()),
        ("def take():\n    return ARTICLES['SEC-01']", set()),
        (
            "def take():\n    if says(): raise Refused\ndef says():\n    return too_new()",
            {"too_new"},
        ),
    ],
)
def test_refusal_by_a_text_that_was_not_read_is_found(source, found, monkeypatch):
    def too_new(): ...

    monkeypatch.setattr(f"{__name__}.UNREAD", {too_new})

    assert unread(source, rules={"too_new": too_new}, articles=ARTICLES) == found


@pytest.mark.parametrize(
    ("app", "rule"),
    [
        (app, rule)
        for app, rule in RULES
        if rule.__name__.startswith("faults_of_") or rule.__name__ in BLAMING
    ],
    ids=name_of_rule,
)
def test_what_is_marked_irregular_is_so_by_a_text_that_was_read_and_does_not_say_normally(
    app, rule
):
    cited = [articles_of(app)[one] for one in set(sources_of(rule)) - EASED]

    assert cited
    assert [article for article in cited if not was_read(article) or "一般" in article.says] == []
