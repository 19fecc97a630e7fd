"""Every candidate's forecasts as they would have been made at earlier dates, and what came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.forecasting.candidates import every_forecast
from tocsin.forecasting.series import Floats


@dataclass(frozen=True)
class Replay:
    """C candidates at O dates, 1 … H periods ahead.

    starts  O, ascending; the forecast made there knows the periods before it, and `starts[o]` is the first it forecasts
    logs    C × O × H, forecasts of the logarithm of one more than the count
    truth   O × H counts; nan where not known
    """

    names: tuple[str, ...]
    starts: tuple[int, ...]
    logs: Floats
    truth: Floats

    @property
    def errors(self) -> Floats:
        """C × O × H: truth less forecast, of logarithms."""
        return np.log1p(self.truth) - self.logs

    def known_at(self, start: int) -> Floats:
        """O × H: 1 where the forecast was made before that date and its truth had come by then, nan elsewhere."""
        horizon = self.truth.shape[1]
        last = np.array(self.starts)[:, None] + np.arange(horizon)
        return np.where(last < start, 1.0, np.nan)


def replay(counts: Floats, a_year: int, horizon: int, starts: tuple[int, ...]) -> Replay:
    """The forecasts made at each start from the counts before it alone.

    counts  oldest first, nan in gaps; the first is known
    """
    logs = np.log1p(filled(counts, a_year))
    made = [every_forecast(logs[:start], horizon, a_year) for start in starts]
    names = tuple(made[0])
    longer = np.concatenate([counts, np.full(horizon, np.nan)])
    truth = np.array([longer[start : start + horizon] for start in starts])
    return Replay(names, starts, np.array([[each[name] for each in made] for name in names]), truth)


def filled(counts: Floats, a_year: int) -> Floats:
    """The counts with each gap filled from before it alone: a year earlier, or else the last known."""
    whole = counts.copy()
    for at in np.flatnonzero(np.isnan(whole)):
        whole[at] = whole[at - a_year] if at >= a_year else whole[at - 1]
    return whole
