"""What the ground floor brings: organisations, schools, accounts, the registers and the log."""

from django.db.models import Q

from branches.audit import Verb
from branches.models import (
    Appointment,
    ApprovalPower,
    AuditEvent,
    Coverage,
    Organisation,
    OutsidePerson,
    Request,
    School,
    User,
)
from branches.services import accounts, organisations, registers, schools
from branches.services.organisations import Facts
from branches.services.schools import SchoolFacts
from tests.county import PASSWORD
from tests.security.floors.branches.acts import acts
from tests.security.floors.branches.neighbour import build
from tests.security.floors.shape import Floor

OWN = "SF0101"

TABLE = """
branches:login                   -            o>>>>>>>o !>>>>>>>!
branches:password-change         -            LoooooooL L!!!!!!!L
branches:switch                  -            LmmmmmmmL L>>>>>>>L
branches:help                    -            LoooooooL LmmmmmmmL

branches:organisation-list       -            LooooooxL LmmmmmmxL
branches:organisation-create     -            LxoxxxxxL Lx!xxxxxL
branches:organisation-detail     organisation Looooo-xL LmmmmmmxL L------xL LmmmmmmxL
branches:organisation-history    organisation Looooo-xL LmmmmmmxL L------xL LmmmmmmxL
branches:organisation-update     organisation LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
branches:organisation-rename     organisation LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
branches:organisation-move       organisation LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
branches:organisation-dissolve   organisation LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
branches:organisation-restore    organisation LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
branches:coverage-create         organisation LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
branches:coverage-end            coverage     LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
branches:power-create            organisation LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
branches:power-end               power        LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL

branches:school-list             -            LooooooxL LmmmmmmxL
branches:school-create           -            LxoxxxxxL Lx!xxxxxL
branches:school-detail           school       Looooo-xL LmmmmmmxL L------xL LmmmmmmxL
branches:school-update           school       LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
branches:school-close            school       LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
branches:school-reopen           school       LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
branches:head-count-update       school       LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL

branches:account-list            -            LoxxxxxxL LmxxxxxxL
branches:account-create          -            LoxxxxxxL L!xxxxxxL
branches:account-detail          account      LoxxxxxxL LmxxxxxxL LoxxxxxxL LmxxxxxxL
branches:account-update          account      LoxxxxxxL L!xxxxxxL LoxxxxxxL L!xxxxxxL
branches:account-reset           account      LoxxxxxxL L!xxxxxxL LoxxxxxxL L!xxxxxxL
branches:account-disable         account      LoxxxxxxL L!xxxxxxL LoxxxxxxL L!xxxxxxL
branches:account-enable          account      LoxxxxxxL L!xxxxxxL LoxxxxxxL L!xxxxxxL
branches:appointment-create      account      LoxxxxxxL L!xxxxxxL LoxxxxxxL L!xxxxxxL
branches:appointment-end         appointment  LoxxxxxxL L!xxxxxxL LoxxxxxxL L!xxxxxxL

branches:outside-person-list     -            LooxxxxxL LmmxxxxxL
branches:outside-person-create   -            LxoxxxxxL Lx!xxxxxL
branches:outside-person-update   person       LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
branches:request-list            -            LooooooxL LmmmmmmxL
branches:request-detail          request      Looooo-xL LmmmmmmxL L------xL LmmmmmmxL
branches:request-answer          request      LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
branches:request-withdraw        request      Lxxoox-xL Lxx!!x-xL Lxx--x-xL Lxx--x-xL
branches:setting-list            -            LoxxxxxxL LmxxxxxxL
branches:setting-create          -            LoxxxxxxL L!xxxxxxL
branches:audit-list              -            LoxxxxxoL LmxxxxxmL
branches:audit-detail            event        LoxxxxxoL LmxxxxxmL LoxxxxxoL LmxxxxxmL

branches:logout                  -            LmmmmmmmL L>>>>>>>L
"""


def objects(whose, below):
    """Return the rows of branch SF0101 and of LX01, and what stands about them."""
    branch, committee, school, username = {
        "own": (OWN, "SF", "S01", "secretary"),
        "foreign": ("LX01", "LX", "LX-S1", "lx-secretary"),
    }[whose]
    place = Organisation.objects.get(code=branch)
    account = User.objects.get(username=username)
    return {
        "organisation": place,
        "school": School.objects.get(code=school),
        "coverage": Coverage.objects.get(organisation=place),
        "power": ApprovalPower.objects.get(organisation__code=committee),
        "request": Request.objects.get(organisation=place),
        "account": account,
        "appointment": Appointment.objects.get(user=account),
        "person": OutsidePerson.objects.filter(kept_by__code=committee).order_by("pk")[0],
        "event": AuditEvent.objects.filter(target_uid=account.uid).order_by("pk")[0],
    }


def near():
    """Return the keys of one's own rows, of a sister branch's and of those far away."""
    own = Organisation.objects.get(code=OWN)
    superior = Organisation.objects.above(own)[0]
    sister = superior.subordinates.exclude(code=OWN).order_by("pk")[0]
    return {
        "organisation": [own.pk, sister.pk, superior.pk],
        "school": School.objects.order_by("pk").values_list("pk", flat=True)[:3],
        "coverage": Coverage.objects.order_by("pk").values_list("pk", flat=True)[:4],
        "account": User.objects.order_by("pk").values_list("pk", flat=True),
        "person": OutsidePerson.objects.order_by("pk").values_list("pk", flat=True)[:2],
        "request": Request.objects.values_list("pk", flat=True),
    }


def foreign_names():
    """Return what organisations and schools of 邻县 are called, in full and in short."""
    foreign = [
        *Organisation.objects.filter(code__startswith="LX"),
        *School.objects.filter(code__startswith="LX"),
    ]
    return [name for row in foreign for name in (row.name, row.short_name)]


def refusals(sister):
    """Return what the secretary is refused, or told is wrong with it."""
    return [
        ("/acting-for/", {"organisation": sister.pk, "next": "/branches/"}),
        ("/acting-for/", {"organisation": "CANARY", "next": f"/branches/{sister.pk}/"}),
        ("/password/", {"old_password": PASSWORD, "new_password": "k", "again": "k"}),
        (f"/branches/{sister.pk}/edit/", {"code": sister.code}),
        ("/branches/new/", {"code": sister.code, "superior": sister.pk}),
        ("/schools/new/", {"code": "S01"}),
        ("/accounts/new/", {"username": "secretary2"}),
    ]


def elsewhere(sister):
    """Correct a branch, a school and a person, and reset a password."""
    staff, admin = (User.objects.get(username=name) for name in ("staff", "admin"))
    school = School.objects.exclude(code="S01").order_by("pk")[1]
    facts = Facts(
        code="CANARY.AuditEvent.code",
        member_kind=sister.member_kind,
        founded_on=sister.founded_on,
        founding_document="CANARY.AuditEvent.document",
    )
    organisations.correct(
        organisation=sister,
        facts=facts,
        reason="CANARY.AuditEvent.reason",
        version=sister.version,
        by=staff,
    )
    known = {name: getattr(school, name) for name in SchoolFacts.__dataclass_fields__}
    schools.correct_school(
        school=school,
        facts=SchoolFacts(**{**known, "township": "CANARY.AuditEvent.town"}),
        reason="CANARY.AuditEvent.reason",
        version=school.version,
        by=staff,
    )
    person = OutsidePerson.objects.order_by("pk")[0]
    registers.correct_outside_person(
        person=person,
        name=person.name,
        unit="CANARY.AuditEvent.unit",
        office="",
        is_party_member=False,
        version=person.version,
        by=staff,
    )
    other = User.objects.get(username="secretary2")
    accounts.reset_password(
        user=other, reason="CANARY.AuditEvent.reason", version=other.version, by=admin
    )


CHANGES = {
    "branches:organisation-update": {"member_kind": ["MIXED", "IN_POST"]},
    "branches:organisation-rename": {"short_name": ["邻县一小党支部", "邻县新校党支部"]},
    "branches:organisation-move": {"superior": ["邻县教育工委", "邻县一中党委"]},
    "branches:organisation-restore": {"dissolved_on": ["2025-03-01", None]},
    "branches:school-update": {"stage": ["PRIMARY", "JUNIOR"]},
    "branches:school-reopen": {"closed_on": ["2025-03-01", None]},
    "branches:head-count-update": {"staff": [60, 61], "pupils": [None, 700]},
    "branches:account-update": {"name": ["蒋云帆", "蒋云"]},
    "branches:outside-person-update": {"office": ["局长", "讲师"]},
}

NAMING = {
    "branches:organisation-create": ("staff", "superior"),
    "branches:organisation-move": ("staff", "to"),
    "branches:coverage-create": ("staff", "school"),
    "branches:setting-create": ("admin", "organisation"),
    "branches:account-create": ("admin", "organisation"),
    "branches:appointment-create": ("admin", "organisation"),
}

# What the first editor saves, what the second types, and what the second is then shown.
EDITED = [
    (
        "branches:organisation-update",
        {"founding_document": "甲文"},
        {"founding_document": "乙文"},
        ("成立批复文号", "甲文", "乙文"),
    ),
    (
        "branches:organisation-update",
        {"member_kind": "RETIRED"},
        {"member_kind": "IN_POST"},
        ("党员构成", "离退休", "在职"),
    ),
    (
        "branches:organisation-rename",
        {"short_name": "甲党支部", "on": "2026-11-2"},
        {"short_name": "乙党支部", "on": "2026-11-9"},
        ("简称", "甲党支部", "乙党支部"),
    ),
    (
        "branches:school-update",
        {"township": "甲镇"},
        {"township": "乙镇"},
        ("所在乡镇", "甲镇", "乙镇"),
    ),
    (
        "branches:school-update",
        {"township": "甲镇", "level": "TOWNSHIP"},
        {"level": "COUNTY"},
        None,
    ),
    ("branches:head-count-update", {"staff": "70"}, {"staff": "71"}, ("教职工", "70", "71")),
    (
        "branches:head-count-update",
        {"pupils": ""},
        {"pupils": "71"},
        ("学生", "（空）", "71"),
    ),
    ("branches:account-update", {"name": "甲某"}, {"name": "乙某"}, ("姓名", "甲某", "乙某")),
    (
        "branches:outside-person-update",
        {"unit": "甲校"},
        {"unit": "乙校"},
        ("单位", "甲校", "乙校"),
    ),
    (
        "branches:outside-person-update",
        {"is_party_member": ""},
        {"is_party_member": "on"},
        ("是党员", "否", "是"),
    ),
]

# What each act must not let happen: the address, what is typed, the field that is told.
OUT_OF_ORDER = [
    ("branches:organisation-create", {"founded_on": "2019-1-1"}, "founded_on"),
    ("branches:organisation-rename", {"on": "2019-1-1"}, "on"),
    ("branches:organisation-rename", {"on": "2027-1-1"}, "on"),
    ("branches:organisation-move", {"on": "2019-1-1"}, "on"),
    ("branches:organisation-move", {"on": "2027-1-1"}, "on"),
    ("branches:organisation-dissolve", {"on": "2019-1-1"}, None),
    ("branches:organisation-dissolve", {"on": "2027-1-1"}, "on"),
    ("branches:coverage-create", {"starts_on": "2019-1-1"}, "starts_on"),
    ("branches:coverage-end", {"on": "2020-3-1"}, None),
    ("branches:power-end", {"on": "2019-1-1"}, None),
    ("branches:school-close", {"on": "2019-1-1"}, None),
    ("branches:appointment-create", {"starts_on": "2026-11-9", "ends_on": "2026-11-9"}, "ends_on"),
    ("branches:appointment-end", {"on": "2019-1-1"}, None),
    ("branches:request-answer", {"on": "2019-1-1"}, "on"),
    ("branches:request-answer", {"on": "2027-1-1"}, "on"),
    ("branches:request-answer", {"comment": ""}, "comment"),
    ("branches:setting-create", {"value": "51"}, "value"),
    ("branches:setting-create", {"value": "五"}, "value"),
    ("branches:setting-create", {"value": "1e1"}, "value"),
    ("branches:setting-create", {"option": "OPENED_ON", "value": "2026-2-31"}, "value"),
    ("branches:account-create", {"username": "ab"}, "username"),
    ("branches:account-create", {"username": "刘小明"}, "username"),
    ("branches:account-create", {"username": "LX-Staff"}, "username"),
    ("branches:organisation-create", {"code": "LX01"}, "code"),
    ("branches:school-create", {"code": "LX-S1"}, "code"),
    ("branches:school-create", {"township": ""}, "township"),
]

# Who looks: where there is little to show, so that the page is quick.
READERS = {
    "branches:organisation-list": "lx-staff",
    "branches:school-list": "lx-staff",
    "branches:outside-person-list": "lx-staff",
    "branches:account-list": "lx-admin",
    "branches:request-list": "lx-staff",
    "branches:setting-list": "lx-admin",
    "branches:audit-list": "auditor",
}

FLOOR = Floor(
    app="branches",
    table=TABLE,
    kwargs={"branches:head-count-update": {"school_year": 2026}},
    open_to_all={
        "branches:help": "the words and the roles, the same for everyone",
        "branches:switch": "chooses among organisations one may read",
        "branches:password-change": "one's own password",
        "branches:logout": "whoever came in may leave",
    },
    objects=objects,
    near=near,
    readers=READERS,
    build=build,
    roles={"lx-staff": "STAFF", "lx-admin": "ADMINISTRATOR", "lx-secretary": "SECRETARY"},
    acts=acts,
    # Of commands that enter many rows at once, of what was refused, and of files taken home.
    verbs={
        Verb.ORGANISATIONS_FOUNDED,
        Verb.SCHOOLS_ENTERED,
        Verb.HEAD_COUNTS_RECORDED,
        Verb.COVERAGES_BEGUN,
        Verb.LOGIN_REFUSED,
        Verb.REFUSED,
        Verb.EXPORTED,
    },
    changes=CHANGES,
    edited=EDITED,
    out_of_order=OUT_OF_ORDER,
    naming=NAMING,
    foreign_names=foreign_names,
    shaped={("branches:account-create", "username"), ("branches:setting-create", "value")},
    own={
        Organisation: Q(code=OWN),
        School: Q(code="S01"),
        User: Q(appointments__organisation__code=OWN),
        OutsidePerson: Q(kept_by__code=OWN),
    },
    within={
        Organisation: "path",
        School: "kept_by__path",
        OutsidePerson: "kept_by__path",
        Coverage: "organisation__path",
        Request: "organisation__path",
    },
    working={"User.username", "Setting.value"},
    coded={"Organisation.path", "User.password"},
    numbered={"Organisation.code", "School.code", "OutsidePerson.unit"},
    open_lists={
        "branches:organisation-list",
        "branches:school-list",
        "branches:request-list",
    },
    counted={
        "/branches/": "1",
        "/schools/": "1",
        "/requests/": "1",
        "/branches/?q=CANARY": "0",
        "/schools/?q=CANARY": "0",
        "/requests/?q=CANARY": "0",
    },
    refusals=refusals,
    elsewhere=elsewhere,
)
