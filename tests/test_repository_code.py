"""The promises about the source: no query built from what a user sent, no text made markup.

Read from the syntax tree, so that a promise holds for code no test happens to run.
"""

import ast
import re

import pytest

from tests.test_repository import ROOT, SOURCES, name_of

# What a request brings from outside.
INCOMING = {"GET", "POST", "FILES", "COOKIES", "headers"}
# Where SQL is written by hand: it depends on the database's brand, never on a request.
WRITES_SQL = {"branches/triggers.py"}
UNESCAPING = {"mark_safe", "SafeString", "SafeText", "html_safe", "csrf_exempt"}
EXECUTES = {"execute", "executemany", "executescript"}
# Where the value of an expression is to be looked for. The key of a lookup is not among them:
# `ORDERS[asked]` is the way to choose from a list.
CARRIERS = {
    ast.Attribute: ["value"],
    ast.Subscript: ["value"],
    ast.Starred: ["value"],
    ast.NamedExpr: ["value"],
    ast.FormattedValue: ["value"],
    ast.JoinedStr: ["values"],
    ast.BoolOp: ["values"],
    ast.BinOp: ["left", "right"],
    ast.IfExp: ["body", "orelse"],
    ast.List: ["elts"],
    ast.Tuple: ["elts"],
    ast.Set: ["elts"],
    ast.Dict: ["keys", "values"],
    ast.ListComp: ["elt", "generators"],
    ast.SetComp: ["elt", "generators"],
    ast.GeneratorExp: ["elt", "generators"],
    ast.DictComp: ["key", "value", "generators"],
    ast.comprehension: ["iter"],
}
COPIES = {"str", "dict", "list", "tuple", "set", "sorted", "reversed", "iter", "next"}
INLINE = re.compile(r"<[a-z][^>]*\s(?:style|on[a-z]+|hx-on\S*)\s*=", re.IGNORECASE)


def bodies(tree):
    """Return the nodes of each function's own body, and of the module outside functions."""
    nested = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    found = []
    for scope in [tree, *(node for node in ast.walk(tree) if isinstance(node, nested))]:
        own, waiting = [], list(ast.iter_child_nodes(scope))
        while waiting:
            node = waiting.pop()
            own.append(node)
            if not isinstance(node, nested):
                waiting.extend(ast.iter_child_nodes(node))
        found.append(own)
    return found


def parts(node):
    """Return the parts of an expression whose value becomes, or is inside, its value."""
    if isinstance(node, ast.Call):
        return parts_of_call(node)
    found = [getattr(node, name) for name in CARRIERS.get(type(node), ())]
    return [part for one in found for part in (one if isinstance(one, list) else [one]) if part]


def parts_of_call(call):
    """Likewise of a call: what a method was asked of, what a copy was made of, what was joined."""
    match call.func:
        case ast.Name(id=name) if name in COPIES:
            return call.args
        case ast.Attribute(attr="format" | "join", value=text):
            return [text, *call.args]
        case function:
            return [function]


def comes_from(node, names, is_source):
    """Whether an expression is, or carries, a source or one of `names`."""
    if is_source(node) or (isinstance(node, ast.Name) and node.id in names):
        return True
    return any(comes_from(part, names, is_source) for part in parts(node))


def assignments(nodes):
    """Yield each target with the expression it is given, or taken from."""
    for node in nodes:
        match node:
            case ast.Assign(targets=targets, value=value):
                yield from ((target, value) for target in targets)
            case ast.AnnAssign() | ast.NamedExpr() | ast.AugAssign():
                yield node.target, node.value
            case ast.For() | ast.comprehension():
                yield node.target, node.iter


def names_holding(nodes, is_source):
    """Return the local names that were given a source, directly or through another name."""
    given = list(assignments(nodes))
    names, before = set(), None
    while before != len(names):
        before = len(names)
        for target, value in given:
            if comes_from(value, names, is_source):
                names |= {part.id for part in ast.walk(target) if isinstance(part, ast.Name)}
    return names


def is_incoming(node):
    return isinstance(node, ast.Attribute) and node.attr in INCOMING


def is_composed(node):
    """Whether a text is put together at run time."""
    match node:
        case ast.JoinedStr() | ast.BinOp(op=ast.Add() | ast.Mod()):
            return True
        case ast.Call(func=ast.Attribute(attr="format" | "join")):
            return True
        case _:
            return False


def unpacked(node):
    """Return what a call, or a dictionary, unpacks with two stars."""
    match node:
        case ast.keyword(arg=None, value=value):
            return [value]
        case ast.Dict(keys=keys, values=values):
            return [value for key, value in zip(keys, values, strict=True) if key is None]
        case _:
            return []


def keys_of_a_query(node):
    """Return the expressions that decide which fields a query touches."""
    match node:
        case ast.Call(func=ast.Attribute(attr="order_by"), args=arguments):
            return arguments
        case _:
            return unpacked(node)


def statements(node):
    """Return the SQL that a call hands to the database."""
    match node:
        case ast.Call(func=ast.Attribute(attr=method), args=[statement, *_]) if method in EXECUTES:
            return [statement]
        case _:
            return []


def is_raw(node):
    match node:
        case ast.Call(func=ast.Attribute(attr="extra" | "raw")):
            return True
        case ast.Name(id="RawSQL") | ast.Attribute(attr="RawSQL"):
            return True
        case _:
            return False


def faults_in_queries(text, name="somewhere.py"):
    """Return every query that a request's keys, or composed SQL, could shape."""
    faults = []
    for nodes in bodies(ast.parse(text)):
        incoming = names_holding(nodes, is_incoming)
        composed = names_holding(nodes, is_composed)
        for node in nodes:
            if any(comes_from(key, incoming, is_incoming) for key in keys_of_a_query(node)):
                faults.append(f"line {node.lineno}: fields named by a request")
            if any(comes_from(sql, composed, is_composed) for sql in statements(node)):
                faults.append(f"line {node.lineno}: SQL composed at run time")
            if is_raw(node):
                faults.append(f"line {node.lineno}: raw SQL")
    return [fault for fault in faults if name not in WRITES_SQL or "SQL" not in fault]


def faults_in_output(text):
    """Return what switches escaping or the CSRF check off, and inline styles or scripts."""
    faults = []
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Name(id=word) | ast.Attribute(attr=word) | ast.alias(name=word) if (
                word in UNESCAPING
            ):
                faults.append(word)
            case ast.FunctionDef(name="__html__"):
                faults.append(f"line {node.lineno}: __html__")
            case ast.Constant(value=str(value)) if INLINE.search(value):
                faults.append(f"line {node.lineno}: {value}")
    return faults


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_query_is_built_from_what_a_user_sent(path):
    text = path.read_text(encoding="utf-8")

    assert faults_in_queries(text, name_of(path)) == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_is_declared_safe_by_hand(path):
    assert faults_in_output(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", sorted(WRITES_SQL))
def test_leave_to_write_sql_is_not_stale(name):
    assert faults_in_queries((ROOT / name).read_text(encoding="utf-8")) != []


@pytest.mark.parametrize(
    "text",
    [
        "rows.filter(**request.GET)",
        "rows.filter(**self.request.POST.dict())",
        "rows.filter(**{key: value for key, value in request.GET.items()})",
        "asked = request.GET.dict()\nrows.filter(**asked)",
        "def get(self):\n    asked = self.request.GET\n    return rows.filter(**dict(asked))",
        "name = request.GET['field']\nrows.filter(**{f'{name}__contains': 1})",
        "rows.filter({**request.GET})",
        "rows.order_by(request.GET['sort'])",
        "sort = request.GET.get('sort') or 'name'\nrows.order_by('pk', sort)",
        "if sort := request.GET.get('sort'):\n    rows.order_by(sort)",
        "rows.order_by(*request.GET.getlist('sort'))",
        "rows.order_by('-' + request.GET['sort'])",
        "for name in request.GET.getlist('sort'):\n    rows = rows.order_by(name)",
        "rows.extra(where=['1'])",
        "Organisation.objects.raw('select 1')",
        "rows.annotate(a=RawSQL('select 1', []))",
        "cursor.execute(f'select {name}')",
        "cursor.execute('select %s' % name)",
        "cursor.execute('select ' + name)",
        "cursor.execute('select {}'.format(name))",
        "statement = f'select {name}'\ncursor.execute(statement)",
    ],
)
def test_a_fault_planted_in_a_query_is_found(text):
    assert faults_in_queries(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "rows.filter(name__contains=request.GET.get('q', ''))",
        "rows.order_by(ORDERS[request.GET.get('sort', 'name')])",
        "rows.order_by(ORDERS.get(request.GET.get('sort'), 'name'), 'pk')",
        "rows.filter(**CHOICES[request.GET['state']])",
        "form = Form(request.POST)\nrows.create(**form.cleaned_data)",
        "cursor.execute('select 1 where a = %s', [request.GET['a']])",
        "logger.info('done', extra={'a': 1})",
    ],
)
def test_an_innocent_query_is_left_alone(text):
    assert faults_in_queries(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "from django.utils.safestring import mark_safe",
        "safestring.mark_safe(name)",
        "@csrf_exempt\ndef view(request): ...",
        "class Row:\n    def __html__(self): ...",
        "format_html('<p style=\"color: red\">{}</p>', name)",
        "format_html(\"<a class='x' onclick='go()'>\")",
    ],
)
def test_a_fault_planted_in_output_is_found(text):
    assert faults_in_output(text) != []


def test_an_innocent_output_is_left_alone():
    assert faults_in_output("format_html('<p class=\"a\">{}</p>', one)") == []
