from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from branches.documents import foundry

INSTALLED = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]


class Command(BaseCommand):
    """Makes the fonts that documents are drawn with."""

    help = "Make the fonts of documents out of the system's, into FONTS_DIR."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "sources", nargs="*", type=Path, help="folders to search before the system's"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            used = foundry.make_fonts(
                into=settings.FONTS_DIR, sources=[*options["sources"], *INSTALLED]
            )
        except foundry.CannotMakeFonts as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write("\n".join(str(path) for path in used))
