"""How the tests knock, what they see of the database, and which doors there are."""

import hashlib
import re
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

BACKEND = "django.contrib.auth.backends.ModelBackend"
# What is written about an act, not by it.
ABOUT = {"AuditEvent", "AuditDetail", "AuditSeal", "AuditLock"}
BUSINESS = [
    model for model in apps.get_app_config("branches").get_models() if model.__name__ not in ABOUT
]
# What differs at every request.
NUMBER = re.compile(r"<code>[0-9a-f]{16}</code>")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


class Visitor(Client):
    """A browser that takes what the server answers, a crash as a page of status 500."""

    def request(self, **request):
        # Without the contexts that Django's own client copies at every included template:
        # they take more time than the page.
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


def patterns(resolver=None, namespace=""):
    """Yield every URL pattern there is, with its full name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry
        else:
            yield from patterns(entry, f"{entry.namespace}:" if entry.namespace else namespace)


def fingerprint():
    """Return a hash of every row of the registers, by table."""
    return {
        model.__name__: hashlib.sha256(repr(rows_of(model)).encode()).hexdigest()
        for model in BUSINESS
    }


def rows_of(model):
    """Return a table as the database holds it, without the column that every log-in writes."""
    columns = ", ".join(
        f'"{field.column}"' for field in model._meta.concrete_fields if field.name != "last_login"
    )
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{model._meta.db_table}" ORDER BY id')
        return cursor.fetchall()


@contextmanager
def undone():
    """Take back what is written inside."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def text_of(response):
    """Return the body of a page as text."""
    return response.content.decode()


def page(response):
    """Return status and body without what differs at every request: number and token."""
    return response.status_code, TOKEN.sub("", NUMBER.sub("", text_of(response)))
