"""How long notices are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from .models import Digest, Notice

KEPT_FOR = timedelta(days=60)


def clear(now: datetime) -> None:
    """Removes notices and digests of two months ago, read or not: what was done stands on the records' own pages."""
    Notice.objects.filter(at__lt=now - KEPT_FOR).delete()
    Digest.objects.filter(day__lt=timezone.localtime(now - KEPT_FOR).date()).delete()
