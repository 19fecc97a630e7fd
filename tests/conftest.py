"""A small made-up world for the tests that run a whole scan: three publishers, eleven weeks, a rise in the last."""

from __future__ import annotations

import csv
import random
import signal
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

PUBLISHERS = ("one.example", "two.example", "three.example")
FIRST_MONDAY = date(2017, 1, 2)
WEEKS = 11
DOCUMENTS_A_WEEK = 60

WORDS = (
    *("council", "budget", "road", "school", "library", "market", "river", "garden", "harvest", "weather", "railway"),
    *(
        "station",
        "bridge",
        "ferry",
        "street",
        "orchard",
        "bakery",
        "cricket",
        "football",
        "summer",
        "winter",
        "morning",
    ),
    *("evening", "opened", "closed", "planned", "repaired", "painted"),
)

WATCH = """
name = "Made-up world"
areas = ["E08000032", "E23000010", "K02000001", "WORLD"]

[lookup]
file = "lookup.csv"
small_area = "LSOA"
district = "LAD"
police_force = "force"

[population]
file = "population.csv"
small_area = "LSOA"
persons = "persons"

[[documents]]
name = "news"
files = ["news.csv"]
title = "title"
text = "text"
published = "date"
link = "link"
licence = "made up"
citation = "made up"
marking = "OFFICIAL"
handling = "P"
detect = { compare = "earlier", false_alarms = 0.04, signal_q = 0.1 }

[[counts]]
name = "recorded"
files = ["recorded.csv"]
source_group = "Police recorded crime"
link = "https://figures.example/"
area = "force"
area_is = "police-force"
period = "year"
quarter = "quarter"
category = "offence"
count = "n"
denominator = "population"
licence = "made up"
citation = "Made-up recorded crime"
marking = "OFFICIAL"
handling = "P"
detect = { compare = "areas", false_alarms = 0.05 }

[[counts.measures]]
name = "Modern slavery offences recorded"
threat = "modern-slavery"
categories = ["Modern slavery"]
"""

FORCES = ("West Yorkshire", "Kent", "Essex", "Durham", "Surrey", "Sussex", "Dorset", "Norfolk")


@dataclass(frozen=True)
class World:
    """Where the made-up files are."""

    folder: Path

    @property
    def watch(self) -> Path:
        return self.folder / "watch.toml"

    @property
    def news(self) -> Path:
        return self.folder / "news.csv"


def _write(path: Path, rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _document(week: int, number: int) -> list[object]:
    day = FIRST_MONDAY + timedelta(weeks=week, days=number % 7)
    publisher = PUBLISHERS[number % len(PUBLISHERS)]
    chance = random.Random(week * 1000 + number)  # noqa: S311 - so that no story is a near-copy of another
    text = " ".join(chance.choice(WORDS) for _ in range(40)).capitalize() + "."
    if number == 0 or (week == WEEKS - 1 and number < 12):
        text += " Officers in Bradford, West Yorkshire, freed people held in modern slavery."
    link = f"https://{publisher}/{week}/{number}"
    return [f"Story {week}-{number}", text, day.isoformat(), link]


@pytest.fixture
def world(tmp_path) -> World:
    """The files of the made-up world, written afresh."""
    made = World(tmp_path / "world")
    made.folder.mkdir()
    made.watch.write_text(WATCH, encoding="utf-8")
    documents = [_document(week, number) for week in range(WEEKS) for number in range(DOCUMENTS_A_WEEK)]
    _write(made.news, [["title", "text", "date", "link"], *documents])
    lads = {"West Yorkshire": "E08000032"}
    lookup = [[f"E0100000{n}", lads.get(force, f"E0700000{n}"), force] for n, force in enumerate(FORCES)]
    _write(made.folder / "lookup.csv", [["LSOA", "LAD", "force"], *lookup])
    _write(made.folder / "population.csv", [["LSOA", "persons"], *([row[0], "1,000,000"] for row in lookup)])
    figures: list[list[object]] = [["force", "year", "quarter", "offence", "n"]]
    for n, force in enumerate(FORCES):
        figures += [[force, "2016/17", quarter, "Modern slavery", 10 + (n + quarter) % 5] for quarter in (1, 2, 3)]
        figures.append([force, "2016/17", 4, "Modern slavery", 90 if force == "West Yorkshire" else 11 + n % 4])
    _write(made.folder / "recorded.csv", figures)
    return made


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_is_heard() -> None:
    """A shell that runs the tests in the background has them, and all that they start, ignore Ctrl-C."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
