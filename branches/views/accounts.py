"""Log in and out, passwords, accounts and appointments."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from branches import audit, forms
from branches.access import Permission
from branches.audit import Verb
from branches.filters import AccountFilter
from branches.models import Appointment, AuditEvent, User
from branches.querysets import fuse
from branches.screens import METHODS, AnyFormView, FormScreen, ListScreen, Screen
from branches.services import accounts
from branches.services.accounts import CannotManageAccount
from branches.tables import AccountTable
from branches.views import errors


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer a try while the user name is locked for this address; the view has recorded it."""
    return errors.too_many(request)


@method_decorator([login_not_required, sensitive_post_parameters()], name="dispatch")
class Login(AnyFormView):
    """Who are you?"""

    form_class = forms.LoginForm
    template_name = "branches/login.html"

    http_method_names = METHODS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return HttpResponseRedirect(self._next())
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: forms.LoginForm) -> HttpResponse:
        username = form.cleaned_data["username"]
        if _tries_last_hour(username) >= settings.LOGIN_TRIES_PER_HOUR:
            _record_refused(username, "locked")
            return errors.too_many(self.request)
        user = authenticate(self.request, **form.cleaned_data)
        if user is None:
            is_locked = getattr(self.request, "axes_locked_out", False)
            _record_refused(username, "locked" if is_locked else "wrong")
            form.add_error(None, "用户名或密码不对。请检查大小写；忘记密码请联系系统管理员。")
            return self.form_invalid(form)
        login(self.request, user)
        audit.record(Verb.LOGGED_IN, by=user)
        return HttpResponseRedirect(self._next())

    def form_invalid(self, form: forms.LoginForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def _next(self) -> str:
        url = self.request.POST.get("next", "")
        host = {self.request.get_host()}
        is_ours = url_has_allowed_host_and_scheme(url, host, self.request.is_secure())
        return url if is_ours else reverse(settings.LOGIN_REDIRECT_URL)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.POST or self.request.GET
        return super().get_context_data(**kwargs, next=asked.get("next", ""))


def _tries_last_hour(username: str) -> int:
    since = timezone.now() - timedelta(hours=1)
    with fuse(on=False):
        return AuditEvent.objects.filter(
            verb=Verb.LOGIN_REFUSED, actor_name=username[:100], happened_at__gte=since
        ).count()


def _record_refused(username: str, why: str) -> None:
    audit.record(Verb.LOGIN_REFUSED, by=None, actor_name=username, why=why)


class Logout(Screen):
    """Leave: the session ends on the server."""

    permission = None
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        audit.record(Verb.LOGGED_OUT, by=self.user)
        logout(request)
        response = redirect(settings.LOGIN_URL)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PasswordChange(FormScreen):
    """Change one's own password; all other sessions of the account end."""

    permission = None
    form_class = forms.PasswordForm
    template_name = "branches/password_change.html"
    title, submit_label, done = "修改密码", "修改密码", "密码已修改，其他地方的登录已失效。"

    def act(self, form: forms.PasswordForm) -> str:
        accounts.change_password(user=self.user, password=form.cleaned_data["new_password"])
        update_session_auth_hash(self.request, self.user)
        return "/"

    def cancel_url(self) -> str:
        return "/"


class AccountList(ListScreen):
    """Which accounts there are and what each may do."""

    permission = Permission.MANAGE_ACCOUNTS
    title, unit = "账号", "个"
    empty_text = "这里列出可以登录的账号。"
    table_class, filterset_class = AccountTable, AccountFilter

    def rows(self) -> models.QuerySet[User]:
        rows = User.objects.managed_by(self.user, today=self.today)
        return rows.with_roles(on=self.today).order_by("username")

    def actions(self) -> list[tuple[str, str]]:
        return [("开设账号", reverse("branches:account-create"))]


class AccountScreen(Screen):
    """The base of what concerns one account."""

    permission = Permission.MANAGE_ACCOUNTS

    def account(self) -> User:
        """Return the account the address names; else 404."""
        rows = User.objects.managed_by(self.user, today=self.today)
        return self.find(rows, self.kwargs["pk"])


class AccountDetail(AccountScreen, TemplateView):
    """One account: whose it is, what it may do and might once do, what happened to it."""

    template_name = "branches/account_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.account()
        ours = User.objects.managed_by(self.user, today=self.today)
        held = Appointment.objects.of_accounts(ours.filter(pk=found.pk))
        events = self.readable(AuditEvent.objects).about(found)
        return super().get_context_data(
            account=found,
            appointments=held.select_related("organisation").order_by("-starts_on", "pk"),
            events=events.select_related("detail")[:50],
            is_self=found.pk == self.user.pk,
        )


class AccountCreate(FormScreen):
    """Open an account with its first role."""

    permission = Permission.MANAGE_ACCOUNTS
    form_class = forms.OpenAccountForm
    title, submit_label, done = "开设账号", "开设账号", "账号已开设。"
    intro = "开设后显示一次性密码，请当面交给本人；首次登录必须修改。"

    def act(self, form: forms.OpenAccountForm) -> str:
        names = ("username", "name", "organisation", "role")
        user, password = accounts.open_with_role(
            **form.cleaned(*names), starts_on=self.today, by=self.user
        )
        _show_once(self.request, user, password)
        return reverse("branches:account-detail", args=[user.pk])

    def cancel_url(self) -> str:
        return reverse("branches:account-list")


def _show_once(request: HttpRequest, user: User, password: str) -> None:
    shown = {"user": user, "password": password}
    messages.warning(request, render_to_string("branches/_one_time_password.html", shown))


class AccountAct(AccountScreen, FormScreen):
    """The base of what is done to one account."""

    form_class: Any = forms.ReasonForm
    refusals = (CannotManageAccount,)
    _row: User | None = None

    @property
    def row(self) -> User:
        if self._row is None:
            self._row = self.account()
        return self._row

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.row.version, "name": self.row.name}

    def cancel_url(self) -> str:
        return reverse("branches:account-detail", args=[self.row.pk])

    def subject(self) -> str:
        return self.row.name

    def crumbs(self) -> list[tuple[str, str]]:
        return [("账号", reverse("branches:account-list")), (self.row.name, self.cancel_url())]


class AccountUpdate(AccountAct):
    """Mend the holder's name."""

    form_class = forms.AccountForm
    title = "修改姓名"

    def act(self, form: forms.AccountForm) -> str:
        accounts.correct_account(user=self.row, **form.cleaned("name", "version"), by=self.user)
        return self.cancel_url()


class AccountReset(AccountAct):
    """Give a one-time password to somebody who forgot hers."""

    title, submit_label, done = "重置密码", "重置密码", "原来的密码和登录已失效。"
    intro = "原密码立即失效。新的一次性密码只显示一次，请当面交给本人。"

    def act(self, form: forms.ReasonForm) -> str:
        password = accounts.reset_password(
            user=self.row, **form.cleaned("reason", "version"), by=self.user
        )
        _show_once(self.request, self.row, password)
        return self.cancel_url()


class AccountDisable(AccountAct):
    """Disable an account."""

    title, submit_label, done = "停用账号", "停用这个账号", "账号已停用。"
    intro = "停用后立即不能登录，已登录的也会退出。记录都保留，可以再启用。"

    def act(self, form: forms.ReasonForm) -> str:
        accounts.disable(
            today=self.today, user=self.row, **form.cleaned("reason", "version"), by=self.user
        )
        return self.cancel_url()


class AccountEnable(AccountAct):
    """Enable a disabled account."""

    title, submit_label, done = "启用账号", "启用", "账号已启用。"

    def act(self, form: forms.ReasonForm) -> str:
        accounts.enable(user=self.row, **form.cleaned("reason", "version"), by=self.user)
        return self.cancel_url()


class AppointmentCreate(AccountAct):
    """Grant an account a role."""

    form_class = forms.AppointmentForm
    title, submit_label, done = "授予角色", "授予", "角色已授予，下一次点击即生效。"

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": self.today}

    def act(self, form: forms.AppointmentForm) -> str:
        names = ("organisation", "role", "starts_on", "ends_on", "reason")
        accounts.appoint(user=self.row, **form.cleaned(*names), by=self.user)
        return self.cancel_url()


class AppointmentEnd(FormScreen):
    """End a role."""

    permission = Permission.MANAGE_ACCOUNTS
    form_class = forms.EndForm
    title, submit_label, done = "结束角色", "结束这个角色", "角色已结束。"
    intro = (
        "从这天起不再有这个角色，下一次点击即生效。"
        "今天才授予的角色最早从明天起结束，要马上停止请停用账号。"
    )
    refusals = (CannotManageAccount,)

    @property
    def row(self) -> Appointment:
        ours = User.objects.managed_by(self.user, today=self.today)
        rows = Appointment.objects.of_accounts(ours).select_related("user", "organisation")
        return self.find(rows, self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.row.version, "on": self.today}

    def act(self, form: forms.EndForm) -> str:
        ended = accounts.end_appointment(
            today=self.today,
            appointment=self.row,
            **form.cleaned("on", "reason", "version"),
            by=self.user,
        )
        return reverse("branches:account-detail", args=[ended.user_id])

    def subject(self) -> str:
        appointment = self.row
        role = appointment.get_role_display()
        return f"{appointment.user.name}，{role} · {appointment.organisation}"

    def crumbs(self) -> list[tuple[str, str]]:
        account = self.row.user.name, self.cancel_url()
        return [("账号", reverse("branches:account-list")), account]

    def cancel_url(self) -> str:
        return reverse("branches:account-detail", args=[self.row.user_id])
