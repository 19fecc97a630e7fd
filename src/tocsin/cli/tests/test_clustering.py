"""`tocsin cluster` on a user's own files."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
from typer.testing import CliRunner

from tocsin.cli.commands import app
from tocsin.errors import PlacesUnreadable, SeriesTooShort

PLACES = ["place,lat,lon,district", *(f"p{each},53.8,{-1.5 - each / 50:.2f},d{each // 4}" for each in range(12))]


@pytest.fixture
def run(tmp_path):
    """run(places=…, counts=…, *options): the command's result, its rows and its JSON."""

    def command(*options, places=PLACES, counts=None):
        (tmp_path / "places.csv").write_text("\n".join(places), encoding="utf-8")
        (tmp_path / "counts.csv").write_text("\n".join(counts or risen()), encoding="utf-8")
        files = [
            str(tmp_path / "counts.csv"),
            "--places",
            str(tmp_path / "places.csv"),
            "--out",
            str(tmp_path / "out.csv"),
        ]
        result = CliRunner().invoke(app, ["cluster", *files, "--replicas", "19", "--workers", "1", *options])
        if result.exit_code:
            raise result.exception
        with (tmp_path / "out.csv").open(newline="") as file:
            return list(csv.DictReader(file)), result.stdout

    return command


def risen(periods: int = 30) -> list[str]:
    """Twelve places by month, of which p4 and p5 count four times as many in the last two."""
    generator = np.random.default_rng(8)
    counts = generator.poisson(6.0, (12, periods))
    counts[4:6, -2:] = generator.poisson(24.0, (2, 2))
    months = [f"{2019 + each // 12}-{each % 12 + 1:02d}" for each in range(periods)]
    return ["series," + ",".join(months), *(f"p{at}," + ",".join(map(str, row)) for at, row in enumerate(counts))]


@pytest.mark.parametrize("method", ["expectation", "permutation"])
def test_the_cluster_is_written_to_the_file(run, method):
    (row, *_), _ = run("--method", method)

    assert set(row["places"].split("; ")) == {"p4", "p5"}
    assert (row["cluster"], row["rank"], row["level"], row["from"], row["to"]) == (
        "1",
        "1",
        "place",
        "2021-05",
        "2021-06",
    )
    assert (row["replicas"], row["extrapolated"], row["p_monte_carlo"]) == ("19", "True", "0.05")
    assert float(row["p_gumbel"]) < 0.01


def test_bad_rows_are_set_aside_and_told_and_the_rest_goes_on(run):
    places = [*PLACES, "p12,153.8,-1.5,d0", "p13,north,-1.5,d0", "p3,53.8,-1.5,d0", "nobody,53.8,-1.5,d1"]
    counts = [*risen(), "elsewhere" + ",3" * 30, "p9" + ",-1" * 30]

    rows, printed = run("--json", places=places, counts=counts)

    told = json.loads(printed)
    assert len(rows) == len(told["clusters"]) >= 1
    problems = " | ".join(f"{each['where']}: {each['problem']}" for each in told["set_aside"])
    for part in ("line 14: lat 153.8", "line 15: lat is 'north'", "line 16: 'p3' is named a second time"):
        assert part in problems
    assert "series 'elsewhere': the places file does not name it" in problems
    assert "place 'nobody': there are no counts for it" in problems


def test_neighbours_from_a_file_take_the_place_of_distance(run, tmp_path):
    (tmp_path / "pairs.csv").write_text("place,neighbour\np4,p5\np5,nowhere\n", encoding="utf-8")

    (row, *_), printed = run(
        "--adjacency", str(tmp_path / "pairs.csv"), places=["place", *(f"p{i}" for i in range(12))]
    )

    assert set(row["places"].split("; ")) == {"p4", "p5"}
    assert "adjacency file, line 3: 'nowhere' is no place that is compared" in printed


def test_a_picture_is_drawn_whose_title_states_the_finding(run, tmp_path):
    run("--plot", str(tmp_path / "map.svg"))

    drawn = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert "p5; p4: " in drawn or "p4; p5: " in drawn
    assert "expected" in drawn


def test_population_is_asked_for_by_the_method_that_needs_it(run):
    with pytest.raises(SeriesTooShort, match="Add the column `population`"):
        run("--method", "population")


def test_a_places_file_without_coordinates_or_neighbours_is_refused(run):
    with pytest.raises(PlacesUnreadable, match="`lat` and `lon`"):
        run(places=["place,district", "p1,d1"])


def test_too_short_a_history_is_refused_with_what_to_do(run):
    with pytest.raises(SeriesTooShort, match="needs at least 7"):
        run(counts=["series,2020-01,2020-02", "p1,3,4"])
