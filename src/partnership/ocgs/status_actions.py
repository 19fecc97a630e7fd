"""Changing a group's status, which takes two people, and who answers for it, from which day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.queries import may
from partnership.records.rules import Stale
from partnership.records.versions import why_stale, write_next_version

from .actions import worked_on
from .models import Assignment, Group, Move
from .queries import holder_of, months_to_review, seen_by
from .rules import Duty, Held, Status, last_day_before, may_assign, may_decide, may_propose, review_after

NOT_YOURS_TO_DECIDE = "Only the chair of this group’s district decides on its status"


@transaction.atomic
def propose_move(*, group: Group, to: Status, because: str, by: Person, into: Group | None = None) -> Move:
    """The change of status, for somebody else to approve or decline. Raises NotAllowed.

    into  for a merger, the group that this one is the same as
    """
    now = worked_on(group, by=by)
    is_one_open = now.moves.filter(accepted__isnull=True).exists()
    told: dict[str, Any] = {"because": because, "is_one_open": is_one_open, "has_into": into is not None}
    if refusal := may_propose(now.status, to, **told):
        raise NotAllowed(refusal)
    if into is not None and (refusal := _why_not_into(now, into, by)):
        raise NotAllowed(refusal)
    move = Move.objects.create(group=now, was=now.status, to=to, into=into, because=because.strip(), proposed_by=by)
    audit.record(
        by=by,
        verb=Verb.ALTERATION,
        did="proposed change of status",
        to=now,
        because=because,
        detail=_trace(move),
        shown=[] if into is None else [into],
    )
    return move


@transaction.atomic
def approve_move(*, move: Move, because: str, by: Person, seen_version: int) -> Group:
    """The group in its new status. Raises NotAllowed, and Stale if the group changed while it was read."""
    group = _decided_by(by, move, because, seen_version)
    into = None if move.into_id is None else seen_by(by).filter(pk=move.into_id).first()
    if move.into_id is not None and (into is None or into.status.is_closed):
        raise NotAllowed("The other group cannot be merged into: you may not see it, or it is closed itself")
    to = Status(move.to)
    _close(move, accepted=True, because=because, by=by)
    write_next_version(group, seen=seen_version, state=to, merged_into=into, next_review=_next_review(group, to))
    if to.is_closed:
        _end_all(group)
    told = _trace(move) | {"version": group.version}
    shown = [] if into is None else [into]
    audit.record(
        by=by,
        verb=Verb.ALTERATION,
        did="approved change of status",
        to=group,
        because=because,
        detail=told,
        shown=shown,
    )
    return group


@transaction.atomic
def decline_move(*, move: Move, because: str, by: Person, seen_version: int) -> Group:
    """The group as it was, with why the change was declined."""
    group = _decided_by(by, move, because, seen_version)
    _close(move, accepted=False, because=because, by=by)
    told = _trace(move)
    audit.record(by=by, verb=Verb.REFUSAL, did="declined change of status", to=group, because=because, detail=told)
    return group


@transaction.atomic
def assign(
    *, group: Group, duty: Duty, person: Person | None, start: date, because: str, by: Person, seen_version: int
) -> Assignment | None:
    """Who has the duty from that day; whoever had it before has it until the day before. None for nobody.

    Raises NotAllowed, and Stale if somebody else changed the group meanwhile.
    """
    now = worked_on(group, by=by, seen_version=seen_version)
    if now.status.is_closed:
        raise NotAllowed(f"It is {now.status.label.lower()}: nobody answers for it")
    if person is not None and (refusal := _why_not_theirs(now, duty, person)):
        raise NotAllowed(refusal)
    before = holder_of(now, duty)
    held = None if before is None else Held(before.person_id, before.start)
    if refusal := may_assign(held=held, person=None if person is None else person.pk, start=start, because=because):
        raise NotAllowed(refusal)
    if before is not None and held is not None:
        before.end = last_day_before(start, held)
        before.save(update_fields=["end"])
    told = {"group": now, "duty": duty, "person": person, "start": start, "because": because.strip(), "by": by}
    made: Assignment | None = None if person is None else Assignment.objects.create(**told)
    write_next_version(now, seen=seen_version)
    detail = {"version": now.version, "duty": duty, "person": None if person is None else person.pk}
    audit.record(by=by, verb=Verb.ALTERATION, did=f"assigned {duty} of group", to=now, because=because, detail=detail)
    return made


def _why_not_into(group: Group, into: Group, by: Person) -> str | None:
    if into.pk == group.pk:
        return "A group cannot be merged into itself"
    found = seen_by(by).filter(pk=into.pk).first()
    return "Choose a group that is open and that you see" if found is None or found.status.is_closed else None


def _why_not_theirs(group: Group, duty: Duty, person: Person) -> str | None:
    """None if the person can have the duty: posted there, and able to read the group; to lead, also to work on it."""
    act = Act.WORK_ON_GROUP if duty is Duty.LEAD else Act.SEE_RECORD
    if group.area_code in person.area_codes and may(person, act, group):
        return None
    return f"Their account cannot be {duty.label.lower()} here: their role, posting or clearance does not open it"


def _decided_by(by: Person, move: Move, because: str, seen_version: int) -> Group:
    group: Group | None = Group.objects.allowing(by, Act.APPROVE).select_for_update().filter(pk=move.group_id).first()
    if group is None:
        raise NotAllowed(NOT_YOURS_TO_DECIDE)
    is_open = group.moves.filter(pk=move.pk, accepted__isnull=True).exists()
    if refusal := may_decide(because=because, is_own=move.proposed_by_id == by.pk, is_open=is_open):
        raise NotAllowed(refusal)
    if group.version != seen_version:
        raise Stale(why_stale(group, seen_version))
    return group


def _close(move: Move, *, accepted: bool, because: str, by: Person) -> None:
    move.accepted, move.decided_by, move.decided_at = accepted, by, timezone.now()
    move.decided_because = because.strip()
    move.save(update_fields=["accepted", "decided_by", "decided_at", "decided_because"])


def _next_review(group: Group, to: Status) -> date | None:
    """None where nobody works on the group any more; otherwise the one it has, or one by its bands."""
    if not to.is_live:
        return None
    return group.next_review or review_after(timezone.localdate(), months_to_review(group))


def _end_all(group: Group) -> None:
    today = timezone.localdate()
    for assignment in group.assignments.filter(end__isnull=True):
        assignment.end = max(today, assignment.start)
        assignment.save(update_fields=["end"])


def _trace(move: Move) -> dict[str, str]:
    return {"move": str(move.uuid), "was": move.was, "to": move.to}
