"""One count at a time: the first method that suits it, what that says, and since when it has been above its bound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from tocsin.detection import baseline_words, farrington_flexible, negative_binomial
from tocsin.detection.batches import Batches
from tocsin.detection.comparisons import COMPARISONS, usable_exposure
from tocsin.detection.farrington_flexible import Farrington
from tocsin.detection.grid import Answers, Grid
from tocsin.detection.methods import METHODS, CountMethod
from tocsin.detection.panel import Panel, Series
from tocsin.detection.short_history import ShortHistory, assess_and_leave_out
from tocsin.errors import SeriesTooShort
from tocsin.periods import A_YEAR, unit_of

SEASONAL, PLAIN = "farrington-flexible", "negative-binomial"
POOLED = tuple(name for name, method in METHODS.items() if method.pools)


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


class Judge:
    """Judges counts of one panel, each once. `methods` are tried in order."""

    def __init__(self, panel: Panel, methods: tuple[str, ...], compare: str, alpha: float) -> None:
        self._panel, self._methods, self._compare, self._alpha = panel, methods, compare, alpha
        self._window = ShortHistory(alpha=alpha)
        self._seasonal = Batches(partial(_by_season, alpha=alpha), per_exposure=False)
        self._pooled = {
            name: Batches(partial(_by_curve, method=METHODS[name], alpha=alpha), per_exposure=True, pools=True)
            for name in methods
            if name in POOLED
        }
        self._earlier = Batches(partial(assess_and_leave_out, settings=self._window), per_exposure=True)
        self._judged: dict[tuple[str, int], Finding | SeriesTooShort] = {}

    def prepare(self, every: Iterable[Series], periods: int) -> None:
        """Works out the last periods of those series together, which is far quicker than one by one."""
        seasonal: list[Series] = []
        others: list[Series] = []
        for series in every:
            fits = SEASONAL in self._methods and _unfit_for_season(series, len(series.periods) - 1) is None
            (seasonal if fits else others).append(series)
        self._seasonal.prepare(seasonal, periods)
        for batches in self._pooled.values():
            batches.prepare(self._panel.series, periods)
        if PLAIN in self._methods and self._compare == "earlier":
            self._earlier.prepare(others, periods)

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
        for method in self._methods:
            try:
                if method == SEASONAL:
                    return self._by_season(series, at)
                if method in self._pooled:
                    return self._by_curve(series, at, METHODS[method])
                return self._by_window(series, at) if self._compare == "earlier" else self._by_areas(series, at)
            except SeriesTooShort as reason:
                refusal = reason
        return refusal

    def _by_season(self, series: Series, at: int) -> Finding:
        """Farrington Flexible. Raises SeriesTooShort where it does not fit, or cannot be fitted."""
        if reason := _unfit_for_season(series, at):
            raise SeriesTooShort(reason)
        answer = self._seasonal.answer(series, at)
        if answer is None:
            raise SeriesTooShort(
                "Almost no cases in the years of baseline, so Farrington Flexible cannot be fitted. "
                "Choose the negative-binomial comparison for this source."
            )
        settings = _settings(series)
        return Finding(
            observed=int(series.counts[at]),
            expected=answer.expected,
            lower=answer.lower,
            upper=answer.upper,
            p=answer.p,
            baseline=baseline_words.same_time_of_year(
                series, at, a_year=settings.a_year, years_back=settings.years_back, half_window=settings.half_window
            ),
            method=SEASONAL,
            method_version=farrington_flexible.VERSION,
        )

    def _by_curve(self, series: Series, at: int, method: CountMethod) -> Finding:
        """A curve through the whole past. Raises SeriesTooShort with too short a past."""
        usable_exposure(series, at)
        a_year = A_YEAR[unit_of(series.periods[at])]
        answer = self._pooled[method.name].answer(series, at)
        if answer is None:
            raise SeriesTooShort(
                f"{int(series.ordinals[at] - series.ordinals[0])} periods before {series.periods[at]}; {method.name} "
                f"needs {method.needed(method.recommended(a_year), a_year)}. Choose the negative-binomial comparison "
                "for this source, or load older counts."
            )
        return Finding(
            observed=int(series.counts[at]),
            expected=answer.expected,
            lower=answer.lower,
            upper=answer.upper,
            p=answer.p,
            baseline=baseline_words.whole_past(series, at, others=len(self._panel.series) - 1),
            method=method.name,
            method_version=method.version,
        )

    def _by_window(self, series: Series, at: int) -> Finding:
        """The same area's earlier periods. Raises SeriesTooShort with too few of them."""
        usable_exposure(series, at)
        answer, earlier = self._earlier.answer(series, at), _earlier(series, at, self._window)
        if answer is None:
            raise SeriesTooShort(
                f"{len(earlier)} periods before {series.periods[at]}, the one just before it not counted; the "
                f"comparison with earlier periods needs {self._window.fewest}. Compare with other areas, or load "
                "older counts."
            )
        return Finding(
            observed=int(series.counts[at]),
            expected=answer.expected,
            lower=answer.lower,
            upper=answer.upper,
            p=answer.p,
            baseline=baseline_words.earlier_periods(series, earlier, left_out=answer.left_out),
            method=f"{PLAIN} (earlier)",
            method_version=negative_binomial.VERSION,
        )

    def _by_areas(self, series: Series, at: int) -> Finding:
        """Other areas, or their growth. Raises SeriesTooShort with too few of them."""
        expectation = COMPARISONS[self._compare](series, at, self._panel)
        observed = int(series.counts[at])
        return Finding(
            observed=observed,
            expected=expectation.counts.expected,
            lower=expectation.counts.lowest_usual(self._alpha),
            upper=expectation.counts.highest_usual(self._alpha),
            p=expectation.counts.at_least(observed),
            baseline=expectation.baseline,
            method=f"{PLAIN} ({self._compare})",
            method_version=negative_binomial.VERSION,
        )


def _earlier(series: Series, at: int, window: ShortHistory) -> list[int]:
    """Positions of the earlier counts that the count at `at` is compared with."""
    known = np.isfinite(series.exposures) & (series.ordinals < series.ordinals[at] - window.left_out)
    return [int(each) for each in np.flatnonzero(known)[-window.most :]]


def _by_season(grid: Grid, first: int, *, alpha: float) -> tuple[Answers, NDArray[np.int64]]:
    settings = farrington_flexible.weekly() if grid.a_year == 52 else farrington_flexible.monthly()
    answers = farrington_flexible.assess(grid, first, replace(settings, alpha=alpha))
    return answers, np.zeros(answers.p.shape, dtype=np.int64)


def _by_curve(grid: Grid, first: int, *, method: CountMethod, alpha: float) -> tuple[Answers, NDArray[np.int64]]:
    answers = method.assess(grid, first, replace(method.recommended(grid.a_year), alpha=alpha))
    return answers, np.zeros(answers.p.shape, dtype=np.int64)


def _settings(series: Series) -> Farrington:
    return farrington_flexible.weekly() if "W" in series.periods[0] else farrington_flexible.monthly()


def _unfit_for_season(series: Series, at: int) -> str | None:
    """None if Farrington Flexible fits; otherwise why not, and what to do."""
    if "Q" in series.periods[at]:
        return (
            "Farrington Flexible compares weeks or months, and these are quarters. "
            "Choose the negative-binomial comparison for this source."
        )
    start, needed = series.unbroken_from(at), _settings(series).history_needed
    if series.counts[start : at + 1].min() < 0:
        return (
            "Some counts are below nought (corrections to earlier figures), which Farrington Flexible cannot fit. "
            "Choose the negative-binomial comparison for this source."
        )
    if at - start < needed:
        return (
            f"{at - start} earlier periods without a gap; Farrington Flexible needs {needed}. "
            "Choose the negative-binomial comparison for this source, or load older counts."
        )
    return None
