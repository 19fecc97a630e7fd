"""The threats that an estimate can be of, as taxonomy.toml lists them, and whose signals bear on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from partnership.records.practice import practice

from .rules import Kind

FILE = Path(__file__).with_name("taxonomy.toml")
LONGEST = {"key": 64, "name": 120}


@dataclass(frozen=True)
class Named:
    """A threat of the list. `signals` are the keys of the watch whose signals bear on it."""

    key: str
    name: str
    meaning: str
    lists: tuple[str, ...]
    signals: tuple[str, ...]
    kind: Kind


class UnreadableTaxonomy(ValueError):
    """The list of threats cannot be used as it stands; the message says which one is wrong and how."""


def the_taxonomy() -> tuple[Named, ...]:
    """Every threat, in the file's order. Raises ImproperlyConfigured if taxonomy.toml cannot be used."""
    try:
        return read_taxonomy(practice(FILE))
    except UnreadableTaxonomy as fault:
        raise ImproperlyConfigured(f"taxonomy.toml: {fault}.") from None


def read_taxonomy(told: Mapping[str, Any]) -> tuple[Named, ...]:
    """The threats of such a file. Raises UnreadableTaxonomy, naming the one that is wrong and how."""
    rows = told.get("threats")
    if not isinstance(rows, list) or not rows:
        raise UnreadableTaxonomy("it lists no threat. Add at least one [[threats]]")
    found = tuple(_read(row, n) for n, row in enumerate(rows, start=1))
    keys = [one.key for one in found]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise UnreadableTaxonomy(f"{', '.join(twice)} stands there twice. Keep one of each")
    return found


def named(key: str) -> Named | None:
    """The threat of that key; None where the list does not hold it, or no longer."""
    return next((one for one in the_taxonomy() if one.key == key), None)


def signals_on(key: str) -> tuple[str, ...]:
    """The keys of the watch whose signals bear on a threat; of one that the list lacks, its own."""
    found = named(key)
    return found.signals if found else (key,)


def _read(row: Any, number: int) -> Named:
    told = row if isinstance(row, Mapping) else {}
    for name in ("key", "name", "meaning"):
        if not isinstance(told.get(name), str) or not told[name].strip():
            raise UnreadableTaxonomy(f"threats, number {number}, has no {name}")
        if len(told[name]) > LONGEST.get(name, len(told[name])):
            raise UnreadableTaxonomy(f"threats, number {number}: its {name} is over {LONGEST[name]} letters")
    for name in ("lists", "signals"):
        words = told.get(name, [])
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise UnreadableTaxonomy(f"{told['key']}.{name}: give a list of words")
    if not isinstance(told.get("demand", False), bool):
        raise UnreadableTaxonomy(f"{told['key']}.demand: write true or false")
    return Named(
        key=told["key"],
        name=told["name"],
        meaning=told["meaning"],
        lists=tuple(told.get("lists", ())),
        signals=tuple(told.get("signals", (told["key"],))),
        kind=Kind.DEMAND if told.get("demand") else Kind.THREAT,
    )
