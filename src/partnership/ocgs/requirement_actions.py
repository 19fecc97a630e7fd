"""Intelligence requirements: raising one, answering it, withdrawing it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.rules import Release, Stale
from partnership.records.scoping import Scoped
from partnership.records.starting import start
from partnership.records.versions import why_stale, write_next_version
from partnership.thread.actions import tie

from .models import Requirement
from .rules import RequirementState

DID = {
    RequirementState.ANSWERED: "answered intelligence requirement",
    RequirementState.WITHDRAWN: "withdrew intelligence requirement",
}


@transaction.atomic
def raise_requirement(
    *,
    area_code: str,
    release: Release,
    by: Person,
    question: str,
    because: str,
    due: date | None = None,
    about: Scoped | None = None,
) -> Requirement:
    """The open requirement, tied to the record it is about. Raises NotAllowed, in words for the screen."""
    if not question.strip() or not because.strip():
        raise NotAllowed("Enter what must be found out, and why")
    if due is not None and due < timezone.localdate():
        raise NotAllowed("Choose a day that is not past")
    told: dict[str, Any] = {"act": Act.WORK_ON_GROUP, "area_code": area_code, "release": release, "by": by}
    told |= {"because": because.strip(), "due": due, "raised_by": by}
    made: Requirement = start(Requirement, **told, question=question.strip())
    detail = {"version": made.version}
    did = "raised intelligence requirement"
    audit.record(by=by, verb=Verb.ALTERATION, did=did, to=made, because=because, detail=detail)
    if about is not None:
        tie(record=made, on=about, because=because, by=by)
    return made


@transaction.atomic
def settle_requirement(
    *, requirement: Requirement, state: RequirementState, answer: str, by: Person, seen_version: int
) -> Requirement:
    """The requirement, answered with those words, or withdrawn for that reason.

    Raises NotAllowed, and Stale if somebody else was first.
    """
    now = Requirement.objects.allowing(by, Act.WORK_ON_GROUP).select_for_update().filter(pk=requirement.pk).first()
    if now is None:
        raise NotAllowed("This requirement is not yours to settle: your role does not apply to its district")
    if now.version != seen_version:
        raise Stale(why_stale(now, seen_version))
    if not now.is_open or state is RequirementState.OPEN:
        raise NotAllowed(f"It is already {now.get_state_display().lower()}")
    if not answer.strip():
        raise NotAllowed("Enter what was found out" if state is RequirementState.ANSWERED else "Enter why")
    settled = {"state": state, "answer": answer.strip(), "settled_by": by, "settled_at": timezone.now()}
    write_next_version(now, seen=seen_version, **settled)
    audit.record(by=by, verb=Verb.ALTERATION, did=DID[state], to=now, because=answer, detail={"version": now.version})
    return now
