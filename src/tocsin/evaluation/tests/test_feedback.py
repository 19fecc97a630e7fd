"""The two-district simulation: the naive control runs away, ours does not."""

import numpy as np

from tocsin.evaluation.feedback import Counting, TwoDistricts, attention_over_time

UNEQUAL = TwoDistricts(discovered=(0.6, 0.4))
ALIKE = TwoDistricts(discovered=(0.5, 0.5))


def last(districts, counting, days=5_000):
    shares = attention_over_time(districts, counting=counting, days=days, runs=300, seed=2018, every=days)
    return shares[:, -1]


def test_counting_what_attention_finds_sends_nearly_all_of_it_to_the_busier_district():
    shares = last(UNEQUAL, Counting.EVERYTHING)

    assert np.median(shares) > 0.85  # of crime, it has 0.6
    assert np.mean(shares > 0.75) > 0.75


def test_the_naive_control_is_still_running_away_when_ours_has_settled():
    naive = attention_over_time(UNEQUAL, counting=Counting.EVERYTHING, days=8_000, runs=300, seed=1, every=2_000)
    ours = attention_over_time(UNEQUAL, counting=Counting.APART, days=8_000, runs=300, seed=1, every=2_000)

    assert (np.diff(np.median(naive[:, 1:], axis=0)) > 0.005).all()
    assert (np.abs(np.median(ours[:, 1:], axis=0) - UNEQUAL.true_share) < 0.01).all()


def test_kept_apart_attention_follows_the_true_share_in_every_run():
    shares = last(UNEQUAL, Counting.APART)

    assert abs(shares.mean() - UNEQUAL.true_share) < 0.01
    assert (np.abs(shares - UNEQUAL.true_share) < 0.1).all()


def test_two_districts_alike_are_driven_apart_by_chance_alone_when_everything_counts():
    naive, ours = last(ALIKE, Counting.EVERYTHING), last(ALIKE, Counting.APART)

    assert naive.std() > 0.25  # of a uniform law, 0.289
    assert ours.std() < 0.03


def test_a_false_start_is_forgotten_only_when_found_and_reported_are_kept_apart():
    misled = TwoDistricts(discovered=(0.5, 0.5), start=(90.0, 10.0))

    assert np.median(last(misled, Counting.EVERYTHING)) > 0.85
    assert abs(np.median(last(misled, Counting.APART)) - 0.5) < 0.05


def test_reports_alone_never_run_away():
    shares = last(TwoDistricts(discovered=(0.0, 0.0), reported=(0.3, 0.2)), Counting.EVERYTHING)

    assert (np.abs(shares - 0.6) < 0.1).all()


def test_reports_beside_discoveries_soften_the_naive_control_but_do_not_right_it():
    both = TwoDistricts(discovered=(0.6, 0.4), reported=(0.06, 0.04))

    naive, ours = last(both, Counting.EVERYTHING), last(both, Counting.APART)

    assert 0.65 < np.median(naive) < np.median(last(UNEQUAL, Counting.EVERYTHING))
    assert abs(np.median(ours) - 0.6) < 0.01


def test_the_same_seed_gives_the_same_days():
    first, again = last(UNEQUAL, Counting.APART, days=200), last(UNEQUAL, Counting.APART, days=200)

    assert np.array_equal(first, again)
