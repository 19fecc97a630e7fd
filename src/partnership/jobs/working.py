"""A worker: the library's loop, with a lease on each job, attempts that are counted, and a limit of time."""

from __future__ import annotations

import logging
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from django.db import Error, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from . import keeping

logger = logging.getLogger(__name__)

LEASE_SECONDS = 60
LONGEST_SECONDS = 60 * 60


class TookTooLong(Exception):
    """A job was stopped because it ran for longer than any may."""


class Working(Worker):  # type: ignore[misc]
    """Runs jobs, one after the other. `is_once`: until none is waiting."""

    def __init__(self, *, interval: float, is_once: bool) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=is_once,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Runs the job and writes what came of it. What an exception says is kept nowhere: it may quote a record."""
        job, self.running_task = db_task_result, True
        try:
            with at_most(LONGEST_SECONDS):
                job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
        except Exception as fault:
            name = f"{type(fault).__module__}.{type(fault).__qualname__}"
            where = "".join(traceback.format_tb(fault.__traceback__))
            again = timezone.now() + keeping.wait_after(job)
            logger.warning("Job %s failed at attempt %s: %s", job.id, len(job.worker_ids), name)
            keeping.fail(job, name, where, again=again)
        else:
            keeping.succeed(job, timezone.now())
        finally:
            self.running_task = False


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Stops what happens within, by an exception, after so many seconds."""

    def stop(*_: object) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


class Beat(Thread):
    """Beside the jobs: says that the worker is alive, takes back what the dead held, and watches the clock."""

    def __init__(self, worker: str, lease_seconds: float) -> None:
        super().__init__(daemon=True)
        self.worker, self.lease, self.ended = worker, timedelta(seconds=lease_seconds), Event()

    def tick(self) -> None:
        now = timezone.now()
        keeping.beat(self.worker, now + self.lease)
        keeping.take_back(now)
        keeping.ring(now)

    def run(self) -> None:
        while not self.ended.wait(self.lease.total_seconds() / 3):
            try:
                self.tick()
            except Error as fault:
                # The database may be away for a moment; if for longer, the lease ends and another takes over.
                logger.warning("The worker could not say that it is alive: %s", type(fault).__name__)
            finally:
                connection.close()

    def end(self) -> None:
        self.ended.set()
        self.join(timeout=self.lease.total_seconds())
        keeping.fall_silent(self.worker)
