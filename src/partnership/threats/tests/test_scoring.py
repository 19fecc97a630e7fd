"""What an estimate's scores come to on the scales, and what no score may enter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from partnership.threats.rules import Likelihood
from partnership.threats.scales import the_scales
from partnership.threats.scoring import Dimension, Risk, Total, ranked, read_scores, risk_of, scored, total_harm

ALL = {"physical": 1, "psychological": 4, "financial": 0, "community": 2, "political": 0, "environmental": 0}


@pytest.fixture
def scales():
    return the_scales()


@pytest.mark.parametrize(
    ("harm", "total", "score", "unknown"),
    [
        (ALL, "max", 4, ()),
        (ALL, "sum", 7, ()),
        ({"physical": 2}, "max", 2, ("Psychological", "Financial", "Community", "Political", "Environmental")),
        ({}, "max", None, ("Physical", "Psychological", "Financial", "Community", "Political", "Environmental")),
        (ALL | {"physical": None}, "sum", 6, ("Physical",)),
        (ALL | {"of-another-scale": 4, "psychological": 1}, "max", 2, ()),
    ],
)
def test_harm_in_all_leaves_what_is_unknown_unknown(scales, harm, total, score, unknown):
    assert total_harm(harm, replace(scales, total=total)) == Total(score, unknown)


@pytest.mark.parametrize(
    ("harm", "likelihood", "expected"),
    [
        ({"physical": 4}, Likelihood.ALMOST_CERTAIN, Risk(4, 7, 28, "Very high")),
        ({"physical": 3}, Likelihood.LIKELY, Risk(3, 5, 15, "High")),
        ({"physical": 2}, Likelihood.UNLIKELY, Risk(2, 3, 6, "Moderate")),
        ({"physical": 0}, Likelihood.ALMOST_CERTAIN, Risk(0, 7, 0, "Low")),
        ({"physical": 4}, Likelihood.REMOTE, Risk(4, 1, 4, "Low")),
        ({"physical": None}, Likelihood.ALMOST_CERTAIN, Risk(None, 7, None, "")),
    ],
)
def test_risk_is_impact_times_likelihood_and_nothing_where_no_harm_is_known(scales, harm, likelihood, expected):
    assert risk_of(harm, likelihood, scales) == expected


def test_the_highest_risk_comes_first_and_what_is_not_scored_last():
    told = [("b", 4, 2, 2), ("not scored", None, None, 7), ("a", 8, 4, 2), ("more likely", 8, 2, 4)]

    found = ranked(told, weigh=lambda each: each[1:])

    assert [name for name, *_ in found] == ["a", "more likely", "b", "not scored"]


@pytest.mark.parametrize("odd", [None, [], "words", {"physical": "3"}, {"physical": True}, {"physical": 2.5}])
def test_what_is_no_whole_number_counts_as_not_known(odd):
    assert [score for score in read_scores(odd).values() if score is not None] == []


def test_a_dimension_that_the_scales_lack_is_shown_as_it_is(scales):
    told = scored(scales.harm, {"of-another-scale": 7, "physical": 1})

    assert (told[0][0].key, told[0][1]) == ("physical", 1)
    assert told[-1] == (Dimension("of-another-scale", "of-another-scale", "", ()), 7)
    assert told[-1][0].words(7) == "7"
