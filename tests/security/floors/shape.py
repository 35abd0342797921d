"""What there is to bring: the shape of a floor and of an act."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q
from django.forms import Field
from django.urls import resolve, reverse

from branches.audit import Verb

# Another row in the same table: an address, what is typed, the field at which that is told.
Told = tuple[str, dict[str, Any], str | None]
# An address, what the first saves, what the second types, and the line of differences shown.
Edited = tuple[str, dict[str, Any], dict[str, Any], tuple[str, str, str] | None]


@dataclass(frozen=True)
class Post:
    """One act: its address, whose it is, what is sent, and the events it leaves."""

    name: str
    by: str
    data: dict[str, object]
    verbs: tuple[Verb, ...]
    kwargs: dict[str, int] = field(default_factory=dict)
    row: Model | None = None
    # What is answered when it succeeds: most send elsewhere, some show what was asked for.
    answer: int = 302

    @property
    def url(self):
        return reverse(self.name, kwargs=self.kwargs)

    @property
    def form(self):
        """The class of the form the address shows; None where there is none."""
        return getattr(resolve(self.url).func.view_class, "form_class", None)


def on(name, by, row, data, *verbs, **kwargs):
    """Return an act on one row, naming the version it is at."""
    sent = {**data, "version": row.version}
    return Post(name, by, sent, verbs, {"pk": row.pk, **kwargs}, row)


@dataclass(frozen=True, kw_only=True)
class Floor:
    """What one app brings; what it leaves out is nothing.

    Addresses are named in full ("members:member-list"), columns by model ("Member.name"),
    kinds of object by one word that no other floor uses ("member").
    """

    app: str

    # Addresses, and the objects they name ------------------------------------------------------

    # The lines of the matrix, as tests.security.matrix tells.
    table: str = ""
    # Keyword arguments of addresses beside `pk`.
    kwargs: dict[str, dict[str, int]] = field(default_factory=dict)
    # Pages that ask for no permission, and why.
    open_to_all: dict[str, str] = field(default_factory=dict)
    # From "own" or "foreign", and the rows of the lower floors by kind: one's own rows by kind.
    objects: Callable[[str, dict[str, Model]], dict[str, Model]] = lambda whose, below: {}
    # The keys of rows of one's own, near by and far away, by kind; of others 1 and 2 are tried.
    near: Callable[[], dict[str, Iterable[int]]] = dict
    # Who looks at each list where there is little to show: each list with a filter has one.
    readers: dict[str, str] = field(default_factory=dict)

    # 邻县 --------------------------------------------------------------------------------------

    # From what the lower floors built there, by name: what this one adds, by name.
    build: Callable[[dict[str, Any]], dict[str, Any]] = lambda there: {}
    # The role of each account it opens there and that acts.
    roles: dict[str, str] = field(default_factory=dict)

    # Acts, all tried out in 邻县 ----------------------------------------------------------------

    # Every POST of the app as one that succeeds, on the rows as they are now.
    acts: Callable[[], list[Post]] = list
    # Verbs of no act: of commands that enter many rows at once, and the like.
    verbs: set[Verb] = field(default_factory=set)
    # What the one event of an act tells of before and after.
    changes: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    # Acts on one row that compare no version though their name has no "create" in it, and why.
    unversioned: dict[str, str] = field(default_factory=dict)
    # What two editors of the same row are shown.
    edited: list[Edited] = field(default_factory=list)
    # What cannot have happened, and at which field that is told; None for the form as a whole.
    out_of_order: list[Told] = field(default_factory=list)
    # Forms that name another row: who of 示范县 fills them in, and which field names it.
    naming: dict[str, tuple[str, str]] = field(default_factory=dict)
    # What rows of 邻县 are called that no such form may offer.
    foreign_names: Callable[[], list[str]] = list
    # Line fields that take no odd text, as (address, field).
    shaped: set[tuple[str, str]] = field(default_factory=set)
    # Kinds of form field of its own: what each must refuse at its field.
    inputs: dict[type[Field], list[str]] = field(default_factory=dict)

    # Texts -------------------------------------------------------------------------------------

    # What the secretary of SF0101 may read of each model; where it is not said, what belongs to
    # `organisation`.
    own: dict[type[Model], Q] = field(default_factory=dict)
    # The way from each model with texts to the path of the organisation that keeps it.
    within: dict[type[Model], str] = field(default_factory=dict)
    # Texts that decide something: a word there would change what a page does, or who may enter.
    working: set[str] = field(default_factory=set)
    # Of these, what is not even a line somebody could have typed.
    coded: set[str] = field(default_factory=set)
    # Columns that hold text though they are no text columns: what is encrypted.
    sealed: set[str] = field(default_factory=set)
    # Columns whose text must differ from row to row.
    numbered: set[str] = field(default_factory=set)
    # Models whose texts no list and no page shows, and why.
    silent: dict[type[Model], str] = field(default_factory=dict)
    # Lists that the secretary may open, and how many rows each address then shows.
    open_lists: set[str] = field(default_factory=set)
    counted: dict[str, str] = field(default_factory=dict)
    # From a sister branch: what the secretary may send about it in vain, as (address, data).
    refusals: Callable[[Model], list[tuple[str, dict[str, Any]]]] = lambda sister: []
    # From that branch: acts that leave "CANARY.AuditEvent.…" in reason, object and detail.
    elsewhere: Callable[[Model], None] = lambda sister: None
