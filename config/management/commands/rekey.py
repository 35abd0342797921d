from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from branches.cipher import CannotDecrypt
from branches.services.keys import rekey


class Command(BaseCommand):
    """Encrypts anew, with the first key of FIELD_KEY, what older keys encrypted."""

    help = "Encrypt everything with the newest key; can be cut off and begun again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="rows in one transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"] < 1:
            raise CommandError("A batch has at least one row.")
        rows = 0
        try:
            while done := rekey(batch=options["batch"], by=None):
                rows += done
        except CannotDecrypt as error:
            raise CommandError(f"{rows} rows done; one opens with no key: {error}") from error
        self.stdout.write(f"{rows} rows encrypted anew; older keys are needed no more.")
