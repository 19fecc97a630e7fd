"""Choosing among candidates date by date, as it would have been done then, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tocsin.forecasting.candidates import COMBINED, SEASONAL_NAIVE
from tocsin.forecasting.forecasts import Score
from tocsin.forecasting.predictive import quantiles, spread
from tocsin.forecasting.replay import Replay
from tocsin.forecasting.scores import inside, shares_of, weighted_interval_score
from tocsin.forecasting.series import Floats

# Dates whose forecasts only teach how wide intervals must be, before any is scored.
LEARNING_DATES = 4


@dataclass(frozen=True)
class Trials:
    """C candidates at O dates, 1 … H periods ahead, each with the interval it would have been given then.

    scores     C × O × H, weighted interval score; nan where the truth is not known
    quantiles  C × Q × O × H
    truth      O × H
    chosen     O, the candidate taken at each date
    """

    names: tuple[str, ...]
    scores: Floats
    quantiles: Floats
    truth: Floats
    chosen: tuple[int, ...]
    levels: tuple[int, ...]
    clearly_better: float

    @property
    def tried(self) -> dict[str, float]:
        """Mean score of each candidate over all that has come."""
        return {name: float(np.nanmean(scores)) for name, scores in zip(self.names, self.scores, strict=True)}

    @property
    def preferred(self) -> str:
        """The candidate to take next."""
        return self.names[_preferred(self.names, self.scores, self.clearly_better)]

    @property
    def always_naive(self) -> Trials:
        """The same, had the seasonal naive forecast been taken at every date."""
        naive = self.names.index(SEASONAL_NAIVE)
        return replace(self, chosen=(naive,) * len(self.chosen))

    def score(self, ahead: slice, usual_change: float) -> Score | None:
        """How the choices did, so many periods ahead; None where no truth has come yet."""
        dates = np.arange(len(self.chosen))
        scores = self.scores[self.chosen, dates, ahead]
        come = np.isfinite(scores)
        if not come.any():
            return None
        taken = np.moveaxis(self.quantiles[self.chosen, :, dates, ahead], 1, 0)
        truth = self.truth[:, ahead]
        naive = self.scores[self.names.index(SEASONAL_NAIVE)][:, ahead]
        levels = list(enumerate(self.levels))
        return Score(
            forecasts=int(come.sum()),
            score=float(np.nanmean(scores)),
            naive_score=float(np.nanmean(naive)),
            scaled_error=float(np.nanmean(np.abs(truth - taken[0])) / usual_change) if usual_change > 0 else None,
            coverage={level: float(np.nanmean(inside(truth, taken, at))) for at, level in levels},
            width={level: float(np.mean((taken[2 + 2 * at] - taken[1 + 2 * at])[come])) for at, level in levels},
        )


def trials(tried: Replay, levels: tuple[int, ...], clearly_better: float) -> Trials:
    """Every candidate at every date after the first few, its interval from the errors known by then."""
    dates = range(LEARNING_DATES, len(tried.starts))
    shares = shares_of(levels)
    found = np.array([[_quantiles_at(tried, name, date, shares) for date in dates] for name in range(len(tried.names))])
    found = np.swapaxes(found, 1, 2)
    truth = tried.truth[LEARNING_DATES:]
    scores = np.array([weighted_interval_score(truth, each, levels) for each in found])
    chosen = tuple(_chosen_at(tried, scores, date, clearly_better) for date in dates)
    return Trials(tried.names, scores, found, truth, chosen, levels, clearly_better)


def _quantiles_at(tried: Replay, candidate: int, date: int, shares: Floats) -> Floats:
    """Q × H: the law that the candidate would have been given at that date."""
    known = tried.known_at(tried.starts[date])
    return quantiles(tried.logs[candidate, date], spread(tried.errors[candidate] * known), shares)


def _chosen_at(tried: Replay, scores: Floats, date: int, clearly_better: float) -> int:
    """The candidate to take at that date, by the scores known then."""
    known = tried.known_at(tried.starts[date])[LEARNING_DATES:]
    return _preferred(tried.names, scores * known, clearly_better)


def _preferred(names: tuple[str, ...], scores: Floats, clearly_better: float) -> int:
    """The combined forecast, unless another has been clearly better by that share."""
    combined = names.index(COMBINED)
    if not np.isfinite(scores).any():
        return combined
    so_far = np.nanmean(scores, axis=(1, 2))
    best = int(np.argmin(so_far))
    return best if so_far[best] < (1 - clearly_better) * so_far[combined] else combined
