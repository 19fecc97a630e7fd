"""Series and meetings on their pages, in files and for programs: each as much as the reader may see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnership.meetings import queries
from partnership.meetings.actions import (
    SeatTold,
    add_seat,
    cancel_meeting,
    close_meeting,
    end_series,
    open_meeting,
)
from partnership.meetings.agenda import shown
from partnership.meetings.attendance import presences
from partnership.meetings.attendance_actions import Came, record_attendance
from partnership.meetings.board_actions import Task, decide, note_discussion, raise_action
from partnership.meetings.exporting import series_contents
from partnership.meetings.models import Meeting
from partnership.meetings.pages import proposed, set_page
from partnership.meetings.rules import MeetingState, Presence
from partnership.people.models import Agency
from partnership.people.rules import Marking, NotAllowed
from partnership.plans.acting import Deed
from partnership.records.actions import share_record
from partnership.records.rules import Handling, Release, Stale
from partnership.records.unscoped import everything

CLOSE = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "For the police")


@pytest.fixture
def seated(series, bradford_analyst):
    """The series, with two seats."""
    for name in ("Trading standards", "Council"):
        agency, _ = Agency.objects.get_or_create(name=name)
        series.refresh_from_db()
        add_seat(series=series, told=SeatTold(agency), by=bradford_analyst)
    series.refresh_from_db()
    return series


def test_a_meeting_expects_whoever_has_a_seat_when_it_is_planned(seated, meeting_of, bradford_analyst):
    meeting = meeting_of(seated)
    add_seat(series=seated, told=SeatTold(Agency.objects.get_or_create(name="Health")[0]), by=bradford_analyst)

    assert [row.agency.name for row in meeting.attendance.all()] == ["Trading standards", "Council"]


def test_the_day_of_the_next_meeting_follows_the_cadence_and_is_never_past(series, meeting_of, bradford_analyst):
    monday = datetime(2016, 1, 4, 14, 30, tzinfo=UTC)
    meeting_of(series, starts_at=monday)

    told = proposed(bradford_analyst, series)

    assert told["day"] >= timezone.localdate()
    assert told["day"].weekday() < 5
    assert f"{told['at']:%H:%M}" == "14:30"


def test_attendance_is_told_by_agency_over_time(seated, meeting_of, bradford_analyst):
    first, second = meeting_of(seated, days=-30), meeting_of(seated, days=-2)
    for meeting, how in ((first, Presence.APOLOGIES), (second, Presence.PRESENT)):
        rows = list(meeting.attendance.all())
        came = {rows[0].pk: Came(how), rows[1].pk: Came(Presence.REPRESENTED, "The chair")}
        record_attendance(meeting=meeting, told=came, by=bradford_analyst, seen_version=meeting.version)

    council, trading = presences([first, second])

    assert (council.agency, council.there, council.expected) == ("Council", 2, 2)
    assert trading.presences == (Presence.APOLOGIES, Presence.PRESENT)


def test_attendance_that_somebody_else_recorded_meanwhile_is_not_written_over(seated, meeting_of, bradford_analyst):
    meeting = meeting_of(seated)
    told = {meeting.attendance.first().pk: Came(Presence.PRESENT)}
    record_attendance(meeting=meeting, told=told, by=bradford_analyst, seen_version=1)

    with pytest.raises(Stale):
        record_attendance(meeting=meeting, told=told, by=bradford_analyst, seen_version=1)


def test_a_series_does_not_end_while_a_meeting_is_to_come(series, meeting, bradford_analyst):
    with pytest.raises(NotAllowed, match="still to come"):
        end_series(series=series, reason="Merged", by=bradford_analyst, seen_version=series.version)

    cancel_meeting(meeting=meeting, reason="No chair", by=bradford_analyst, seen_version=meeting.version)
    assert end_series(series=series, reason="Merged", by=bradford_analyst, seen_version=series.version).state == "ended"


def test_an_ended_series_plans_no_meeting(series, meeting_of, bradford_analyst):
    ended = end_series(series=series, reason="Merged", by=bradford_analyst, seen_version=series.version)

    with pytest.raises(NotAllowed, match="ended"):
        meeting_of(ended)


def test_what_is_to_come_and_what_waits_for_minutes_is_told_first_first(
    series, meeting_of, under_way, bradford_analyst, council_officer, neighbour
):
    later = meeting_of(series, days=20)
    until = timezone.localdate() + timedelta(days=30)

    assert list(queries.coming_for(council_officer, until)) == [under_way, later]
    assert list(queries.coming_for(neighbour, until)) == []
    close_meeting(meeting=under_way, by=bradford_analyst)
    assert list(queries.without_minutes(bradford_analyst)) == [under_way]


def test_the_actions_of_a_series_stand_overdue_first(under_way, item_of, series, bradford_analyst):
    item, today = item_of(under_way, "Young people", section="other"), timezone.localdate()
    for text, days in (("Later", 9), ("Overdue", -9), ("Soon", 2)):
        deed = Deed("soc4p:prevent", text, due=today + timedelta(days=days))
        raise_action(item=item, task=Task(deed), by=bradford_analyst)

    page = set_page(bradford_analyst, series)

    assert [one.row.action.text for one in page["rows"]] == ["Overdue", "Soon", "Later"]
    assert (page["open"], page["overdue"]) == (3, 1)


def test_the_meeting_page_holds_no_word_of_what_is_hidden(
    client_for, council_officer, under_way, item_of, group_of, bradford_analyst
):
    hidden = item_of(under_way, about=group_of("Quartz Harbour", release=CLOSE))
    note_discussion(item=hidden, text="Quartz was said", was="", by=bradford_analyst)
    decide(item=hidden, text="Quartz was decided", by=bradford_analyst)

    page = client_for(council_officer).get(under_way.get_absolute_url()).content.decode()

    assert "Quartz" not in page


def test_the_file_of_a_series_leaves_out_what_may_not_leave(
    under_way, item_of, group_of, series, bradford_analyst, council_officer
):
    decide(item=item_of(under_way, about=group_of(release=CLOSE)), text="Hidden", by=bradford_analyst)
    decide(item=item_of(under_way, "Yards", section="other"), text="Open", by=bradford_analyst)

    def decisions(person):
        tables = {table.name: table for table in series_contents(person, series).tables}
        return [(row.cells[1], row.cells[4]) for row in tables["decisions"].rows]

    assert decisions(bradford_analyst) == [(1, "Hidden"), (2, "Open")]
    assert decisions(council_officer) == [(1, "Open")]


def test_what_is_only_shared_with_somebody_does_not_leave_with_the_agenda(
    under_way, item_of, group_of, series, bradford_analyst, bradford_chair, council_officer
):
    group = group_of(release=CLOSE)
    decide(item=item_of(under_way, about=group), text="Close them", by=bradford_analyst)
    told = {"because": "They lead it", "until": timezone.localdate() + timedelta(days=9)}
    share_record(record=group, by=bradford_chair, to_person=council_officer, seen_version=group.version, **told)

    tables = {table.name: table for table in series_contents(council_officer, series).tables}

    assert [row.title for row in shown(council_officer, under_way)] == ["Granite Harbour"]
    assert tables["decisions"].rows == tables["agenda"].rows == ()


def test_a_decision_under_a_close_record_leaves_held_as_closely(under_way, item_of, group_of, series, bradford_analyst):
    decide(item=item_of(under_way, about=group_of(release=CLOSE)), text="Hidden", by=bradford_analyst)

    (row,) = next(one for one in series_contents(bradford_analyst, series).tables if one.name == "decisions").rows

    assert (row.release.handling, row.release.conditions) == (Handling.CONDITIONAL, "For the police")


def test_a_program_reads_the_agenda_as_its_owner_would(
    program_for, council_officer, under_way, item_of, group_of, bradford_analyst
):
    item_of(under_way, about=group_of("Hidden Harbour", release=CLOSE))
    decide(item=item_of(under_way, "Yards", section="other"), text="Close them", by=bradford_analyst)

    told = program_for(council_officer).get(f"/api/v1/meetings/{under_way.uuid}").json()

    assert [(row["number"], row["title"]) for row in told["agenda"]] == [(1, "Yards")]
    assert told["agenda"][0]["decisions"][0]["role"] == "District analyst"


def test_a_program_lists_series_and_meetings(program_for, bradford_analyst, under_way, series):
    program = program_for(bradford_analyst)

    assert [one["name"] for one in program.get("/api/v1/meeting-series").json()["series"]] == [series.name]
    assert program.get("/api/v1/meetings?state=under-way").json()["total"] == 1
    assert program.get("/api/v1/meetings?state=planned").json()["total"] == 0
    assert program.get(f"/api/v1/meeting-series/{series.uuid}").json()["every_days"] == 28


def test_the_list_is_narrowed_by_what_the_address_says(client_for, bradford_analyst, under_way, meeting_of, series):
    cancelled = meeting_of(series, days=40)
    cancel_meeting(meeting=cancelled, reason="No chair", by=bradford_analyst, seen_version=cancelled.version)

    page = client_for(bradford_analyst).get("/meetings/?state=under-way").content.decode()

    assert "1 meeting, and 1 that the filters leave out" in page
    assert QueryDict("state=under-way")["state"] == MeetingState.UNDER_WAY


def test_an_agenda_that_changed_meanwhile_is_shown_as_it_stands_now(client_for, bradford_analyst, meeting, item_of):
    item_of(meeting, "By somebody else", section="other")
    sent = {"version": 1, "section": "other", "text": "By me"}

    answer = client_for(bradford_analyst).post(f"/meetings/{meeting.uuid}/agenda/", sent)

    assert answer.status_code == 409
    assert "By somebody else" in answer.content.decode()
    assert "There is a problem" in answer.content.decode()
    assert everything(Meeting).get(pk=meeting.pk).items.count() == 1


def test_a_series_is_started_from_its_kind(client_for, bradford_analyst):
    client = client_for(bradford_analyst)
    page = client.get("/meetings/series/add/partner-tasking/").content.decode()
    assert 'value="21"' in page

    held = {"marking": "OFFICIAL", "handling": "P", "conditions": "", "every_days": "21", "area": "E08000032"}
    answer = client.post("/meetings/series/add/partner-tasking/", held | {"name": "Partner tasking"}, follow=True)

    assert "Plan the next meeting" in answer.content.decode()
    assert client.get("/meetings/series/add/no-such-kind/").status_code == 404


def test_no_page_asks_the_database_more_often_the_more_there_is_on_it(
    client_for, bradford_analyst, seated, meeting_of, item_of, group_of
):
    client, meeting = client_for(bradford_analyst), meeting_of(seated, days=-3)
    paths = [f"/meetings/{meeting.uuid}/{page}" for page in ("", "agenda/", "board/")]
    paths += ["/meetings/", "/meetings/series/", f"/meetings/series/{seated.uuid}/"]

    def asked():
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries_made:
                client.get(path)
            found.append((path, len(queries_made)))
        return found

    def grow(name):
        item_of(meeting, about=group_of(name))
        decide(item=item_of(meeting, name, section="other"), text=name, by=bradford_analyst)
        seated.refresh_from_db()
        close_meeting(
            meeting=open_meeting(meeting=meeting_of(seated, days=-2), by=bradford_analyst), by=bradford_analyst
        )

    open_meeting(meeting=meeting, by=bradford_analyst)
    grow("One")
    first = asked()
    for name in ("Two", "Three", "Four"):
        grow(name)

    assert asked() == first
