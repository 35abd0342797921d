"""What the log says of an act."""

import json
from contextlib import contextmanager

from branches.models import AuditEvent


@contextmanager
def recorded():
    """Yield a list that afterwards holds the events written inside, the oldest first."""
    events = []
    newest = AuditEvent.objects.order_by("-pk").first()
    yield events
    written = AuditEvent.objects.filter(pk__gt=newest.pk if newest else 0)
    events.extend(written.select_related("detail").order_by("pk"))


def detail(event):
    """Return what an event says was done, as values."""
    return json.loads(event.detail.text)
