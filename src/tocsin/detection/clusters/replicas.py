"""The highest score of each level in each of many maps drawn at random."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from tocsin.detection.clusters.levels import Level
from tocsin.detection.clusters.nulls import Null
from tocsin.detection.clusters.scanning import bars, best_by_zone, highest_over
from tocsin.detection.count_distribution import Floats

# Replicas scanned exactly first, to learn which scores the others can be expected to pass.
PILOTS = 8
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Scanned:
    """A level, what is expected of it, and the bar that each cylinder must reach to matter."""

    level: Level
    expected: Floats
    total: float
    reached: Floats | None = None

    def exactly(self, counts: Floats) -> float:
        zones = self.level.zones
        return float(best_by_zone(counts, self.expected, self.total, zones.neighbours, zones.sizes)[0].max())

    def quickly(self, counts: Floats) -> float:
        """The same number; a map that passes no bar (about one in some hundreds) is scanned exactly."""
        if self.reached is None:
            return self.exactly(counts)
        zones = self.level.zones
        found = highest_over(counts, self.expected, self.total, zones.neighbours, zones.sizes, self.reached)
        return float(found) if found > 0 else self.exactly(counts)

    def with_bars(self, pilots: Floats) -> _Scanned:
        """The bars at a score that nearly every replica passes, judged by the pilots'."""
        floor = pilots.min() - 0.25 * np.ptp(pilots)
        if floor <= 0:
            return self
        zones = self.level.zones
        reached = bars(float(floor), self.expected, self.total, zones.neighbours, zones.sizes)
        return _Scanned(self.level, self.expected, self.total, reached)


def added_up(values: Floats, weights: Floats) -> Floats:
    """P × D counts, newest first, weighted and added up from the newest period back."""
    return np.cumsum(values * weights[:, np.newaxis], axis=1)


def highest_scores(
    null: Null,
    levels: Sequence[Level],
    replicas: int,
    *,
    seed: int,
    workers: int = 1,
    on_progress: OnProgress | None = None,
) -> Floats:
    """The highest score of each level in each replica, levels × replicas.

    Replica number r has a random stream of its own, made of the seed and r, so that the answer is the same whatever
    the number of workers (threads). All levels see the same maps.
    """
    expected = added_up(null.expected, null.weights)
    scanned = [_Scanned(level, level.summed(expected), null.total) for level in levels]
    tell = on_progress or (lambda done, total: None)

    def drawn(replica: int) -> Floats:
        return added_up(null.draw(np.random.default_rng([seed, replica])), null.weights)

    out = np.empty((len(levels), replicas))
    pilots = min(PILOTS, replicas)
    for replica in range(pilots):
        counts = drawn(replica)
        out[:, replica] = [each.exactly(each.level.summed(counts)) for each in scanned]
        tell(replica + 1, replicas)
    ready = [each.with_bars(row[:pilots]) for each, row in zip(scanned, out, strict=True)]

    def scan(replica: int) -> list[float]:
        counts = drawn(replica)
        return [each.quickly(each.level.summed(counts)) for each in ready]

    with ThreadPoolExecutor(max_workers=workers) as pool:
        for replica, scores in enumerate(pool.map(scan, range(pilots, replicas)), start=pilots):
            out[:, replica] = scores
            tell(replica + 1, replicas)
    return out
