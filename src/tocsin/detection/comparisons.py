"""What a count is compared with where history is too short for a season: other areas, or their growth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.detection import baseline_words as words
from tocsin.detection.count_distribution import CountDistribution, Floats
from tocsin.detection.negative_binomial import (
    EXTRAS,
    IMPLAUSIBLE,
    References,
    known,
    learn,
    learn_without_outliers,
    surprises,
)
from tocsin.detection.panel import Panel, Series
from tocsin.errors import SeriesTooShort

FEWEST_OTHER_AREAS = 4


@dataclass(frozen=True)
class Expectation:
    """What to expect of one count, and what it was compared with, in words."""

    counts: CountDistribution
    baseline: str


def with_areas(series: Series, at: int, panel: Panel) -> Expectation:
    """Other areas of the same level, in the same period. It sees a high level, not a change: a place that is always
    high stands out in every period.

    Raises SeriesTooShort with fewer than four other areas.
    """
    period = series.periods[at]
    there = _others_at(panel, series, period)
    exposure = np.full_like(EXTRAS, usable_exposure(series, at))
    counts = np.array([other.counts[other.position[period]] for other in there])
    exposures = np.array([other.exposures[other.position[period]] for other in there])
    law, left_out = learn_without_outliers(known(counts, exposures))
    return Expectation(
        law.expect(exposure, np.zeros_like(EXTRAS)),
        words.other_areas(series, period, others=len(there), left_out=left_out),
    )


def with_change(series: Series, at: int, panel: Panel) -> Expectation:
    """The area's own earlier level times the growth of the other areas since.

    expected = exposure × the rate elsewhere now × the area's level, a factor about 1. Levels come from earlier
    counts and are drawn towards that of the other areas, the more so the fewer the counts (empirical Bayes); what
    earlier counts leave open about a level widens the tail.

    Raises SeriesTooShort with no earlier period, or with fewer than four other areas that have one too.
    """
    period, exposure = series.periods[at], np.full_like(EXTRAS, usable_exposure(series, at))
    earlier = [each for each in range(at) if np.isfinite(series.exposures[each])]
    if not earlier:
        raise SeriesTooShort(
            f"No period before {period}; the comparison with other areas' growth needs one. "
            "Compare with other areas, or load older counts."
        )
    times = [series.periods[each] for each in earlier]
    there = [other for other in _others_at(panel, series, period) if any(_has(other, time) for time in times)]
    _enough_areas(len(there), series, period)
    usual = _pooled_rates(there, times)
    past = [_past(area, times, usual) for area in (*there, series)]
    levels, doubts = _levels(past)
    references = References(
        counts=np.array([other.counts[other.position[period]] for other in there]),
        exposures=levels[:, :-1] * np.array([other.exposures[other.position[period]] for other in there]),
        doubts=doubts[:, :-1],
    )
    law, left_out = learn_without_outliers(references)
    return Expectation(
        law.expect(levels[:, -1] * exposure, doubts[:, -1]),
        words.growth_of_others(series, times, period, others=len(there), left_out=left_out),
    )


COMPARISONS = {"areas": with_areas, "change": with_change}


def usable_exposure(series: Series, at: int) -> float:
    """What the count is compared per.

    Raises SeriesTooShort if the period cannot be compared at all.
    """
    if not np.isfinite(series.exposures[at]):
        raise SeriesTooShort(
            f"{series.periods[at]} has no denominator above nought, or a count below nought (a correction to earlier "
            "figures). Load what is missing, or leave it."
        )
    return float(series.exposures[at])


def _has(series: Series, period: str) -> bool:
    at = series.position.get(period)
    return at is not None and bool(np.isfinite(series.exposures[at]))


def _others_at(panel: Panel, series: Series, period: str) -> list[Series]:
    there = [other for other in panel.others(series) if _has(other, period)]
    _enough_areas(len(there), series, period)
    return there


def _enough_areas(found: int, series: Series, period: str) -> None:
    if found < FEWEST_OTHER_AREAS:
        raise SeriesTooShort(
            f"{found} other {words.plural(series.level)} to compare with in {period}; the comparison needs "
            f"{FEWEST_OTHER_AREAS}. Compare with earlier periods, or load figures for more areas."
        )


def _pooled_rates(areas: list[Series], times: list[str]) -> dict[str, float]:
    """Cases per exposure in each period over those areas; half a case is added so that no rate is nought."""
    rates = {}
    for time in times:
        there = [(area, area.position[time]) for area in areas if _has(area, time)]
        if there:
            cases = sum(area.counts[at] for area, at in there)
            rates[time] = float((cases + 0.5) / sum(area.exposures[at] for area, at in there))
    return rates


def _past(area: Series, times: list[str], usual: dict[str, float]) -> tuple[Floats, Floats]:
    """An area's earlier counts, and what they would be at the pooled rates."""
    ats = [area.position[time] for time in times if time in usual and _has(area, time)]
    rates = np.array([usual[area.periods[at]] for at in ats])
    return area.counts[ats], area.exposures[ats] * rates


def _levels(past: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """Level of each area and the variance of that level over its square, both g × areas; the last is the assessed one.

    How far levels lie apart is learnt without the assessed area. An area that stands far apart from the others is
    taken as it is, not drawn towards them (Efron & Morris 1972, J. Am. Statist. Assoc. 67, 130–139).
    """
    totals = known(*np.array([[counts.sum(), expected.sum()] for counts, expected in past]).T)
    among = learn(totals.without([len(past) - 1]))
    apart = surprises(totals, among) < IMPLAUSIBLE
    levels, doubts = np.empty((2, len(EXTRAS), len(past)))
    for each, (counts, expected) in enumerate(past):
        # The more a period strays by itself, the less one period says about the level.
        says = 1 / (1 + EXTRAS[:, None] * expected * among.rate)
        shape, rate = (0.5, 0.0) if apart[each] else (1 / among.extra, 1 / among.extra / among.rate)
        cases, exposure = shape + (says * counts).sum(axis=1), rate + (says * expected).sum(axis=1)
        levels[:, each], doubts[:, each] = cases / exposure, 1 / cases
    return levels, doubts
