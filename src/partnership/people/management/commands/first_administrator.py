"""`tocsin-site first-administrator`: the one account that nobody signed in can add."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from partnership.people import actions, queries
from partnership.people.rules import NotAllowed, Role


class Command(BaseCommand):
    help = "Adds the first administrator and prints a one-time password. Refuses if there is one already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--agency", default="Administration", help="who they work for")

    def handle(self, *args: Any, **options: Any) -> None:
        if queries.has_administrator():
            raise CommandError(
                "There is already an administrator. Sign in as them and add people under Accounts.", returncode=1
            )
        try:
            validate_email(options["email"])
            _, password = actions.add_person(
                email=options["email"],
                name=options["name"],
                role=Role.ADMINISTRATOR,
                agency=options["agency"],
                by=None,
            )
        except ValidationError as fault:
            raise CommandError(f"{options['email']}: {fault.message}", returncode=2) from fault
        except NotAllowed as refusal:
            raise CommandError(f"{refusal}.", returncode=2) from refusal
        self.stdout.write(f"One-time password for {options['email']}, shown only now: {password}")
