"""All figures together: what they hold, that nobody reads others than another, what is kept."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches.models import AuditEvent, Organisation
from branches.periods import Period
from reports.figures import computed
from reports.figures.chapters import EVIDENCE, MEASURES
from reports.figures.computed import Figures, compute, figures_of, plain
from reports.figures.figure import Figure, Measure, Reader
from tests.factories.branches import (
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
)
from tests.reports.small import MIDDLE, YEAR, build, scope_of

# What interface.md promises, by name.
PROMISED = [
    "branches.total",
    "branches.general",
    "branches.joint",
    "branches.retired",
    "members.total",
    "members.probationary",
    "members.female",
    "members.retired",
    "members.to_35",
    "members.of_staff_percent",
    "schools.county",
    "schools.township",
    "schools.private",
    "schools.private.own",
    "schools.private.joint",
    "schools.private.attached",
    "schools.private.instructor_only",
    "schools.private.uncovered",
    "schools.county.general_branches",
    "schools.county.branches",
    "first_secretaries.total",
    "instructors.total",
    "schools.private.instructed",
    "development.admitted",
    "development.confirmed",
    "development.activists",
    "development.targets",
    "development.applicants",
    "elections.completed",
    "elections.overdue",
    "secretaries.changed",
    "dues.paid",
    "dues.paid.q1",
    "dues.paid.q2",
    "dues.paid.q3",
    "dues.paid.q4",
    "dues.paid.to_q1",
    "dues.paid.to_q2",
    "dues.paid.to_q3",
    "dues.paid.to_q4",
    "dues.due",
    "dues.due.q1",
    "dues.due.q2",
    "dues.due.q3",
    "dues.due.q4",
    "dues.arrears_members",
    "activities.themed_days",
    "activities.meetings",
    "activities.lectures",
    "activities.studies",
    "activities.attendances",
    "exams.participants",
    "inspections.rounds",
    "letters.signed",
    "training.classes",
    "training.attendances",
]


def test_every_promised_figure_is_counted():
    assert set(PROMISED) - MEASURES.keys() == set()


def test_units_are_those_documents_use():
    units = {measure.unit for measure in (*MEASURES.values(), *EVIDENCE.values())}

    assert units == {"个", "所", "名", "元", "%", "次", "场", "人次", "份", "轮", "期", "项"}


@pytest.mark.django_db
def test_a_county_is_counted_as_by_hand():
    county = build()

    figures = compute(scope_of(county.top))

    assert {name: figures[name].value for name in PROMISED if figures[name].value} == {
        "branches.total": 2,
        "branches.general": 1,
        "branches.joint": 1,
        "members.total": 4,
        "members.probationary": 1,
        "members.female": 3,
        "members.retired": 1,
        "members.to_35": 1,
        "members.of_staff_percent": Decimal("10.0"),
        "schools.county": 2,
        "schools.township": 1,
        "schools.private": 2,
        "schools.private.joint": 1,
        "schools.private.uncovered": 1,
        "schools.county.general_branches": 1,
        "schools.county.branches": 1,
        "development.admitted": 1,
        "development.applicants": 1,
        "elections.completed": 1,
        "elections.overdue": 1,
        "secretaries.changed": 1,
        "dues.paid": Decimal("40.00"),
        "dues.paid.q2": Decimal("40.00"),
        "dues.paid.to_q2": Decimal("40.00"),
        "dues.paid.to_q3": Decimal("40.00"),
        "dues.paid.to_q4": Decimal("40.00"),
        "dues.due": Decimal("80.00"),
        "dues.due.q2": Decimal("80.00"),
        "dues.arrears_members": 1,
        "activities.themed_days": 1,
        "activities.lectures": 1,
        "activities.studies": 2,
        "activities.attendances": 35,
        "exams.participants": 70,
        "inspections.rounds": 1,
        "letters.signed": 60,
        "training.classes": 1,
        "training.attendances": 12,
    }


@pytest.mark.django_db
def test_figures_of_nothing_are_zero_or_cannot_be_said():
    figures = compute(scope_of(CommitteeFactory()))

    found = {figure.value for figure in figures.by_id.values()}
    assert found == {0, None}
    assert figures["members.of_staff_percent"].value is None


@pytest.mark.django_db
def test_no_figure_depends_on_who_reads_it():
    county = build()
    upper = AppointmentFactory(organisation=county.top, role="ADMINISTRATOR").user
    AppointmentFactory(user=upper, organisation=CommitteeFactory())
    staff = AppointmentFactory(organisation=county.top).user
    trusted = compute(scope_of(county.top))

    for user in (staff, upper):
        assert compute(scope_of(county.top, reader=Reader(user, TODAY))) == trusted


@pytest.mark.django_db
def test_who_moved_to_another_county_stays_in_the_figures_of_the_old():
    county = build()
    staff = AppointmentFactory(organisation=county.top).user
    scope = scope_of(county.top, reader=Reader(staff, TODAY))
    placed = MEASURES["development.admitted"].rows(scope).get()
    type(placed).objects.filter(pk=placed.pk).update(
        ends_on=date(2026, 3, 1), end="TRANSFERRED", end_registered_on=date(2026, 3, 1)
    )
    type(placed).objects.create(
        member=placed.member,
        organisation=OrganisationFactory(),
        starts_on=date(2026, 3, 1),
        begin="TRANSFERRED",
        begin_registered_on=date(2026, 3, 1),
    )

    assert compute(scope)["development.admitted"].value == 1


@pytest.mark.django_db
def test_before_is_the_value_of_the_year_before():
    county = build()
    scope = scope_of(county.top)
    figures, earlier = compute(scope), compute(scope.before)

    assert {name: figures[name].before for name in MEASURES} == {
        name: earlier[name].value for name in MEASURES
    }
    assert {figures[name].before for name in EVIDENCE} == {None}


@pytest.mark.django_db
def test_headings_name_the_periods():
    top = CommitteeFactory()

    assert compute(scope_of(top)).headings == ("2025年", "2024年")
    assert compute(scope_of(top, until=MIDDLE)).headings == (
        "2025年（截至2025年6月15日）",
        "2024年同期",
    )


# As JSON ---------------------------------------------------------------------------------------


def figures_with(*found):
    return Figures(YEAR, YEAR.last_day, {one.id: one for one in found}, ("2025年", "2024年"))


@pytest.mark.django_db
def test_json_holds_every_figure_and_no_evidence():
    figures = compute(scope_of(CommitteeFactory()))

    told = figures.as_json()

    assert told.keys() == MEASURES.keys()
    assert told["branches.total"] == {
        "value": 0,
        "before": 0,
        "unit": "个",
        "label": "基层党支部",
    }
    assert told["dues.paid"]["value"] == "0.00"
    assert told["members.of_staff_percent"]["value"] is None


@given(st.integers(0, 10**10))
def test_money_in_json_is_text_with_two_decimals(fen):
    text = plain(Decimal(fen).scaleb(-2), "元")

    assert isinstance(text, str)
    assert text == f"{fen // 100}.{fen % 100:02}"


def test_other_numbers_in_json_are_numbers():
    assert plain(Decimal("12.5"), "%") == 12.5
    assert plain(7, "个") == 7
    assert plain(None, "%") is None


def test_what_cannot_be_said_is_zero_as_a_number():
    figures = figures_with(Figure("members.of_staff_percent", "占比", "%", None, "/"))

    assert figures.number("members.of_staff_percent") == 0


# What is remembered ----------------------------------------------------------------------------


@pytest.fixture
def counting(monkeypatch):
    """The figures are one alone; the list grows each time it is counted."""
    counted = []

    def tally(rows, scope):
        counted.append(scope.period.start.year)
        return rows.count()

    one = Measure("branches.total", "党支部", "个", lambda scope: scope.standing.basic(), of=tally)
    monkeypatch.setattr(computed, "MEASURES", {one.id: one})
    monkeypatch.setattr(computed, "EVIDENCE", {})
    return counted


@pytest.mark.django_db
def test_figures_are_counted_once_while_nothing_is_written(counting):
    scope = scope_of(CommitteeFactory())

    assert figures_of(scope) is figures_of(scope)
    assert counting == [2025, 2024]


@pytest.mark.django_db
def test_a_change_is_seen_at_once(counting):
    top = CommitteeFactory()
    OrganisationFactory(superior=top)
    scope = scope_of(top)
    before = figures_of(scope)["branches.total"].value

    OrganisationFactory(superior=top)

    assert (before, figures_of(scope)["branches.total"].value) == (1, 2)


@pytest.mark.django_db
def test_a_change_whose_event_is_not_the_newest_is_seen_as_well(counting):
    top = CommitteeFactory()
    scope = scope_of(top)
    newest = AuditEvent._base_manager.order_by("-pk").first()
    figures_of(scope)

    # Of two that were written at once the older was committed last: a number left free.
    OrganisationFactory(superior=top)
    written = AuditEvent._base_manager.filter(pk__gt=newest.pk).order_by("pk").first()
    state = computed.state_of_records()
    assert state[1] == AuditEvent._base_manager.count()
    assert written.uid == state[0]

    assert figures_of(scope)["branches.total"].value == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        lambda scope: scope_of(scope.organisation, Period.half(2025, 1)),
        lambda scope: scope_of(scope.organisation, until=MIDDLE),
        lambda scope: scope_of(CommitteeFactory()),
    ],
    ids=["period", "day", "organisation"],
)
def test_another_question_has_another_answer(counting, other):
    scope = scope_of(CommitteeFactory())
    figures_of(scope)

    figures_of(other(scope))

    assert len(counting) == 4


@pytest.mark.django_db
def test_no_more_are_remembered_than_fit(counting, monkeypatch):
    monkeypatch.setattr(computed, "MOST_KNOWN", 2)
    top = CommitteeFactory()

    for year in (2021, 2022, 2023, 2024):
        figures_of(scope_of(top, Period.year(year)))

    assert len(computed.KNOWN) == 2
    figures_of(scope_of(top, Period.year(2021)))
    assert counting.count(2021) == 3  # itself twice, and once as the year before 2022


def test_many_threads_may_remember_at_once(monkeypatch):
    monkeypatch.setattr(computed, "state_of_records", lambda: (None, 0))
    monkeypatch.setattr(computed, "MOST_KNOWN", 3)
    monkeypatch.setattr(computed, "compute", lambda scope: scope.period)
    failed = []

    def ask():
        try:
            for year in [*range(2000, 2020)] * 20:
                top = Organisation(pk=1, path="1")
                assert figures_of(scope_of(top, Period.year(year))) == Period.year(year)
        except Exception as error:  # noqa: BLE001  # whatever a thread raises is told below
            failed.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert len(computed.KNOWN) <= 3
