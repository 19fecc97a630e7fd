"""What came of a signal is counted along the thread, for the engine and for a viewer."""

import pytest

from partnership.ocgs.models import Group
from partnership.outcomes.likes import accepted_by_signal
from partnership.outcomes.rules import Direction, Grade
from partnership.outcomes.tracing import signals_behind, what_came_of_signals
from partnership.records.unscoped import everything
from partnership.thread.actions import tie

from .conftest import POLICE


@pytest.fixture
def signal(signal_of):
    return signal_of(1)


@pytest.fixture
def led_to(signal, group, bradford_chair):
    """The group rests on the signal."""
    tie(record=group, on=signal, because="It was found by it", by=bradford_chair)
    return signal


def test_an_accepted_disruption_leads_back_by_action_plan_and_group(led_to, accepted, days_ago):
    accepted(grade=Grade.MINOR)
    accepted(grade=Grade.MAJOR, happened_on=days_ago(200))

    (told,) = what_came_of_signals()

    assert told.engine_signal_id == led_to.engine_signal_id
    assert (told.disruptions, told.highest_grade, told.outcomes) == (2, Grade.MAJOR, 0)


def test_what_is_only_claimed_counts_for_nothing_and_nothing_rests_on_it(led_to, claimed, recorded):
    waiting = claimed()
    recorded(target=waiting)

    assert what_came_of_signals() == []


def test_an_outcome_counts_with_what_became_of_the_harm(led_to, accepted, recorded):
    recorded(target=accepted())
    recorded(direction=Direction.SAME)

    (told,) = what_came_of_signals()

    assert (told.outcomes, told.outcomes_less) == (2, 1)


def test_a_tie_that_was_taken_back_leads_nowhere(signal, accepted):
    accepted()

    assert what_came_of_signals() == []


def test_rings_in_the_thread_end():
    back = {("a", 1): [("b", 2)], ("b", 2): [("a", 1), ("triage.signal", 3)]}

    assert signals_behind(("a", 1), back) == {3}


def test_a_viewer_is_told_only_of_what_they_reach_through_records_that_they_see(
    led_to, accepted, council_officer, officer
):
    made = accepted(release=POLICE)
    assert accepted_by_signal(officer, [led_to])[led_to.uuid] == [made]

    assert accepted_by_signal(council_officer, [led_to]) == {}


def test_a_hidden_group_ends_the_way(led_to, accepted, council_officer):
    made = accepted()
    assert accepted_by_signal(council_officer, [led_to])[led_to.uuid] == [made]

    everything(Group).update(handling="C", handling_conditions="For the police.")

    assert accepted_by_signal(council_officer, [led_to]) == {}
