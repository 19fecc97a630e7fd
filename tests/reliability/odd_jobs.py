"""Jobs for workers that are run as programs of their own. What each did stands in a file of the site's data folder."""

from __future__ import annotations

import os
import time

from django.conf import settings
from django_tasks import task


def note(what: str) -> None:
    with (settings.TOCSIN_HOME / "noted").open("a") as file:
        file.write(f"{what}\n")


@task()
def good(number: int) -> None:
    note(f"did {number}")


@task()
def poison() -> None:
    raise ValueError(" ".join(["Words", "of", "a", "record"]))  # what it says is not in the line that raises it


@task()
def slow(number: int) -> None:
    """Waits until the test says to go on. Whose process it is in stands in a file."""
    (settings.TOCSIN_HOME / "pid").write_text(str(os.getpid()))
    note(f"began {number}")
    while not (settings.TOCSIN_HOME / "go").exists():
        time.sleep(0.02)
    note(f"did {number}")
