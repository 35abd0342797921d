"""What changed of organisations and schools, one by one as staff typed it."""

from __future__ import annotations

from datetime import date

from branches.models import Coverage, Organisation, School, User
from branches.services import organisations, schools
from branches.services.organisations import Facts


def change(
    built: dict[str, Organisation], found: dict[str, School], *, by: User, last: int, today: date
) -> None:
    """Let some things happen, one by one as staff would type them."""
    organisations.rename(
        today=today,
        organisation=built["SF09"],
        kind="BRANCH",
        name="中共示范县直属机关幼儿园支部委员会",
        short_name="县直机关幼儿园党支部",
        on=date(last - 1, 9, 1),
        document="示教工委发〔批复〕12号",
        version=built["SF09"].version,
        by=by,
    )
    if today < date(last + 1, 3, 15):
        return
    # In the current year the joint branch takes on four kindergartens: six units, one too many.
    for number in range(41, 45):
        school = found[f"S{number}"]
        instructed = Coverage.objects.get(school=school, ends_on__isnull=True)
        schools.end_coverage(
            coverage=instructed,
            on=date(last + 1, 3, 15),
            reason="改由联合党支部覆盖",
            version=instructed.version,
            by=by,
        )
        schools.cover(
            organisation=built["SF32"],
            school=school,
            role="JOINT",
            starts_on=date(last + 1, 3, 15),
            document="",
            by=by,
        )
    organisations.found(
        kind="TEMPORARY_BRANCH",
        name="中共示范县高考考务临时支部委员会",
        short_name="高考考务临时党支部",
        superior=built["SF"],
        facts=Facts(code="SF90", member_kind="IN_POST", founded_on=date(last + 1, 3, 15)),
        by=by,
    )
