"""The counts to expect if nothing had changed, as a mixture of negative-binomial laws; a Poisson is one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammainc

Floats: TypeAlias = NDArray[np.float64]


def chance_of_at_least(counts: Floats | np.float64, means: Floats, extras: Floats) -> Floats:
    """Chance of each count or more, under a negative-binomial law with that mean and extra variance (broadcast)."""
    spread = extras > 0
    size = 1 / np.where(spread, extras, 1.0)
    some = np.maximum(counts, 1.0)
    tails = np.where(spread, betainc(some, size, means / (means + size)), gammainc(some, means))
    return np.where(counts > 0, tails, 1.0)


@dataclass(frozen=True)
class CountDistribution:
    """A mixture of negative-binomial laws of a count.

    means     counts; one a component
    extras    variance beyond Poisson over the squared mean, 1/size; 0 makes that component a Poisson
    weights   how much each component counts; they sum to 1
    """

    means: Floats
    extras: Floats
    weights: Floats

    @property
    def expected(self) -> float:
        return float(self.weights @ self.means)

    def at_least(self, count: int) -> float:
        """Chance of that many or more.

        >>> poisson = CountDistribution(np.array([2.0]), np.array([0.0]), np.array([1.0]))
        >>> round(poisson.at_least(5), 6)
        0.052653
        """
        if count <= 0:
            return 1.0
        spread = self.extras > 0
        size = 1 / np.where(spread, self.extras, 1.0)
        tails = np.where(spread, betainc(count, size, self.means / (self.means + size)), gammainc(count, self.means))
        return float(self.weights @ tails)

    def highest_usual(self, alpha: float) -> int:
        """The highest count whose chance, or that of more, is still above alpha."""
        below, above = -1, max(1, int(self.expected))
        while self.at_least(above + 1) > alpha:
            below, above = above, 2 * above + 1
        while above - below > 1:
            middle = (below + above) // 2
            below, above = (middle, above) if self.at_least(middle + 1) > alpha else (below, middle)
        return above

    def lowest_usual(self, alpha: float) -> int:
        """The lowest count whose chance, or that of fewer, is still above alpha."""
        below, above = -1, max(1, int(self.expected))
        while self.at_least(above + 1) >= 1 - alpha:
            below, above = above, 2 * above + 1
        while above - below > 1:
            middle = (below + above) // 2
            below, above = (middle, above) if self.at_least(middle + 1) >= 1 - alpha else (below, middle)
        return above
