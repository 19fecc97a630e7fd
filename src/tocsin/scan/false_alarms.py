"""How often the method behind each excess cries out over nothing, as it was measured on counts like it."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from tocsin.detection.count_law import chance_at_least
from tocsin.detection.measured_rates import measured_rate

MOST_DISPERSION = 1_000.0

Cell = tuple[str, str]


def false_alarm_rates(
    assessments: pa.Table, source_of: Mapping[str, str], alphas: Mapping[str, float]
) -> dict[Cell, tuple[float, float]]:
    """Of each alarm by series and period: the measured share of quiet counts that pass their bound, and what was asked.

    What was not measured is left out.
    """
    found: dict[Cell, tuple[float, float]] = {}
    for row in assessments.to_pylist():
        alpha = alphas[source_of[row["series_id"]]]
        if not row["alarm"]:
            continue
        dispersion = implied_dispersion(row["observed"], row["expected"], row["p"])
        # Measured under the name that `tocsin detect` gives it.
        method = row["method"].removesuffix(" (earlier)")
        rate = measured_rate(method, row["expected"], dispersion, alpha)
        if rate is not None:
            found[(row["series_id"], row["period"])] = (rate, alpha)
    return found


def implied_dispersion(observed: int, expected: float, p: float) -> float:
    """Variance over mean of the negative binomial that gives such a count that chance; 1 where Poisson gives less.

    An assessment tells its p and not its dispersion, and methods have different ones.
    """
    low, high = 1.0, MOST_DISPERSION
    if expected <= 0 or observed <= expected or chance_at_least(observed, expected, 1.0) >= p:
        return 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if chance_at_least(observed, expected, middle) < p else (low, middle)
    return high
