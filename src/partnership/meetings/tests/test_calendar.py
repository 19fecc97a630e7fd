"""What calendars are told of meetings: when and where, of those that somebody may see now, and nothing else."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from icalendar import Calendar

from partnership.audit.models import Event
from partnership.meetings import actions
from partnership.meetings.agenda_actions import add_item
from partnership.meetings.calendar_actions import make_key
from partnership.meetings.calendar_file import Entry, as_ics
from partnership.meetings.calendar_keys import owner_of
from partnership.meetings.models import CalendarKey
from partnership.people import throttling
from partnership.people.rules import Act
from partnership.records.unscoped import everything

OWN, MAKE, FEED = "/meetings/calendar/", "/meetings/calendar/make/", "/meetings/calendar/feed.ics"
UID = UUID(int=7)


def entry(**changes):
    told = {"uid": UID, "name": "Local Disruption Board", "starts_at": datetime(2026, 3, 27, 14, tzinfo=UTC)}
    told |= {"minutes_long": 120, "place": "Town hall", "link": "https://tocsin.example/meetings/7/", "version": 3}
    return Entry(**(told | changes))


def events_in(data: bytes):
    return {str(event["uid"]): event for event in Calendar.from_ical(data).walk("VEVENT")}


def event_of(**changes):
    return events_in(as_ics([entry(**changes)], name="Meetings", at=datetime(2026, 1, 1, tzinfo=UTC)))[str(UID)]


def test_a_meeting_has_all_that_the_standard_asks_for():
    event = event_of()

    assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "URL", "SEQUENCE", "STATUS"} <= set(event)
    assert (str(event["summary"]), str(event["location"]), event["sequence"]) == (
        "Local Disruption Board",
        "Town hall",
        3,
    )
    assert event["status"] == "CONFIRMED"


def test_a_calendar_names_its_maker_and_version_once():
    calendar = Calendar.from_ical(as_ics([entry()], name="Meetings", at=datetime(2026, 1, 1, tzinfo=UTC)))

    assert (str(calendar["version"]), str(calendar["prodid"])) == ("2.0", "-//Tocsin//Meetings//EN")
    assert not calendar.errors


@pytest.mark.parametrize(("month", "day"), [(3, 27), (3, 30), (10, 23), (10, 26)])
def test_ten_in_the_morning_stays_ten_on_both_sides_of_a_change_of_the_clocks(month, day):
    local = datetime(2026, month, day, 10, tzinfo=timezone.get_default_timezone())

    event = event_of(starts_at=local)

    assert event["dtstart"].dt.utcoffset() == timedelta(0)
    assert event["dtstart"].dt.astimezone(local.tzinfo).hour == 10
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=2)


def test_a_cancelled_meeting_is_told_as_cancelled():
    assert event_of(is_cancelled=True)["status"] == "CANCELLED"


def test_no_name_can_end_a_line_or_begin_another_meeting():
    data = as_ics(
        [entry(name="Board\r\nEND:VEVENT\nBEGIN:VEVENT; a, b\\n")], name="x", at=datetime(2026, 1, 1, tzinfo=UTC)
    )

    assert len(events_in(data)) == 1
    assert data.count(b"BEGIN:VEVENT") - data.count(b" BEGIN:VEVENT") == 1
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


@pytest.fixture
def secret(bradford_analyst):
    return make_key(by=bradford_analyst)


@pytest.fixture
def read(client):
    """What a calendar program is given, which has no session."""
    return lambda secret: client.get(FEED, {"key": secret})


def test_the_address_is_shown_once_and_only_its_digest_is_kept(client_for, bradford_analyst):
    browser = client_for(bradford_analyst)

    address = browser.post(MAKE).context["address"]

    secret = address.partition("?key=")[2]
    assert secret.startswith("tocsin_")
    assert secret not in browser.get(OWN).content.decode()
    assert secret not in CalendarKey.objects.get().digest
    assert not Event.objects.filter(because__contains=secret).exists()


def test_a_calendar_is_told_of_the_meetings_that_its_owner_sees(read, secret, meeting):
    answer = read(secret)

    event = events_in(answer.content)[str(meeting.uuid)]
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert str(event["url"]).endswith(meeting.get_absolute_url())


def test_a_calendar_is_told_nothing_of_an_agenda(read, secret, meeting, bradford_analyst):
    told = {"section": "other", "text": "Heron Quay lantern"}
    add_item(meeting=meeting, by=bradford_analyst, seen_version=meeting.version, **told)

    assert b"Heron" not in read(secret).content


def test_a_meeting_held_back_since_is_gone_at_the_next_reading(read, secret, meeting):
    everything(type(meeting)).filter(pk=meeting.pk).update(marking="OFFICIAL-SENSITIVE")

    assert events_in(read(secret).content) == {}


def test_a_change_gives_the_entry_a_higher_sequence_and_the_same_name(read, secret, meeting, bradford_chair):
    before = events_in(read(secret).content)[str(meeting.uuid)]

    actions.cancel_meeting(meeting=meeting, reason="No quorum", by=bradford_chair, seen_version=meeting.version)

    after = events_in(read(secret).content)[str(meeting.uuid)]
    assert after["sequence"] > before["sequence"]
    assert after["status"] == "CANCELLED"


@pytest.mark.parametrize("change", [{"is_active": False}, {"must_change_password": True}])
def test_an_address_stops_with_its_owner_s_account(read, secret, bradford_analyst, change):
    type(bradford_analyst).objects.filter(pk=bradford_analyst.pk).update(**change)

    assert read(secret).status_code == 404


def test_an_ended_address_and_an_unknown_one_look_the_same(read, secret, client_for, bradford_analyst):
    client_for(bradford_analyst).post(OWN)

    ended, unknown = read(secret), read("tocsin_unknown")

    assert (ended.status_code, ended.content) == (unknown.status_code, unknown.content)
    assert ended.status_code == 404


def test_making_another_ends_the_one_before(read, secret, bradford_analyst):
    another = make_key(by=bradford_analyst)

    assert (read(secret).status_code, read(another).status_code) == (404, 200)


def test_ending_what_is_not_there_is_refused_in_words(client_for, bradford_analyst):
    answer = client_for(bradford_analyst).post(OWN)

    assert answer.status_code == 422
    assert "You have no calendar address in force" in answer.content.decode()


def test_after_too_many_guesses_no_more_are_looked_at_and_a_good_address_still_works(read, secret):
    for _ in range(throttling.MOST_FAILURES["source"]):
        read("tocsin_guess")

    assert read("tocsin_guess").status_code == 429
    assert read(secret).status_code == 200


def test_a_refused_address_leaves_its_secret_in_no_log(db, read, caplog):
    with caplog.at_level(logging.DEBUG):
        read("tocsin_lantern-quarry")

    assert "Not Found" in caplog.text
    assert "lantern" not in caplog.text


def test_every_reading_is_recorded_under_its_owner_and_the_address(read, secret, meeting, bradford_analyst):
    read(secret)

    event = Event.objects.latest("sequence")
    assert (event.did, event.actor_id) == ("read calendar", str(bradford_analyst.pk))
    assert event.detail["token"] == str(CalendarKey.objects.get().uuid)
    assert [shown.object_key for shown in event.shown.all()] == [meeting.uuid.hex]


def test_a_calendar_can_do_nothing_but_read(secret, bradford_analyst, rf):
    owner = owner_of(rf.get(FEED), secret)

    assert {act for act in Act if owner.may(act)} == {Act.SEE_RECORD, Act.SEE_BOARD}


def test_without_a_key_the_address_leads_to_where_one_is_made(client):
    assert client.get(FEED).headers["Location"] == OWN


def test_one_meeting_can_be_taken_by_whoever_sees_it_and_nobody_else(client_for, meeting, bradford_analyst, neighbour):
    at = f"/meetings/{meeting.uuid}/meeting.ics"

    answer = client_for(bradford_analyst).get(at)

    assert set(events_in(answer.content)) == {str(meeting.uuid)}
    assert client_for(neighbour).get(at).status_code == 404
