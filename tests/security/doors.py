"""How the tests knock, what they see of the database, and which doors there are."""

import hashlib
import io
import re
import subprocess
import zipfile
from contextlib import contextmanager
from datetime import time

from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.security.floors import APPS

BACKEND = "django.contrib.auth.backends.ModelBackend"
# What is written about an act, not by it.
ABOUT = {"AuditEvent", "AuditDetail", "AuditSeal", "AuditLock"}
# What differs at every request.
NUMBER = re.compile(r"<code>[0-9a-f]{16}</code>")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def models_of(app):
    return list(apps.get_app_config(app).get_models(include_auto_created=True))


def in_order(models):
    """Return the models, each after those it refers to."""
    waiting, ordered = list(models), []
    while waiting:
        free = [
            model
            for model in waiting
            if not {
                field.related_model
                for field in model._meta.concrete_fields
                if field.is_relation and field.related_model is not model
            }.intersection(waiting)
        ]
        assert free, f"these refer to each other: {waiting}"
        ordered += free
        waiting = [model for model in waiting if model not in free]
    return ordered


# Every table of ours, and of these what is business: each after those it refers to.
MODELS = in_order([model for app in APPS if apps.is_installed(app) for model in models_of(app)])
BUSINESS = [model for model in MODELS if model.__name__ not in ABOUT]


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
        model._meta.label: hashlib.sha256(repr(rows_of(model)).encode()).hexdigest()
        for model in BUSINESS
    }


def columns_of(model, *, but=()):
    """Return the columns of a table that are written, without those of these fields."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in but and not field.generated
    ]


def rows_of(model, *, but=("last_login",)):
    """Return a table as the database holds it, without the column that every log-in writes."""
    columns = ", ".join(f'"{field.column}"' for field in columns_of(model, but=but))
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{table}" ORDER BY "{key}"')
        return cursor.fetchall()


def put_rows(model, rows):
    """Write rows as the database held them: nothing is encrypted, drawn or checked anew."""
    columns = ", ".join(f'"{field.column}"' for field in columns_of(model))
    places = ", ".join(["%s"] * len(columns_of(model)))
    # SQLite reads a time of day as one and takes it back only as text.
    rows = [[str(one) if isinstance(one, time) else one for one in row] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})', rows
        )


@contextmanager
def undone():
    """Take back what is written inside."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def text_of(response):
    """Return the body of a page as text, or what is to be read on a paper or in a workbook."""
    if response.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(response.content)) as book:
            return "".join(book.read(name).decode() for name in book.namelist())
    if response.content.startswith(b"%PDF"):
        read = subprocess.run(
            ["pdftotext", "-", "-"], input=response.content, check=True, capture_output=True
        )
        return read.stdout.decode()
    return response.content.decode()


def page(response):
    """Return status and body without what differs at every request: number and token."""
    return response.status_code, TOKEN.sub("", NUMBER.sub("", text_of(response)))
