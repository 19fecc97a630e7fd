"""The practice that is set in schemes.toml: schemes of assessment, review periods, words that no name may hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from partnership.records.practice import practice

from .scoring import Scheme, UnusableSchemes, read_schemes

SHIPPED = Path(__file__).with_name("schemes.toml")


@dataclass(frozen=True)
class Practice:
    """What the file says. Days and months as numbers; `communities` are words that no code name may hold."""

    version: str
    source: str
    status: str
    schemes: dict[str, Scheme]
    soon_days: int
    months_without_band: int
    months_at_most: int
    communities: tuple[str, ...]
    few_professional: int
    question: str
    because: str

    def band_label(self, scheme: str, band: str) -> str:
        """What a band is called; one that the configuration lacks, by its key."""
        held = self.schemes[scheme].band(band) if scheme in self.schemes else None
        return held.label if held else band

    def scheme_label(self, scheme: str) -> str:
        return self.schemes[scheme].label if scheme in self.schemes else scheme

    def months_to_review(self, scheme: str, band: str) -> int:
        held = self.schemes[scheme].band(band) if scheme in self.schemes else None
        return held.months if held else self.months_without_band


def in_force() -> Practice:
    """Raises ImproperlyConfigured, naming the file and what to change, if it cannot be used."""
    told = practice(SHIPPED)
    try:
        return Practice(
            version=told["version"],
            source=told["source"],
            status=_at(told, "status", str),
            schemes=read_schemes(told),
            soon_days=_at(told, "review.soon_days", int),
            months_without_band=_at(told, "review.without_band", int),
            months_at_most=_at(told, "review.longest", int),
            communities=tuple(str(word) for word in _at(told, "names.communities", list)),
            few_professional=_at(told, "professional.few", int),
            question=_at(told, "professional.question", str),
            because=_at(told, "professional.because", str),
        )
    except UnusableSchemes as fault:
        raise ImproperlyConfigured(f"{SHIPPED.name}: {fault}") from fault


def _at(told: Any, path: str, kind: type) -> Any:
    for name in path.split("."):
        told = told.get(name) if isinstance(told, dict) else None
    if not isinstance(told, kind) or isinstance(told, bool):
        raise UnusableSchemes(f"{path} is missing, or is of the wrong kind. Add it.")
    return told
