"""The pages on which a record is shared and its marking changed, and what a partner is shown."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from partnership.audit.models import Event
from partnership.people.rules import Marking
from partnership.records.actions import change_release
from partnership.records.models import Lowering, Share
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything
from partnership.triage.actions import dismiss_signal, note_read, watch_signal
from partnership.triage.models import Hypothesis, Signal

ASK_FIRST = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask the force before you act on it.")
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
BOARD = reverse("triage:board", args=["E08000032"])


def page_of(record, name="record", **more):
    return reverse(f"records:{name}", kwargs={"kind": record.slug, "uuid": record.uuid} | more)


def words(answer) -> str:
    """The page as it is read, tags and runs of space taken out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


@pytest.fixture
def to_share(client_for, bradford_chair, partner, next_month):
    """A browser of the chair, and what sharing with the partner posts."""

    def post(record, **changes):
        told = {"to": f"person:{partner.uuid}", "because": "They run the refuge", "until": next_month.isoformat()}
        client = client_for(bradford_chair)
        return client.post(page_of(record, "share"), told | {"version": record.version} | changes)

    return post


def test_the_chair_shares_a_record_and_the_partner_finds_it_at_home(client_for, record, to_share, partner):
    assert to_share(record).status_code == 302

    for home in (reverse("work:mine"), reverse("records:shared")):
        told = words(client_for(partner).get(home))
        assert record.statement in told
        assert "Shared with you by Bradford chair, Force, until" in told
        assert "Why: They run the refuge" in told


def test_a_partner_reads_the_whole_signal_but_no_board_and_no_verdict(client_for, record, share, partner):
    share(record)
    client = client_for(partner)

    answer = client.get(record.get_absolute_url())

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Shared with you by Bradford chair" in words(answer)
    assert reverse("triage:decide", args=[record.uuid]) not in page
    assert BOARD not in page
    assert client.get(BOARD).status_code == 404
    assert client.post(reverse("triage:decide", args=[record.uuid]), {"to": "confirmed"}).status_code == 404
    client.post(reverse("triage:hypothesis", args=[record.uuid]), {"text": "An amnesty week"})
    assert everything(Hypothesis).get().by == partner


def test_conditions_always_stand_above_the_record(client_for, record_of, share, partner, bradford_chair):
    record = record_of(ASK_FIRST)
    share(record)

    for person in (partner, bradford_chair):
        assert f"Conditions: {ASK_FIRST.conditions}" in words(client_for(person).get(record.get_absolute_url()))


def test_every_page_of_a_record_is_missing_to_whoever_does_not_see_it(client_for, record, share, neighbour, partner):
    held = share(record)
    missing = {
        name: client_for(neighbour).get(page_of(record, name, **more))
        for name, more in {"record": {}, "share": {}, "release": {}, "end-share": {"share": held.uuid}}.items()
    }

    assert {answer.status_code for answer in missing.values()} == {404}
    client = client_for(partner)
    assert client.get(page_of(record)).status_code == 200
    assert client.get(page_of(record, "share")).status_code == 404
    assert client.get(page_of(record, "release")).status_code == 404
    assert client.post(page_of(record, "end-share", share=held.uuid), {"because": "No"}).status_code == 404


@pytest.mark.parametrize("kind", ["nothing", "person", "share", "evidence"])
def test_only_kinds_of_record_have_such_a_page(client_for, bradford_chair, record, kind):
    address = reverse("records:record", args=[kind, record.uuid])

    assert client_for(bradford_chair).get(address).status_code == 404


@pytest.mark.parametrize(
    ("posted", "error"),
    [
        ({"to": ""}, "Choose with whom"),
        ({"to": "agency:Nobody"}, "Choose one of those listed"),
        ({"because": " "}, "Enter why it is shared"),
        ({"until": "2001-01-01"}, "Enter a day after today"),
        ({"until": "rubbish"}, "Enter a day, such as"),
        ({"version": ""}, "Open the page again"),
    ],
)
def test_a_share_that_cannot_be_made_is_refused_beside_the_form(record, to_share, posted, error):
    answer = to_share(record, **posted)

    assert answer.status_code == 422
    assert error in words(answer)
    assert not Share.objects.exists()


def test_an_agency_is_offered_with_how_many_of_its_people_are_cleared(client_for, record, bradford_chair, partner):
    told = words(client_for(bradford_chair).get(page_of(record, "share")))

    assert "Charity (1 of 1 people there cleared for it)" in told
    assert "Partner, Charity, Partner" in told


def test_a_share_on_a_page_left_open_shows_that_the_conditions_changed(client_for, record, to_share, bradford_analyst):
    seen = record.version
    change_release(record=record, release=ASK_FIRST, because="The force asked", by=bradford_analyst, seen_version=seen)

    answer = to_share(record, version=seen)

    assert answer.status_code == 409
    assert ASK_FIRST.conditions in words(answer)
    assert "They run the refuge" in words(answer)
    assert not Share.objects.exists()


def test_the_chair_ends_a_share_and_the_partner_finds_nothing(client_for, record, share, partner, bradford_chair):
    held = share(record)
    client = client_for(bradford_chair)

    assert client.post(page_of(record, "end-share", share=held.uuid), {"because": ""}).status_code == 422
    client.post(page_of(record, "end-share", share=held.uuid), {"because": "The refuge closed"})

    assert client_for(partner).get(record.get_absolute_url()).status_code == 404
    assert record.statement not in words(client_for(partner).get(reverse("work:mine")))
    told = words(client.get(page_of(record)))
    assert "Shares that ended" in told


def held_as(release, record, **changes):
    announced = {"announced": "on"} if release.announced else {}
    told = {"marking": release.marking, "handling": release.handling, "conditions": release.conditions}
    return told | announced | {"because": "The force asked", "version": record.version} | changes


def test_a_record_is_held_closer_at_once_and_less_closely_only_by_two(client_for, record, bradford_chair, second_chair):
    mine, theirs = client_for(bradford_chair), client_for(second_chair)

    mine.post(page_of(record, "release"), held_as(ASK_FIRST, record))
    closer = everything(Signal).get()
    assert closer.release == ASK_FIRST
    told = words(mine.post(page_of(record, "release"), held_as(OPEN, closer), follow=True))
    assert "held as before until somebody else accepts it" in told

    decide = page_of(record, "lowering", lowering=Lowering.objects.get().uuid)
    posted = {"decision": "accept", "because": "Agreed"}
    assert mine.post(decide, posted).status_code == 422
    assert "Somebody else must decide" in words(mine.get(decide))
    assert theirs.post(decide, {}).status_code == 422
    assert everything(Signal).get().release == ASK_FIRST
    assert theirs.post(decide, posted).status_code == 302
    assert everything(Signal).get().release == OPEN
    assert theirs.get(decide).status_code == 404


def test_a_proposal_overtaken_by_a_change_answers_with_a_conflict(client_for, record_of, bradford_chair, second_chair):
    record = record_of(ASK_FIRST)
    client_for(bradford_chair).post(page_of(record, "release"), held_as(OPEN, record))
    watch_signal(signal=record, by=bradford_chair)
    decide = page_of(record, "lowering", lowering=Lowering.objects.get().uuid)
    client = client_for(second_chair)

    assert "it can no longer be accepted" in words(client.get(decide))
    answer = client.post(decide, {"decision": "accept", "because": "Agreed"})

    assert answer.status_code == 409
    assert "Bradford chair watched signal while you were reading" in words(answer)
    assert "Agreed" in words(answer)
    assert client.post(decide, {"decision": "decline", "because": "Overtaken"}).status_code == 302


def test_two_who_change_how_a_record_is_held_lose_nothing(client_for, record, bradford_chair, bradford_analyst):
    client = client_for(bradford_chair)
    form = client.get(page_of(record, "release")).context["form"]
    seen = {name: form[name].value() for name in ("version", "seen")}
    close = Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "For the board only.")
    change_release(record=record, release=ASK_FIRST, because="First", by=bradford_analyst, seen_version=record.version)

    answer = client.post(page_of(record, "release"), held_as(close, record, because="Second") | seen)

    assert answer.status_code == 409
    form = answer.context["form"]
    told = {difference.label: (difference.seen, difference.now, difference.yours) for difference in form.differences}
    assert told["Conditions"] == ("None", ASK_FIRST.conditions, "For the board only.")
    assert told["Marking"] == ("OFFICIAL", "OFFICIAL", "OFFICIAL-SENSITIVE")
    assert [(change.by, change.text) for change in form.changes] == [("Bradford analyst", "First")]
    assert "For the board only." in form["conditions"].value()
    fresh = {name: form[name].value() for name in ("version", "seen")}
    assert client.post(page_of(record, "release"), held_as(close, record) | fresh).status_code == 302


def test_whoever_holds_a_record_closer_than_they_are_cleared_for_sees_it_no_more(client_for, record, bradford_chair):
    client = client_for(bradford_chair)
    close = Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, "")

    answer = client.post(page_of(record, "release"), held_as(close, record), follow=True)

    assert answer.redirect_chain == [("/", 302), ("/work/", 302)]
    assert "Held so from now on." in words(answer)
    assert client.get(record.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("marking", ["SECRET", "TOP SECRET", "CONFIDENTIAL", "OFFICIAL-SENSITIVE-ISH"])
def test_nothing_above_official_is_ever_entered(client_for, record, bradford_chair, marking):
    answer = client_for(bradford_chair).post(page_of(record, "release"), held_as(OPEN, record, marking=marking))

    assert answer.status_code == 422
    assert "is not a marking this site may hold" in words(answer)


def test_conditions_ended_by_a_browsers_own_line_breaks_are_the_same_conditions(client_for, record_of, bradford_chair):
    lines = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask first.\nTell us after.")
    record = record_of(lines)
    posted = held_as(lines, record, conditions="Ask first.\r\nTell us after.\r\n")

    answer = client_for(bradford_chair).post(page_of(record, "release"), posted)

    assert "It is held like that already" in words(answer)


def test_a_dismissed_signal_says_that_it_must_be_reopened_first(client_for, record, bradford_chair):
    dismiss_signal(signal=record, reason="Counted twice", by=bradford_chair)
    client = client_for(bradford_chair)

    assert "Reopen it first" in words(client.get(page_of(record)))
    assert client.get(page_of(record, "share")).status_code == 404


def test_who_has_looked_is_told_to_those_who_decide_and_to_nobody_else(
    client_for, record, share, partner, bradford_chair, council_officer
):
    share(record)
    note_read(signal=record, by=partner)

    chair = words(client_for(bradford_chair).get(page_of(record)))

    assert "Who has looked at this record" in chair
    assert "Partner, Charity" in chair[chair.index("Who has looked") :]
    for person in (partner, council_officer):
        assert "Who has looked" not in words(client_for(person).get(page_of(record)))


def test_a_record_held_by_others_is_a_stub_that_names_only_them(client_for, record_of, council_officer, add_person):
    agency = add_person("Officer", "partner", "Refuge").agency
    hidden = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ours", announced=True)
    record = record_of(hidden, originator=agency, statement="Canary of the refuge.")

    answer = client_for(council_officer).get(BOARD)

    assert "A record about this area is held by Refuge. Ask them." in words(answer)
    page = answer.content.decode()
    assert "Canary" not in page
    assert str(record.uuid) not in page


@pytest.mark.parametrize(
    ("address", "did"),
    [
        ("/work/", "read own work"),
        ("/boards/", "read boards"),
        (BOARD, "read board"),
        ("/shared/", "read shared records"),
        ("/trends/E08000032/", "read trends"),
    ],
)
def test_reading_a_list_is_recorded_with_what_it_showed(client_for, record, bradford_chair, address, did):
    client_for(bradford_chair).get(address)

    event = Event.objects.filter(actor_id=str(bradford_chair.pk)).first()
    assert (event.verb, event.did) == ("consultation", did)
    if did == "read board":
        assert [(row.object_kind, row.object_key) for row in event.shown.all()] == [("triage.signal", record.uuid.hex)]


@pytest.mark.parametrize("address", ["/work/", "/shared/", "the signal", "the record"])
def test_without_its_event_a_partner_is_shown_nothing(client_for, record, share, partner, monkeypatch, address):
    share(record)
    address = {"the signal": record.get_absolute_url(), "the record": page_of(record)}.get(address, address)

    def fail(self, *args, **kwargs):
        raise OSError("The disk is full")

    monkeypatch.setattr(Event, "save", fail)
    client = client_for(partner)
    client.raise_request_exception = False

    answer = client.get(address)

    assert answer.status_code in {500, 503}
    assert record.statement not in answer.content.decode()
