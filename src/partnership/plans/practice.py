"""What plans.toml says: when an action is stale or due soon, and the roles that an action is given to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from partnership.records.practice import practice

from .rules import Limits

FILE = Path(__file__).with_name("plans.toml")
NUMBERS = ("stale_after_days", "soon_days", "one_look_minutes", "first_look_days")


@dataclass(frozen=True)
class Practice:
    limits: Limits
    one_look_minutes: int
    first_look_days: int
    owner_roles: tuple[str, ...]
    version: str
    source: str


def in_force() -> Practice:
    """Raises ImproperlyConfigured, naming what is wrong, if plans.toml cannot be used."""
    told = practice(FILE)
    if wrong := [name for name in NUMBERS if type(told.get(name)) is not int or told[name] < 0]:
        raise ImproperlyConfigured(f"plans.toml: {' and '.join(wrong)} must be a whole number, 0 or more.")
    roles = told.get("owner_roles", [])
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise ImproperlyConfigured("plans.toml: owner_roles must be a list of words in quotation marks.")
    return Practice(
        limits=Limits(told["stale_after_days"], told["soon_days"]),
        one_look_minutes=told["one_look_minutes"],
        first_look_days=told["first_look_days"],
        owner_roles=tuple(roles),
        version=told["version"],
        source=told["source"],
    )
