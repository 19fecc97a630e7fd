"""What changed is recorded for what it is associated with, in a harm that threat estimates name."""

import pytest

from partnership.outcomes import queries
from partnership.outcomes.measuring import FiguresAre, Measured, Period
from partnership.outcomes.outcome_actions import Change, edit_outcome
from partnership.outcomes.rules import Direction
from partnership.people.rules import NotAllowed
from partnership.records.rules import Stale
from partnership.thread import queries as thread


@pytest.fixture
def like_for_like(days_ago):
    before = Period(30, days_ago(60), days_ago(33))
    after = Period(12, days_ago(32), days_ago(5))
    return Measured("thefts of metal", FiguresAre.COUNT, before, after)


@pytest.fixture
def change(days_ago):
    told = {"text": "No fewer after all", "harm": "financial", "direction": Direction.SAME, "evidence": "The ledger"}
    return Change(**told, observed_on=days_ago(1))


def test_what_changed_is_tied_to_what_it_is_associated_with(recorded, plan, officer, like_for_like):
    made = recorded(measured=like_for_like)

    assert [tie.on_record for tie in thread.ties_of(made)] == [plan.uuid]
    assert made.measured == like_for_like
    assert list(queries.outcomes_seen_by(officer)) == [made]


def test_without_figures_nothing_was_counted(recorded):
    assert recorded().measured is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"not_explained_by": ""}, "what else could explain"),
        ({"harm": "weather"}, "harms listed"),
        ({"text": " "}, "what changed"),
        ({"evidence": ""}, "what shows it"),
    ],
)
def test_what_is_lacking_is_said(recorded, changes, said):
    with pytest.raises(NotAllowed, match=said):
        recorded(**changes)


def test_unlike_periods_are_refused(recorded, days_ago, like_for_like):
    longer = Period(30, days_ago(90), days_ago(33))

    with pytest.raises(NotAllowed, match="not as long"):
        recorded(measured=Measured("thefts", FiguresAre.COUNT, longer, like_for_like.after))


def test_whoever_may_not_work_on_it_records_nothing_for_it(recorded, neighbour, commissioners_officer):
    for person in (neighbour, commissioners_officer):
        with pytest.raises(NotAllowed, match="not yours"):
            recorded(by=person)


def test_what_was_recorded_is_changed_over_the_version_that_was_seen(recorded, change, officer, like_for_like):
    made = recorded(measured=like_for_like)

    edit_outcome(outcome=made, change=change, by=officer, seen_version=1)

    made.refresh_from_db()
    assert (made.text, made.direction, made.measured) == ("No fewer after all", Direction.SAME, None)
    with pytest.raises(Stale):
        edit_outcome(outcome=made, change=change, by=officer, seen_version=1)
