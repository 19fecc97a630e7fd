"""How far a backup or a restore has come, on the terminal of whoever waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

from .archive import Tell


@contextmanager
def shown() -> Iterator[Tell]:
    """What to tell; it is shown where somebody is watching, and gone afterwards."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Beginning", total=None)
        yield lambda what, done, of: progress.update(task, description=what, completed=done, total=of)
