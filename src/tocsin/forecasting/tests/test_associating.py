"""Drivers beside crime series: chance is not called, a planted relation is, and what was tried is counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tocsin.forecasting.associating import associate
from tocsin.forecasting.associations import AssociationSettings
from tocsin.forecasting.series import CrimeSeries, Driver, longest_known
from tocsin.periods import later

MONTHS = 84
PERIODS = tuple(later("2010-01", month) for month in range(MONTHS))
QUICK = AssociationSettings(imitations=199)
SEASON = np.cos(np.arange(MONTHS) * 2 * np.pi / 12)


def walk(random: np.random.Generator, step: float) -> np.ndarray:
    return np.cumsum(random.normal(0, step, MONTHS))


def crimes(*rows: np.ndarray, denominators: np.ndarray | None = None) -> CrimeSeries:
    names = tuple(f"crime {row}" for row in range(len(rows)))
    return CrimeSeries(names, PERIODS, np.array(rows, dtype=float), denominators)


def driver(values: np.ndarray, name: str = "price") -> Driver:
    return Driver(name, "economic", PERIODS, np.asarray(values, dtype=float))


def following(price: np.ndarray, random: np.random.Generator, lag: int, elasticity: float = 1.0) -> np.ndarray:
    """Counts that follow the logarithm of a price so many months later."""
    logs = np.full(MONTHS, 5.0) + walk(random, 0.02) + 0.15 * SEASON
    logs[lag:] += elasticity * price[: MONTHS - lag]
    return random.poisson(np.exp(logs))


def random_walks(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return np.exp(5 + walk(random, 0.08)), 50 * np.exp(walk(random, 0.05))


def two_seasons(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return np.exp(5 + 0.3 * SEASON), 20 + 2 * SEASON + random.normal(0, 0.5, MONTHS)


def two_trends(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    rising = np.arange(MONTHS)
    return np.exp(5 + 0.01 * rising), 20 + 0.1 * rising + random.normal(0, 0.5, MONTHS)


def two_momenta(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Both go on as they went, each by itself: what falling unemployment and falling burglary look like."""
    moves = random.normal(0, 0.02, (2, MONTHS + 40))
    for month in range(1, MONTHS + 40):
        moves[:, month] += 0.85 * moves[:, month - 1]
    crime, rate = np.cumsum(moves[:, 40:], axis=1)
    return np.exp(8 + crime), 50 * np.exp(rate)


@pytest.mark.parametrize("kind", [random_walks, two_seasons, two_trends, two_momenta])
def test_series_that_share_only_drift_season_trend_or_momentum_are_rarely_called(kind):
    random = np.random.default_rng(11)
    made = [kind(random) for _ in range(9)]
    counts = [random.poisson(means) for means, _ in made]

    found = associate(crimes(*counts), [driver(values, f"driver {at}") for at, (_, values) in enumerate(made)], QUICK)

    # 81 pairs at p = .05: about four are expected, and correlated within a driver.
    assert np.mean([pair.p <= 0.05 for pair in found.found]) <= 0.12
    assert len(found.called) <= 1


def test_a_relation_two_months_later_is_found_at_two_months():
    random = np.random.default_rng(3)
    price = walk(random, 0.07)
    unrelated = [driver(np.exp(walk(random, 0.05)), name) for name in ("rain", "jobs")]
    counts = crimes(following(price, random, 2), random.poisson(np.exp(5 + walk(random, 0.05))))

    found = associate(counts, [driver(np.exp(price)), *unrelated])

    (pair,) = found.called
    assert (pair.series, pair.driver, pair.lag, pair.direction) == ("crime 0", "price", 2, "same")
    assert pair.tests_made == 6 * 13
    assert pair.skill_gain is not None
    assert pair.skill_gain > 0
    words = found.words(pair)
    assert words.startswith("Associated: 2 months after price rises, crime 0 rises; q = ")
    assert "6 pairs × 13 lags" in words
    assert words.endswith("This is no proof of cause.")
    assert "caused" not in words


def test_a_fall_after_a_rise_is_told_as_a_fall():
    random = np.random.default_rng(4)
    price = walk(random, 0.08)

    found = associate(crimes(following(price, random, 1, elasticity=-1.0)), [driver(np.exp(price))], QUICK)

    assert found.found[0].direction == "opposite"
    assert "1 month after price rises, crime 0 falls" in found.words(found.found[0])


def test_the_same_p_is_believed_less_among_more_pairs():
    random = np.random.default_rng(3)
    price = walk(random, 0.05)
    related = driver(np.exp(price))
    others = [driver(np.exp(walk(random, 0.05)), f"other {at}") for at in range(9)]
    counts = crimes(following(price, random, 2))

    alone = associate(counts, [related], QUICK).found[0]
    among = next(each for each in associate(counts, [related, *others], QUICK).found if each.driver == "price")

    assert among.p == alone.p
    assert among.q > alone.q


def test_reporting_volume_that_goes_with_the_driver_is_named_as_a_common_driver():
    random = np.random.default_rng(6)
    price = walk(random, 0.08)
    volume = following(price, random, 1).astype(float)
    counts = random.poisson(0.3 * volume * np.exp(0.8 * np.concatenate([np.zeros(1), price[:-1]])))

    found = associate(crimes(counts, denominators=volume[None]), [driver(np.exp(price))], QUICK)

    assert found.called
    assert "reporting volume may be a common driver" in found.words(found.found[0])


def test_a_steady_denominator_is_no_common_driver():
    random = np.random.default_rng(6)
    price = walk(random, 0.08)

    found = associate(
        crimes(following(price, random, 1), denominators=np.full((1, MONTHS), 1e6)), [driver(np.exp(price))], QUICK
    )

    assert found.called
    assert "reporting volume" not in found.words(found.found[0])


def test_what_cannot_be_compared_is_told_and_the_rest_goes_on():
    random = np.random.default_rng(8)
    counts = crimes(random.poisson(100, MONTHS), np.zeros(MONTHS))
    short = replace(driver(np.exp(walk(random, 0.1)), "short"), periods=PERIODS[:20], values=np.arange(20.0))
    line = driver(np.arange(MONTHS) + 1.0 - MONTHS, "line")

    found = associate(counts, [driver(np.exp(walk(random, 0.1))), short, line], QUICK)

    assert [(each.series, each.driver) for each in found.found] == [("crime 0", "price")]
    assert {(each.driver, each.reason.split(";")[0]) for each in found.not_compared} == {
        ("price", "beside season and trend the series never changes"),
        ("short", "both are known for 20 periods on end, and 41 are needed"),
        ("line", "beside season and trend the driver never changes"),
    }


def test_the_same_file_gives_the_same_answer():
    random = np.random.default_rng(9)
    counts = crimes(random.poisson(100, MONTHS), random.poisson(50, MONTHS))
    price = driver(np.exp(walk(random, 0.1)))

    assert associate(counts, [price], QUICK) == associate(counts, [price], QUICK)


def test_a_gap_leaves_the_longest_stretch_without_one():
    assert longest_known(np.array([1.0, 1.0, np.nan, 1.0, 1.0, 1.0, np.nan])) == slice(3, 6)
    assert longest_known(np.full(3, np.nan)) == slice(0, 0)
