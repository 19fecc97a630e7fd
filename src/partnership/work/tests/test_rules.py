"""In what order tasks are listed, and in which week they fall."""

from datetime import UTC, date, datetime

import pytest

from partnership.work.rules import Kind, Task, When, by_week, by_when, ordered, when

MONDAY = date(2016, 1, 4)


def task(due=None, rank=0, what="Do it", **fields):
    return Task(Kind.ACTION, what, "Because", "/", due=due, rank=rank, **fields)


@pytest.mark.parametrize(
    ("due", "found"),
    [
        (date(2016, 1, 3), When.OVERDUE),
        (MONDAY, When.SOON),
        (date(2016, 1, 11), When.SOON),
        (date(2016, 1, 12), When.LATER),
        (None, When.UNDATED),
    ],
)
def test_what_falls_due_on_the_seventh_day_is_due_soon_and_on_the_day_itself_not_overdue(due, found):
    assert when(due, MONDAY, soon_days=7) is found


def test_what_is_longest_overdue_comes_first_and_what_has_no_day_last():
    late, later, undated = task(date(2015, 12, 1)), task(date(2016, 2, 1)), task()

    assert ordered([undated, later, late]) == [late, later, undated]


def test_of_one_day_the_most_pressing_comes_first():
    first, second = task(MONDAY, rank=0, what="Z"), task(MONDAY, rank=1, what="A")

    assert ordered([second, first]) == [first, second]


def test_headings_come_in_their_order_and_none_is_empty():
    undated, late = task(), task(date(2016, 1, 1))

    assert by_when([undated, late], MONDAY, 7) == [(When.OVERDUE, [late]), (When.UNDATED, [undated])]


def test_a_week_counts_from_its_monday_and_what_is_overdue_in_it_counts_as_overdue():
    wednesday = date(2016, 1, 6)
    tasks = [task(MONDAY), task(wednesday), task(date(2016, 1, 10)), task(date(2016, 1, 11)), task()]

    assert [week.tasks for week in by_week(tasks, wednesday)][:3] == [1, 2, 1]


def test_only_what_arose_after_the_last_visit_is_new():
    visit = datetime(2016, 1, 4, 12, tzinfo=UTC)

    assert task(arose=datetime(2016, 1, 4, 13, tzinfo=UTC)).is_new(visit)
    assert not task(arose=datetime(2016, 1, 4, 11, tzinfo=UTC)).is_new(visit)
    assert not task(arose=datetime(2016, 1, 4, 13, tzinfo=UTC)).is_new(None)
