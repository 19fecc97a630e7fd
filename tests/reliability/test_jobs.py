"""Background jobs on real workers: killed, raced, poisoned, orphaned, on each database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from partnership.jobs import keeping
from partnership.jobs.models import Pulse
from partnership.jobs.working import Working

from .installation import KINDS, Installation

QUICK = ("work", "--lease", "3", "--interval", "0.05")
DAYS = 20
RING = f"""
import sys, time
from datetime import UTC, datetime, timedelta
from pathlib import Path
import django
django.setup()
from partnership.jobs.keeping import ring
Path(sys.argv[1]).touch()
while not Path(sys.argv[2]).exists():
    pass
for day in range({DAYS}):
    ring(datetime(2027, 5, 1, 12, tzinfo=UTC) + timedelta(days=day))
"""
BESIDE = """
import sys, time
from partnership.jobs.beside import WORK, worker_beside
with worker_beside((*WORK, "--lease", "1", "--interval", "0.05")):
    time.sleep(600)
"""
pytestmark = pytest.mark.crash


def ask(name: str, *args: object) -> DBTaskResult:
    told = {"args_kwargs": {"args": list(args), "kwargs": {}}, "task_path": f"odd_jobs.{name}"}
    return DBTaskResult.objects.create(backend_name="default", run_after=get_date_max(), **told)


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def noted(site: Installation) -> list[str]:
    file = site.home / "noted"
    return file.read_text().split("\n")[:-1] if file.exists() else []


def state_of(job: DBTaskResult) -> tuple[str, int]:
    """How the job stands, and how often it was begun."""
    job.refresh_from_db()
    return job.status, len(job.worker_ids)


@pytest.fixture
def start():
    """Runs a program on that site, and ends it afterwards. The site's own jobs stay out of it."""
    running = []

    def begin(site: Installation, command: list[str | Path]) -> subprocess.Popen:
        told = {**site.environment, "PYTHONPATH": str(Path(__file__).parent)}
        running.append(subprocess.Popen(command, env=told))
        return running[-1]

    yield begin
    for program in running:
        program.kill()
        program.wait()


@pytest.mark.parametrize("kind", KINDS)
def test_a_job_whose_worker_is_killed_is_run_again_once_and_not_while_it_lives(new_site, start, kind):
    site = new_site(kind)
    with site.inside():
        job = ask("slow", 1)
        workers = [start(site, site.command(*QUICK)) for _ in range(2)]
        wait_until(lambda: noted(site) == ["began 1"], "nobody began")
        wait_until(lambda: Pulse.objects.count() == 2, "there is no second worker")
        first, second = sorted(workers, key=lambda one: one.pid != int((site.home / "pid").read_text()))
        lease_ends = max(Pulse.objects.values_list("until", flat=True))
        wait_until(lambda: timezone.now() > lease_ends, "time stands still")
        assert noted(site) == ["began 1"]  # the lease is over, but was renewed

        first.send_signal(signal.SIGKILL)
        wait_until(lambda: noted(site) == ["began 1"] * 2, "nobody took over")
        second.send_signal(signal.SIGTERM)  # which lets the job end
        (site.home / "go").touch()

        assert second.wait(timeout=60) == 0
        assert noted(site) == ["began 1", "began 1", "did 1"]
        assert state_of(job) == ("SUCCESSFUL", 2)


@pytest.mark.parametrize("kind", KINDS)
def test_one_poisoned_job_among_a_hundred_holds_none_of_them_back(new_site, monkeypatch, kind):
    monkeypatch.setattr(keeping, "wait_after", lambda job: timedelta())
    monkeypatch.syspath_prepend(Path(__file__).parent)
    site = new_site(kind)
    with site.inside():
        jobs = [ask("good", n) if n != 50 else ask("poison") for n in range(101)]

        Working(interval=0, is_once=True).run()

        assert sorted(noted(site)) == sorted(f"did {n}" for n in range(101) if n != 50)
        failed = DBTaskResult.objects.failed().get()
        assert (failed, len(failed.worker_ids)) == (jobs[50], 6)
        assert failed.exception_class_path == "builtins.ValueError"
        assert "Words of a record" not in failed.traceback


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_round_is_put_into_the_queue_once_however_many_workers_watch_the_clock(
    new_site, start, tmp_path, kind
):
    site, go = new_site(kind), tmp_path / "go"
    with site.inside():
        here = [tmp_path / str(n) for n in range(2)]
        workers = [start(site, [sys.executable, "-c", RING, str(file), str(go)]) for file in here]
        wait_until(lambda: all(file.exists() for file in here), "they did not come up")
        go.touch()

        assert [worker.wait(timeout=60) for worker in workers] == [0, 0]
        rung = [job.args_kwargs["args"] for job in DBTaskResult.objects.all()]
        assert rung.count(["jobs-clear"]) == DAYS


def test_a_worker_beside_the_site_ends_with_it_even_if_that_is_killed(new_site, start):
    site = new_site()
    with site.inside():
        parent = start(site, [sys.executable, "-c", BESIDE])
        wait_until(Pulse.objects.exists, "no worker began")

        parent.send_signal(signal.SIGKILL)

        wait_until(lambda: not Pulse.objects.exists(), "the worker stayed")


def test_a_job_that_kills_its_workers_is_given_up_in_the_end(new_site):
    site = new_site()
    with site.inside():
        job, now = ask("slow", 1), datetime.now(UTC)
        for n in range(6):
            job.refresh_from_db()
            job.claim(f"worker {os.getpid()} {n}")
            keeping.take_back(now)

        assert state_of(job) == ("FAILED", 6)
        assert job.exception_class_path == keeping.DIED
