"""Each recommendation becomes an action, is declined with a reason, or shows red."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from partnership.audit import queries as audit
from partnership.people.rules import NotAllowed
from partnership.profiles import actions, queries, writing
from partnership.profiles.rules import Standing
from partnership.records.actions import share_record
from partnership.records.rules import Stale
from partnership.thread import queries as thread

from .conftest import BRADFORD, CLOSE, PERIOD


def standing(person, recommendation):
    row = queries.recommendations_seen_by(person).get(pk=recommendation.pk)
    return queries.standing_of(row, timezone.localdate())


def test_they_are_numbered_by_edition(draft, profile, recommend, write, publish, analyst):
    first, second = recommend(draft), recommend(draft)
    write(draft, analyst)
    publish(draft)
    after = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    assert [first.reference, second.reference, recommend(after).reference] == ["1.1", "1.2", "2.1"]


def test_one_that_the_writer_does_not_see_leaves_no_gap(draft, recommend, council):
    recommend(draft, release=CLOSE)

    assert recommend(draft, by=council).reference == "1.1"


def test_it_is_tied_to_the_threat_it_answers(draft, recommend, threat_of, analyst):
    threat = threat_of()

    made = recommend(draft, threat=threat)

    assert threat in [step.record for step in thread.thread_of(analyst, made).rests_on]


@pytest.mark.parametrize(("told", "words"), [({"text": " "}, "Enter what"), ({"p": "prevent"}, "Choose under which P")])
def test_it_says_what_and_under_which_p(draft, recommend, told, words):
    with pytest.raises(NotAllowed, match=words):
        recommend(draft, **told)


@pytest.mark.parametrize("who", ["officer", "partner", "commissioners_officer", "neighbour"])
def test_only_those_who_write_the_profile_recommend(request, draft, recommend, who):
    with pytest.raises(NotAllowed):
        recommend(draft, by=request.getfixturevalue(who))


def test_nothing_is_recommended_in_a_published_edition(published, recommend):
    with pytest.raises(NotAllowed, match="published"):
        recommend(published)


def test_an_action_takes_it_up_once(draft, recommend, officer):
    made = recommend(draft)

    taken = actions.take_up(recommendation=made, by=officer)
    again = actions.take_up(recommendation=made, by=officer)

    assert (taken.state, again.version, made.pk) == ("taken-up", 2, taken.pk)
    assert [event.did for event in audit.history_of(made)] == ["took up recommendation", "made recommendation"]


@pytest.mark.parametrize("who", ["partner", "commissioners_officer", "neighbour"])
def test_only_those_who_plan_for_it_take_it_up(request, draft, recommend, who):
    with pytest.raises(NotAllowed, match="may not plan"):
        actions.take_up(recommendation=recommend(draft), by=request.getfixturevalue(who))


def test_declining_needs_a_reason_and_keeps_it(draft, recommend, council):
    made = recommend(draft)
    with pytest.raises(NotAllowed, match="Enter why"):
        actions.decline(recommendation=made, because=" ", by=council, seen_version=1)

    declined = actions.decline(recommendation=made, because="Done by the county", by=council, seen_version=1)

    assert (declined.state, declined.decided_because, declined.decided_by) == (
        "declined",
        "Done by the county",
        council,
    )
    event = audit.history_of(made).first()
    assert (event.verb, event.because, event.detail) == ("alteration", "Done by the county", {"version": 2})


def test_one_that_was_declined_is_not_taken_up_before_it_is_asked_again(draft, recommend, analyst, officer):
    made = recommend(draft)
    actions.decline(recommendation=made, because="No money", by=analyst, seen_version=1)
    with pytest.raises(NotAllowed, match="Reopen it first"):
        actions.take_up(recommendation=made, by=officer)

    reopened = actions.reopen(recommendation=made, because="There is money now", by=analyst, seen_version=2)

    assert (reopened.state, reopened.decided_by, reopened.decided_because) == ("open", None, "")
    assert actions.take_up(recommendation=made, by=officer).state == "taken-up"


def test_two_who_answer_at_once_do_not_overrule_each_other(draft, recommend, analyst, council):
    made = recommend(draft)
    actions.decline(recommendation=made, because="Done elsewhere", by=council, seen_version=1)

    with pytest.raises(Stale, match="Council officer declined recommendation"):
        actions.decline(recommendation=made, because="No", by=analyst, seen_version=1)


def test_it_is_changed_until_it_is_answered(draft, recommend, analyst, council):
    made = recommend(draft)
    told = {"text": "Talk to every school", "p": "soc4p:protect", "agency": council.agency}

    changed = actions.change_recommendation(recommendation=made, by=analyst, seen_version=1, **told)

    assert (changed.text, changed.agency, changed.version) == ("Talk to every school", council.agency, 2)
    actions.decline(recommendation=made, because="No", by=analyst, seen_version=2)
    with pytest.raises(NotAllowed, match="not changed any more"):
        actions.change_recommendation(recommendation=made, by=analyst, seen_version=3, **told)


def test_it_is_amber_from_its_publication_and_red_once_nobody_answers(draft, recommend, write, publish, analyst):
    made, now = recommend(draft), timezone.now()
    assert standing(analyst, made) is Standing.WAITING
    with time_machine.travel(now + timedelta(days=60)):
        assert standing(analyst, made) is Standing.WAITING  # a draft asks nobody yet

    write(draft, analyst)
    publish(draft)
    with time_machine.travel(now + timedelta(days=28)):
        assert standing(analyst, made) is Standing.WAITING
    with time_machine.travel(now + timedelta(days=30)):
        assert standing(analyst, made) is Standing.RED
        assert queries.profiles_seen_by(analyst).get().red == 1
        red = queries.recommendations_seen_by(analyst).filter(queries.is_red(timezone.localdate()))
        assert list(red) == [made]


def test_open_ones_of_a_district_are_listed_for_whoever_plans(draft, recommend, analyst, officer, council, neighbour):
    soon = timezone.localdate() + timedelta(days=5)
    later, first = recommend(draft, "Later"), recommend(draft, "First", due=soon)
    closed = recommend(draft, "Close", release=CLOSE)
    actions.decline(recommendation=recommend(draft, "Declined"), because="No", by=analyst, seen_version=1)

    assert list(queries.open_recommendations(officer, BRADFORD)) == [first, later]
    assert closed in queries.open_recommendations(analyst, BRADFORD)
    assert closed not in queries.open_recommendations(council, BRADFORD)
    assert list(queries.open_recommendations(neighbour, BRADFORD)) == []
    assert list(queries.open_recommendations(officer, "E08000036")) == []


def test_whoever_sees_only_the_recommendation_is_told_of_no_publication(
    draft, recommend, write, publish, analyst, partner
):
    made = recommend(draft)
    write(draft, analyst)
    publish(draft)
    until = timezone.localdate() + timedelta(days=9)
    share_record(record=made, to_person=partner, because="Yours to do", until=until, by=analyst)

    row = queries.recommendations_seen_by(partner).get()

    assert (row, row.asked_at) == (made, None)
    assert list(queries.profiles_seen_by(partner)) == []
