"""The keyed chain: each event's code is computed over all it holds and over the code before it.

Whoever can write to the database but has not the key cannot make an event that fits. Source of the construction:
RFC 2104 (HMAC) with SHA-256 (FIPS 180-4).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC
from functools import cache
from pathlib import Path

from django.conf import settings

from .models import Event

START = "0" * 64  # stands before the first event
Shown = Iterable[tuple[str, str]]


@cache
def _key_in(file: Path) -> bytes:
    return file.read_bytes()


def key() -> bytes:
    """The key, from its file outside the database."""
    return _key_in(Path(settings.TOCSIN_AUDIT_KEY))


def mac(event: Event, shown: Shown, before: str, *, key: bytes) -> str:
    """The event's code, in hex.

    shown   kind and key of each record that it showed, in any order
    before  the code of the event before it; START for the first
    """
    return sign(
        {
            "before": before,
            "sequence": event.sequence,
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": [event.actor_id, event.actor_role],
            "verb": str(event.verb),
            "did": event.did,
            "object": [event.object_kind, event.object_key],
            "because": event.because,
            "recipient": event.recipient,
            "detail": event.detail,
            "shown": sorted([kind, pk] for kind, pk in shown),
        },
        key=key,
    )


def sign(told: object, *, key: bytes) -> str:
    """HMAC-SHA256, in hex, of the value as JSON with sorted keys and no spaces."""
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
