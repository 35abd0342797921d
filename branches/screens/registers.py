"""The three screens of a register: its list, the form of a new entry, the form that mends one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone

from branches.access import Permission, holds, may
from branches.models import Organisation
from branches.screens.inputs import RegisterForm
from branches.screens.pages import FormScreen, ListScreen

LONGEST_KEY = 18


class RegisterList(ListScreen):
    """The entries of a register that one may read, of the organisation one acts for.

    keeping: the permission to enter and mend; create: label and URL name of a new entry's form.
    """

    model: ClassVar[type[Any]]
    keeping: ClassVar[Permission]
    create: ClassVar[tuple[str, str]]

    def rows(self) -> Any:
        rows = self.readable(self.model.objects)
        if self.acting:
            rows = rows.within(self.acting)
        return rows.for_listing()

    def actions(self) -> list[tuple[str, str]]:
        if not holds(self.user, self.keeping, today=self.today):
            return []
        label, name = self.create
        return [(label, reverse(name))]


class RegisterForms(FormScreen):
    """The base of both forms of a register.

    facts: what the service takes, made of the form's answers of the same names.
    list_name: the URL name of the list both forms return to.
    """

    facts: ClassVar[type[Any]]
    list_name: ClassVar[str]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.facts.__dataclass_fields__)

    def asked(self, form: RegisterForm) -> Any:
        """Return the facts of a form, of an organisation the permission reaches; else 403."""
        facts = self.facts(**form.cleaned(*self.names))
        self.allow(facts.organisation)
        return facts

    def cancel_url(self) -> str:
        return reverse(self.list_name)


class RegisterCreate(RegisterForms):
    """Enter something into a register; `enter` is the service."""

    enter: ClassVar[Callable[..., Any]]
    submit_label, done = "登记", "已登记。"

    def get_initial(self) -> dict[str, Any]:
        return {"organisation": self.likely()} | super().get_initial()

    def likely(self) -> Organisation | None:
        """Return whose entry it most likely is: as the address asks, the acting one, the only."""
        asked = self.request.GET.get("organisation", "")
        if asked.isascii() and asked.isdigit() and len(asked) < LONGEST_KEY:
            return self.readable(Organisation.objects).filter(pk=int(asked)).first()
        if self.acting is not None:
            return self.acting
        places = [one.organisation for one in self.user.appointments_on(self.today)]
        return places[0] if len(places) == 1 else None

    def act(self, form: RegisterForm) -> str:
        type(self).enter(facts=self.asked(form), today=self.today, by=self.user)
        return self.cancel_url()


class RegisterUpdate(RegisterForms):
    """Mend an entry of a register; `correct` is the service."""

    model: ClassVar[type[Any]]
    correct: ClassVar[Callable[..., Any]]

    @cached_property
    def row(self) -> Any:
        """The entry the address names, readable and within reach of the permission; else 404, 403.

        What the form was opened at, so that the refused answers of a form change nothing.
        """
        found = self.find(self.readable(self.model.objects).for_listing(), self.kwargs["pk"])
        self.allow(found.organisation)
        return found

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in (*self.names, "version")}

    def act(self, form: RegisterForm) -> str:
        type(self).correct(
            row=self.row,
            facts=self.asked(form),
            **form.cleaned("reason", "version"),
            today=self.today,
            by=self.user,
        )
        return self.cancel_url()


def edit_page(name: str, permission: Permission) -> Callable[..., str | None]:
    """Return what gives the address of an entry's form, or nothing to whoever may not mend it.

    For a column's `linkify`.
    """

    def page(record: Any, bound_column: Any) -> str | None:
        user = bound_column._table.request.user  # noqa: SLF001  # tables2 gives no other way
        if may(user, permission, record.organisation, today=timezone.localdate()):
            return reverse(name, args=[record.pk])
        return None

    return page
