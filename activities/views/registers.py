"""The committee's registers: exams, inspections, letters, contact points, training."""

from __future__ import annotations

from activities.filters.registers import (
    ClassFilter,
    ContactFilter,
    ExamFilter,
    InspectionFilter,
    LetterFilter,
)
from activities.forms import registers as forms
from activities.models import (
    ContactPoint,
    Exam,
    Inspection,
    ResponsibilityLetter,
    TrainingClass,
)
from activities.services import commitments, exams, inspections, training
from activities.tables.registers import (
    ClassTable,
    ContactTable,
    ExamTable,
    InspectionTable,
    LetterTable,
)
from branches.access import Permission
from branches.screens.registers import RegisterCreate, RegisterList, RegisterUpdate

KEEP = Permission.KEEP_COMMITTEE_RECORDS


class ExamList(RegisterList):
    """Which exams were held, and how many took them."""

    permission = Permission.READ_ACTIVITIES
    title, unit = "考试", "场"
    empty_text = "政治理论考试登记在这里，参加的人不限于党员。"
    model, keeping, create = Exam, KEEP, ("登记考试", "activities:exam-create")
    table_class, filterset_class = ExamTable, ExamFilter


class ExamCreate(RegisterCreate):
    """Record an exam."""

    permission = KEEP
    form_class, facts = forms.ExamForm, exams.ExamFacts
    enter = staticmethod(exams.enter_exam)
    title, list_name = "登记考试", "activities:exam-list"


class ExamUpdate(RegisterUpdate):
    """Mend what is known of an exam."""

    permission = KEEP
    form_class, facts, model = forms.CorrectExamForm, exams.ExamFacts, Exam
    correct = staticmethod(exams.correct_exam)
    title, list_name = "更正考试", "activities:exam-list"

    def subject(self) -> str:
        return str(self.row.title)


class InspectionList(RegisterList):
    """Whom the committee inspected, in which way, and how it was rated."""

    permission = Permission.READ_ACTIVITIES
    title, unit = "督导", "次"
    empty_text = "到党组织、学校的督导登记在这里，每处一条；名称相同的是同一轮。"
    model, keeping, create = Inspection, KEEP, ("登记督导", "activities:inspection-create")
    table_class, filterset_class = InspectionTable, InspectionFilter


class InspectionCreate(RegisterCreate):
    """Record a visit of an inspection."""

    permission = KEEP
    form_class, facts = forms.InspectionForm, inspections.InspectionFacts
    enter = staticmethod(inspections.enter_inspection)
    title, list_name = "登记督导", "activities:inspection-list"


class InspectionUpdate(RegisterUpdate):
    """Mend what is known of a visit."""

    permission = KEEP
    form_class, facts = forms.CorrectInspectionForm, inspections.InspectionFacts
    model, correct = Inspection, staticmethod(inspections.correct_inspection)
    title, list_name = "更正督导", "activities:inspection-list"

    def subject(self) -> str:
        return str(self.row.place)


class LetterList(RegisterList):
    """How many responsibility letters were signed, of how many."""

    permission = Permission.READ_ACTIVITIES
    title, unit = "责任书", "条"
    empty_text = "每次签订责任书登记一条：哪一年的、哪一类、哪一级，签了多少份。"
    model, keeping, create = (
        ResponsibilityLetter,
        KEEP,
        ("登记签订", "activities:letter-create"),
    )
    table_class, filterset_class = LetterTable, LetterFilter


class LetterCreate(RegisterCreate):
    """Record a signing of letters."""

    permission = KEEP
    form_class, facts = forms.LetterForm, commitments.LetterFacts
    enter = staticmethod(commitments.enter_letter)
    title, list_name = "登记责任书签订", "activities:letter-list"


class LetterUpdate(RegisterUpdate):
    """Mend what is known of a signing."""

    permission = KEEP
    form_class, facts = forms.CorrectLetterForm, commitments.LetterFacts
    model, correct = ResponsibilityLetter, staticmethod(commitments.correct_letter)
    title, list_name = "更正责任书签订", "activities:letter-list"

    def subject(self) -> str:
        return str(self.row)


class ContactList(RegisterList):
    """Which leader is the contact of which organisation or school."""

    permission = Permission.READ_ACTIVITIES
    title, unit = "联系点", "个"
    empty_text = "班子成员联系的党组织和学校登记在这里。"
    model, keeping, create = ContactPoint, KEEP, ("登记联系点", "activities:contact-create")
    table_class, filterset_class = ContactTable, ContactFilter


class ContactCreate(RegisterCreate):
    """Record that a leader is the contact of an organisation or a school."""

    permission = KEEP
    form_class, facts = forms.ContactForm, commitments.ContactFacts
    enter = staticmethod(commitments.enter_contact)
    title, list_name = "登记联系点", "activities:contact-list"


class ContactUpdate(RegisterUpdate):
    """Mend a contact point, or end it."""

    permission = KEEP
    form_class, facts = forms.CorrectContactForm, commitments.ContactFacts
    model, correct = ContactPoint, staticmethod(commitments.correct_contact)
    title, list_name = "更正联系点", "activities:contact-list"

    def subject(self) -> str:
        return str(self.row.place)


class ClassList(RegisterList):
    """Which training classes were held, for whom, and how many came."""

    permission = Permission.READ_ACTIVITIES
    title, unit = "培训", "期"
    empty_text = "举办的培训班登记在这里。"
    model, keeping, create = TrainingClass, KEEP, ("登记培训", "activities:class-create")
    table_class, filterset_class = ClassTable, ClassFilter


class ClassCreate(RegisterCreate):
    """Record a training class."""

    permission = KEEP
    form_class, facts = forms.ClassForm, training.ClassFacts
    enter = staticmethod(training.enter_class)
    title, list_name = "登记培训", "activities:class-list"


class ClassUpdate(RegisterUpdate):
    """Mend what is known of a training class."""

    permission = KEEP
    form_class, facts, model = forms.CorrectClassForm, training.ClassFacts, TrainingClass
    correct = staticmethod(training.correct_class)
    title, list_name = "更正培训", "activities:class-list"

    def subject(self) -> str:
        return str(self.row.title)
