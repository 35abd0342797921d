from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from branches.models import Organisation, User
from branches.services import accounts, organisations
from branches.services.organisations import Facts


class Command(BaseCommand):
    """Opens an empty installation: its first organisation and administrator."""

    help = "Found the first committee and open the first administrator's account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="full name of the committee")
        parser.add_argument("--code", required=True, help="its code")
        parser.add_argument("--admin", required=True, help="user name of the administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists() or Organisation.objects.exists():
            raise CommandError("This installation has accounts already.")
        today = timezone.localdate()
        try:
            with transaction.atomic():
                committee = organisations.found(
                    kind=Organisation.Kind.COMMITTEE,
                    name=options["name"],
                    short_name=options["name"][:40],
                    superior=None,
                    facts=Facts(code=options["code"], member_kind="MIXED", founded_on=today),
                    by=None,
                )
                user, password = accounts.open_account(
                    username=options["admin"], name="系统管理员", by=None
                )
                accounts.appoint(
                    user=user,
                    organisation=committee,
                    role="ADMINISTRATOR",
                    starts_on=today,
                    reason="setup",
                    by=None,
                )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"User name: {user.username}\nOne-time password: {password}")
