"""One count at a time: the first method that suits it, what that says, and since when it has been above its bound."""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.detection import baseline_words, farrington_flexible, negative_binomial
from tocsin.detection.comparisons import COMPARISONS, Expectation
from tocsin.detection.farrington_flexible import Farrington
from tocsin.detection.panel import Panel, Series
from tocsin.errors import SeriesTooShort


@dataclass(frozen=True)
class Finding:
    """What one method says of one count; fields as in records.ASSESSMENT."""

    observed: int
    expected: float
    lower: int
    upper: int
    p: float
    baseline: str
    method: str
    method_version: str

    @property
    def is_excess(self) -> bool:
        return self.observed > self.upper


@dataclass(frozen=True)
class Judge:
    """Judges counts of one panel, each once. `methods` are tried in order."""

    panel: Panel
    methods: tuple[str, ...]
    compare: str
    alpha: float
    _judged: dict[tuple[str, int], Finding | SeriesTooShort] = field(default_factory=dict)

    def finding(self, series: Series, at: int) -> Finding | SeriesTooShort:
        """What is found of the count at position `at`, or why no method suits it."""
        key = (series.series_id, at)
        if key not in self._judged:
            self._judged[key] = self._judge(series, at)
        return self._judged[key]

    def first_excess(self, series: Series, at: int) -> str | None:
        """The first period of the unbroken run of excess that ends at `at`; None if that is no excess.

        A gap in the calendar, or a period that cannot be judged, ends the run: what happened there is not known.
        """
        first = None
        while isinstance(finding := self.finding(series, at), Finding) and finding.is_excess:
            first = series.periods[at]
            if not series.runs_on[at]:
                break
            at -= 1
        return first

    def _judge(self, series: Series, at: int) -> Finding | SeriesTooShort:
        refusal = SeriesTooShort("No method was asked for.")
        for method in self.methods:
            try:
                if method == "farrington-flexible":
                    return self._found(series, at, by_farrington(series, at), method, farrington_flexible.VERSION)
                expectation = COMPARISONS[self.compare](series, at, self.panel)
                name = f"{method} ({self.compare})"
                return self._found(series, at, expectation, name, negative_binomial.VERSION)
            except SeriesTooShort as reason:
                refusal = reason
        return refusal

    def _found(self, series: Series, at: int, expectation: Expectation, method: str, version: str) -> Finding:
        observed = int(series.counts[at])
        return Finding(
            observed=observed,
            expected=expectation.counts.expected,
            lower=expectation.counts.lowest_usual(self.alpha),
            upper=expectation.counts.highest_usual(self.alpha),
            p=expectation.counts.at_least(observed),
            baseline=expectation.baseline,
            method=method,
            method_version=version,
        )


def by_farrington(series: Series, at: int) -> Expectation:
    """What Farrington Flexible expects at position `at`.

    Raises SeriesTooShort for anything but weeks and months, and when the years before hold a gap.
    """
    settings = _settings(series.periods[at])
    start = series.unbroken_from(at)
    if series.counts[start : at + 1].min() < 0:
        raise SeriesTooShort(
            "Some counts are below nought (corrections to earlier figures), which Farrington Flexible cannot fit. "
            "Choose the negative-binomial comparison for this source."
        )
    expected = farrington_flexible.expect(series.counts[start : at + 1], at=at - start, settings=settings)
    return Expectation(
        expected,
        baseline_words.same_time_of_year(
            series, at, a_year=settings.a_year, years_back=settings.years_back, half_window=settings.half_window
        ),
    )


def _settings(period: str) -> Farrington:
    if "Q" in period:
        raise SeriesTooShort(
            "Farrington Flexible compares weeks or months, and these are quarters. "
            "Choose the negative-binomial comparison for this source."
        )
    return farrington_flexible.weekly() if "W" in period else farrington_flexible.monthly()
