"""What an estimate says, and when it may be written. How it is scored is in scoring. No clock here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from .comparing import Compared


class Likelihood(StrEnum):
    """The probability yardstick of the Professional Head of Intelligence Assessment: seven bands, in words.

    The bands' limits are configuration (scales.toml): the words are the estimate, never a number between them.
    """

    REMOTE = "remote"
    HIGHLY_UNLIKELY = "highly-unlikely"
    UNLIKELY = "unlikely"
    REALISTIC = "realistic"
    LIKELY = "likely"
    HIGHLY_LIKELY = "highly-likely"
    ALMOST_CERTAIN = "almost-certain"

    @property
    def label(self) -> str:
        return _LIKELIHOOD[self]

    @property
    def height(self) -> int:
        """1 for the least likely, 7 for the most."""
        return list(Likelihood).index(self) + 1


_LIKELIHOOD = {
    Likelihood.REMOTE: "Remote chance",
    Likelihood.HIGHLY_UNLIKELY: "Highly unlikely",
    Likelihood.UNLIKELY: "Unlikely",
    Likelihood.REALISTIC: "Realistic possibility",
    Likelihood.LIKELY: "Likely or probable",
    Likelihood.HIGHLY_LIKELY: "Highly likely",
    Likelihood.ALMOST_CERTAIN: "Almost certain",
}


class Confidence(StrEnum):
    """How sure the analyst is of the estimate. Never mixed into the likelihood or the harm."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Kind(StrEnum):
    """A threat, or only a volume of work: demand is never ranked beside threats."""

    THREAT = "threat"
    DEMAND = "demand"

    @property
    def label(self) -> str:
        return {Kind.THREAT: "Threat", Kind.DEMAND: "Volume of demand only"}[self]


class State(StrEnum):
    CURRENT = "current"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return self.value.capitalize()


DID = {State.CLOSED: "closed threat", State.CURRENT: "reopened threat"}


class Driver(StrEnum):
    """PESTEL: what pushes a threat up or down, from outside. Raises attention; is never evidence."""

    POLITICAL = "political"
    ECONOMIC = "economic"
    SOCIAL = "social"
    TECHNOLOGICAL = "technological"
    ENVIRONMENTAL = "environmental"
    LEGAL = "legal"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Direction(StrEnum):
    RAISES = "raises"
    LOWERS = "lowers"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        return {Direction.RAISES: "Raises it", Direction.LOWERS: "Lowers it", Direction.UNCLEAR: "Not clear yet"}[self]


class Consistency(StrEnum):
    """How a piece of evidence sits with a hypothesis. What counts is what speaks against.

    Source: Heuer (1999), Psychology of Intelligence Analysis, chapter 8, analysis of competing hypotheses.
    """

    STRONGLY_FOR = "++"
    FOR = "+"
    NEUTRAL = "0"
    AGAINST = "-"
    STRONGLY_AGAINST = "--"

    @property
    def label(self) -> str:
        return _CONSISTENCY[self]


_CONSISTENCY = {
    Consistency.STRONGLY_FOR: "Very consistent",
    Consistency.FOR: "Consistent",
    Consistency.NEUTRAL: "Says nothing either way",
    Consistency.AGAINST: "Inconsistent",
    Consistency.STRONGLY_AGAINST: "Very inconsistent",
}


@dataclass(frozen=True)
class DriverLine:
    """What pushes the threat from outside, and which way."""

    driver: Driver
    direction: Direction
    text: str


@dataclass(frozen=True)
class SourceLine:
    """What an edition relies on, where it can be read, and of which day it is."""

    text: str
    link: str = ""
    dated: date | None = None


@dataclass(frozen=True)
class Estimate:
    """What one edition says. Scores are by dimension of the scales; None is not known, which is not 0."""

    as_of: date
    period_start: date
    period_end: date
    statement: str
    likelihood: Likelihood
    confidence: Confidence
    confidence_because: str
    harm: Mapping[str, int | None] = field(default_factory=dict)
    position: Mapping[str, int | None] = field(default_factory=dict)
    trend: tuple[Compared, ...] = ()
    trend_words: str = ""
    drivers: tuple[DriverLine, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    gaps: str = ""
    because: str = ""


def may_write(estimate: Estimate, *, state: State, today: date, before: date | None) -> str | None:
    """None if the edition may be written; otherwise why not, in words for the screen.

    before  the day of the edition in force; None for the first
    """
    faults = {
        "This threat is closed. Reopen it first": state is State.CLOSED,
        "Say what the threat is": not estimate.statement.strip(),
        "Say what the confidence rests on": not estimate.confidence_because.strip(),
        "The period ends before it begins": estimate.period_end < estimate.period_start,
        "An estimate cannot be of a day to come": estimate.as_of > today,
    }
    if before is not None:
        earliest = f"{before.day} {before:%B %Y}"
        faults |= {
            f"The edition in force is of {earliest}. Give that day or a later one": estimate.as_of < before,
            "Say what changed since the edition in force": not estimate.because.strip(),
        }
    return next((words for words, is_so in faults.items() if is_so), None)


def may_settle(state: State, to: State, because: str) -> str | None:
    """None if a threat may be closed or opened again; otherwise why not, in words for the screen."""
    if state is to:
        return f"This threat is already {to.label.lower()}"
    return None if because.strip() else "Enter why"


def may_add(state: State, text: str, missing: str) -> str | None:
    """None if something may be added to the threat's hypotheses; otherwise why not, in words for the screen."""
    if state is State.CLOSED:
        return "This threat is closed. Reopen it first"
    return None if text.strip() else missing
