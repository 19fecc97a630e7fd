"""Setting drivers beside crime series, what was tried taken into account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import false_discovery_control

from tocsin.forecasting.added_value import skill_gain
from tocsin.forecasting.associations import Association, Associations, AssociationSettings, NotCompared
from tocsin.forecasting.imitation import imitations
from tocsin.forecasting.lagged_correlation import lagged_correlations
from tocsin.forecasting.series import CrimeSeries, Driver, Floats, longest_known
from tocsin.forecasting.stationary import LONGEST_MEMORY, changes, log_if_positive, log_rates
from tocsin.periods import unit_of

VERSION = "1"

# In fewer than two years nothing tells the season from a relation.
FEWEST_YEARS = 2
# Beside a series of this size, less is the rounding of the machine.
ROUNDING = 1e-9


@dataclass(frozen=True)
class _Stretch:
    """Series that know the same periods as the driver, all without a gap.

    logs    S × T, logarithm of count or rate
    totals  S × T, logarithm of the denominator; None where there is none
    values  T, the driver
    """

    names: tuple[str, ...]
    logs: Floats
    totals: Floats | None
    values: Floats
    a_year: int


def associate(
    crimes: CrimeSeries,
    drivers: Sequence[Driver],
    settings: AssociationSettings = AssociationSettings(),  # noqa: B008 - frozen
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Associations:
    """Each driver beside each series.

    Crime is the logarithm of count or rate, a driver that of its value where all are above nought. Both are differenced
    and seasonally adjusted, then filtered by the memory of the crime series; correlations with the driver leading by
    0 … longest_lag periods. Imitations of the driver correct p for the lags tried; q corrects for the pairs.
    Sources: those of `lagged_correlation` and `imitation`; Benjamini & Hochberg (1995), J. R. Statist. Soc. B 57,
    289–300.
    """
    found: list[Association] = []
    aside: list[NotCompared] = []
    done, total = 0, len(drivers) * len(crimes.names)
    progress(0, total)
    for driver in drivers:
        for stretch in _stretches(crimes, driver):
            for pair in _compare(stretch, driver, settings):
                if isinstance(pair, Association):
                    found.append(pair)
                else:
                    aside.append(pair)
                done += 1
                progress(done, total)
    unit = unit_of(crimes.periods[0])
    return Associations(_with_q(found), tuple(aside), settings, "period" if unit == "number" else unit)


def _with_q(found: Sequence[Association]) -> tuple[Association, ...]:
    if not found:
        return ()
    shares = false_discovery_control([each.p for each in found])
    told = [replace(each, q=float(q), pairs=len(found)) for each, q in zip(found, shares, strict=True)]
    return tuple(sorted(told, key=lambda each: (each.q, each.p, -abs(each.correlation), each.series, each.driver)))


def _stretches(crimes: CrimeSeries, driver: Driver) -> list[_Stretch]:
    """The longest stretch that each series shares with the driver, those that share the same one together."""
    logs = log_rates(crimes.counts, crimes.denominators)
    totals = None if crimes.denominators is None else np.log(crimes.denominators)
    values = log_if_positive(driver.over(crimes.periods))
    rows: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row, each in enumerate(logs + values):
        known = longest_known(each)
        rows[known.start, known.stop].append(row)
    return [
        _Stretch(
            tuple(crimes.names[row] for row in alike),
            logs[alike, start:stop],
            None if totals is None else totals[alike, start:stop],
            values[start:stop],
            crimes.a_year,
        )
        for (start, stop), alike in rows.items()
    ]


def _compare(stretch: _Stretch, driver: Driver, settings: AssociationSettings) -> Iterator[Association | NotCompared]:
    """Each series of the stretch with the driver; q and the number of pairs are not known yet."""
    if reason := _reason_against(stretch, settings):
        yield from (NotCompared(name, driver.name, reason) for name in stretch.names)
        return
    moves = changes(stretch.values, stretch.a_year)
    imitated = imitations(moves, stretch.a_year, settings.imitations, settings.seed)
    for row, name in enumerate(stretch.names):
        crime = changes(stretch.logs[row], stretch.a_year)
        if _is_still(crime, stretch.logs[row]):
            yield NotCompared(name, driver.name, "beside season and trend the series never changes")
            continue
        seen = lagged_correlations(crime, moves, imitated, settings.longest_lag)
        yield Association(
            series=name,
            driver=driver.name,
            kind=driver.kind,
            lag=seen.best,
            correlation=float(seen.by_lag[seen.best]),
            p=seen.p,
            q=1.0,
            skill_gain=skill_gain(
                np.diff(stretch.logs[row]), np.diff(stretch.values), settings.longest_lag, stretch.a_year
            ),
            total_p=None if stretch.totals is None else _total_p(stretch, row, moves, imitated, settings),
            by_lag=tuple(seen.by_lag.tolist()),
            usual=tuple(seen.usual.tolist()),
            periods=len(stretch.values),
            pairs=1,
        )


def _reason_against(stretch: _Stretch, settings: AssociationSettings) -> str | None:
    """Why none of the stretch can be compared, if so."""
    periods = len(stretch.values)
    needed = max(
        settings.fewest_changes + settings.longest_lag + min(LONGEST_MEMORY, periods // 5),
        FEWEST_YEARS * stretch.a_year,
    )
    if periods <= needed:
        return (
            f"both are known for {periods} periods on end, and {needed + 1} are needed; "
            "give longer series, or a smaller --longest-lag"
        )
    if _is_still(changes(stretch.values, stretch.a_year), stretch.values):
        return "beside season and trend the driver never changes"
    return None


def _is_still(moves: Floats, values: Floats) -> bool:
    return bool(np.std(moves) <= ROUNDING * max(1.0, float(np.max(np.abs(values)))))


def _total_p(stretch: _Stretch, row: int, moves: Floats, imitated: Floats, settings: AssociationSettings) -> float:
    """The same p for what the counts are compared per; 1 where that never changes."""
    totals = stretch.totals[row] if stretch.totals is not None else np.zeros(1)
    total = changes(totals, stretch.a_year)
    return 1.0 if _is_still(total, totals) else lagged_correlations(total, moves, imitated, settings.longest_lag).p
