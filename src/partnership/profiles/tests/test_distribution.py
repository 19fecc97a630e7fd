"""Partners not knowing the profiles was the recorded failure: who was sent one, who opened it, who did not."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from django.utils import timezone

from partnership.audit import queries as audit
from partnership.people.models import Agency, Person
from partnership.people.rules import Act, Marking, NotAllowed, Role, acts_of
from partnership.profiles import distributing
from partnership.profiles.models import Feedback, Profile
from partnership.profiles.readers import readers_of, readership, readerships
from partnership.profiles.rules import Topic
from partnership.records.actions import share_record
from partnership.records.queries import may
from partnership.records.rules import Handling, Release

from .conftest import BRADFORD

FORCE = "E23000010"


@pytest.fixture
def send(published, chair):
    def make(by=chair, until=None, note="Read it before the board", **to):
        return distributing.send(edition=published, note=note, until=until, by=by, **to)

    return make


def in_nine_days():
    return timezone.localdate() + timedelta(days=9)


@pytest.fixture
def everybody(db):
    """One of every role, in every place, at each clearance, of two agencies; some gone, some posted elsewhere."""
    agencies = [Agency.objects.get_or_create(name=name)[0] for name in ("Force", "Other")]
    for n, (role, agency, clearance, place) in enumerate(
        product(Role, agencies, Marking, ("", BRADFORD, "E08000036", FORCE))
    ):
        person = Person.objects.create(
            email=f"p{n}@example.test",
            name=f"P{n}",
            role=role,
            agency=agency,
            clearance=clearance,
            is_active=n % 9 != 0,
        )
        if place and Act.SEE_BOARD in acts_of(role):
            ended = {"start": date(2015, 1, 1), "end": date(2015, 2, 1)} if n % 7 == 0 else {}
            person.postings.create(area_code=place, **ended)
    return Person.objects.all()


@pytest.mark.parametrize(
    "release",
    [
        Release(Marking.OFFICIAL, Handling.PERMITTED, ""),
        Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, ""),
        Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask first."),
    ],
)
@pytest.mark.parametrize("originator", ["Force", "Other", ""])
@pytest.mark.parametrize("place", [BRADFORD, FORCE])
def test_who_reads_a_profile_is_who_the_one_predicate_lets_in(everybody, release, originator, place):
    agencies = {agency.name: agency for agency in Agency.objects.all()}
    profile = Profile(area_code=place, area_name="Somewhere", originator=agencies.get(originator))
    profile.release = release
    profile.save()
    chair = everybody.filter(role=Role.BOARD_CHAIR, clearance=Marking.OFFICIAL_SENSITIVE, is_active=True)
    for by in chair:
        if may(by, Act.RELEASE, profile):
            outside = everybody.filter(role=Role.PARTNER, is_active=True).exclude(agency=by.agency).first()
            if outside.clearance in (release.marking, Marking.OFFICIAL_SENSITIVE):
                share_record(record=profile, to_person=outside, because="Theirs", until=in_nine_days(), by=by)
            break

    seen = {person for person in everybody if may(person, Act.SEE_RECORD, profile)}

    assert readers_of(profile) == seen
    assert seen


def test_an_agency_that_does_not_see_the_district_is_given_the_profile(send, published, chair, partner):
    with pytest.raises(NotAllowed, match="Enter until when Trading standards"):
        send(agencies=[partner.agency])

    (row,) = send(agencies=[partner.agency], until=in_nine_days())

    assert row.recipient == "Trading standards"
    assert published.profile in Profile.objects.seen_by(partner)
    sent, shared = list(audit.history_of(published.profile))[:2]
    assert (sent.verb, sent.did, sent.recipient) == ("disclosure", "sent edition", "Trading standards")
    assert (shared.verb, shared.did) == ("disclosure", "shared record")


def test_whoever_sees_it_is_given_nothing_more(send, published, council):
    send(people=[council])

    assert [event.did for event in audit.history_of(published.profile)][:2] == ["sent edition", "published edition"]


def test_sending_again_shares_no_second_time(send, published, partner):
    send(agencies=[partner.agency], until=in_nine_days())
    send(agencies=[partner.agency], until=in_nine_days())

    dids = [event.did for event in audit.history_of(published.profile)]
    assert (dids.count("sent edition"), dids.count("shared record")) == (2, 1)


def test_the_council_sends_it_to_those_who_read_it_and_gives_nobody_access(send, council, officer, partner):
    send(by=council, people=[officer])

    with pytest.raises(NotAllowed, match="not yours to decide"):
        send(by=council, agencies=[partner.agency], until=in_nine_days())


@pytest.mark.parametrize("who", ["officer", "commissioners_officer", "partner", "neighbour"])
def test_nobody_else_sends_it(request, send, council, who):
    with pytest.raises(NotAllowed, match="not yours to send"):
        send(by=request.getfixturevalue(who), people=[council])


def test_a_draft_is_sent_to_nobody(draft, chair, council):
    with pytest.raises(NotAllowed, match="Publish it first"):
        distributing.send(edition=draft, people=[council], note="Read", until=None, by=chair)


def test_it_is_sent_to_somebody(send):
    with pytest.raises(NotAllowed, match="Choose to whom"):
        send()


def test_whoever_was_sent_it_is_unread_until_they_open_it(send, published, council, officer, partner):
    send(agencies=[council.agency, partner.agency], people=[officer], until=in_nine_days())

    before = readership(published.profile, 1)
    assert {person.name for person in before.unread_by} == {"Council officer", "Bradford officer", "Partner"}
    assert distributing.note_opened(edition=published, by=council)
    assert not distributing.note_opened(edition=published, by=council)

    after = readership(Profile.objects.seen_by(council).get(), 1)
    assert [unread.agency.name for unread in after.by_agency] == ["Force", "Trading standards"]
    assert [unread.is_nobody for unread in after.by_agency] == [True, True]
    assert list(after.opened) == [council]


def test_a_colleague_who_opened_it_does_not_read_for_the_others(send, published, add_person, council):
    other = add_person("Second council officer", Role.PARTNERSHIP_ANALYST, "Council", BRADFORD)
    send(agencies=[council.agency])
    distributing.note_opened(edition=published, by=council)

    (unread,) = readership(published.profile, 1).by_agency

    assert (unread.people, unread.is_nobody) == ((other,), False)


def test_whoever_can_no_longer_read_it_is_not_waited_for(send, published, council):
    send(people=[council])
    council.postings.update(start=date(2015, 1, 1), end=date(2015, 2, 1))

    assert readership(published.profile, 1).unread_by == []


def test_a_draft_leaves_no_receipt(draft, analyst):
    assert not distributing.note_opened(edition=draft, by=analyst)


def test_many_profiles_take_as_many_reads_as_one(django_assert_max_num_queries, published, area, chair, send, council):
    send(people=[council])
    others = [Profile(area_code=code, area_name=code) for code in ("E08000033", "E08000034", "E08000035")]
    for other in others:
        other.save()
    held = [published.profile, *others]

    with django_assert_max_num_queries(8):
        found = readerships(held, dict.fromkeys([one.pk for one in held], 1))

    assert len(found[published.profile.pk].unread_by) == 1


def test_feedback_is_kept_as_it_was_written(published, officer, partner):
    told = {"number": 1, "topic": Topic.ENGAGEMENT}
    given = distributing.give_feedback(profile=published.profile, text="Nobody told us. ", by=officer, **told)

    assert (given.text, given.by) == ("Nobody told us.", officer)
    with pytest.raises(TypeError, match="frozen"):
        given.save()
    event = audit.history_of(published.profile).first()
    assert (event.did, event.detail["topic"], event.because) == ("gave feedback", "engagement", "")
    with pytest.raises(NotAllowed, match="may not write feedback"):
        distributing.give_feedback(profile=published.profile, text="Me too", by=partner, **told)
    with pytest.raises(NotAllowed, match="Enter your feedback"):
        distributing.give_feedback(profile=published.profile, text=" ", by=officer, **told)


def test_a_partner_who_was_sent_it_writes_feedback(send, published, partner):
    send(people=[partner], until=in_nine_days())

    distributing.give_feedback(profile=published.profile, number=1, topic=Topic.OTHER, text="Thank you", by=partner)

    assert Feedback.objects.seen_by(partner).get().text == "Thank you"
