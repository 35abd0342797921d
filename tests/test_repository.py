"""The promises the repository makes about itself: its tools, its shape, its locks, its pages."""

import re
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parent.parent
APPS = ["config", "branches", "members", "activities", "dues", "reports"]
SOURCES = [
    path
    for app in APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def name_of(path):
    return str(path.relative_to(ROOT))


# Tools ---------------------------------------------------------------------------------------


@pytest.mark.tools
@pytest.mark.parametrize(
    "command",
    ["ruff format --check .", "ruff check .", "lint-imports", "mypy", "djlint templates --lint"],
)
def test_tool_is_content(command):
    tool, *arguments = command.split()
    result = subprocess.run(
        [Path(sys.executable).with_name(tool), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", "--verbosity", "0")


# Shape ---------------------------------------------------------------------------------------

TOP_LEVEL = {
    *APPS,
    *("templates", "static", "tests", ".ci"),
    *("manage.py", "pyproject.toml", "Makefile", ".gitignore", *LOCKS),
    *("README.md", "README.zh-CN.md", "LICENSE"),
}
FORBIDDEN_NAMES = {
    *("utils", "helpers", "common", "core", "misc", "base", "mixins", "managers", "constants"),
}
MOST_LINES = 400


def ignored_by_git():
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    return {line.strip("/") for line in lines} | {".git"}


def test_top_level_holds_what_the_readme_shows_and_nothing_else():
    assert {path.name for path in ROOT.iterdir()} - ignored_by_git() == TOP_LEVEL


def test_sources_and_templates_are_found():
    assert {path.relative_to(ROOT).parts[0] for path in SOURCES} == set(APPS)
    assert TEMPLATES != []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_file_can_be_read_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_every_module_says_what_it_holds():
    modules = {part for path in SOURCES for part in (path.stem, path.parent.name)}

    assert modules & FORBIDDEN_NAMES == set()


# Locks ---------------------------------------------------------------------------------------

PIN = re.compile(r"^(?P<name>[a-z0-9-]+)(?:\[[a-z,]+\])?==(?P<version>\S+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}$")


def requirements(lock):
    """Return each requirement of a lock, on one line: "name==1.0 ; marker --hash=… --hash=…"."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def pins(lock):
    """Return the version of each package that a lock holds."""
    return {PIN.match(line)["name"]: PIN.match(line)["version"] for line in requirements(lock)}


def declared(group):
    """Return the names that pyproject.toml asks for, to run or to test."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"]
    if group == "requirements-dev.txt":
        lines = lines + project["dependency-groups"]["dev"]
    return {re.match(r"[A-Za-z0-9-]+", line)[0].lower() for line in lines}


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert re.findall(r"://|\bfile:|\s@\s|--(?!hash=)\S+|^-.*|#.*", text, re.MULTILINE) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_every_line_with_a_hash(lock):
    lines = requirements(lock)

    assert lines != []
    assert [line for line in lines if not (PIN.match(line) and HASH.search(line))] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_what_the_project_asks_for(lock):
    assert declared(lock) - set(pins(lock)) == set()


def test_what_is_tested_is_what_runs():
    running, testing = (pins(lock) for lock in LOCKS)

    assert running.items() <= testing.items()


# Pages ---------------------------------------------------------------------------------------

TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
UNESCAPED = re.compile(r"\|\s*safe(?:seq)?\b|autoescape\s+off|csrf_exempt|mark_safe")


class Markup(HTMLParser):
    """Collects what a strict content security policy forbids, and requests to other hosts."""

    def __init__(self):
        super().__init__()
        self.faults = []
        self.inside = ""

    def handle_starttag(self, tag, attributes):
        self.inside = tag
        names = dict(attributes)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.faults.append(f"<{tag}>")
        for name, value in attributes:
            if name == "style" or name.startswith(("on", "hx-on", "hx-vals-js")):
                self.faults.append(f"{name}=")
            if re.match(r"\s*(?:javascript|vbscript):", value or "", re.IGNORECASE):
                self.faults.append(f"{name}={value}")
            loaded = name in {"src", "srcset", "poster"} or (name == "href" and tag == "link")
            if loaded and re.match(r"\s*(?:\w+:)?//", value or ""):
                self.faults.append(f"{name}={value}")

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside == "script" and data.strip():
            self.faults.append("<script>…</script>")


def faults_in_template(text):
    """Return what in a template could turn stored text into markup, or breaks the policy."""
    markup = Markup()
    markup.feed(TEMPLATE_TAG.sub(" ", text))
    markup.close()
    return UNESCAPED.findall(text) + markup.faults


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_holds_no_script_no_style_and_nothing_unescaped(path):
    assert faults_in_template(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "<p>{{ name|safe }}</p>",
        "{% autoescape off %}{{ name }}{% endautoescape %}",
        '<p style="color: red">',
        '<p class="a" style="width: {{ share }}%">',
        "<style>p { color: red }</style>",
        '<button type="button" onclick="go()">',
        '<div hx-on:click="go()">',
        "<script>go()</script>",
        '<script nonce="{{ nonce }}">go()</script>',
        '<a href="javascript:go()">',
        '<img src="//example.org/a.png">',
        '<link rel="stylesheet" href="https://example.org/a.css">',
    ],
)
def test_a_fault_planted_in_a_template_is_found(text):
    assert faults_in_template(text) != []


@pytest.mark.parametrize(
    "text",
    [
        '<script src="{% static "js/menu.js" %}" type="module"></script>',
        '<a href="?on={{ day }}&amp;one=1" class="{% if on == "x" %}on{% endif %}">onset = 1</a>',
        '{% include "components/pager.html" with onward=page only %}',
    ],
)
def test_an_innocent_template_is_left_alone(text):
    assert faults_in_template(text) == []
