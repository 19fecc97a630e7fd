"""What requests.toml says: criteria, legal gateways, reasons for declining, and days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from partnership.records.practice import practice

from .rules import Criterion, Limits

FILE = Path(__file__).with_name("requests.toml")
NUMBERS = ("usual_days", "longest_days", "soon_days", "remind_days", "feedback_days")
LISTS = ("criteria", "gateways", "reasons")


@dataclass(frozen=True)
class Practice:
    """gateways  by key, the name and a note; `reasons`: by key, in words"""

    criteria: tuple[Criterion, ...]
    gateways: Mapping[str, tuple[str, str]]
    reasons: Mapping[str, str]
    limits: Limits
    conditions: str
    not_names: tuple[str, ...]
    version: str
    status: str

    def criterion_named(self, key: str) -> str:
        """The criterion's name; the key itself where the file has lost it."""
        return next((one.name for one in self.criteria if one.key == key), key)

    def gateway_named(self, key: str) -> str:
        return self.gateways.get(key, (key, ""))[0]

    def reason_named(self, key: str) -> str:
        return self.reasons.get(key, key)


def in_force() -> Practice:
    """Raises ImproperlyConfigured, naming what is wrong, if requests.toml cannot be used."""
    told = practice(FILE)
    if wrong := [name for name in NUMBERS if type(told.get(name)) is not int or told[name] < 1]:
        raise ImproperlyConfigured(f"requests.toml: {' and '.join(wrong)} must be a whole number, 1 or more.")
    if wrong := [name for name in LISTS if not _is_named(told.get(name))]:
        raise ImproperlyConfigured(f"requests.toml: each of {' and '.join(wrong)} needs a key and a name.")
    if told["usual_days"] > told["longest_days"]:
        raise ImproperlyConfigured("requests.toml: usual_days must not be more than longest_days.")
    return Practice(
        criteria=tuple(map(_criterion, told["criteria"])),
        gateways={one["key"]: (one["name"], one.get("note", "")) for one in told["gateways"]},
        reasons={one["key"]: one["name"] for one in told["reasons"]},
        limits=Limits(**{name: told[name] for name in NUMBERS}),
        conditions=str(told.get("conditions", "")),
        not_names=tuple(map(str, told.get("not_names", ()))),
        version=told["version"],
        status=str(told.get("status", "")),
    )


def _is_named(rows: Any) -> bool:
    has = isinstance(rows, list) and bool(rows)
    return has and all(isinstance(row.get("key"), str) and isinstance(row.get("name"), str) for row in rows)


def _criterion(row: dict[str, Any]) -> Criterion:
    return Criterion(
        key=row["key"],
        name=row["name"],
        meaning=row.get("meaning", ""),
        needs_reference=bool(row.get("needs_reference", False)),
        needs_tie=tuple(row.get("needs_tie", ())),
    )
