"""The command as a user meets it: words or JSON, and an exit code for each kind of error."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

TOCSIN = Path(sys.executable).with_name("tocsin")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [str(TOCSIN), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"COLUMNS": "200", "PATH": ""})


@pytest.fixture
def store(world, tmp_path):
    folder = tmp_path / "store"
    done = run("scan", "--watch", world.watch, "--store", folder, "--workers", 1)
    assert done.returncode == 0, done.stderr
    return folder


def test_a_signal_is_listed_and_explained_with_its_quotes_and_hashes(store):
    listed = json.loads(run("signals", "--store", store, "--json").stdout)
    bradford = next(signal for signal in listed if signal["area_name"] == "Bradford")

    explained = run("explain", bradford["signal_id"][:8], "--store", store)

    assert explained.returncode == 0
    for words in (
        "Observed   12",
        "independent source groups agree",
        "“Officers in Bradford, West Yorkshire, freed people held in modern slavery.”",
        "https://one.example/10/0",
        "news.csv, record 601; sha256 ",
        "What would lower it",
        "Without one.example 8 of 12 documents would be left",
    ):
        assert words in explained.stdout


@pytest.mark.parametrize("command", ["signals", "sources", "set-aside", "digest"])
def test_every_report_is_also_json(store, command):
    json.loads(run(command, "--store", store, "--json").stdout)


def test_a_scan_as_json_prints_nothing_else(world, tmp_path):
    done = run("scan", "--watch", world.watch, "--store", tmp_path / "s", "--workers", 1, "--json")

    assert json.loads(done.stdout)["totals"]["documents_read"] == 660
    assert done.stderr == ""


def test_bad_input_of_every_kind_costs_only_itself(world, tmp_path):
    with world.news.open("ab") as news:
        news.write(b"No date,Some text.,someday,https://one.example/a\n")
        news.write(b"Bad bytes,caf\xe9.,2017-03-13,https://one.example/b\n")
        news.write(b"No text,,2017-03-13,https://one.example/c\n")
        news.write(b"Endless," + b"x" * 100_000_000 + b",2017-03-13,https://one.example/d\n")

    done = run("scan", "--watch", world.watch, "--store", tmp_path / "s", "--workers", 1)

    assert done.returncode == 0
    for words in ("the date is not one of the forms", "is not valid utf-8", "the text is empty", "longer than 4 MiB"):
        assert words in done.stdout
    totals = json.loads(run("scan", "--watch", world.watch, "--store", tmp_path / "s", "--json").stdout)["totals"]
    assert (totals["documents_read"], totals["set_aside"]) == (660, 4)
    listed = run("set-aside", "--store", tmp_path / "s").stdout
    assert "news.csv, record 661 (news): the date 'someday'" in listed


@pytest.mark.parametrize(
    ("break_it", "code", "said"),
    [
        (lambda w: w.watch.write_text(w.watch.read_text() + "\ncolour = 1\n"), 2, "unknown key 'colour'"),
        (
            lambda w: w.watch.write_text(w.watch.read_text().replace('threat = "modern', 'threat = "modem')),
            2,
            "no threat",
        ),
        (lambda w: w.watch.write_text(w.watch.read_text().replace("E08000032", "E08999999")), 2, "no area 'E08999999'"),
        (lambda w: w.news.write_text("title,body,date,link\n"), 4, "row 1 (the header): lacks the column 'text'"),
        (lambda w: w.news.write_text(""), 4, "news.csv: the file is empty"),
        (lambda w: (w.folder / "lookup.csv").write_text("LSOA,LAD\n"), 3, "lookup.csv"),
        (lambda w: w.watch.unlink(), 2, "cannot be opened"),
    ],
)
def test_what_is_wrong_is_said_with_an_exit_code_of_its_own(world, tmp_path, break_it, code, said):
    break_it(world)

    done = run("scan", "--watch", world.watch, "--store", tmp_path / "s", "--workers", 1)

    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"), [(("signals",), 7), (("explain", "nothing"), 7), (("nosuch",), 2), (("scan",), 2)]
)
def test_a_command_without_what_it_needs_says_so(tmp_path, arguments, code):
    done = run(*arguments, "--store", tmp_path / "none") if code == 7 else run(*arguments)

    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_an_unknown_signal_is_not_found(store):
    done = run("explain", "zzzz", "--store", store, "--json")

    assert done.returncode == 6
    assert "`tocsin signals` lists them" in json.loads(done.stderr)["error"]
