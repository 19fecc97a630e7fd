"""Harmonic negative-binomial regression: a level, a trend and smooth seasons learnt from the whole past, with series
pooled in how far they spread and in which features they have.

Sources: the quasi-likelihood regression of Noufaily et al. (2013), Statist. Med. 32, 1206–1222, with harmonics in place
of seasonal steps (as in Serfling 1963, Public Health Rep. 78, 494–506); features weighed by empirical Bayes, in the
manner of George & Foster (2000), Biometrika 87, 731–747.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.detection.count_distribution import Floats
from tocsin.detection.count_law import highest_usual, lowest_usual
from tocsin.detection.grid import Answers, Grid
from tocsin.detection.harmonic_batch import (
    Batch,
    Fits,
    Leanings,
    Outlook,
    fit_all,
    look_ahead,
    weigh_drifts,
    weigh_places,
)
from tocsin.detection.pooling import chances_of, pooled_dispersions
from tocsin.detection.seasonal_curve import LEVEL, SLOPE, WAVES, Past, waves_of
from tocsin.detection.standing_out import middle_chance
from tocsin.periods import ordinal, unit_of

VERSION = "1"
# Standard deviations to expect, in logs: of a harmonic's coefficients, and of a year's trend, where there is one.
USUAL_SEASON, USUAL_TREND = 0.3, 0.15
# Half-lives in years: of a level that drifts, two ways; and of what is learnt of the spread.
DRIFTS = (0.5, 2.0)
SPREAD_HALF_LIFE = 6.0
# Chance of a feature before any series is seen.
SEASONED, UNUSUAL = 0.5, 0.1


@dataclass(frozen=True)
class Harmonic:
    """How the harmonic method is set.

    alpha          chance that a count passes its upper bound if nothing has changed
    harmonics      how many waves a year the season may have
    years_back     how many years are looked back on at most
    years_needed   how many years of known counts a series needs
    left_out       periods just before the one assessed that are left out, so that a rise does not vouch for itself
    reweight_above standard deviations beyond which a past rise is weighed down
    pooled         whether series lend each other what is common among them
    adapts         whether places in the year and drifting levels are looked for beside the curve
    """

    alpha: float = 0.01
    harmonics: int = 3
    years_back: int = 12
    years_needed: int = 2
    left_out: int = 8
    reweight_above: float = 2.2
    pooled: bool = True
    adapts: bool = True

    def __post_init__(self) -> None:
        if not 0 < self.alpha <= 0.5:
            raise ValueError(f"alpha is {self.alpha}. It is a chance above 0, at most 0.5.")
        if min(self.harmonics, self.years_needed, self.left_out) < 1 or self.years_back < self.years_needed:
            raise ValueError(
                f"harmonics ({self.harmonics}), years_needed ({self.years_needed}) and left_out ({self.left_out}) are "
                f"1 or more, and years_back ({self.years_back}) at least years_needed."
            )
        if self.reweight_above <= 0:
            raise ValueError(f"reweight_above is {self.reweight_above}. It is a number of standard deviations above 0.")


def recommended(a_year: int) -> Harmonic:
    """Settings for weeks, months or quarters, by how many there are in a year."""
    if a_year >= 52:
        return Harmonic()
    return Harmonic(harmonics=2 if a_year == 12 else 1, left_out=2 if a_year == 12 else 1)


@dataclass(frozen=True)
class Predictions:
    """The laws of counts in W periods and the periods just before each, if nothing had changed.

    means        expected counts of the period assessed and those just before it, newest first, S × W × windows
    dispersions  variance over mean of a count whose mean is known, S × W
    doubts       variance of the logarithm of the mean, S × W
    unrests      further such variance that neighbouring periods share and that `dispersions` already holds, S × W
    """

    means: Floats
    dispersions: Floats
    doubts: Floats
    unrests: Floats


def assess(grid: Grid, first: int, settings: Harmonic, groups: Sequence[str] | None = None) -> Answers:
    """What to expect of each series from period `first` on, each period from what lay before it; p is a mid-p-value.

    groups   which series are related, a name each; all of them unless given
    A series with too few known counts, and a period without an exposure, get nan.
    """
    return answer(grid, first, settings, predict(grid, first, settings, groups=groups))


def answer(grid: Grid, first: int, settings: Harmonic, found: Predictions) -> Answers:
    """What the predictions say of the counts from period `first` on."""
    means = found.means[:, :, 0]
    dispersions = found.dispersions + means * found.doubts
    counts = np.ascontiguousarray(grid.counts[:, first:])
    lower, upper, p = _answer(counts, means, dispersions, settings.alpha)
    return Answers(means, lower, upper, p, dispersions)


def predict(
    grid: Grid, first: int, settings: Harmonic, *, windows: int = 1, groups: Sequence[str] | None = None
) -> Predictions:
    """The laws that `assess` holds counts against, for `windows` periods up to each one assessed.

    Raises ValueError if windows reach back beyond the periods left out, or if groups are not one a series.
    """
    if windows > settings.left_out + 1:
        raise ValueError(f"{windows} periods do not fit into the {settings.left_out} left out and the one assessed.")
    if groups is not None and len(groups) != len(grid.names):
        raise ValueError(f"{len(groups)} groups for {len(grid.names)} series. Give each series the name of its group.")
    related = None
    if settings.pooled:
        related = np.unique(np.array(groups or ["all"] * len(grid.names)), return_inverse=True)[1].astype(np.intp)
    work = _Work.of(grid, settings)
    shape = (len(grid.names), len(grid.periods) - first)
    found = Predictions(np.full((*shape, windows), np.nan), *(np.full(shape, np.nan) for _ in range(3)))
    for at in range(max(first, settings.left_out + 1), len(grid.periods)):
        work.look_at(at, related, found, at - first)
    known = np.isfinite(grid.exposures)
    for back in range(windows):
        unknown = ~known[:, first - back : len(grid.periods) - back] if first >= back else ~known[:, first:]
        found.means[:, :, back][unknown] = np.nan
    return found


@dataclass
class _Work:
    """The arrays that one run carries from period to period; the next fit starts from the one before."""

    settings: Harmonic
    cells: NDArray[np.int64]
    waves: Floats
    counts: Floats
    exposures: Floats
    weights: Floats
    fits: Fits
    middle: float | None = None

    @classmethod
    def of(cls, grid: Grid, settings: Harmonic) -> _Work:
        known = np.isfinite(grid.counts) & np.isfinite(grid.exposures)
        totals = np.where(known, grid.exposures, 0.0).sum(axis=1, keepdims=True)
        typical = np.where(totals > 0, totals, 1.0) / np.maximum(known.sum(axis=1, keepdims=True), 1)
        exposures = np.where(np.isfinite(grid.exposures), grid.exposures, typical) / typical
        size = (len(grid.names), WAVES + 2 * settings.harmonics)
        return cls(
            settings,
            cells_of(grid),
            waves_of(grid.a_year, settings.harmonics),
            np.where(known, grid.counts, -1.0),
            exposures,
            np.zeros_like(exposures),
            Fits(np.zeros(size), np.zeros(size), np.zeros(size), np.ones(size[0])),
        )

    def look_at(self, at: int, related: NDArray[np.intp] | None, found: Predictions, column: int) -> None:
        """Fills one period of the predictions."""
        settings, a_year = self.settings, len(self.waves)
        last = at - settings.left_out
        past = Past(self.cells, self.waves, max(0, last - settings.years_back * a_year), last, at + 1)
        known = (self.counts[:, past.first : last] >= 0).sum(axis=1)
        rows = np.flatnonzero(known >= settings.years_needed * a_year)
        if not len(rows):
            return
        batch = Batch(rows, self.counts, self.exposures, self.weights)
        self._move_middle(past)
        fit_all(batch, past, settings.reweight_above, self.fits)
        groups = None if related is None else related[rows]
        curves, doubts, fitted = self._curves(past, rows, groups)
        leanings, places = self._features(batch, past, curves, fitted, groups)
        shape = (len(self.counts), found.means.shape[2])
        outlook = Outlook(np.zeros(shape), np.zeros(shape[0]), np.ones((shape[0], 3)))
        look_ahead(batch, past, curves, self.fits.dispersions, places, leanings, outlook)
        spreads = outlook.spreads[rows]
        dispersions = np.maximum(spreads[:, 0], 1.0)
        if groups is not None:
            levels = outlook.means[rows, 0]
            dispersions = pooled_dispersions(spreads[:, 0], levels, spreads[:, 1], groups)
        found.means[rows, column] = outlook.means[rows]
        found.dispersions[rows, column] = dispersions
        found.doubts[rows, column] = (outlook.doubts + doubts)[rows]
        found.unrests[rows, column] = spreads[:, 2]

    def _move_middle(self, past: Past) -> None:
        middle = 0.5 * (past.first + past.last - 1)
        if self.middle is not None:
            for coefficients in (self.fits.plain, self.fits.weighted):
                coefficients[:, LEVEL] += coefficients[:, SLOPE] * (middle - self.middle) / len(self.waves)
        self.middle = middle

    def _curves(
        self, past: Past, rows: NDArray[np.intp], groups: NDArray[np.intp] | None
    ) -> tuple[Floats, Floats, Floats]:
        """Coefficients drawn towards none, the variance of the log mean in the period assessed, and parameters used."""
        curves = self.fits.weighted.copy()
        variances = self.fits.variances * self.fits.dispersions[:, None]
        here = np.empty(curves.shape[1])
        at = past.until - 1
        here[SLOPE] = (at - 0.5 * (past.first + past.last - 1)) / len(self.waves)
        here[WAVES:] = self.waves[self.cells[at]]
        doubts, fitted = variances[:, LEVEL].copy(), np.ones(len(curves))
        parts = [(slice(SLOPE, WAVES), USUAL_TREND)]
        parts += [(slice(each, each + 2), USUAL_SEASON) for each in range(WAVES, curves.shape[1], 2)]
        for part, usual in parts:
            size = part.stop - part.start
            signal = usual**2 / variances[rows, part].mean(axis=1)
            surprise = (curves[rows, part] ** 2 / variances[rows, part]).sum(axis=1)
            gains = 0.5 * surprise * signal / (1 + signal) - 0.5 * size * np.log1p(signal)
            chances = chances_of(gains[:, None], SEASONED, groups)[:, 0]
            kept = chances * signal / (1 + signal)
            effect = curves[rows, part] @ here[part]
            doubts[rows] += kept * (variances[rows, part] @ here[part] ** 2) + chances * (1 - chances) * effect**2
            curves[rows, part] *= kept[:, None]
            fitted[rows] += size * kept
        return curves, doubts, fitted

    def _features(
        self, batch: Batch, past: Past, curves: Floats, fitted: Floats, groups: NDArray[np.intp] | None
    ) -> tuple[Leanings, Floats]:
        """How far to believe what a curve misses, and the factors of places in the year."""
        series, a_year = len(self.counts), len(self.waves)
        kept = np.array([0.5 ** (1 / (years * a_year)) for years in (*DRIFTS, SPREAD_HALF_LIFE)])
        leanings = Leanings(np.zeros(series), np.zeros((series, len(DRIFTS))), kept, fitted)
        places = np.ones((series, 2, a_year))
        if self.settings.adapts:
            gains = weigh_places(batch, past, curves, self.fits.dispersions, places)
            leanings.places[batch.rows] = chances_of(gains[batch.rows, None], UNUSUAL, groups)[:, 0]
            gains = weigh_drifts(batch, past, curves, self.fits.dispersions, places, leanings)
            leanings.drifts[batch.rows] = chances_of(gains[batch.rows], UNUSUAL, groups)
        return leanings, places


def cells_of(grid: Grid) -> NDArray[np.int64]:
    """The place in the year of each period, from nought; a 53rd week counts as the 52nd."""
    if unit_of(grid.periods[0]) == "week":
        return np.array([min(int(period[-2:]), grid.a_year) - 1 for period in grid.periods], dtype=np.int64)
    start = ordinal(grid.periods[0])
    return (np.arange(len(grid.periods), dtype=np.int64) + start) % grid.a_year


@njit(cache=True, nogil=True)
def _answer(counts: Floats, means: Floats, dispersions: Floats, alpha: float) -> tuple[Floats, Floats, Floats]:
    lower, upper, p = np.empty_like(means), np.empty_like(means), np.empty_like(means)
    for row in range(means.shape[0]):
        for column in range(means.shape[1]):
            mean, dispersion, count = means[row, column], dispersions[row, column], counts[row, column]
            lower[row, column] = lowest_usual(mean, dispersion, alpha)
            upper[row, column] = highest_usual(mean, dispersion, alpha)
            known = not (np.isnan(mean) or np.isnan(count))
            p[row, column] = middle_chance(count, mean, dispersion) if known else np.nan
    return lower, upper, p
