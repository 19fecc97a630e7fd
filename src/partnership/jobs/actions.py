"""What an administrator does with a job that failed for good."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import NotAllowed

from .keeping import put_back

GONE = "This job has been run again or dropped meanwhile"


@transaction.atomic
def run_again(*, uuid: UUID, by: Person) -> None:
    """Puts the job back into the queue, as if it had never been tried. Raises NotAllowed if it is not there."""
    job = _failed(uuid)
    put_back(job)
    _note(job, "ran failed job again", by)


@transaction.atomic
def drop(*, uuid: UUID, by: Person) -> None:
    """Removes the job, which is then never done. Raises NotAllowed if it is not there."""
    job = _failed(uuid)
    _note(job, "dropped failed job", by)
    job.delete()


def _failed(uuid: UUID) -> DBTaskResult:
    job = DBTaskResult.objects.failed().select_for_update().filter(pk=uuid).first()
    if job is None:
        raise NotAllowed(GONE)
    return job


def _note(job: DBTaskResult, did: str, by: Person) -> None:
    told = {"job": str(job.pk), "task": job.task_path[-80:]}
    audit.record(by=by, verb=Verb.ALTERATION, did=did, detail=told)
