"""What exchange.toml says: how what carries a Traffic Light Protocol label is held, and which words are refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from partnership.people.rules import read_marking
from partnership.records.practice import practice
from partnership.records.rules import Handling, Release

from .holding import Refused

FILE = Path(__file__).with_name("exchange.toml")


@dataclass(frozen=True)
class Practice:
    """tlp: by label in small letters."""

    tlp: dict[str, Release]
    refused: Refused
    version: str


def in_force() -> Practice:
    """Raises ImproperlyConfigured, naming what is wrong, if exchange.toml cannot be used."""
    told = practice(FILE)
    try:
        tlp = {label.lower(): _release(row) for label, row in told["tlp"].items()}
        refused = Refused(tuple(told["refused"]), tuple(told["refused_in_capitals"]))
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise ImproperlyConfigured(
            f"{FILE.name}: {fault}. Mend the rows of tlp, or the list of refused words."
        ) from fault
    return Practice(tlp, refused, told["version"])


def _release(row: dict[str, str]) -> Release:
    release = Release(read_marking(row["marking"]), Handling(row["handling"]), row["conditions"].strip())
    if refusal := release.refusal:
        raise ValueError(refusal)
    return release
