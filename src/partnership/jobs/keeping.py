"""What keeps the queue going: periodic jobs put there once, those of dead workers taken back, each ending written."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from . import clock
from .models import Pulse, Round
from .rules import Period, delay, is_spent
from .tasks import come_round

DIED = "The worker died"
KEPT_FOR = timedelta(days=7)


def ring(now: datetime) -> list[str]:
    """The periodic jobs that were put into the queue, because they fell due and no other worker was first."""
    return [name for name, (period, _) in clock.ROUNDS.items() if _put_once(name, period, now)]


@transaction.atomic
def _put_once(name: str, period: Period, now: datetime) -> bool:
    due = period.last_due(now)
    _, is_first = Round.objects.get_or_create(pk=name, defaults={"due": due})
    # Whoever is second waits for the first to commit, and then finds the row written.
    if not is_first and not Round.objects.filter(pk=name, due__lt=due).update(due=due):
        return False
    come_round.enqueue(name)
    return True


def beat(worker: str, until: datetime) -> None:
    """Says that the worker is alive until then."""
    Pulse.objects.update_or_create(worker=worker, defaults={"until": until})


def fall_silent(worker: str) -> None:
    """Says that the worker is no more; whatever it held is free at once."""
    Pulse.objects.filter(worker=worker).delete()


def take_back(now: datetime) -> list[DBTaskResult]:
    """Jobs of workers that have not said for their whole lease that they are alive: to be run again, at once."""
    alive = set(Pulse.objects.filter(until__gt=now).values_list("worker", flat=True))
    lost = [job for job in DBTaskResult.objects.running() if job.worker_ids[-1] not in alive]
    return [job for job in lost if fail(job, DIED, "", again=now)]


def succeed(job: DBTaskResult, now: datetime) -> bool:
    return _write(job, status=TaskResultStatus.SUCCESSFUL, finished_at=now, exception_class_path="", traceback="")


def fail(job: DBTaskResult, why: str, where: str, *, again: datetime) -> bool:
    """False if the job was no longer this worker's. It runs again at that moment, or is kept as failed for good."""
    ended = {"exception_class_path": why, "traceback": where}
    if is_spent(len(job.worker_ids)):
        return _write(job, status=TaskResultStatus.FAILED, finished_at=again, **ended)
    return _write(job, status=TaskResultStatus.READY, run_after=again, **ended)


def wait_after(job: DBTaskResult) -> timedelta:
    return delay(len(job.worker_ids), random.random())  # noqa: S311 - spreads the load, and hides nothing


def put_back(job: DBTaskResult) -> bool:
    """Has a job that failed for good run again, with all its attempts; false if it is not there any more."""
    fresh = {"status": TaskResultStatus.READY, "run_after": get_date_max(), "worker_ids": [], "finished_at": None}
    return bool(DBTaskResult.objects.failed().filter(pk=job.pk).update(**fresh))


def clear(now: datetime) -> None:
    """Removes jobs that were done a week ago, and workers long dead. What failed for good stays until it is dropped."""
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEPT_FOR).delete()
    Pulse.objects.filter(until__lt=now - KEPT_FOR).delete()


def _write(job: DBTaskResult, **changes: object) -> bool:
    # A worker that was held up for longer than its lease finds its job begun anew: what it says then counts no more.
    held = DBTaskResult.objects.running().filter(pk=job.pk, started_at=job.started_at)
    return bool(held.update(**changes))
