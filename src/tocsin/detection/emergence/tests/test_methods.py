"""The parts that count: bursts, keyness, new terms, what is folded into what."""

import numpy as np
import pytest

from tocsin.detection.emergence.bursts import first_of_burst
from tocsin.detection.emergence.candidates import Candidate
from tocsin.detection.emergence.expectation import Window, chances
from tocsin.detection.emergence.folding import folded
from tocsin.detection.emergence.inheriting import with_areas_of_raised, with_words_of_phrases
from tocsin.detection.emergence.keyness import signed_keyness
from tocsin.detection.emergence.spread import Apart, Spread, Surroundings

NONE = np.zeros(0, dtype=np.int64)


def candidate(words, now, *, past=0, p=0.001, q=1.0, area=-1):
    now = np.array(sorted(now), dtype=np.int32)
    series = np.array([past, 0, 0, 0, len(now)], dtype=np.float64)
    window = Window(0, 4, 4)
    return Candidate((hash(words) % 999,), tuple(words.split()), area, window, series, now, 0.5, 0.01, p, q)


def told(*candidates):
    return {candidates[place].term: candidates[by].term for place, by in folded(candidates).items()}


def test_a_burst_begins_where_the_use_doubles_and_not_at_one_stray_count():
    counts = np.array([2.0, 9, 1, 0, 1, 1, 8, 9, 12])

    assert first_of_burst(counts, np.full(9, 100.0), 0.02) == 6


def test_there_is_no_burst_where_nothing_changed():
    assert first_of_burst(np.full(12, 3.0), np.full(12, 100.0), 0.03) is None


def test_one_count_a_little_higher_is_no_burst():
    assert first_of_burst(np.array([2.0, 1, 2, 2, 1, 2, 1, 4]), np.full(8, 100.0), 0.02) is None


def test_keyness_is_the_likelihood_ratio_of_a_two_by_two_table():
    here, there = 12, 3
    table = np.array([[here, 50 - here], [there, 200 - there]], dtype=float)
    expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / table.sum()
    g2 = 2 * (table * np.log(table / expected)).sum()

    assert signed_keyness(np.array([12.0]), 50, np.array([3.0]), 200)[0] == pytest.approx(g2)
    assert signed_keyness(np.array([3.0]), 200, np.array([12.0]), 50)[0] == pytest.approx(-g2)


def test_words_that_vary_by_chance_alone_have_a_spread_of_one():
    chance = np.random.default_rng(3)
    spread = learnt(chance.poisson(4.0, (400, 12)))

    assert spread.pooled(np.array([4.0]))[0] == pytest.approx(1.0, abs=0.1)


def test_words_that_come_in_bunches_have_a_wider_spread():
    chance = np.random.default_rng(3)
    spread = learnt(chance.negative_binomial(4.0, 0.5, (400, 12)))

    assert spread.pooled(np.array([3.0]))[0] == pytest.approx(2.0, abs=0.4)


def test_a_term_is_drawn_towards_its_own_spread():
    chance = np.random.default_rng(3)
    counts = chance.poisson(6.0, (400, 14))
    counts[0] = [0, 12] * 7
    spread = learnt(counts)

    own = spread.of(np.array([0, 1]), np.array([6.0, 6.0]))
    assert own[0] > 2 * own[1]


def learnt(counts):
    spread = Spread(np.ones(len(counts), dtype=np.int8))
    spread.known[:] = counts[:, 0]
    every = np.arange(len(counts))
    for period in range(1, counts.shape[1]):
        around = Surroundings(100.0, 100.0 * period, np.full(3, 1e-4), np.array([len(counts), 0.0, 0.0]))
        spread.learn(every, counts[:, period].astype(float), around, Apart(NONE, NONE))
        spread.known[:] += counts[:, period].astype(np.int32)
    return spread


def test_a_term_never_seen_before_has_a_small_chance_and_not_none():
    p = chances(np.array([3.0, 6.0, 12.0]), np.full(3, 0.05), np.full(3, 1.5))

    assert (p > 1e-12).all()
    assert p[0] > 100 * p[2]
    assert p[0] < 0.01


def test_a_phrase_that_hardly_ever_occurs_without_its_longer_phrase_is_told_by_it():
    assert told(candidate("dust", range(10)), candidate("monkey dust", range(9))) == {"dust": "monkey dust"}


def test_a_longer_phrase_that_rises_with_its_word_is_told_by_the_word():
    word = candidate("fentanyl", range(20), past=20)
    phrase = candidate("heroin and fentanyl", range(6), past=5)

    assert told(word, phrase) == {"heroin and fentanyl": "fentanyl"}


def test_a_longer_phrase_that_rises_within_its_word_stands_alone():
    word = candidate("fentanyl", range(50), past=200)
    phrase = candidate("acetyl fentanyl", range(12), past=0)

    assert told(word, phrase) == {}


def test_overlapping_phrases_in_the_same_documents_are_one():
    assert told(candidate("drug toxicity including", range(9)), candidate("toxicity including heroin", range(8))) == {
        "toxicity including heroin": "drug toxicity including"
    }


def test_words_that_stand_side_by_side_in_a_phrase_left_out_are_one():
    words = [candidate("encephalopathy", range(9)), candidate("cardiopulmonary", range(8))]

    assert folded(words) == {}
    assert folded(words, [("encephalopathy", "following", "cardiopulmonary")]) == {1: 0}


def test_terms_that_share_no_word_and_no_phrase_are_one_only_in_nearly_the_same_documents():
    assert told(candidate("snow", range(10)), candidate("ice", range(2, 10))) == {}
    assert told(candidate("snow", range(10)), candidate("ice", range(1, 10))) == {"ice": "snow"}


def test_the_word_behind_a_raised_phrase_is_put_to_its_own_test():
    phrase = candidate("cocaine and fentanyl", range(9), p=1e-6, q=0.001)
    word, other = candidate("fentanyl", range(19), p=0.003, q=0.4), candidate("cocaine", range(40), p=0.3, q=1.0)

    q = {each.term: each.q for each in with_words_of_phrases([phrase, word, other], 0.05)}

    assert 0.003 < q["fentanyl"] <= 0.05
    assert q["cocaine"] > 0.05


def test_nothing_is_put_to_that_test_by_a_phrase_that_is_not_raised():
    phrase, word = candidate("cocaine and fentanyl", range(9), q=0.06), candidate("fentanyl", range(19), p=0.003, q=0.4)

    assert [each.q for each in with_words_of_phrases([phrase, word], 0.05)] == [0.06, 0.4]


def test_areas_of_a_raised_term_are_a_family_of_their_own():
    whole = candidate("fentanyl", range(19), p=1e-6, q=0.001)
    here = candidate("fentanyl", range(10), p=1e-4, q=0.9, area=3)

    (found,) = with_areas_of_raised([here], [whole], areas=40, q_limit=0.05)

    assert found.q == pytest.approx(0.004)
