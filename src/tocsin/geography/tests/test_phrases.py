from hypothesis import given
from hypothesis import strategies as st

from tocsin.geography.phrases import Found, Phrases, fold, longest


@given(st.text())
def test_folding_never_moves_a_character(text):
    assert len(fold(text)) == len(text)


def test_a_phrase_inside_a_longer_word_is_not_found():
    assert Phrases(["raid"]).find("braided raiders afraid") == []
    assert Phrases(["raid"]).find("a raid, éraid") == [Found(2, 6, 0)]


def test_the_longest_of_overlapping_phrases_stands():
    phrases = ["labour", "forced labour", "labour exploitation"]

    found = longest(Phrases(phrases).find("forced labour exploitation and labour"))

    assert [phrases[each.index] for each in found] == ["labour exploitation", "labour"]


def test_dashes_and_curly_apostrophes_read_as_plain_ones():
    assert fold("Money\u2011Laundering ‘n’ so") == "money laundering 'n' so"
