"""What every address answers to everyone: one row an address.

The columns of a row: whose object the address names, then GET and POST on one's own object (of
支部 SF0101, or of 示范县 where branches have none), then GET and POST on the same of 邻县, which
is foreign to all but those who look after accounts and the log of the whole installation. A POST
is sent empty, so whoever may act is told what is missing.

The lines stand with the floors; the one that ends the visit is asked last. The letters of an
answer stand for, in this order: anonymous, admin, staff, general, secretary, clerk, secretary2,
auditor, disabled.
"""

from dataclasses import dataclass

from django.urls import reverse

from tests.security.floors import FLOORS, together

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
    "c": "409",
}
# Asked last: after it nobody is logged in any more.
LEAVING = "branches:logout"


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
        return bool(set(self.answers["POST", "own"]) & {"o", ">", "!", "c"})

    @property
    def when_empty(self):
        """What an act is answered that is sent nothing; a form that asks for nothing conflicts."""
        return 409 if "c" in self.answers["POST", "own"] else 422

    def answers_to(self, person, method="GET", whose="own"):
        """Return the letter of what somebody is answered."""
        return self.answers[method, whose][PEOPLE.index(person)]


CELLS = [("GET", "own"), ("POST", "own"), ("GET", "foreign"), ("POST", "foreign")]


def rows():
    """Return the lines of all floors by the name of the address."""
    found = {}
    for line in "\n".join(floor.table for floor in FLOORS).split("\n"):
        if line:
            name, of, *answers = line.split()
            assert name not in found, name
            found[name] = Row(of, dict(zip(CELLS, answers, strict=False)))
    return found | {LEAVING: found.pop(LEAVING)}


ROWS = rows()
KWARGS = together("kwargs")


def kwargs_of(name, key):
    """Return the keyword arguments of an address; the key counts where it names an object."""
    return {**({"pk": key} if ROWS[name].names_an_object else {}), **KWARGS.get(name, {})}


def address(name, objects, whose):
    """Return the address of a row, naming one's own object or a foreign one where it names any."""
    key = objects[whose][ROWS[name].of] if ROWS[name].names_an_object else None
    return reverse(name, kwargs=kwargs_of(name, key))


def looks_from_near(name):
    """Return who of 邻县 may open a page."""
    for person, of_the_other in (("staff", "lx-staff"), ("admin", "lx-admin")):
        if ROWS[name].answers_to(person) == "o":
            return of_the_other
    return "lx-secretary"
