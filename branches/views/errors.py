"""What is said when something went wrong: what to do, and the number of the request."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def page(request: HttpRequest, status: int, template: str = "") -> HttpResponse:
    """Return the page for a status. It needs no database and no session."""
    context = {"request_id": request.META.get("request_id", "")}
    return HttpResponse(render_to_string(template or f"{status}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return page(request, 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, 403, "403_csrf.html")


def too_many(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return page(request, 429)
