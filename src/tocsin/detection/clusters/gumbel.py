"""How unlikely a score is, from the highest scores of maps drawn at random."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import gumbel_r

from tocsin.detection.count_distribution import Floats

# A replica's score that differs from the observed one in the last digits only is as high.
AS_HIGH = 1e-9


@dataclass(frozen=True)
class Maxima:
    """The highest scores of R replicas of a map on which nothing stands out, and the Gumbel law fitted to them.

    Source: Abrams, Kulldorff & Kleinman (2010), Int. J. Health Geogr. 9, 61, doi 10.1186/1476-072X-9-61: the highest
    score follows a Gumbel law closely, and a law fitted to 99 or 199 replicas gives smaller p-values, and with less
    chance in them, than their rank does.
    """

    highest: Floats
    location: float
    scale: float

    def p_by_rank(self, score: float) -> float:
        """Monte Carlo p: the share of maps, this one among them, that score at least as high."""
        return float((1 + np.count_nonzero(self.highest >= score - AS_HIGH)) / (len(self.highest) + 1))

    def p_by_law(self, score: float) -> float:
        """Gumbel p: the chance that a map on which nothing stands out scores as high."""
        if self.scale == 0.0:
            return self.p_by_rank(score)
        return float(gumbel_r.sf(score, self.location, self.scale))

    def lies_beyond(self, score: float) -> bool:
        """Whether no replica scored as high, so that the Gumbel p rests on the law alone: an extrapolation."""
        return bool(score > self.highest.max() + AS_HIGH)


def maxima_of(highest: Floats) -> Maxima:
    """The law fitted by greatest likelihood; its scale is 0 where the replicas differ too little for one."""
    if np.ptp(highest) < AS_HIGH:
        return Maxima(highest, float(highest[0]), 0.0)
    location, scale = gumbel_r.fit(highest)
    return Maxima(highest, float(location), float(scale))
