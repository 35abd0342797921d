"""People on the way into the Party: their list and forms."""

from __future__ import annotations

from typing import Any

from branches.access import Permission
from branches.screens.registers import RegisterCreate, RegisterList, RegisterUpdate
from members.filters.development import CaseFilter
from members.forms.development import CaseForm, CorrectCaseForm
from members.models import DevelopmentCase
from members.services import development
from members.services.development import CaseFacts
from members.tables.development import CaseTable


class CaseList(RegisterList):
    """Who applied, who is trained, and how far each is on a day."""

    permission = Permission.READ_MEMBERS
    title, unit = "发展党员", "人"
    empty_text = "递交入党申请的人登记在这里，以后的每一步写上日期。"
    model, keeping, create = (
        DevelopmentCase,
        Permission.KEEP_DEVELOPMENT,
        ("登记入党申请", "members:case-create"),
    )
    table_class, filterset_class = CaseTable, CaseFilter

    def rows(self) -> Any:
        return super().rows().until(self.on).with_stage(on=self.on)


class CaseCreate(RegisterCreate):
    """Record that somebody applied."""

    permission = Permission.KEEP_DEVELOPMENT
    form_class, facts = CaseForm, CaseFacts
    enter = staticmethod(development.enter_case)
    title, list_name = "登记入党申请", "members:case-list"


class CaseUpdate(RegisterUpdate):
    """Record the next step of somebody, or mend what is known of her."""

    permission = Permission.KEEP_DEVELOPMENT
    form_class, facts, model = CorrectCaseForm, CaseFacts, DevelopmentCase
    correct = staticmethod(development.correct_case)
    title, list_name = "更新发展情况", "members:case-list"

    def subject(self) -> str:
        return str(self.row)
