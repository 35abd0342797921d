"""How many organisations and schools there are, and how schools are covered."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from branches.models import Organisation
from branches.querysets import OrganisationQuerySet, SchoolQuerySet
from reports.figures.figure import Figure

# What the words of the private partition are called in its figures, in the order of strength.
PARTITION = {
    "OWN": ("schools.private.own", "单独组建"),
    "JOINT": ("schools.private.joint", "联合组建"),
    "ATTACHED": ("schools.private.attached", "挂靠"),
    "INSTRUCTOR": ("schools.private.instructor_only", "仅有党建指导员"),
    "NONE": ("schools.private.uncovered", "未覆盖"),
}


def organisation_figures(rows: OrganisationQuerySet, *, on: date) -> list[Figure]:
    """Return the figures of organisations that exist on a day, in one query.

    rows: narrowed to whom the figures are for.
    """
    basic = Q(kind__in=(Organisation.Kind.BRANCH, Organisation.Kind.JOINT_BRANCH))
    retired = basic & Q(member_kind=Organisation.MemberKind.RETIRED)
    counts = (
        rows.on(on)
        .counted()
        .aggregate(
            total=Count("pk", filter=basic),
            general=Count("pk", filter=Q(kind=Organisation.Kind.GENERAL_BRANCH)),
            joint=Count("pk", filter=Q(kind=Organisation.Kind.JOINT_BRANCH)),
            retired=Count("pk", filter=retired),
        )
    )
    asked = {
        "total": ("基层党支部", {"kind": "BASIC"}),
        "general": ("党总支", {"kind": "GENERAL_BRANCH"}),
        "joint": ("联合党支部", {"kind": "JOINT_BRANCH"}),
        "retired": ("离退休党支部", {"kind": "BASIC", "member_kind": "RETIRED"}),
    }
    return [
        Figure(
            f"branches.{name}",
            label,
            "个",
            counts[name],
            _rows("branches:organisation-list", {**query, "counted": "1"}, on),
        )
        for name, (label, query) in asked.items()
    ]


def county_cover(rows: OrganisationQuerySet, schools: SchoolQuerySet, *, on: date) -> list[Figure]:
    """Return how many general branches and branches cover county-level public schools."""
    covering = rows.on(on).counted().covering(schools.on(on).county(), on=on)
    found = covering.aggregate(
        general=Count("pk", filter=Q(kind=Organisation.Kind.GENERAL_BRANCH)),
        basic=Count(
            "pk", filter=Q(kind__in=(Organisation.Kind.BRANCH, Organisation.Kind.JOINT_BRANCH))
        ),
    )
    query = {"level": "COUNTY", "counted": "1"}
    return [
        Figure(
            "schools.county.general_branches",
            "县直学校党总支",
            "个",
            found["general"],
            _rows("branches:organisation-list", {**query, "kind": "GENERAL_BRANCH"}, on),
        ),
        Figure(
            "schools.county.branches",
            "县直学校党支部",
            "个",
            found["basic"],
            _rows("branches:organisation-list", {**query, "kind": "BASIC"}, on),
        ),
    ]


def school_figures(rows: SchoolQuerySet, *, on: date) -> list[Figure]:
    """Return the figures of schools that exist on a day, in one query.

    The five forms of the private partition add up to `schools.private`: every school has one.
    """
    private = Q(ownership="PRIVATE")
    counts = (
        rows.on(on)
        .with_coverage_form(on=on)
        .aggregate(
            county=Count("pk", filter=Q(ownership="PUBLIC", level="COUNTY")),
            township=Count("pk", filter=Q(ownership="PUBLIC", level="TOWNSHIP")),
            private=Count("pk", filter=private),
            **{form: Count("pk", filter=private & Q(coverage_form=form)) for form in PARTITION},
        )
    )
    asked = [
        ("county", "schools.county", "县直公办学校", {"ownership": "PUBLIC", "level": "COUNTY"}),
        (
            "township",
            "schools.township",
            "乡镇公办学校",
            {"ownership": "PUBLIC", "level": "TOWNSHIP"},
        ),
        ("private", "schools.private", "民办学校", {"ownership": "PRIVATE"}),
        *(
            (form, name, label, {"ownership": "PRIVATE", "coverage_form": form})
            for form, (name, label) in PARTITION.items()
        ),
    ]
    return [
        Figure(name, label, "所", counts[key], _rows("branches:school-list", query, on))
        for key, name, label, query in asked
    ]


def _rows(name: str, query: dict[str, str], on: date) -> str:
    return f"{reverse(name)}?{urlencode({**query, 'on': on.isoformat()})}"
