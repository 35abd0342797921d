"""What was held and who came: confirmed sittings only."""

from __future__ import annotations

from collections.abc import Callable

from activities.models import Campaign, Lecturer, Sitting, SittingKind
from activities.querysets import CampaignQuerySet, LecturerQuerySet, SittingQuerySet
from reports.figures.figure import Measure, Number, Rows, Scope, distinct

Kind = SittingKind.Kind
MEETINGS = (
    Kind.MEMBERS_MEETING,
    Kind.COMMITTEE_MEETING,
    Kind.GROUP_MEETING,
)
NATURE = "只计已确认的；一场活动可有几种类型，每种各计一次。"
# The kinds a document tells of one by one: id, kind, unit of the sittings.
TOLD = (
    ("centre_group", Kind.CENTRE_GROUP, "次"),
    ("viewings", Kind.VIEWING, "场"),
    ("preachings", Kind.PREACHING, "场"),
    ("discussions", Kind.DISCUSSION, "场"),
    ("warnings", Kind.WARNING, "场"),
    ("oaths", Kind.OATH, "场"),
    ("political_birthdays", Kind.POLITICAL_BIRTHDAY, "场"),
    ("contests", Kind.CONTEST, "场"),
    ("volunteering", Kind.VOLUNTEERING, "场"),
    ("condolences", Kind.CONDOLENCE, "次"),
    ("visits", Kind.VISIT, "次"),
    ("demonstrations", Kind.DEMONSTRATION, "场"),
    ("talks", Kind.TALK, "次"),
)
# Of these it is told what the organisation did itself, and what all beneath it did.
TIERED = (
    ("centre_group", Kind.CENTRE_GROUP, "次"),
    ("studies", Kind.STUDY, "场"),
    ("viewings", Kind.VIEWING, "场"),
    ("warnings", Kind.WARNING, "场"),
)


def sittings(scope: Scope) -> SittingQuerySet:
    """Return the confirmed sittings of the period."""
    rows: SittingQuerySet = scope.rows(Sitting.objects)
    return rows.in_organisations(scope.organisations).confirmed().held(scope.elapsed)


def of_year(scope: Scope) -> SittingQuerySet:
    """Return the confirmed sittings for the period's year (所属年度) that it tells of."""
    rows: SittingQuerySet = scope.rows(Sitting.objects)
    rows = rows.in_organisations(scope.organisations).confirmed()
    return rows.of_year(scope.period.start.year).held(scope.yearly)


def of_kind(*kinds: str) -> Callable[[Scope], SittingQuerySet]:
    """Return what gives the sittings of these kinds."""
    return lambda scope: sittings(scope).of_kind(*kinds)


def _own(kind: str) -> Callable[[Scope], SittingQuerySet]:
    """Return what gives the upper tier: what the organisation itself held."""
    return lambda scope: of_kind(kind)(scope).filter(organisation=scope.organisation)


def _below(kind: str) -> Callable[[Scope], SittingQuerySet]:
    """Return what gives the lower tier: what all beneath it held."""
    return lambda scope: of_kind(kind)(scope).exclude(organisation=scope.organisation)


def _life(scope: Scope) -> SittingQuerySet:
    """Return the branches' sittings of organisational life for the year, of those that stand."""
    rows = of_year(scope).of_kind(Kind.ORGANISATIONAL_LIFE)
    return rows.in_organisations(scope.standing.basic())


def attendances(rows: Rows, scope: Scope) -> Number:
    """Return how many came to these sittings, each person each time (人次)."""
    assert isinstance(rows, SittingQuerySet)  # noqa: S101  # only sittings are attended
    return rows.in_total()["attendances"]


def _lectures_by(office: str) -> Callable[[Scope], LecturerQuerySet]:
    def rows(scope: Scope) -> LecturerQuerySet:
        taught = sittings(scope).of_kind(Kind.LECTURE)
        lecturers: LecturerQuerySet = Lecturer.objects.of_sittings(taught)
        return lecturers.filter(office=office)

    return rows


def campaigns(scope: Scope) -> CampaignQuerySet:
    """Return the campaigns that ran in the period and that a sitting of it carried."""
    rows: CampaignQuerySet = scope.rows(Campaign.objects)
    # Only its own: a figure must not depend on whether its reader may read those from above.
    rows = rows.filter(kept_by__in=scope.organisations)
    rows = rows.overlapping(scope.elapsed.start, scope.elapsed.end)
    return rows.filter(pk__in=sittings(scope).order_by().values("campaign"))


def _with_people(name: str, kind: str, unit: str) -> list[Measure]:
    label = str(Kind(kind).label)
    return [
        Measure(f"activities.{name}", label, unit, of_kind(kind), note=NATURE),
        Measure(
            f"activities.{name}.attendances",
            f"{label}参加人次",
            "人次",
            of_kind(kind),
            of=attendances,
            note=NATURE,
        ),
    ]


def _in_tiers(name: str, kind: str, unit: str) -> list[Measure]:
    label = str(Kind(kind).label)
    return [
        Measure(f"activities.{name}.own", f"本级{label}", unit, _own(kind), note=NATURE),
        Measure(f"activities.{name}.below", f"所属党组织{label}", unit, _below(kind), note=NATURE),
    ]


MEASURES = [
    Measure("activities.themed_days", "主题党日", "次", of_kind(Kind.THEMED_DAY), note=NATURE),
    Measure(
        "activities.meetings",
        "支部党员大会、支委会、党小组会",
        "次",
        of_kind(*MEETINGS),
        note="一场会兼有几种会的只计一次。",
    ),
    Measure("activities.lectures", "党课", "次", of_kind(Kind.LECTURE), note=NATURE),
    Measure("activities.lectures.by_secretaries", "书记讲党课", "人次", _lectures_by("SECRETARY")),
    Measure("activities.lectures.by_leaders", "班子成员讲党课", "人次", _lectures_by("LEADER")),
    Measure("activities.studies", "集中学习", "场", of_kind(Kind.STUDY), note=NATURE),
    Measure(
        "activities.attendances",
        "参加活动",
        "人次",
        sittings,
        of=attendances,
        note="到会党员和其他到会人员之和，每场活动只计一次。",
    ),
    Measure("activities.sittings", "活动", "场", sittings, note="只计已确认的。"),
    Measure(
        "activities.organisational_life",
        "召开本年度组织生活会的党支部",
        "个",
        _life,
        of=distinct("organisation"),
        note="按所属年度统计：全年的不论在哪一年召开，半年和季度的只计期内召开的。",
    ),
    Measure("activities.campaigns", "有活动的专项活动", "项", campaigns),
    *(measure for each in TOLD for measure in _with_people(*each)),
    *(measure for each in TIERED for measure in _in_tiers(*each)),
]
