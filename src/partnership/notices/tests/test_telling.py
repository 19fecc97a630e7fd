"""Who is told what of a record, and what nobody is told."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.notices.actions import follow, mark_read, unfollow
from partnership.notices.models import Notice, Subscription
from partnership.notices.queries import Bell, followed_by, news
from partnership.outcomes.models import Disruption
from partnership.people.models import Agency, Narrowing, Person
from partnership.people.rules import Act, Marking, NotAllowed
from partnership.plans.acting import Said, update_action
from partnership.records.actions import end_share, share_record
from partnership.records.rules import Handling, Release
from partnership.records.starting import start
from partnership.records.unscoped import everything
from partnership.retention.actions import dispose

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


def say(action, by, text="Two of the four visited"):
    return update_action(action=type(action).objects.seen_by(by).get(pk=action.pk), said=Said(text=text), by=by)


def hide(record) -> None:
    """Held by another agency, under conditions."""
    other = Agency.objects.get_or_create(name="Another force")[0]
    held = {"handling": "C", "handling_conditions": "Ask first", "originator": other}
    everything(type(record)).filter(pk=record.pk).update(**held)


def test_whoever_follows_a_record_is_told_what_others_do_to_it_and_not_what_they_do(action, officer, bradford_analyst):
    follow(record=action, by=bradford_analyst)
    say(action, bradford_analyst)
    assert news(bradford_analyst) == []

    say(action, officer)
    say(action, officer)

    (told,) = news(bradford_analyst)
    assert (told.record, told.did, told.by, told.earlier) == (action, "updated action", officer.name, 1)
    assert Bell(bradford_analyst).count == 1


def test_whoever_stops_following_is_told_nothing_more(action, officer, bradford_analyst):
    follow(record=action, by=bradford_analyst)
    unfollow(record=action, by=bradford_analyst)

    say(action, officer)

    assert news(bradford_analyst) == []


def test_what_is_read_is_not_told_again_and_what_comes_afterwards_is(action, officer, bradford_analyst):
    follow(record=action, by=bradford_analyst)
    say(action, officer)
    shown_at = timezone.now()
    say(action, officer, "A third visited")

    mark_read(until=shown_at, record=action, by=bradford_analyst)

    (told,) = news(bradford_analyst)
    assert told.earlier == 0
    mark_read(until=timezone.now(), by=bradford_analyst)
    assert news(bradford_analyst) == []


def test_whoever_opens_the_record_has_read_what_they_were_told_of_it(action, officer, bradford_analyst, client_for):
    follow(record=action, by=bradford_analyst)
    say(action, officer)
    program = copy(bradford_analyst)
    program.narrowing = Narrowing(frozenset({Act.SEE_RECORD}), None, uuid4(), "To fill the weekly sheet")
    audit.record(by=program, verb=Verb.CONSULTATION, did="read action", to=action)
    assert len(news(bradford_analyst)) == 1

    client_for(bradford_analyst).get(action.get_absolute_url())

    assert news(bradford_analyst) == []


def test_a_record_that_is_hidden_since_is_neither_told_nor_counted_nor_listed(action, officer, bradford_analyst):
    follow(record=action, by=bradford_analyst)
    say(action, officer)

    hide(action)

    assert (news(bradford_analyst), Bell(bradford_analyst).count, followed_by(bradford_analyst)) == ([], 0, [])
    assert Notice.objects.filter(person=bradford_analyst).exists()


def test_nobody_follows_what_they_do_not_see(action, neighbour):
    with pytest.raises(NotAllowed):
        follow(record=action, by=neighbour)


def test_an_action_is_told_to_whoever_it_is_given_to(action_of, bradford_analyst, officer):
    action = action_of(by=officer, owner=bradford_analyst)

    assert [(told.record, told.did) for told in news(bradford_analyst)] == [(action, "added action")]


def test_a_share_is_told_to_the_partner_and_not_to_whoever_follows_the_record(
    action, bradford_chair, bradford_analyst, partner
):
    follow(record=action, by=bradford_analyst)
    until = timezone.localdate() + timedelta(days=30)

    share = share_record(record=action, because="To answer", until=until, to_agency=partner.agency, by=bradford_chair)

    assert [(told.record, told.did) for told in news(partner)] == [(action, "shared record")]
    end_share(share=share, because="Answered", by=bradford_chair)
    assert (news(partner), news(bradford_analyst)) == ([], [])


def test_a_claim_is_told_to_those_who_may_moderate_it_and_not_to_the_claimant(
    group, bradford_analyst, bradford_chair, neighbour
):
    Notice.objects.all().delete()

    from_claim = claimed(bradford_analyst)

    assert [told.record for told in news(bradford_chair)] == [from_claim]
    assert set(Notice.objects.values_list("person", flat=True)) == {bradford_chair.pk}


def claimed(by: Person) -> Disruption:
    told = {"what": "Seizure", "p": "soc4p:pursue", "happened_on": timezone.localdate(), "affected": "group"}
    told |= {"lasts": "weeks", "evidence": "Report", "claimed_grade": "minor", "agency": by.agency, "claimed_by": by}
    made = start(Disruption, act=Act.PLAN, area_code="E08000032", release=OPEN, by=by, **told)
    audit.record(by=by, verb=Verb.ALTERATION, did="claimed disruption", to=made)
    return made


def test_a_closed_account_is_told_nothing(action, officer, bradford_analyst):
    follow(record=action, by=bradford_analyst)
    Person.objects.filter(pk=bradford_analyst.pk).update(is_active=False)

    say(action, officer)

    assert not Notice.objects.filter(person=bradford_analyst).exists()


def test_what_was_not_done_after_all_is_told_to_nobody(action, officer, bradford_analyst):
    follow(record=action, by=bradford_analyst)

    with transaction.atomic():
        say(action, officer)
        transaction.set_rollback(True)

    assert not Notice.objects.filter(person=bradford_analyst).exists()


def test_who_follows_is_told_to_no_other_follower(action, bradford_analyst, bradford_chair):
    follow(record=action, by=bradford_analyst)

    follow(record=action, by=bradford_chair)

    assert news(bradford_analyst) == []


def test_nothing_is_left_of_a_record_that_is_disposed_of(action, officer, bradford_analyst, records_manager):
    follow(record=action, by=bradford_analyst)
    now = say(action, officer)
    everything(type(action)).filter(pk=action.pk).update(review_on=timezone.localdate())

    dispose(record=now, because="No longer needed", seen_version=now.version, by=records_manager)

    assert not Subscription.objects.exists()
    assert not Notice.objects.filter(record=action.uuid).exists()


def test_with_nothing_new_the_bell_costs_one_query(bradford_analyst):
    with CaptureQueriesContext(connection) as asked:
        assert Bell(bradford_analyst).count == 0

    assert len(asked) == 1
