"""Jobs that failed for good: seen on the self-check page, run again or dropped by an administrator."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from partnership.audit.models import Event
from partnership.jobs import clock, keeping
from partnership.jobs.rules import Every
from partnership.jobs.tasks import come_round
from partnership.jobs.working import Working

RAN: list[object] = []


@pytest.fixture
def work(monkeypatch):
    """Runs what waits, with a periodic job called `odd` that fails until it is told not to."""
    RAN.clear()
    fault: list[Exception] = [RuntimeError("Words of a record")]

    def odd(now: object) -> None:
        if fault:
            raise fault[0]
        RAN.append(now)

    monkeypatch.setitem(clock.ROUNDS, "odd", (Every(10), odd))
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)  # the test's transaction is in it
    monkeypatch.setattr(keeping, "wait_after", lambda job: job.enqueued_at - job.enqueued_at)

    def run(*, mended: bool = False) -> None:
        if mended:
            fault.clear()
        Working(interval=0, is_once=True).run()

    return run


@pytest.fixture
def failed(work, db):
    come_round.enqueue("odd")
    work()
    return DBTaskResult.objects.failed().get()


def settle(browser, job, do):
    return browser.post(reverse("jobs:settle"), {"job": str(job.pk), "do": do}, follow=True).content.decode()


def test_the_self_check_page_names_it_and_says_nothing_of_what_the_error_said(failed, administrator, client_for):
    page = client_for(administrator).get(reverse("site-system")).content.decode()

    assert "1 failed for good" in page
    assert "RuntimeError, after 6 attempts" in page
    assert ">odd<" in page
    assert "Words of a record" not in page


def test_an_administrator_has_it_run_again(failed, work, administrator, client_for):
    page = settle(client_for(administrator), failed, "again")
    work(mended=True)

    assert "It is waiting to be run again." in page
    assert len(RAN) == 1
    assert not DBTaskResult.objects.failed().exists()
    event = Event.objects.get(did="ran failed job again")
    assert (event.actor_id, event.detail["job"]) == (str(administrator.pk), str(failed.pk))


def test_an_administrator_drops_it(failed, work, administrator, client_for):
    settle(client_for(administrator), failed, "drop")
    work(mended=True)

    assert RAN == []
    assert not DBTaskResult.objects.exists()
    assert Event.objects.filter(did="dropped failed job").exists()


def test_what_somebody_else_has_settled_meanwhile_is_said(failed, administrator, client_for):
    settle(client_for(administrator), failed, "drop")

    page = settle(client_for(administrator), failed, "again")

    assert "has been run again or dropped meanwhile" in page


def test_the_auditor_reads_of_it_and_settles_nothing(failed, auditor, client_for):
    browser = client_for(auditor)

    assert reverse("jobs:settle") not in browser.get(reverse("site-system")).content.decode()
    assert browser.post(reverse("jobs:settle"), {"job": str(failed.pk), "do": "drop"}).status_code == 404
    assert DBTaskResult.objects.failed().exists()


def test_a_job_that_still_waits_is_not_settled(work, administrator, client_for):
    waiting = come_round.enqueue("odd")

    browser = client_for(administrator)
    browser.post(reverse("jobs:settle"), {"job": waiting.id, "do": "drop"})

    assert DBTaskResult.objects.get().status == "READY"


def test_without_a_worker_the_self_check_says_so(administrator, client_for):
    page = client_for(administrator).get(reverse("site-system")).content.decode()

    assert "Nothing is done in the background. Run: tocsin-site work" in page
