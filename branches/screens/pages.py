"""What screens are made of: the right to see one, lists, forms, and what goes wrong in them."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, cast

import django_tables2 as tables
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms import Form, ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.generic import FormView, View
from django_filters.views import FilterView

from branches import audit
from branches.access import Permission, holds, may
from branches.audit import Verb
from branches.models import Organisation, Record, Stale, User
from branches.periods import parse_day
from branches.spreadsheets import CONTENT_TYPE, workbook
from branches.validators import EARLIEST, LATEST

if TYPE_CHECKING:
    AnyFormView = FormView[Any]
else:
    # The running class takes no type arguments.
    AnyFormView = FormView

Row = TypeVar("Row", bound=models.Model)
Rows = TypeVar("Rows", covariant=True)
PER_PAGE, MOST_PER_PAGE = 25, 100
# Django's forms would take a PUT for a POST.
METHODS = ["get", "head", "post", "options"]


def day_of(request: HttpRequest, *, today: date) -> date:
    """Return the day a page looks at: `?on=`, or today when it names none that can be read."""
    try:
        day = parse_day(request.GET.get("on", ""))
    except ValueError:
        return today
    return day if EARLIEST <= day < LATEST else today


def acting_for(request: HttpRequest) -> int | None:
    """Return the key of the organisation the user chose to act for, which may be gone by now."""
    return cast(int | None, request.session.get("acting_for"))


class Readable(Protocol[Rows]):
    """A manager or queryset that can be narrowed to what somebody may read."""

    def readable_by(self, user: User, *, today: date) -> Rows: ...


class Screen(View):
    """A page somebody needs a permission for; `None` is for every account.

    Acting on one row also asks whether the permission reaches that row's organisation: `allow`.
    """

    permission: ClassVar[Permission | None]
    http_method_names = METHODS

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()
        self.on = day_of(request, today=self.today)

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.permission and not holds(self.user, self.permission, today=self.today):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def find(self, rows: models.QuerySet[Row], pk: int) -> Row:
        """Return one of these rows, already narrowed to what may be read; else 404."""
        return get_object_or_404(rows, pk=pk)

    def allow(self, organisation: Organisation) -> None:
        """Raise PermissionDenied unless the permission reaches this organisation."""
        if self.permission and not may(self.user, self.permission, organisation, today=self.today):
            raise PermissionDenied

    def readable(self, rows: Readable[Rows]) -> Rows:
        """Return what the user may read today of these rows."""
        return rows.readable_by(self.user, today=self.today)

    def organisation(self, pk: int) -> Organisation:
        """Return a readable organisation the permission reaches; else 404 or 403."""
        found = self.find(self.readable(Organisation.objects).select_related("superior"), pk)
        self.allow(found)
        return found

    def committee(self) -> Organisation:
        """Return the highest committee the permission reaches, which keeps registers; else 403."""
        for row in self.readable(Organisation.objects).filter(kind="COMMITTEE").order_by("path"):
            if self.permission and may(self.user, self.permission, row, today=self.today):
                return row
        raise PermissionDenied

    @cached_property
    def acting(self) -> Organisation | None:
        """The organisation chosen in the switcher, if it still may be read."""
        chosen = acting_for(self.request)
        if chosen is None:
            return None
        return self.readable(Organisation.objects).filter(pk=chosen).first()


class ListScreen(Screen, tables.SingleTableMixin, FilterView):
    """Rows one may read, filtered, sorted, paged, and exported exactly as shown.

    Subclasses give `rows()`, already narrowed by readable_by.
    """

    title: ClassVar[str]
    unit: ClassVar[str] = "条"
    empty_text: ClassVar[str] = "没有符合条件的记录。"
    template_name = "components/list_page.html"
    strict = False

    def rows(self) -> models.QuerySet[Any]:
        raise NotImplementedError

    def get_queryset(self) -> models.QuerySet[Any]:
        return self.rows()

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_filterset_kwargs(filterset_class)
        # FilterView leaves `data` out when nothing is asked; a bound form is one thing less.
        return {**kwargs, "data": kwargs.get("data") or self.request.GET}

    def get_table(self, **kwargs: Any) -> tables.Table:
        """Return the table, sorted and paged by clamped parameters; nothing typed breaks it."""
        # Given the request at once, the table would take page and per_page as they come.
        table = self.get_table_class()(self.object_list, **kwargs)
        table.request = self.request
        columns, asked = table.columns.names(), self.request.GET.getlist("sort")
        if known := [name for name in asked if name.removeprefix("-") in columns]:
            table.order_by = known[:3]
        if not self.is_exported:
            per_page = min(max(self._number("per_page", PER_PAGE), 1), MOST_PER_PAGE)
            table.paginate(page=1, per_page=per_page)
            number = min(max(self._number("page", 1), 1), table.paginator.num_pages)
            table.page = table.paginator.page(number)
        return table

    @property
    def is_exported(self) -> bool:
        return self.request.GET.get("export") == "xlsx"

    def _number(self, name: str, default: int) -> int:
        try:
            return int(self.request.GET.get(name, "")[:9])
        except ValueError:
            return default

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            title=self.title,
            unit=self.unit,
            empty_text=self.empty_text,
            export=True,
            actions=self.actions(),
        )
        return context

    def actions(self) -> list[tuple[str, str]]:
        """Return what can be begun from here: label and address."""
        return []

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.is_exported:
            return self.export(context["table"])
        return cast(HttpResponse, super().render_to_response(context, **kwargs))

    def understood(self, table: tables.Table) -> dict[str, Any]:
        """Return what of the address the list obeyed; whatever else it held is written nowhere."""
        form = self.filterset.form
        names = {*form.fields} - {*form.errors}
        given = self.request.GET
        asked = {name: given.get(name, "") for name in sorted(names) if given.get(name)}
        asked["export"] = "xlsx"
        if table.order_by:
            asked["sort"] = ",".join(map(str, table.order_by))
        if self.on != self.today:
            asked["on"] = str(self.on)
        return asked

    def export(self, table: tables.Table) -> HttpResponse:
        """Return this view as a workbook, and log who took how many rows by which filter."""
        headers, *rows = table.as_values(exclude_columns=())
        content = workbook(self.title, headers, [[_plain(v) for v in row] for row in rows])
        asked = self.understood(table)
        audit.record(Verb.EXPORTED, by=self.user, about=self.title, rows=len(rows), asked=asked)
        return download(content, f"{self.title}{self.today:%Y%m%d}.xlsx", CONTENT_TYPE)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | date) else str(value)


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Return a file to keep, under its Chinese name, that no browser opens by itself."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = _attachment(name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _attachment(name: str) -> str:
    return content_disposition_header(True, name) or "attachment"  # noqa: FBT003  # Django's own


class FormScreen(Screen, AnyFormView):
    """A form that does one thing.

    Subclasses give `act(form)`, which calls one service and returns where to go; what the
    service refuses stands in the form, with everything typed kept.
    """

    template_name = "components/form_page.html"
    title: ClassVar[str]
    intro: ClassVar[str] = ""
    submit_label: ClassVar[str] = "保存"
    done: ClassVar[str] = "已保存。"
    refusals: ClassVar[tuple[type[Exception], ...]] = ()
    conflict: list[tuple[str, str, str]] | None = None

    def act(self, form: Any) -> str:
        raise NotImplementedError

    def cancel_url(self) -> str:
        raise NotImplementedError

    def subject(self) -> str:
        """Return what is acted on, for the heading; empty when it is not there yet."""
        return ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.user, "today": self.today}

    def crumbs(self) -> list[tuple[str, str]]:
        """Return label and address of the pages above this one, the top first."""
        return []

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            url = self.act(form)
        except Stale as stale:
            return self._show_conflict(form, stale)
        except ValidationError as error:
            form.add_refusal(error)
            return self.form_invalid(form)
        except self.refusals as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(url)

    def form_invalid(self, form: Any) -> HttpResponse:
        response = self.render_to_response(self.get_context_data(form=form))
        response.status_code = 422
        return response

    def _show_conflict(self, form: Any, stale: Stale) -> HttpResponse:
        """Show what the other saved beside what was typed; saving again then is deliberate."""
        theirs = cast(Record, stale.theirs)
        self.conflict = list(differences(form, theirs))
        form.take_version(theirs.version)
        response = self.render_to_response(self.get_context_data(form=form))
        response.status_code = 409
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            title="：".join(part for part in (self.title, self.subject()) if part),
            intro=self.intro,
            submit_label=self.submit_label,
            cancel_url=self.cancel_url(),
            crumbs=self.crumbs(),
            conflict=self.conflict,
        )


def differences(form: Form, theirs: Record) -> Any:
    """Yield (label, theirs, mine) for every field that another saved otherwise."""
    for name, field in form.fields.items():
        if name == "version" or not hasattr(theirs, name):
            continue
        saved, typed = getattr(theirs, name), form.cleaned_data.get(name)
        if saved != typed and not (saved in {None, ""} and typed in {None, ""}):
            yield str(field.label), _shown(field, saved), _shown(field, typed)


def _shown(field: Any, value: Any) -> str:
    if not isinstance(field, ModelChoiceField):
        value = dict(getattr(field, "choices", ())).get(value, value)
    words = {"None": "（空）", "": "（空）", "True": "是", "False": "否"}
    return words.get(str(value), str(value))
