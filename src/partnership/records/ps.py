"""The Ps along which plans and recommendations are made, as ps.toml lists them. No constant anywhere names one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from .practice import practice

FILE = Path(__file__).with_name("ps.toml")


@dataclass(frozen=True)
class P:
    """One of them. `key` names its set as well, such as soc4p:prevent, and is what records hold."""

    key: str
    name: str
    meaning: str


class UnreadablePs(ValueError):
    """The list of Ps cannot be used as it stands; the message says what to mend."""


def the_ps() -> tuple[P, ...]:
    """The Ps in force, in their order. Raises ImproperlyConfigured if ps.toml cannot be used."""
    try:
        return read_ps(practice(FILE))
    except UnreadablePs as fault:
        raise ImproperlyConfigured(f"ps.toml: {fault}") from None


def read_ps(told: Mapping[str, Any]) -> tuple[P, ...]:
    """The Ps of such a file, in its order. Raises UnreadablePs, saying which one is wrong and how.

    >>> read_ps({"ps": [{"key": "soc4p:prevent", "name": "Prevent", "meaning": "Stop people from joining"}]})[0].name
    'Prevent'
    """
    rows = told.get("ps")
    if not isinstance(rows, list) or not rows:
        raise UnreadablePs("it lists none. Add at least one [[ps]]")
    ps = tuple(_read(row, n) for n, row in enumerate(rows, start=1))
    if twice := sorted({one.key for one in ps if [other.key for other in ps].count(one.key) > 1}):
        raise UnreadablePs(f"{', '.join(twice)} stands there twice. Keep one of each")
    return ps


def p_choices() -> list[tuple[str, str]]:
    """Key and name of each, for a form."""
    return [(one.key, one.name) for one in the_ps()]


def p_named(key: str) -> str:
    """What that P is called; a key that the list no longer holds stands for itself."""
    return next((one.name for one in the_ps() if one.key == key), key)


def _read(row: Any, number: int) -> P:
    named = row if isinstance(row, Mapping) else {}
    if missing := [name for name in ("key", "name", "meaning") if not str(named.get(name) or "").strip()]:
        raise UnreadablePs(f"number {number} has no {' and no '.join(missing)}")
    space, _, own = str(named["key"]).partition(":")
    if not space or not own or len(named["key"]) > 40:
        raise UnreadablePs(
            f"{named['key']!r} does not say of which set it is. Write it as soc4p:{named['key']}, in 40 letters at most"
        )
    return P(str(named["key"]), str(named["name"]), str(named["meaning"]))
