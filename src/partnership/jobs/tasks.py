"""The one task through which periodic jobs are run: the queue holds their name and nothing else."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from . import clock


@task()
def come_round(name: str) -> None:
    _, work = clock.ROUNDS[name]
    work(timezone.now())
