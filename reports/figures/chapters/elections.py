"""Elections, terms, secretaries, and who was sent to where."""

from __future__ import annotations

from branches.models import School
from branches.querysets import SchoolQuerySet
from members.models import Election, Post, Term
from members.querysets import ElectionQuerySet, PostQuerySet, TermQuerySet
from reports.figures.figure import Measure, Scope, distinct


def _elections(scope: Scope) -> ElectionQuerySet:
    rows: ElectionQuerySet = scope.rows(Election.objects)
    return rows.in_organisations(scope.organisations).regular().held(scope.elapsed)


def overdue(scope: Scope) -> TermQuerySet:
    """Return the terms that are over and not renewed on the period's last day."""
    rows: TermQuerySet = scope.rows(Term.objects)
    return rows.in_organisations(scope.organisations).overdue(on=scope.day)


def _posts(scope: Scope) -> PostQuerySet:
    rows: PostQuerySet = scope.rows(Post.objects)
    return rows.filter(organisation__in=scope.organisations)


def _sent(kind: str, scope: Scope) -> PostQuerySet:
    return _posts(scope).on(scope.day).of_kind(kind)


def _instructed(scope: Scope) -> SchoolQuerySet:
    schools: SchoolQuerySet = scope.rows(School.objects)
    sent = _sent("INSTRUCTOR", scope).filter(school__isnull=False)
    return schools.on(scope.day).private().filter(pk__in=sent.order_by().values("school"))


PERSONS = "一人在几处任职只计一名。"
MEASURES = [
    Measure(
        "elections.completed",
        "完成换届选举的党组织",
        "个",
        _elections,
        of=distinct("organisation"),
        note="按换届选举举行的日期统计，补选不计。",
    ),
    Measure(
        "elections.overdue",
        "届满未换届的党组织",
        "个",
        overdue,
        of=distinct("organisation"),
        note="任期已满、没有换届，也没有批准延期。",
    ),
    Measure(
        "secretaries.changed",
        "换届以外调整的书记",
        "名",
        lambda scope: _posts(scope).changes_outside_elections(scope.elapsed),
        note="补选和任命的书记，第一书记不计。",
    ),
    Measure(
        "first_secretaries.total",
        "第一书记",
        "名",
        lambda scope: _sent("FIRST_SECRETARY", scope),
        of=distinct("member", "outsider"),
        note=PERSONS,
    ),
    Measure(
        "instructors.total",
        "党建指导员",
        "名",
        lambda scope: _sent("INSTRUCTOR", scope),
        of=distinct("member", "outsider"),
        note=PERSONS,
    ),
    Measure("schools.private.instructed", "有党建指导员的民办学校", "所", _instructed),
]
