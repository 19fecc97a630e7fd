"""What a spreadsheet could run, what a file is called, and when it may leave."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from partnership.exports.rules import (
    KEEP,
    LONGEST_SHEET,
    SAY_WHERE,
    SAY_WHO,
    SAY_WHY,
    Disclosure,
    Format,
    Row,
    Table,
    could_be_formula,
    file_name,
    may_export,
    neutral,
    printable,
    release_of,
)
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
CLOSE = Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, "")
ASK_FIRST = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask first.")
DAY = date(2026, 11, 24)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\rx",
            "\nx",
            "\tx",
            "\x00=1",
            "\ufeff=1",
            "\u200b-1",
            "  =1",
            "\xa0=1",
        ),
        *("＝1+1", "＋1", "－1", "＠SUM(1)", "﹦1", "﹣1", "﹢1", "﹫x", "−1"),
        *('"=1"', "'=1", "''=1", "“=1”", "` +1", "\u202e=1", '" \t@x'),
        *("=cmd|' /C calc'!A0", '=HYPERLINK("https://evil.example","x")', "=IMPORTXML(A1)", "-2+3+cmd|' /C calc'!A0"),
    ],
)
def test_what_a_spreadsheet_could_run_gets_an_apostrophe(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "  ", "'", "More than expected", "1-1", "a=1", "'quoted'", "£5", "السلام", "x\n=1"]
)
def test_other_text_is_left_as_it_is(text):
    assert neutral(text) == text


@given(ANY_TEXT)
@example("'=1")
@example("''-1")
def test_what_neutral_adds_can_be_taken_off_again(text):
    told = neutral(text)

    assert (told[1:] if told[:1] == "'" and could_be_formula(told[1:]) else told) == text


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\x9bb", "a\ud800b", "a\ufffeb", "a\ufdd0b"])
def test_what_no_spreadsheet_can_hold_is_replaced_and_not_dropped(text):
    assert printable(text) == "a\ufffdb"


@pytest.mark.parametrize("text", ["a\tb\r\nc", "👩‍👩‍👧", "\u202eabc\u202c", "Łódź"])
def test_what_a_spreadsheet_can_hold_stays(text):
    assert printable(text) == text


@pytest.mark.parametrize(
    ("named", "name"),
    [
        (("signals", "Bradford"), "OFFICIAL-SENSITIVE_signals_bradford_2026-11-24.csv"),
        (("signals", "Kirklees & Łódź"), "OFFICIAL-SENSITIVE_signals_kirklees-odz_2026-11-24.csv"),
        (("signals", '../../x"; filename=y.exe\r\n'), "OFFICIAL-SENSITIVE_signals_x-filename-y-exe_2026-11-24.csv"),
        (("signals", "برادفورد"), "OFFICIAL-SENSITIVE_signals_2026-11-24.csv"),
        (("signals", "x" * 300), f"OFFICIAL-SENSITIVE_signals_{'x' * 40}_2026-11-24.csv"),
    ],
)
def test_a_files_name_begins_with_its_marking_and_holds_safe_letters_only(named, name):
    assert file_name(Marking.OFFICIAL_SENSITIVE, *named, day=DAY, format=Format.CSV) == name


@given(st.lists(st.sampled_from([OPEN, CLOSE, ASK_FIRST, Release()]), max_size=6))
def test_no_row_is_held_more_closely_than_its_file(releases):
    file = release_of([Table("things", ("a",), tuple(Row(("x",), release) for release in releases))])

    for release in releases:
        assert file.marking.height >= release.marking.height
        assert file.handling is Handling.CONDITIONAL or release.handling is Handling.PERMITTED
        assert set(release.conditions.splitlines()) <= set(file.conditions.splitlines())


def test_a_row_that_does_not_fit_its_columns_is_refused():
    with pytest.raises(ValueError, match="Row 1 of things"):
        Table("things", ("a", "b"), (Row(("x", "y"), OPEN), Row(("x",), OPEN)))


@pytest.mark.parametrize(
    ("changed", "release", "refusal"),
    [
        ({}, OPEN, None),
        ({"recipient": " "}, OPEN, SAY_WHO),
        ({"agency": "\n"}, OPEN, SAY_WHERE),
        ({"because": "\t"}, OPEN, SAY_WHY),
        ({}, ASK_FIRST, KEEP),
        ({"keeps_conditions": True}, ASK_FIRST, None),
    ],
)
def test_an_export_says_for_whom_and_why_and_keeps_its_conditions(changed, release, refusal):
    told = {"recipient": "R. Cipient", "agency": "Charity", "because": "They asked"} | changed

    assert may_export(Disclosure(Format.CSV, **told), release) == refusal


def test_a_table_longer_than_a_sheet_is_refused_as_a_workbook_only():
    told, longest = ("R. Cipient", "Charity", "They asked"), LONGEST_SHEET + 1

    assert may_export(Disclosure(Format.CSV, *told), OPEN, longest=longest) is None
    assert may_export(Disclosure(Format.XLSX, *told), OPEN, longest=LONGEST_SHEET) is None
    assert "Choose CSV or JSON" in may_export(Disclosure(Format.XLSX, *told), OPEN, longest=longest)
