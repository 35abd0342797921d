"""What waits for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from branches.querysets import RequestQuerySet
from reports.findings.finding import Finding


def waiting_requests(rows: RequestQuerySet) -> Iterator[Finding]:
    """Yield that some requests wait for an answer; the longest waiting says since when."""
    waiting = rows.waiting().order_by("asked_on", "pk")
    first = waiting.first()
    if first:
        yield Finding(
            text=f"{waiting.count()} 件请示等待答复",
            reason=f"最早的一件是 {first.asked_on:%Y-%m-%d} 提出的：{first.words}",
            state="info",
            url=f"{reverse('branches:request-list')}?{urlencode({'state': 'WAITING'})}",
            label="去答复",
        )
