"""What activities bring: sittings, who came to them, and campaigns."""

from datetime import date, time

from django.db.models import Q

from activities.forms.sittings import Clock, Ticked
from activities.models import Attendance, Campaign, Lecturer, Sitting
from activities.services import campaigns, sittings
from activities.services.campaigns import CampaignFacts
from activities.services.sittings import Attended, SittingFacts, Taught
from branches.audit import Verb
from branches.models import Organisation, User
from branches.screens.inputs import Passage
from members.models import Member, Placement
from tests.security.floors.shape import Floor, Post, on

OWN = "SF0101"
HELD = date(2026, 11, 5)
TODAY = date(2026, 11, 20)

TABLE = """
activities:sitting-list          -            LooooooxL LmmmmmmxL
activities:sitting-create        -            LxoooooxL Lx!!!!!xL
activities:missing-list          -            LooooooxL LmmmmmmxL
activities:sitting-detail        sitting      Looooo-xL LmmmmmmxL L------xL LmmmmmmxL
activities:sitting-update        sitting      Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
activities:sitting-confirm       sitting      Lxooox-xL Lxcccx-xL Lx---x-xL Lx---x-xL
activities:sitting-reopen        confirmed    Lxooox-xL Lx!!!x-xL Lx---x-xL Lx---x-xL
activities:sitting-withdraw      sitting      Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
activities:sitting-official      confirmed    Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
activities:member-attendance     member       Looooo-xL LmmmmmmxL L------xL LmmmmmmxL
activities:campaign-list         -            LooooooxL LmmmmmmxL
activities:campaign-create       -            LxoxxxxxL Lx!xxxxxL
activities:campaign-update       campaign     LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
"""


def build(there):
    """Enter a campaign, a draft and a confirmed sitting, in 邻县 and in 示范县."""
    own = Organisation.objects.get(code=OWN)
    for place, top, name in (
        (there["second_branch"], there["committee"], "孔令仪"),
        (own, Organisation.objects.get(code="SF"), "苏映雪"),
    ):
        member = Member.objects.get(name=name)
        campaign = campaigns.keep_campaign(
            facts=CampaignFacts(f"{top}学习教育", 2026, date(2026, 9, 1), document="方案1号"),
            kept_by=top,
            by=None,
        )
        _hold(place, f"{place}学习", member, campaign)
        settled = _hold(place, f"{place}党课", member, campaign)
        sittings.confirm_sitting(sitting=settled, today=TODAY, version=2, by=None)
    sister = own.superior.subordinates.exclude(code=OWN).order_by("pk")[0]
    hers = campaigns.keep_campaign(
        facts=CampaignFacts(f"{sister}行动", 2026, date(2026, 9, 1)), kept_by=sister, by=None
    )
    _hold(sister, f"{sister}学习", Member.objects.get(name="沈南星"), hers)
    return {}


def _hold(place, title, member, campaign):
    made = sittings.record_sitting(
        facts=SittingFacts(
            organisation=place,
            held_on=HELD,
            title=title,
            starts_at=time(14, 30),
            minutes=60,
            place="会议室",
            summary="学习条例",
            host_name="洪主持",
            campaign=campaign,
            others=2,
        ),
        kinds=["THEMED_DAY", "LECTURE"],
        lecturers=[Taught("PREACHER", name="方宣讲", position="讲师")],
        attendance=[Attended(member, "EXCUSED", "出差")],
        today=TODAY,
        by=None,
    )
    return sittings.enter_officially(sitting=made, on=HELD, number="A1", version=1, by=None)


def objects(whose, below):
    """Return a draft, a confirmed sitting and a campaign of one's branch or of 邻县."""
    branch, committee = {"own": (OWN, "SF"), "foreign": ("LX06", "LX")}[whose]
    ours = Sitting.objects.filter(organisation__code=branch).order_by("pk")
    return {
        "sitting": ours.drafts()[0],
        "confirmed": ours.confirmed()[0],
        "campaign": Campaign.objects.filter(kept_by__code=committee).order_by("pk")[0],
    }


def near():
    """Return the keys of sittings and campaigns, one's own, a sister's and those far away."""
    keys = list(Sitting.objects.order_by("pk").values_list("pk", flat=True))
    campaign = list(Campaign.objects.order_by("pk").values_list("pk", flat=True))
    return {"sitting": keys, "confirmed": keys, "campaign": campaign}


def acts():
    """Return each act about sittings and campaigns, on the rows as they are now."""
    branch = Organisation.objects.get(code="LX06")
    member = Member.objects.get(name="孔令仪")
    ours = Sitting.objects.filter(organisation=branch)
    draft, settled = ours.drafts().get(), ours.confirmed().get()
    campaign = Campaign.objects.get(kept_by__code="LX")
    who = "lx-keeper"
    facts = {
        "kinds": ["LECTURE", "ORGANISATIONAL_LIFE"],
        "held_on": "2026-11-6",
        "title": "专题学习",
        # 孔令仪 is away (流动), so no sitting expects her.
        "listed": [f"{member.pk}-00", *_others(branch, member)],
        "present": [member.pk],
        "others": "3",
        "place": "礼堂",
        "starts_at": "9:30",
        "minutes": "50",
        "form": "ONLINE",
        "host": "洪某",
        "summary": "甲\n乙",
        "name_1": "方某",
        "office_1": "EXPERT",
        "position_1": "教授",
        "name_2": "孔令仪",
        "office_2": "MEMBER",
        "position_2": "教师",
        "campaign": campaign.pk,
        "belongs_to_year": "2026",
    }
    kept = {
        "name": "主题教育",
        "year": "2026",
        "starts_on": "2026-10-1",
        "ends_on": "2026-12-1",
        "document": "方案2号",
    }
    return [
        Post(
            "activities:sitting-create",
            who,
            {**facts, "organisation": branch.pk},
            (Verb.SITTING_RECORDED,),
        ),
        on("activities:sitting-update", who, draft, facts, Verb.SITTING_CORRECTED),
        on("activities:sitting-confirm", who, draft, {}, Verb.SITTING_CONFIRMED),
        on("activities:sitting-reopen", who, settled, {"reason": "有误"}, Verb.SITTING_REOPENED),
        on("activities:sitting-withdraw", who, draft, {"reason": "误录"}, Verb.SITTING_WITHDRAWN),
        on(
            "activities:sitting-official",
            who,
            settled,
            {"on": "2026-11-7", "number": "A7"},
            Verb.SITTING_ENTERED_OFFICIALLY,
        ),
        Post("activities:campaign-create", "lx-staff", kept, (Verb.CAMPAIGN_KEPT,)),
        on("activities:campaign-update", "lx-staff", campaign, kept, Verb.CAMPAIGN_KEPT),
    ]


def _others(branch, member):
    """Return the lines of the sheet beside hers: who else is on the roll."""
    roll = Placement.objects.filter(organisation=branch).on_roll(date(2026, 11, 6))
    return [f"{row.member_id}-11" for row in roll if row.member_id != member.pk]


def foreign_names():
    """Return what is held and kept in 邻县."""
    return [
        *Sitting.objects.filter(organisation__code__startswith="LX").values_list(
            "title", flat=True
        ),
        *Campaign.objects.filter(kept_by__code="LX").values_list("name", flat=True),
    ]


def refusals(sister):
    """Return what the secretary may try about sittings of a sister branch, in vain."""
    found = [("/activities/new/", {"organisation": sister.pk, "kinds": ["OATH"], "title": "甲"})]
    for sitting in Sitting.objects.filter(organisation=sister):
        address = f"/activities/{sitting.pk}"
        found += [
            (f"{address}/edit/", {"title": "甲"}),
            (f"{address}/confirm/", {"version": 1}),
            (f"{address}/withdraw/", {"version": 1, "reason": "甲"}),
        ]
    return found


def elsewhere(sister):
    """Confirm a sitting of the sister branch and send it back."""
    staff = User.objects.get(username="staff")
    sitting = Sitting.objects.filter(organisation=sister).order_by("pk")[0]
    sittings.confirm_sitting(sitting=sitting, today=TODAY, version=sitting.version, by=staff)
    sittings.reopen_sitting(
        sitting=sitting, reason="CANARY.AuditEvent.reason", version=sitting.version, by=staff
    )


FLOOR = Floor(
    app="activities",
    table=TABLE,
    objects=objects,
    near=near,
    readers={
        "activities:sitting-list": "lx-staff",
        "activities:missing-list": "lx-staff",
        "activities:campaign-list": "lx-staff",
    },
    build=build,
    acts=acts,
    verbs={Verb.SITTINGS_RECORDED},
    changes={
        "activities:sitting-update": {"others": [2, 3], "minutes": [60, 50]},
        "activities:campaign-update": {"document": ["方案1号", "方案2号"]},
    },
    edited=[
        (
            "activities:sitting-update",
            {"place": "甲处"},
            {"place": "乙处"},
            ("地点", "甲处", "乙处"),
        ),
        (
            "activities:campaign-update",
            {"document": "甲文"},
            {"document": "乙文"},
            ("文号", "甲文", "乙文"),
        ),
    ],
    out_of_order=[
        ("activities:sitting-create", {"held_on": "2026-11-21"}, "held_on"),
        ("activities:sitting-create", {"minutes": "1441"}, "minutes"),
        ("activities:sitting-create", {"belongs_to_year": ""}, "belongs_to_year"),
        ("activities:sitting-update", {"held_on": "2026-11-21"}, "held_on"),
        ("activities:sitting-official", {"on": "2026-11-4"}, "on"),
        ("activities:campaign-create", {"ends_on": "2026-10-1"}, "ends_on"),
    ],
    naming={
        "activities:sitting-create": ("staff", "organisation"),
        "activities:sitting-update": ("secretary", "campaign"),
    },
    foreign_names=foreign_names,
    inputs={
        Clock: ["25:00", "9点", "9:30\u200b"],
        Passage: ["甲\u202e乙", "字" * 5001],
        Ticked: ["x", "-1", "１", "9" * 19],
    },
    own={
        Sitting: Q(organisation__code=OWN),
        # The committee above keeps it, whose code is no longer told apart by then.
        Campaign: Q(name="县教育工委学习教育"),
        Lecturer: Q(sitting__organisation__code=OWN),
        Attendance: Q(organisation__code=OWN),
    },
    within={
        Sitting: "organisation__path",
        Campaign: "kept_by__path",
        Lecturer: "sitting__organisation__path",
        Attendance: "organisation__path",
    },
    # A host, a teacher and an absence are named in one way; what is not entered has no number.
    partial={
        "Sitting.host_name",
        "Sitting.official_number",
        "Lecturer.name",
        "Attendance.reason",
    },
    open_lists={
        "activities:sitting-list",
        "activities:missing-list",
        "activities:campaign-list",
    },
    counted={
        "/activities/": "2",
        "/activities/missing/": "0",
        "/activities/?q=CANARY": "0",
        "/campaigns/": "1",
    },
    refusals=refusals,
    elsewhere=elsewhere,
)
