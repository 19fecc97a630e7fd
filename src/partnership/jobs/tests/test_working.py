"""A worker's claim on a job: it ends with its lease, and no job runs for ever."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from partnership.jobs import clock, keeping
from partnership.jobs.models import Pulse
from partnership.jobs.rules import MOST_ATTEMPTS, Daily, Every, delay, is_spent
from partnership.jobs.tasks import come_round
from partnership.jobs.working import TookTooLong, at_most

NOW = datetime(2027, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def job(db) -> DBTaskResult:
    """Begun by a worker that is alive."""
    come_round.enqueue("jobs-clear")
    job = DBTaskResult.objects.get()
    job.claim("first")
    keeping.beat("first", timezone.now() + timedelta(seconds=60))
    return job


def test_a_job_is_its_workers_as_long_as_that_is_alive(job):
    assert keeping.take_back(timezone.now()) == []
    assert keeping.take_back(timezone.now() + timedelta(seconds=61)) == [job]


def test_a_worker_that_ends_in_good_order_leaves_its_job_at_once(job):
    keeping.fall_silent("first")

    assert keeping.take_back(timezone.now()) == [job]
    assert DBTaskResult.objects.ready().get() == job


def test_what_a_worker_says_after_its_lease_counts_no_more(job):
    late = DBTaskResult.objects.get()
    keeping.take_back(timezone.now() + timedelta(seconds=61))
    job.refresh_from_db()
    job.claim("second")

    assert not keeping.succeed(late, timezone.now())
    assert not keeping.fail(late, "ValueError", "", again=timezone.now())
    assert keeping.succeed(job, timezone.now())


def test_a_job_is_stopped_when_it_has_run_for_longer_than_any_may():
    with pytest.raises(TookTooLong), at_most(1):
        time.sleep(30)


def test_delays_grow_and_are_spread_until_the_attempts_are_spent():
    assert [delay(n, 0) for n in (1, 2, 3)] == [timedelta(seconds=s) for s in (30, 120, 480)]
    assert delay(1, 1) == timedelta(seconds=45)
    assert [is_spent(n) for n in (MOST_ATTEMPTS - 1, MOST_ATTEMPTS)] == [False, True]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2027-07-01T05:59", "2027-06-30T06:00"),  # seven in summer is six in UTC
        ("2027-07-01T06:00", "2027-07-01T06:00"),
        ("2027-01-01T06:59", "2026-12-31T07:00"),
        ("2027-01-01T07:00", "2027-01-01T07:00"),
    ],
)
def test_a_daily_job_falls_due_as_london_reads_the_hour(now, due):
    assert Daily(7).last_due(_utc(now)) == _utc(due)


def test_across_the_change_of_clocks_a_daily_job_falls_due_once_a_day():
    """At one in the morning, which is skipped in March and read twice in October."""
    for first in (datetime(2027, 3, 27, 12, tzinfo=UTC), datetime(2027, 10, 30, 12, tzinfo=UTC)):
        moments = [first + timedelta(minutes=10 * n) for n in range(6 * 24 * 3)]
        assert len({Daily(1).last_due(moment) for moment in moments} - {Daily(1).last_due(first)}) == 3


def test_what_comes_every_few_minutes_falls_due_at_the_same_moments_for_all():
    assert Every(10).last_due(NOW + timedelta(minutes=9, seconds=59)) == NOW
    assert Every(10).last_due(NOW + timedelta(minutes=10)) == NOW + timedelta(minutes=10)


def test_after_a_time_without_a_worker_it_comes_once(db, monkeypatch):
    monkeypatch.setattr(clock, "ROUNDS", {"odd": (Daily(7), lambda now: None)})

    assert [keeping.ring(NOW + timedelta(days=days)) for days in (0, 0, 5, 5)] == [["odd"], [], ["odd"], []]


def test_two_jobs_of_one_name_are_refused(monkeypatch):
    monkeypatch.setattr(clock, "ROUNDS", {})
    clock.daily("odd", lambda now: None, at_hour=7)

    with pytest.raises(ValueError, match="odd"):
        clock.every("odd", lambda now: None, minutes=1)


def test_what_was_done_a_week_ago_is_removed_and_what_failed_stays(db):
    for status in ("SUCCESSFUL", "FAILED"):
        come_round.enqueue("odd")
        DBTaskResult.objects.filter(status="READY").update(status=status, finished_at=NOW)
    Pulse.objects.create(worker="long gone", until=NOW)

    keeping.clear(NOW + timedelta(days=8))

    assert DBTaskResult.objects.get().status == "FAILED"
    assert not Pulse.objects.exists()


def _utc(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC)
