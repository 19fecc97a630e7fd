import random
import subprocess
import sys
from datetime import date

import pyarrow as pa
import pytest

from tocsin.reading.near_copies import BANDS, ROWS, echoes, fingerprint
from tocsin.records import ECHO


def prose(seed, words=300):
    chosen = random.Random(seed)  # noqa: S311 - repeatable test texts
    return [f"word{chosen.randrange(4000)}" for _ in range(words)]


def reworded(words, share, seed):
    chosen = random.Random(seed)  # noqa: S311 - repeatable test texts
    return [f"other{chosen.random()}" if chosen.random() < share else word for word in words]


def shingles(words):
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def table(*rows):
    return pa.table(
        {
            "doc_id": [row[0] for row in rows],
            "published": pa.array([row[1] for row in rows], pa.date32()),
            "fingerprint": pa.array([row[2] for row in rows], pa.list_(pa.uint64())),
        }
    )


@pytest.mark.parametrize(("reworded_share", "least"), [(0.01, 0.98), (0.02, 0.94)])
def test_a_lightly_edited_copy_shares_a_band(reworded_share, least):
    caught = 0
    for seed in range(100):
        words = prose(seed)
        copy = reworded(words, reworded_share, seed + 1000)
        caught += bool(set(fingerprint(" ".join(words))) & set(fingerprint(" ".join(copy))))

    assert caught / 100 >= least


def test_the_chance_to_share_a_band_follows_the_stated_curve():
    shared, expected = 0, 0.0
    for seed in range(200):
        words = prose(seed)
        copy = reworded(words, 0.06, seed + 2000)
        one, two = shingles(words), shingles(copy)
        similarity = len(one & two) / len(one | two)
        expected += 1 - (1 - similarity**ROWS) ** BANDS
        shared += bool(set(fingerprint(" ".join(words))) & set(fingerprint(" ".join(copy))))

    assert 40 < expected < 160  # the steep part of the curve, or this test shows nothing
    assert abs(shared - expected) < 25


def test_unrelated_texts_share_no_band():
    seen: set[int] = set()
    for seed in range(1000):
        bands = set(fingerprint(" ".join(prose(seed))))
        assert not seen & bands
        seen |= bands


def test_case_punctuation_and_spacing_do_not_matter():
    words = prose(1)

    assert fingerprint(" ".join(words)) == fingerprint(",\n  ".join(words).upper())


def test_a_short_text_matches_only_its_exact_copy():
    assert len(fingerprint("Two men held after a raid in Leeds")) == 1
    assert fingerprint("Two men held after a raid in Leeds.") == fingerprint("two men held after a raid in leeds")
    assert fingerprint("Two men held after a raid in Leeds") != fingerprint("Two men held after a raid in York")


@pytest.mark.parametrize("text", ["", "...", "Read more here"])
def test_a_text_of_almost_no_words_is_a_copy_of_nothing(text):
    assert fingerprint(text) == []


def test_bands_are_the_same_in_another_process():
    text = " ".join(prose(5))
    script = f"from tocsin.reading.near_copies import fingerprint; print(fingerprint({text!r}))"
    elsewhere = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert elsewhere.stdout.strip() == str(fingerprint(text))


def test_the_earliest_of_a_chain_of_copies_leads_it():
    found = echoes(
        table(
            ("c", date(2017, 1, 3), [1, 2]),
            ("a", date(2017, 1, 2), [2, 3]),
            ("b", date(2017, 1, 1), [3, 4]),
            ("d", None, [9]),
        )
    )

    assert found.schema == ECHO
    assert found.to_pylist() == [
        {"doc_id": "a", "first_doc_id": "b"},
        {"doc_id": "b", "first_doc_id": "b"},
        {"doc_id": "c", "first_doc_id": "b"},
        {"doc_id": "d", "first_doc_id": "d"},
    ]


def test_order_of_rows_changes_nothing_and_undated_copies_come_last():
    rows = [("x", None, [1]), ("y", date(2017, 5, 1), [1]), ("z", date(2017, 5, 1), [1]), ("w", None, None)]

    assert echoes(table(*rows)) == echoes(table(*reversed(rows)))
    assert echoes(table(*rows)).column("first_doc_id").to_pylist() == ["w", "y", "y", "y"]
