"""Signals for Bradford and round about. The people come from the site's own fixtures."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from itertools import count

import openpyxl
import pytest

from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.triage.actions import receive
from partnership.triage.rules import Arrival, ArrivalQuote, Level, WindowPoint

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


def _window() -> tuple[WindowPoint, ...]:
    quiet = [WindowPoint(f"2018-{month:02}", date(2018, month, 1), 6, 1000, 6.4, 2, 12) for month in range(1, 7)]
    unassessed = WindowPoint("2017-12", date(2017, 12, 1), 5, None, None, None, None)
    return (unassessed, *quiet, WindowPoint("2018-07", date(2018, 7, 1), 19, 1000, 6.4, 2, 12))


@pytest.fixture
def quote_of():
    """A quote, but for what the test changes."""

    def make(**changes) -> ArrivalQuote:
        told = {
            "rank": 1,
            "title": "Street crime in July",
            "published": date(2018, 8, 14),
            "source_group": "Police.uk",
            "link": "https://example.org/july",
            "quote": "Nineteen offences of possession of weapons were recorded.",
            "term": "possession of weapons",
            "content_hash": "ab" * 32,
            "where": "street-crime.csv:812",
        }
        return ArrivalQuote(**(told | changes))

    return make


@pytest.fixture
def arrival_of(quote_of):
    """An arrival for Bradford, but for what the test changes."""

    def make(**changes) -> Arrival:
        told = {
            "engine_signal_id": "0011223344556677",
            "series_id": "police.uk/firearms-and-violence/weapons/E08000032",
            "area_code": "E08000032",
            "area_name": "Bradford",
            "area_level": "district",
            "threat": "firearms-and-violence",
            "threat_name": "Firearms and serious violence",
            "measure": "Possession of weapons recorded",
            "level": Level.WATCH,
            "level_reason": "One source group reports it, and one alone never rises above watch.",
            "statement": "More weapons offences than expected in Bradford in July 2018.",
            "period": "2018-07",
            "period_start": date(2018, 7, 1),
            "period_end": date(2018, 7, 31),
            "observed": 19,
            "expected": 6.4,
            "upper": 12,
            "p": 0.0004,
            "q": 0.02,
            "first_excess": "2018-07",
            "baseline": "the same months of 2015 to 2017",
            "method": "farrington-flexible",
            "method_version": "1",
            "source": "police.uk",
            "source_groups": ("Police.uk",),
            "would_lower": ("A correction of the July figures by the force.",),
            "window": _window(),
            "quotes": (quote_of(),),
            "store_digest": "d1" * 32,
        }
        return Arrival(**(told | changes))

    return make


@pytest.fixture
def signal_of(db, arrival_of):
    """A signal received by the site; every call is another one."""
    numbers = count(1)

    def make(*, release=OPEN, originator=None, **changes):
        arrival = arrival_of(**({"engine_signal_id": f"{next(numbers):016x}"} | changes))
        return receive(by=None, arrival=arrival, release=release, originator=originator)

    return make


@pytest.fixture
def open_signal(signal_of):
    return signal_of()


@pytest.fixture
def force_signal(signal_of):
    return signal_of(
        area_code="E23000010",
        area_name="West Yorkshire",
        area_level="force",
        statement="More weapons offences than expected in West Yorkshire in July 2018.",
    )


@pytest.fixture
def export(client_for):
    """The answer to somebody's export, of Bradford's board unless told otherwise, with all that is asked for."""

    def ask(person, address="/boards/E08000032/export/", **changes):
        told = {"recipient": "R. Cipient", "agency": "Refuge", "because": "They run the refuge"}
        return client_for(person).post(address, {"format": "json"} | told | changes)

    return ask


@pytest.fixture
def tables_in():
    """The tables of an exported file by name, each row a dict, whatever the format."""

    def read(answer):
        kind = answer.headers["Content-Type"]
        if kind == "application/json":
            return json.loads(answer.content)["tables"]
        if kind.startswith("text/csv"):
            text = io.StringIO(answer.content.decode("utf-8-sig"), newline="")
            rows = list(csv.DictReader(text, strict=True))
            names = {row.get("table", "signals") for row in rows} | {"signals"}
            return {name: [row for row in rows if row.get("table", name) == name] for name in names}
        return {sheet.title: _rows_of(sheet) for sheet in openpyxl.load_workbook(io.BytesIO(answer.content))}

    return read


def _rows_of(sheet):
    head, *rows = sheet.iter_rows(values_only=True)
    return [{str(name).replace(" ", "_"): cell for name, cell in zip(head, row, strict=True)} for row in rows]
