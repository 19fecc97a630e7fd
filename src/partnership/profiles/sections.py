"""Which sections a profile has and the periods and limits it is kept by, as profile.toml sets them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from partnership.records.practice import practice

FILE = Path(__file__).with_name("profile.toml")
FIGURES = ("signals", "threats", "series", "stated", "groups", "enablers", "sources", "recommendations")
NUMBERS = ("months_until_refresh", "months_until_old", "smallest_count", "days_until_red")
LONGEST = {"key": 40, "heading": 120}


@dataclass(frozen=True)
class SectionKind:
    """A section as the list has it. `each_area`: a partnership working area has one of its own."""

    key: str
    heading: str
    guidance: str = ""
    figures: tuple[str, ...] = ()
    each_area: bool = False


@dataclass(frozen=True)
class Practice:
    """How profiles are kept. Months and days are counted from the day on which an edition is published."""

    version: str
    sections: tuple[SectionKind, ...]
    police_conditions: str
    months_until_refresh: int
    months_until_old: int
    smallest_count: int
    days_until_red: int
    protect_zero: bool

    def section(self, key: str) -> SectionKind:
        """The section of that key; of one that the list no longer holds, no more than its key."""
        return next((kind for kind in self.sections if kind.key == key), SectionKind(key, key))


class UnreadableProfile(ValueError):
    """The list of sections cannot be used as it stands; the message says what to mend."""


def in_force() -> Practice:
    """Raises ImproperlyConfigured, naming the file and what to change, if it cannot be used."""
    try:
        return read_practice(practice(FILE))
    except UnreadableProfile as fault:
        raise ImproperlyConfigured(f"profile.toml: {fault}.") from None


def read_practice(told: Mapping[str, Any]) -> Practice:
    """What such a file says. Raises UnreadableProfile, saying what is wrong and how to mend it."""
    for name in NUMBERS:
        if not isinstance(told.get(name), int) or isinstance(told[name], bool) or told[name] < 1:
            raise UnreadableProfile(f"{name} must be a whole number of 1 or more")
    if not isinstance(told.get("protect_zero"), bool):
        raise UnreadableProfile("protect_zero must be true or false")
    conditions = told["police"].get("conditions") if isinstance(told.get("police"), Mapping) else None
    if not isinstance(conditions, str) or not conditions.strip():
        raise UnreadableProfile("police.conditions must say in words on what conditions the police part is held")
    rows = told.get("sections")
    if not isinstance(rows, list) or not rows:
        raise UnreadableProfile("it lists no section. Add at least one [[sections]]")
    sections = tuple(_section(row, n) for n, row in enumerate(rows, start=1))
    keys = [kind.key for kind in sections]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise UnreadableProfile(f"{', '.join(twice)} stands there twice. Keep one of each")
    return Practice(
        version=str(told["version"]),
        sections=sections,
        police_conditions=conditions.strip(),
        protect_zero=told["protect_zero"],
        **{name: told[name] for name in NUMBERS},
    )


def _section(row: Any, number: int) -> SectionKind:
    told = row if isinstance(row, Mapping) else {}
    for name, longest in LONGEST.items():
        if not isinstance(told.get(name), str) or not told[name].strip() or len(told[name]) > longest:
            raise UnreadableProfile(f"sections, number {number}, needs a {name} of {longest} letters at most")
    figures = told.get("figures", [])
    if not isinstance(figures, list) or not all(one in FIGURES for one in figures):
        raise UnreadableProfile(f"{told['key']}.figures: choose from {', '.join(FIGURES)}")
    if not isinstance(told.get("each_area", False), bool):
        raise UnreadableProfile(f"{told['key']}.each_area must be true or false")
    return SectionKind(
        key=told["key"],
        heading=told["heading"],
        guidance=str(told.get("guidance", "")),
        figures=tuple(figures),
        each_area=told.get("each_area", False),
    )
