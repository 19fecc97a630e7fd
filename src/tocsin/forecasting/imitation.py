"""Made-up drivers that behave as the real one does and have nothing to do with any crime."""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter

from tocsin.forecasting.series import Floats
from tocsin.forecasting.stationary import filtered, recurring, whitening

# Periods run before the first that is used, so that the start has no mark of its own.
LEAD_IN = 30


def imitations(moves: Floats, a_year: int, times: int, seed: int) -> Floats:
    """So many series like a driver's changes, each of the same length and with the same memory; times × periods.

    moves   changes of the driver, season taken out
    The driver's surprises (what its own past does not foretell) are drawn anew with replacement and run through its
    memory; then the season is taken out as it was from the driver, with what that costs.
    Source: Bühlmann (1997), Bernoulli 3, 123–148 (the sieve bootstrap).
    """
    memory = whitening(moves)
    surprises = filtered(moves, memory)
    spent = recurring(len(moves), a_year).shape[1] + len(memory) - 1
    surprises = (surprises - surprises.mean()) * np.sqrt(len(moves) / max(1, len(moves) - spent))
    drawn = np.random.default_rng(seed).choice(surprises, size=(times, LEAD_IN + len(moves)))
    made = lfilter([1.0], memory, drawn, axis=1)[:, LEAD_IN:]
    basis, _ = np.linalg.qr(recurring(len(moves), a_year))
    return np.asarray(made - (made @ basis) @ basis.T, dtype=np.float64)
