"""Who is on the roll of an organisation on a day, and whom a sitting of that day expects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from activities.rules import Expects, expects
from branches.models import Organisation
from branches.querysets import fuse
from members.models import Member, Placement, Post, Standing
from members.querysets import PlacementQuerySet

COMMITTEE_POSTS = (
    *("SECRETARY", "DEPUTY", "FULL_TIME_DEPUTY", "ORGANISATION", "PUBLICITY", "DISCIPLINE"),
    *("UNITED_FRONT", "YOUTH"),
)


BRANCHES = frozenset({"BRANCH", "JOINT_BRANCH", "TEMPORARY_BRANCH"})


@dataclass(frozen=True)
class OnRoll:
    """One line of a sign-in sheet.

    is_likely: whether to suppose that she came, until somebody says otherwise.
    """

    member: Member
    organisation: Organisation
    is_expected: bool
    is_likely: bool
    is_retired: bool


def roll_of(
    organisation: Organisation, day: date, kinds: Collection[str], *, rows: PlacementQuerySet
) -> list[OnRoll]:
    """Return the sign-in sheet of a sitting of `organisation` on `day`, in pinyin order.

    rows: the placements that may be read. Whoever need not come is listed, and not supposed to
    come; of a mixed branch's roll the retired are not supposed to either.
    """
    has_organisations_beneath = organisation.kind not in BRANCHES
    whom = expects(kinds, has_organisations_beneath=has_organisations_beneath)
    # A work committee's sittings are not its whole county's.
    is_wide = organisation.kind != Organisation.Kind.COMMITTEE and whom == Expects.ROLL
    here = rows.within(organisation) if is_wide else rows.filter(organisation=organisation)
    expected = _expected(here, organisation, day, whom)
    doubts_retired = organisation.member_kind != Organisation.MemberKind.RETIRED
    retired = set(here.retired(on=day).values_list("member_id", flat=True))
    return [
        OnRoll(
            member=row.member,
            organisation=row.organisation,
            is_expected=row.member_id in expected,
            is_likely=row.member_id in expected
            and not (row.member_id in retired and doubts_retired),
            is_retired=row.member_id in retired,
        )
        for row in here.on_roll(day).for_listing()
    ]


def _expected(
    here: PlacementQuerySet, organisation: Organisation, day: date, whom: Expects
) -> set[int]:
    if whom == Expects.NOBODY:
        return set()
    found = set(here.expected(on=day).values_list("member_id", flat=True))
    if whom == Expects.COMMITTEE:
        posts = Post.objects.on(day).filter(
            organisation=organisation, kind__in=COMMITTEE_POSTS, member__isnull=False
        )
        with fuse(on=False):
            found &= set(posts.values_list("member_id", flat=True))
    return found


class Rolls:
    """Where each of some people was placed, over time: asked once, answered for any day."""

    def __init__(self, members: Iterable[int]) -> None:
        keys = sorted(set(members))
        self.places: dict[int, list[tuple[date, date, int, str]]] = defaultdict(list)
        self.suspended: dict[int, list[tuple[date, date]]] = defaultdict(list)
        with fuse(on=False):
            placements = Placement.objects.filter(member__in=keys)
            for member, start, end, organisation, path in placements.values_list(
                "member_id", "starts_on", "ends_on", "organisation_id", "organisation__path"
            ):
                self.places[member].append((start, end or date.max, organisation, path))
            standings = Standing.objects.filter(member__in=keys)
            for member, start, end in standings.values_list("member_id", "starts_on", "ends_on"):
                self.suspended[member].append((start, end or date.max))

    def place(self, member: int, day: date, *, within: str) -> int | None:
        """Return the key of the organisation somebody was on the roll of that day.

        None where that is not beneath the path `within`, or 党籍 was suspended.
        """
        if any(start <= day < end for start, end in self.suspended.get(member, ())):
            return None
        for start, end, organisation, path in self.places.get(member, ()):
            if start <= day < end and path.startswith(within):
                return organisation
        return None
