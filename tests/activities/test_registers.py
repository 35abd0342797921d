"""Exams, inspections, letters, contact points, training: always so, found, recorded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from activities.models import (
    ContactPoint,
    Exam,
    Inspection,
    ResponsibilityLetter,
    TrainingClass,
)
from activities.services.commitments import CONTACTS, LETTERS, ContactFacts, LetterFacts
from activities.services.exams import EXAMS, ExamFacts
from activities.services.inspections import INSPECTIONS, InspectionFacts
from activities.services.training import CLASSES, ClassFacts
from branches.models import Organisation, Stale
from branches.periods import Period
from branches.verbs import Verb
from tests.constraints import again, declared, ending, said_by_check, said_by_database
from tests.events import detail, recorded
from tests.factories.branches import (
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
    OutsidePersonFactory,
    SchoolFactory,
    UserFactory,
)
from tests.factories.members import MemberFactory
from tests.factories.registers import (
    HELD,
    ClassFactory,
    ContactFactory,
    ExamFactory,
    InspectionFactory,
    LetterFactory,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MODELS = [Exam, Inspection, ResponsibilityLetter, ContactPoint, TrainingClass]
SIGNED = date(2026, 3, 2)


# Always ----------------------------------------------------------------------------------------


def exam(**values):
    """Return an exam that is not saved, valid but for these values."""
    valid = {"organisation": CommitteeFactory(), "held_on": HELD, "title": "新", "participants": 9}
    return Exam(**(valid | values))


def inspection(**values):
    valid = {"organisation": CommitteeFactory(), "held_on": HELD, "title": "新"}
    return Inspection(**(valid | values))


def letter(**values):
    valid = {"organisation": CommitteeFactory(), "belongs_to_year": 2026, "kind": "GOVERNANCE"}
    valid |= {"level": "PERSONS", "signed_on": SIGNED, "signed": 1, "due": 1}
    return ResponsibilityLetter(**(valid | values))


def contact(**values):
    """Return a contact point that is not saved, of nobody and of no place but for these values."""
    made = ContactPoint(organisation=CommitteeFactory(), starts_on=SIGNED, **values)
    made.clean()
    return made


def training(**values):
    valid = {"organisation": CommitteeFactory(), "held_on": HELD, "title": "新"}
    valid |= {"audience": "MEMBERS", "hours": 8, "attendances": 9}
    return TrainingClass(**(valid | values))


BROKEN = {
    "exam_of_a_title_once_a_day": (
        lambda: again(ExamFactory()),
        "title",
        "这一天的这场考试已经登记过。",
    ),
    "exam_passed_are_of_those_who_took_it": (
        lambda: exam(passed=10),
        "passed",
        "合格人数不能多于参加人数。",
    ),
    "inspection_visits_one_place": (
        inspection,
        "target",
        "请选择督导的党组织或者学校，只选一个。",
    ),
    "inspection_of_an_organisation_once_a_day": (
        lambda: again(InspectionFactory()),
        "target",
        "这一天对这个党组织的这次督导已经登记过。",
    ),
    "inspection_of_a_school_once_a_day": (
        lambda: again(InspectionFactory(target=None, school=SchoolFactory())),
        "school",
        "这一天对这所学校的这次督导已经登记过。",
    ),
    "responsibility_letter_of_a_kind_once_a_day": (
        lambda: again(LetterFactory()),
        "kind",
        "这一天的这类责任书已经登记过，请更正那一条。",
    ),
    "responsibility_letter_signed_are_of_those_due": (
        lambda: letter(signed=2),
        "signed",
        "签订份数不能多于应签份数，应签至少1份。",
    ),
    "responsibility_letter_year_is_sensible": (
        lambda: letter(belongs_to_year=1949),
        "belongs_to_year",
        "所属年度要写成四位数，例如 2026。",
    ),
    "contactpoint_ends_after_it_starts": (
        lambda: ending(ContactFactory(), SIGNED),
        "ends_on",
        "结束日期必须晚于起始日期。",
    ),
    "contact_point_once_at_a_time": (
        lambda: again(ContactFactory()),
        "starts_on",
        "这段时间已经登记了这个联系点。",
    ),
    "contact_point_has_one_leader": (
        lambda: contact(school=SchoolFactory()),
        "outsider",
        "请填写一名党员或者选择一名系统外人员，只选一个。",
    ),
    "contact_point_is_of_one_place": (
        lambda: contact(outsider=OutsidePersonFactory()),
        "contact",
        "请选择联系的党组织或者学校，只选一个。",
    ),
    "training_class_of_a_title_once_a_day": (
        lambda: again(ClassFactory()),
        "title",
        "这一天的这个培训班已经登记过。",
    ),
    "training_class_hours_are_sensible": (
        lambda: training(hours=501),
        "hours",
        "学时要在 1 至 500 之间。",
    ),
}


def test_every_constraint_is_broken_here():
    assert set(BROKEN) == declared(MODELS)


@pytest.mark.parametrize("constraint", BROKEN)
def test_database_refuses_what_breaks(constraint):
    build, field, message = BROKEN[constraint]

    assert said_by_database(build()) == {field: [message]}


@pytest.mark.parametrize("constraint", BROKEN)
def test_check_says_at_its_field_what_breaks(constraint):
    build, field, message = BROKEN[constraint]

    assert said_by_check(build()) == {field: [message]}


@pytest.mark.parametrize(
    "build",
    [
        lambda: exam(passed=9),
        lambda: letter(signed=0),
        lambda: letter(belongs_to_year=1950),
        lambda: letter(belongs_to_year=2199),
        lambda: training(hours=1),
        lambda: training(hours=500),
    ],
)
def test_row_just_within_its_bounds_is_kept(build):
    row = build()

    type(row).objects.bulk_create([row])


def test_inspection_and_contact_are_called_by_their_place():
    school = SchoolFactory(short_name="一中")
    member = MemberFactory(name="许联系")

    assert InspectionFactory(target=None, school=school).place == "一中"
    assert InspectionFactory(target__short_name="一中支部").place == "一中支部"
    made = ContactFactory(outsider=None, leader=member, school=school)
    assert (made.leader_name, made.place) == ("许联系", "一中")
    assert ContactFactory(outsider__name="周怀民").leader_name == "周怀民（教育局）"


def test_same_leader_may_be_the_contact_again_when_it_was_over():
    first = ContactFactory(ends_on=date(2026, 9, 1))
    later = again(first, starts_on=date(2026, 9, 1), ends_on=None)

    ContactPoint.objects.bulk_create([later])


# Which -----------------------------------------------------------------------------------------

DAYED = {
    ExamFactory: "held_on",
    InspectionFactory: "held_on",
    LetterFactory: "signed_on",
    ContactFactory: "starts_on",
    ClassFactory: "held_on",
}
YEAR = Period.year(2025)


@pytest.mark.parametrize("factory", DAYED)
@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2024, 12, 31), False),
        (date(2025, 1, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_entry_is_of_the_period_its_day_lies_in(factory, day, held):
    made = factory(**{DAYED[factory]: day})
    rows = type(made).objects

    assert rows.held(YEAR).exists() is held
    assert rows.since(YEAR.start).until(YEAR.last_day).exists() is held


@pytest.mark.parametrize("factory", DAYED)
def test_user_reads_entries_beneath_and_those_of_no_other(factory):
    mine, _other = factory(), factory()
    staff = AppointmentFactory(organisation=mine.organisation).user
    rows = type(mine).objects

    assert list(rows.readable_by(staff, today=TODAY)) == [mine]
    assert list(rows.readable_by(UserFactory(), today=TODAY)) == []
    assert list(rows.within(mine.organisation)) == [mine]
    ours = Organisation.objects.filter(pk=mine.organisation_id)
    assert list(rows.in_organisations(ours)) == [mine]


@pytest.mark.parametrize("factory", DAYED)
def test_entries_are_found_by_the_name_of_their_organisation(factory):
    made = factory(organisation__name="示范教育工委", organisation__short_name="示范工委")
    factory()
    rows = type(made).objects

    for text in ("示范工委", "shifan", "sfjygw"):
        assert list(rows.named(text)) == [made]


def test_contact_is_read_by_the_organisation_it_is_about():
    top = CommitteeFactory()
    branch = OrganisationFactory(superior=top)
    mine = ContactFactory(organisation=top, school=None, contact=branch)
    ContactFactory(organisation=top)
    secretary = AppointmentFactory(organisation=branch, role="SECRETARY").user

    assert list(ContactPoint.objects.readable_by(secretary, today=TODAY)) == [mine]
    assert list(ContactPoint.objects.within(branch)) == [mine]


def test_branch_reads_no_exam_of_its_committee():
    top = CommitteeFactory()
    ExamFactory(organisation=top)
    secretary = AppointmentFactory(
        organisation=OrganisationFactory(superior=top), role="SECRETARY"
    ).user

    assert list(Exam.objects.readable_by(secretary, today=TODAY)) == []


def test_exams_add_up():
    ExamFactory(participants=7300)
    ExamFactory(participants=12)

    assert Exam.objects.in_total() == {"exams": 2, "participants": 7312}
    assert Exam.objects.none().in_total() == {"exams": 0, "participants": 0}


def test_visits_of_one_title_by_one_organisation_are_one_round():
    top = CommitteeFactory()
    InspectionFactory(organisation=top, title="年终督导", problems=2, talks=True)
    InspectionFactory(organisation=top, title="年终督导", held_on=HELD + DAY, rating="GOOD")
    InspectionFactory(organisation=top, title="专项督导", records=True, assessment=True)
    InspectionFactory(title="年终督导")  # by another committee

    assert Inspection.objects.rounds() == 3
    assert Inspection.objects.within(top).rounds() == 2
    assert Inspection.objects.in_total() == {
        "visits": 4,
        "problems": 2,
        "talks": 1,
        "assessments": 1,
        "records": 1,
    }
    assert Inspection.objects.rated("GOOD").count() == 1


def test_letters_are_of_the_year_they_are_for_and_of_the_period_they_were_signed_in():
    LetterFactory(belongs_to_year=2025, signed_on=date(2026, 1, 5), signed=60, due=66)
    LetterFactory(belongs_to_year=2026, signed_on=date(2026, 1, 5), signed=5, due=5)
    rows = ResponsibilityLetter.objects

    assert rows.of_year(2025).in_total() == {"signings": 1, "signed": 60, "due": 66}
    assert rows.held(Period.year(2026)).in_total() == {"signings": 2, "signed": 65, "due": 71}
    assert rows.held(Period.year(2025)).in_total() == {"signings": 0, "signed": 0, "due": 0}


def test_contacts_hold_from_their_first_day_to_the_day_before_their_last():
    ContactFactory(starts_on=SIGNED, ends_on=TODAY)
    rows = ContactPoint.objects

    held = [rows.on(day).count() for day in (SIGNED - DAY, SIGNED, TODAY - DAY, TODAY)]

    assert held == [0, 1, 1, 0]


def test_one_leader_of_several_places_is_one_leader():
    leader = OutsidePersonFactory()
    ContactFactory.create_batch(2, outsider=leader)
    ContactFactory(outsider=None, leader=MemberFactory())
    ContactFactory(school=None, contact=OrganisationFactory())

    assert ContactPoint.objects.leaders() == 3
    assert ContactPoint.objects.of_schools().count() == 3
    assert ContactPoint.objects.of_organisations().count() == 1


def test_classes_add_up():
    ClassFactory(hours=16, attendances=50)
    ClassFactory(hours=8, attendances=10)

    assert TrainingClass.objects.in_total() == {"classes": 2, "attendances": 60, "hours": 880}


# Doing -----------------------------------------------------------------------------------------


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def staff(top):
    return AppointmentFactory(organisation=top).user


def facts_of(register, organisation):
    """Return the smallest valid facts of a register's entry."""
    school = SchoolFactory(kept_by=organisation)
    person = OutsidePersonFactory(kept_by=organisation)
    return {
        EXAMS: lambda: ExamFacts(organisation, HELD, "理论考试", 7300),
        INSPECTIONS: lambda: InspectionFacts(organisation, HELD, "年终督导", school=school),
        LETTERS: lambda: LetterFacts(
            organisation, 2026, "GOVERNANCE", "ORGANISATIONS", SIGNED, 60, 66
        ),
        CONTACTS: lambda: ContactFacts(organisation, SIGNED, outsider=person, school=school),
        CLASSES: lambda: ClassFacts(organisation, HELD, "党务干部培训", "OFFICERS", 16, 50),
    }[register]()


REGISTERS = {
    EXAMS: (Verb.EXAM_ENTERED, Verb.EXAM_CORRECTED, Verb.EXAMS_ENTERED),
    INSPECTIONS: (
        Verb.INSPECTION_ENTERED,
        Verb.INSPECTION_CORRECTED,
        Verb.INSPECTIONS_ENTERED,
    ),
    LETTERS: (Verb.LETTER_ENTERED, Verb.LETTER_CORRECTED, Verb.LETTERS_ENTERED),
    CONTACTS: (Verb.CONTACT_ENTERED, Verb.CONTACT_CORRECTED, Verb.CONTACTS_ENTERED),
    CLASSES: (Verb.TRAINING_ENTERED, Verb.TRAINING_CORRECTED, Verb.TRAININGS_ENTERED),
}
# What is mended of an entry, and how its event tells it.
MENDED = {
    EXAMS: ("participants", 7312, ["7300", "7312"]),
    INSPECTIONS: ("problems", 3, ["0", "3"]),
    LETTERS: ("signed", 66, ["60", "66"]),
    CONTACTS: ("ends_on", TODAY, ["", "2026-11-20"]),
    CLASSES: ("hours", 24, ["16", "24"]),
}
PASSED = {EXAMS: "held_on", INSPECTIONS: "held_on", LETTERS: "signed_on", CLASSES: "held_on"}
by_name = pytest.mark.parametrize("register", REGISTERS, ids=lambda one: one.model.__name__)


@by_name
def test_entry_is_written_with_one_event(register, top, staff):
    facts = facts_of(register, top)

    with recorded() as events:
        made = register.enter(facts=facts, today=TODAY, by=staff)

    found = register.model.objects.get()
    assert (found, found.recorded_by) == (made, staff)
    assert {name: getattr(found, name) for name in vars(facts)} == vars(facts)
    assert [(event.verb, event.organisation_id) for event in events] == [
        (REGISTERS[register][0], top.pk)
    ]


@by_name
def test_entry_is_mended_with_what_changed(register, top, staff):
    facts = facts_of(register, top)
    made = register.enter(facts=facts, today=TODAY, by=staff)
    name, value, told = MENDED[register]

    with recorded() as events:
        register.correct(
            row=made,
            facts=replace(facts, **{name: value}),
            reason="录错",
            version=1,
            today=TODAY,
            by=staff,
        )

    found = register.model.objects.get()
    assert (getattr(found, name), found.version) == (value, 2)
    assert [(event.verb, event.reason) for event in events] == [(REGISTERS[register][1], "录错")]
    assert detail(events[0]) == {"changes": {name: told}}


@by_name
def test_correction_of_an_entry_changed_meanwhile_is_refused(register, top, staff):
    facts = facts_of(register, top)
    made = register.enter(facts=facts, today=TODAY, by=staff)

    with pytest.raises(Stale):
        register.correct(row=made, facts=facts, reason="录错", version=9, today=TODAY, by=staff)


@by_name
def test_entry_before_its_organisation_was_founded_is_refused(register, top):
    facts = replace(facts_of(register, top), **{register.day: date(2019, 12, 31)})

    with recorded() as events, pytest.raises(ValidationError) as refused:
        register.enter(facts=facts, today=TODAY, by=None)

    assert refused.value.message_dict == {
        register.day: [f"{top}于 2020-01-01 成立，日期不能更早。"]
    }
    assert (register.model.objects.count(), events) == (0, [])


@by_name
@pytest.mark.parametrize(("days", "refused"), [(-1, False), (0, True)])
def test_entry_after_its_organisation_was_dissolved_is_refused(register, top, days, refused):
    facts = facts_of(register, top)
    day = getattr(facts, register.day)
    top.dissolved_on = day - days * DAY

    if refused:
        with pytest.raises(ValidationError) as said:
            register.enter(facts=facts, today=TODAY, by=None)
        assert list(said.value.message_dict) == [register.day]
    else:
        register.enter(facts=facts, today=TODAY, by=None)


@pytest.mark.parametrize("register", PASSED, ids=lambda one: one.model.__name__)
@pytest.mark.parametrize(("day", "refused"), [(TODAY, False), (TODAY + DAY, True)])
def test_what_has_not_come_yet_is_not_entered(register, top, day, refused):
    name = PASSED[register]
    facts = replace(facts_of(register, top), **{name: day})

    if refused:
        with pytest.raises(ValidationError) as said:
            register.enter(facts=facts, today=TODAY, by=None)
        assert said.value.message_dict == {name: ["这一天还没有到，发生以后再登记。"]}
    else:
        register.enter(facts=facts, today=TODAY, by=None)
    assert register.model.objects.exists() is not refused


def test_contact_may_be_arranged_for_a_day_to_come(top):
    facts = replace(facts_of(CONTACTS, top), starts_on=TODAY + DAY)

    assert CONTACTS.enter(facts=facts, today=TODAY, by=None).starts_on == TODAY + DAY


@by_name
def test_entry_is_not_written_when_the_log_is_broken(register, top, broken_log):
    with pytest.raises(broken_log):
        register.enter(facts=facts_of(register, top), today=TODAY, by=None)

    assert register.model.objects.count() == 0


@by_name
def test_many_entries_are_written_in_one_event(register, top, django_assert_max_num_queries):
    first = facts_of(register, top)
    rows = [replace(first, **{register.day: HELD + number * DAY}) for number in range(40)]
    if register is CONTACTS:
        rows = [replace(row, ends_on=row.starts_on + DAY) for row in rows]

    with recorded() as events, django_assert_max_num_queries(15):
        register.enter_many(rows=rows, by=None)

    assert register.model.objects.count() == 40
    assert [event.verb for event in events] == [REGISTERS[register][2]]
    assert detail(events[0])["count"] == 40


def test_faulty_row_of_many_is_named_and_none_is_written(top):
    first = facts_of(EXAMS, top)

    with pytest.raises(ValidationError) as refused:
        EXAMS.enter_many(rows=[first, replace(first, title="")], by=None)

    assert refused.value.messages == ["第 2 行：此字段不能为空。"]
    assert Exam.objects.count() == 0


def test_none_of_many_is_written_when_the_database_refuses_one(top):
    first = facts_of(EXAMS, top)

    with pytest.raises(ValidationError) as refused:
        EXAMS.enter_many(rows=[first, replace(first, title="另一场", passed=9999)], by=None)

    assert refused.value.message_dict == {"passed": ["合格人数不能多于参加人数。"]}
    assert Exam.objects.count() == 0
