"""What meetings.toml says: the kinds of meetings, how often each is held, who is expected and what is on the agenda."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from partnership.records.practice import practice

FILE = Path(__file__).with_name("meetings.toml")
NUMBERS = ("recommendation_after_days", "first_look_days")
HALF_A_DAY = 240


class Fill(StrEnum):
    """What fills a section of an agenda: the words of the meeting itself, or records that are due."""

    WORDS = "words"
    ACTIONS = "actions"
    GROUPS = "groups"
    REVIEWS = "reviews"
    LEADS = "leads"
    ENABLERS = "enablers"
    REQUIREMENTS = "requirements"
    CLAIMS = "claims"
    MOVES = "moves"
    SIGNALS = "signals"
    RECOMMENDATIONS = "recommendations"


@dataclass(frozen=True)
class Section:
    """A section of an agenda. `standing`: what it asks for where the meeting's own words fill it."""

    key: str
    name: str
    fill: Fill
    most: int = 0
    standing: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of meetings. `every_days` is None for what is held once; then nothing follows it by itself."""

    key: str
    name: str
    purpose: str
    chair_role: str
    minutes_long: int
    sections: tuple[Section, ...]
    seats: tuple[str, ...] = ()
    every_days: int | None = None
    longest_days: int | None = None
    has_assessment: bool = False

    @property
    def is_once(self) -> bool:
        return self.every_days is None

    @property
    def cadence(self) -> str:
        if self.every_days is None:
            return "Held once"
        if self.longest_days:
            return f"Every {self.every_days} to {self.longest_days} days"
        return f"Every {self.every_days} days"


@dataclass(frozen=True)
class Practice:
    kinds: tuple[Kind, ...]
    sections: tuple[Section, ...]
    recommendation_after_days: int
    first_look_days: int
    version: str
    source: str

    def kind(self, key: str) -> Kind:
        """The kind of that key. One that the file no longer lists has every section, so that nothing is lost."""
        gone = Kind(key, key.replace("-", " ").capitalize(), "", "", HALF_A_DAY // 2, self.sections)
        return next((kind for kind in self.kinds if kind.key == key), gone)

    def section_named(self, key: str) -> str:
        """What the section is called; a key that the file no longer lists stands for itself."""
        return next((one.name for one in self.sections if one.key == key), key)


def in_force() -> Practice:
    """Raises ImproperlyConfigured, naming what is wrong, if meetings.toml cannot be used."""
    try:
        return read(practice(FILE))
    except (KeyError, TypeError, ValueError) as fault:
        raise ImproperlyConfigured(f"meetings.toml: {fault}") from None


def read(told: Mapping[str, Any]) -> Practice:
    """The practice of such a file. Raises KeyError, TypeError or ValueError, saying what is wrong."""
    if wrong := [name for name in NUMBERS if type(told.get(name)) is not int or told[name] < 0]:
        raise ValueError(f"{' and '.join(wrong)} must be a whole number, 0 or more")
    sections = {row["key"]: _section(row) for row in told["sections"]}
    kinds = tuple(_kind(row, sections) for row in told["kinds"])
    if len({kind.key for kind in kinds}) < len(kinds):
        raise ValueError("a kind of meeting stands there twice. Keep one of each")
    numbers = {name: told[name] for name in NUMBERS}
    return Practice(kinds, tuple(sections.values()), **numbers, version=told["version"], source=told["source"])


def _section(row: Mapping[str, Any]) -> Section:
    fill = Fill(row["fill"])
    if fill is not Fill.WORDS and (type(row.get("most")) is not int or row["most"] < 1):
        raise ValueError(f"section {row['key']!r} must say how many it takes up by itself: most = 8")
    return Section(row["key"], row["name"], fill, row.get("most", 0), row.get("standing", ""))


def _kind(row: Mapping[str, Any], sections: Mapping[str, Section]) -> Kind:
    if unknown := [key for key in row["sections"] if key not in sections]:
        raise ValueError(f"{row['key']!r} names sections that are not listed: {', '.join(unknown)}")
    every = row.get("every_days")
    if every is not None and (type(every) is not int or every < 1):
        raise ValueError(
            f"{row['key']!r}: every_days must be a whole number of days, or left out for what is held once"
        )
    return Kind(
        key=row["key"],
        name=row["name"],
        purpose=row["purpose"],
        chair_role=row.get("chair_role", ""),
        minutes_long=row.get("minutes_long", HALF_A_DAY // 2),
        sections=tuple(sections[key] for key in row["sections"]),
        seats=tuple(row.get("seats", ())),
        every_days=every,
        longest_days=row.get("longest_days"),
        has_assessment=bool(row.get("has_assessment", False)),
    )
