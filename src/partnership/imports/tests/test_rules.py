"""What a file that somebody made by hand says, however it was written."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.exports.as_csv import as_csv
from partnership.exports.rules import About, Table, printable
from partnership.exports.rules import Row as ExportRow
from partnership.imports.rules import (
    LARGEST,
    LONGEST_CONDITIONS,
    MOST_ROWS,
    Unreadable,
    is_above_official,
    plain_name,
    read_letters,
    read_release,
    read_sheet,
    several,
)
from partnership.people.rules import AboveOfficial, Marking
from partnership.records.rules import UNSTATED, Handling, Release

NAMES = ("name", "kind", "summary")
CLOSEST = Release()
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


def sheet(text: str, **more):
    return read_sheet(text, NAMES, needed=("name",), **more)


def cells(text: str, **more) -> list[dict[str, str]]:
    return [dict(row.cells) for row in sheet(text, **more).rows]


@pytest.mark.parametrize(
    ("data", "text", "is_named"),
    [
        ("Łódź £".encode(), "Łódź £", False),
        ("Łódź £".encode("utf-8-sig"), "Łódź £", False),
        ("Café £5 – “so”".encode("cp1252"), "Café £5 – “so”", True),
    ],
)
def test_letters_are_read_as_they_were_written_and_an_older_way_is_named(data, text, is_named):
    told = read_letters(data)

    assert told.text == text
    assert ("Windows-1252" in told.was) is is_named


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04xx", "Excel workbook"),
        ("name".encode("utf-16"), "UTF-16"),
        (b"na\x81me", "no text that can be read"),
        (b"x" * (LARGEST + 1), "larger than 1 MB"),
    ],
)
def test_what_is_no_csv_file_is_refused_with_what_to_do(data, words):
    with pytest.raises(Unreadable, match=words):
        read_letters(data)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_cells_may_be_separated_as_the_spreadsheet_does_it(separator):
    text = "\n".join(separator.join(row) for row in (["Name", "kind"], ["Car wash", "business"]))

    told = sheet(text)

    assert (told.separator, dict(told.rows[0].cells)) == (separator, {"name": "Car wash", "kind": "business"})


@pytest.mark.parametrize("written", ["Name", " name ", "NAME", "\ufeffname"])
def test_a_columns_name_is_known_however_it_is_written(written):
    assert plain_name(written) == "name"
    assert plain_name("Mapping reference") == plain_name("mapping-reference") == "mapping_reference"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "must name the columns. Not found: name"),
        ("kind,summary\nx,y", "Not found: name"),
        ("name,kind,Name\na,b,c", "names name twice"),
        ("name,kind\n", "no line below"),
        ("name,kind\n\n,\n", "no line below"),
        ('name,kind\na,b\n"c,d\n', "Line 3 cannot be read"),
        ('name,kind\n"a"b,c\n', "Line 2 cannot be read"),
        ("name\n" + "x\n" * (MOST_ROWS + 1), "5,001 lines; 5,000 can be imported"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_what_to_do(text, words):
    with pytest.raises(Unreadable, match=words):
        sheet(text)


def test_a_row_is_known_by_the_line_on_which_it_begins():
    told = sheet('name,summary\r\na,"one\r\ntwo"\r\n\r\nb,c\r\n')

    assert [(row.line, row.cells["name"]) for row in told.rows] == [(2, "a"), (5, "b")]
    assert told.rows[0].cells["summary"] == "one\r\ntwo"


def test_cells_beyond_the_last_column_are_counted_and_missing_ones_are_empty():
    told = sheet("name,kind\na,b,c, ,d\ne\n")

    assert [row.extra for row in told.rows] == [2, 0]
    assert dict(told.rows[1].cells) == {"name": "e"}


def test_of_an_export_of_several_tables_only_its_own_is_read():
    told = sheet("table,name,kind\nthings,a,b\nothers,c,d\nthings,e,f\n", table="things")

    assert [row.cells["name"] for row in told.rows] == ["a", "e"]
    assert told.aside == 1


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\x9bb"])
def test_characters_that_nobody_sees_are_taken_out(text):
    assert cells(f"name\n{text}\n") == [{"name": "ab"}]


@pytest.mark.parametrize(
    ("cell", "found"), [("a; b", ["a", "b"]), ("a\nb\n", ["a", "b"]), ("a", ["a"]), (" ; \n", []), ("", [])]
)
def test_a_cell_can_hold_several_words(cell, found):
    assert several(cell) == found


@given(st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=3), min_size=1, max_size=5))
def test_what_was_exported_reads_as_what_it_was(rows):
    """But for blanks around it, characters that no file holds, and lines that hold nothing."""
    about = About("x", OPEN, "x", "x", "Force", datetime(2027, 1, 1, tzinfo=UTC), {})
    table = Table("things", NAMES, tuple(ExportRow(tuple(row), OPEN, "Force") for row in rows))

    told = cells(as_csv(about, [table]).decode("utf-8-sig"))

    held = {"marking": "OFFICIAL", "handling": "P", "conditions": "", "agency": "Force"}
    wanted = [[printable(cell).strip() for cell in row] for row in rows]
    read = [{name: cell.strip() for name, cell in one.items()} for one in told]
    assert read == [dict(zip(NAMES, row, strict=True)) | held for row in wanted]


@pytest.mark.parametrize("text", ["=1+1", "-5", "+44 1274", "@handle", "'=1", "＝1", "'quoted'", "-"])
def test_the_apostrophe_of_our_own_exports_is_taken_off_again(text):
    about = About("x", OPEN, "x", "x", "Force", datetime(2027, 1, 1, tzinfo=UTC), {})
    table = Table("things", ("name",), (ExportRow((text,), OPEN),))

    assert cells(as_csv(about, [table]).decode("utf-8-sig"))[0]["name"] == text


@pytest.mark.parametrize(
    ("told", "release"),
    [
        ({"marking": "OFFICIAL", "handling": "P"}, Release(Marking.OFFICIAL, Handling.PERMITTED, "")),
        (
            {"marking": "official - sensitive", "handling": "p"},
            Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, ""),
        ),
        (
            {"marking": "OFFICIAL", "handling": "P: lawful sharing permitted"},
            Release(Marking.OFFICIAL, Handling.PERMITTED, ""),
        ),
        (
            {"marking": "OFFICIAL", "handling": "C", "conditions": "Ask.\r\nFirst."},
            Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask.\nFirst."),
        ),
        ({"marking": "OFFICIAL", "handling": "C"}, Release(Marking.OFFICIAL, Handling.CONDITIONAL, UNSTATED)),
        ({"marking": "OFFICIAL"}, Release(Marking.OFFICIAL, Handling.CONDITIONAL, UNSTATED)),
        ({}, CLOSEST),
        ({"marking": " ", "handling": "P"}, CLOSEST),
        (
            {"handling": "P", "conditions": "Ask."},
            Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Ask."),
        ),
    ],
)
def test_a_row_is_held_as_it_says_and_as_closely_as_can_be_where_it_does_not(told, release):
    assert read_release(told) == release


MARKINGS = st.sampled_from(["", "OFFICIAL", "OFFICIAL-SENSITIVE"])


@given(MARKINGS, st.sampled_from(["", "P", "C"]), st.sampled_from(["", "Ask first."]))
def test_no_row_is_held_less_closely_than_it_says(marking, handling, conditions):
    try:
        release = read_release({"marking": marking, "handling": handling, "conditions": conditions})
    except ValueError:
        return

    assert release.refusal is None
    assert not marking or release.marking == marking
    assert marking or release.marking is Marking.OFFICIAL_SENSITIVE
    assert release.handling is Handling.CONDITIONAL or (handling == "P" and marking)
    assert conditions in release.conditions


@pytest.mark.parametrize("marking", ["SECRET", "TOP SECRET", "RESTRICTED", "Confidential", "OFFICIAL-SECRET", "?"])
def test_what_may_not_be_here_is_refused(marking):
    with pytest.raises(AboveOfficial):
        read_release({"marking": marking})
    assert is_above_official({"marking": marking})
    assert not is_above_official({"marking": "OFFICIAL"})
    assert not is_above_official({})


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"marking": "OFFICIAL", "handling": "P", "conditions": "Ask."}, "P carries no conditions"),
        ({"marking": "OFFICIAL", "handling": "D"}, "“D” is no handling code. Write P or C"),
        ({"marking": "OFFICIAL", "handling": "Personal"}, "no handling code"),
        ({"marking": "", "handling": "D"}, "no handling code"),
        ({"conditions": "x" * (LONGEST_CONDITIONS + 1)}, "longer than 2,000"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(told, words):
    with pytest.raises(ValueError, match=words):
        read_release(told)


@given(st.text(max_size=200))
def test_whatever_is_sent_is_read_or_refused_in_words(text):
    with suppress(Unreadable):
        assert all(row.cells for row in sheet(text).rows)


def test_a_file_as_python_writes_it_reads_the_same():
    text = io.StringIO()
    csv.writer(text).writerows([["name", "kind"], ['a "b", c', "d\ne"]])

    assert cells(text.getvalue()) == [{"name": 'a "b", c', "kind": "d\ne"}]
