"""What an estimate amounts to on the scales: harm, impact, risk, rank. Pure: no Django, no clock.

Confidence and organisational position are scored on scales of their own and enter nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from .rules import Likelihood

Scores = Mapping[str, int | None]
T = TypeVar("T")
NOT_SCORED = -1


@dataclass(frozen=True)
class Band:
    """A band of the probability yardstick: its limits in per cent, and what it counts for in the risk."""

    likelihood: Likelihood
    low: int
    high: int
    number: int
    is_below: bool = False  # the upper limit itself is outside

    @property
    def limits(self) -> str:
        """The band's limits in words.

        >>> Band(Likelihood.REALISTIC, 40, 50, 4, is_below=True).limits, Band(Likelihood.REMOTE, 0, 5, 1).limits
        ('40% to under 50%', '5% or less')
        """
        if self.low == 0:
            return f"{self.high}% or less"
        if self.high == 100:
            return f"{self.low}% or more"
        return f"{self.low}% to {'under ' if self.is_below else ''}{self.high}%"


@dataclass(frozen=True)
class Dimension:
    """One thing that is scored, with the words for each of its steps from 0 upwards."""

    key: str
    name: str
    asks: str
    steps: tuple[str, ...]

    def words(self, score: int | None) -> str:
        """The score with its words; an unknown one says so."""
        if score is None:
            return "Not known"
        return f"{score}: {self.steps[score]}" if 0 <= score < len(self.steps) else str(score)


@dataclass(frozen=True)
class Level:
    """A level that a number reaches from `at_least` upwards."""

    name: str
    at_least: int


@dataclass(frozen=True)
class Scales:
    """The scales in force. `total` says how the dimensions of harm are put together: max or sum."""

    version: str
    source: str
    status: str
    yardstick: tuple[Band, ...]
    harm: tuple[Dimension, ...]
    position: tuple[Dimension, ...]
    total: str
    impact: tuple[Level, ...]
    risk: tuple[Level, ...]

    def band(self, likelihood: Likelihood) -> Band:
        return next(band for band in self.yardstick if band.likelihood is likelihood)

    def risk_band(self, risk: int) -> Level:
        return self.risk[_reached(self.risk, risk)]

    @property
    def total_words(self) -> str:
        return {"max": "the worst of the dimensions", "sum": "the dimensions added up"}[self.total]


@dataclass(frozen=True)
class Total:
    """What the harm amounts to. `score` is None where nothing is known; with anything unknown it is a lower bound."""

    score: int | None
    unknown: tuple[str, ...] = field(default=())

    @property
    def words(self) -> str:
        """The total, and how much of it is known."""
        if self.score is None:
            return "Not known"
        return f"At least {self.score}; {len(self.unknown)} not known" if self.unknown else str(self.score)


@dataclass(frozen=True)
class Risk:
    """Where an estimate stands in the matrix, and what that comes to. None and empty where no harm is known."""

    impact: int | None
    likelihood: int
    score: int | None
    band: str


def total_harm(scores: Scores, scales: Scales) -> Total:
    """The harm over all dimensions of the scales, as they say how. What is unknown stays so and never counts as 0."""
    known = [(one.key, scores.get(one.key)) for one in scales.harm]
    unknown = tuple(one.name for one, (_, score) in zip(scales.harm, known, strict=True) if score is None)
    found = [score for _, score in known if score is not None]
    if not found:
        return Total(None, unknown)
    return Total(max(found) if scales.total == "max" else sum(found), unknown)


def risk_of(scores: Scores, likelihood: Likelihood, scales: Scales) -> Risk:
    """Impact × likelihood, in the MoRiLE style: the level of impact times the yardstick's number."""
    number, total = scales.band(likelihood).number, total_harm(scores, scales)
    if total.score is None:
        return Risk(None, number, None, "")
    impact = _reached(scales.impact, total.score)
    return Risk(impact, number, impact * number, scales.risk_band(impact * number).name)


def impact_name(impact: int | None, scales: Scales) -> str:
    """The level's name; a level that the scales in force lack stands as its number."""
    if impact is None:
        return "Not known"
    return scales.impact[impact].name if 0 <= impact < len(scales.impact) else str(impact)


def read_scores(told: Any) -> dict[str, int | None]:
    """Scores as an edition holds them, by key of dimension. What is no whole number counts as not known."""
    rows = told.items() if isinstance(told, Mapping) else ()
    return {str(key): score if type(score) is int else None for key, score in rows}


def is_known(told: Any) -> bool:
    """True if any dimension of those scores is known."""
    return any(score is not None for score in read_scores(told).values())


def scored(dimensions: Iterable[Dimension], told: Any) -> list[tuple[Dimension, int | None]]:
    """Each dimension with its score: those of the scales first, then what an older edition was scored on besides."""
    scores = read_scores(told)
    now = [(one, scores.pop(one.key, None)) for one in dimensions]
    return now + [(Dimension(key, key, "", ()), score) for key, score in scores.items()]


def ranked(estimates: Iterable[T], *, weigh: Callable[[T], tuple[int | None, int | None, int]]) -> list[T]:
    """Highest risk first, then impact, then likelihood; what is not scored comes last. Confidence is no part of it.

    weigh  risk, impact and the likelihood's number of each

    >>> ranked([(4, 2, 2), (None, None, 7), (8, 4, 2)], weigh=lambda each: each)
    [(8, 4, 2), (4, 2, 2), (None, None, 7)]
    """
    return sorted(estimates, key=lambda each: tuple(NOT_SCORED if n is None else n for n in weigh(each)), reverse=True)


def _reached(levels: tuple[Level, ...], number: int) -> int:
    """The position of the highest level that the number reaches."""
    return max(n for n, level in enumerate(levels) if number >= level.at_least)
