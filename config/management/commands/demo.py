from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from branches.models import Organisation, User
from branches.services.accounts import one_time_password
from config import county
from members.models import Placement


class Command(BaseCommand):
    """Fills an empty database with the sample county."""

    help = "Fill an empty database with 示范县, the sample county."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--today", type=date.fromisoformat, help="YYYY-MM-DD; default today")
        parser.add_argument(
            "--password", help="of every sample account; default drawn and printed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Organisation.objects.exists() or User.objects.exists():
            raise CommandError(
                "The database holds organisations or accounts; demo fills an empty one."
            )
        today = options["today"] or timezone.localdate()
        password = options["password"] or one_time_password()
        try:
            with transaction.atomic():  # whole or not at all: a second try needs an empty database
                sample = county.build(today=today, password=password)
        except ValidationError as error:
            raise CommandError(f"No county for {today}: {'; '.join(error.messages)}") from error
        basic = Organisation.objects.on(today).basic().count()
        members = Placement.objects.counted().on_roll(today).count()
        self.stdout.write(
            f"示范县 as of {today}: {basic} branches, {len(sample.schools)} schools, "
            f"{members} members."
        )
        self.stdout.write(f"Accounts: {', '.join(sample.accounts)}; password: {password}")
