from typing import Any

from django.core.management.base import BaseCommand, CommandError

from branches import audit, checks
from branches.models import AuditSeal
from dues import checks as ledger


class Command(BaseCommand):
    """Checks that the database is what it promises to be."""

    help = (
        "Check triggers, database settings, encrypted values, the ledger and the chain of the log."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        audit.seal_pending()
        found = [*checks.faults(), *checks.sealed_faults(), *ledger.faults(), *audit.faults()]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"Sound: {AuditSeal.objects.count()} events sealed.")
