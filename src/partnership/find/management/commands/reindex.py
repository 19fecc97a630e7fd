"""`tocsin-site reindex`: every record found by what it says now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import Progress

from partnership.find import index
from partnership.find.actions import bring_up_to_date
from partnership.find.facets import kind_in_words


class Command(BaseCommand):
    help = "Brings the search index up to date. Safe to stop and to repeat: what is right already costs little."

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Reading records", total=sum(index.sizes().values()))

            def tell(kind: str, done: int) -> None:
                progress.update(task, advance=done, description=kind_in_words(kind, many=True))

            wrong = bring_up_to_date(tell=tell, by=None)
        number = sum(index.sizes().values())
        self.stdout.write(f"{number:,} records can be found; {wrong:,} entries were missing, old or left over.")
