"""Take a scan's results in: `tocsin-site intake STORE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partnership.intake.actions import take_in
from tocsin.errors import TocsinError


class Command(BaseCommand):
    help = "Take the results of `tocsin scan` in from its store. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("store", type=Path, help="the folder that `tocsin scan` wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            delivery = take_in(folder=options["store"], by=None)
        except TocsinError as failure:
            raise CommandError(str(failure), returncode=failure.exit_code) from failure
        self.stdout.write(f"{delivery.signals} signals taken in from {options['store']} (results {delivery}).")
