"""A user's records into documents, and proposals into a vocabulary file."""

import tomllib
from datetime import date

import pytest

from tocsin.detection.emergence.document_rows import Columns, document_rows
from tocsin.detection.emergence.offering import proposals
from tocsin.tagging.vocabulary import load_vocabulary


def raw(*rows):
    return [
        {
            "row": at,
            "problem": None,
            "remedy": None,
            "fields": list({"text": "Raid", "date": "2017-03-31", **row}.items()),
        }
        for at, row in enumerate(rows, start=1)
    ]


def days(*written):
    read = document_rows(raw(*({"date": each} for each in written)), Columns("text", "date"))
    return read.documents.column("published").to_pylist()


@pytest.mark.parametrize(
    "written",
    ["2017-03-31", "2017-03-31T14:05:00Z", "31/03/2017", "31.03.2017", "31.3.2017 09:15", "20170331", "31 March 2017",
     "31-Mar-17", "March 31, 2017"],
)  # fmt: skip
def test_common_ways_of_writing_a_date_are_read(written):
    assert days(written) == [date(2017, 3, 31)]


def test_the_whole_file_tells_whether_the_month_stands_first():
    assert days("03/04/2017", "03/25/2017") == [date(2017, 3, 4), date(2017, 3, 25)]
    assert days("03/04/2017", "25/03/2017") == [date(2017, 4, 3), date(2017, 3, 25)]


def test_bad_records_are_set_aside_and_the_rest_goes_on():
    rows = raw({}, {"date": "last week"}, {"text": "  "}, {"date": "2017-02-30"}, {})
    rows.append({"row": 6, "problem": "the row is not CSV", "remedy": "Check the quotes.", "fields": []})

    read = document_rows(rows, Columns("text", "date"))

    assert read.documents.column("doc_id").to_pylist() == ["1", "5"]
    assert [each.row for each in read.set_aside] == [2, 3, 4, 6]
    assert "'last week'" in read.set_aside[0].problem


ROW = {
    "term": "monkey dust", "period": "2017-Q1", "area": "overall", "count": 12, "expected": 0.4, "q": 0.001,
    "first_excess": "2017-Q1", "level": "raised", "flags": "", "beside": "powder", "variants": "monkeydust",
}  # fmt: skip


def test_a_proposal_is_commented_out_and_changes_no_vocabulary_until_a_person_says_so(tmp_path):
    text = proposals([ROW])
    file = tmp_path / "proposed.toml"
    file.write_text(text, encoding="utf-8")

    assert 'phrases = ["monkey dust", "monkeydust"]' in text
    assert load_vocabulary("en", file).terms == load_vocabulary("en").terms


def test_an_accepted_proposal_is_a_term(tmp_path):
    lines = proposals([ROW]).splitlines()
    at = lines.index("# [[terms]]")
    accepted = [line.removeprefix("# ") if at <= number < at + 4 else line for number, line in enumerate(lines)]

    (term,) = tomllib.loads("\n".join(accepted))["terms"]

    assert term["phrases"] == ["monkey dust", "monkeydust"]


@pytest.mark.parametrize(
    "changed",
    [{"level": "one source"}, {"level": "below"}, {"area": "Leeds"}, {"flags": "proper noun"},
     {"flags": "possible recording change; may be a name"}, {"term": "romanian gang"}],
)  # fmt: skip
def test_nothing_else_is_proposed(changed):
    assert "[[terms]]" not in proposals([{**ROW, **changed}])
