"""When a profile expires, when evidence is old, when a recommendation is red, and what may be answered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from partnership.profiles.rules import (
    RecommendationState,
    Refresh,
    Standing,
    is_old,
    may_answer,
    may_publish,
    months_after,
    refresh_of,
    standing,
)

TODAY = date(2016, 3, 31)
OPEN, TAKEN_UP, DECLINED = RecommendationState.OPEN, RecommendationState.TAKEN_UP, RecommendationState.DECLINED


@pytest.mark.parametrize(
    ("due", "refresh"),
    [
        (None, Refresh.NEVER),
        (date(2016, 3, 30), Refresh.OVERDUE),
        (TODAY, Refresh.SOON),
        (date(2016, 5, 12), Refresh.SOON),
        (date(2016, 5, 13), Refresh.IN_TIME),
    ],
)
def test_a_refresh_is_overdue_from_the_day_after_it_was_due(due, refresh):
    assert refresh_of(due, TODAY) is refresh


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2015, 9, 30), 6, date(2016, 3, 30)),  # the first profiles and their refresh
        (date(2015, 8, 31), 6, date(2016, 2, 29)),
        (date(2015, 12, 31), 2, date(2016, 2, 29)),
        (date(2016, 3, 31), -12, date(2015, 3, 31)),
        (date(2016, 1, 31), -2, date(2015, 11, 30)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, after):
    assert months_after(day, months) == after


@pytest.mark.parametrize(
    ("evidence_of", "old"),
    [(None, False), (date(2015, 3, 31), False), (date(2015, 3, 30), True), (date(2017, 1, 1), False)],
)
def test_evidence_is_old_from_the_day_after_so_many_months(evidence_of, old):
    assert is_old(evidence_of, TODAY, 12) is old


@pytest.mark.parametrize(
    ("state", "asked", "due", "expected"),
    [
        (OPEN, 28, None, Standing.WAITING),
        (OPEN, 29, None, Standing.RED),
        (OPEN, None, None, Standing.WAITING),  # not published yet
        (OPEN, 1, -1, Standing.RED),  # its day has passed
        (OPEN, 1, 0, Standing.WAITING),
        (OPEN, None, -1, Standing.RED),
        (TAKEN_UP, 400, -400, Standing.TAKEN_UP),
        (DECLINED, 400, -400, Standing.DECLINED),
    ],
)
def test_a_recommendation_that_nobody_answers_shows_red(state, asked, due, expected):
    asked_on = None if asked is None else TODAY - timedelta(days=asked)
    due_on = None if due is None else TODAY + timedelta(days=due)

    assert standing(state, asked_on=asked_on, due=due_on, today=TODAY, days_until_red=28) is expected


@pytest.mark.parametrize(
    ("now", "to", "because", "refusal"),
    [
        (OPEN, TAKEN_UP, "", None),
        (OPEN, DECLINED, "Done elsewhere", None),
        (OPEN, DECLINED, "  ", "Enter why"),
        (DECLINED, OPEN, "It is back", None),
        (TAKEN_UP, OPEN, "", "Enter why"),
        (DECLINED, TAKEN_UP, "", "It is answered already. Reopen it first"),
        (TAKEN_UP, DECLINED, "No", "It is answered already. Reopen it first"),
        (OPEN, OPEN, "Again", "It is that already: not yet answered"),
    ],
)
def test_an_answer_stands_until_it_is_asked_again(now, to, because, refusal):
    assert may_answer(now, to, because) == refusal


def test_an_edition_is_published_once_and_not_empty():
    assert may_publish(is_draft=True, is_empty=False) is None
    assert may_publish(is_draft=False, is_empty=False) == "This edition is published already"
    assert may_publish(is_draft=True, is_empty=True) == "Nobody has written anything in it yet"
