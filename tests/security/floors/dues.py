"""What dues brings: bases, months, the ledger and reliefs."""

from datetime import date

from django.db.models import Q

from branches.models import Organisation, User
from branches.verbs import Verb
from dues.forms.ledger import Seen, Token
from dues.models import Basis, BasisItem, Payment, Relief, Unpaid
from dues.querysets import owing_placements
from dues.screens import Money, Month
from dues.services import assessments, bases, payments
from dues.services.bases import ReliefFacts
from dues.services.payments import MonthLine
from members.models import Member
from tests.security.floors.shape import Floor, Post, on

OWN = "SF0101"
TOKEN = "6f7b4d3e-6f0e-4c9e-9c53-0d5f1f6f2a11"
TODAY, OCTOBER, NOVEMBER = date(2026, 11, 20), date(2026, 10, 1), date(2026, 11, 1)

TABLE = """
dues:dues-list       -            Looo>>>xL LmmmmmmxL
dues:payment-list    -            LooooooxL LmmmmmmxL
dues:arrears-list    -            LooooooxL LmmmmmmxL
dues:branch-dues     organisation Looooo-xL LmmmmmmxL L------xL LmmmmmmxL
dues:month-grid      organisation Looooo-xL Lx!!!!-xL L------xL L------xL
dues:dues-assess     organisation Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
dues:member-dues     member       Looooo-xL LmmmmmmxL L------xL LmmmmmmxL
dues:basis-update    member       Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
dues:payment-create  member       Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
dues:relief-create   member       Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
dues:payment-reverse payment      Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
dues:relief-end      relief       Lxoooo-xL Lx!!!!-xL Lx-----xL Lx-----xL
"""


def build(there):
    """Fix what a member of 邻县 and one of 示范县 owe, and enter a month of each."""
    _enter(there["member"], there["second_branch"])
    _enter(Member.objects.get(name="苏映雪"), Organisation.objects.get(code=OWN))
    sister = Member.objects.get(name="沈南星")
    _enter(sister, sister.placements.get().organisation)
    return {}


def _enter(member, branch):
    bases.set_basis(
        member=member,
        year=2026,
        since=date(2026, 1, 1),
        category="SALARIED",
        items={"POST_WAGE": 400_000},
        reason="年初核定",
        by=None,
    )
    facts = ReliefFacts(date(2026, 3, 1), NOVEMBER, "REDUCED", 1_000, branch, "支部决议1号")
    bases.grant_relief(member=member, facts=facts, by=None)
    lines = {2: MonthLine(member.pk), 3: MonthLine(member.pk, unpaid="OTHER", words="外出培训")}
    for month, line in lines.items():
        payments.record_month(
            organisation=branch,
            month=date(2026, month, 1),
            lines=[line],
            paid_on=date(2026, month, 15),
            token=payments.new_token(),
            today=TODAY,
            by=None,
        )


def objects(whose, below):
    """Return a payment and a relief of one's own member."""
    return {
        "payment": Payment.objects.filter(member=below["member"]).order_by("pk")[0],
        "relief": Relief.objects.get(member=below["member"]),
    }


def near():
    """Return the keys of payments and reliefs."""
    return {
        kind: list(model._base_manager.order_by("pk").values_list("pk", flat=True))
        for kind, model in {"payment": Payment, "relief": Relief}.items()
    }


def acts():
    """Return each act about dues, on the rows as they are now."""
    branch = Organisation.objects.get(code="LX06")
    member = Member.objects.get(name="孔令仪")
    basis, relief = (model.objects.get(member=member) for model in (Basis, Relief))
    payment = Payment.objects.filter(member=member).order_by("pk")[0]
    who, of_her = "lx-keeper", {"pk": member.pk}
    plan = assessments.year_plan(organisation=branch, year=2027)
    slip = {
        "since": "2026-1",
        "category": "SALARIED",
        "POST_WAGE": "4100",
        "PENSION": "100.5",
        "reason": "录错",
        "version": basis.version,
    }
    return [
        Post(
            "dues:basis-update",
            who,
            slip,
            (Verb.BASIS_SET,),
            {**of_her, "year": 2026},
            basis,
        ),
        Post(
            "dues:month-grid",
            who,
            {f"paid_{member.pk}": "10.00", "paid_on": "2026-10-20", "token": TOKEN},
            (Verb.DUES_RECORDED,),
            {"pk": branch.pk, "month": OCTOBER},
            branch,
        ),
        Post(
            "dues:dues-assess",
            who,
            {"seen": plan.size},
            (Verb.DUES_ASSESSED,),
            {"pk": branch.pk, "year": 2027},
            branch,
        ),
        Post(
            "dues:payment-create",
            who,
            {
                "kind": "VOLUNTARY",
                "month": "2026-11",
                "fen": "100",
                "paid_on": "2026-11-19",
                "method": "CASH",
                "reason": "自愿",
                "token": TOKEN,
            },
            (Verb.PAYMENT_RECORDED,),
            of_her,
            member,
        ),
        Post(
            "dues:payment-reverse",
            who,
            {"reason": "记错"},
            (Verb.PAYMENT_REVERSED,),
            {"pk": payment.pk},
            payment,
        ),
        Post(
            "dues:relief-create",
            who,
            {
                "kind": "REDUCED",
                "fen": "5",
                "starts_on": "2026-11",
                "ends_on": "2026-12",
                "approval": "COMMITTEE",
                "document": "邻教工委〔2026〕7号",
            },
            (Verb.RELIEF_GRANTED,),
            of_her,
            member,
        ),
        on(
            "dues:relief-end",
            who,
            relief,
            {"on": "2026-9", "reason": "好转"},
            Verb.RELIEF_ENDED,
        ),
    ]


def refusals(sister):
    """Return what the secretary may try with the dues of a sister branch, in vain."""
    found = [
        (f"/dues/{sister.pk}/2026-10/", {"paid_on": "2026-10-20"}),
        (f"/dues/{sister.pk}/assess/2026/", {"seen": "0"}),
    ]
    for member in Member.objects.filter(placements__organisation=sister).order_by("pk"):
        found += [
            (f"/dues/bases/{member.pk}/2026/", {"since": "2026-1"}),
            (f"/members/{member.pk}/dues/payment/new/", {"fen": "1"}),
            (f"/members/{member.pk}/dues/relief/new/", {"kind": "WAIVED"}),
        ]
    return found


def elsewhere(sister):
    """Fix what somebody of the sister branch owes, let her pay and take it back."""
    staff = User.objects.get(username="staff")
    # Others there may be suspended by now.
    member = owing_placements(OCTOBER).filter(organisation=sister).order_by("pk")[0].member
    bases.set_basis(
        member=member,
        year=2026,
        since=OCTOBER,
        category="SALARIED",
        items={"POST_WAGE": 400_000},
        reason="CANARY.AuditEvent.reason",
        by=staff,
    )
    paid = payments.record_month(
        organisation=sister,
        month=OCTOBER,
        lines=[MonthLine(member.pk)],
        paid_on=OCTOBER,
        token=payments.new_token(),
        today=TODAY,
        by=staff,
    )
    payments.reverse_payment(
        payment=paid[0], reason="CANARY.AuditEvent.reason", on=TODAY, by=staff
    )
    facts = ReliefFacts(NOVEMBER, None, "WAIVED", 0, None, "CANARY.AuditEvent.document")
    bases.grant_relief(member=member, facts=facts, by=staff)


_AMOUNTS = ["-5", "1e3", "1_000", "37.555", "NaN"]
_LEDGER = "the books are only added to; what is written twice, constraints refuse"

FLOOR = Floor(
    app="dues",
    table=TABLE,
    kwargs={
        "dues:month-grid": {"month": OCTOBER},
        "dues:dues-assess": {"year": 2026},
        "dues:basis-update": {"year": 2026},
    },
    objects=objects,
    near=near,
    readers={
        "dues:dues-list": "lx-staff",
        "dues:payment-list": "lx-staff",
        "dues:arrears-list": "lx-staff",
    },
    build=build,
    acts=acts,
    verbs={Verb.BASES_SET, Verb.PAYMENTS_RECORDED},
    unversioned={
        "dues:month-grid": _LEDGER,
        "dues:dues-assess": _LEDGER,
        "dues:payment-reverse": _LEDGER,
    },
    edited=[
        (
            "dues:basis-update",
            {"reason": "甲因"},
            {"reason": "乙因"},
            ("原因", "甲因", "乙因"),
        ),
    ],
    out_of_order=[
        ("dues:basis-update", {"since": "2025-12"}, "since"),
        ("dues:basis-update", {"PENSION": "4100"}, "category"),
        ("dues:month-grid", {"paid_on": "2026-11-21"}, "paid_on"),
        ("dues:payment-create", {"paid_on": "2026-11-21"}, "paid_on"),
        ("dues:payment-create", {"kind": "LARGE", "fen": "999.99"}, "fen"),
        ("dues:payment-create", {"kind": "DUES", "month": "2199-11"}, "month"),
        ("dues:payment-create", {"paid_on": "1951-11-20"}, "paid_on"),
        ("dues:relief-create", {"ends_on": "2026-11"}, "ends_on"),
        ("dues:relief-create", {"starts_on": "2026-10"}, "starts_on"),
        ("dues:relief-end", {"on": "2026-3"}, "on"),
    ],
    inputs={
        Money: _AMOUNTS,
        Month: ["2026-13", "十月", "2026-10-1", "1949-12", "2200-1"],
        Token: [],
        Seen: [],
    },
    own={BasisItem: Q(basis__organisation__code=OWN)},
    within={
        Basis: "organisation__path",
        BasisItem: "basis__organisation__path",
        Payment: "organisation__path",
        Unpaid: "organisation__path",
        Relief: "organisation__path",
    },
    coded={"BasisItem.amount"},
    open_lists={"dues:payment-list", "dues:arrears-list"},
    silent={Basis: "its reason stands in the form that fixes the next one, no page shows it"},
    counted={
        "/dues/arrears/": "9",
        "/dues/payments/": "1",
        "/dues/payments/?q=CANARY": "0",
    },
    refusals=refusals,
    elsewhere=elsewhere,
)
