"""What becomes a term."""

import numpy as np
import pytest

from tocsin.detection.emergence import terms as terms_module
from tocsin.detection.emergence.terms import terms_of
from tocsin.detection.emergence.words import names_who_people_are
from tocsin.errors import DocumentsUnreadable


def written(*texts):
    found = terms_of(texts)
    return {" ".join(found.written(term)) for term in range(len(found.keys))}


def test_every_run_of_one_to_three_words_is_a_term():
    assert written("Fake taxi scam grows") == {
        "fake", "taxi", "scam", "grows", "fake taxi", "taxi scam", "scam grows", "fake taxi scam", "taxi scam grows",
    }  # fmt: skip


def test_numbers_marks_and_empty_lines_end_a_term():
    assert written("heroin, cocaine\n\nketamine 20 grams") == {"heroin", "cocaine", "ketamine", "grams"}


def test_a_term_neither_begins_nor_ends_with_a_stop_word():
    assert written("theft of lead from the church") == {"theft", "lead", "church", "theft of lead"}
    assert written("Diebstahl von Blei aus der Kirche") == {"diebstahl", "blei", "kirche", "diebstahl von blei"}


def test_names_of_substances_with_numbers_are_words():
    assert "u-47700" in written("U-47700 found")


def test_a_document_counts_once_and_no_term_runs_from_one_into_the_next():
    found = terms_of(["heroin heroin", "seized", "heroin's price"])

    assert found.documents(found.find(("heroin",))).tolist() == [0, 2]
    assert found.find(("heroin", "seized")) is None
    assert found.find(("one", "two", "three", "four")) is None


def test_cutting_the_reading_into_blocks_changes_nothing(monkeypatch):
    texts = [f"alpha beta{number % 3} gamma" for number in range(10)]
    whole = terms_of(texts)
    monkeypatch.setattr(terms_module, "DOCUMENTS_A_BLOCK", 3)

    cut = terms_of(texts)

    assert np.array_equal(whole.keys, cut.keys)
    assert np.array_equal(whole.holders, cut.holders)


def test_texts_without_a_word_have_no_terms():
    assert len(terms_of(["", "1 2 3", "?!"]).keys) == 0


def test_too_many_different_words_are_refused(monkeypatch):
    monkeypatch.setattr(terms_module, "MOST_WORDS", 3)

    with pytest.raises(DocumentsUnreadable, match="4 different words"):
        terms_of(["one1 two2 three3 four4"])


@pytest.mark.parametrize("term", ["romanian gang", "polnische diebe", "muslim", "black men", "türken"])
def test_words_for_ethnicity_nationality_or_religion_are_known(term):
    assert names_who_people_are(term)


@pytest.mark.parametrize("term", ["black market", "white van", "romance fraud", "racing", "turkey", "thailand"])
def test_like_words_that_say_something_else_are_not(term):
    assert not names_who_people_are(term)
