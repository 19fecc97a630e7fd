"""Feedback reaches the partner, also late; a request that ends takes with it what nobody answered; jobs may repeat."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partnership.audit.models import Event
from partnership.people.rules import NotAllowed
from partnership.records.models import Share
from partnership.records.queries import shares_in_force
from partnership.requests import queries, tasks
from partnership.requests.actions import end_request
from partnership.requests.following import note_passed, tell_feedback
from partnership.requests.rules import Answer, RequestState


@pytest.fixture
def tell(bradford_analyst):
    def give(enquiry, text="Two notices served"):
        enquiry.refresh_from_db()
        return tell_feedback(enquiry=enquiry, text=text, by=bradford_analyst, seen_version=enquiry.version)

    return give


@pytest.fixture
def end(bradford_analyst):
    def finish(request, to=RequestState.CLOSED, reason="Its time is over"):
        return end_request(request=request, to=to, reason=reason, by=bradford_analyst, seen_version=request.version)

    return finish


def expired_share(enquiry):
    Share.objects.filter(record=enquiry.uuid).update(until=timezone.localdate() - timedelta(days=1))


def test_a_partner_reads_feedback_after_the_enquiry_expired(answer, enquiry, tell, partner):
    answer(enquiry)
    expired_share(enquiry)
    assert not queries.enquiries_seen_by(partner).exists()

    tell(enquiry)

    assert [one.text for one in queries.answered_lately(partner, enquiry.sent_at).get().feedback.all()] == [
        "Two notices served"
    ]
    assert shares_in_force(enquiry).get().until == timezone.localdate() + timedelta(days=90)


def test_an_answer_owes_feedback_until_the_partner_is_told(answer, enquiry, tell, bradford_analyst, neighbour):
    assert not queries.feedback_owed(bradford_analyst).exists()
    answer(enquiry)
    assert list(queries.feedback_owed(bradford_analyst)) == [enquiry]
    assert not queries.feedback_owed(neighbour).exists()

    tell(enquiry)

    assert not queries.feedback_owed(bradford_analyst).exists()


def test_there_is_no_feedback_on_what_nobody_answered(enquiry, tell):
    with pytest.raises(NotAllowed, match="no answer yet"):
        tell(enquiry)


def test_that_details_passed_is_a_day_and_nothing_else(answer, enquiry, bradford_analyst, today):
    answer(enquiry)
    enquiry.refresh_from_db()

    told = {"by": bradford_analyst, "seen_version": enquiry.version}
    with pytest.raises(NotAllowed, match="Enter the day"):
        note_passed(enquiry=enquiry, on=today + timedelta(days=1), **told)
    assert note_passed(enquiry=enquiry, on=today, **told).passed_on == today


def test_details_pass_after_a_hit_alone(answer, enquiry, bradford_analyst, today):
    answer(enquiry, Answer.NO_HIT)
    enquiry.refresh_from_db()

    with pytest.raises(NotAllowed, match="after a hit"):
        note_passed(enquiry=enquiry, on=today, by=bradford_analyst, seen_version=enquiry.version)


@pytest.mark.parametrize("to", [RequestState.CLOSED, RequestState.WITHDRAWN])
def test_an_ended_request_is_withdrawn_from_whoever_did_not_answer(asked, answer, enquiry, charity_worker, end, to):
    answer(enquiry)

    end(asked, to)

    enquiry.refresh_from_db()
    assert enquiry.answer == "hit"
    assert not queries.enquiries_seen_by(charity_worker).exists()
    assert not queries.to_answer(charity_worker).exists()
    assert {one.answer for one in queries.enquiries_seen_by(asked.asked_by)} == {"hit", "withdrawn"}


def test_closing_leaves_a_partner_its_feedback_and_withdrawing_does_not(asked, answer, enquiry, tell, end, partner):
    answer(enquiry)
    tell(enquiry)

    end(asked)

    assert queries.enquiries_seen_by(partner).exists()


def test_withdrawing_takes_feedback_back_too(asked, answer, enquiry, tell, end, partner):
    answer(enquiry)
    tell(enquiry)

    end(asked, RequestState.WITHDRAWN)

    assert not queries.enquiries_seen_by(partner).exists()


def test_a_request_ends_once_and_with_a_reason(asked, end):
    with pytest.raises(NotAllowed, match="Enter why"):
        end(asked, reason=" ")
    ended = end(asked)
    with pytest.raises(NotAllowed, match="already closed"):
        end(ended)


def test_what_nobody_answered_is_noted_without_reply_the_day_after_and_once(asked, enquiry, backdated):
    backdated(enquiry, 0)
    assert tasks.expire(timezone.now()) == 0

    backdated(enquiry, 1)
    assert (tasks.expire(timezone.now()), tasks.expire(timezone.now())) == (1, 0)

    enquiry.refresh_from_db()
    event = Event.objects.get(did="noted that enquiry had no reply")
    assert (enquiry.answer, event.actor_id, event.detail) == ("no-reply", "", {"version": enquiry.version})


def test_a_partner_is_reminded_once_and_only_near_the_end(asked, enquiry):
    now = timezone.now()
    early, near = now + timedelta(days=10), now + timedelta(days=11)

    assert tasks.remind(early) == 0
    assert (tasks.remind(near), tasks.remind(near)) == (2, 0)


def test_nobody_is_reminded_of_what_they_answered_or_what_ended(asked, enquiry, answer, end):
    answer(enquiry)
    end(asked)

    assert tasks.remind(timezone.now() + timedelta(days=12)) == 0
    assert tasks.expire(timezone.now() + timedelta(days=30)) == 0
