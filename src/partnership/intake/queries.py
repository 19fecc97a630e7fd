"""What pages ask of the door. Nothing here is district-bound: it tells of sources and methods, not of signals."""

from pathlib import Path

from django.db.models import QuerySet

from tocsin.errors import TocsinError
from tocsin.evaluation.scorecard import Scorecard, load_scorecard

from . import reading
from .models import Delivery, SourceHealth


def last_delivery() -> Delivery | None:
    """The delivery taken in last, or None before the first."""
    return Delivery.objects.first()


def source_health() -> QuerySet[SourceHealth]:
    """How each source did in the last delivery."""
    return SourceHealth.objects.filter(delivery=last_delivery())


def scorecard() -> Scorecard:
    """What the installed engine was measured to find, miss and raise for nothing; empty if nothing is kept."""
    return load_scorecard()


def trouble_with_store() -> str | None:
    """What is wrong with the store that was taken in last, in words; None if it is well or nothing was taken in."""
    delivery = last_delivery()
    if delivery is None:
        return None
    try:
        held = reading.open_store(Path(delivery.folder)).results_digest()
    except TocsinError as failure:
        return str(failure)
    if held != delivery.store_digest:
        return "It holds newer results than were taken in. Run: tocsin-site intake STORE"
    return None


def files_of_store(folder: Path) -> tuple[str, ...]:
    """Paths, below the folder, of a store's current results and of all that they rest on, sorted: what a backup keeps.

    None if no store can be read there. The same paths later mean the same results: a file's name tells its content.
    """
    try:
        return reading.files_of(reading.open_store(folder))
    except (TocsinError, OSError, ValueError):
        return ()
