"""Files of counts as people write them: both shapes, what is not known, and what is set aside."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.errors import CountsUnreadable
from tocsin.reading.count_files import read_counts

GAP = np.nan


@pytest.fixture
def read(tmp_path):
    def reading(text: str | bytes):
        path = tmp_path / "counts.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_counts(path)

    return reading


def said(file) -> list[tuple[int, str]]:
    return [(trouble.line, trouble.problem) for trouble in file.set_aside]


def test_a_wide_file_is_laid_out_by_the_calendar_with_its_gaps(read):
    file = read("series,2017-W03,2016-W52,2017-W01\nLeeds,3,1,2\nBradford,,,7\n")

    assert file.names == ("Leeds", "Bradford")
    assert file.periods == ("2016-W52", "2017-W01", "2017-W02", "2017-W03")
    np.testing.assert_array_equal(file.counts, [[1, 2, GAP, 3], [GAP, 7, GAP, GAP]])
    assert (file.denominators, file.set_aside, file.a_year) == (None, [], 52)


def test_a_long_file_says_the_same_as_a_wide_one(read):
    wide = read("series,2018-01,2018-02,2018-03\na,1,,3\nb,4,5,6\n")
    long = read("series,period,count\na,2018-03,3\nb,2018-01,4\na,2018-01,1\nb,2018-02,5\nb,2018-03,6\na,2018-02,\n")

    assert (wide.names, wide.periods) == (long.names, long.periods)
    np.testing.assert_array_equal(wide.counts, long.counts)


def test_denominators_are_read_and_one_of_nought_is_not_known(read):
    file = read("series,period,count,denominator\na,2017-Q4,1,10.5\na,2018-Q1,2,0\na,2018-Q2,3,\n")

    assert file.denominators is not None
    np.testing.assert_array_equal(file.denominators, [[10.5, GAP, GAP]])


def test_a_byte_order_mark_dos_line_ends_and_quoted_names_are_no_trouble(read):
    file = read(b'\xef\xbb\xbfseries,575,576\r\n"Leeds, ""West""",1,2\r\n')

    assert file.names == ('Leeds, "West"',)
    np.testing.assert_array_equal(file.counts, [[1, 2]])


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ('"1,204"', "thousands separator"),
        ("1.204", "thousands separator or is a fraction"),
        ("-3", "below nought"),
        ("2.5", "not a whole number"),
        ("many", "not a whole number"),
        ("0x1F", "not a whole number"),
        ("1e3", "not a whole number"),
        ("٣", "not a whole number"),
        ("9007199254740993", "too large"),
    ],
)
def test_a_cell_that_is_no_count_costs_only_itself(read, cell, why):
    wide = read(f"series,1,2\na,1,{cell}\nb,3,4\n")
    long = read(f"series,period,count\na,1,1\na,2,{cell}\nb,1,3\nb,2,4\n")

    for file, line in ((wide, 2), (long, 3)):
        np.testing.assert_array_equal(file.counts, [[1, GAP], [3, 4]])
        ((at, problem),) = said(file)
        assert at == line
        assert why in problem


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a,1", "2 fields, the header 3"),
        ("a,1,2,3", "4 fields, the header 3"),
        (",1,2", "no name"),
        ("b,1,2", "already given in line 2"),
        ('"a,1,2', "cannot be cut into fields"),
    ],
)
def test_a_wide_line_that_cannot_be_used_costs_only_itself(read, line, why):
    file = read(f"series,1,2\nb,1,2\n{line}\n\nc,3,4\n")

    assert file.names == ("b", "c")
    ((at, problem),) = said(file)
    assert at == 3
    assert why in problem


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a,2018-01", "2 fields, the header 3"),
        ("a,2018-13,1", "no period"),
        ("a,2018-W02,1", "not a month"),
        ("b,2018-01,9", "already has a count for 2018-01"),
    ],
)
def test_a_long_line_that_cannot_be_used_costs_only_itself(read, line, why):
    file = read(f"series,period,count\nb,2018-01,1\n{line}\nb,2018-02,3\n")

    np.testing.assert_array_equal(file.counts, [[1, 3]])
    ((at, problem),) = said(file)
    assert at == 3
    assert why in problem


def test_columns_headed_by_no_period_of_the_common_kind_are_set_aside(read):
    file = read("series,2018-01,total,2018-02,2018-W01,2018-01\na,1,9,2,9,9\n")

    np.testing.assert_array_equal(file.counts, [[1, 2]])
    assert [problem.split(" is ")[0] for _, problem in said(file)] == ["column 3", "column 5", "column 6"]


def test_bytes_that_are_not_utf_8_cost_only_their_line(read):
    file = read(b"series,1\nM\xfcnchen,4\nLeeds,5\n")

    assert file.names == ("Leeds",)
    assert said(file) == [(2, "the line is not valid UTF-8")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "header begins with ''"),
        ("series;2017-W01\na;1\n", "header begins with"),
        ("series,a,b\nx,1,2\n", "names no period"),
        ("series,1,2\n", "no series"),
        ("series,period,count\na,x,1\n", "Line 2: 'x' is no period"),
        ("series,1,99999999\na,1,2\n", "more than 20,000 periods"),
        ("series,period,count,population\n", "not `denominator`"),
        (b"\xff\xfes\x00e\x00", "not valid UTF-8"),
    ],
)
def test_a_file_that_is_none_of_the_two_shapes_is_refused_in_words(read, text, why):
    with pytest.raises(CountsUnreadable, match=why):
        read(text)


def test_a_file_that_is_not_there_is_refused_in_words():
    with pytest.raises(CountsUnreadable, match="cannot be opened"):
        read_counts(Path("/nowhere/counts.csv"))


def test_only_so_many_troubles_are_told_but_all_are_counted(read):
    file = read("series,1\n" + "a\n" * 12_000 + "b,1\n")

    assert (len(file.set_aside), file.set_aside_total) == (10_000, 12_000)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(st.integers(0, 99) | st.none(), min_size=3, max_size=3), min_size=1, max_size=200),
    troubled=st.sets(st.integers(0, 199), max_size=3),
)
def test_a_bad_cell_changes_nothing_elsewhere_in_a_long_block(read, rows, troubled):
    """The fast path and the careful one give the same counts, whichever lines each of them takes."""
    lines = [f"s{at}," + ",".join("" if cell is None else str(cell) for cell in row) for at, row in enumerate(rows)]
    spoilt = [line.rsplit(",", 1)[0] + ",x" if at in troubled else line for at, line in enumerate(lines)]

    clean, other = (read("series,1,2,3\n" + "\n".join(each) + "\n") for each in (lines, spoilt))

    expected = clean.counts.copy()
    bad = sorted(at for at in troubled if at < len(rows))
    expected[bad, 2] = GAP
    np.testing.assert_array_equal(other.counts, expected)
    assert [line for line, _ in said(other)] == [at + 2 for at in bad]


def test_a_line_is_named_as_an_editor_numbers_it_blank_lines_counted(read):
    file = read("series,period,count\n\na,1,1\n\na,1,2\n")

    assert said(file) == [(5, "'a' already has a count for 1 in an earlier line")]
