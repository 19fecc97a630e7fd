"""A harm before and after, like for like: what may be set side by side, and what that comes to. No clock here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from partnership.trends.rules import Comparison, Dated, Kind, rate_ratio

from .rules import Direction


class FiguresAre(StrEnum):
    """What the two numbers of a measure are. Only counts carry an interval."""

    COUNT = "count"
    AMOUNT = "amount"
    RATE = "rate"

    @property
    def label(self) -> str:
        return {
            FiguresAre.COUNT: "How many there were in each period",
            FiguresAre.AMOUNT: "An amount or an estimate for each period, such as pounds lost",
            FiguresAre.RATE: "Already so many a month, so that the periods may differ in length",
        }[self]


@dataclass(frozen=True)
class Period:
    """A number with the days it covers, both included."""

    value: float
    start: date
    end: date


@dataclass(frozen=True)
class Measured:
    measure: str
    figures_are: FiguresAre
    before: Period
    after: Period


@dataclass(frozen=True)
class Finding:
    """What two like periods come to: each a month, the change between them, and what to beware of."""

    before_a_month: float
    after_a_month: float
    comparison: Comparison
    season_differs: bool

    @property
    def in_words(self) -> str:
        """The change in a sentence, without a word on what brought it about."""
        told = f"{_number(self.before_a_month)} a month before, {_number(self.after_a_month)} a month after"
        change = self.comparison.change_words
        return f"{told}: {change}" if change else told


def why_not_measured(measured: Measured, *, today: date) -> str | None:
    """None if the two may be set side by side; otherwise why not, in words for the screen."""
    before, after = measured.before, measured.after
    if not measured.measure.strip():
        return "Enter what was counted or observed"
    if min(before.value, after.value) < 0:
        return "Enter numbers that are 0 or more"
    return _why_not_alike(measured, today)


def _why_not_alike(measured: Measured, today: date) -> str | None:
    before, after = measured.before, measured.after
    if before.end < before.start or after.end < after.start:
        return "A period must end on its first day or later"
    if after.start <= before.end:
        return "The periods overlap, so that the same events are in both. Begin the later after the earlier has ended"
    if after.end > today:
        return "The later period is not over. Wait until it is, or choose a shorter one for both"
    if measured.figures_are is FiguresAre.RATE or _dated(measured, before).months == _dated(measured, after).months:
        return None
    return (
        f"The periods are not as long as each other: {_days(before)} days and {_days(after)} days. Choose two alike, "
        "such as the same months of two years, or give both numbers a month"
    )


def may_record(
    *, text: str, evidence: str, direction: Direction, else_explains: str, is_harm: bool, observed_on: date, today: date
) -> str | None:
    """None if what changed may be recorded so; otherwise why not, in words for the screen.

    is_harm  whether the harm is one that threat estimates score
    """
    if not text.strip():
        return "Enter what changed"
    if not is_harm:
        return "Choose one of the harms listed"
    if not evidence.strip():
        return "Enter what shows it, and where that can be looked up"
    if observed_on > today:
        return "Enter a day that is not in the future"
    if direction.is_change and not else_explains.strip():
        return "Enter what else could explain the change, and how far that was looked into"
    return None


def finding(measured: Measured) -> Finding:
    """What the two come to. Only for what may be set side by side."""
    before, after = _dated(measured, measured.before), _dated(measured, measured.after)
    is_rate = measured.figures_are is FiguresAre.RATE
    a_month = tuple(one.value if is_rate else one.per_month for one in (before, after))
    change = 100 * (a_month[1] - a_month[0]) / a_month[0] if a_month[0] else None
    return Finding(a_month[0], a_month[1], Comparison(before, after, change, _ratio(before, after)), _differs(measured))


def _ratio(before: Dated, after: Dated) -> tuple[float, float, float] | None:
    is_whole = before.value.is_integer() and after.value.is_integer()
    if before.kind is not Kind.COUNT or not is_whole or not before.value:
        return None
    return rate_ratio(int(before.value), int(after.value), before.months, after.months)


def _dated(measured: Measured, period: Period) -> Dated:
    kind = Kind.COUNT if measured.figures_are is FiguresAre.COUNT else Kind.ESTIMATE
    return Dated(float(period.value), measured.measure, kind, period.start, period.end, "")


def _differs(measured: Measured) -> bool:
    """True if the two are not the same part of the year, so that the season may be part of the change."""
    before, after = measured.before, measured.after
    return (before.start.month, before.end.month) != (after.start.month, after.end.month)


def _days(period: Period) -> int:
    return (period.end - period.start).days + 1


def _number(value: float) -> str:
    """
    >>> _number(24.74), _number(3.0), _number(1204.6)
    ('24.7', '3', '1,205')
    """
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"
