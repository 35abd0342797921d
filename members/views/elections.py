"""Elections and terms: two lists and their forms."""

from __future__ import annotations

from typing import Any

from branches.access import Permission
from branches.screens.registers import RegisterCreate, RegisterList, RegisterUpdate
from members.filters.elections import ElectionFilter, TermFilter
from members.forms.elections import CorrectElectionForm, CorrectTermForm, ElectionForm, TermForm
from members.models import Election, Term
from members.services import elections
from members.services.elections import ElectionFacts, TermFacts
from members.tables.elections import ElectionTable, TermTable


class ElectionList(RegisterList):
    """Which elections were held, with how many voters, and what was not as it should be."""

    permission = Permission.READ_MEMBERS
    template_name = "members/election_list.html"
    title, unit = "选举", "次"
    empty_text = "换届选举和补选登记在这里；登记换届选举的同时开始新的一届。"
    model, keeping, create = (
        Election,
        Permission.KEEP_ELECTIONS,
        ("登记选举", "members:election-create"),
    )
    table_class, filterset_class = ElectionTable, ElectionFilter


class ElectionCreate(RegisterCreate):
    """Record an election."""

    permission = Permission.KEEP_ELECTIONS
    form_class, facts = ElectionForm, ElectionFacts
    enter = staticmethod(elections.enter_election)
    title, list_name = "登记选举", "members:election-list"
    intro = "登记换届选举后，上一届到这天为止，新的一届从这天开始。"


class ElectionUpdate(RegisterUpdate):
    """Mend what is known of an election."""

    permission = Permission.KEEP_ELECTIONS
    form_class, facts, model = CorrectElectionForm, ElectionFacts, Election
    correct = staticmethod(elections.correct_election)
    title, list_name = "更正选举", "members:election-list"

    def subject(self) -> str:
        return str(self.row.organisation)


class TermList(RegisterList):
    """Which terms run, which are over and not renewed, which were extended, on a day."""

    permission = Permission.READ_MEMBERS
    template_name = "members/election_list.html"
    title, unit = "任期", "届"
    empty_text = "每个党组织的届期登记在这里；启用时登记现在的一届，以后随换届选举开始。"
    model, keeping, create = Term, Permission.KEEP_ELECTIONS, ("登记任期", "members:term-create")
    table_class, filterset_class = TermTable, TermFilter

    def rows(self) -> Any:
        return super().rows().with_state(on=self.on)


class TermCreate(RegisterCreate):
    """Record a term whose election is not recorded here."""

    permission = Permission.KEEP_ELECTIONS
    form_class, facts = TermForm, TermFacts
    enter = staticmethod(elections.enter_term)
    title, list_name = "登记任期", "members:term-list"
    intro = "登记启用时正在进行的一届。以后的换届请登记选举，任期随之开始。"


class TermUpdate(RegisterUpdate):
    """Mend a term, or record its extension."""

    permission = Permission.KEEP_ELECTIONS
    form_class, facts, model = CorrectTermForm, TermFacts, Term
    correct = staticmethod(elections.correct_term)
    title, list_name = "更正任期", "members:term-list"

    def subject(self) -> str:
        return str(self.row.organisation)
