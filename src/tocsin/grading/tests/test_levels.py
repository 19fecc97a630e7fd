"""One source group alone never passes watch, whatever else is true; what does pass says why."""

from __future__ import annotations

import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.geography import area_table
from tocsin.grading import TrackRecord
from tocsin.grading.levels import level_of

GROUPS = ("alder", "birch", "cedar")
AREAS = ("E08000032", "E08000035", "E23000010", "K02000001", "WORLD")
RISES = st.fixed_dictionaries(
    {
        "area": st.sampled_from(AREAS),
        "period": st.sampled_from(("2017-W09", "2017-W11", "2017-W30")),
        "threat": st.sampled_from(("modern-slavery", "drugs-supply")),
        "p": st.sampled_from((1e-300, 1e-9, 0.001, 0.04)),
        "q": st.sampled_from((0.0, 0.01, 0.5)),
    }
)
DOCUMENTS = st.dictionaries(st.sampled_from(GROUPS), st.integers(1, 9), min_size=1)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    news=st.lists(st.tuples(RISES, DOCUMENTS), max_size=4),
    counts=st.lists(st.tuples(st.sampled_from(("police", "customs")), RISES), max_size=4),
    dependent=st.sampled_from(((), (GROUPS,), (("alder", "birch"),), (("alder", "Police recorded crime"),))),
    proactive=st.sets(st.sampled_from((("police", "offences"), ("customs", "offences"), ("news", "documents")))),
    evaluation=st.dictionaries(st.sampled_from(GROUPS), st.sampled_from((1, 2, 3))),
)
def test_one_source_group_alone_never_passes_watch(new_world, news, counts, dependent, proactive, evaluation):
    world = new_world()
    for rise, by in news:
        world.rise("news", by=by, **rise)
    for source, rise in counts:
        world.rise(source, **rise)
    world.rows[:] = {(r["source"], r["threat"], r["area"], r["period"]): r for r in world.rows}.values()

    signals = world.signals(
        dependent=dependent, discovery=dict.fromkeys(proactive, "proactive"), evaluation_of_group=evaluation
    )

    origin = {group: together[0] for together in dependent for group in together}
    assert len(signals) == len(world.rows)
    for signal in signals:
        voices = {origin.get(part["source_group"], part["source_group"]) for part in signal["fusion"]}
        assert signal["level"] in ("watch", "signal")
        assert signal["level"] == "watch" or len({origin.get(g, g) for g in signal["source_groups"]}) > 1
        assert {origin.get(g, g) for g in signal["source_groups"]} <= voices
        assert len(signal["source_groups"]) > 1 or signal["concept_id"] is None


@given(q=st.floats(0, 1), largest_q=st.floats(0, 1), strength=st.floats(-5, 50))
def test_the_rule_itself_knows_no_exception(q, largest_q, strength):
    assert level_of(groups=1, q=q, largest_q=largest_q, strength=strength) == "watch"


@pytest.mark.parametrize(
    ("groups", "q", "strength", "level"),
    [(2, 0.05, 2.0, "signal"), (2, 0.2, 2.0, "watch"), (2, 0.05, 0.4, "watch"), (9, 0.0, 50.0, "signal")],
)
def test_a_signal_takes_two_groups_a_small_q_and_enough_evidence(groups, q, strength, level):
    assert level_of(groups=groups, q=q, largest_q=0.1, strength=strength) == level


def test_what_may_be_chance_among_so_many_counts_stays_at_watch_in_words(world):
    world.rise("news", "E08000032", by={"alder": 3, "birch": 3}, p=0.02, q=0.6)

    (signal,) = world.signals()

    assert signal["level"] == "watch"
    assert "so many counts were compared" in signal["level_reason"]


def test_an_indicator_that_was_dismissed_again_and_again_sinks_to_watch(world):
    world.rise("news", "E08000032", by={"alder": 3, "birch": 3}, p=0.002)
    dismissed = {("modern-slavery", "documents", "district"): {f"signal {n}": "dismissed" for n in range(12)}}

    (before,) = world.signals()
    (after,) = world.signals(track_record=TrackRecord(dismissed))

    assert (before["level"], after["level"]) == ("signal", "watch")
    assert after["record_dismissed"] == 12
    assert "with the doubt about its sources" in after["level_reason"]


def test_an_area_that_is_not_watched_raises_nothing(world):
    table = area_table()
    watched = table.filter(pc.equal(table["area_code"], "E08000035"))

    raised = world.rise("police", "E08000032").rise("police", "E08000035").signals(areas=watched)

    assert [signal["area_name"] for signal in raised] == ["Leeds"]
