"""`tocsin-site restore FILE`: a backup into an empty database, or a refusal that says what does not fit."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from partnership.audit.rules import NotRecorded
from partnership.backups.actions import Restored, restore
from partnership.backups.progress import shown
from partnership.backups.rules import NotRestored, counted

STOPPED, TAMPERED = 130, 9


class Command(BaseCommand):
    help = "Verifies a backup and puts it into this database, which must be migrated and empty. All or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file that tocsin-site backup wrote")
        parser.add_argument("--store", type=Path, help="folder for the engine's store (default: where it lay)")
        parser.add_argument(
            "--because", default="", help="why an older copy is meant, where the second store knows of later events"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with shown() as tell:
                restored = restore(
                    file=options["file"], store=options["store"], because=options["because"], by=None, tell=tell
                )
        except NotRestored as refusal:
            raise CommandError(f"Not restored. {refusal}", returncode=2) from refusal
        except (OSError, NotRecorded) as fault:
            raise CommandError(f"Not restored: {fault}. Nothing was changed.", returncode=1) from fault
        except Error as fault:
            # Its own words may hold a row's.
            raise CommandError(
                f"Not restored: the database failed ({type(fault).__name__}). Nothing was changed.", returncode=1
            ) from fault
        except KeyboardInterrupt as stop:
            raise CommandError(
                "Stopped. Nothing was restored; the database is as it was.", returncode=STOPPED
            ) from stop
        self._tell(restored)

    def _tell(self, restored: Restored) -> None:
        held, report = restored.manifest, restored.report
        self.stdout.write(
            f"Restored {counted(held.rows, 'row')} of {len(held.tables)} tables as of {held.made_at}; "
            "every digest agrees."
        )
        if restored.store is not None:
            self.stdout.write(f"The engine’s store lies at {restored.store}.")
        elif held.store:
            self.stdout.write("The backup holds no store of the engine. Scan again, then run: tocsin-site intake STORE")
        for notice in report.notices:
            self.stdout.write(f"Note: {notice}")
        if not report.is_sound:
            raise CommandError(
                f"Restored as it was backed up, but its audit log is not sound. First bad event: {report.first_bad}. "
                f"{report.problem}",
                returncode=TAMPERED,
            )
        self.stdout.write(
            f"The audit log is sound: {counted(report.events, 'event')}, the last of which is this restore."
        )
