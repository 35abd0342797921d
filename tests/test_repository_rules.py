"""The promise about rules: each names the text, or the practice, that it follows from."""

import inspect
import pkgutil
import re
from importlib import import_module
from importlib.util import find_spec

import pytest

from tests.test_repository import APPS

SOURCE_LINE = re.compile(r"^Source: (?P<sources>.+)\.$", re.MULTILINE)
ARTICLE_ID = re.compile(r"[A-Z]{2,5}-[A-Z]?\d{1,3}")
# Rules that are ours: a section of the practice the app follows, the table of roles, or what no
# text says, such as how the tree is built and a year is reckoned.
OWN_RULE = re.compile(r"practice [1-9]|interface Roles|house")


def modules_of(app, kind):
    """Yield the module or package `kind` of an app and everything inside it."""
    if find_spec(f"{app}.{kind}") is None:
        return
    module = import_module(f"{app}.{kind}")
    yield module
    for inner in pkgutil.walk_packages(getattr(module, "__path__", []), f"{module.__name__}."):
        yield import_module(inner.name)


def public_functions(module):
    return [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]


def sources_of(function):
    """Return what a rule says it follows from, piece by piece."""
    line = SOURCE_LINE.search(inspect.getdoc(function) or "")
    return [piece.strip() for piece in re.split("[,;]", line["sources"])] if line else []


def articles_of(app):
    return import_module(f"{app}.articles").ARTICLES if find_spec(f"{app}.articles") else {}


RULES = [
    (app, rule)
    for app in APPS
    for module in modules_of(app, "rules")
    for rule in public_functions(module)
]
CITED = {(app, source) for app, rule in RULES for source in sources_of(rule)}


def name_of_rule(value):
    return value if isinstance(value, str) else value.__name__


@pytest.mark.parametrize(("app", "rule"), RULES, ids=name_of_rule)
def test_rule_cites_an_article_we_hold_or_a_practice(app, rule):
    sources = sources_of(rule)

    assert sources, "no 'Source: …' line that ends with a full stop"
    assert [s for s in sources if s not in articles_of(app) and not OWN_RULE.fullmatch(s)] == []


def test_rules_of_both_kinds_are_found():
    assert [source for _, source in CITED if ARTICLE_ID.fullmatch(source)]
    assert [source for _, source in CITED if OWN_RULE.fullmatch(source)]


def test_every_article_is_registered_under_its_own_id():
    articles = {(app, key) for app in APPS for key in articles_of(app)}

    assert articles
    assert [key for _, key in articles if not ARTICLE_ID.fullmatch(key)] == []


@pytest.mark.parametrize(
    "docstring",
    [
        None,
        "Return whether it is due.",
        "Return whether it is due.\n\n    Source: ORG-99.",
        "Return whether it is due.\n\n    Source: ORG-03",
        "Return whether it is due.\n\n    Source: practice.",
        "Return whether it is due.\n\n    Source: ORG-03, hearsay.",
    ],
)
def test_a_rule_without_a_true_source_is_found(docstring):
    def rule(): ...

    rule.__doc__ = docstring

    known = [s for s in sources_of(rule) if s == "ORG-03" or OWN_RULE.fullmatch(s)]
    assert sources_of(rule) == [] or known != sources_of(rule)
