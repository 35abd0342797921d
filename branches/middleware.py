"""What happens to every request: its number, its headers, its session's limits, the fuse."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from branches import audit
from branches.audit import RequestInfo, Verb
from branches.models import User
from branches.querysets import fuse

Handler = Callable[[HttpRequest], HttpResponse]
REFUSALS = {403, 404, 405}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Django's own middleware does not see what is refused before it.
    "X-Frame-Options": "DENY",
}
# Written at most this often, so that reading pages is not writing.
SEEN_EVERY = timedelta(minutes=1)


class RequestMiddleware:
    """Give the request a number, and write down when it is refused."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = secrets.token_hex(8)
        request.META["request_id"] = request_id
        token = audit.current_request.set(
            RequestInfo(request_id=request_id, address=audit.client_address(request))
        )
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id
            if isinstance(response, HttpResponseNotAllowed) and not response.content:
                response.content = render_to_string("405.html", {"request_id": request_id})
            if response.status_code in REFUSALS:
                self._record_refusal(request, response)
        finally:
            audit.current_request.reset(token)
        return response

    def _record_refusal(self, request: HttpRequest, response: HttpResponse) -> None:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return
        # The path only: a query may name people.
        audit.record(
            Verb.REFUSED,
            by=cast(User, user),
            about=request.path,
            status=response.status_code,
            method=request.method,
        )


class HeadersMiddleware:
    """Put the security headers on every page, and keep every page out of caches."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response["Cache-Control"] = "no-store"
        return response


class SessionLimitMiddleware:
    """End a session that was idle too long, or is simply too old."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            # Coming to the log-in page is no sign of life, but it too shows nothing any more.
            at_the_door = request.path == reverse(settings.LOGIN_URL)
            now = timezone.now()
            began = self._moment(request, "began_at", now)
            seen = self._moment(request, "seen_at", now)
            if now - seen > settings.SESSION_IDLE or now - began > settings.SESSION_ABSOLUTE:
                logout(request)
                if not at_the_door:
                    return redirect_to_login(request.get_full_path())
            elif now - seen >= SEEN_EVERY and not at_the_door:
                request.session["seen_at"] = now.timestamp()
        return self.get_response(request)

    def _moment(self, request: HttpRequest, name: str, now: datetime) -> datetime:
        return datetime.fromtimestamp(request.session.setdefault(name, now.timestamp()), tz=UTC)


class MustChangePasswordMiddleware:
    """Let the holder of a one-time password do nothing but change it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password:
            change, out = reverse("branches:password-change"), reverse("branches:logout")
            if request.path not in {change, out}:
                return redirect(change)
        return self.get_response(request)


class FuseMiddleware:
    """Arm the fuse around the view and its template."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with fuse(on=settings.FUSE):
            return self.get_response(request)
