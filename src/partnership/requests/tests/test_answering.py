"""Hit, no hit or declined: by the agency that was asked, until the last day, and without content."""

import pytest

from partnership.audit.models import Event
from partnership.people.rules import Marking, NotAllowed
from partnership.records.rules import Handling, Release, Stale
from partnership.requests import queries
from partnership.requests.answering import answer_enquiry
from partnership.requests.rules import Answer, Reply

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


def test_whoever_asked_sees_the_answer_and_whom_to_ring(answer, enquiry, bradford_analyst):
    answer(enquiry, post="Duty licensing officer", phone="01274 960 000")

    seen = queries.enquiries_seen_by(bradford_analyst).get(pk=enquiry.pk)
    assert (seen.answer, seen.contact_post, seen.contact_phone) == ("hit", "Duty licensing officer", "01274 960 000")
    assert seen.answered_at is not None


def test_an_answered_enquiry_waits_no_longer(answer, enquiry, partner):
    answer(enquiry, Answer.NO_HIT)

    assert not queries.to_answer(partner).exists()
    assert list(queries.answered_lately(partner, enquiry.sent_at)) == [enquiry]


@pytest.mark.parametrize(
    "told",
    [
        {"post": "They keep the stolen cars in the second unit behind the yard by the canal"},
        {"post": "Licensing. He is there at night"},
        {"post": "See record 4711"},
        {"phone": "ring Ann at the yard"},
    ],
)
def test_no_content_fits_into_the_contact(answer, enquiry, told):
    with pytest.raises(NotAllowed):
        answer(enquiry, **told)


def test_a_contact_is_kept_with_a_hit_alone(answer, enquiry):
    assert answer(enquiry, Answer.NO_HIT, post="Duty officer").contact_post == ""


def test_declining_needs_one_of_the_reasons(answer, enquiry):
    with pytest.raises(NotAllowed, match="why you decline"):
        answer(enquiry, Answer.DECLINED, why="because we know him")
    assert answer(enquiry, Answer.DECLINED, why="not-searchable").declined_why == "not-searchable"


def test_an_answer_put_right_keeps_the_time_of_the_first(answer, enquiry):
    first = answer(enquiry, Answer.NO_HIT)
    was = first.answered_at

    corrected = answer(enquiry, Answer.HIT)

    assert (corrected.answer, corrected.answered_at) == ("hit", was)
    assert corrected.corrected_at >= was
    noted = Event.objects.filter(did__contains="answer").order_by("sequence").values_list("did", flat=True)
    assert list(noted) == ["answered enquiry", "corrected answer to enquiry"]


def test_nobody_answers_for_another_agency(answer, enquiry, charity_worker):
    with pytest.raises(NotAllowed):
        answer(enquiry, by=charity_worker)


def test_nor_does_somebody_of_another_agency_who_can_read_it(ask_of, partner, council_officer, answer):
    ask_of(partner, release=OPEN)
    found = queries.enquiries_seen_by(council_officer).get()

    with pytest.raises(NotAllowed, match="Only the agency"):
        answer(found, by=council_officer)
    assert not queries.to_answer(council_officer).exists()


def test_nobody_answers_once_the_last_day_is_over(answer, enquiry, backdated, partner):
    backdated(enquiry, 1)

    assert not queries.to_answer(partner).exists()
    with pytest.raises(NotAllowed, match="has ended"):
        answer(enquiry)


def test_of_two_colleagues_who_answer_the_second_is_told(enquiry, partner, answer):
    seen = enquiry.version
    answer(enquiry, Answer.NO_HIT)

    with pytest.raises(Stale):
        answer_enquiry(enquiry=enquiry, reply=Reply(Answer.HIT), by=partner, seen_version=seen)
