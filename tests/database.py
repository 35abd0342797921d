"""What tests do to the database."""

from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rolled_back():
    """Undo whatever is written inside: one example of many leaves nothing to the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
