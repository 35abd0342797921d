"""The promise about the fuse: it is lifted in few places, each for a reason (security AC5)."""

import ast

import pytest

from tests.test_repository import ROOT, SOURCES, name_of

# The sample county is built by services, and by nobody who could be allowed to read.
BUILDS_THE_COUNTY = "config/county/"
MOST = 15

# Where the fuse is lifted: file, function, why what is read there needs no readable_by.
LIFTED = {
    ("branches/querysets/accounts.py", "get_by_natural_key"): "nobody is logged in yet",
    ("branches/views/accounts.py", "_tries_last_hour"): "nobody is logged in yet; only counted",
    ("branches/services/transactions.py", "run"): "a service is a trusted caller",
    ("branches/services/registers.py", "settings_of"): "settings come from the tree above",
    ("activities/services/rolls.py", "_expected"): "posts only tell who of a readable roll is due",
    ("activities/services/rolls.py", "__init__"): "a stay elsewhere tells that she is not here",
    ("activities/services/duties.py", "_held"): "days of sittings of organisations read already",
    ("activities/services/duties.py", "_full_members"): "a number of organisations read already",
    ("dues/services/reckoning.py", "reckoned"): "asked of organisations that were narrowed",
    ("dues/services/reckoning.py", "sheet"): "what members of a readable branch paid elsewhere",
    ("dues/services/reckoning.py", "month_states"): "the same, as numbers of a readable branch",
    ("dues/services/reckoning.py", "explained_again"): "of assessments that were narrowed",
    ("dues/services/assessments.py", "plan_of"): "what the same reckoning would replace",
    ("dues/services/bases.py", "approver_of"): "the committee above a branch is no secret to it",
    ("reports/figures/chapters/evidence.py", "_judged"): "found readable, read only to be judged",
}


def lifted(text):
    """Return the functions in which a source calls the fuse, other than to arm it."""
    found = []

    def visit(node, function):
        if isinstance(node, ast.FunctionDef):
            function = node.name
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).split(".")[-1] == "fuse"
            and not any(ast.unparse(part.value) == "settings.FUSE" for part in node.keywords)
        ):
            found.append(function)
        for inner in ast.iter_child_nodes(node):
            visit(inner, function)

    visit(ast.parse(text), "")
    return found


def test_fuse_is_lifted_only_where_a_reason_is_told():
    found = [
        (name_of(path), function)
        for path in SOURCES
        if not name_of(path).startswith(BUILDS_THE_COUNTY)
        for function in lifted(path.read_text(encoding="utf-8"))
    ]

    assert sorted(found) == sorted(LIFTED)
    assert len(found) <= MOST


def test_sample_county_is_where_it_is_said_to_be():
    assert (ROOT / BUILDS_THE_COUNTY).is_dir()


@pytest.mark.parametrize(
    ("text", "functions"),
    [
        ("def show():\n    with fuse(on=False):\n        list(rows)", ["show"]),
        ("def show():\n    with querysets.fuse(on=is_free), other:\n        list(rows)", ["show"]),
        ("with fuse(on=False):\n    list(rows)", [""]),
        ("def call():\n    with fuse(on=settings.FUSE):\n        answer()", []),
    ],
)
def test_fuse_lifted_is_found(text, functions):
    assert lifted(text) == functions
