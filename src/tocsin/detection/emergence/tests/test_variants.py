"""Which writings are one word, and which are not."""

import pytest

from tocsin.detection.emergence.variants import Kind, may_merge, variants_of


def kind_of(one, other):
    known = {*one.split(), *other.split()}
    return dict(variants_of(tuple(one.split()), known.__contains__)).get(tuple(other.split()))


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("fentanyl", "fentanly", Kind.MISSPELLING),
        ("cocaine", "cocanie", Kind.MISSPELLING),
        ("toxicity", "toxcity", Kind.MISSPELLING),
        ("temazepam", "tamazepam", Kind.MISSPELLING),
        ("knife", "knifes", Kind.INFLECTION),
        ("toxicity", "toxicities", Kind.INFLECTION),
        ("bande", "banden", Kind.INFLECTION),
        ("acetyl fentanyl", "acetylfentanyl", Kind.SPELLING),
        ("acetylfentanyl", "acetyl-fentanyl", Kind.SPELLING),
        ("acetyl-fentanyl", "acetyl fentanyl", Kind.SPELLING),
        ("münchen", "muenchen", Kind.SPELLING),
        ("acute intoxication", "acute intoxcation", Kind.MISSPELLING),
    ],
)
def test_writings_of_one_word_are_found_from_either_side(one, other, kind):
    assert kind_of(one, other) is kind
    assert kind_of(other, one) is kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("codeine", "cocaine"),
        ("mephedrone", "methedrone"),
        ("methylone", "ethylone"),
        ("clonazepam", "clonazolam"),
        ("oxycodone", "oxymorphone"),
        ("morphine", "norphine"),
        ("jwh-018", "jwh-019"),
        ("coke", "cook"),
        ("bath", "bash"),
        ("gun", "guns"),
        ("drive", "diver"),
    ],
)
def test_different_words_and_drugs_stay_apart(one, other):
    assert kind_of(one, other) is None
    assert kind_of(other, one) is None


def test_a_slip_is_merged_only_while_it_is_rare_beside_the_word_meant():
    assert may_merge(Kind.MISSPELLING, 3, 60)
    assert not may_merge(Kind.MISSPELLING, 4, 60)
    assert not may_merge(Kind.MISSPELLING, 1, 1)


def test_plurals_are_merged_however_often_they_are_used():
    assert may_merge(Kind.INFLECTION, 50, 60)
