"""How the queue stands, for whoever looks after the site. It holds names and ids, so that nobody's view narrows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from .models import Pulse
from .tasks import come_round


@dataclass(frozen=True)
class Health:
    """Workers that are alive, jobs that could be run now and since when the oldest waits, and jobs failed for good."""

    workers: int
    waiting: int
    waiting_since: datetime | None
    dead: int


@dataclass(frozen=True)
class Dead:
    """A job that failed for good. `where`: the lines of the program, without what they held."""

    uuid: str
    name: str
    asked_at: datetime
    failed_at: datetime
    attempts: int
    why: str
    where: str


def health() -> Health:
    now = timezone.now()
    ready = DBTaskResult.objects.ready()
    oldest = ready.order_by().aggregate(
        asked=Min("enqueued_at", filter=Q(run_after=get_date_max())),
        again=Min("run_after", filter=~Q(run_after=get_date_max())),
    )
    return Health(
        workers=Pulse.objects.filter(until__gt=now).count(),
        waiting=ready.count(),
        waiting_since=min((moment for moment in oldest.values() if moment), default=None),
        dead=DBTaskResult.objects.failed().count(),
    )


def dead() -> list[Dead]:
    """The newest first."""
    failed = DBTaskResult.objects.failed().order_by("-finished_at", "pk")
    return [
        Dead(
            uuid=str(job.pk),
            name=_name(job),
            asked_at=job.enqueued_at,
            failed_at=job.finished_at,
            attempts=len(job.worker_ids),
            why=job.exception_class_path.rpartition(".")[2],
            where=job.traceback,
        )
        for job in failed
    ]


def _name(job: DBTaskResult) -> str:
    """A periodic job goes by its own name; any other by its function's, in its slice."""
    if job.task_path == come_round.module_path and job.args_kwargs["args"]:
        return str(job.args_kwargs["args"][0])
    return str(job.task_path).removeprefix("partnership.")
