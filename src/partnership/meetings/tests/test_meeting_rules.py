"""When meetings follow each other, what may be done with one, and how items change places."""

from datetime import UTC, date, datetime, timedelta

import pytest

from partnership.meetings.rules import (
    MeetingState,
    Presence,
    SeriesState,
    may_attend,
    may_cancel,
    may_change,
    may_close,
    may_end,
    may_open,
    may_record,
    minutes_passed,
    moved,
    next_day,
)

PLANNED, UNDER_WAY, HELD, ISSUED, CANCELLED = MeetingState


@pytest.mark.parametrize(
    ("after", "every", "day"),
    [
        (date(2016, 1, 8), 28, date(2016, 2, 5)),  # Friday to Friday
        (date(2016, 1, 9), 28, date(2016, 2, 8)),  # a Saturday moves to Monday
        (date(2016, 1, 10), 28, date(2016, 2, 8)),  # and so does a Sunday
    ],
)
def test_the_next_meeting_falls_on_no_weekend(after, every, day):
    assert next_day(after, every) == day


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (may_change, {PLANNED, UNDER_WAY, HELD}),
        (may_record, {UNDER_WAY, HELD}),
        (may_open, {PLANNED}),
        (may_close, {UNDER_WAY}),
        (lambda state: may_cancel(state, "No chair"), {PLANNED}),
    ],
)
def test_what_may_be_done_depends_on_the_state_alone(rule, allowed):
    assert {state for state in MeetingState if rule(state) is None} == allowed


def test_cancelling_needs_a_reason():
    assert "why" in may_cancel(PLANNED, " ")


@pytest.mark.parametrize(
    ("state", "reason", "to_come", "told"),
    [
        (SeriesState.RUNNING, "Merged with another", 0, None),
        (SeriesState.RUNNING, "", 0, "Enter why it ends"),
        (SeriesState.RUNNING, "Merged", 2, "2 meetings of it are still to come. Hold or cancel that first"),
        (SeriesState.ENDED, "Merged", 0, "This series has ended already"),
    ],
)
def test_a_series_ends_with_a_reason_and_nothing_to_come(state, reason, to_come, told):
    assert may_end(state, reason, to_come=to_come) == told


@pytest.mark.parametrize(
    ("presence", "by", "is_right"),
    [
        (Presence.REPRESENTED, "", False),
        (Presence.REPRESENTED, "Inspector", True),
        (Presence.PRESENT, "Inspector", False),
        (Presence.EXPECTED, "Inspector", True),
        (Presence.APOLOGIES, "", True),
    ],
)
def test_whoever_is_represented_is_represented_by_somebody(presence, by, is_right):
    assert (may_attend(presence, by) is None) is is_right


@pytest.mark.parametrize(
    ("one", "up", "order"),
    [
        ("b", True, ["b", "a", "x", "c"]),
        ("a", False, ["x", "b", "a", "c"]),
        ("a", True, ["a", "x", "b", "c"]),
        ("c", False, ["a", "x", "b", "c"]),
    ],
)
def test_an_item_changes_places_with_its_visible_neighbour(one, up, order):
    assert moved(["a", "x", "b", "c"], ["a", "b", "c"], one, up=up) == order


def test_a_clock_put_back_makes_no_meeting_negative():
    began = datetime(2016, 1, 8, 10, tzinfo=UTC)

    assert minutes_passed(began, began + timedelta(minutes=65)) == 65
    assert minutes_passed(began, began - timedelta(minutes=5)) == 0
