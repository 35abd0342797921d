"""What problems are told from: for the working paper, never for the document or its workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from activities.models import Attendance, SittingKind
from activities.services.duties import owing
from branches.articles import ENOUGH_FOR_OWN
from branches.models import Organisation
from branches.options import Option
from branches.periods import Period, month_of, next_month
from branches.querysets import OrganisationQuerySet, SchoolQuerySet, fuse
from branches.rules import covers_too_many
from branches.services.registers import settings_on
from dues.models import Payment
from members.models import Circumstance, Employment, Term
from members.querysets import PlacementQuerySet, TermQuerySet
from reports.figures.chapters.development import admitted
from reports.figures.chapters.members import YOUNG, placements, roll
from reports.figures.figure import Measure, Number, Rows, Scope, count, distinct

# How long nothing is seen of somebody before it is asked where she is.
UNSEEN_MONTHS = 6


def _through(scope: Scope) -> OrganisationQuerySet:
    """Return the branches that existed all through the period."""
    stood = scope.organisations.basic().on(scope.day)
    return stood.filter(founded_on__lte=scope.period.start)


def _without_themed_day(scope: Scope) -> OrganisationQuerySet:
    """Return those that missed a themed day they owed in a month that is over."""
    rows = _through(scope)
    months = [Period.month(month) for month in scope.elapsed.months()]
    over = [month for month in months if month.end <= scope.elapsed.end]
    if not over:
        return rows.none()
    missed = owing(rows, SittingKind.Kind.THEMED_DAY, over)
    return rows.filter(pk__in={row.pk for found in missed for row in found})


def _in_terms(scope: Scope) -> TermQuerySet:
    """Return the terms that hold on the day, over or not, of what exists."""
    rows: TermQuerySet = scope.rows(Term.objects)
    return rows.in_organisations(scope.standing).on(scope.day)


def _admitting(scope: Scope) -> OrganisationQuerySet:
    return _through(scope).exclude(member_kind="RETIRED")


def _without_admission(scope: Scope) -> OrganisationQuerySet:
    here = admitted(scope).filter(organisation=OuterRef("pk"))
    return _admitting(scope).filter(~Exists(here))


def _uncovered(scope: Scope) -> SchoolQuerySet:
    formed: Any = scope.schools.private().with_coverage_form(on=scope.day)
    rows: SchoolQuerySet = formed.filter(coverage_form__in=("INSTRUCTOR", "NONE"))
    return rows


def _judged(rows: OrganisationQuerySet) -> list[Organisation]:
    """Return rows that were found to be readable, and are read only to be judged."""
    with fuse(on=False):
        return list(rows)


def _wide(scope: Scope) -> OrganisationQuerySet:
    """Return the joint branches over more units than their own setting allows."""
    rows = scope.standing.filter(kind="JOINT_BRANCH")
    joint = _judged(rows.with_schools(on=scope.day))
    limits = settings_on(Option.JOINT_BRANCH_UNITS, joint, scope.day)
    wide = [
        row.pk
        for row in joint
        if covers_too_many(row.schools_covered, limit=int(str(limits[row.pk])))
    ]
    return rows.filter(pk__in=wide)


def _enough_for_own(scope: Scope) -> SchoolQuerySet:
    """Return the private schools in a joint branch with as many full members as ask for their own.

    Whoever is retired is no longer a member there.
    """
    joined = roll(scope).full(on=scope.day).filter(organisation__kind="JOINT_BRANCH")
    working = Employment.objects.on(scope.day).filter(
        school=OuterRef("pk"), is_retired=False, member__in=joined.order_by().values("member")
    )
    number = working.order_by().values("school").annotate(n=Count("member", distinct=True))
    formed: Any = scope.schools.private().covered_in_form("JOINT", on=scope.day)
    counted = formed.annotate(full_members=Coalesce(Subquery(number.values("n")), Value(0)))
    rows: SchoolQuerySet = counted.filter(full_members__gte=ENOUGH_FOR_OWN)
    return rows


def _out_of_contact(scope: Scope) -> PlacementQuerySet:
    return roll(scope).in_circumstance(Circumstance.Kind.OUT_OF_CONTACT, on=scope.day)


def _unseen(scope: Scope) -> PlacementQuerySet:
    """Return who in the last six months that are over came to nothing and paid no dues.

    Only who was in the branch all that time and is expected at meetings, and only where the
    register was open all that time and the branch kept both: of what was not recorded nothing
    follows.
    """
    over = month_of(scope.elapsed.end)
    months = Period(next_month(over, -UNSEEN_MONTHS), scope.elapsed.end)
    opened = settings_on(Option.OPENED_ON, _judged(scope.standing), scope.day)
    late = [key for key, day in opened.items() if isinstance(day, date) and day > months.start]
    came = Attendance.objects.confirmed().present().held(months)
    paid = Payment.objects.standing().filter(
        kind=Payment.Kind.DUES,
        month__gte=months.start,
        month__lt=months.end,
        paid_on__lte=scope.day,
    )
    there = placements(scope).expected(on=scope.day).filter(starts_on__lte=months.start)
    rows = there.exclude(organisation__in=late)
    for recorded in (came, paid):
        rows = rows.filter(
            Exists(recorded.filter(organisation=OuterRef("organisation"))),
            ~Exists(recorded.filter(member=OuterRef("member"))),
        )
    return rows


def _in_post(scope: Scope) -> PlacementQuerySet:
    return roll(scope).in_post(on=scope.day)


def _young(scope: Scope) -> PlacementQuerySet:
    return _in_post(scope).of_age(on=scope.day, most=YOUNG)


def _evidence(
    name: str,
    label: str,
    unit: str,
    rows: Callable[[Scope], Rows],
    of: Callable[[Rows, Scope], Number | None] = count,
) -> Measure:
    return Measure(f"evidence.{name}", label, unit, rows, of=of, is_kept_close=True)


MEASURES = [
    _evidence("through", "整个时期都存在的党支部", "个", _through),
    _evidence("without_themed_day", "有月份没有开展主题党日的党支部", "个", _without_themed_day),
    _evidence("in_terms", "有任期的党组织", "个", _in_terms, of=distinct("organisation")),
    _evidence("admitting", "整个时期都存在的在职党支部", "个", _admitting),
    _evidence("without_admission", "没有发展党员的在职党支部", "个", _without_admission),
    _evidence("uncovered", "没有党组织的民办学校", "所", _uncovered),
    _evidence("wide_joint", "覆盖单位过多的联合党支部", "个", _wide),
    _evidence("enough_for_own", "够条件单独组建而在联合党支部的民办学校", "所", _enough_for_own),
    _evidence("unseen", "六个月没有参加活动也没有交纳党费的党员", "名", _unseen),
    _evidence("out_of_contact", "失联党员", "名", _out_of_contact),
    _evidence("young", "35岁及以下在职党员", "名", _young),
    _evidence("in_post", "在职党员", "名", _in_post),
]
