"""Farrington Flexible against R, against injected rises, gaps, exposures and short histories."""

from __future__ import annotations

import csv
import gzip
from dataclasses import replace
from pathlib import Path

import numba
import numpy as np
import pytest

from tocsin.detection.farrington_baseline import Shape, baseline_of
from tocsin.detection.farrington_flexible import Farrington, assess, monthly, weekly
from tocsin.detection.grid import Answers, Grid

REFERENCE = Path(__file__).resolve().parents[5] / "shared" / "data" / "detection"
FIRST = 575
CONFIGURATIONS = {
    "nb": weekly(),
    "nb05": replace(weekly(), trend_p=0.05),
    "muan": replace(weekly(), bound="muan"),
    "delta10": replace(weekly(), bound="delta"),
    "delta1": replace(weekly(), bound="delta", seasons=1, left_out=3, trend_p=0.05),
}
needs_reference = pytest.mark.skipif(
    not REFERENCE.exists(), reason="the reference run of R's surveillance is not beside this checkout"
)


def grid(counts: np.ndarray, exposures: np.ndarray | None = None, a_year: int = 52) -> Grid:
    rows = np.atleast_2d(counts).astype(float)
    per = np.ones_like(rows) if exposures is None else np.atleast_2d(exposures).astype(float)
    return Grid(tuple(map(str, range(len(rows)))), tuple(map(str, range(rows.shape[1]))), rows, per, a_year)


def last(counts: np.ndarray, settings: Farrington, exposures: np.ndarray | None = None) -> Answers:
    asked = grid(counts, exposures)
    return assess(asked, asked.counts.shape[1] - 1, settings)


def seasonal_counts(periods: int, *, a_year: int, mean: float, seed: int, rows: int = 1) -> np.ndarray:
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(periods) / a_year)
    return np.random.default_rng(seed).poisson(mean * season, (rows, periods)).astype(float)


@pytest.fixture(scope="module")
def simulated() -> dict[str, np.ndarray]:
    return {data: np.loadtxt(REFERENCE / f"sim_{data}.csv.gz", delimiter=",") for data in ("full", "past")}


@pytest.fixture(scope="module")
def by_r() -> dict[tuple[str, str], dict[str, np.ndarray]]:
    found: dict[tuple[str, str], list[list[float]]] = {}
    for name in ("r_nb.csv.gz", "r_other.csv.gz"):
        with gzip.open(REFERENCE / name, "rt") as lines:
            for row in csv.DictReader(lines):
                if row["config"] in CONFIGURATIONS:
                    kept = [row[each] for each in ("sid", "week", "upper", "alarm", "expected", "pvalue")]
                    numbers = [np.nan if each == "NA" else float(each) for each in kept]
                    found.setdefault((row["config"], row["data"]), []).append(numbers)
    named = {}
    for key, rows in found.items():
        table = np.array(sorted(rows)).reshape(-1, 49, 6).transpose(2, 0, 1)
        named[key] = dict(zip(("series", "week", "upper", "alarm", "expected", "p"), table, strict=True))
    return named


@needs_reference
@pytest.mark.parametrize(
    ("name", "data"), [("nb", "full"), ("nb", "past")] + [(name, "full") for name in list(CONFIGURATIONS)[1:]]
)
def test_bounds_alarms_and_chances_equal_those_of_surveillance_in_r(name, data, simulated, by_r):
    theirs = by_r[name, data]
    counts = simulated[data][theirs["series"][:, 0].astype(int) - 1]

    ours = assess(grid(counts), FIRST, replace(CONFIGURATIONS[name], r_compat=True))

    assert ours.upper.size >= 84 * 49
    np.testing.assert_array_equal(counts[:, FIRST:] > ours.upper, theirs["alarm"] == 1)
    np.testing.assert_allclose(ours.upper, theirs["upper"], rtol=0 if name.startswith("nb") else 1e-10)
    np.testing.assert_allclose(ours.expected, theirs["expected"], rtol=1e-10, atol=1e-15)
    np.testing.assert_allclose(ours.p, theirs["p"], rtol=1e-10)


@needs_reference
@pytest.mark.parametrize("data", ["full", "past"])
def test_the_swift_fit_has_the_bounds_of_r_wherever_the_season_ever_had_a_case(data, simulated, by_r):
    theirs = by_r["nb", data]

    ours = assess(grid(simulated[data]), FIRST, weekly())

    had_a_case = theirs["expected"] > 1e-6
    np.testing.assert_array_equal(ours.upper[had_a_case], theirs["upper"][had_a_case])
    assert ours.upper[~had_a_case].max() <= 2
    np.testing.assert_array_equal(simulated[data][:, FIRST:] > ours.upper, theirs["alarm"] == 1)
    assert (~had_a_case).mean() < 0.002


def series_for_r() -> tuple[np.ndarray, np.ndarray]:
    week = np.arange(320)
    counts = (week * week + 3 * week) % 7 + 6.0 + np.where((week % 52 >= 20) & (week % 52 < 30), 5, 0)
    counts[150:153] += 40
    return counts, 1000.0 + 3 * week


# Printed by benchmarks/farrington.R for the last week of `series_for_r`: expected, upper and p.
@pytest.mark.parametrize(
    ("settings", "special", "by_r"),
    [
        (weekly(), "exposures", (8.78525683777863, 17, 0.870632931953985)),
        (replace(weekly(), bound="delta"), "exposures", (8.78525683777863, 17.4503472140292, 0.840527832564314)),
        (replace(weekly(), bound="muan"), "exposures", (8.78525683777863, 18, 0.895627485849594)),
        (weekly(), "gaps", (9.03256143614586, 18, 0.886272573148147)),
        (
            replace(weekly(), bound="delta", power="1/2"),
            "gaps",
            (9.03256143614586, 18.4486648010341, 0.866557802412755),
        ),
        (
            Farrington(52, 2, 7, 1, years_back=4, trend_p=0.05, reweight=False, bound="delta", power="none"),
            "neither",
            (7.50886384077001, 17.8557231200109, 0.646403466764810),
        ),
    ],
)
def test_exposures_gaps_and_other_settings_answer_as_r_does(settings, special, by_r):
    counts, exposures = series_for_r()
    if special == "gaps":
        counts[[60, 61, 100, 200, 201, 202]] = np.nan
    offset = special == "exposures"

    ours = last(counts, replace(settings, population_offset=offset, r_compat=True), exposures)

    assert (ours.expected[0, 0], ours.upper[0, 0], ours.p[0, 0]) == pytest.approx(by_r, rel=1e-10)


def test_with_and_without_the_path_of_r_the_likeliest_mean_is_the_same():
    counts = seasonal_counts(400, a_year=52, mean=15, seed=8, rows=5)
    counts[:, 200:203] += 60
    counts[:, [90, 91, 250]] = np.nan
    exposures = np.random.default_rng(1).uniform(1, 3, counts.shape)
    settings = replace(weekly(), population_offset=True)

    ours = assess(grid(counts, exposures), 380, settings)
    path_of_r = assess(grid(counts, exposures), 380, replace(settings, r_compat=True))

    np.testing.assert_allclose(ours.expected, path_of_r.expected, rtol=1e-5)
    np.testing.assert_allclose(ours.dispersion, path_of_r.dispersion, rtol=1e-4)


def test_equal_exposures_change_nothing_but_the_way_it_is_worked_out():
    counts = seasonal_counts(400, a_year=52, mean=6, seed=2, rows=4)
    counts[:, 170:172] += 40

    plain = assess(grid(counts), 350, weekly())
    per_exposure = assess(grid(counts, np.full_like(counts, 7.0)), 350, replace(weekly(), population_offset=True))

    np.testing.assert_allclose(per_exposure.expected, plain.expected, rtol=1e-11)
    np.testing.assert_allclose(per_exposure.p, plain.p, rtol=1e-10)


def test_twice_the_exposure_makes_twice_the_count_usual():
    counts, exposures = seasonal_counts(320, a_year=52, mean=20, seed=5), np.ones((1, 320))
    counts[0, -1], exposures[0, -1] = 45, 2

    assert last(counts, replace(weekly(), population_offset=True), exposures).p[0, 0] > 0.05
    assert last(counts, weekly()).p[0, 0] < 0.005


@pytest.mark.parametrize(("settings", "a_year"), [(weekly(), 52), (monthly(), 12)])
@pytest.mark.parametrize("bound", ["nbPlugin", "delta", "muan"])
def test_an_injected_rise_is_found_and_the_period_before_it_is_quiet(settings, a_year, bound):
    counts = seasonal_counts(7 * a_year, a_year=a_year, mean=20, seed=3)
    counts[0, -1] += 30

    answers = assess(grid(counts, a_year=a_year), 7 * a_year - 2, replace(settings, bound=bound))

    assert (counts[:, -2:] > answers.upper).tolist() == [[False, True]]
    assert (answers.p < 0.005).tolist() == [[False, True]]


def test_a_past_rise_is_weighed_down():
    counts = seasonal_counts(7 * 52, a_year=52, mean=20, seed=4)
    usual = last(counts, weekly()).upper[0, 0]
    counts[0, -53:-50] += 150

    assert last(counts, weekly()).upper[0, 0] < 1.25 * usual
    assert last(counts, replace(weekly(), reweight=False)).upper[0, 0] > 1.5 * usual


def test_flat_seasonal_weeks_pass_their_bound_about_as_seldom_as_asked():
    counts = seasonal_counts(6 * 52, a_year=52, mean=8, seed=9, rows=2000)

    passed = (last(counts, replace(weekly(), alpha=0.05)).p <= 0.05).mean()

    assert 0.03 < passed < 0.06


def test_a_gap_in_the_baseline_is_left_out_and_not_taken_for_nought():
    counts = seasonal_counts(320, a_year=52, mean=20, seed=6)
    counts[0, 60:120] = np.nan
    as_noughts = np.nan_to_num(counts)

    assert last(counts, weekly()).expected[0, 0] == pytest.approx(24, abs=3)
    assert last(counts, weekly()).dispersion[0, 0] < 0.5 * last(as_noughts, weekly()).dispersion[0, 0]


def test_with_under_half_of_the_baseline_known_nothing_is_said():
    counts = seasonal_counts(320, a_year=52, mean=20, seed=6)
    baseline = baseline_of(Shape(52, 5, 3, 10, 26))
    other_seasons = 319 - baseline.span + np.flatnonzero((baseline.season_of >= 0) & (baseline.season_of < 9))
    counts[0, other_seasons[:118]] = np.nan  # of 237

    assert np.isfinite(last(counts, weekly()).upper[0, 0])
    counts[0, other_seasons[118]] = np.nan
    assert np.isnan(last(counts, weekly()).upper[0, 0])


def test_with_under_half_of_its_own_season_known_nothing_is_said():
    counts = seasonal_counts(320, a_year=52, mean=20, seed=6)
    baseline = baseline_of(Shape(52, 5, 3, 10, 26))
    of_season = 319 - baseline.span + np.flatnonzero(baseline.season_of == 9)
    counts[0, of_season[:17]] = np.nan

    assert np.isfinite(last(counts, weekly()).upper[0, 0])
    counts[0, of_season[17]] = np.nan
    assert np.isnan(last(counts, weekly()).upper[0, 0])


def test_a_count_not_known_has_a_bound_but_no_chance():
    counts = seasonal_counts(320, a_year=52, mean=20, seed=6)
    counts[0, -1] = np.nan

    assert np.isfinite(last(counts, weekly()).upper[0, 0])
    assert np.isnan(last(counts, weekly()).p[0, 0])


def test_a_history_one_week_too_short_is_not_answered():
    counts = seasonal_counts(265, a_year=52, mean=20, seed=6)

    answered = np.isfinite(assess(grid(counts), 0, weekly()).upper[0])

    assert np.flatnonzero(answered).tolist() == [263, 264]


@pytest.mark.parametrize("bound", ["nbPlugin", "delta", "muan"])
def test_years_without_a_case_still_let_one_pass_and_three_stand_out(bound):
    counts = np.zeros((3, 320))
    counts[:, -1] = 0, 1, 3

    answers = last(counts, replace(weekly(), bound=bound))

    assert answers.p[0, 0] == 1.0 if bound != "delta" else answers.p[0, 0] > 0.5
    assert (counts[2, -1] > answers.upper[2, 0]) == (answers.p[2, 0] < 0.005)
    if bound == "nbPlugin":
        assert answers.upper[1, 0] == 1
        assert 0 < answers.p[2, 0] < 1e-5


def test_no_answer_is_given_when_too_few_cases_fell_lately():
    counts = seasonal_counts(320, a_year=52, mean=2, seed=1)
    counts[0, -4:] = 1

    assert np.isfinite(last(counts, replace(weekly(), enough_cases=(4, 4))).upper[0, 0])
    assert np.isnan(last(counts, replace(weekly(), enough_cases=(5, 4))).upper[0, 0])


def test_a_trend_is_dropped_when_it_leads_beyond_every_past_count():
    steep = np.round(np.exp(np.arange(400) / 60))

    assert last(steep, weekly()).expected[0, 0] < steep[: 399 - 26].max()


def test_the_assessed_week_shares_its_season_with_the_same_weeks_of_earlier_years():
    baseline = baseline_of(Shape(52, 5, 3, 10, 26))

    same_season = np.flatnonzero(baseline.season_of == 9) - baseline.span
    assert same_season.tolist() == [at for back in range(5, 0, -1) for at in range(-3 - 52 * back, 4 - 52 * back)]
    assert np.flatnonzero(baseline.season_of >= 0).max() - baseline.span == -27
    assert baseline.in_season.sum() == 237


def test_settings_that_leave_nothing_to_compare_with_are_refused():
    with pytest.raises(ValueError, match="do not fit into 12 periods"):
        assess(grid(np.ones(100), a_year=12), 90, replace(monthly(), seasons=11))
    with pytest.raises(ValueError, match="No period of the same season"):
        assess(grid(np.ones(320)), 319, replace(weekly(), seasons=1, left_out=400))


def test_answers_do_not_depend_on_the_number_of_threads_or_on_what_else_is_asked():
    counts = seasonal_counts(330, a_year=52, mean=5, seed=7, rows=600)
    whole = assess(grid(counts), 300, weekly())
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        alone = assess(grid(counts), 300, weekly())
    finally:
        numba.set_num_threads(threads)

    later = assess(grid(counts[250:260]), 320, weekly())

    np.testing.assert_array_equal(alone.p, whole.p)
    np.testing.assert_array_equal(later.p, whole.p[250:260, 20:])
