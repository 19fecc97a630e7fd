"""Whether attention that follows its own findings runs away: two districts, and where someone is sent each day.

Source: Ensign, Friedler, Neville, Scheidegger and Venkatasubramanian (2018), Runaway Feedback Loops in Predictive
Policing, Proceedings of Machine Learning Research 81. Discovered incidents come to light only where attention goes;
reported ones reach us whoever is sent where.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from tocsin.detection.count_distribution import Floats


class Counting(Enum):
    """How what is observed becomes the next day's attention.

    EVERYTHING  each incident, reported or discovered, counts one: the naive control
    APART       reported incidents count one; a discovered one counts only with the chance that attention had gone
                elsewhere (the paper's section 4), so that where attention goes cancels out of what is learnt
    """

    EVERYTHING = "everything"
    APART = "apart"


@dataclass(frozen=True)
class TwoDistricts:
    """What truly happens a day, and what is believed at the start.

    discovered  chance that attention in the district brings an incident to light that day
    reported    chance that one is reported there that day, whoever is sent where
    start       incidents on record at the start, at least one each
    """

    discovered: tuple[float, float]
    reported: tuple[float, float] = (0.0, 0.0)
    start: tuple[float, float] = (1.0, 1.0)

    @property
    def true_share(self) -> float:
        """The first district's share of what could be discovered."""
        return self.discovered[0] / sum(self.discovered)


def attention_over_time(
    districts: TwoDistricts, *, counting: Counting, days: int, runs: int, seed: int, every: int = 50
) -> Floats:
    """The first district's share of attention: a row a run, a column for the start and each `every` days after.

    One visit a day, to a district chosen by its share of what is on record. Runs are independent; the same seed gives
    the same rows.
    """
    chance = np.random.default_rng(seed)
    discovered, reported = np.array(districts.discovered), np.array(districts.reported)
    on_record = np.tile(np.array(districts.start, dtype=np.float64), (runs, 1))
    shares = [on_record[:, 0] / on_record.sum(axis=1)]
    for day in range(1, days + 1):
        share = on_record[:, 0] / on_record.sum(axis=1)
        visited = np.where(chance.random(runs) < share, 0, 1)
        found = chance.random(runs) < discovered[visited]
        if counting is Counting.APART:
            elsewhere = np.where(visited == 0, 1 - share, share)
            found &= chance.random(runs) < elsewhere
        on_record[np.arange(runs), visited] += found
        on_record += chance.random((runs, 2)) < reported
        if day % every == 0:
            shares.append(on_record[:, 0] / on_record.sum(axis=1))
    return np.stack(shares, axis=1)
