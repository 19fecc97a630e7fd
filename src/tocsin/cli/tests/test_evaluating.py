"""The commands that evaluate, from a person's files to what is printed."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from tocsin.cli import benchmarking
from tocsin.cli.commands import app
from tocsin.errors import BadScenario, BadSetting, BenchmarkUnavailable, SeriesTooShort
from tocsin.evaluation.scenario import template


def run(*words):
    return CliRunner().invoke(app, [str(each) for each in words], catch_exceptions=True)


@pytest.fixture
def counts(tmp_path):
    chance = np.random.default_rng(11)
    rows = chance.poisson(10, (8, 80))
    rows[0, 70:74] += 25
    path = tmp_path / "counts.csv"
    lines = ["series," + ",".join(str(week + 1) for week in range(80))]
    lines += [f"s{row}," + ",".join(map(str, each)) for row, each in enumerate(rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def happened(tmp_path):
    path = tmp_path / "happened.csv"
    path.write_text("series,start,end,what\ns0,71,74,raids\n", encoding="utf-8")
    return path


def test_a_back_test_says_what_was_found_how_late_and_what_else_was_raised(counts, happened, tmp_path):
    words = ("backtest", counts, "--method", "negative-binomial", "--from", "60", "--lag", "2", "--false-alarms", "0.1")
    done = run(*words, "--truth", happened, "--out", tmp_path / "alarms.csv", "--plot", tmp_path / "a.svg", "--json")

    told = json.loads(done.stdout)
    assert told["found"] == [
        {"series": "s0", "start": "71", "end": "74", "what": "raids", "raised": "73", "delay": 2},
    ]
    assert told["alarms"] == sum(told["alarms_by_period"].values()) > told["other_alarms"]
    alarms = (tmp_path / "alarms.csv").read_text("utf-8").splitlines()
    assert alarms[0] == "raised,series,period,observed,expected,upper,p,first,method"
    assert any(each.startswith("73,s0,71,") for each in alarms)
    assert (tmp_path / "a.svg").read_text("utf-8").startswith("<svg")


def test_a_back_test_in_words_lists_first_alarms_where_no_truth_is_known(counts):
    done = run("backtest", counts, "--method", "negative-binomial", "--from", "60")

    assert "First raised" in done.stdout
    assert "s0" in done.stdout


@pytest.mark.parametrize(
    ("words", "failure"),
    [
        (("--method", "guess", "--from", "60"), BadSetting),
        (("--method", "auto", "--from", "60"), BadSetting),
        (("--method", "negative-binomial", "--from", "900"), SeriesTooShort),
        (("--method", "negative-binomial", "--from", "60", "--lag", "70"), SeriesTooShort),
    ],
)
def test_a_back_test_that_cannot_be_done_is_refused(counts, words, failure):
    assert isinstance(run("backtest", counts, *words).exception, failure)


def test_a_truth_about_another_series_is_refused(counts, tmp_path):
    (tmp_path / "other.csv").write_text("series,start,end\nnobody,71,74\n", encoding="utf-8")

    done = run("backtest", counts, "--method", "negative-binomial", "--from", "60", "--truth", tmp_path / "other.csv")

    assert isinstance(done.exception, BadScenario)
    assert done.exception.exit_code == 13


def test_scenarios_are_listed_and_the_template_is_a_script(tmp_path):
    listed = json.loads(run("scenario", "list", "--json").stdout)

    assert [each["name"] for each in listed] == ["car-washes", "cocaine-supply", "copper-theft"]
    assert run("scenario", "template").stdout == template()


def test_a_scenario_is_played_into_the_users_own_counts(counts, tmp_path):
    script = tmp_path / "mine.toml"
    script.write_text(template().replace("watched_before = 52", "watched_before = 26"), encoding="utf-8")
    words = ("--method", "negative-binomial", "--plays", "2", "--out", tmp_path / "report", "--json")

    told = json.loads(run("scenario", "run", script, "--counts", counts, *words).stdout)

    assert told["baseline"] == "the counts given"
    assert "added to the counts given" in told["made_up"]
    assert [each["method"] for each in told["methods"]] == ["negative-binomial"]
    assert len(told["methods"][0]["plays"]) == 2
    page = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert "--counts counts.csv" in page
    assert str(tmp_path) not in page


def test_the_benchmarks_are_refused_outside_the_checkout(monkeypatch, tmp_path):
    monkeypatch.setattr(benchmarking, "CHECKOUT", Path(tmp_path))

    done = run("benchmark", "detection", "--only", "cost")

    assert isinstance(done.exception, BenchmarkUnavailable)
    assert done.exception.exit_code == 12
    assert "docs/reference/scorecard.md" in str(done.exception)
