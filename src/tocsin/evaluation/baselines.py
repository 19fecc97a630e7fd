"""What is counted where nothing happens: a seasonal negative-binomial baseline at the levels a script states."""

from __future__ import annotations

import numpy as np

from tocsin.detection.count_distribution import Floats
from tocsin.detection.grid import Grid
from tocsin.evaluation.published_scenarios import draw_counts
from tocsin.evaluation.scenario import Indicator, Scenario
from tocsin.periods import A_YEAR, days_of, every, later

DAYS_A_YEAR = 365.25


def series_name(area: str, indicator: str) -> str:
    """How the series of an indicator in an area is called."""
    return f"{area}: {indicator}"


def simulated_baseline(scenario: Scenario, random: np.random.Generator) -> tuple[Grid, Floats]:
    """Counts of every indicator in every area up to the script's last period, and each series' standard deviations.

    Series by area, then by indicator. Level and season are those of the script; there is no trend.
    """
    a_year = A_YEAR[scenario.unit]
    periods = every(later(scenario.ends, 1 - scenario.years * a_year), scenario.ends)
    total = sum(area.share for area in scenario.areas)
    names, counts, spreads = [], [], []
    for area in scenario.areas:
        for indicator in scenario.indicators:
            means = area.share / total * _means(indicator, periods, a_year)
            names.append(series_name(area.name, indicator.name))
            counts.append(draw_counts(means, np.full(len(periods), indicator.dispersion), random))
            spreads.append(np.sqrt(indicator.dispersion * means))
    laid_out = np.array(counts)
    return Grid(tuple(names), periods, laid_out, np.ones_like(laid_out), a_year), np.array(spreads)


def _means(indicator: Indicator, periods: tuple[str, ...], a_year: int) -> Floats:
    """Expected count in each period, all areas together."""
    if indicator.quarters is None:
        return np.full(len(periods), (indicator.a_year or 0.0) / a_year)
    of_year = np.array([days_of(period)[0].timetuple().tm_yday / DAYS_A_YEAR for period in periods])
    level, cosine, sine = _season_through(indicator.quarters)
    angle = 2 * np.pi * of_year
    wave = level + cosine * np.cos(angle) + sine * np.sin(angle)
    return np.asarray(np.maximum(wave, 0.1 * level) * 4 / a_year)


def _season_through(quarters: tuple[float, ...]) -> Floats:
    """Level, cosine and sine of the yearly wave whose averages over the quarters come closest to the figures."""
    edges = 2 * np.pi * np.arange(5) / 4
    over_quarter = np.array([np.ones(4), np.diff(np.sin(edges)) * 2 / np.pi, -np.diff(np.cos(edges)) * 2 / np.pi])
    fitted = np.linalg.lstsq(over_quarter.T, np.array(quarters), rcond=None)[0]
    return np.asarray(fitted, dtype=np.float64)
