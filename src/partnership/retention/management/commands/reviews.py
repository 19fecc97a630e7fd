"""`tocsin-site reviews`: how many records are overdue for review, and who holds them; never what they say."""

from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from partnership.retention import queries


class Command(BaseCommand):
    help = "Counts the records overdue for review by kind and holder, also those no records manager has in reach."

    def handle(self, *args: Any, **options: Any) -> None:
        table = Table("Kind", "Held by", "Overdue", title="Overdue for review", title_justify="left", box=None)
        for (kind, holder), number in sorted(queries.overdue_by_holder().items()):
            table.add_row(kind.capitalize(), holder, str(number))
        console = Console()
        console.print(table if table.row_count else "Nothing is overdue for review.")
