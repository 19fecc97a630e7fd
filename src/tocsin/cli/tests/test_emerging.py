"""The `tocsin emerge` command, from a person's file to what is printed and written."""

import csv
import json
import random

import pytest
from typer.testing import CliRunner

from tocsin.cli.commands import app
from tocsin.errors import DocumentsUnreadable


def run(*words):
    return CliRunner().invoke(app, ["emerge", *map(str, words), "--text", "text", "--date", "day"])


@pytest.fixture
def documents(tmp_path):
    """Ten quarters of 30 notices; "nitazene" comes up in the last one. Two rows cannot be used."""
    chance = random.Random(2)  # noqa: S311 - made-up texts
    usual = "theft shop bicycle street garage window phone wallet scooter garden".split()  # noqa: SIM905 - plainer
    lines = ["day,text,town,paper"]
    for quarter in range(10):
        for number in range(30):
            words = " ".join(chance.choices(usual, k=4)) + (" nitazene" if quarter == 9 and number < 9 else "")
            day = f"{1 + number % 28:02d}/{quarter % 4 * 3 + 1:02d}/{2015 + quarter // 4}"
            lines.append(f"{day},{words},{('Leeds', 'Bradford')[number % 2]},{('Herald', 'Echo')[number % 2]}")
    path = tmp_path / "documents.csv"
    path.write_text("\n".join([*lines, "soon,theft,Leeds,Herald", "01/02/2016,,Leeds,Echo"]), encoding="utf-8")
    return path


def test_the_file_written_ranks_terms_in_the_columns_promised(documents, tmp_path):
    out = tmp_path / "terms.csv"

    done = run(documents, "--place", "town", "--source", "paper", "--period", "quarter", "--out", out)

    assert done.exit_code == 0, done.output
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:9] == ["term", "period", "area", "count", "expected", "p", "q", "rank", "first_excess"]
    (row,) = [row for row in rows if row["term"] == "nitazene" and row["area"] == "overall"]
    assert (row["period"], row["count"], row["rank"], row["level"]) == ("2017-Q2", "9", "1", "raised")


def test_a_person_reads_what_stands_out_why_and_what_was_set_aside(documents):
    printed = run(documents, "--period", "quarter", "--source", "paper").output

    assert "Set aside: record 301: the date 'soon' cannot be read. Write it as 2017-03-31." in printed
    assert "300 documents used, 2 records set aside." in printed
    assert "nitazene: 9 documents" in printed
    assert "nitazene” (record " in printed


def test_a_program_gets_terms_with_quotes_periods_and_what_was_set_aside(documents):
    read = json.loads(run(documents, "--period", "quarter", "--lag", "1", "--json").stdout)

    assert [each["period"] for each in read["periods"]][-1] == "2017-Q1"
    assert {each["raised_in"] for each in read["terms"] if each["period"] == "2017-Q1"} == {"2017-Q2"}
    assert [each["row"] for each in read["set_aside"]] == [301, 302]


def test_raised_terms_are_proposed_and_drawn(documents, tmp_path):
    proposed, drawn = tmp_path / "proposed.toml", tmp_path / "terms.svg"

    done = run(documents, "--period", "quarter", "--candidates", proposed, "--plot", drawn)

    assert done.exit_code == 0, done.output
    assert '# phrases = ["nitazene"]' in proposed.read_text(encoding="utf-8")
    assert "nitazene" in drawn.read_text(encoding="utf-8")


def test_a_past_that_is_too_short_is_said(documents):
    short = documents.with_name("short.csv")
    short.write_text("\n".join(documents.read_text(encoding="utf-8").splitlines()[:91]), encoding="utf-8")

    assert "The past is too short" in run(short, "--period", "quarter").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--place", "borough"], "lacks the column 'borough'"),
        (["--date-format", "%Y"], "no record can be used"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(documents, words, told):
    failure = run(documents, *words).exception

    assert isinstance(failure, DocumentsUnreadable)
    assert told in str(failure)
    assert "watch" not in str(failure)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert "no such file" in str(run(tmp_path / "none.csv").exception)
