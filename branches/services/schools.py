"""Enter, correct and close schools; record head counts; begin and end coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TypeVar

from django.core.exceptions import ValidationError

from branches import audit
from branches.audit import Verb
from branches.models import Coverage, HeadCount, Organisation, Record, School, User
from branches.names import name_key
from branches.rules import may_cover
from branches.services.transactions import close, insert, service, update

Row = TypeVar("Row", bound=Record)


@dataclass(frozen=True)
class SchoolFacts:
    """What a school's form asks."""

    code: str
    name: str
    short_name: str
    stage: str
    ownership: str
    level: str
    township: str
    opened_on: date


@dataclass(frozen=True)
class Counts:
    """A school's head counts of one school year; None is not known."""

    staff: int
    teachers: int | None = None
    teachers_to_35: int | None = None
    women: int | None = None
    backbone_teachers: int | None = None
    pupils: int | None = None


@service
def enter_school(*, facts: SchoolFacts, kept_by: Organisation, by: User | None) -> School:
    """Enter a school into the register of `kept_by`. Raises ValidationError."""
    school = School(kept_by=kept_by, **vars(facts))
    insert(school, by=by)
    audit.record(Verb.SCHOOL_ENTERED, school, by=by, organisation=kept_by, **vars(facts))
    return school


@service
def enter_schools(
    *, rows: Sequence[SchoolFacts], kept_by: Organisation, by: User | None
) -> dict[str, School]:
    """Enter many schools at once; return them by code. Raises ValidationError naming the row."""
    made = []
    for number, facts in enumerate(rows, start=1):
        school = School(
            kept_by=kept_by, name_key=name_key(facts.name), recorded_by=by, **vars(facts)
        )
        _ask_row(school, number)
        made.append(school)
    School.objects.bulk_create(made)
    _record_many(Verb.SCHOOLS_ENTERED, [school.code for school in made], kept_by, by)
    return {school.code: school for school in made}


@service
def correct_school(
    *, school: School, facts: SchoolFacts, reason: str, version: int | None, by: User
) -> School:
    """Mend a school's facts. Raises ValidationError, Stale."""
    old = audit.values(school, vars(facts))
    for name, value in vars(facts).items():
        setattr(school, name, value)
    update(school, version=version)
    audit.record(
        Verb.SCHOOL_CORRECTED,
        school,
        by=by,
        organisation=school.kept_by,
        reason=reason,
        changes=audit.changes(old, school),
    )
    return school


@service
def close_school(
    *, school: School, on: date, reason: str, version: int | None, by: User
) -> School:
    """Close a school from `on`, which ends its coverages. Raises ValidationError, Stale."""
    school.closed_on = on
    ended = 0
    for coverage in school.coverages.overlapping(on, None):
        close(coverage, on=on, since="覆盖开始", version=coverage.version)
        ended += 1
    update(school, version=version)
    audit.record(
        Verb.SCHOOL_CLOSED,
        school,
        by=by,
        organisation=school.kept_by,
        reason=reason,
        on=on,
        ended=ended,
    )
    return school


@service
def reopen_school(*, school: School, reason: str, version: int | None, by: User) -> School:
    """Take a closing back, as the mistake it was. Coverages are entered anew. Raises Stale."""
    old = audit.values(school, ("closed_on",))
    school.closed_on = None
    update(school, version=version)
    audit.record(
        Verb.SCHOOL_REOPENED,
        school,
        by=by,
        organisation=school.kept_by,
        reason=reason,
        changes=audit.changes(old, school),
    )
    return school


@service
def record_head_count(
    *, school: School, school_year: int, counts: Counts, version: int | None, by: User
) -> HeadCount:
    """Enter or correct a school's head counts of one school year.

    version: of the row that is corrected; None when there is none yet.
    Raises ValidationError, Stale.
    """
    head_count = HeadCount.objects.filter(school=school, school_year=school_year).first()
    is_new = head_count is None
    head_count = head_count or HeadCount(school=school, school_year=school_year)
    old = audit.values(head_count, vars(counts))
    for name, value in vars(counts).items():
        setattr(head_count, name, value)
    if is_new:
        insert(head_count, by=by)
    else:
        update(head_count, version=version)
    audit.record(
        Verb.HEAD_COUNT_RECORDED,
        school,
        by=by,
        organisation=school.kept_by,
        school_year=school_year,
        changes=audit.changes(old, head_count),
    )
    return head_count


@service
def record_head_counts(
    *, rows: Sequence[tuple[School, int, Counts]], by: User | None
) -> list[HeadCount]:
    """Enter many new head counts at once. Raises ValidationError naming the row."""
    made = []
    for number, (school, year, counts) in enumerate(rows, start=1):
        row = HeadCount(school=school, school_year=year, recorded_by=by, **vars(counts))
        _ask_row(row, number)
        made.append(row)
    HeadCount.objects.bulk_create(made)
    keys = [f"{row.school_id} {row.school_year}" for row in made]
    _record_many(Verb.HEAD_COUNTS_RECORDED, keys, None, by)
    return made


@service
def cover(  # the form is that wide
    *,
    organisation: Organisation,
    school: School,
    role: str,
    starts_on: date,
    document: str,
    by: User | None,
) -> Coverage:
    """Let an organisation cover a school from a day on. Raises ValidationError."""
    coverage = Coverage(
        organisation=organisation,
        school=school,
        role=role,
        starts_on=starts_on,
        document=document,
        recorded_by=by,
    )
    _judge(coverage)
    insert(coverage, by=by)
    audit.record(
        Verb.COVERAGE_BEGUN,
        organisation,
        by=by,
        organisation=organisation,
        school=str(school),
        school_uid=school.uid,
        role=role,
        starts_on=starts_on,
        document=document,
    )
    return coverage


@service
def cover_many(*, rows: Sequence[Coverage], by: User | None) -> list[Coverage]:
    """Begin many coverages at once. Raises ValidationError naming the row."""
    for number, coverage in enumerate(rows, start=1):
        coverage.recorded_by = by
        try:
            _judge(coverage)
        except ValidationError as error:
            raise ValidationError(f"第 {number} 行：{'；'.join(error.messages)}") from error
        _ask_row(coverage, number)
    made = Coverage.objects.bulk_create(rows)
    _record_many(Verb.COVERAGES_BEGUN, [str(row.uid) for row in made], None, by)
    return made


@service
def end_coverage(
    *, coverage: Coverage, on: date, reason: str, version: int | None, by: User
) -> Coverage:
    """End a coverage from `on`. Raises ValidationError, Stale."""
    close(coverage, on=on, since="覆盖开始", version=version)
    audit.record(
        Verb.COVERAGE_ENDED,
        coverage.organisation,
        by=by,
        organisation=coverage.organisation,
        reason=reason,
        school=str(coverage.school),
        on=on,
    )
    return coverage


def _judge(coverage: Coverage) -> None:
    organisation, school = coverage.organisation, coverage.school
    if not may_cover(organisation.kind, coverage.role):
        role = Coverage.Role(coverage.role).label
        raise ValidationError(
            {"role": f"{organisation.get_kind_display()}不能以“{role}”的方式覆盖学校，请另选。"}
        )
    if coverage.starts_on < organisation.founded_on:
        raise ValidationError(
            {"starts_on": f"党组织 {organisation.founded_on} 才成立，覆盖不能更早。"}
        )
    if coverage.starts_on < school.opened_on:
        raise ValidationError({"starts_on": f"学校 {school.opened_on} 才开办，覆盖不能更早。"})
    until = coverage.ends_on or date.max
    if organisation.dissolved_on and until > organisation.dissolved_on:
        raise ValidationError({"starts_on": f"党组织已于 {organisation.dissolved_on} 撤销。"})
    if school.closed_on and until > school.closed_on:
        raise ValidationError({"starts_on": f"学校已于 {school.closed_on} 停办。"})


def _ask_row(row: Record, number: int) -> None:
    """Ask a row's fields; what its constraints say, the database says when all are written."""
    related = [field.name for field in row._meta.fields if field.is_relation]
    try:
        row.clean_fields(exclude=related)
    except ValidationError as error:
        raise ValidationError(f"第 {number} 行：{'；'.join(error.messages)}") from error


def _record_many(
    verb: Verb, keys: list[str], organisation: Organisation | None, by: User | None
) -> None:
    digest = sha256("\n".join(keys).encode()).hexdigest()
    audit.record(verb, by=by, organisation=organisation, count=len(keys), digest=digest)
