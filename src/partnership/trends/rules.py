"""What may be compared with what, what a series arrives as, and rates. Imports no Django; reads no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scipy.special import betaincinv

DAYS_PER_MONTH = 365.2425 / 12
INTERVAL = 0.95


class Kind(StrEnum):
    """What sort of number a figure is; only counts carry an interval."""

    COUNT = "count"
    ESTIMATE = "estimate"
    MONEY = "money"


@dataclass(frozen=True)
class Dated:
    """A number with the days it covers, both included. The days are None where its source gives none."""

    value: float
    unit: str
    kind: Kind
    period_from: date | None
    period_to: date | None
    area_code: str

    @property
    def months(self) -> float:
        """Length of the period in months: whole calendar months exactly, anything else by its days.

        Raises ValueError if the period is not known.
        """
        start, end = self.span
        whole = (end.year - start.year) * 12 + end.month - start.month
        return whole if start.day == end.day else (end - start).days / DAYS_PER_MONTH

    @property
    def per_month(self) -> float:
        return self.value / self.months

    @property
    def span(self) -> tuple[date, date]:
        """First day, and the first day after."""
        if self.period_from is None or self.period_to is None:
            raise ValueError(f"The period of {self.value:g} {self.unit} is not known. Ask its source for the dates.")
        return self.period_from, self.period_to + timedelta(days=1)


@dataclass(frozen=True)
class Refusal:
    reason: str


@dataclass(frozen=True)
class Comparison:
    """Two like periods side by side, earlier first.

    change_percent  None where the earlier is nothing
    ratio           rate of the later over the earlier, and its 95 % interval; None unless both are counts
    """

    earlier: Dated
    later: Dated
    change_percent: float | None
    ratio: tuple[float, float, float] | None

    @property
    def change_words(self) -> str:
        """The change with its sign, to a whole per cent; empty where there is none to give."""
        return "" if self.change_percent is None else f"{self.change_percent:+.0f} %".replace("-", "−")

    @property
    def ratio_words(self) -> str:
        """The ratio of the rates with its interval, in a sentence; empty where there is none to give."""
        if self.ratio is None:
            return ""
        ratio, low, high = self.ratio
        return (
            f"{ratio:.2f} times as many a month; 95 % interval {low:.2f} to {high:.2f}, "
            "if each arose independently of the others."
        )


def compare(a: Dated, b: Dated) -> Comparison | Refusal:
    """The change from the earlier of two figures to the later, or why they may not be compared, in words."""
    if refusal := why_not_alike(a, b):
        return refusal
    earlier, later = sorted((a, b), key=lambda figure: figure.span)
    change = 100 * (later.value - earlier.value) / earlier.value if earlier.value else None
    counts = earlier.kind is later.kind is Kind.COUNT and earlier.value > 0
    ratio = rate_ratio(int(earlier.value), int(later.value), earlier.months, later.months) if counts else None
    return Comparison(earlier, later, change, ratio)


def why_not_alike(a: Dated, b: Dated) -> Refusal | None:
    """None if both measure the same thing in the same place over like periods that do not overlap."""
    if a.unit != b.unit:
        return Refusal(f"One counts {a.unit}, the other {b.unit}. They measure different things.")
    if a.area_code != b.area_code:
        return Refusal("They are for different areas.")
    if a.period_from is None or a.period_to is None or b.period_from is None or b.period_to is None:
        return Refusal("The period of at least one of them is not known.")
    first, second = sorted((a.span, b.span))
    if second[0] < first[1]:
        return Refusal(
            f"Their periods overlap ({_days(*first)}, and {_days(*second)}), so the same events are in both."
        )
    if _season(first) != _season(second):
        return Refusal(
            f"Their periods are not alike: {_days(*first)} against {_days(*second)}. "
            "Compare periods that cover the same part of the year."
        )
    return None


def _season(span: tuple[date, date]) -> tuple[int, ...]:
    start, end = span
    return (start.month, start.day, end.month, end.day, end.year - start.year)


def _days(start: date, end: date) -> str:
    last = end - timedelta(days=1)
    return f"{start.day} {start:%B %Y} to {last.day} {last:%B %Y}"


def rate_ratio(earlier: int, later: int, earlier_time: float, later_time: float) -> tuple[float, float, float]:
    """Rate of the later count over the earlier, with the ends of its exact 95 % interval.

    Conditional on their sum, the later count is binomial; its Clopper-Pearson limits become limits of the
    ratio. The upper end is infinite if the earlier count is nothing. It takes events as independent of each
    other: where they come in bunches the true interval is wider.

    Sources: Przyborowski & Wilenski (1940), Biometrika 31, 313–323; Clopper & Pearson (1934), Biometrika 26,
    404–413.

    >>> [round(end, 2) for end in rate_ratio(247, 637, 10, 10)]
    [2.58, 2.22, 3.0]
    """
    tail = (1 - INTERVAL) / 2
    scale = earlier_time / later_time
    low = float(betaincinv(later, earlier + 1, tail)) if later else 0.0
    high = float(betaincinv(later + 1, earlier, 1 - tail)) if earlier else 1.0
    return (
        later / earlier * scale if earlier else float("inf"),
        low / (1 - low) * scale,
        high / (1 - high) * scale if earlier else float("inf"),
    )


@dataclass(frozen=True)
class ReceivedPoint:
    """One period of a series. `period_end` is the last day inside it."""

    period: str
    period_start: date
    period_end: date
    count: int
    denominator: float | None


@dataclass(frozen=True)
class ReceivedEffort:
    """How much a source sent in one period, and from how many.

    received       documents, or rows of published figures
    reporters_are  what the reporters are: publishers, or areas
    areas          areas that something was counted for
    compared       whether the period is in the source's series at all
    """

    source: str
    period: str
    period_start: date
    period_end: date
    received: int
    reporters: int
    reporters_are: str
    areas: int
    compared: bool


@dataclass(frozen=True)
class ReceivedSeries:
    """A count series as the engine's store holds it, points oldest first."""

    key: str
    title: str
    measure: str
    threat: str
    threat_name: str
    area_code: str
    source: str
    source_group: str
    licence: str
    denominator_kind: str | None
    store_digest: str
    points: tuple[ReceivedPoint, ...]
    discovery: str = ""  # proactive or reported; empty where an older store does not say


PER_PEOPLE, PER_OTHERS = 100_000, 1_000


def rate_base(denominator_kind: str) -> int:
    """How many of the denominator a rate is quoted for: 100,000 people, 1,000 of anything else."""
    return PER_PEOPLE if denominator_kind == "population" else PER_OTHERS


def rate(point: ReceivedPoint, denominator_kind: str) -> float | None:
    """The count for each 100,000 people, or each 1,000 of another denominator; None where there is none.

    >>> rate(ReceivedPoint("2018-07", date(2018, 7, 1), date(2018, 7, 31), 12, 4000.0), "documents")
    3.0
    """
    if point.denominator is None or point.denominator <= 0:
        return None
    return point.count / point.denominator * rate_base(denominator_kind)


def finding(points: Sequence[ReceivedPoint]) -> str:
    """What a chart of the series should say first: the newest count beside the usual one before it.

    Raises IndexError if there are no points.
    """
    *before, newest = points
    told = f"{newest.count:,} in {period_words(newest)}"
    if not before:
        return told
    if len(before) == 1:
        return f"{told}, against {before[0].count:,} in {period_words(before[0])}"
    usual = sum(point.count for point in before) / len(before)
    return f"{told}, against {usual:,.1f} on average in the {len(before)} periods before"


def period_words(point: ReceivedPoint) -> str:
    """A week, month or quarter as people say it.

    >>> period_words(ReceivedPoint("2017-Q4", date(2017, 10, 1), date(2017, 12, 31), 58, None))
    'October to December 2017'
    """
    if "-W" in point.period:
        return f"the week of {point.period_start.day} {point.period_start:%B %Y}"
    if "-Q" in point.period:
        return f"{point.period_start:%B} to {point.period_end:%B %Y}"
    return f"{point.period_start:%B %Y}"
