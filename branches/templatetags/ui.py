"""Words for values, in templates."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template

from branches import verbs
from branches.audit import LABELS
from branches.models import Appointment, AuditEvent, Coverage, Organisation, School
from branches.options import DECLARATIONS
from branches.tables import FORMS

register = template.Library()


@dataclass(frozen=True)
class Fact:
    """One line of a fact list."""

    label: str
    value: Any
    url: str = ""
    why: str = ""


@register.simple_tag
def fact(label: str, value: Any, url: str = "", why: str = "") -> Fact:
    """Return one line for `facts.html`; collect several with `as`."""
    return Fact(label, value, url, why)


@register.simple_tag
def listed(*items: Any) -> list[Any]:
    """Return the items as a list; a name the template never set arrives empty and is left out."""
    return [item for item in items if item]


@register.filter
def verb_label(verb: str) -> str:
    """Return what a verb of the log is called."""
    return LABELS.get(verb, verb)


@register.filter
def role_label(role: str) -> str:
    """Return what a role is called; empty for none."""
    return dict(Appointment.Role.choices).get(role, role)


@register.filter
def form_label(form: str) -> str:
    """Return what a way of coverage is called."""
    return FORMS.get(form, form)


@register.filter
def told(event: AuditEvent) -> list[tuple[str, str]]:
    """Return what an event's detail says, as pairs of words; what is empty says nothing."""
    if not event.detail.text:
        return [("内容", "已按个人信息保护要求清除")]
    detail, about = json.loads(event.detail.text), event.target_type
    changes = detail.pop("changes", {})

    def in_order(facts: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
        return sorted(facts, key=lambda fact: verbs.place(fact[0], about))

    facts = [(key, value) for key, value in detail.items() if value not in (None, "", {}, [])]
    return [
        *((_word(key, value, about), _said(key, value, about)) for key, value in in_order(facts)),
        *(
            (_word(key, new, about), f"{_said(key, old, about)} → {_said(key, new, about)}")
            for key, (old, new) in in_order(changes.items())
        ),
    ]


@register.filter
def briefly(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out what only programs know things by."""
    return [pair for pair in pairs if pair[0] not in {verbs.word(key) for key in _FOR_PROGRAMS}]


def _word(key: str, value: Any, about: str) -> str:
    if key == "role" and value in Appointment.Role.values:
        return "角色"
    return verbs.word(key, about)


def _said(key: str, value: Any, about: str) -> str:
    if isinstance(value, dict):
        return "；".join(
            f"{_word(name, part, about)}：{_said(name, part, about)}"
            for name, part in value.items()
        )
    if isinstance(value, list):
        return "、".join(_said(key, part, about) for part in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if value in (None, ""):
        return "（空）"
    return verbs.value_label(key, value, about)


_FOR_PROGRAMS = ("school_uid", "digest")

# The words of this floor stand with the verbs; its values are the models'.
verbs.register(
    {},
    {
        "role": dict(Coverage.Role.choices) | dict(Appointment.Role.choices),
        "kind": dict(Organisation.Kind.choices),
        "member_kind": dict(Organisation.MemberKind.choices),
        "stage": dict(School.Stage.choices),
        "ownership": dict(School.Ownership.choices),
        "level": dict(School.Level.choices),
        "coverage_form": FORMS,
        "option": {str(option): declared.label for option, declared in DECLARATIONS.items()},
        "why": {"wrong": "用户名或密码不对", "locked": "已锁定"},
    },
)
