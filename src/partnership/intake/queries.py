"""What the self-check page asks of the door. Nothing here is district-bound: it tells of sources, not of signals."""

from django.db.models import QuerySet

from .models import Delivery, SourceHealth


def last_delivery() -> Delivery | None:
    """The delivery taken in last, or None before the first."""
    return Delivery.objects.first()


def source_health() -> QuerySet[SourceHealth]:
    """How each source did in the last delivery."""
    return SourceHealth.objects.filter(delivery=last_delivery())
