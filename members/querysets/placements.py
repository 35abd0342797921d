"""Who is where, and who counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from branches.periods import Period
from branches.querysets import DatedQuerySet, OrganisationQuerySet, within_roots
from members.querysets.people import full_on, holds_on, rows_of

if TYPE_CHECKING:
    from branches.models import Organisation, User
    from members.models import Placement


class PlacementQuerySet(DatedQuerySet["Placement"]):
    """Ways to narrow placements. The roll of a day is one row a person."""

    def readable_by(self, user: User, *, today: date) -> Self:
        """In an organisation the user may read today, whoever is placed there and whenever."""
        return self.filter(within_roots(user.roots(on=today), "organisation__")).scoped()

    def within(self, organisation: Organisation) -> Self:
        """In `organisation` or beneath it."""
        return self.filter(within_roots((organisation.path,), "organisation__"))

    def in_organisations(self, organisations: OrganisationQuerySet) -> Self:
        """In one of these organisations; readable when they are."""
        rows = self.filter(organisation__in=organisations)
        return rows.scoped() if organisations.is_scoped else rows

    def counted(self) -> Self:
        """In organisations of this tree: what answers to a body outside does not count."""
        return self.filter(organisation__outside_superior="")

    def outside(self) -> Self:
        """In organisations that answer to a body outside this tree."""
        return self.exclude(organisation__outside_superior="")

    def on_roll(self, day: date) -> Self:
        """The roll of a day: placed then, 党籍 not suspended then. Full and probationary."""
        return self.on(day).filter(~holds_on("Standing", day))

    def suspended(self, *, on: date) -> Self:
        """Of whom 党籍 is suspended on that day, who are on no roll."""
        return self.filter(holds_on("Standing", on))

    def full(self, *, on: date) -> Self:
        """Of full members on that day."""
        return self.filter(full_on(on))

    def probationary(self, *, on: date) -> Self:
        """Of probationary members on that day."""
        return self.filter(~full_on(on) | Q(member__confirmed_on__isnull=True))

    def retired(self, *, on: date) -> Self:
        """Of those who are retired on that day."""
        return self.filter(holds_on("Employment", on, is_retired=True))

    def in_post(self, *, on: date) -> Self:
        """Of those who are not retired on that day."""
        return self.filter(~holds_on("Employment", on, is_retired=True))

    def in_circumstance(self, kind: str, *, on: date) -> Self:
        """Of whom a circumstance of this kind holds on that day."""
        return self.filter(holds_on("Circumstance", on, kind=kind))

    def of_level(self, *levels: str, on: date) -> Self:
        """Of whose highest education on that day is one of these."""
        return self.filter(holds_on("Education", on, level__in=levels))

    def of_job(self, job: str, *, on: date) -> Self:
        """Of those who work as this on that day."""
        return self.filter(holds_on("Employment", on, job=job))

    def of_ethnicity(self, *peoples: str) -> Self:
        """Of one of these peoples."""
        return self.filter(member__ethnicity__in=peoples)

    def not_of_ethnicity(self, *peoples: str) -> Self:
        """Of any other people."""
        return self.exclude(member__ethnicity__in=peoples)

    def named(self, text: str) -> Self:
        """Of those whose name, pinyin or initials contain `text`."""
        return self.filter(member__name_key__contains=text.lower())

    def of_age(self, *, on: date, least: int = 0, most: int | None = None) -> Self:
        """Of those who have completed at least `least` and at most `most` years on that day."""
        rows = self.filter(member__born_on__lte=_years_before(on, least))
        return (
            rows if most is None else rows.filter(member__born_on__gt=_years_before(on, most + 1))
        )

    def with_roll_facts(self, *, on: date) -> Self:
        """With `is_retired`, `job`, `school_name`, `level`, `is_suspended` of that day."""
        job = rows_of("Employment").on(on).filter(member=OuterRef("member"))
        level = rows_of("Education").on(on).filter(member=OuterRef("member"))
        return self.annotate(
            is_retired=Coalesce(Subquery(job.values("is_retired")[:1]), Value(False)),  # noqa: FBT003  # SQL's false
            job=Subquery(job.values("job")[:1]),
            school_name=Subquery(job.values("school__short_name")[:1]),
            level=Subquery(level.values("level")[:1]),
            is_suspended=holds_on("Standing", on),
            stage=Case(When(full_on(on), then=Value("FULL")), default=Value("PROBATIONARY")),
        )

    def with_sheet_facts(self, *, on: date) -> Self:
        """With `workplace`, `title`, `degree`, `is_out_of_contact`, `is_mobile` of that day."""
        work = rows_of("Employment").on(on).filter(member=OuterRef("member"))
        learnt = rows_of("Education").on(on).filter(member=OuterRef("member"))
        place = work.annotate(place=Coalesce("school__short_name", "workplace"))
        return self.annotate(
            workplace=Subquery(place.values("place")[:1]),
            title=Subquery(work.values("title")[:1]),
            degree=Subquery(learnt.values("degree")[:1]),
            is_out_of_contact=holds_on("Circumstance", on, kind="OUT_OF_CONTACT"),
            is_mobile=holds_on("Circumstance", on, kind="MOBILE"),
        )

    def with_open_page(self, user: User, *, today: date) -> Self:
        """With `is_open`: whether the user may read the person herself today."""
        people = rows_of("Member").readable_by(user, today=today)
        return self.annotate(is_open=Exists(people.filter(pk=OuterRef("member"))))

    def expected(self, *, on: date) -> Self:
        """Whom an ordinary meeting of that day expects: the roll without exempt and mobile."""
        return self.on_roll(on).filter(
            ~holds_on("Circumstance", on, kind__in=("EXEMPT", "MOBILE"))
        )

    def begun(self, period: Period) -> Self:
        """Which began in the period and did not begin suspended."""
        rows = self.filter(starts_on__gte=period.start, starts_on__lt=period.end)
        return rows.filter(~_suspended_when("starts_on"))

    def ended(self, period: Period) -> Self:
        """Which ended in the period, of somebody not suspended the day before."""
        rows = self.filter(ends_on__gte=period.start, ends_on__lt=period.end)
        return rows.filter(~_suspended_until("ends_on"))

    def for_listing(self) -> Self:
        """With what a row shows, in pinyin order: no query per row."""
        return self.select_related("member", "organisation").order_by("member__name_key", "pk")


def _years_before(day: date, years: int) -> date:
    """Return the latest birthday of whoever has completed `years` years on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # born on 29 February, complete on 1 March
        return day.replace(year=day.year - years, day=28)


def _suspended_when(column: str) -> Any:
    from_then = rows_of("Standing").filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef(column)),
        member=OuterRef("member"),
        starts_on__lte=OuterRef(column),
    )
    return Exists(from_then)


def _suspended_until(column: str) -> Any:
    """The day before `column`: begun before it, and not over before it."""
    until_then = rows_of("Standing").filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef(column)),
        member=OuterRef("member"),
        starts_on__lt=OuterRef(column),
    )
    return Exists(until_then)
