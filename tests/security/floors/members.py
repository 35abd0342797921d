"""What people bring: the roll, persons, and what happens to them."""

from datetime import date

from django.db.models import Q

from branches.audit import Verb
from branches.identity import check_character
from branches.models import Organisation, School, User
from branches.services import accounts, organisations
from branches.services.organisations import Facts
from members.forms.people import IdentityLine, NumberLine
from members.models import (
    Circumstance,
    Education,
    Employment,
    Member,
    Placement,
    Standing,
)
from members.services import people, placements
from members.services.facts import Entry, MemberFacts, Schooling, Work
from tests.county import PASSWORD
from tests.factories.branches import TODAY
from tests.security.floors.shape import Floor, Post, on

OWN = "SF0101"
SINCE, SUSPENDED, MOVED = date(2021, 9, 1), date(2026, 5, 1), date(2026, 3, 1)
# In the branch for half a year, on none of the days the canaries are asked about.
STAYED = date(2025, 9, 1)

TABLE = """
members:member-list              -            LooooooxL LmmmmmmxL
members:member-create            -            LxoooooxL Lx!!!!!xL
members:member-find              -            LxoooooxL Lx!!!!!xL
members:member-detail            member       Looooo-xL LmmmmmmxL L------xL LmmmmmmxL
members:member-update            member       Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
members:reveal-create            member       Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
members:work-create              member       Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
members:schooling-create         member       Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
members:circumstance-create      member       Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
members:suspension-create        member       Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
members:member-transfer          member       LxooxxxxL Lx!!xxxxL Lx--xxxxL Lx--xxxxL
members:member-leave             member       Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
members:circumstance-end         circumstance Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
members:suspension-end           suspension   Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
members:placement-update         placement    Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
members:organisation-roll        organisation Looooo-xL LmmmmmmxL L------xL LmmmmmmxL
"""


def number_of(sequence):
    """Return a woman's number of an unassigned area, born on 1 March 1985."""
    digits = f"999999{19850301}{sequence:02}2"
    return digits + check_character(digits)


def build(there):
    """Enter people in 邻县, and in 示范县 beside those its sample holds."""
    school = there["covered"]
    second = organisations.found(
        kind="BRANCH",
        name="中共邻县第二小学支部委员会",
        short_name="邻县二小党支部",
        superior=there["committee"],
        facts=Facts(code="LX06", member_kind="MIXED", founded_on=date(2020, 3, 1)),
        by=None,
    )
    keeper, _ = accounts.open_account(username="lx-keeper", name="尹素心", by=None)
    accounts.adopt_password(user=keeper, password=PASSWORD)
    accounts.appoint(
        user=keeper,
        organisation=second,
        role="SECRETARY",
        starts_on=SINCE,
        reason="邻县",
        by=None,
    )
    kept = enter("孔令仪", second, 10, school=school)
    suspended = enter("孟晚秋", second, 11, school=school)
    _touch(kept, suspended, second)
    own = Organisation.objects.get(code=OWN)
    ours = enter("苏映雪", own, 20, school=School.objects.get(code="S01"))
    off = enter("顾长青", own, 21, school=School.objects.get(code="S01"))
    _touch(ours, off, own)
    sister = own.superior.subordinates.exclude(code=OWN).order_by("pk")[0]
    hers, away = enter("沈南星", sister, 30), enter("郑晓棠", sister, 32)
    _touch(hers, away, sister)
    gone = enter("陆知秋", own, 31, starts_on=STAYED)
    placements.transfer(
        member=gone,
        to=sister,
        on=MOVED,
        document="介绍信1号",
        registered_on=MOVED,
        version=1,
        by=None,
    )
    return {"second_branch": second, "member": kept, "suspended_member": suspended}


def enter(name, organisation, sequence, *, school=None, starts_on=SINCE):
    """Enter somebody with everything that can be said of her."""
    return people.enter_member(
        facts=MemberFacts(
            name=name,
            sex="FEMALE",
            born_on=date(1985, 3, 1),
            admitted_on=date(2009, 7, 1),
            confirmed_on=date(2010, 7, 1),
            native_place="东河",
            identity_number=number_of(sequence),
            phone=f"138000012{sequence}",
            address=f"青石路{sequence}号",
            note="骨干",
        ),
        entry=Entry(
            organisation=organisation,
            starts_on=starts_on,
            begin="ARRIVED",
            registered_on=starts_on,
            document="介绍信2号",
            elsewhere="邻省某中学",
        ),
        work=Work(job="013", school=school, workplace="" if school else "进修学校", office="教师"),
        schooling=Schooling(level="UNDERGRADUATE"),
        today=date(2026, 11, 20),
        by=None,
    )


def _touch(member, suspended, organisation):
    people.begin_circumstance(
        today=TODAY,
        member=member,
        organisation=organisation,
        kind="MOBILE",
        on=date(2025, 1, 1),
        whereabouts="邻省某市",
        by=None,
    )
    placements.suspend(
        member=suspended, on=SUSPENDED, document="批复1号", registered_on=SUSPENDED, by=None
    )


def objects(whose, below):
    """Return a person of one's branch, her stay, and what holds of her and of another."""
    name, off = {"own": ("苏映雪", "顾长青"), "foreign": ("孔令仪", "孟晚秋")}[whose]
    member = Member.objects.get(name=name)
    return {
        "member": member,
        "placement": member.placements.get(),
        "circumstance": member.circumstances.get(),
        "suspension": Standing.objects.get(member__name=off),
    }


def near():
    """Return the keys of one's own people, of a sister branch's, and of those far away."""
    return {
        kind: list(model._base_manager.order_by("pk").values_list("pk", flat=True))
        for kind, model in {
            "member": Member,
            "placement": Placement,
            "circumstance": Circumstance,
            "suspension": Standing,
        }.items()
    }


def acts():
    """Return each act about people, on the rows as they are now."""
    member = Member.objects.get(identity_index__in=_indexes(10))
    suspended = Member.objects.get(identity_index__in=_indexes(11))
    stay, circumstance = member.placements.get(), member.circumstances.get()
    standing = suspended.standings.get()
    branch, second = (Organisation.objects.get(code=code) for code in ("LX01", "LX06"))
    who = "lx-keeper"
    facts = {
        "name": "邵清越",
        "sex": "FEMALE",
        "ethnicity": "11",
        "born_on": "1985-3-1",
        "native_place": "西山",
        "admitted_on": "2009-7-1",
        "admission_approved_on": "2009-8-1",
        "confirmed_on": "2010-7-1",
        "confirmation_approved_on": "2010-8-1",
        "joined_work_on": "2008-9-1",
        "note": "无",
        "accepted": "on",
    }
    work = {
        "job": "012",
        "school": "",
        "workplace": "教师进修学校",
        "office": "主任",
        "title": "MIDDLE",
        "is_teacher": "",
        "is_backbone_teacher": "",
    }
    entered = {
        **facts,
        **work,
        "identity_number": number_of(40),
        "phone": "13800001240",
        "address": "青石路40号",
        "organisation": second.pk,
        "begin": "ARRIVED",
        "starts_on": "2026-9-1",
        "document": "介绍信3号",
        "elsewhere": "邻省某小学",
        "level": "GRADUATE",
        "degree": "MASTER",
    }
    corrected = {
        **facts,
        "new_identity_number": number_of(41),
        "new_phone": "13800001241",
        "new_address": "青石路41号",
        "reason": "录错",
    }
    of_her = {"pk": member.pk}
    return [
        Post("members:member-create", who, entered, (Verb.MEMBER_ENTERED,)),
        Post(
            "members:member-find",
            who,
            {"number": number_of(10)},
            (Verb.NUMBER_SEARCHED,),
            answer=200,
        ),
        on("members:member-update", who, member, corrected, Verb.MEMBER_CORRECTED),
        Post(
            "members:reveal-create",
            who,
            {"field": "phone", "reason": "核对"},
            (Verb.NUMBER_REVEALED,),
            of_her,
            member,
            answer=200,
        ),
        Post(
            "members:work-create",
            "lx-staff",
            {**work, "school": School.objects.get(code="LX-S1").pk, "on": "2026-9-1"},
            (Verb.WORK_CHANGED,),
            of_her,
            member,
        ),
        Post(
            "members:schooling-create",
            who,
            {"level": "GRADUATE", "degree": "MASTER", "on": "2026-7-1"},
            (Verb.SCHOOLING_CHANGED,),
            of_her,
            member,
        ),
        Post(
            "members:circumstance-create",
            who,
            {"kind": "HARDSHIP", "on": "2026-7-2", "whereabouts": "某市"},
            (Verb.CIRCUMSTANCE_BEGUN,),
            of_her,
            member,
        ),
        Post(
            "members:suspension-create",
            who,
            {"on": "2026-7-3", "document": "批复2号"},
            (Verb.STANDING_SUSPENDED,),
            of_her,
            member,
        ),
        Post(
            "members:member-transfer",
            "lx-staff",
            {"to": branch.pk, "on": "2026-7-4", "document": "4号", "version": stay.version},
            (Verb.MEMBER_TRANSFERRED,),
            of_her,
            stay,
        ),
        Post(
            "members:member-leave",
            who,
            {
                "end": "LEFT",
                "on": "2026-7-5",
                "document": "5号",
                "elsewhere": "某中学",
                "version": stay.version,
            },
            (Verb.MEMBER_LEFT,),
            of_her,
            stay,
        ),
        on(
            "members:circumstance-end",
            who,
            circumstance,
            {"on": "2026-7-6", "reason": "回来"},
            Verb.CIRCUMSTANCE_ENDED,
        ),
        on(
            "members:suspension-end",
            who,
            standing,
            {"on": "2026-7-7", "document": "批复3号"},
            Verb.STANDING_RESUMED,
        ),
        on(
            "members:placement-update",
            who,
            stay,
            {
                "starts_on": "2021-10-1",
                "begin_registered_on": "2021-10-2",
                "begin_document": "介绍信6号",
                "elsewhere": "邻省某县",
                "reason": "录错",
            },
            Verb.PLACEMENT_CORRECTED,
        ),
    ]


def _indexes(sequence):
    return Member._meta.get_field("identity_index").values_of(number_of(sequence))


def foreign_names():
    """Return what people of 邻县 are called."""
    at_lx = Placement.objects.filter(organisation__code__startswith="LX")
    return list(at_lx.values_list("member__name", flat=True))


def refusals(sister):
    """Return what the secretary may try about people of a sister branch, in vain."""
    hers = Member.objects.filter(placements__organisation=sister).order_by("pk")
    found = [("/members/find/", {"number": number_of(30)}), ("/members/new/", {"name": "甲"})]
    for member in hers:
        found += [
            (f"/members/{member.pk}/edit/", {"name": "甲"}),
            (f"/members/{member.pk}/reveal/", {"field": "phone", "reason": "好奇"}),
            (f"/members/{member.pk}/leave/", {"end": "LEFT"}),
        ]
    return found


def elsewhere(sister):
    """Move, suspend and look at somebody of the sister branch."""
    staff = User.objects.get(username="staff")
    member = Member.objects.filter(placements__organisation=sister).order_by("pk")[0]
    people.reveal(member=member, field="phone", reason="CANARY.AuditEvent.reason", by=staff)
    placements.suspend(
        member=member,
        on=SUSPENDED,
        document="CANARY.AuditEvent.document",
        registered_on=SUSPENDED,
        by=staff,
    )


_HERS = Q(member__placements__organisation__code=OWN, member__placements__ends_on=None)

FLOOR = Floor(
    app="members",
    table=TABLE,
    objects=objects,
    near=near,
    readers={"members:member-list": "lx-staff"},
    build=build,
    roles={"lx-keeper": "SECRETARY"},
    acts=acts,
    verbs={Verb.MEMBERS_ENTERED, Verb.MEMBER_RECEIVED, Verb.KEYS_ROTATED},
    changes={
        "members:member-update": {"native_place": ["东河", "西山"]},
        "members:placement-update": {"starts_on": ["2021-09-01", "2021-10-01"]},
    },
    edited=[
        (
            "members:member-update",
            {"native_place": "甲地"},
            {"native_place": "乙地"},
            ("籍贯", "甲地", "乙地"),
        ),
        (
            "members:placement-update",
            {"begin_document": "甲文"},
            {"begin_document": "乙文"},
            ("进入文号", "甲文", "乙文"),
        ),
    ],
    out_of_order=[
        ("members:member-create", {"admitted_on": "1985-3-1"}, "admitted_on"),
        ("members:member-create", {"confirmed_on": "2009-7-1"}, "confirmed_on"),
        ("members:member-create", {"starts_on": "2020-1-1"}, "starts_on"),
        ("members:member-create", {"starts_on": "2026-11-21"}, "starts_on"),
        ("members:member-update", {"admitted_on": "1985-3-1"}, "admitted_on"),
        ("members:work-create", {"on": "2021-9-1"}, "on"),
        ("members:schooling-create", {"on": "2021-9-1"}, "on"),
        ("members:circumstance-create", {"on": "2021-8-31"}, "on"),
        ("members:suspension-create", {"on": "2026-11-21"}, "on"),
        ("members:member-transfer", {"on": "2026-11-21"}, "on"),
        ("members:member-leave", {"on": "2026-11-21"}, "on"),
        ("members:circumstance-end", {"on": "2025-1-1"}, "on"),
        ("members:suspension-end", {"on": "2026-5-1"}, "on"),
        ("members:placement-update", {"starts_on": "2009-6-30"}, "starts_on"),
    ],
    naming={
        "members:member-create": ("secretary", "organisation"),
        "members:work-create": ("secretary", "school"),
        "members:member-transfer": ("staff", "to"),
    },
    foreign_names=foreign_names,
    inputs={
        IdentityLine: ["123", "11010519491231002Y", "99999919850231102X"],
        NumberLine: ["a\x00", "13800\u200b001234", "9" * 31],
    },
    own={
        Member: Q(placements__organisation__code=OWN, placements__ends_on=None),
        Employment: _HERS,
        Education: _HERS,
        Standing: _HERS,
        Circumstance: _HERS,
    },
    within={
        Placement: "organisation__path",
        Circumstance: "organisation__path",
        Member: "placements__organisation__path",
        Employment: "member__placements__organisation__path",
        Standing: "member__placements__organisation__path",
    },
    coded={
        "Member.name_key",
        "Member.identity_index",
        "Member.phone_index",
    },
    sealed={"Member.identity_number", "Member.phone", "Member.address"},
    open_lists={"members:member-list"},
    counted={"/members/": "1", "/members/?q=CANARY": "0"},
    refusals=refusals,
    elsewhere=elsewhere,
)
