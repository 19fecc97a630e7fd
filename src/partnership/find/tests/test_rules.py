"""How words are cut and what is asked, without a database."""

from __future__ import annotations

import doctest

import pytest

from partnership.find import engines, facets, rules
from partnership.find.rules import (
    LONGEST_WORD,
    MOST_TERMS,
    MOST_WORDS,
    Asked,
    Term,
    cut,
    folded,
    indexed,
    may_save,
    passage_of,
    pieces_of,
    read_query,
)


@pytest.mark.parametrize("module", [rules, engines, facets])
def test_the_examples_hold(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vape shops", "vape SHOP"),
        ("naïve café", "naive cafe"),
        ("O’Neil's", "o'neils"),
        ("ﬃ Straße", "ffi strasse"),
        ("properties", "property"),
    ],
)
def test_words_that_mean_the_same_are_compared_as_the_same(one, other):
    assert list(cut(one)) == list(cut(other))


@pytest.mark.parametrize("text", ["السلام عليكم", "раypal", "हिन्दी", "日本語", "\u202eabc", "3x5x2 1e5 ½"])
def test_databases_are_given_letters_a_to_z_and_digits_alone(text):
    assert all(word.isascii() and word.isalnum() and word.startswith("w") for word in cut(text))
    assert list(cut(text))


def test_a_letter_that_looks_like_another_is_another():
    assert list(cut("раypal")) != list(cut("paypal"))


def test_no_more_words_are_indexed_than_a_database_takes():
    assert len(indexed("one two " * MOST_WORDS).split()) == MOST_WORDS
    assert len(folded("x" * 5000)) == LONGEST_WORD + 1


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("vape shops", [("wvape",), ("wshop",)], []),
        ("county-lines", [("wcounty", "wline")], []),
        ("“vape shops” -closed", [("wvape", "wshop")], [("wclosed",)]),
        ('vape -"two stalls"', [("wvape",)], [("wtwo", "wstall")]),
        ("the vapes of Leeds", [("wvape",), ("wleed",)], []),
        ("the of", [("wthe",), ("wof",)], []),
        ('"the of"', [("wthe", "wof")], []),
        ("-closed", [], [("wclosed",)]),
        ('" * - "" ()', [], []),
    ],
)
def test_what_was_typed_is_understood(typed, wanted, unwanted):
    asked = read_query(typed)

    assert [term.words for term in asked.wanted] == wanted
    assert [term.words for term in asked.unwanted] == unwanted


def test_a_star_stands_for_any_ending():
    assert read_query("traffick*").wanted == (Term(("wtraffick",), is_prefix=True),)


def test_a_query_is_never_longer_than_a_database_takes():
    assert len(read_query(" ".join(f"a{n}" for n in range(100))).wanted) == MOST_TERMS


def test_what_answers_is_marked_and_nothing_of_the_text_is_lost():
    text = "Cuckooing of flats by <b>county lines</b>, again."

    pieces = pieces_of(text, read_query("cuckoo* county-lines"))

    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.is_hit] == ["Cuckooing", "county lines"]


def test_a_passage_stands_around_the_first_word_that_answers():
    passage = passage_of("word " * 200 + "harbour " + "tail " * 200, read_query("harbours"))

    assert [piece.text for piece in passage.pieces if piece.is_hit] == ["harbour"]
    assert passage.more_before
    assert passage.more_after
    assert passage_of("", read_query("x")).pieces == ()


def test_a_search_is_saved_once_under_a_name_and_only_if_it_asks_for_something():
    asked = read_query("vape")

    assert may_save(name="Vapes", asked=asked, held=()) is None
    assert "name" in may_save(name=" ", asked=asked, held=())
    assert "Choose another" in may_save(name="Vapes", asked=asked, held={"Vapes"})
    assert "look for" in may_save(name="Vapes", asked=Asked(), held=())
    assert "Delete one" in may_save(name="Vapes", asked=asked, held={str(n) for n in range(30)})
