"""When an action is overdue, due soon or stale; how work is spread; what comes first. No database."""

from datetime import date, timedelta

import pytest

from partnership.plans.rules import (
    ActionState,
    Aim,
    Counts,
    Limits,
    Next,
    Share,
    Work,
    balance,
    counted,
    day_after,
    days_from_start,
    gaps,
    is_put_off,
    may_aim,
    may_close,
    may_reopen,
    may_update,
    next_for,
    review_is_late,
)

TODAY = date(2026, 11, 24)
LIMITS = Limits(stale_after_days=28, soon_days=7)
PS = ["soc4p:pursue", "soc4p:prevent", "soc4p:protect", "soc4p:prepare"]


def work(p="soc4p:pursue", state=ActionState.OPEN, due=None, told=0, carried=0, has_outcome=False):
    """due and told in days from today: due ahead of it, told back from it."""
    day = None if due is None else TODAY + timedelta(days=due)
    return Work(p, ActionState(state), day, TODAY - timedelta(days=told), carried, has_outcome)


@pytest.mark.parametrize(
    ("of", "days"),
    [
        (work(due=-1), 1),
        (work(due=-12, state="blocked"), 12),
        (work(due=0), 0),
        (work(due=3), 0),
        (work(), 0),
        (work(due=-12, state="done"), 0),
        (work(due=-12, state="dropped"), 0),
    ],
)
def test_an_action_is_overdue_the_day_after_its_day_until_it_ends(of, days):
    assert of.days_overdue(TODAY) == days


@pytest.mark.parametrize(
    ("of", "is_soon"),
    [
        (work(due=0), True),
        (work(due=7), True),
        (work(due=8), False),
        (work(due=-1), False),
        (work(), False),
        (work(due=3, state="done"), False),
    ],
)
def test_an_action_is_due_soon_in_its_last_week(of, is_soon):
    assert of.is_soon(TODAY, LIMITS) is is_soon


@pytest.mark.parametrize(
    ("of", "is_stale"),
    [
        (work(told=28), False),
        (work(told=29), True),
        (work(told=29, state="blocked"), True),
        (work(told=200, state="done"), False),
        (work(told=-1), False),
    ],
)
def test_an_action_is_stale_once_longer_silent_than_allowed(of, is_stale):
    assert of.is_stale(TODAY, LIMITS) is is_stale


def test_counts_are_of_open_work_and_what_ended_counts_apart():
    works = [
        work(due=-3, told=40, carried=2),
        work(due=2, state="blocked"),
        work(due=-9, told=90, carried=1, state="done", has_outcome=True),
        work(state="done"),
        work(state="dropped", carried=1),
    ]

    assert counted(works, TODAY, LIMITS) == Counts(
        open=2, overdue=1, soon=1, stale=1, blocked=1, carried=1, done=2, outcomes=1
    )


def test_the_balance_shows_every_p_even_without_work_and_one_the_list_lost():
    works = [work(), work(state="done", has_outcome=True), work(p="soc4p:prevent", state="done"), work(p="older:p")]

    assert balance(works, PS) == (
        Share("soc4p:pursue", 2, 1),
        Share("soc4p:prevent", 1, 0),
        Share("soc4p:protect", 0, 0),
        Share("soc4p:prepare", 0, 0),
        Share("older:p", 1, 0),
    )


@pytest.mark.parametrize("state", ["open", "blocked", "dropped"])
def test_only_what_is_done_has_an_outcome(state):
    assert balance([work(state=state, has_outcome=True)], PS)[0].outcomes == 0


def test_what_was_dropped_fills_no_gap():
    works = [work(), work(p="soc4p:prevent", state="dropped"), work(p="soc4p:protect", state="done")]

    assert gaps(works, PS) == ("soc4p:prevent", "soc4p:prepare")


@pytest.mark.parametrize(
    ("of", "asked"),
    [
        (work(due=-5, told=60, state="blocked"), (Next.OVERDUE, 5)),
        (work(told=60, state="blocked"), (Next.BLOCKED, 60)),
        (work(told=60), (Next.STALE, 60)),
        (work(due=2), (Next.SOON, 5)),
        (work(due=9), None),
        (work(due=-5, state="done"), None),
    ],
)
def test_what_an_action_asks_for_is_the_most_pressing_thing(of, asked):
    assert next_for(of, TODAY, LIMITS) == asked


def test_an_overdue_action_comes_before_a_late_review_and_that_before_a_gap():
    assert Next.OVERDUE < Next.REVIEW < Next.STALE < Next.GAP < Next.SOON


@pytest.mark.parametrize(("due", "days"), [(None, 0), (TODAY, 0), (TODAY - timedelta(days=3), 3)])
def test_a_review_is_late_the_day_after(due, days):
    assert review_is_late(due, TODAY) == days


@pytest.mark.parametrize(
    ("was", "due", "is_it"),
    [(TODAY, TODAY + timedelta(days=1), True), (TODAY, TODAY, False), (None, TODAY, False), (TODAY, None, False)],
)
def test_an_action_is_carried_forward_when_its_day_moves_later(was, due, is_it):
    assert is_put_off(was, due) is is_it


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({}, None),
        ({"text": "  "}, "Say what was done"),
        ({"due": TODAY}, None),
        ({"due": TODAY - timedelta(days=1)}, "still to come"),
        ({"due": TODAY + timedelta(days=9), "to": ActionState.DONE}, "has no new day"),
        ({"due": TODAY - timedelta(days=30), "was": TODAY - timedelta(days=30), "to": ActionState.DONE}, None),
    ],
)
def test_an_update_needs_words_and_a_day_that_can_be_kept(told, refusal):
    given = {"to": ActionState.OPEN, "text": "Visited", "due": None, "was": None, "today": TODAY} | told

    refused = may_update(**given)

    assert refused is None if refusal is None else refusal in refused


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({}, None),
        ({"is_open": False}, "already closed"),
        ({"live_actions": 1}, "1 action is still open"),
        ({"live_actions": 3}, "3 actions are still open"),
        ({"reason": " "}, "Enter why"),
    ],
)
def test_a_plan_closes_with_a_reason_once_nothing_is_open(told, refusal):
    refused = may_close(**({"reason": "Dismantled", "is_open": True, "live_actions": 0} | told))

    assert refused is None if refusal is None else refusal in refused


def test_a_plan_reopens_with_a_reason_if_it_is_closed():
    assert may_reopen(reason="Active again", is_open=False) is None
    assert "already open" in may_reopen(reason="Active again", is_open=True)
    assert "Enter why" in may_reopen(reason="", is_open=False)


def test_an_objective_stands_under_a_p_of_the_list():
    assert may_aim(Aim("soc4p:prevent", "Fewer drawn in"), PS) is None
    assert may_aim(Aim("prevent", "Fewer drawn in"), PS) == "Choose one of the Ps listed"
    assert may_aim(Aim("soc4p:prevent", " "), PS) == "Enter what is to be achieved"


def test_a_template_counts_days_from_the_start_and_back():
    start = date(2026, 2, 28)

    assert days_from_start(start, day_after(start, 14)) == 14
    assert days_from_start(start, date(2026, 1, 1)) == 0
    assert days_from_start(start, None) is day_after(start, None) is None
