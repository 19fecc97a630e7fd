"""Areas that step together are flagged; one area's rise, a season or a trend that all share is not."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from tocsin.detection.grid import Grid, grid_of
from tocsin.detection.recording_change import Stepping, steps_together
from tocsin.periods import every

SHARED = Path(__file__).resolve().parents[5] / "shared/data"
AREAS, MONTHS = 30, 60


def panel(means, *, seed=1, extra=0.05) -> Grid:
    """Areas × months of gamma-Poisson counts around these means."""
    rng = np.random.default_rng(seed)
    levels = np.exp(rng.normal(3.4, 0.5, (AREAS, 1)))
    mean = levels * np.broadcast_to(means, (AREAS, MONTHS))
    counts = rng.poisson(mean * rng.gamma(1 / extra, extra, mean.shape))
    months = every("2010-01", "2014-12")
    names = [f"area {n:02d}" for n in range(AREAS) for _ in months]
    return grid_of(names, months * AREAS, counts.ravel())


MONTH = np.arange(MONTHS)
SEASON = 1 + 0.4 * np.sin(2 * np.pi * MONTH / 12)


def told(found):
    return [(step.period, step.direction) for step in found]


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("flat", np.ones(MONTHS)),
        ("a season that all share", SEASON),
        ("a trend that all share", np.exp(0.03 * MONTH)),
        ("both", SEASON * np.exp(0.03 * MONTH)),
    ],
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_flagged_where_nothing_steps(name, means, seed):
    assert told(steps_together(panel(means, seed=seed))) == [], name


@pytest.mark.parametrize(("factor", "direction"), [(1.7, "up"), (0.55, "down"), (6.0, "up")])
def test_a_new_rule_for_all_is_flagged_in_the_month_it_began(factor, direction):
    means = SEASON * np.where(MONTH >= 37, factor, 1.0)

    (step,) = steps_together(panel(means))

    assert (step.period, step.direction) == ("2013-02", direction)
    assert step.stepped >= 15
    assert step.expected < 5
    assert step.p < 1e-3


def test_a_rise_in_a_few_areas_is_no_change_of_recording():
    means = np.ones((AREAS, MONTHS))
    means[:3, 37:] = 3

    assert told(steps_together(panel(means))) == []


def test_a_step_shows_as_soon_as_its_first_period():
    means = np.where(MONTH >= MONTHS - 1, 2.0, 1.0)

    found = steps_together(panel(means))

    assert told(found) == [("2014-12", "up")]


def test_half_of_thirty_eight_forces_in_one_quarter_is_flagged_with_four_quarters_alone():
    rng = np.random.default_rng(5)
    quarters = every("2017-Q2", "2018-Q1")
    counts = rng.poisson(60, (38, 4))
    counts[:19, 3] = rng.poisson(110, 19)

    found = steps_together(grid_of([f"{n}" for n in range(38) for _ in quarters], quarters * 38, counts.ravel()))

    assert told(found) == [("2018-Q1", "up")]
    assert 17 <= found[0].stepped <= 24


def test_areas_that_count_too_little_or_are_too_few_cannot_tell():
    rare = grid_of([f"{n}" for n in range(30) for _ in range(12)], [f"{m}" for m in range(12)] * 30, [0] * 360)

    assert steps_together(rare, Stepping(reach=2)) == []
    assert steps_together(panel(np.where(MONTH > 30, 5.0, 1.0)).only(range(4))) == []


def test_a_gap_is_no_step():
    grid = panel(np.ones(MONTHS))
    grid.counts[:, 20:30] = np.nan

    assert told(steps_together(grid)) == []


def shared_rows(name: str) -> list[dict[str, str]]:
    with gzip.open(SHARED / name, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not (SHARED / "london-crime").is_dir(), reason="needs london-crime beside the checkout")
def test_london_shows_fraud_handed_over_and_also_the_end_of_the_riots():
    """Police forces passed fraud to Action Fraud by April 2013; the Metropolitan Police did so early in that year. The
    riots were in August 2011: a step of the world, not of recording."""
    rows = shared_rows("london-crime/borough_month_2010_2016.csv.gz")
    boroughs, months = sorted({row["BoroughName"] for row in rows}), every("2010-04", "2016-12")
    count = {(row["MajorText"], row["MinorText"], row["BoroughName"], row["month"]): float(row["n"]) for row in rows}
    cells = [(borough, month) for borough in boroughs for month in months]
    found = {}
    for kind in sorted({key[:2] for key in count}):
        panel = grid_of(
            [b for b, _ in cells], [m for _, m in cells], [count.get((*kind, *cell), 0.0) for cell in cells]
        )
        found |= {(kind[1], s.period, s.direction): (s.stepped, s.compared) for s in steps_together(panel)}

    assert len({key[:2] for key in count}) == 28
    assert len(found) == 10
    assert found["FRAUD AND FORGERY", "2013-02", "down"] == (33, 33)
    assert ("BURGLARY BUSINESS AND COMMUNITY", "2011-09", "down") in found
    assert ("ROBBERY OF BUSINESS PROPERTY", "2011-09", "down") in found


@pytest.mark.skipif(not (SHARED / "us-drug-seizures").is_dir(), reason="needs us-drug-seizures beside the checkout")
def test_american_counties_show_oxymorphone_alone_stepping_up_together():
    rows = shared_rows("us-drug-seizures/county_year_2010_2013.csv.gz")
    years = ("2010", "2011", "2012", "2013")
    total = {(row["FIPS_Combined"], row["YYYY"]): float(row["TotalDrugReportsCounty"]) for row in rows}
    count: dict[tuple[str, str, str], float] = {}
    for row in rows:
        key = (row["SubstanceName"], row["FIPS_Combined"], row["YYYY"])
        count[key] = count.get(key, 0.0) + float(row["DrugReports"])
    counties = sorted({county for county, _ in total if all((county, year) in total for year in years)})
    cells = [(county, year) for county in counties for year in years]
    sums = {name: sum(n for key, n in count.items() if key[0] == name) for name in sorted({key[0] for key in count})}
    common = [name for name, whole in sums.items() if whole >= 2_000]
    found = []
    for name in common:
        counts, reports = [count.get((name, *cell), 0.0) for cell in cells], [total[cell] for cell in cells]
        panel = grid_of([c for c, _ in cells], [y for _, y in cells], counts, reports)
        found += [
            (name, s.period, s.direction, s.stepped, s.compared) for s in steps_together(panel, Stepping(reach=1))
        ]

    assert len(common) == 9
    assert found == [("Oxymorphone", "2011", "up", 28, 48)]
