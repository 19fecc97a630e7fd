"""Actions added, changed and updated: what is kept, who may, and what the log says."""

import pytest

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.people.rules import NotAllowed
from partnership.plans.acting import Deed, Said, add_action, assign_many, carry_forward_many, edit_action, update_action
from partnership.plans.actions import close_plan
from partnership.plans.models import Action
from partnership.plans.rules import ActionState
from partnership.profiles.rules import RecommendationState
from partnership.records.rules import Stale
from partnership.thread.queries import thread_of

from .conftest import OPEN


def now(action, person):
    return Action.objects.seen_by(person).get(pk=action.pk)


def test_an_update_is_kept_beside_the_action_with_who_said_it(officer, action):
    update_action(action=action, said=Said("Two visited"), by=officer)

    (kept,) = action.updates.all()
    assert (kept.text, kept.state, kept.by) == ("Two visited", ActionState.OPEN, officer)


def test_an_update_is_never_changed(officer, action):
    update_action(action=action, said=Said("Two visited"), by=officer)
    kept = action.updates.get()

    with pytest.raises(TypeError):
        kept.save()
    with pytest.raises(TypeError):
        action.updates.update(text="Twenty visited")


def test_what_is_done_says_what_came_of_it_and_what_changed(officer, action):
    said = Said("Nine visited, two closed", ActionState.DONE, outcome="Thefts fell by a third")

    told = update_action(action=action, said=said, by=officer)

    assert (told.state, told.result) == (ActionState.DONE, "Nine visited, two closed")
    assert told.outcome == "Thefts fell by a third"


def test_an_outcome_that_is_known_later_is_added_later(officer, action, done):
    done(action)
    action.refresh_from_db()

    told = done(action, outcome="Thefts fell by a third")

    assert told.outcome == "Thefts fell by a third"
    assert action.updates.count() == 2


def test_a_later_day_counts_as_carried_forward_and_the_day_before_is_kept(officer, action, in_days):
    told = update_action(action=action, said=Said("Warrant put off", due=in_days(40)), by=officer)

    assert (told.carried, told.due) == (1, in_days(40))
    kept = action.updates.get()
    assert (kept.was_due, kept.due) == (in_days(10), in_days(40))


def test_an_earlier_day_does_not_count_as_carried_forward(officer, action, in_days):
    assert update_action(action=action, said=Said("Sooner", due=in_days(3)), by=officer).carried == 0


def test_changing_the_day_of_an_action_without_an_update_counts_too(officer, action, in_days):
    deed = Deed("soc4p:pursue", "Visit the scrapyards", due=in_days(60))

    assert edit_action(action=action, deed=deed, by=officer, seen_version=1).carried == 1


def test_whoever_was_overtaken_is_told_by_whom(officer, bradford_analyst, action):
    update_action(action=action, said=Said("Two visited"), by=bradford_analyst, seen_version=1)

    with pytest.raises(Stale, match="Bradford analyst updated action"):
        update_action(action=action, said=Said("Three visited"), by=officer, seen_version=1)
    assert action.updates.count() == 1


def test_the_log_keeps_that_it_was_updated_and_none_of_its_words(officer, action):
    update_action(action=action, said=Said("Secret words", ActionState.BLOCKED), by=officer)

    event = Event.objects.filter(did="updated action").get()
    assert event.verb == Verb.ALTERATION
    assert event.detail == {"version": 2, "state": "blocked", "update": action.updates.get().pk}
    assert "Secret" not in f"{event.because}{event.detail}"


def test_a_neighbour_updates_nothing(neighbour, action):
    with pytest.raises(NotAllowed):
        update_action(action=action, said=Said("Two visited"), by=neighbour)


def test_a_partner_updates_only_what_is_shared_with_them(partner, action, share):
    with pytest.raises(NotAllowed):
        update_action(action=action, said=Said("Licence revoked"), by=partner)

    share(action, partner)
    update_action(action=action, said=Said("Licence revoked", ActionState.DONE), by=partner)

    assert action.updates.get().by == partner


def test_a_partner_plans_nothing_even_when_the_plan_is_shared(partner, plan, share):
    share(plan, partner)

    with pytest.raises(NotAllowed):
        add_action(plan=plan, deed=Deed("soc4p:pursue", "Do more"), release=OPEN, by=partner)


def test_an_action_that_answers_a_recommendation_takes_it_up_and_rests_on_it(officer, plan, recommendation, action_of):
    action = action_of(plan, answers=recommendation)

    recommendation.refresh_from_db()
    assert recommendation.state == RecommendationState.TAKEN_UP
    assert recommendation in thread_of(officer, action).records
    assert action in thread_of(officer, recommendation).records


@pytest.mark.parametrize(
    ("deed", "refusal"),
    [
        (Deed("prevent", "Talk to schools"), "Choose one of the Ps"),
        (Deed("soc4p:prevent", "  "), "Enter what is to be done"),
    ],
)
def test_an_action_says_what_is_to_be_done_under_a_p_of_the_list(officer, plan, deed, refusal):
    with pytest.raises(NotAllowed, match=refusal):
        add_action(plan=plan, deed=deed, release=OPEN, by=officer)


def test_a_closed_plan_takes_no_new_action(officer, plan, action_of):
    close_plan(plan=plan, reason="Dismantled", by=officer, seen_version=plan.version)
    plan.refresh_from_db()

    with pytest.raises(NotAllowed, match="This plan is closed"):
        action_of(plan)


def test_many_are_carried_forward_and_each_says_what_became_of_it(officer, plan, action_of, in_days, done):
    late, later, ended = (action_of(plan, text=text, due=in_days(n)) for text, n in (("a", 1), ("b", 90), ("c", 1)))
    done(ended)
    ended.refresh_from_db()
    picked = [late, later, ended]

    outcomes = carry_forward_many(
        actions=picked,
        due=in_days(30),
        reason="Board moved",
        by=officer,
        seen_versions={a.pk: a.version for a in picked},
    )

    assert [outcome.refused for outcome in outcomes] == ["", "Its day is not before that one", "It is done"]
    assert now(late, officer).carried == 1
    assert late.updates.get().text == "Board moved"


def test_one_that_was_overtaken_does_not_hold_back_the_others(officer, bradford_analyst, plan, action_of, in_days):
    first, second = action_of(plan, text="a", due=in_days(1)), action_of(plan, text="b", due=in_days(1))
    update_action(action=first, said=Said("Meanwhile"), by=bradford_analyst)

    outcomes = carry_forward_many(
        actions=[first, second], due=in_days(9), reason="Later", by=officer, seen_versions={first.pk: 1, second.pk: 1}
    )

    assert "Bradford analyst updated action" in outcomes[0].refused
    assert now(second, officer).due == in_days(9)


def test_a_partner_carries_nothing_forward_by_the_list(partner, action, share, in_days):
    share(action, partner)

    (outcome,) = carry_forward_many(
        actions=[action], due=in_days(40), reason="Later", by=partner, seen_versions={action.pk: 1}
    )

    assert outcome.refused == "It is not yours to plan"


def test_many_are_given_to_another_role(officer, plan, action_of):
    picked = [action_of(plan, text=text) for text in "ab"]

    assign_many(
        actions=picked,
        owner_role="Licensing officer",
        reason="They hold the powers",
        by=officer,
        seen_versions={a.pk: a.version for a in picked},
    )

    assert {now(action, officer).owner_role for action in picked} == {"Licensing officer"}
