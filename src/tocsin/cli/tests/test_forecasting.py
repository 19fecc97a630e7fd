"""`tocsin associate` and `tocsin forecast` on files of a user's own."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from tocsin.cli.commands import app
from tocsin.errors import BadSetting, ResultNotWritten, SeriesTooShort
from tocsin.periods import later

MONTHS = 60
PERIODS = [later("2012-01", month) for month in range(MONTHS)]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Counts of three series, one too thin, with a bad line; and a driver that one of them follows."""
    random = np.random.default_rng(5)
    price = np.cumsum(random.normal(0, 0.1, MONTHS))
    later_price = np.concatenate([np.zeros(2), price[:-2]])
    rows = {
        "metal, theft": random.poisson(np.exp(5 + later_price)),
        "other": random.poisson(80, MONTHS),
        "rare": [1] * 60,
    }
    lines = [f'"{name}",' + ",".join(str(count) for count in counts) for name, counts in rows.items()]
    (tmp_path / "counts.csv").write_text("\n".join([f"series,{','.join(PERIODS)}", *lines, "short,1", ""]))
    values = [f"copper,{period},{value},economic" for period, value in zip(PERIODS, np.exp(price), strict=True)]
    (tmp_path / "drivers.csv").write_text("\n".join(["driver,period,value,kind", *values, "copper,2012-01,x,", ""]))
    return tmp_path


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(each) for each in arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_driver_is_set_beside_every_series_and_all_that_was_tried_is_said(files):
    said = run(
        "associate", files / "counts.csv", "--drivers", files / "drivers.csv", "--longest-lag", 4, "--imitations", 199,
        "--out", files / "found.csv", "--plot", files / "found.svg",
    )  # fmt: skip

    first, second = rows_of(files / "found.csv")
    assert list(first) == [
        "series", "driver", "kind", "lag", "direction", "correlation", "p", "q", "skill_gain", "periods", "tests_made",
        "words",
    ]  # fmt: skip
    assert (first["series"], first["lag"], first["direction"], first["tests_made"]) == (
        "metal, theft",
        "2",
        "same",
        "10",
    )
    assert second["words"].startswith("No association shown")
    assert "Tests made: 2 pairs × 5 lags = 10" in said
    assert "No denominators were given" in said
    assert "Not compared (1): beside season and trend the series never changes (copper, rare)" in said
    assert "Set aside of the drivers, line 62" in said
    assert "Set aside of the counts, line 5" in said
    assert "Associated" in (files / "found.svg").read_text()


def test_forecasts_are_written_a_row_a_period_and_what_is_too_thin_is_said(files):
    said = run(
        "forecast", files / "counts.csv", "--horizon", 2, "--out", files / "coming.csv", "--plot", files / "a.png"
    )

    rows = rows_of(files / "coming.csv")
    assert list(rows[0]) == [
        "series", "period", "horizon", "mean", "lower_80", "upper_80", "lower_95", "upper_95", "model", "skill",
        "coverage_80",
    ]  # fmt: skip
    assert [(row["series"], row["period"]) for row in rows] == [
        ("metal, theft", "2017-01"), ("metal, theft", "2017-02"), ("other", "2017-01"), ("other", "2017-02"),
    ]  # fmt: skip
    assert "Not forecast (1): Too thin" in said
    assert "A forecast is no target" in said
    assert (files / "a.png").read_bytes().startswith(b"\x89PNG")


def test_a_program_reads_the_scores_of_every_period_ahead(files):
    said = json.loads(
        run("forecast", files / "counts.csv", "--series", "other", "--horizon", 2, "--level", 90, "--out",
            files / "b.csv", "--json")
    )  # fmt: skip

    (series,) = said["series"]
    assert len(series["ahead"]) == 2
    assert set(series["ahead"][0]["coverage"]) == {"90"}
    assert said["not_forecast"] == []
    assert "lower_90" in rows_of(files / "b.csv")[0]


@pytest.mark.parametrize(
    ("arguments", "failure"),
    [
        (["--series", "none"], BadSetting),
        (["--series", "rare"], SeriesTooShort),
        (["--series", "other", "--horizon", 2, "--out", "/nowhere/b.csv"], ResultNotWritten),
    ],
)
def test_what_cannot_be_done_says_so(files, arguments, failure):
    with pytest.raises(failure):
        run("forecast", files / "counts.csv", "--out", files / "b.csv", *arguments)
