"""Clocks that jump: both changes of summer time, a leap day, and one that is set back by two hours.

Times are kept in UTC and said in London's; a day is London's day.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnership.audit import checkpoints
from partnership.audit.actions import record
from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.audit.verifying import verify
from partnership.people import actions as people
from partnership.people import signing_in
from partnership.people.models import Agency, Person
from partnership.people.rules import NotAllowed, Role
from partnership.people.sessions import SECOND
from partnership.records import schedule
from partnership.records.models import Share
from partnership.ui.wording import moment

SPRING, AUTUMN, LEAP = (
    datetime(2027, 3, 28, 1, tzinfo=UTC),
    datetime(2027, 10, 31, 1, tzinfo=UTC),
    datetime(2028, 2, 29, 0, tzinfo=UTC),
)
SWITCHES = pytest.mark.parametrize("switch", [SPRING, AUTUMN, LEAP], ids=["spring", "autumn", "leap"])
SECOND_LONG, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def site(new_site):
    """A site of its own, where what is recorded is committed."""
    with new_site().inside():
        yield


@pytest.fixture
def for_a_while(untouched):
    """A site where nothing stays."""
    with untouched.inside(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def auditor(for_a_while) -> Person:
    agency = Agency.objects.create(name="Auditors")
    return Person.objects.create(email="auditor@example.test", name="Auditor", role=Role.AUDITOR, agency=agency)


@pytest.fixture
def browser(auditor):
    """Makes a browser in which the auditor has just signed in."""

    def sign_in() -> Client:
        client = Client()
        client.force_login(auditor)
        session = client.session
        session[SECOND] = True
        session.save()
        return client

    return sign_in


def is_in(client: Client) -> bool:
    return client.get(reverse("people:sessions")).status_code == 200


@SWITCHES
def test_a_session_ends_after_half_an_hour_without_use_whatever_the_hour_is_called(browser, time_machine, switch):
    time_machine.move_to(switch - 10 * MINUTE, tick=False)
    client = browser()
    assert is_in(client)

    time_machine.move_to(switch + 19 * MINUTE, tick=False)
    assert is_in(client)

    time_machine.move_to(switch + 49 * MINUTE, tick=False)
    assert not is_in(client)


@SWITCHES
def test_a_session_in_use_ends_after_twelve_hours(browser, time_machine, switch):
    began = switch - HOUR
    time_machine.move_to(began, tick=False)
    client = browser()
    for minutes in range(0, 12 * 60, 25):
        time_machine.move_to(began + minutes * MINUTE, tick=False)
        assert is_in(client)

    time_machine.move_to(began + 12 * HOUR, tick=False)
    assert not is_in(client)


@pytest.mark.parametrize(
    ("until", "last_second"),
    [
        (date(2027, 3, 27), datetime(2027, 3, 27, 23, 59, 59, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 22, 59, 59, tzinfo=UTC)),
        (date(2027, 10, 30), datetime(2027, 10, 30, 22, 59, 59, tzinfo=UTC)),
        (date(2027, 10, 31), datetime(2027, 10, 31, 23, 59, 59, tzinfo=UTC)),
        (date(2028, 2, 29), datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_share_lasts_to_the_end_of_its_last_day_in_london(auditor, time_machine, until, last_second):
    share = Share.objects.create(
        kind="triage.signal", record=uuid4(), to_person=auditor, by=auditor, because="Theirs", until=until
    )

    time_machine.move_to(last_second, tick=False)
    assert (share.is_in_force, Share.objects.in_force_for(auditor).count()) == (True, 1)

    time_machine.move_to(last_second + SECOND_LONG, tick=False)
    assert (share.is_in_force, Share.objects.in_force_for(auditor).count()) == (False, 0)


@pytest.mark.parametrize(
    ("end", "last_second"),
    [
        (date(2027, 3, 28), datetime(2027, 3, 28, 22, 59, 59, tzinfo=UTC)),
        (date(2027, 10, 31), datetime(2027, 10, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_posting_applies_to_the_end_of_its_last_day_in_london(auditor, time_machine, end, last_second):
    auditor.postings.create(area_code="E08000032", start=end, end=end)

    time_machine.move_to(last_second, tick=False)
    assert auditor.area_codes == {"E08000032"}

    time_machine.move_to(last_second + SECOND_LONG, tick=False)
    assert auditor.area_codes == set()


@SWITCHES
def test_a_one_time_password_lasts_seventy_two_hours_of_time_and_not_of_the_clock_on_the_wall(
    auditor, time_machine, switch
):
    time_machine.move_to(switch - 36 * HOUR, tick=False)
    password = people.give_one_time_password(person=auditor, by=None)

    def try_it() -> Person:
        return signing_in.check_password(email=auditor.email, password=password, buckets=("account:x",))

    time_machine.move_to(switch + 36 * HOUR, tick=False)
    assert try_it() == auditor

    time_machine.move_to(switch + 36 * HOUR + SECOND_LONG, tick=False)
    with pytest.raises(NotAllowed, match="expired"):
        try_it()


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2027, 6, 30, 22, 59, 59, tzinfo=UTC), date(2033, 6, 30)),
        (datetime(2027, 6, 30, 23, tzinfo=UTC), date(2033, 7, 1)),
        (datetime(2027, 12, 31, 23, 59, 59, tzinfo=UTC), date(2033, 12, 31)),
        (datetime(2028, 2, 29, 12, tzinfo=UTC), date(2034, 2, 28)),
        (datetime(2026, 2, 28, 12, tzinfo=UTC), date(2032, 2, 28)),
    ],
)
def test_a_review_falls_due_six_years_after_the_day_it_is_in_london(time_machine, now, due):
    time_machine.move_to(now, tick=False)

    assert schedule.first_review("triage.signal") == due


def test_a_review_on_a_leap_day_comes_back_to_one():
    assert schedule.years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)
    assert schedule.years_after(date(2028, 2, 29), 72) == date(2100, 2, 28)


def look(times: int = 1) -> None:
    for _ in range(times):
        record(by=None, verb=Verb.CONSULTATION, did="read signal")


@SWITCHES
def test_a_clock_set_back_by_two_hours_changes_neither_the_order_of_events_nor_their_proof(site, time_machine, switch):
    for hours in (0, 1, -1, 0):
        time_machine.move_to(switch + hours * HOUR, tick=False)
        look(3)

    report = verify(checkpoints.read())
    assert (report.is_sound, report.events) == (True, 12)
    assert list(Event.objects.values_list("sequence", flat=True)) == list(range(12, 0, -1))
    assert Event.objects.get(sequence=7).at < Event.objects.get(sequence=6).at
    assert checkpoints.read().end == 12


def lines_of_history() -> list[tuple[int, str]]:
    lines = (checkpoints.folder() / "history.jsonl").read_text().splitlines()
    return [(point["sequence"], point["at"][:10]) for point in map(json.loads, lines)]


def test_the_first_event_of_each_day_is_checkpointed_for_good(site, time_machine):
    """A day of UTC, in which the checkpoint's time is kept: so no day of 23 or 25 hours lacks one."""
    for at in ("2027-03-27T23:59:59Z", "2027-03-28T00:00:00Z", "2027-03-28T01:00:00Z", "2027-03-28T23:00:00Z"):
        time_machine.move_to(at, tick=False)
        look()
    time_machine.move_to("2028-02-29T00:00:00Z", tick=False)
    look()

    assert lines_of_history() == [(1, "2027-03-27"), (2, "2027-03-28"), (5, "2028-02-29")]


def test_a_clock_set_back_over_midnight_checkpoints_the_day_once_more(site, time_machine):
    for at in ("2027-03-28T00:30:00Z", "2027-03-27T22:30:00Z", "2027-03-28T00:31:00Z"):
        time_machine.move_to(at, tick=False)
        look()

    assert lines_of_history() == [(1, "2027-03-28"), (3, "2027-03-28")]
    assert (checkpoints.read().end, verify(checkpoints.read()).is_sound) == (3, True)


@SWITCHES
def test_times_are_kept_in_utc(for_a_while, time_machine, switch):
    time_machine.move_to(switch + 123456 * timedelta(microseconds=1), tick=False)
    look()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CAST(at AS text) FROM audit_event"
            if connection.vendor == "sqlite"
            else "SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') FROM audit_event"
        )
        (kept,) = cursor.fetchone()
    assert kept == f"{switch:%Y-%m-%d %H:%M:%S}.123456"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2027-03-28T00:59:59Z", "28 March 2027 at 00:59"),
        ("2027-03-28T01:00:00Z", "28 March 2027 at 02:00"),
        ("2027-07-31T23:30:00Z", "1 August 2027 at 00:30"),
        ("2027-10-30T23:59:59Z", "31 October 2027 at 00:59"),
        ("2027-10-31T00:30:00Z", "31 October 2027 at 01:30 BST"),
        ("2027-10-31T01:30:00Z", "31 October 2027 at 01:30 GMT"),
        ("2027-10-31T02:00:00Z", "31 October 2027 at 02:00"),
        ("2028-02-29T23:59:59Z", "29 February 2028 at 23:59"),
    ],
)
def test_times_are_said_as_london_reads_them(browser, time_machine, at, said):
    """Where the clocks go back, an hour is read twice: then which of the two is said as well."""
    time_machine.move_to(at, tick=False)

    look()

    page = browser().get(reverse("audit:events")).content.decode()
    assert f">{said}</time>" in page
    assert moment(timezone.localtime()) == said
