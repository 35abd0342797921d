import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from branches.models import Organisation
from branches.periods import Period
from branches.validators import EARLIEST, LATEST
from reports.drawings.pdf import archive_copy
from reports.drawings.workbook import workbook
from reports.figures.figure import Scope
from reports.summary.draft import Draft, draft


class Command(BaseCommand):
    """Writes the summary of a period."""

    help = "Build the summary of a year, half or quarter and write it to files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--organisation", help="its code; default the committee")
        part = parser.add_mutually_exclusive_group()
        part.add_argument("--half", type=int, choices=(1, 2))
        part.add_argument("--quarter", type=int, choices=(1, 2, 3, 4))
        for form in DRAWINGS:
            parser.add_argument(f"--{form}", type=Path, help=f"the {form.upper()} file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        if not EARLIEST.year < options["year"] < LATEST.year:
            raise CommandError(f"{options['year']} is no year of this register.")
        period = _period(options)
        if period.start > today:
            raise CommandError(f"{period.key} has not begun.")
        scope = Scope(_organisation(options["organisation"]), period, today)
        found = draft(scope, dated=today)
        asked = {form: options[form] for form in DRAWINGS if options[form]}
        for form, path in asked.items():
            try:
                path.write_bytes(DRAWINGS[form](found))
            except OSError as error:
                raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
            self.stdout.write(f"{path}")
        if not asked:
            self.stdout.write(_json(found).decode())


def _period(options: dict[str, Any]) -> Period:
    if options["half"]:
        return Period.half(options["year"], options["half"])
    if options["quarter"]:
        return Period.quarter(options["year"], options["quarter"])
    return Period.year(options["year"])


def _organisation(code: str | None) -> Organisation:
    if code:
        found = Organisation.objects.filter(code=code).first()
        if found is None:
            raise CommandError(f"No organisation has the code {code}.")
        return found
    committees = Organisation.objects.filter(kind=Organisation.Kind.COMMITTEE)
    tops = list(committees.filter(superior__isnull=True).order_by("path"))
    if len(tops) != 1:
        raise CommandError(f"{len(tops)} committees stand at the top: name one by --organisation.")
    return tops[0]


def _json(found: Draft) -> bytes:
    text = json.dumps({"figures": found.figures.as_json()}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _pdf(found: Draft) -> bytes:
    return archive_copy(found.document, workbook=_xlsx(found), made_on=found.dated)


def _xlsx(found: Draft) -> bytes:
    return workbook(found.figures)


DRAWINGS = {"pdf": _pdf, "xlsx": _xlsx, "json": _json}
