"""False alarms of the comparisons with other areas, measured on made-up panels in which nothing happens but chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import astuple

import numpy as np
import pyarrow as pa

from tocsin.detection.comparisons import COMPARISONS
from tocsin.detection.count_distribution import CountDistribution
from tocsin.detection.measured_rates import MeasuredRate, stratum_start
from tocsin.detection.panel import Panel, panel_of
from tocsin.evaluation.rates import ALPHAS, FEWEST_QUIET
from tocsin.geography import force_code
from tocsin.geography.hierarchy import OTHER_FORCES
from tocsin.periods import days_of, every
from tocsin.records import COUNT_SERIES

SEED = 421
PERIODS = every("2018-01", "2018-04")
AREAS = tuple(force_code(name) for name in OTHER_FORCES[:40])
# How much a factor of one area in one period varies around 1 (its variance), and how far areas' sizes lie apart.
EXTRAS = (0.005, 0.02, 0.05, 0.15)
SIZES_APART = 0.6

Stratum = tuple[float, float]


def measure_comparisons(
    *, panels: int, seed: int = SEED, on_progress: Callable[[int, int], None] = lambda done, total: None
) -> tuple[MeasuredRate, ...]:
    """For each comparison with other areas, alpha and stratum: quiet counts, and those above the bound.

    panels  measures made up, each over 40 areas and four months; areas differ in size and level, and all grow alike
    """
    quiet: Counter[tuple[str, Stratum]] = Counter()
    passed: Counter[tuple[str, float, Stratum]] = Counter()
    for number in range(panels):
        panel = panel_of(_panel(np.random.default_rng([seed, number])))
        for compare in ("areas", "change"):
            for stratum, p in _judged(panel, compare):
                quiet[compare, stratum] += 1
                passed.update((compare, alpha, stratum) for alpha in ALPHAS if p <= alpha)
        on_progress(number + 1, panels)
    return tuple(
        MeasuredRate(f"negative-binomial ({compare})", alpha, *stratum, held, passed[compare, alpha, stratum])
        for (compare, stratum), held in sorted(quiet.items())
        for alpha in ALPHAS
        if held >= FEWEST_QUIET
    )


def _judged(panel: Panel, compare: str) -> list[tuple[Stratum, float]]:
    """Of each series' last count, its stratum and its p. A count is above its bound when p is at most alpha."""
    found = []
    for series in panel.series:
        law = COMPARISONS[compare](series, len(PERIODS) - 1, panel).counts
        found.append((stratum_start(law.expected, _dispersion(law)), law.at_least(int(series.counts[-1]))))
    return found


def _dispersion(law: CountDistribution) -> float:
    """Variance of a count over its mean."""
    means, extras, weights = astuple(law)
    squares = float(weights @ (means + (1 + extras) * means**2))
    return (squares - law.expected**2) / law.expected


def _panel(rng: np.random.Generator) -> pa.Table:
    people = np.exp(rng.normal(0, SIZES_APART, len(AREAS)))
    extra = float(rng.choice(EXTRAS))
    growth = np.exp(rng.normal(0, 0.1, len(PERIODS)))
    usual = np.exp(rng.uniform(np.log(0.5), np.log(300))) * np.outer(people, growth)
    counts = rng.poisson(usual * rng.gamma(1 / extra, extra, usual.shape))
    told = {"source": "made-up", "threat": "none", "measure": "offences", "denominator_kind": "population"}
    days = {period: days_of(period) for period in PERIODS}
    rows = [
        told
        | {"series_id": f"made-up/none/offences/{area}", "area_code": area, "period": period}
        | {"period_start": days[period][0], "period_end": days[period][1]}
        | {"count": int(counts[at, column]), "denominator": float(1e5 * people[at])}
        for at, area in enumerate(AREAS)
        for column, period in enumerate(PERIODS)
    ]
    return pa.Table.from_pylist(rows, schema=COUNT_SERIES)
