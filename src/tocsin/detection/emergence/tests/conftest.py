import random
from datetime import date, timedelta

import pyarrow as pa
import pytest

from tocsin.detection.emergence.corpus import DOCUMENTS

MONTHS, A_MONTH = 16, 48
GROUPS = ("Herald", "Courier", "Echo")
AREAS = ("Leeds", "Bradford", "Wakefield", "Kirklees")


def _word(number):
    syllables = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu"]
    return syllables[number % 10] + syllables[number // 10 % 10] + syllables[number // 100 % 10] + "k"


@pytest.fixture(scope="session")
def background():
    """Sixteen months of short texts of made-up words, a few frequent and many rare, from three publishers."""
    chance = random.Random(5)  # noqa: S311 - made-up texts
    words = [_word(number) for number in range(900)]
    weights = [1 / (rank + 3) for rank in range(900)]
    rows = []
    for month in range(MONTHS):
        first = date(2016 + month // 12, month % 12 + 1, 1)
        for number in range(A_MONTH):
            rows.append(
                {
                    "doc_id": f"{month}-{number}",
                    "published": first + timedelta(days=number % 28),
                    "text": " ".join(chance.choices(words, weights, k=10)),
                    "source_group": GROUPS[number % 3],
                    "area_code": AREAS[number % 4],
                }
            )
    return rows


@pytest.fixture
def with_words(background):
    """The background with words put at the end of some documents: {(month, number): words}."""

    def build(added, rows=None):
        changed = [dict(row) for row in rows or background]
        for row in changed:
            month, number = map(int, row["doc_id"].split("-"))
            if words := added.get((month, number)):
                row["text"] = f"{row['text']} {words}"
        return pa.Table.from_pylist(changed, schema=DOCUMENTS)

    return build
