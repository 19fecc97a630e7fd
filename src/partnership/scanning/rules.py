"""What arrives of emerging words and of who agrees, and what people may say of a word. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """What people made of a word that the scan offered."""

    OFFERED = "offered"
    CANDIDATE = "candidate"
    NOISE = "noise"

    @property
    def label(self) -> str:
        return {"offered": "not looked at", "candidate": "candidate indicator", "noise": "noise"}[self.value]


@dataclass(frozen=True)
class Refusal:
    reason: str


@dataclass(frozen=True)
class Passage:
    """A few words of one document that uses the term."""

    doc_id: str
    quote: str


@dataclass(frozen=True)
class SeenInPeriod:
    """What one period says of a term. A number is None where it is not known."""

    period: str
    raised_in: str
    count: int
    expected: float
    p: float
    q: float
    rank: int
    level: str
    documents: int
    groups: int | None
    areas: int | None
    keyness: float
    visibility: float | None
    diffusion: float | None


@dataclass(frozen=True)
class ArrivingTerm:
    """An emerging term in one area as one scan left it, its periods oldest first.

    first_raised  the first period in which it was raised; None if it only came near
    flags         what to beware of, in words
    """

    term: str
    area_code: str
    first_excess: str
    first_raised: str | None
    flags: tuple[str, ...]
    beside: tuple[str, ...]
    variants: tuple[str, ...]
    phrases: tuple[str, ...]
    quotes: tuple[Passage, ...]
    periods: tuple[SeenInPeriod, ...]

    @property
    def key(self) -> str:
        """What the term is known by from scan to scan: its words, its area and the burst that is on."""
        return f"{self.area_code}/{self.term}/{self.first_excess}"

    @property
    def newest(self) -> SeenInPeriod:
        return self.periods[-1]


@dataclass(frozen=True)
class Said:
    """One thing that source groups say: a threat, perhaps by a certain indicator, perhaps of a certain place."""

    threat: str
    indicator: str | None
    area_code: str | None


@dataclass(frozen=True)
class ArrivingConcept:
    """Source groups that say the same, and all that they say alike: a formal concept.

    narrower    keys of the concepts right below: fewer groups that say more
    signal_ids  the engine's ids of the signals it bears on
    """

    key: str
    area_code: str
    window_start: date
    window_end: date
    groups: tuple[str, ...]
    says: tuple[Said, ...]
    words: str
    support: float
    narrower: tuple[str, ...]
    signal_ids: tuple[str, ...]


def may_judge(standing: Standing, to: Standing, reason: str) -> Refusal | None:
    """None if a word may be taken for that; otherwise why not, in words for the screen."""
    if standing is to:
        return Refusal(f"This word already stands as {to.label}.")
    if to is not Standing.CANDIDATE and reason.strip() == "":
        return Refusal("Say why, so that the next reader can see the reason.")
    return None
