"""When a signal may be decided, in what order a board reads, and what an arrival holds. No clock here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from .grounds import Grounds

EXCESS_GROWTH = 1.5  # a dismissed signal returns when its excess is half as large again as the one judged...
EXCESS_MORE = 3.0  # ...and by at least this many, so that 1 becoming 2 does not wake a board


class State(StrEnum):
    OPEN = "open"
    WATCHING = "watching"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"

    @property
    def label(self) -> str:
        return "being watched" if self is State.WATCHING else self.value

    @property
    def is_undecided(self) -> bool:
        """True while the signal still asks something of the board."""
        return self in {State.OPEN, State.WATCHING}


class Level(StrEnum):
    """How far to believe a signal, lowest first."""

    WATCH = "watch"
    SIGNAL = "signal"
    WARNING = "warning"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def height(self) -> int:
        return list(Level).index(self)

    @property
    def meaning(self) -> str:
        return _MEANINGS[self]


_MEANINGS = {
    Level.WATCH: "More than the past explains, but not yet borne out by independent sources. Keep watch.",
    Level.SIGNAL: "More than the past explains, and borne out. Look into it.",
    Level.WARNING: "Borne out, and accepted as a warning by people. Bring it to the board.",
}


@dataclass(frozen=True)
class Refusal:
    reason: str


@dataclass(frozen=True)
class WindowPoint:
    """One period of the series, as drawn beside the signal. The bounds are None where it was not assessed."""

    period: str
    period_start: date
    observed: float
    denominator: float | None
    expected: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class ArrivalQuote:
    rank: int
    title: str
    published: date | None
    source_group: str
    link: str
    quote: str
    term: str
    content_hash: str
    where: str


@dataclass(frozen=True)
class Arrival:
    """A signal with all its evidence, as one scan of the engine left it."""

    engine_signal_id: str
    series_id: str
    area_code: str
    area_name: str
    area_level: str
    threat: str
    threat_name: str
    measure: str
    level: Level
    level_reason: str
    statement: str
    period: str
    period_start: date
    period_end: date
    observed: float
    expected: float
    upper: float
    p: float
    q: float
    first_excess: str
    baseline: str
    method: str
    method_version: str
    source: str
    source_groups: tuple[str, ...]
    would_lower: tuple[str, ...]
    window: tuple[WindowPoint, ...]
    quotes: tuple[ArrivalQuote, ...]
    store_digest: str
    grounds: Grounds = field(default_factory=Grounds)

    @property
    def digest(self) -> str:
        """The sha256, in hex, of everything that arrived, as JSON with sorted keys.

        The store's own digest is left out: a scan that leaves this evidence alone is no new evidence.
        Raises ValueError if a number is not finite.
        """
        told = asdict(replace(self, store_digest=""))
        text = json.dumps(told, sort_keys=True, separators=(",", ":"), default=str, allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Weight:
    """What of a signal's evidence decides its rank, and whether it has grown."""

    level: Level
    p: float
    q: float
    observed: float
    expected: float
    source_groups: tuple[str, ...] = ()

    @property
    def excess(self) -> float:
        return self.observed - self.expected

    @property
    def ratio(self) -> float:
        """Times the expected count; infinite where nothing was expected."""
        return self.observed / self.expected if self.expected > 0 else float("inf")


Ranked = TypeVar("Ranked")


def ranked(rows: Iterable[Ranked], *, weigh: Callable[[Ranked], Weight]) -> list[Ranked]:
    """The rows in the order a board should read them: highest level, then smallest q, then smallest p,
    then most times the expected count. Rows equal in all four keep the order they came in.
    """

    def place(row: Ranked) -> tuple[int, float, float, float]:
        weight = weigh(row)
        return (-weight.level.height, weight.q, weight.p, -weight.ratio)

    return sorted(rows, key=place)


def may_dismiss(state: State, reason: str) -> Refusal | None:
    """None if the signal may be dismissed; otherwise why not, in words for the screen."""
    return _already_decided(state) or _no_reason(reason)


def may_confirm(state: State) -> Refusal | None:
    """None if the signal may be confirmed; otherwise why not, in words for the screen."""
    return _already_decided(state)


def may_watch(state: State) -> Refusal | None:
    """None if the board may start watching the signal; otherwise why not, in words for the screen."""
    if state is State.WATCHING:
        return Refusal("This signal is already being watched.")
    return _already_decided(state)


def may_reopen(state: State, reason: str) -> Refusal | None:
    """None if the signal may go back to open; otherwise why not, in words for the screen."""
    if state is State.OPEN:
        return Refusal("This signal is already open.")
    return _no_reason(reason)


def may_move(state: State, to: State, reason: str) -> Refusal | None:
    """None if the signal may go from one state to the other; otherwise why not, in words for the screen."""
    match to:
        case State.DISMISSED:
            return may_dismiss(state, reason)
        case State.CONFIRMED:
            return may_confirm(state)
        case State.WATCHING:
            return may_watch(state)
        case State.OPEN:
            return may_reopen(state, reason)


def _already_decided(state: State) -> Refusal | None:
    return None if state.is_undecided else Refusal(f"This signal is already {state.label}.")


def _no_reason(reason: str) -> Refusal | None:
    return Refusal("Say why, so that the board can see the reason later.") if reason.strip() == "" else None


def why_reopen(judged: Weight, now: Weight) -> str | None:
    """Why a dismissed signal comes back: what its evidence holds now that it did not when it was judged.

    A higher level, an independent source group that was not there, or an excess half as large again (and by
    at least three). None if it has not grown enough, and stays dismissed.
    """
    joined = [group for group in now.source_groups if group not in judged.source_groups]
    if now.level.height > judged.level.height:
        return f"Its level rose from {judged.level.value} to {now.level.value} after it was dismissed."
    if joined:
        return f"It is now also reported by {', '.join(joined)}, which was not so when it was dismissed."
    if now.excess >= EXCESS_GROWTH * judged.excess and now.excess - judged.excess >= EXCESS_MORE:
        return (
            f"The count is now {now.observed:,.0f} where {now.expected:,.1f} was expected; "
            f"when it was dismissed it was {judged.observed:,.0f} where {judged.expected:,.1f} was expected."
        )
    return None
