"""Hand people's verdicts back to the engine: `tocsin-site verdicts FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partnership.intake.actions import export_verdicts


class Command(BaseCommand):
    help = "Write every verdict on a signal, with its reason, to a Parquet file for the engine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the Parquet file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = export_verdicts(file=options["file"], by=None)
        except OSError as error:
            raise CommandError(
                f"{options['file']}: cannot be written ({error.strerror}). Name another place."
            ) from error
        self.stdout.write(f"{written} verdicts written to {options['file']}.")
