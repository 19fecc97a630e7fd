"""`tocsin-site backup`: the database, the engine's store and the log's checkpoints in one verified file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from partnership.audit.rules import NotRecorded
from partnership.backups.actions import Made, back_up
from partnership.backups.progress import shown
from partnership.backups.rules import CHECKPOINTS, STORE, NotBackedUp, counted

STOPPED = 130


class Command(BaseCommand):
    help = "Backs the whole site up into one new file, reads it back and verifies it. People may go on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--into", type=Path, help="folder for the file (default: backups, in the data folder TOCSIN_HOME)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        into = (options["into"] or settings.TOCSIN_HOME / "backups").resolve()
        try:
            with shown() as tell:
                made = back_up(into=into, by=None, tell=tell)
        except NotBackedUp as refusal:
            raise CommandError(f"Not backed up. {refusal}", returncode=2) from refusal
        except (OSError, NotRecorded) as fault:
            raise CommandError(f"Not backed up: {fault}. Nothing half-made was left.", returncode=1) from fault
        except Error as fault:
            # Its own words may hold a row's.
            raise CommandError(
                f"Not backed up: the database failed ({type(fault).__name__}). Nothing half-made was left.",
                returncode=1,
            ) from fault
        except KeyboardInterrupt as stop:
            raise CommandError(
                "Stopped. No backup was made, and nothing half-made was left.", returncode=STOPPED
            ) from stop
        self._tell(made)

    def _tell(self, made: Made) -> None:
        held, size = made.manifest, made.file.stat().st_size
        self.stdout.write(
            f"{made.file}: {size / 1e6:.1f} MB, read back and verified. It holds "
            f"{counted(held.rows, 'row')} of {len(held.tables)} tables, "
            f"{counted(len(held.under(STORE)), 'file')} of the store and "
            f"{counted(len(held.under(CHECKPOINTS)), 'file')} of checkpoints, up to event {held.head.sequence}."
        )
        if held.store and not held.under(STORE):
            self.stdout.write(f"Not in it: the engine’s store, because there is none at {held.store} any more.")
        if made.file.is_relative_to(settings.TOCSIN_HOME):
            self.stdout.write("It lies beside the database: copy it to another machine.")
        apart = [settings.TOCSIN_HOME / "secret-key", settings.TOCSIN_AUDIT_KEY, settings.TOCSIN_REVIEW_SCHEDULE]
        self.stdout.write(
            "Not in it, and to be kept apart from it, because it cannot be restored without them: "
            f"{', '.join(str(file) for file in apart if file)}."
        )
