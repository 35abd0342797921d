"""What every address answers to everyone: one row an address.

The columns of a row: whose object the address names, then GET and POST on one's own object (of
支部 SF0101, or of 示范县 where branches have none), then GET and POST on the same of 邻县, which
is foreign to all but those who look after accounts and the log of the whole installation. A POST
is sent empty, so whoever may act is told what is missing.

The last row is the one that ends the visit. The letters of an answer stand for, in this order:
anonymous, admin, staff, general, secretary, clerk, secretary2, auditor, disabled.
"""

from dataclasses import dataclass

from django.urls import reverse

PEOPLE = (
    "anonymous",
    "admin",
    "staff",
    "general",
    "secretary",
    "clerk",
    "secretary2",
    "auditor",
    "disabled",
)
MEANING = {
    "L": "sent to log in",
    ">": "sent elsewhere",
    "o": "200",
    "x": "403",
    "-": "404",
    "m": "405",
    "!": "422",
}

TABLE = """
branches:login                   -            o>>>>>>>o !>>>>>>>!
branches:password-change         -            LoooooooL L!!!!!!!L
branches:switch                  -            LmmmmmmmL L>>>>>>>L
branches:help                    -            LoooooooL LmmmmmmmL
reports:home                     -            LoooooooL LmmmmmmmL

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
branches:setting-list            -            LoxxxxxxL LmxxxxxxL
branches:setting-create          -            LoxxxxxxL L!xxxxxxL
branches:audit-list              -            LoxxxxxoL LmxxxxxmL
branches:audit-detail            event        LoxxxxxoL LmxxxxxmL LoxxxxxoL LmxxxxxmL

branches:logout                  -            LmmmmmmmL L>>>>>>>L
"""


@dataclass(frozen=True)
class Row:
    """One address: `answers` by method and by whose object it names."""

    of: str
    answers: dict[tuple[str, str], str]

    @property
    def names_an_object(self):
        return self.of != "-"

    @property
    def may_be_posted(self):
        return bool(set(self.answers["POST", "own"]) & {"o", ">", "!"})


CELLS = [("GET", "own"), ("POST", "own"), ("GET", "foreign"), ("POST", "foreign")]


def rows():
    """Return the table by the name of the address."""
    found = {}
    for line in TABLE.split("\n"):
        if line:
            name, of, *answers = line.split()
            found[name] = Row(of, dict(zip(CELLS, answers, strict=False)))
    return found


ROWS = rows()


def address(name, objects, whose):
    """Return the address of a row, naming one's own object or a foreign one where it names any."""
    kwargs = {"pk": objects[whose][ROWS[name].of]} if ROWS[name].names_an_object else {}
    if name == "branches:head-count-update":
        kwargs["school_year"] = 2026
    return reverse(name, kwargs=kwargs)
