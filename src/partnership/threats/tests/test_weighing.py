"""Competing hypotheses: what counts against one, whose reading counts, and which evidence tells them apart."""

from __future__ import annotations

import pytest

from partnership.threats.rules import Consistency
from partnership.threats.weighing import Said, weigh

FOR, AGAINST, STRONGLY, NEUTRAL = (
    Consistency.STRONGLY_FOR,
    Consistency.AGAINST,
    Consistency.STRONGLY_AGAINST,
    Consistency.NEUTRAL,
)


def standing(found):
    return [(one.hypothesis, one.against) for one in found.standings]


def test_what_speaks_for_a_hypothesis_counts_nothing():
    found = weigh(["more crime", "more noticed"], [1], [Said("more crime", 1, "ann", FOR)])

    assert dict(standing(found)) == {"more crime": 0, "more noticed": 0}


def test_the_least_inconsistent_comes_first():
    said = [
        Said("more crime", 1, "ann", AGAINST),
        Said("more noticed", 1, "ann", STRONGLY),
        Said("both", 1, "ann", NEUTRAL),
    ]

    assert standing(weigh(["more crime", "more noticed", "both"], [1], said)) == [
        ("both", 0),
        ("more crime", 1),
        ("more noticed", 2),
    ]


def test_a_hypothesis_that_was_read_comes_before_one_that_nobody_held_against_anything():
    said = [Said("read", 1, "ann", FOR)]

    assert [one.hypothesis for one in weigh(["not read", "read"], [1], said).standings] == ["read", "not read"]


def test_the_newest_reading_of_a_person_counts_and_the_mean_of_several_people():
    said = [
        Said("h", 1, "ann", STRONGLY),
        Said("h", 1, "ann", FOR),
        Said("h", 1, "bob", AGAINST),
    ]

    found = weigh(["h"], [1], said)

    assert found.cell("h", 1).against == 0.5
    assert found.cell("h", 1).disagree
    assert found.standings[0].read == 1


@pytest.mark.parametrize(
    ("readings", "tells"),
    [
        ([("a", "ann", FOR), ("b", "ann", AGAINST)], True),
        ([("a", "ann", FOR), ("b", "ann", FOR)], False),
        ([("a", "ann", FOR), ("b", "bob", AGAINST)], False),
        ([("a", "ann", FOR)], False),
        ([], False),
        ([("a", "ann", FOR), ("gone", "ann", AGAINST)], False),
    ],
)
def test_evidence_tells_hypotheses_apart_only_if_somebody_reads_it_differently_against_them(readings, tells):
    said = [Said(hypothesis, 1, who, how) for hypothesis, who, how in readings]

    assert (1 in weigh(["a", "b"], [1], said).telling) is tells


def test_readings_against_a_hypothesis_set_aside_count_for_none_of_the_others():
    found = weigh(["a"], [1], [Said("gone", 1, "ann", STRONGLY)])

    assert standing(found) == [("a", 0)]
