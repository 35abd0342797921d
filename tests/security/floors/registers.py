"""What the registers of members and activities bring: elections to training classes."""

from datetime import date

from django.db.models import Q

from activities.models import (
    ContactPoint,
    Exam,
    Inspection,
    ResponsibilityLetter,
    TrainingClass,
)
from activities.services import commitments, exams, inspections, training
from branches.models import Organisation, OutsidePerson, School, User
from branches.screens.inputs import YearField
from branches.verbs import Verb
from members.models import DevelopmentCase, Election, Term
from members.services import development, elections
from tests.factories.branches import TODAY
from tests.security.floors.shape import Floor, Post, on

OWN = "SF0101"

ELECTED, SIGNED = date(2023, 6, 20), date(2026, 3, 2)

# Branches keep the first three registers, the committee's staff the others.
TABLE = """
members:election-list            -            LooooooxL LmmmmmmxL
members:election-create          -            LxoooooxL Lx!!!!!xL
members:election-update          election     Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
members:term-list                -            LooooooxL LmmmmmmxL
members:term-create              -            LxoooooxL Lx!!!!!xL
members:term-update              term         Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
members:case-list                -            LooooooxL LmmmmmmxL
members:case-create              -            LxoooooxL Lx!!!!!xL
members:case-update              case         Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL

activities:exam-list             -            LooooooxL LmmmmmmxL
activities:exam-create           -            LxoxxxxxL Lx!xxxxxL
activities:exam-update           exam         LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
activities:inspection-list       -            LooooooxL LmmmmmmxL
activities:inspection-create     -            LxoxxxxxL Lx!xxxxxL
activities:inspection-update     inspection   LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
activities:letter-list           -            LooooooxL LmmmmmmxL
activities:letter-create         -            LxoxxxxxL Lx!xxxxxL
activities:letter-update         letter       LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
activities:contact-list          -            LooooooxL LmmmmmmxL
activities:contact-create        -            LxoxxxxxL Lx!xxxxxL
activities:contact-update        contact      LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
activities:class-list            -            LooooooxL LmmmmmmxL
activities:class-create          -            LxoxxxxxL Lx!xxxxxL
activities:class-update          class        LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
"""

MODELS = {
    "election": Election,
    "term": Term,
    "case": DevelopmentCase,
    "exam": Exam,
    "inspection": Inspection,
    "letter": ResponsibilityLetter,
    "contact": ContactPoint,
    "class": TrainingClass,
}
IN_MEMBERS = {"election", "term", "case"}


def name_of(kind, act):
    """Return the address of an act on a kind of entry."""
    return f"{'members' if kind in IN_MEMBERS else 'activities'}:{kind}-{act}"


def build(there):
    """Enter one of everything for a branch of either county, and for one beside each."""
    for code, school in (("LX01", "LX-S1"), (OWN, "S01"), ("SF0102", "S02")):
        _enter(Organisation.objects.get(code=code), School.objects.get(code=school))
    return {}


def _enter(branch, school):
    held = elections.enter_election(
        facts=elections.ElectionFacts(
            branch, "REGULAR", ELECTED, seats=5, candidates=5, document="批复1号"
        ),
        today=TODAY,
        by=None,
    )
    elections.correct_term(
        row=held.term,
        facts=elections.TermFacts(
            branch,
            ELECTED,
            date(2026, 6, 20),
            extended_until=date(2026, 12, 1),
            extension_document="批复2号",
        ),
        reason="延期",
        version=1,
        today=TODAY,
        by=None,
    )
    development.enter_case(
        facts=development.CaseFacts(
            branch,
            name="尚可",
            sex="MALE",
            born_on=date(2008, 1, 1),
            work="STUDENT",
            applied_on=date(2025, 3, 1),
        ),
        today=TODAY,
        by=None,
    )
    exams.enter_exam(
        facts=exams.ExamFacts(branch, SIGNED, "政治理论考试", 40), today=TODAY, by=None
    )
    inspections.enter_inspection(
        facts=inspections.InspectionFacts(
            branch, SIGNED, "年终督导", school=school, inspectors="科室主任3人"
        ),
        today=TODAY,
        by=None,
    )
    commitments.enter_letter(
        facts=commitments.LetterFacts(
            branch, 2026, "CONDUCT", "PERSONS", SIGNED, 60, 66, note="集中签订"
        ),
        today=TODAY,
        by=None,
    )
    top = Organisation.objects.above(branch)[0]
    commitments.enter_contact(
        facts=commitments.ContactFacts(
            top,
            SIGNED,
            outsider=OutsidePerson.objects.filter(kept_by=top).order_by("pk")[0],
            office="局长",
            school=school,
        ),
        today=TODAY,
        by=None,
    )
    training.enter_class(
        facts=training.ClassFacts(branch, SIGNED, "党务培训", "MEMBERS", 8, 40),
        today=TODAY,
        by=None,
    )


def of(code):
    """Return the entry of each kind that a branch has; its committee keeps the contact points."""
    keepers = dict.fromkeys(MODELS, code) | {"contact": code[:2]}
    return {
        kind: model.objects.filter(organisation__code=keepers[kind]).order_by("pk")[0]
        for kind, model in MODELS.items()
    }


def objects(whose, below):
    """Return the entries of branch SF0101, or of LX01."""
    return of({"own": OWN, "foreign": "LX01"}[whose])


def near():
    """Return the keys of one's own entries, of a sister branch's and of those far away."""
    return {kind: model.objects.values_list("pk", flat=True) for kind, model in MODELS.items()}


def acts():
    """Return a new entry of each kind, and the correction of each."""
    branch, party = (Organisation.objects.get(code=code) for code in ("LX01", "LX10"))
    school = School.objects.get(code="LX-S2")
    person = OutsidePerson.objects.get(kept_by__code="LX")
    extension = {"extended_until": "2026-12-20", "extension_document": "批复4号"}
    held = {"organisation": branch.pk, "held_on": "2026-4-27"}
    new = {
        "election": held | {"kind": "REGULAR", "seats": "3", "document": "批复3号"},
        "term": {"organisation": party.pk, "starts_on": "2021-5-1", "due_on": "2026-5-1"}
        | extension,
        "case": {
            "organisation": branch.pk,
            "name": "殷实",
            "sex": "FEMALE",
            "ethnicity": "01",
            "born_on": "1998-3-8",
            "work": "TEACHER",
            "is_first_line": "on",
            "school": school.pk,
            "applied_on": "2025-3-1",
        },
        "exam": held | {"title": "期末考试", "participants": "60", "passed": "58"},
        "inspection": held
        | {"title": "专项督导", "school": school.pk, "inspectors": "两人", "problems": "1"},
        "letter": {
            "organisation": branch.pk,
            "belongs_to_year": "2025",
            "kind": "INTEGRITY",
            "level": "OFFICES",
            "signed_on": "2026-3-3",
            "signed": "6",
            "due": "6",
            "note": "补签",
        },
        "contact": {
            "organisation": branch.superior_id,
            "outsider": person.pk,
            "office": "书记",
            "school": school.pk,
            "starts_on": "2026-3-3",
            "document": "邻教工委发〔2026〕8号",
        },
        "class": held
        | {"title": "骨干培训", "audience": "OFFICERS", "hours": "16", "attendances": "20"},
    }
    mended = new | {"election": new["election"] | {"held_on": "2023-6-21"}}
    mended["term"] = new["term"] | {
        "organisation": branch.pk,
        "starts_on": str(ELECTED),
        "due_on": "2026-6-20",
    }
    entered = of("LX01")
    return [
        *(
            Post(name_of(kind, "create"), "lx-staff", data, (VERBS[kind][0],))
            for kind, data in new.items()
        ),
        *(
            on(
                name_of(kind, "update"),
                "lx-staff",
                entered[kind],
                data | {"reason": "录错"},
                VERBS[kind][1],
            )
            for kind, data in mended.items()
        ),
    ]


VERBS = {
    "election": (Verb.ELECTION_ENTERED, Verb.ELECTION_CORRECTED),
    "term": (Verb.TERM_ENTERED, Verb.TERM_CORRECTED),
    "case": (Verb.DEVELOPMENT_ENTERED, Verb.DEVELOPMENT_CORRECTED),
    "exam": (Verb.EXAM_ENTERED, Verb.EXAM_CORRECTED),
    "inspection": (Verb.INSPECTION_ENTERED, Verb.INSPECTION_CORRECTED),
    "letter": (Verb.LETTER_ENTERED, Verb.LETTER_CORRECTED),
    "contact": (Verb.CONTACT_ENTERED, Verb.CONTACT_CORRECTED),
    "class": (Verb.TRAINING_ENTERED, Verb.TRAINING_CORRECTED),
}


def refusals(sister):
    """Return what the secretary is refused, or told is wrong with it."""
    election = Election.objects.get(organisation=sister)
    case = DevelopmentCase.objects.get(organisation=sister)
    return [
        ("/elections/new/", {"organisation": sister.pk, "kind": "REGULAR"}),
        ("/elections/terms/new/", {"organisation": sister.pk, "starts_on": "2026-1-1"}),
        ("/development/new/", {"organisation": sister.pk, "member": "CANARY"}),
        (f"/elections/{election.pk}/edit/", {"organisation": sister.pk}),
        (f"/development/{case.pk}/edit/", {"organisation": sister.pk}),
    ]


def elsewhere(sister):
    """Enter an exam; correct the name of a person on the way, which is a canary already."""
    exams.enter_exam(
        facts=exams.ExamFacts(sister, TODAY, "CANARY.AuditEvent.title", 1),
        today=TODAY,
        by=User.objects.get(username="staff"),
    )
    case = DevelopmentCase.objects.get(organisation=sister)
    facts = {name: getattr(case, name) for name in development.CaseFacts.__dataclass_fields__}
    development.correct_case(
        row=case,
        facts=development.CaseFacts(**facts | {"name": f"{case.name}s"}),
        reason="CANARY.AuditEvent.reason",
        version=case.version,
        today=TODAY,
        by=User.objects.get(username="staff"),
    )


CHANGES = {
    "members:election-update": {"seats": ["5", "3"], "held_on": ["2023-06-20", "2023-06-21"]},
    "members:term-update": {"extended_until": ["2026-12-01", "2026-12-20"]},
    "members:case-update": {"name": ["尚可", "殷实"]},
    "activities:exam-update": {"participants": ["40", "60"]},
    "activities:inspection-update": {"title": ["年终督导", "专项督导"]},
    "activities:letter-update": {"signed": ["60", "6"]},
    "activities:contact-update": {"office": ["局长", "书记"]},
    "activities:class-update": {"hours": ["8", "16"]},
}
EDITED = [
    ("members:election-update", {"seats": "4"}, {"seats": "5"}, ("应选人数", "4", "5")),
    (
        "members:term-update",
        {"extension_document": "甲文"},
        {"extension_document": "乙文"},
        ("延期批复文号", "甲文", "乙文"),
    ),
    ("members:case-update", {"work": "OTHER", "is_first_line": ""}, {}, ("身份", "其他", "教师")),
    ("activities:exam-update", {"passed": ""}, {"passed": "9"}, ("合格人数", "（空）", "9")),
    (
        "activities:inspection-update",
        {"rating": "GOOD"},
        {"rating": "POOR"},
        ("评价", "好", "差"),
    ),
    ("activities:letter-update", {"note": "甲"}, {"note": "乙"}, ("说明", "甲", "乙")),
    ("activities:contact-update", {"office": "甲"}, {"office": "乙"}, ("职务", "甲", "乙")),
    ("activities:class-update", {"hours": "7"}, {"hours": "9"}, ("学时", "7", "9")),
]
OUT_OF_ORDER = [
    ("members:election-create", {"held_on": "2026-11-21"}, "held_on"),
    ("members:election-create", {"held_on": "2019-1-1"}, "held_on"),
    ("members:election-create", {"held_on": "2023-6-20"}, "held_on"),
    ("members:election-create", {"voters_due": "3", "voters_present": "4"}, "voters_present"),
    ("members:election-create", {"approved_on": "2026-4-26"}, "approved_on"),
    ("members:election-create", {"seats": "0"}, "seats"),
    ("members:election-update", {"held_on": "2026-4-27"}, "held_on"),
    ("members:election-update", {"kind": "BY_ELECTION"}, "kind"),
    ("members:term-create", {"due_on": "2021-5-1"}, "due_on"),
    ("members:term-create", {"ends_on": "2021-5-1"}, "ends_on"),
    ("members:term-create", {"extended_until": "2026-5-1"}, "extended_until"),
    ("members:term-create", {"extended_until": ""}, "extension_document"),
    ("members:term-update", {"starts_on": "2023-6-21"}, "starts_on"),
    ("members:case-create", {"applied_on": "1998-3-8"}, "applied_on"),
    ("members:case-create", {"activist_on": "2025-2-28"}, "activist_on"),
    ("members:case-create", {"target_on": "2026-1-1"}, "target_on"),
    ("members:case-create", {"withdrawn_on": "2025-2-28"}, "withdrawn_on"),
    ("members:case-create", {"work": "STUDENT"}, "is_first_line"),
    ("members:case-create", {"member": "无此人"}, "member"),
    ("activities:exam-create", {"passed": "61"}, "passed"),
    ("activities:exam-create", {"held_on": "2026-11-21"}, "held_on"),
    ("activities:inspection-create", {"school": ""}, "target"),
    ("activities:letter-create", {"signed": "7"}, "signed"),
    ("activities:letter-create", {"belongs_to_year": "1949"}, "belongs_to_year"),
    ("activities:contact-create", {"ends_on": "2026-3-3"}, "ends_on"),
    ("activities:contact-create", {"leader": "无此人"}, "leader"),
    ("activities:class-create", {"hours": "501"}, "hours"),
]

FLOOR = Floor(
    # Of no app alone: what it brings stands in members and in activities.
    app="registers",
    table=TABLE,
    objects=objects,
    near=near,
    readers={name_of(kind, "list"): "lx-staff" for kind in MODELS},
    build=build,
    acts=acts,
    verbs={
        Verb.ELECTIONS_ENTERED,
        Verb.TERMS_ENTERED,
        Verb.DEVELOPMENTS_ENTERED,
        Verb.EXAMS_ENTERED,
        Verb.INSPECTIONS_ENTERED,
        Verb.LETTERS_ENTERED,
        Verb.CONTACTS_ENTERED,
        Verb.TRAININGS_ENTERED,
    },
    changes=CHANGES,
    edited=EDITED,
    out_of_order=OUT_OF_ORDER,
    naming={
        name_of(kind, act): ("staff", "organisation")
        for kind in MODELS
        for act in ("create", "update")
    },
    foreign_names=lambda: ["孟知远"],
    shaped={
        ("members:case-create", "member"),
        ("members:case-update", "member"),
        ("activities:contact-create", "leader"),
        ("activities:contact-update", "leader"),
    },
    inputs={YearField: ["26", "1949", "2200", "二〇二六"]},
    own={ContactPoint: Q(organisation__code=OWN) | Q(contact__code=OWN)},
    within=dict.fromkeys(MODELS.values(), "organisation__path"),
    coded={"ContactPoint.slot"},
    silent={Term: "the document of its extension stands in the form that mends it"},
    open_lists={name_of(kind, "list") for kind in MODELS},
    counted={
        **{
            f"/{path}/": "1"
            for path in (
                *("elections", "elections/terms", "development", "exams"),
                *("inspections", "letters", "trainings"),
            )
        },
        # A branch reads those that are about itself.
        "/contacts/": "0",
        "/development/?q=CANARY": "0",
        "/exams/?q=CANARY": "0",
    },
    refusals=refusals,
    elsewhere=elsewhere,
)
