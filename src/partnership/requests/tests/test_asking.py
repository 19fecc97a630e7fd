"""Asking is the disclosure: what each partner then reads, and what is looked at before anything is sent."""

from datetime import timedelta

import pytest

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.ocgs.models import Group
from partnership.ocgs.rules import Status
from partnership.people.rules import Marking, NotAllowed
from partnership.records.actions import share_record
from partnership.records.queries import shares_in_force
from partnership.records.rules import Handling, Release
from partnership.requests import queries
from partnership.requests.cautions import Unconfirmed
from partnership.thread.queries import ties_of


def test_each_partner_reads_its_own_enquiry_and_neither_the_request_nor_the_other(asked, partner, charity_worker):
    (ours,) = queries.enquiries_seen_by(partner)

    assert (ours.agency, ours.asks) == (partner.agency, asked.asks)
    assert not queries.requests_seen_by(partner).exists()
    assert queries.enquiries_seen_by(charity_worker).get().pk != ours.pk


def test_each_partner_asked_is_one_disclosure_with_recipient_reason_and_gateway(asked):
    events = Event.objects.filter(verb=Verb.DISCLOSURE)

    assert {event.recipient for event in events} == {"Trading standards", "Charity"}
    assert {(event.because, event.detail["gateway"]) for event in events} == {("To visit it together", "cda-1998-115")}


def test_the_share_lasts_until_the_request_expires(asked, enquiry, partner):
    share = shares_in_force(enquiry).get()

    assert (share.to_agency, share.until) == (partner.agency, asked.expires_on)


def test_a_lead_responsible_officer_asks_although_they_share_nothing_else(ask_of, officer, partner, group):
    made = ask_of(partner, by=officer, target=group, criterion="mapped-group")

    assert queries.to_answer(partner).get().request == made
    with pytest.raises(NotAllowed):
        share_record(record=group, because="x", until=made.expires_on, by=officer, to_agency=partner.agency)


def test_a_request_about_a_group_is_tied_to_it_and_says_no_code_name(ask_of, partner, group):
    made = ask_of(partner, target=group, criterion="mapped-group")

    enquiry = queries.to_answer(partner).get()
    assert ties_of(made).get().on_record == group.uuid
    assert "Granite" not in f"{enquiry.asks} {enquiry.purpose} {enquiry.reference} {enquiry.handling_conditions}"


def test_a_mapped_group_cannot_be_asked_about_without_the_group(ask_of, partner):
    with pytest.raises(NotAllowed, match="page of the record"):
        ask_of(partner, criterion="mapped-group")


def test_nor_while_it_is_only_proposed(ask_of, partner, group, bradford_analyst):
    Group.objects.seen_by(bradford_analyst).update(state=Status.PROPOSED)
    group.refresh_from_db()

    with pytest.raises(NotAllowed, match="not mapped"):
        ask_of(partner, target=group, criterion="mapped-group")


def test_nobody_asks_about_what_they_may_not_work_on(ask_of, neighbour, council_officer, partner, group):
    for by in (neighbour, council_officer, partner):
        with pytest.raises(NotAllowed):
            ask_of(partner, by=by, target=group, criterion="mapped-group")


def test_nobody_asks_their_own_agency_or_one_where_nobody_could_answer(ask_of, bradford_chair, auditor):
    for person in (bradford_chair, auditor):
        with pytest.raises(NotAllowed, match="could answer here"):
            ask_of(person)


def test_nothing_goes_to_an_agency_where_nobody_is_cleared_to_read_it(ask_of, partner, bradford_analyst):
    bradford_analyst.clearance = Marking.OFFICIAL_SENSITIVE
    bradford_analyst.save()

    with pytest.raises(NotAllowed, match="Nobody at Trading standards is cleared"):
        ask_of(partner, release=Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, ""))


def test_an_agency_never_asked_before_is_pointed_out_and_once_only(ask_of, partner):
    with pytest.raises(Unconfirmed) as stopped:
        ask_of(partner, confirmed=())

    assert [caution.key for caution in stopped.value.cautions] == ["unusual"]
    assert not Event.objects.filter(verb=Verb.DISCLOSURE).exists()
    ask_of(partner)
    ask_of(partner, confirmed=())


def test_what_others_asked_where_one_cannot_see_makes_no_agency_usual(ask_of, neighbour, partner):
    ask_of(partner)

    assert queries.asked_before(neighbour) == frozenset()


def test_a_name_or_the_groups_code_name_is_pointed_out_before_it_is_sent(ask_of, partner, group):
    with pytest.raises(Unconfirmed) as stopped:
        ask_of(partner, target=group, asks="Is Ann Smith of Granite Harbour a licensee?", criterion="mapped-group")

    assert {caution.key for caution in stopped.value.cautions} == {"name", "secret", "unusual"}


def test_a_request_never_lasts_longer_than_practice_allows(ask_of, partner, today):
    with pytest.raises(NotAllowed, match="within 42 days"):
        ask_of(partner, expires_on=today + timedelta(days=43))
