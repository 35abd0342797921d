"""Record elections and the terms they begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from branches.audit import Verb
from branches.models import Organisation, User
from branches.regulations import NothingInForce
from branches.services.entries import existing, not_in_future, rewrite, write, write_many
from branches.services.transactions import service, update
from members.models import Election, Term
from members.rules import has_terms, term_due_on


@dataclass(frozen=True)
class ElectionFacts:
    """What an election's form asks; None is not known."""

    organisation: Organisation
    kind: str
    held_on: date
    seats: int | None = None
    candidates: int | None = None
    voters_due: int | None = None
    voters_present: int | None = None
    document: str = ""
    approved_on: date | None = None


@dataclass(frozen=True)
class TermFacts:
    """What a term's form asks.

    due_on: None takes what the text says for the kind of organisation.
    ends_on: of a former term, the day the next one was elected.
    """

    organisation: Organisation
    starts_on: date
    due_on: date | None = None
    ends_on: date | None = None
    extended_until: date | None = None
    extension_document: str = ""


@service
def enter_election(*, facts: ElectionFacts, today: date, by: User | None) -> Election:
    """Record an election. A regular one closes the term that ran and opens the next.

    Raises ValidationError.
    """
    election = Election(**vars(facts))
    _judge(election, today=today)
    write(election, Verb.ELECTION_ENTERED, facts=vars(facts), by=by)
    if election.kind == Election.Kind.REGULAR:
        _begin_terms([election], by=by)
    return election


@service
def correct_election(
    *,
    row: Election,
    facts: ElectionFacts,
    reason: str,
    version: int | None,
    today: date,
    by: User,
) -> Election:
    """Mend what is known of an election; its term moves with its day.

    Organisation and kind stay: terms hang on them. Raises ValidationError, Stale.
    """
    if facts.organisation != row.organisation:
        raise ValidationError({"organisation": "登记的党组织不能改，请另行登记正确的一次选举。"})
    if facts.kind != row.kind:
        raise ValidationError({"kind": "类别不能改，请另行登记正确的一次选举。"})
    held_on = row.held_on
    _judge(Election(**vars(facts)), today=today)
    rewrite(
        row,
        Verb.ELECTION_CORRECTED,
        facts=vars(facts),
        reason=reason,
        version=version,
        by=by,
    )
    term = Term.objects.filter(election=row).select_related("organisation").first()
    if term is not None and row.held_on != held_on:
        _move_term(term, to=row.held_on)
    return row


@service
def enter_elections(*, rows: Sequence[ElectionFacts], by: User | None) -> list[Election]:
    """Record many elections at once, the terms of the regular ones with them.

    Elections of one organisation may come in any order. Raises ValidationError.
    """
    made = write_many([Election(**vars(facts)) for facts in rows], Verb.ELECTIONS_ENTERED, by=by)
    regular = [row for row in made if row.kind == Election.Kind.REGULAR]
    _begin_terms(regular, by=by)
    return made


@service
def enter_term(*, facts: TermFacts, today: date, by: User | None) -> Term:
    """Record a term whose election is not recorded here. Raises ValidationError."""
    term = _term(facts)
    not_in_future(term, "starts_on", today=today)
    existing(term, "starts_on")
    return write(term, Verb.TERM_ENTERED, facts={**vars(facts), "due_on": term.due_on}, by=by)


@service
def correct_term(
    *, row: Term, facts: TermFacts, reason: str, version: int | None, today: date, by: User
) -> Term:
    """Mend a term, or record that its extension was approved. Raises ValidationError, Stale.

    The first day of a term that an election began is the election's.
    """
    if row.election_id is not None and facts.starts_on != row.starts_on:
        raise ValidationError({"starts_on": "当选日期随换届选举登记，请更正那次选举。"})
    term = _term(facts)
    not_in_future(term, "starts_on", today=today)
    existing(term, "starts_on")
    return rewrite(
        row,
        Verb.TERM_CORRECTED,
        facts={**vars(facts), "due_on": term.due_on},
        reason=reason,
        version=version,
        by=by,
    )


@service
def enter_terms(*, rows: Sequence[TermFacts], by: User | None) -> list[Term]:
    """Record many terms at once, as the register opens. Raises ValidationError."""
    return write_many([_term(facts) for facts in rows], Verb.TERMS_ENTERED, by=by)


def _judge(election: Election, *, today: date) -> None:
    _elected(election.organisation)
    not_in_future(election, "held_on", "approved_on", today=today)
    existing(election, "held_on")


def _elected(organisation: Organisation) -> None:
    if not has_terms(organisation.kind):
        kind = organisation.get_kind_display()
        raise ValidationError({"organisation": f"{kind}没有任期，不进行选举，请另选党组织。"})


def _term(facts: TermFacts) -> Term:
    _elected(facts.organisation)
    due_on = facts.due_on or _due_on(facts.organisation, facts.starts_on, at="due_on")
    return Term(**{**vars(facts), "due_on": due_on})


def _due_on(organisation: Organisation, elected_on: date, *, at: str) -> date:
    try:
        return term_due_on(organisation.kind, elected_on=elected_on)
    except NothingInForce as error:
        raise ValidationError(
            {at: "当时的任期规定不在本系统里，请登记为任期，并填写届满日期。"}
        ) from error


def _begin_terms(elections: Sequence[Election], *, by: User | None) -> None:
    """Open a term with each of these regular elections, and close the one that ran until then.

    An election entered late takes its place between the terms that are there already.
    """
    organisations = {row.organisation_id for row in elections}
    there: dict[int, list[Term]] = {key: [] for key in organisations}
    for term in Term.objects.filter(organisation__in=organisations).select_for_update():
        there[term.organisation_id].append(term)
    opened: list[Term] = []
    closed: dict[int, Term] = {}
    for election in sorted(elections, key=lambda row: row.held_on):
        terms, day = there[election.organisation_id], election.held_on
        if any(term.starts_on == day for term in terms):
            raise ValidationError({"held_on": "这一天已经登记过一届的起始。"})
        former = next((term for term in terms if term.holds_on(day)), None)
        later = [term.starts_on for term in terms if term.starts_on > day]
        made = Term(
            organisation=election.organisation,
            starts_on=day,
            due_on=_due_on(election.organisation, day, at="held_on"),
            ends_on=former.ends_on if former else min(later, default=None),
            election=election,
            recorded_by=by,
        )
        if former is not None:
            former.ends_on = day
            if former.pk is not None:
                closed[former.pk] = former
        terms.append(made)
        opened.append(made)
    for term in closed.values():
        term.version += 1
    Term.objects.bulk_update(closed.values(), ["ends_on", "version"])
    Term.objects.bulk_create(opened)


def _move_term(term: Term, *, to: date) -> None:
    """Let the term of an election begin on another day, and the one before it end then."""
    former = Term.objects.filter(organisation=term.organisation, ends_on=term.starts_on).first()
    if former is not None and to <= former.starts_on:
        raise ValidationError({"held_on": f"上一届 {former.starts_on} 才当选，日期要在它之后。"})
    if term.ends_on is not None and to >= term.ends_on:
        raise ValidationError({"held_on": f"下一届 {term.ends_on} 已当选，日期要在它之前。"})
    due_on = _due_on(term.organisation, to, at="held_on")
    if term.extended_until is not None and term.extended_until <= due_on:
        raise ValidationError(
            {"held_on": f"这一届将到 {due_on} 届满，已登记的延期早于它，请先更正任期。"}
        )
    earlier = to < term.starts_on
    term.starts_on, term.due_on = to, due_on
    if former is not None:
        former.ends_on = to
    # The one that gives way first, so that the two never overlap.
    for row in (former, term) if earlier else (term, former):
        if row is not None:
            update(row, version=row.version)
