"""Fix by what members' dues are reckoned, and who pays less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.core.exceptions import ValidationError

from branches import audit
from branches.models import Organisation, Stale, User
from branches.querysets import fuse
from branches.services.transactions import insert, service, update
from branches.verbs import Verb
from dues.articles import CATEGORIES, WAGE_ITEMS, Category
from dues.models import Assessment, Basis, BasisItem, Relief
from dues.money import MOST_FEN, formatted, yuan_of
from dues.querysets import owing_placements
from dues.rules import FLAT, WHOLE_COMMITTEES, base_of
from dues.services.assessments import BATCH, reassess
from dues.services.reckoning import months_of
from members.models import Member, Placement


@dataclass(frozen=True)
class NewBasis:
    """One row of many bases: items are wage items by code, in fen."""

    member: Member
    organisation: Organisation
    year: int
    since: date
    category: str
    items: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class ReliefFacts:
    """What a relief's form asks; fen is what she still pays a month.

    starts_on, ends_on: first days of months, half-open. approved_by: None when nobody did yet.
    """

    starts_on: date
    ends_on: date | None
    kind: str
    fen: int
    approved_by: Organisation | None
    document: str


@service
def set_basis(
    *,
    member: Member,
    year: int,
    since: date,
    category: str,
    items: Mapping[str, int],
    reason: str,
    by: User | None,
    version: int | None = None,
) -> Basis:
    """Fix a member's basis from a month of a year on, and reckon the months it decides.

    items: wage items by code, in fen. A second basis of a year needs its reason; one that begins
    in the same month corrects the first and names its version. Raises ValidationError, Stale.
    """
    _judge(year=year, since=since, category=category, items=items)
    of_year = list(Basis.objects.of_year(year).filter(member=member))
    same = next((row for row in of_year if row.since == since), None)
    if of_year and not reason:
        raise ValidationError({"reason": "每年年初核定、年内一般不变动；要变动请写明原因。"})
    if same is None and version is not None:
        raise ValidationError({"since": "正在更正的基数已经不在，请重新打开页面。"})
    basis = _saved(same, member, year, since, category, reason, version=version, by=by)
    basis.items.all().delete()
    BasisItem.objects.bulk_create(_items(basis, items))
    months = [month for month in months_of(year) if month >= since]
    changed = reassess(member=member, months=months, by=by)
    newest = Assessment.objects.current().filter(basis=basis).order_by("-month").first()
    # What a month comes to, never what it was reckoned from.
    audit.record(
        Verb.BASIS_SET,
        member,
        by=by,
        organisation=basis.organisation,
        reason=reason,
        dues_year=year,
        since=since,
        dues_due=formatted(newest.fen) if newest else "",
        dues_added=changed,
    )
    return basis


@service
def set_bases(*, rows: Sequence[NewBasis], by: User | None) -> list[Basis]:
    """Fix many first bases at once; nothing is reckoned yet. Raises ValidationError by row."""
    bases, items = [], []
    for number, row in enumerate(rows, start=1):
        try:
            _judge(year=row.year, since=row.since, category=row.category, items=row.items)
        except ValidationError as error:
            raise ValidationError(f"第 {number} 行：{'；'.join(error.messages)}") from error
        basis = Basis(
            member=row.member,
            organisation=row.organisation,
            year=row.year,
            since=row.since,
            category=row.category,
            reason=row.reason,
            recorded_by=by,
        )
        bases.append(basis)
    made = Basis.objects.bulk_create(bases, batch_size=BATCH)
    for basis, row in zip(made, rows, strict=True):
        items.extend(_items(basis, row.items))
    BasisItem.objects.bulk_create(items, batch_size=BATCH)
    digest = sha256("\n".join(str(basis.uid) for basis in made).encode()).hexdigest()
    audit.record(Verb.BASES_SET, by=by, count=len(made), digest=digest)
    return made


@service
def grant_relief(*, member: Member, facts: ReliefFacts, by: User | None) -> Relief:
    """Let a member pay less, or nothing, over months, and reckon those reckoned before again.

    What nobody approved is kept and marked, not refused. Raises ValidationError.
    """
    relief = Relief(member=member, organisation=place_in(member, facts.starts_on), **vars(facts))
    insert(relief, by=by)
    _reassess_relief(relief, by=by)
    audit.record(
        Verb.RELIEF_GRANTED,
        member,
        by=by,
        organisation=relief.organisation,
        starts_on=relief.starts_on,
        ends_on=relief.ends_on,
        relief_approved_by=str(relief.approved_by or ""),
        document=relief.document,
    )
    return relief


@service
def end_relief(*, relief: Relief, on: date, reason: str, version: int | None, by: User) -> Relief:
    """End a relief from the month `on`. Raises ValidationError, Stale."""
    if on <= relief.starts_on:
        raise ValidationError({"on": f"月份必须晚于减免开始的 {relief.starts_on:%Y-%m}。"})
    relief.ends_on = on
    update(relief, version=version)
    _reassess_relief(relief, by=by)
    audit.record(
        Verb.RELIEF_ENDED,
        relief.member,
        by=by,
        organisation=relief.organisation,
        reason=reason,
        on=on,
    )
    return relief


def place_in(member: Member, month: date) -> Organisation:
    """Return where a member owes the dues of a month, or was placed last. Raises ValidationError.

    What she is given before her first stay begins belongs to the first one.
    """
    stays = Placement.objects.filter(member=member).select_related("organisation")
    stay = (
        owing_placements(month).filter(member=member).select_related("organisation").first()
        or stays.filter(starts_on__lte=month).order_by("-starts_on").first()
        or stays.order_by("starts_on").first()
    )
    if stay is None:
        raise ValidationError({"since": "这名党员还没有编入党支部，请先登记组织关系。"})
    return stay.organisation


def approver_of(organisation: Organisation, approval: str) -> Organisation | None:
    """Return who approved: the branch itself (`BRANCH`), the nearest committee above, or nobody.

    organisation: one the asker may read; its committee is no secret to it.
    """
    if approval == "BRANCH":
        return organisation
    if approval != "COMMITTEE":
        return None
    with fuse(on=False):
        above = Organisation.objects.above(organisation).filter(kind__in=WHOLE_COMMITTEES)
        return above.exclude(pk=organisation.pk).last()


def _judge(*, year: int, since: date, category: str, items: Mapping[str, int]) -> None:
    """Refuse what no wage slip of that year can be."""
    if since.year != year:
        raise ValidationError({"since": f"请填写 {year} 年的月份。"})
    if category not in CATEGORIES:
        raise ValidationError({"category": "请选择交纳类别。"})
    for code, fen in items.items():
        if code not in WAGE_ITEMS or WAGE_ITEMS[code].category != category:
            raise ValidationError({"category": "工资项目和交纳类别不一致，请检查。"})
        if not 0 <= fen <= MOST_FEN:
            raise ValidationError({code: "金额不对，请检查。"})
    if Category(category) in FLAT:
        return
    base = base_of({code: yuan_of(fen) for code, fen in items.items()})
    if base <= 0:
        raise ValidationError(
            {"category": "计入基数的收入减去个人所得税和个人缴费后没有余额，请检查各项金额。"}
        )


def _saved(
    same: Basis | None,
    member: Member,
    year: int,
    since: date,
    category: str,
    reason: str,
    *,
    version: int | None,
    by: User | None,
) -> Basis:
    if same is None:
        basis = Basis(
            member=member,
            organisation=place_in(member, since),
            year=year,
            since=since,
            category=category,
            reason=reason,
        )
        insert(basis, by=by)
        return basis
    same.category, same.reason = category, reason
    if version is None:
        raise Stale(mine=same, theirs=Basis._base_manager.get(pk=same.pk))
    update(same, version=version)
    return same


def _items(basis: Basis, items: Mapping[str, int]) -> list[BasisItem]:
    return [
        BasisItem(basis=basis, item=code, amount=str(fen)) for code, fen in items.items() if fen
    ]


def _reassess_relief(relief: Relief, *, by: User | None) -> None:
    rows = Assessment.objects.current().filter(member=relief.member, month__gte=relief.starts_on)
    reassess(member=relief.member, months=list(rows.values_list("month", flat=True)), by=by)
