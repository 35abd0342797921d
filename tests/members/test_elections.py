"""Terms and elections: what is always so, which are found, what an election begins and ends."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from branches.models import Organisation, Stale
from branches.periods import Period
from branches.verbs import Verb
from members.models import Election, Term
from members.services import elections
from members.services.elections import ElectionFacts, TermFacts
from tests.constraints import again, declared, ending, said_by_check, said_by_database
from tests.events import detail, recorded
from tests.factories.branches import (
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.registers import DUE, ELECTED, ElectionFactory, TermFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
RENEWED = date(2026, 6, 18)
OLD = date(2010, 1, 1)


# Always ----------------------------------------------------------------------------------------


def term(**values):
    """Return a term that is not saved, valid but for these values."""
    valid = {"organisation": OrganisationFactory(), "starts_on": ELECTED, "due_on": DUE}
    return Term(**(valid | values))


def election(**values):
    valid = {"organisation": OrganisationFactory(), "kind": "REGULAR", "held_on": ELECTED}
    return Election(**(valid | values))


BROKEN = {
    "election_of_a_kind_once_a_day": (
        lambda: again(ElectionFactory()),
        "held_on",
        "这个党组织这一天已经登记过同类的选举。",
    ),
    "election_fills_a_seat": (
        lambda: election(seats=0),
        "seats",
        "应选人数至少是1；不知道就空着。",
    ),
    "election_present_are_of_those_due": (
        lambda: election(voters_due=20, voters_present=21),
        "voters_present",
        "实到会人数不能多于应到会人数。",
    ),
    "election_approved_after_it_was_held": (
        lambda: election(approved_on=ELECTED - DAY),
        "approved_on",
        "批准日期不能早于选举日期。",
    ),
    "term_ends_after_it_starts": (
        lambda: ending(TermFactory(), ELECTED),
        "ends_on",
        "结束日期必须晚于起始日期。",
    ),
    "term_one_at_a_time": (
        lambda: again(TermFactory()),
        "starts_on",
        "这个党组织在这段时间已经登记了一届。",
    ),
    "term_due_after_it_starts": (
        lambda: term(due_on=ELECTED),
        "due_on",
        "届满日期必须晚于当选日期。",
    ),
    "term_extended_beyond_its_end": (
        lambda: term(extended_until=DUE, extension_document="批复"),
        "extended_until",
        "延期要延到届满日期以后。",
    ),
    "term_extended_by_a_document": (
        lambda: term(extended_until=DUE + DAY),
        "extension_document",
        "延期要有上级批复：日期和文号一起填写。",
    ),
}


def test_every_constraint_is_broken_here():
    assert set(BROKEN) == declared([Election, Term])


@pytest.mark.parametrize("constraint", BROKEN)
def test_database_refuses_what_breaks(constraint):
    build, field, message = BROKEN[constraint]

    assert said_by_database(build()) == {field: [message]}


@pytest.mark.parametrize("constraint", BROKEN)
def test_check_says_at_its_field_what_breaks(constraint):
    build, field, message = BROKEN[constraint]

    assert said_by_check(build()) == {field: [message]}


# Which -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "on", "overdue"),
    [
        ({}, DUE - DAY, False),
        ({}, DUE, True),
        ({"ends_on": DUE}, DUE, False),  # renewed
        ({"ends_on": DUE + DAY}, DUE, True),
        ({"extended_until": DUE + DAY, "extension_document": "批复"}, DUE, False),
        ({"extended_until": DUE + DAY, "extension_document": "批复"}, DUE + DAY, True),
    ],
)
def test_term_is_overdue_from_the_day_it_is_over(values, on, overdue):
    TermFactory(**values)

    assert Term.objects.overdue(on=on).exists() is overdue


@pytest.mark.parametrize(("dissolved_on", "overdue"), [(DUE, False), (DUE + DAY, True)])
def test_what_was_dissolved_owes_no_election(dissolved_on, overdue):
    made = TermFactory()
    Organisation.objects.filter(pk=made.organisation_id).update(dissolved_on=dissolved_on)

    assert Term.objects.overdue(on=DUE).exists() is overdue


@pytest.mark.parametrize(
    ("values", "due"),
    [
        ({"due_on": TODAY}, False),  # overdue, not soon
        ({"due_on": TODAY + DAY}, True),
        ({"due_on": date(2027, 2, 28)}, True),
        ({"due_on": date(2027, 3, 1)}, False),
        (
            {
                "due_on": date(2026, 3, 1),
                "extended_until": date(2027, 2, 28),
                "extension_document": "批复",
            },
            True,
        ),
        (
            {
                "due_on": date(2026, 12, 1),
                "extended_until": date(2027, 3, 1),
                "extension_document": "批复",
            },
            False,
        ),
    ],
)
def test_term_is_soon_due_by_its_end_or_the_end_of_its_extension(values, due):
    TermFactory(**values)

    found = Term.objects.due_between(Period(TODAY, date(2027, 3, 1)))

    assert found.exists() is due


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (ELECTED - DAY, "COMING"),
        (ELECTED, "RUNNING"),
        (DUE - DAY, "RUNNING"),
        (DUE, "EXTENDED"),
        (DUE + 30 * DAY, "OVERDUE"),
        (DUE + 60 * DAY, "FORMER"),
    ],
)
def test_state_of_a_term_is_that_of_the_day(on, state):
    TermFactory(extended_until=DUE + 30 * DAY, extension_document="批复", ends_on=DUE + 60 * DAY)

    assert Term.objects.with_state(on=on).get().state == state


@pytest.mark.parametrize("state", ["RUNNING", "EXTENDED", "OVERDUE"])
def test_questions_for_a_state_and_the_state_shown_agree(state):
    for due_on in (TODAY - 40 * DAY, TODAY, TODAY + DAY):
        TermFactory(due_on=due_on)
        TermFactory(due_on=due_on, extended_until=due_on + 40 * DAY, extension_document="批复")
    asked = getattr(Term.objects, state.lower())

    shown = {row.pk for row in Term.objects.with_state(on=TODAY) if row.state == state}

    assert {row.pk for row in asked(on=TODAY)} == shown != set()


def test_organisations_that_renewed_are_counted_once():
    one, other = OrganisationFactory(), OrganisationFactory()
    ElectionFactory(organisation=one, held_on=date(2025, 1, 1))
    ElectionFactory(organisation=one, held_on=date(2025, 3, 1))
    ElectionFactory(organisation=other, held_on=date(2025, 12, 31))
    ElectionFactory(organisation=OrganisationFactory(), held_on=date(2026, 1, 1))
    ElectionFactory(organisation=OrganisationFactory(), held_on=date(2024, 12, 31))
    ElectionFactory(
        organisation=OrganisationFactory(), held_on=date(2025, 6, 1), kind="BY_ELECTION"
    )

    assert Election.objects.completed(Period.year(2025)) == 2


@pytest.mark.parametrize("factory", [ElectionFactory, TermFactory])
def test_user_reads_what_is_beneath_and_no_sibling(factory):
    top = CommitteeFactory()
    branch, sibling = (OrganisationFactory(superior=top) for _ in range(2))
    mine, theirs = factory(organisation=branch), factory(organisation=sibling)
    rows = type(mine).objects
    secretary = AppointmentFactory(organisation=branch, role="SECRETARY").user
    staff = AppointmentFactory(organisation=top).user

    assert list(rows.readable_by(secretary, today=TODAY)) == [mine]
    assert set(rows.readable_by(staff, today=TODAY)) == {mine, theirs}
    assert list(rows.readable_by(UserFactory(), today=TODAY)) == []


# Doing -----------------------------------------------------------------------------------------


@pytest.fixture
def branch():
    return OrganisationFactory()


@pytest.fixture
def clerk(branch):
    return AppointmentFactory(organisation=branch, role="CLERK").user


def enter(organisation, held_on=RENEWED, *, by=None, **values):
    facts = ElectionFacts(organisation, values.pop("kind", "REGULAR"), held_on, **values)
    return elections.enter_election(facts=facts, today=TODAY, by=by)


def spans(organisation):
    """Return each term of an organisation as its first and last day, the oldest first."""
    rows = Term.objects.filter(organisation=organisation).order_by("starts_on")
    return [(row.starts_on, row.ends_on) for row in rows]


def test_regular_election_ends_one_term_and_begins_the_next(branch, clerk):
    former = TermFactory(organisation=branch, starts_on=date(2023, 6, 20))

    with recorded() as events:
        made = enter(branch, by=clerk, seats=5, candidates=6)

    opened = Term.objects.get(election=made)
    assert spans(branch) == [(date(2023, 6, 20), RENEWED), (RENEWED, None)]
    assert (opened.due_on, opened.recorded_by) == (date(2029, 6, 18), clerk)
    assert Term.objects.get(pk=former.pk).version == 2
    assert [event.verb for event in events] == [Verb.ELECTION_ENTERED]
    assert detail(events[0]) == {
        "kind": "REGULAR",
        "held_on": "2026-06-18",
        "seats": "5",
        "candidates": "6",
    }


def test_election_entered_late_takes_its_place_between_terms(branch):
    TermFactory(organisation=branch, starts_on=date(2019, 6, 1), due_on=date(2022, 6, 1))
    enter(branch, date(2025, 6, 1))

    enter(branch, date(2022, 6, 1))

    assert spans(branch) == [
        (date(2019, 6, 1), date(2022, 6, 1)),
        (date(2022, 6, 1), date(2025, 6, 1)),
        (date(2025, 6, 1), None),
    ]


def test_first_election_entered_after_a_later_one_ends_where_that_began(branch):
    enter(branch, date(2025, 6, 1))

    enter(branch, date(2022, 6, 1))

    assert spans(branch) == [
        (date(2022, 6, 1), date(2025, 6, 1)),
        (date(2025, 6, 1), None),
    ]


def test_by_election_changes_no_term(branch):
    enter(branch, kind="BY_ELECTION")

    assert spans(branch) == []


def test_irregular_election_is_recorded_and_marked(branch):
    made = enter(branch, seats=5, candidates=5, voters_due=20, voters_present=15)

    found = Election.objects.get(pk=made.pk)
    assert found.irregular.startswith("应选5名")
    assert found.doubtful.startswith("应到20人")
    assert list(Election.objects.irregular()) == [found]


def refusal_of(act, **values):
    """Return what a service says to these, by field; it must write nothing."""
    rows = (Election.objects.count(), Term.objects.count())
    with recorded() as events, pytest.raises(ValidationError) as refused:
        act(**values)
    assert (Election.objects.count(), Term.objects.count()) == rows
    assert events == []
    return refused.value.message_dict


@pytest.mark.parametrize("kind", ["COMMITTEE", "TEMPORARY_BRANCH"])
def test_what_has_no_term_holds_no_election(kind):
    place = CommitteeFactory() if kind == "COMMITTEE" else OrganisationFactory(kind=kind)
    label = place.get_kind_display()

    said = refusal_of(enter, organisation=place)

    assert said == {"organisation": [f"{label}没有任期，不进行选举，请另选党组织。"]}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"held_on": TODAY + DAY}, {"held_on": ["这一天还没有到，发生以后再登记。"]}),
        (
            {"approved_on": TODAY + DAY},
            {"approved_on": ["这一天还没有到，发生以后再登记。"]},
        ),
        (
            {"held_on": date(2018, 7, 11)},
            {"held_on": ["{name}于 2020-01-01 成立，日期不能更早。"]},
        ),
        (
            {"voters_due": 3, "voters_present": 4},
            {"voters_present": ["实到会人数不能多于应到会人数。"]},
        ),
    ],
)
def test_election_that_cannot_be_is_refused(branch, values, said):
    found = refusal_of(enter, organisation=branch, **values)

    words = {key: [one.format(name=branch) for one in texts] for key, texts in said.items()}
    assert found == words


def test_election_before_the_text_on_terms_is_entered_as_a_term():
    old = OrganisationFactory(founded_on=OLD, superior__founded_on=OLD)

    said = refusal_of(enter, organisation=old, held_on=date(2018, 7, 11))

    assert said == {"held_on": ["当时的任期规定不在本系统里，请登记为任期，并填写届满日期。"]}


def test_second_term_of_a_day_is_refused(branch):
    TermFactory(organisation=branch, starts_on=RENEWED, due_on=date(2029, 6, 18))

    assert refusal_of(enter, organisation=branch) == {"held_on": ["这一天已经登记过一届的起始。"]}


def test_election_is_not_written_when_the_log_is_broken(branch, broken_log):
    with pytest.raises(broken_log):
        enter(branch)

    assert (Election.objects.count(), Term.objects.count()) == (0, 0)


def correct(row, *, by, **values):
    facts = vars(ElectionFacts(row.organisation, row.kind, row.held_on)) | values
    return elections.correct_election(
        row=row,
        facts=ElectionFacts(**facts),
        reason="录错",
        version=values.get("version", row.version),
        today=TODAY,
        by=by,
    )


@pytest.mark.parametrize("to", [date(2026, 6, 1), date(2026, 7, 1)])
def test_term_moves_with_the_day_of_its_election(branch, clerk, to):
    TermFactory(organisation=branch, starts_on=date(2023, 6, 20))
    made = enter(branch)

    with recorded() as events:
        correct(made, by=clerk, held_on=to)

    assert spans(branch) == [(date(2023, 6, 20), to), (to, None)]
    assert Term.objects.get(election=made).due_on == to.replace(year=2029)
    assert [event.verb for event in events] == [Verb.ELECTION_CORRECTED]
    assert events[0].reason == "录错"
    assert detail(events[0]) == {"changes": {"held_on": ["2026-06-18", str(to)]}}


def test_correction_that_moves_no_day_leaves_the_term(branch, clerk):
    made = enter(branch)

    correct(made, by=clerk, seats=3, candidates=3)

    assert Term.objects.get(election=made).version == 1
    assert Election.objects.get().irregular.startswith("应选3名")


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (date(2023, 6, 20), "上一届 2023-06-20 才当选，日期要在它之后。"),
        (date(2026, 9, 2), "下一届 2026-09-01 已当选，日期要在它之前。"),
    ],
)
def test_election_cannot_move_past_its_neighbours(branch, clerk, to, words):
    TermFactory(organisation=branch, starts_on=date(2023, 6, 20))
    made = enter(branch)
    enter(branch, date(2026, 9, 1))

    said = refusal_of(correct, row=made, by=clerk, held_on=to)

    assert said == {"held_on": [words]}


def test_election_stays_that_of_its_organisation_and_kind(branch, clerk):
    made = ElectionFactory(organisation=branch)

    said = refusal_of(correct, row=made, by=clerk, organisation=OrganisationFactory())
    kind = refusal_of(correct, row=made, by=clerk, kind="BY_ELECTION")

    assert said == {"organisation": ["登记的党组织不能改，请另行登记正确的一次选举。"]}
    assert kind == {"kind": ["类别不能改，请另行登记正确的一次选举。"]}


def test_correction_of_an_election_changed_meanwhile_is_refused(branch, clerk):
    made = ElectionFactory(organisation=branch)
    facts = ElectionFacts(branch, "REGULAR", ELECTED, seats=3)

    with pytest.raises(Stale):
        elections.correct_election(
            row=made, facts=facts, reason="录错", version=9, today=TODAY, by=clerk
        )


def test_many_elections_are_entered_with_their_terms_in_one_event(
    branch, django_assert_max_num_queries
):
    other = OrganisationFactory()
    rows = [
        ElectionFacts(branch, "REGULAR", date(2025, 5, 1)),
        ElectionFacts(branch, "REGULAR", date(2022, 5, 1)),  # in any order
        ElectionFacts(other, "REGULAR", date(2024, 5, 1), seats=5, candidates=5),
        ElectionFacts(other, "BY_ELECTION", date(2025, 5, 1)),
    ]

    with recorded() as events, django_assert_max_num_queries(20):
        made = elections.enter_elections(rows=rows, by=None)

    assert len(made) == Election.objects.count() == 4
    assert spans(branch) == [
        (date(2022, 5, 1), date(2025, 5, 1)),
        (date(2025, 5, 1), None),
    ]
    assert spans(other) == [(date(2024, 5, 1), None)]
    assert Election.objects.irregular().count() == 1
    assert [event.verb for event in events] == [Verb.ELECTIONS_ENTERED]
    assert detail(events[0])["count"] == 4


def test_faulty_row_of_many_is_named_and_none_is_written(branch):
    rows = [
        ElectionFacts(branch, "REGULAR", date(2025, 5, 1)),
        ElectionFacts(branch, "OTHER", date(2025, 6, 1)),
    ]

    with pytest.raises(ValidationError) as refused:
        elections.enter_elections(rows=rows, by=None)

    assert refused.value.messages[0].startswith("第 2 行：")
    assert Election.objects.count() == 0


def test_term_is_due_by_the_text_unless_it_is_typed(branch, clerk):
    other = OrganisationFactory(founded_on=OLD, superior__founded_on=OLD)

    with recorded() as events:
        by_text = elections.enter_term(facts=TermFacts(branch, ELECTED), today=TODAY, by=clerk)
    typed = elections.enter_term(
        facts=TermFacts(other, date(2017, 5, 1), due_on=date(2022, 5, 1)), today=TODAY, by=None
    )

    assert (by_text.due_on, typed.due_on) == (DUE, date(2022, 5, 1))
    assert [event.verb for event in events] == [Verb.TERM_ENTERED]
    assert detail(events[0]) == {"starts_on": "2024-06-20", "due_on": "2027-06-20"}


def test_extension_is_recorded_and_marked_when_it_is_too_long(branch, clerk):
    made = TermFactory(organisation=branch)
    facts = TermFacts(
        branch, ELECTED, DUE, extended_until=date(2028, 6, 21), extension_document="批复3号"
    )

    elections.correct_term(row=made, facts=facts, reason="延期", version=1, today=TODAY, by=clerk)

    found = Term.objects.get()
    assert (found.extended_until, found.version) == (date(2028, 6, 21), 2)
    assert found.doubtful.startswith("延期超过1年")


def test_first_day_of_an_elected_term_is_its_elections(branch, clerk):
    made = Term.objects.get(election=enter(branch))
    facts = TermFacts(branch, RENEWED + DAY)

    said = refusal_of(
        elections.correct_term,
        row=made,
        facts=facts,
        reason="录错",
        version=1,
        today=TODAY,
        by=clerk,
    )

    assert said == {"starts_on": ["当选日期随换届选举登记，请更正那次选举。"]}


@pytest.mark.parametrize(
    ("starts_on", "field"), [(TODAY + DAY, "starts_on"), (date(2019, 12, 31), "starts_on")]
)
def test_term_that_cannot_be_is_refused(branch, starts_on, field):
    said = refusal_of(
        elections.enter_term, facts=TermFacts(branch, starts_on), today=TODAY, by=None
    )

    assert list(said) == [field]


def test_many_terms_are_entered_in_one_event(branch):
    rows = [TermFacts(branch, ELECTED), TermFacts(OrganisationFactory(), ELECTED)]

    with recorded() as events:
        made = elections.enter_terms(rows=rows, by=None)

    assert [row.due_on for row in made] == [DUE, DUE]
    assert [event.verb for event in events] == [Verb.TERMS_ENTERED]


@pytest.mark.parametrize(("to", "refused"), [(date(2023, 11, 30), False), (RENEWED, True)])
def test_election_does_not_move_its_term_beyond_the_extension(branch, clerk, to, refused):
    made = enter(branch, date(2023, 6, 20))
    row = Term.objects.get(election=made)
    Term.objects.filter(pk=row.pk).update(
        extended_until=date(2026, 12, 1), extension_document="批复"
    )

    if refused:
        assert refusal_of(correct, row=made, by=clerk, held_on=to) == {
            "held_on": ["这一届将到 2029-06-18 届满，已登记的延期早于它，请先更正任期。"]
        }
    else:
        correct(made, by=clerk, held_on=to)
    assert (Term.objects.get().starts_on == to) is not refused
