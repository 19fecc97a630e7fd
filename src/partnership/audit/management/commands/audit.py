"""`tocsin-site audit verify`: is every event there, unchanged, in its place, and as it was checkpointed?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connections
from rich.console import Console
from rich.progress import Progress

from partnership.audit import checkpoints, verifying
from partnership.audit.models import Event

COPY = "copy"
TAMPERED = 9


class Command(BaseCommand):
    help = "Walks the audit log and names the first event that is not as it was written. Exits 9 if there is one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify"])
        parser.add_argument("--database", type=Path, help="an SQLite copy to look at, instead of the site's database")
        parser.add_argument("--checkpoints", type=Path, help="the second store, if not where TOCSIN_CHECKPOINTS says")

    def handle(self, *args: Any, **options: Any) -> None:
        using = "default" if options["database"] is None else _open(options["database"])
        console = Console(stderr=True)
        try:
            kept = checkpoints.read(options["checkpoints"])
            with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
                task = progress.add_task("Looking at events", total=Event.objects.using(using).count())
                report = verifying.verify(
                    kept,
                    using=using,
                    tell=lambda done: progress.update(task, completed=done) if done % 500 == 0 else None,
                )
        except (Error, OSError) as fault:
            raise CommandError(
                f"The log cannot be read ({fault}). Is this a database of Tocsin?", returncode=2
            ) from fault
        for notice in report.notices:
            self.stdout.write(f"Note: {notice}")
        if not report.is_sound:
            raise CommandError(f"First bad event: {report.first_bad}. {report.problem}", returncode=TAMPERED)
        self.stdout.write(f"{report.events} events, each as it was written; {len(kept.points)} checkpoints agree.")


def _open(file: Path) -> str:
    if not file.is_file():
        raise CommandError(f"There is no database at {file}.", returncode=2)
    connections.settings[COPY] = connections.configure_settings(
        {"default": settings.DATABASES["default"], COPY: {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}}
    )[COPY]
    return COPY
