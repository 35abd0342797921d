"""What reports brings: the home page, the summary and the committee's words in it."""

from branches.audit import Verb
from branches.models import Organisation
from reports.models import SummaryText
from reports.services import keep_text
from tests.security.floors.shape import Floor, Post

YEAR, SLOT = 2025, "LEAD"
# Of another's summary nothing has an address: everyone's is that of his own committee.
TABLE = """
reports:home                     -            LoooooooL LmmmmmmmL
reports:summary-list             -            LooxxxxxL LmmxxxxxL
reports:summary-detail           -            LooxxxxxL LmmxxxxxL
reports:summary-pdf              -            LooxxxxxL LmmxxxxxL
reports:summary-workbook         -            LooxxxxxL LmmxxxxxL
reports:figure-table             -            LooxxxxxL LmmxxxxxL
reports:figure-rows              -            LooxxxxxL LmmxxxxxL
reports:working-paper            -            LooxxxxxL LmmxxxxxL
reports:text-table               -            LooxxxxxL LmmxxxxxL
reports:text-update              -            LxoxxxxxL Lx!xxxxxL
"""


def build(there):
    """Enter a text of 邻县, and one of 示范县 of the same place."""
    keep(there["committee"])
    keep(Organisation.objects.get(code="SF"))
    return {}


def keep(organisation):
    return keep_text(
        organisation=organisation,
        year=YEAR,
        slot=SLOT,
        text="围绕中心工作。",
        source="年度工作要点",
        version=None,
        by=None,
    )


def acts():
    row = SummaryText.objects.get(organisation__code="LX", year=YEAR, slot=SLOT)
    return [
        Post(
            "reports:text-update",
            "lx-staff",
            {"text": "另一句。", "source": "年度工作要点", "version": row.version},
            (Verb.SUMMARY_TEXT_KEPT,),
            {"period": str(YEAR), "slot": SLOT},
            row,
        )
    ]


FLOOR = Floor(
    app="reports",
    table=TABLE,
    build=build,
    acts=acts,
    open_to_all={
        "reports:home": "shows only what readable_by lets through; each role lands on its own",
    },
    kwargs={
        **{
            f"reports:{name}": {"period": str(YEAR)}
            for name in (
                *("summary-detail", "summary-pdf", "summary-workbook"),
                *("figure-table", "working-paper", "text-table"),
            )
        },
        "reports:figure-rows": {"period": str(YEAR), "figure": "branches.total"},
        "reports:text-update": {"period": str(YEAR), "slot": SLOT},
    },
    verbs={Verb.SUMMARY_EXPORTED},
    within={SummaryText: "organisation__path"},
    changes={"reports:text-update": {"text": ["围绕中心工作。", "另一句。"]}},
    edited=[
        (
            "reports:text-update",
            {"text": "他写的。", "source": "年度工作要点"},
            {"text": "我写的。", "source": "年度工作要点"},
            ("文字", "他写的。", "我写的。"),
        )
    ],
    readers={"reports:figure-rows": "lx-staff"},
    # No list names them; their page is one of the whole year.
    silent={},
)
