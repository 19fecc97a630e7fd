"""What a share opens, to whom, on what conditions, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from partnership.audit.queries import history_of
from partnership.audit.rules import Verb
from partnership.people.rules import Act, Marking, NotAllowed, Role
from partnership.records import queries
from partnership.records.actions import end_share
from partnership.records.models import Share
from partnership.records.rules import Handling, Release, Stale
from partnership.triage.actions import dismiss_signal, watch_signal
from partnership.triage.models import Signal

ASK_FIRST = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask the force before you act on it.")
CLOSE = Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, "")


def sees(person, record) -> bool:
    return Signal.objects.seen_by(person).filter(pk=record.pk).exists()


def test_a_shared_record_is_seen_until_the_day_ends_and_no_longer(record, share, partner, next_month):
    assert not sees(partner, record)

    share(record)

    assert sees(partner, record)
    with time_machine.travel(next_month):
        assert sees(partner, record)
    with time_machine.travel(next_month + timedelta(days=1)):
        assert not sees(partner, record)


def test_a_share_says_who_why_until_when_and_on_what_conditions(record_of, share, partner, bradford_chair, next_month):
    share(record_of(ASK_FIRST))

    (shared,) = queries.shared_with(partner)

    told = shared.share
    assert (told.by, told.because, told.until) == (bradford_chair, "They run the refuge", next_month)
    assert told.conditions == ASK_FIRST.conditions


def test_sharing_is_recorded_as_a_disclosure_with_its_recipient(record, share, bradford_chair):
    share(record)

    event = history_of(record)[0]
    assert (event.verb, event.did, event.because) == (Verb.DISCLOSURE, "shared record", "They run the refuge")
    assert event.recipient == "Partner, Charity"
    assert event.actor_id == str(bradford_chair.pk)


def test_a_share_with_an_agency_opens_it_to_its_people_and_to_nobody_else(record, share, partner, add_person):
    other = add_person("Other", Role.PARTNER, "Other charity")

    share(record, to_person=None, to_agency=partner.agency)

    assert sees(partner, record)
    assert not sees(other, record)
    assert history_of(record)[0].recipient == "Charity"


def test_a_share_opens_reading_noting_and_answering_and_nothing_else(record, share, neighbour):
    share(record, to_person=neighbour)

    opened = {act for act in Act if Signal.objects.allowing(neighbour, act).exists()}

    assert opened == {Act.SEE_RECORD, Act.NOTE_HYPOTHESIS, Act.UPDATE_ACTION, Act.ANSWER_REQUEST}


def test_a_share_never_opens_more_than_the_clearance(record_of, share, partner, bradford_chair, add_person):
    record = record_of(CLOSE)
    cleared = add_person("Cleared", Role.PARTNER, "Charity")
    cleared.clearance = Marking.OFFICIAL_SENSITIVE
    cleared.save()
    bradford_chair.clearance = Marking.OFFICIAL_SENSITIVE
    bradford_chair.save()

    with pytest.raises(NotAllowed, match="not cleared"):
        share(record, to_person=partner)
    share(record, to_person=None, to_agency=partner.agency)

    assert sees(cleared, record)
    assert not sees(partner, record)


@pytest.mark.parametrize("who", ["auditor", "administrator"])
def test_a_record_is_not_shared_with_somebody_whose_role_opens_none(request, record, share, who):
    with pytest.raises(NotAllowed, match="opens no record"):
        share(record, to_person=request.getfixturevalue(who))


@pytest.mark.parametrize("who", ["council_officer", "commissioners_officer", "neighbour", "partner", "auditor"])
def test_nobody_shares_without_the_role_and_a_posting_to_that_very_area(request, record, share, second_chair, who):
    with pytest.raises(NotAllowed, match="not yours to decide"):
        share(record, to_person=second_chair, by=request.getfixturevalue(who))

    assert not Share.objects.exists()


def test_a_partner_passes_nothing_on(record, share, partner, second_chair):
    share(record)

    with pytest.raises(NotAllowed):
        share(record, to_person=second_chair, by=partner)


def test_a_dismissed_signal_is_not_shared(record, share, bradford_chair):
    dismiss_signal(signal=record, reason="Counted twice", by=bradford_chair)

    with pytest.raises(NotAllowed):
        share(record)


def test_the_same_recipient_is_not_given_it_twice_over(record, share):
    share(record)

    with pytest.raises(NotAllowed, match="already shared with them"):
        share(record)


def test_sharing_what_changed_meanwhile_is_refused(record, share, bradford_analyst):
    seen = record.version
    watch_signal(signal=record, by=bradford_analyst)

    with pytest.raises(Stale, match="Bradford analyst watched signal"):
        share(record, seen_version=seen)


def test_an_ended_share_is_over_at_once_and_kept_with_its_reason(record, share, partner, bradford_analyst):
    held = share(record)

    end_share(share=held, because="The refuge closed", by=bradford_analyst)

    assert not sees(partner, record)
    assert (history_of(record)[0].did, history_of(record)[0].because) == ("ended share of record", "The refuge closed")
    with pytest.raises(NotAllowed, match="already ended"):
        end_share(share=held, because="Again", by=bradford_analyst)


def test_a_share_is_not_ended_without_a_reason_or_by_whoever_received_it(record, share, partner, bradford_chair):
    held = share(record)

    with pytest.raises(NotAllowed, match="Enter why"):
        end_share(share=held, because=" ", by=bradford_chair)
    with pytest.raises(NotAllowed):
        end_share(share=held, because="Enough", by=partner)
    assert sees(partner, record)


def test_a_partner_is_told_only_of_the_share_that_opens_it_to_them(record, share, partner, neighbour, bradford_chair):
    share(record)
    share(record, to_person=neighbour)

    assert [told.to_person for told in queries.shares_seen_by(partner, record)] == [partner]
    assert len(queries.shares_seen_by(bradford_chair, record)) == 2


def test_a_closed_account_opens_nothing(record, share, partner):
    share(record)
    partner.is_active = False
    partner.save()

    assert not sees(partner, record)
    assert queries.shared_with(partner) == []


def test_the_page_counts_who_of_an_agency_is_cleared(record_of, partner, bradford_chair, auditor):
    record = record_of(CLOSE)

    (charity,) = [
        agency for agency in queries.agencies_to_share_with(bradford_chair, record) if agency == partner.agency
    ]

    assert (charity.open, charity.cleared) == (1, 0)
    assert auditor.agency not in queries.agencies_to_share_with(bradford_chair, record)
    assert partner not in queries.people_to_share_with(bradford_chair, record)


def test_what_is_announced_tells_its_holder_and_what_is_not_tells_nothing(record_of, council_officer, add_person):
    held = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ours", announced=True)
    record_of(held, originator=add_person("Officer", Role.PARTNER, "Refuge").agency)
    record_of(Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ours"))

    assert queries.holders_of_withheld(council_officer, "E08000032", [Signal]) == ["Refuge"]
    assert queries.holders_of_withheld(council_officer, "E08000036", [Signal]) == []
