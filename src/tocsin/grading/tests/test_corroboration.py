"""Groups agree when they say the same of the same place, or of a place inside it, at about the same time."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.grading import Grounds, agreement

BRADFORD, LEEDS, WEST_YORKSHIRE, UNITED_KINGDOM, WORLD = (
    "E08000032",
    "E08000035",
    "E23000010",
    "K02000001",
    "WORLD",
)


WATCHED = (BRADFORD, LEEDS, WEST_YORKSHIRE, UNITED_KINGDOM, WORLD)


def test_groups_in_one_place_make_a_concept_that_the_reason_names(world):
    graded = world.rise("news", BRADFORD, by={"alder": 4, "birch": 3}).rise("police", BRADFORD).graded()

    signal = next(row for row in graded.signals.to_pylist() if row["source"] == "police")
    concept = next(row for row in graded.concepts.to_pylist() if row["concept_id"] == signal["concept_id"])
    assert concept["extent"] == signal["source_groups"] == ["Police recorded crime", "alder", "birch"]
    assert signal["signal_id"] in concept["signal_ids"]
    assert {"threat": "modern-slavery", "indicator": None, "area_code": BRADFORD} in concept["intent"]
    assert concept["words"] == "Modern slavery in Bradford, by Police recorded crime, alder, birch"
    assert signal["concept_id"] in signal["level_reason"]


@pytest.mark.parametrize(
    ("inner", "outer", "agrees"),
    [
        (BRADFORD, WEST_YORKSHIRE, True),
        (BRADFORD, UNITED_KINGDOM, True),
        (BRADFORD, LEEDS, False),
        (WORLD, WEST_YORKSHIRE, False),
    ],
)
def test_what_lies_inside_bears_out_what_holds_it_and_the_world_bears_out_nobody(world, inner, outer, agrees):
    signal = world.rise("news", inner, by={"alder": 5}).rise("police", outer).signal("police", outer)

    assert (signal["level"] == "signal") is agrees
    assert (signal["concept_id"] is not None) is agrees


def test_agreement_on_the_threat_and_on_the_place_apart_is_no_agreement(world):
    world.rise("news", BRADFORD, by={"alder": 5}).rise("news", LEEDS, by={"alder": 5}, threat="drugs-supply")
    world.rise("police", LEEDS).rise("police", BRADFORD, threat="drugs-supply")

    signals = world.signals()

    assert [signal["level"] for signal in signals] == ["watch"] * 4


@pytest.mark.parametrize(("period", "level"), [("2017-W22", "signal"), ("2017-W40", "watch")])
def test_groups_agree_only_about_the_same_time(world, period, level):
    world.rise("news", BRADFORD, by={"alder": 5}).rise("police", BRADFORD, period=period)

    assert world.signal("police", BRADFORD)["level"] == level


def test_indicators_that_the_groups_share_narrow_the_concept(world):
    passages = {f"{group}-{n}": group for group in ("alder", "birch", "cedar") for n in range(20)}
    said = {
        (doc, "modern-slavery"): frozenset({("modern-slavery/labour/car-wash", BRADFORD)})
        for doc, group in passages.items()
        if group != "cedar"
    }
    world.rise("news", BRADFORD, by={"alder": 2, "birch": 2, "cedar": 2})

    graded = world.graded(indicators_of_document=said)

    extents = {row["concept_id"]: row["extent"] for row in graded.concepts.to_pylist()}
    links = [(extents[row["concept_id"]], extents[row["narrower_id"]]) for row in graded.concept_links.to_pylist()]
    assert links == [(["alder", "birch", "cedar"], ["alder", "birch"])]


def test_groups_of_one_owner_are_one_voice(world):
    world.rise("news", BRADFORD, by={"alder": 4, "birch": 3})

    graded = world.graded(dependent=[("birch", "alder")])

    (signal,) = graded.signals.to_pylist()
    assert (signal["level"], signal["source_groups"], signal["concept_id"]) == ("watch", ["alder"], None)
    assert graded.concepts.num_rows == 0


def test_what_documents_say_lately_is_a_lattice_even_where_nothing_rose():
    said = [
        {"source_group": group, "threat": "modern-slavery", "indicator": indicator, "area_code": area}
        for group, indicator, area in (
            ("alder", "car-wash", BRADFORD),
            ("birch", "car-wash", BRADFORD),
            ("cedar", "nail-bar", LEEDS),
        )
    ]
    grounds = Grounds(threat_names={"modern-slavery": "Modern slavery"}, signal_q={})

    concepts, links = agreement(said, (date(2017, 1, 1), date(2017, 3, 31)), WATCHED, grounds)

    found = {tuple(row["extent"]): row for row in concepts.to_pylist()}
    assert set(found) == {("alder", "birch"), ("alder", "birch", "cedar")}
    assert {said["area_code"] for said in found["alder", "birch", "cedar"]["intent"]} == {
        WEST_YORKSHIRE,
        UNITED_KINGDOM,
    }
    assert [row["signal_ids"] for row in found.values()] == [[], []]
    assert links.to_pylist() == [
        {
            "concept_id": found["alder", "birch", "cedar"]["concept_id"],
            "narrower_id": found["alder", "birch"]["concept_id"],
        }
    ]


def test_voices_of_one_origin_agree_with_nobody_by_themselves():
    said = [
        {"source_group": group, "threat": "fraud", "indicator": "courier", "area_code": LEEDS}
        for group in ("alder", "birch")
    ]
    grounds = Grounds(threat_names={"fraud": "Fraud"}, signal_q={}, dependent=[["alder", "birch"]])

    concepts, _ = agreement(said, (date(2017, 1, 1), date(2017, 3, 31)), WATCHED, grounds)

    assert concepts.num_rows == 0
