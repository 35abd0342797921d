"""What posts bring: who holds which, and the request for somebody's transfer."""

from datetime import date

from branches.audit import Verb
from branches.models import Organisation, OutsidePerson
from branches.services import registers
from members.models import Post as Held
from members.services import posts
from members.services.posts import PostFacts
from members.services.transfers import ask_for_transfer
from tests.factories.branches import TODAY
from tests.numbers import number_of
from tests.security.floors.shape import Floor, Post, on

OWN = "SF0101"
TAKEN = date(2025, 3, 1)
NUMBER = number_of(date(1985, 4, 12), sequence=41)

TABLE = """
members:post-list                -            LooooooxL LmmmmmmxL
members:post-create              -            LxoxxxxxL Lx!xxxxxL
members:post-detail              post         Looooo-xL LmmmmmmxL L------xL LmmmmmmxL
members:post-update              post         LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
members:post-end                 post         LxoxxxxxL Lx!xxxxxL Lx-xxxxxL Lx-xxxxxL
members:organisation-posts       organisation Looooo-xL LmmmmmmxL L------xL LmmmmmmxL
members:transfer-in-ask          -            LxxooxoxL Lxx!!x!xL
"""


def build(there):
    """Let somebody from outside the roll do the daily work of a branch of either county."""
    for code in ("LX01", OWN, "SF0102"):  # beside one's own a sister's
        branch = Organisation.objects.get(code=code)
        posts.take_post(facts=_facts(branch, _clerk(branch)), today=TODAY, by=None)
    return {}


def _clerk(branch):
    """Return who does the work: of 邻县 the one it knows, else one the branch itself keeps."""
    if branch.code == "LX01":
        return OutsidePerson.objects.get(kept_by=branch.superior)
    return registers.enter_outside_person(
        name=f"温如玉{branch.code}",
        unit="退休教师",
        office="",
        is_party_member=True,
        kept_by=branch,
        by=None,
    )


def _facts(branch, person, **values):
    given = {"kind": "CLERK", "begin": "APPOINTED", "starts_on": TAKEN, "document": "任命1号"}
    return PostFacts(organisation=branch, outsider=person, **(given | values))


def objects(whose, below):
    """Return the post of branch SF0101, or of LX01."""
    return {"post": Held.objects.get(organisation=below["organisation"])}


def near():
    """Return the keys of one's own post, of a sister branch's and of one far away."""
    return {"post": Held.objects.values_list("pk", flat=True)}


def acts():
    """Return each act on posts, and the request for a transfer."""
    held = Held.objects.get(organisation__code="LX01")
    branch, person = held.organisation, held.outsider
    taken = {
        "organisation": branch.pk,
        "kind": "INSTRUCTOR",
        "member": "",
        "outsider": person.pk,
        "school": "",
        "begin": "SENT",
        "starts_on": "2026-3-1",
        "ends_on": "",
        "document": "邻教工委发〔2026〕8号",
        "reason": "",
    }
    mended = {**taken, "kind": "CLERK", "begin": "APPOINTED", "reason": "录错"}
    asked = {
        "organisation": branch.pk,
        "name": "席慕容",
        "identity_number": NUMBER,
        "note": "9月调入",
    }
    staff = "lx-staff"
    return [
        Post("members:post-create", staff, taken, (Verb.POST_TAKEN,)),
        on("members:post-update", staff, held, mended, Verb.POST_CORRECTED),
        on(
            "members:post-end",
            staff,
            held,
            {"on": "2026-11-9", "reason": "期满"},
            Verb.POST_ENDED,
        ),
        Post("members:transfer-in-ask", "lx-secretary", asked, (Verb.REQUEST_ASKED,)),
    ]


def foreign_names():
    """Return what people outside the roll are called in 邻县."""
    return [row.name for row in OutsidePerson.objects.filter(kept_by__code="LX")]


def refusals(sister):
    """Return what the secretary is refused, or told is wrong with it."""
    post = Held.objects.filter(organisation=sister).order_by("pk")[0]
    return [
        ("/posts/new/", {"organisation": sister.pk, "kind": "CLERK"}),
        (f"/posts/{post.pk}/edit/", {"kind": "CLERK"}),
        (f"/posts/{post.pk}/end/", {"on": "2026-11-9"}),
        ("/members/transfer-in/", {"organisation": sister.pk, "name": "甲"}),
    ]


def elsewhere(sister):
    """Ask there for a transfer, and let somebody take a post."""
    person = OutsidePerson.objects.order_by("pk")[0]
    given = _facts(sister, person, kind="ORGANISER", document="CANARY.AuditEvent.document")
    posts.take_post(facts=given, reason="CANARY.AuditEvent.reason", today=TODAY, by=None)
    ask_for_transfer(
        organisation=sister,
        identity_number=NUMBER,
        name="CANARY.AuditEvent.name",
        note="",
        today=TODAY,
        by=None,
    )


FLOOR = Floor(
    app="members",
    table=TABLE,
    objects=objects,
    near=near,
    readers={"members:post-list": "lx-staff"},
    build=build,
    acts=acts,
    verbs={Verb.POSTS_TAKEN},
    changes={"members:post-update": {"starts_on": ["2025-03-01", "2026-03-01"]}},
    edited=[
        (
            "members:post-update",
            {"document": "甲文"},
            {"document": "乙文"},
            ("文号", "甲文", "乙文"),
        ),
        (
            "members:post-update",
            {"is_full_time": "on"},
            {"is_full_time": ""},
            ("专职", "是", "否"),
        ),
    ],
    out_of_order=[
        ("members:post-create", {"starts_on": "2019-1-1"}, "starts_on"),
        ("members:post-create", {"starts_on": "2027-1-1"}, "starts_on"),
        ("members:post-create", {"starts_on": "2026-3-2", "ends_on": "2026-3-2"}, "ends_on"),
        ("members:post-create", {"begin": "ELECTED"}, "begin"),
        ("members:post-create", {"kind": "DEPUTY", "begin": "ELECTED"}, "outsider"),
        ("members:post-create", {"outsider": ""}, "member"),
        ("members:post-create", {"also_principal": "on"}, "also_principal"),
        ("members:post-end", {"on": "2025-3-1"}, "on"),
        ("members:post-end", {"on": "2027-1-1"}, "on"),
        ("members:transfer-in-ask", {"identity_number": NUMBER[:17]}, "identity_number"),
    ],
    naming={
        "members:post-create": ("staff", "organisation"),
        "members:post-update": ("staff", "outsider"),
        "members:transfer-in-ask": ("secretary", "organisation"),
    },
    foreign_names=foreign_names,
    shaped={
        ("members:post-create", "member"),
        ("members:post-update", "member"),
        ("members:transfer-in-ask", "identity_number"),
    },
    within={Held: "organisation__path"},
    coded={"Post.slot"},
    open_lists={"members:post-list"},
    counted={"/posts/": "1", "/posts/?q=CANARY": "0"},
    refusals=refusals,
    elsewhere=elsewhere,
)
