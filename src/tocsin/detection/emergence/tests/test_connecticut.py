"""The real emergence: fentanyl among the words of Connecticut's certificates. Only terms and counts are looked at."""

import csv
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tocsin.detection.emergence.corpus import DOCUMENTS
from tocsin.detection.emergence.emerging import find_emerging
from tocsin.detection.emergence.settings import Settings

TEXTS = Path(__file__).resolve().parents[6] / "shared" / "data" / "connecticut-drug-texts" / "texts_2012_2018.csv"

pytestmark = pytest.mark.skipif(not TEXTS.is_file(), reason=f"{TEXTS} is not beside the checkout")


@pytest.fixture(scope="module")
def documents():
    """Dates, towns and texts up to June 2014, when the command could speak of December 2013 with six months' lag."""
    with TEXTS.open(encoding="utf-8", newline="") as file:
        rows = [
            {
                "doc_id": str(number),
                "published": date.fromisoformat(row["date"]),
                "text": row["text"],
                "area_code": row["place"],
            }
            for number, row in enumerate(csv.DictReader(file))
            if row["date"] < "2014-07"
        ]
    return pa.Table.from_pylist(rows, schema=DOCUMENTS)


@pytest.fixture(scope="module")
def found(documents):
    return find_emerging(documents, Settings("quarter", lag=2, top=5))


def raised(found, area):
    return [row for row in found.rows.to_pylist() if row["level"] == "raised" and row["area"] == area]


def test_fentanyl_is_raised_a_year_before_the_federal_alert(found):
    (row,) = [row for row in raised(found, "overall") if row["term"] == "fentanyl"]

    assert (row["period"], row["raised_in"]) == ("2013-Q4", "2014-Q2")


def test_it_is_found_in_bridgeport(found):
    assert {
        row["area"] for row in found.rows.to_pylist() if row["term"] == "fentanyl" and row["level"] == "raised"
    } == {
        "overall",
        "BRIDGEPORT",
    }


def test_few_other_terms_are_raised_with_it(found):
    (account,) = [each for each in found.periods if each.period == "2013-Q4"]

    assert account.raised <= 5


def test_what_was_said_then_is_what_is_said_now(documents, found):
    until = documents.filter(pc.field("published") < date(2014, 4, 1))

    then = find_emerging(until, Settings("quarter", lag=2, top=5)).rows.to_pylist()

    assert [row for row in found.rows.to_pylist() if row["raised_in"] <= "2014-Q1"] == then
