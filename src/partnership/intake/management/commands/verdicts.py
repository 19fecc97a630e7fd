"""Hand back to the engine what was decided on signals and what came of them: `tocsin-site verdicts FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partnership.intake.actions import export_verdicts


class Command(BaseCommand):
    help = "Write every verdict on a signal to a Parquet file for the engine, and beside it what came of signals."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the Parquet file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = export_verdicts(file=options["file"], by=None)
        except OSError as error:
            raise CommandError(
                f"{options['file']}: cannot be written ({error.strerror}). Name another place."
            ) from error
        self.stdout.write(
            f"{written.verdicts} verdicts written to {options['file']}; what came of {written.outcomes} signals, to "
            f"{written.beside}."
        )
