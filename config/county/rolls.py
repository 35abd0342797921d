"""Who was where on any day, read once from what was entered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from branches.models import Organisation
from branches.querysets import fuse
from config.county.years import Years
from members.models import Circumstance, Employment, Member, Placement, Post, Standing

Span = tuple[date, date | None]


def holds(span: Span, day: date) -> bool:
    """Say whether a span holds on a day."""
    return span[0] <= day and (span[1] is None or day < span[1])


@dataclass
class Line:
    """One stay of a member in a branch."""

    member: Member
    organisation: Organisation
    span: Span
    suspended: list[Span] = field(default_factory=list)
    excused: list[Span] = field(default_factory=list)
    retired: list[Span] = field(default_factory=list)

    def is_on_roll(self, day: date) -> bool:
        """Say whether she is on this roll on a day."""
        return holds(self.span, day) and not any(holds(span, day) for span in self.suspended)

    def is_expected(self, day: date) -> bool:
        """Say whether an ordinary meeting expects her."""
        return not any(holds(span, day) for span in self.excused)

    def is_retired(self, day: date) -> bool:
        """Say whether she is retired on a day."""
        return any(holds(span, day) for span in self.retired)


class Rolls:
    """Every stay by branch code, and who leads each branch."""

    def __init__(self, years: Years) -> None:
        self.years = years
        self.lines: dict[str, list[Line]] = defaultdict(list)
        self.stays: dict[int, list[Line]] = defaultdict(list)
        self._posts: dict[str, list[tuple[str, Member, Span]]] = defaultdict(list)
        with fuse(on=False):
            self._read()

    def _read(self) -> None:
        suspended, excused, retired = (
            defaultdict[int, list[Span]](list),
            defaultdict[int, list[Span]](list),
            defaultdict[int, list[Span]](list),
        )
        for into, rows in (
            (suspended, Standing.objects.all()),
            (excused, Circumstance.objects.filter(kind__in=("EXEMPT", "MOBILE"))),
            (retired, Employment.objects.filter(is_retired=True)),
        ):
            for member, start, end in rows.values_list("member_id", "starts_on", "ends_on"):
                into[member].append((start, end))
        stays = Placement.objects.select_related("member", "organisation")
        for stay in stays.order_by("organisation__code", "member__pk"):
            key = stay.member_id
            line = Line(stay.member, stay.organisation, (stay.starts_on, stay.ends_on))
            line.suspended, line.excused = suspended[key], excused[key]
            line.retired = retired[key]
            self.lines[stay.organisation.code].append(line)
            self.stays[key].append(line)
        posts = Post.objects.filter(member__isnull=False, school__isnull=True)
        for post in posts.select_related("member", "organisation").order_by("pk"):
            assert post.member is not None  # noqa: S101  # asked for
            row = (post.kind, post.member, (post.starts_on, post.ends_on))
            self._posts[post.organisation.code].append(row)

    def on(self, code: str, day: date) -> list[Line]:
        """Return the roll of a branch on a day."""
        return [line for line in self.lines[code] if line.is_on_roll(day)]

    def committee(self, code: str, day: date) -> list[Member]:
        """Return who holds an office in a branch on a day, the secretary first."""
        held = [row for row in self._posts[code] if holds(row[2], day)]
        held.sort(key=lambda row: row[0] != "SECRETARY")
        return list(dict.fromkeys(member for _, member, _ in held))

    def secretary(self, code: str, day: date) -> Member | None:
        """Return who is secretary on a day, if she is on the roll then."""
        here = {line.member for line in self.on(code, day)}
        found = [
            member
            for kind, member, span in self._posts[code]
            if kind == "SECRETARY" and holds(span, day) and member in here
        ]
        return found[0] if found else None
