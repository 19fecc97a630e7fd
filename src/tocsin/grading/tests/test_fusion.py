"""Evidence is added once for each origin, discounted by its source, and never turned round by silence."""

from __future__ import annotations

from math import e, log, log10

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.grading.evidence import MOST_EVIDENCE, discounted, evidence_ratio
from tocsin.grading.track_record import Record

BRADFORD, WEST_YORKSHIRE = "E08000032", "E23000010"


def test_a_p_value_weighs_as_published():
    # By hand: (1 − 0.05 − 0.05 × 2.9957) / (0.05 × 2.9957²), and the same with 0.01 and 4.6052.
    assert evidence_ratio(0.05) == pytest.approx(1.7833, abs=1e-4)
    assert evidence_ratio(0.01) == pytest.approx(4.4507, abs=1e-3)


@given(st.floats(1e-12, 0.36))
def test_no_p_value_weighs_more_than_any_alternative_could_make_of_it(p):
    assert evidence_ratio(p) <= min(-1 / (e * p * log(p)), MOST_EVIDENCE)


def test_where_nothing_changed_the_ratio_averages_one_at_most():
    p = (np.arange(200_000) + 0.5) / 200_000

    assert np.mean([evidence_ratio(each) for each in p]) <= 1


@given(st.floats(-0.6, 4.6), st.floats(0, 1))
def test_doubt_draws_evidence_towards_nothing_and_never_turns_it_round(log_ratio, reliability):
    doubted = discounted(log_ratio, reliability)

    assert min(0.0, log_ratio) - 1e-12 <= doubted <= max(0.0, log_ratio) + 1e-12


@pytest.mark.parametrize(
    ("evaluation", "record", "reliability"),
    [
        (None, Record(), 0.7),
        (1, Record(), 0.9),
        (3, Record(), 0.4),
        (2, Record(confirmed=6), 0.88),
        (2, Record(dismissed=6), 0.28),
        (2, Record(watching=6), 0.7),
    ],
)
def test_verdicts_move_reliability_away_from_the_evaluation(evaluation, record, reliability):
    assert record.reliability(evaluation) == pytest.approx(reliability)


def test_groups_behind_one_excess_share_its_evidence_and_do_not_multiply_it(world):
    (signal,) = world.rise("news", BRADFORD, by={"alder": 6, "birch": 4}, p=0.001).signals()

    assert signal["strength"] < log10(evidence_ratio(0.001))
    assert signal["strength"] == pytest.approx(sum(part["evidence"] for part in signal["fusion"]))
    assert [part["source_group"] for part in signal["fusion"]] == ["alder", "birch"]


def test_overlapping_excesses_of_one_source_are_added_once(world):
    alone = world.rise("police", WEST_YORKSHIRE, p=1e-4).signal("police", WEST_YORKSHIRE)

    with_a_part_of_it = world.rise("police", BRADFORD, p=1e-3).signal("police", WEST_YORKSHIRE)

    assert with_a_part_of_it["strength"] == alone["strength"]


def test_papers_behind_a_weaker_excess_of_the_same_source_vouch_and_add_nothing(world):
    world.rise("news", WEST_YORKSHIRE, by={"birch": 6}, p=0.01).rise("news", BRADFORD, by={"alder": 5}, p=1e-4)

    signal = world.signal("news", WEST_YORKSHIRE)

    assert signal["source_groups"] == ["alder", "birch"]
    assert [(part["source_group"], part["counted"]) for part in signal["fusion"]] == [("alder", True), ("birch", False)]
    assert "overlaps with a stronger excess" in signal["fusion"][1]["why"]
    assert signal["strength"] == pytest.approx(signal["fusion"][0]["evidence"])


def test_of_groups_with_one_origin_only_the_strongest_is_added(world):
    world.rise("news", BRADFORD, by={"alder": 5}, p=1e-3).rise("police", BRADFORD, p=1e-6).rise("customs", BRADFORD)

    signal = world.signal("news", BRADFORD, dependent=[("Police recorded crime", "alder")])

    parts = {part["source_group"]: part for part in signal["fusion"]}
    assert (parts["Police recorded crime"]["counted"], parts["alder"]["counted"]) == (True, False)
    assert parts["alder"]["why"] == "not added: one origin with Police recorded crime, whose evidence is stronger"
    assert signal["source_groups"] == ["Customs", "Police recorded crime"]


def test_a_source_that_is_not_reliable_says_less(world):
    world.rise("police", BRADFORD, p=1e-3)

    trusted, doubted = (
        world.signal("police", BRADFORD, evaluation_of_source={"police": evaluation})["strength"]
        for evaluation in (1, 3)
    )

    assert 0 < doubted < trusted


def test_what_the_police_find_by_looking_bears_out_nothing_reported(world):
    world.rise("customs", BRADFORD).rise("police", BRADFORD)
    looking = {("police", "offences"): "proactive"}

    reported = world.signal("customs", BRADFORD, discovery=looking)
    found = world.signal("police", BRADFORD, discovery=looking)

    assert (reported["level"], reported["source_groups"]) == ("watch", ["Customs"])
    assert [part["counted"] for part in reported["fusion"]] == [True, False]
    assert "grow with the looking" in reported["fusion"][1]["why"]
    assert (found["level"], found["discovery"]) == ("signal", "proactive")
    assert "how much the police look" in found["cautions"][0]
