"""What outcomes.toml says: what grades mean, what can be affected, for how long, and when two claims are one event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from partnership.records.practice import practice
from partnership.records.ps import the_ps

from .rules import Choices, Grade

FILE = Path(__file__).with_name("outcomes.toml")
LONGEST_KEY = 40


@dataclass(frozen=True)
class Practice:
    """affected, lasts  name by key, in their order"""

    grades: Mapping[Grade, str]
    affected: Mapping[str, str]
    lasts: Mapping[str, str]
    same_event_days: int
    version: str
    source: str
    status: str

    @property
    def choices(self) -> Choices:
        return Choices([p.key for p in the_ps()], list(self.affected), list(self.lasts))


def in_force() -> Practice:
    """Raises ImproperlyConfigured, naming what is wrong, if outcomes.toml cannot be used."""
    told = practice(FILE)
    days = told.get("same_event_days")
    if type(days) is not int or days < 0:
        raise ImproperlyConfigured("outcomes.toml: same_event_days must be a whole number, 0 or more.")
    meanings = _named(told, "grades", "meaning")
    if set(meanings) != set(Grade):
        raise ImproperlyConfigured(f"outcomes.toml: grades must say of each once what it means: {', '.join(Grade)}.")
    return Practice(
        grades={grade: meanings[grade] for grade in reversed(Grade)},
        affected=_named(told, "affected", "name"),
        lasts=_named(told, "lasts", "name"),
        same_event_days=days,
        version=told["version"],
        source=told["source"],
        status=str(told.get("status", "")),
    )


def _named(told: Mapping[str, Any], table: str, says: str) -> dict[str, str]:
    rows = told.get(table)
    if not isinstance(rows, list) or not rows:
        raise ImproperlyConfigured(f"outcomes.toml: add at least one [[{table}]].")
    found: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        key, words = (row.get(name) if isinstance(row, Mapping) else None for name in ("key", says))
        if not isinstance(key, str) or not isinstance(words, str) or not words.strip():
            raise ImproperlyConfigured(f"outcomes.toml: {table}, number {number}, needs a key and a {says} in words.")
        if not 0 < len(key) <= LONGEST_KEY or key in found:
            raise ImproperlyConfigured(
                f"outcomes.toml: {table}, number {number}: the key {key!r} stands there twice or is longer than "
                f"{LONGEST_KEY} letters."
            )
        found[key] = words
    return found
