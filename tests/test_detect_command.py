"""`tocsin detect` as a user meets it: a file of counts in, answers out; and R's answers where R is the measure."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from tocsin.cli.commands import app
from tocsin.errors import BadSetting, CountsUnreadable
from tocsin.periods import every, later

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "detection"
TOCSIN = Path(sys.executable).with_name("tocsin")
RSCRIPT = shutil.which("Rscript")
NOUFAILY = [
    *("alpha=0.005", "b=5", "w=3", "no_periods=10", "past_weeks_not_included=26", "trend=true", "p_threshold_trend=1"),
    *("reweight=true", "weights_threshold=2.58", "limit54=0,4", "threshold_method=nbPlugin"),
]
CONFIGURATIONS = {
    "nb": ["threshold_method=nbPlugin"],
    "muan": ["threshold_method=muan"],
    "delta10": ["threshold_method=delta"],
    "nb05": ["p_threshold_trend=0.05"],
    "delta1": ["no_periods=1", "past_weeks_not_included=3", "p_threshold_trend=0.05", "threshold_method=delta"],
}


@pytest.fixture
def detect(tmp_path):
    """detect(text or path, *options) → the rows it wrote, by series and period."""

    def run(counts, *options):
        path = counts
        if isinstance(counts, str):
            path = tmp_path / "counts.csv"
            path.write_text(counts)
        out = tmp_path / "out.csv"
        done = CliRunner().invoke(app, ["detect", str(path), "--out", str(out), *map(str, options)])
        if done.exception is not None:
            raise done.exception
        with out.open(newline="") as file:
            return {(row["series"], row["period"]): row for row in csv.DictReader(file)}

    return run


def wide(series: dict[str, list[object]], first: str = "2010-W01") -> str:
    length = len(next(iter(series.values())))
    lines = [",".join(["series", *every(first, later(first, length - 1))])]
    return "\n".join([*lines, *(",".join([name, *map(str, values)]) for name, values in series.items())]) + "\n"


def as_long(text: str, denominators: dict[str, float] | None = None) -> str:
    (_, *periods), *rows = csv.reader(text.splitlines())
    per = {} if denominators is None else denominators
    lines = [
        f"{row[0]},{period},{cell}" + (f",{per[row[0]]}" if per else "")
        for row in rows
        for period, cell in zip(periods, row[1:], strict=True)
    ]
    return "\n".join(["series,period,count" + (",denominator" if per else ""), *lines]) + "\n"


def flat(seed: int, length: int = 330, mean: float = 9.0) -> list[object]:
    return list(np.random.default_rng(seed).poisson(mean, length))


def test_the_answer_carries_all_that_was_promised_in_order_of_the_file(detect, tmp_path):
    risen = [*flat(1)[:-2], 40, 45]

    rows = detect(wide({"z": risen, "a": flat(2)}), "--from", later("2010-W01", 327))

    header = (tmp_path / "out.csv").read_text().splitlines()[0]
    assert header == "series,period,observed,expected,upper,p,q,alarm,first_excess,method"
    assert [name for name, _ in rows] == ["z"] * 3 + ["a"] * 3
    last = rows["z", later("2010-W01", 329)]
    assert (last["observed"], last["alarm"], last["method"]) == ("45", "true", "farrington-flexible")
    assert last["first_excess"] == later("2010-W01", 328)
    assert float(last["p"]) <= float(last["q"]) < 0.01
    assert rows["a", later("2010-W01", 329)]["first_excess"] == ""


def test_an_alarm_is_a_count_above_its_upper_bound_and_nothing_else(detect):
    rows = detect(wide({str(seed): flat(seed) for seed in range(40)}), "--from", "2015-W30", "--set", "alpha=0.1")

    assert {row["alarm"] for row in rows.values()} == {"true", "false"}
    for row in rows.values():
        assert (row["alarm"] == "true") == (float(row["observed"]) > float(row["upper"]))
        assert (row["first_excess"] != "") == (row["alarm"] == "true")


@pytest.mark.parametrize("method", ["auto", "harmonic-negative-binomial", "negative-binomial"])
def test_wide_and_long_give_the_same_answers(detect, method):
    text = wide({"a": flat(1), "b": ["" if at % 50 == 7 else count for at, count in enumerate(flat(2))]})

    assert detect(text, "--method", method, "--from", "2016-W01") == detect(
        as_long(text), "--method", method, "--from", "2016-W01"
    )


@pytest.mark.parametrize(
    "method", ["farrington-flexible", "harmonic-negative-binomial", "accumulation", "negative-binomial"]
)
def test_a_population_that_never_changes_changes_nothing(detect, method):
    text, newest = wide({"a": flat(1), "b": flat(2)}), ("--method", method)

    plain, per_head = detect(text, *newest), detect(as_long(text, {"a": 250.0, "b": 1000.0}), *newest)

    for key, row in plain.items():
        assert float(per_head[key]["expected"]) == pytest.approx(float(row["expected"]), rel=1e-6)
        assert per_head[key]["upper"] == row["upper"]


def test_a_population_that_doubles_is_expected_to_double_the_count(detect):
    counts = [*flat(1, 300), 18]
    per = [f"a,{later('2010-W01', at)},{count},{1000 if at < 300 else 2000}" for at, count in enumerate(counts)]

    (row,) = detect("\n".join(["series,period,count,denominator", *per])).values()

    assert float(row["expected"]) == pytest.approx(18, rel=0.25)
    assert row["alarm"] == "false"


def test_what_is_not_known_or_not_assessed_is_left_empty(detect):
    rows = detect(wide({"gap": [*flat(1)[:-1], ""], "young": [""] * 328 + [1, 2]}))

    newest = later("2010-W01", 329)
    assert list(rows["gap", newest].values())[2:] == [""] * 8
    assert list(rows["young", newest].values())[2:] == ["2", *[""] * 7]


def test_a_rise_that_began_before_the_first_period_asked_for_is_dated_all_the_same(detect):
    risen = [*flat(1)[:-20], *[60] * 20]

    long_ago = detect(wide({"a": risen}), "--from", later("2010-W01", 305), "--method", "farrington-flexible")
    newest = detect(wide({"a": risen}), "--method", "farrington-flexible")

    last = later("2010-W01", 329)
    assert newest["a", last]["first_excess"] == long_ago["a", last]["first_excess"] == later("2010-W01", 310)


def test_several_high_weeks_lower_the_bound_of_the_next_where_evidence_is_accumulated(detect):
    text = wide({"a": [*flat(1)[:-8], *[16] * 8], **{str(seed): flat(seed) for seed in range(2, 20)}})
    newest = ("a", later("2010-W01", 329))

    one_week = detect(text, "--method", "harmonic-negative-binomial", "--set", "alpha=0.001")
    accumulated = detect(text, "--method", "accumulation", "--set", "alpha=0.001")

    assert one_week[newest]["alarm"] == "false"
    assert float(accumulated[newest]["upper"]) < 16 <= float(one_week[newest]["upper"])
    assert [key for key, row in accumulated.items() if row["alarm"] == "true"] == [newest]


def test_counts_after_the_last_period_asked_for_are_not_looked_at(detect):
    text = wide({"a": flat(1), "b": flat(2)})
    cut = "\n".join(line.rsplit(",", 5)[0] for line in text.splitlines()) + "\n"

    assert detect(text, "--to", later("2010-W01", 324)) == detect(cut)


def test_the_number_of_threads_changes_nothing(detect):
    text = wide({str(seed): flat(seed, 90) for seed in range(1_100)})

    assert detect(text, "--workers", 1) == detect(text, "--workers", 2)


def test_a_budget_of_false_alarms_sets_alpha(detect):
    text = wide({str(seed): flat(seed) for seed in range(50)})

    assert detect(text, "--false-alarms", 2) == detect(text, "--set", "alpha=0.04")


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        (("--set", "c=3", "--method", "farrington-flexible"), BadSetting, "The settings are .*b, .*limit54"),
        (("--set", "b=many", "--method", "farrington-flexible"), BadSetting, "b is a whole number from 1 to 50"),
        (("--set", "limit54=5", "--method", "farrington-flexible"), BadSetting, "two whole numbers"),
        (("--set", "threshold_method=x", "--method", "farrington-flexible"), BadSetting, "delta"),
        (("--set", "trend=perhaps", "--method", "farrington-flexible"), BadSetting, "true or false"),
        (("--set", "alpha"), BadSetting, "KEY=VALUE"),
        (("--set", "b=3"), BadSetting, "takes no setting but alpha"),
        (("--method", "cusum"), BadSetting, "Choose one of auto, "),
        (("--method", "negative-binomial", "--r-compat"), BadSetting, "farrington-flexible alone"),
        (("--from", "2010-01"), BadSetting, "runs from 2010-W01"),
        (("--from", "2010-W20", "--to", "2010-W10"), BadSetting, "is later than"),
        (("--series", "b"), BadSetting, "no series 'b'"),
    ],
)
def test_a_wrong_option_is_refused_with_the_right_ones(detect, options, error, said):
    with pytest.raises(error, match=said):
        detect(wide({"a": flat(1, 30)}), *options)


def test_what_is_wrong_ends_the_command_with_an_exit_code_of_its_own(tmp_path):
    command = [TOCSIN, "detect", tmp_path / "none.csv", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == CountsUnreadable.exit_code
    assert "cannot be opened" in json.loads(done.stderr)["error"]


def test_words_and_json_say_what_stood_out_and_what_could_not_be_used(tmp_path):
    path = tmp_path / "counts.csv"
    path.write_text(wide({"risen": [*flat(1)[:-1], 60], "short": [""] * 329 + [4], "bad": ["x"] * 330}))

    words = CliRunner().invoke(app, ["detect", str(path)]).output
    told = json.loads(CliRunner().invoke(app, ["detect", str(path), "--json"]).stdout)

    for part in ("Alarms (1)", "risen", "Not assessed", "short", "line 4"):
        assert part in words
    assert [alarm["series"] for alarm in told["alarms"]] == ["risen"]
    assert {each["series"] for each in told["not_assessed"]} == {"short", "bad"}
    assert told["set_aside_total"] == 330


@pytest.mark.parametrize(("ending", "named"), [("svg", []), ("png", ["--series", "a", "--series", "b"])])
def test_the_picture_shows_the_strongest_alarm_or_those_named(detect, tmp_path, ending, named):
    picture = tmp_path / f"rise.{ending}"

    detect(wide({"a": flat(1), "b": [*flat(2)[:-1], 60]}), "--plot", picture, *named)

    content = picture.read_bytes()
    assert content.startswith(b"<svg" if ending == "svg" else b"\x89PNG")
    if ending == "svg":
        assert b"b: 60 in " in content


def chosen(settings: list[str]) -> list[str]:
    return [part for each in [*NOUFAILY, *settings] for part in ("--set", each)]


@pytest.fixture(scope="module")
def simulated(tmp_path_factory) -> Path:
    if not DATA.is_dir():
        pytest.skip("no shared data beside the checkout")
    path = tmp_path_factory.mktemp("simulated") / "counts.csv"
    with gzip.open(DATA / "sim_full.csv.gz", "rt") as file, path.open("w") as out:
        out.write(",".join(["series", *map(str, range(1, 625))]) + "\n")
        out.writelines(f"{number},{line}" for number, line in enumerate(file, start=1))
    return path


def r_answers(name: str) -> dict[tuple[str, str], dict[str, str]]:
    file = "r_nb.csv.gz" if name == "nb" else "r_other.csv.gz"
    with gzip.open(DATA / file, "rt", newline="") as lines:
        rows = csv.DictReader(lines)
        return {(row["sid"], row["week"]): row for row in rows if (row["config"], row["data"]) == (name, "full")}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_every_bound_and_alarm_is_that_of_r(detect, simulated, name):
    options = ("--method", "farrington-flexible", "--r-compat", "--from", 576, *chosen(CONFIGURATIONS[name]))

    ours, theirs = detect(simulated, *options), r_answers(name)

    assert len(theirs) >= 4116
    for key, row in theirs.items():
        mine = ours[key]
        if row["upper"] == "NA":
            assert mine["upper"] == ""
            continue
        assert float(mine["upper"]) == pytest.approx(float(row["upper"]), rel=1e-9), key
        assert float(mine["expected"]) == pytest.approx(float(row["expected"]), rel=1e-6), key
        assert (mine["alarm"] == "true") == (row["alarm"] == "1"), key


R_SCRIPT = """
suppressMessages(library(surveillance))
counts <- as.matrix(read.csv(commandArgs(TRUE)[1], check.names = FALSE)[, -(1:4), drop = FALSE])
range <- (nrow(counts) - 9):nrow(counts)
control <- list(range = range, b = YEARS, w = 3, noPeriods = PERIODS, pastWeeksNotIncluded = 26, alpha = 0.01,
                trend = TRUE, pThresholdTrend = 0.05, thresholdMethod = "METHOD", limit54 = c(ENOUGH), verbose = FALSE,
                glmWarnings = FALSE)
found <- suppressWarnings(farringtonFlexible(sts(counts, frequency = 52), control))
write.csv(upperbound(found), row.names = FALSE)
"""


@pytest.mark.skipif(RSCRIPT is None, reason="no Rscript here")
@pytest.mark.parametrize(
    ("name", "years", "periods", "method", "enough"),
    [
        ("measlesDE", 2, 10, "nbPlugin", "5,4"),
        ("hepatitisA", 3, 1, "delta", "0,4"),
        ("salmNewport", 4, 10, "muan", "1,4"),
    ],
)
def test_real_weeks_have_the_bounds_that_r_computes_now(detect, name, years, periods, method, enough):
    if not DATA.is_dir():
        pytest.skip("no shared data beside the checkout")
    source = DATA / f"{name}.csv"
    script = R_SCRIPT.replace("PERIODS", str(periods)).replace("METHOD", method)
    script = script.replace("YEARS", str(years)).replace("ENOUGH", enough)
    done = subprocess.run([RSCRIPT, "-e", script, source], capture_output=True, text=True, check=False)
    if "there is no package" in done.stderr:
        pytest.skip("no surveillance package for Rscript here")
    assert done.returncode == 0, done.stderr
    with source.open(newline="") as file:
        header, *rows = csv.reader(file)
    states, columns = header[4:], list(zip(*(row[4:] for row in rows), strict=True))
    text = wide({state: list(counts) for state, counts in zip(states, columns, strict=True)}, first="1")
    settings = [f"b={years}", f"no_periods={periods}", "alpha=0.01", "p_threshold_trend=0.05", f"limit54={enough}"]
    first = len(rows) - 9

    ours = detect(
        text,
        *("--method", "farrington-flexible", "--r-compat", "--from", first),
        *chosen([*settings, f"threshold_method={method}"]),
    )

    _, *bounds = csv.reader(done.stdout.splitlines())
    compared = 0
    for week, theirs in enumerate(bounds, start=first):
        for state, bound in zip(states, theirs, strict=True):
            mine = ours[state, str(week)]["upper"]
            assert (mine == "") == (bound == "NA"), (state, week)
            if bound != "NA":
                compared += 1
                assert float(mine) == pytest.approx(float(bound), rel=1e-9), (state, week)
    assert compared >= 10
