"""How tests open pages and read them."""

from io import BytesIO

from django.test import Client
from openpyxl import load_workbook

BACKEND = "django.contrib.auth.backends.ModelBackend"


def client_of(user):
    """Return a browser in which this user is logged in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def listed(response):
    """Return the rows on the page of a list that was opened."""
    return [row.record for row in response.context["table"].paginated_rows]


def text(response):
    return response.content.decode()


def errors_at(response):
    """Return what a form says is wrong, by field; `__all__` is the form as a whole."""
    assert response.status_code == 422, response.status_code
    return {field: list(found) for field, found in response.context["form"].errors.items()}


def typed(response):
    """Return what stands in the fields of a form that came back."""
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields}


def sheet(response):
    """Return the cells of a workbook that was downloaded, row by row, the header first."""
    rows = load_workbook(BytesIO(response.content)).active.iter_rows()
    return [[cell.value for cell in row] for row in rows]
