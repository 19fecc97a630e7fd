"""Taking in what a bundle holds, setting an object aside, and making a record of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.ocgs.actions import propose_group
from partnership.ocgs.models import Group
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.plans.acting import Deed, add_action
from partnership.plans.models import Action, Plan
from partnership.records.holding import held, note_change
from partnership.records.queries import may
from partnership.records.rules import Release
from partnership.records.scoping import Scoped
from partnership.records.starting import start
from partnership.records.versions import write_next_version
from partnership.thread.actions import tie

from .incoming import Preview, beside_what_is_here
from .models import Received
from .reading import Found
from .rules import ReceivedState, may_accept, may_set_aside

MADE_OF_IT = "Made of what came in"


@transaction.atomic
def take_in(*, preview: Preview, area_code: str, by: Person) -> list[Received]:
    """The objects that are new to the person, as records of theirs. The same bundle once more adds nothing.

    Raises NotAllowed, in words for the screen, and then nothing of it was taken in.
    """
    # One bundle of theirs at a time: pressed twice, the second press finds what the first one made.
    Person.objects.select_for_update().get(pk=by.pk)
    lines = beside_what_is_here([line.found for line in preview.lines], by=by)
    taken = [_receive(line.found, preview, area_code, by) for line in lines if line.is_new]
    told = {"objects": len(lines), "taken": len(taken), "area": area_code, "sha256": preview.bundle.sha256}
    audit.record(by=by, verb=Verb.COLLECTION, did="took in STIX bundle", detail=told, shown=taken)
    return taken


def _receive(found: Found, preview: Preview, area_code: str, by: Person) -> Received:
    made: Received = start(
        Received,
        act=Act.TRIAGE,
        area_code=area_code,
        release=found.release,
        by=by,
        stix_id=found.stix_id,
        stix_type=found.stix_type,
        changed_at=found.changed_at,
        name=found.name,
        words=found.words,
        source=found.source,
        told=found.told,
        beside=list(found.beside),
        bundle=preview.bundle.stix_id,
        sha256=preview.bundle.sha256,
        received_by=by,
    )
    if found.synthetic and not made.synthetic:
        made.synthetic = True
        made.save(update_fields=["synthetic"])
    return made


@transaction.atomic
def set_aside(*, received: Received, because: str, by: Person, seen_version: int) -> Received:
    """The object, set aside; or to be looked at again, if it was. Raises NotAllowed, and Stale."""
    now: Received = held(received, Act.TRIAGE, by, seen_version)
    if refusal := may_set_aside(state=ReceivedState(now.state), because=because):
        raise NotAllowed(refusal)
    is_back = now.state == ReceivedState.ASIDE
    state = ReceivedState.NEW if is_back else ReceivedState.ASIDE
    write_next_version(now, seen=seen_version, state=state, because=because.strip())
    note_change(now, "took received object up again" if is_back else "set received object aside", by, because=because)
    return now


@transaction.atomic
def accept_as_group(
    *, received: Received, release: Release, because: str, by: Person, seen_version: int, **fields: Any
) -> Group:
    """The group that is proposed on it, for somebody else to approve. Raises NotAllowed, and Stale."""
    now = _to_accept(received, Act.WORK_ON_GROUP, release, by, seen_version)
    group = propose_group(release=release, by=by, because=because, **fields)
    _accepted(now, group, by, because)
    return group


@transaction.atomic
def accept_as_action(
    *, received: Received, plan: Plan, deed: Deed, release: Release, by: Person, seen_version: int
) -> Action:
    """The action of the plan that is made of it. Raises NotAllowed, and Stale."""
    now = _to_accept(received, Act.PLAN, release, by, seen_version)
    action = add_action(plan=plan, deed=deed, release=release, by=by)
    _accepted(now, action, by, MADE_OF_IT)
    return action


@transaction.atomic
def note_read(*, did: str, shown: Iterable[Scoped], by: Person, record: Scoped | None = None) -> None:
    """Keep that somebody read a page, and which records it showed them."""
    held_ = [*([record] if record else []), *shown]
    audit.record(by=by, verb=Verb.CONSULTATION, did=did, to=record, shown=held_)


@transaction.atomic
def note_preview(*, preview: Preview, area_code: str, by: Person) -> None:
    """Keep that somebody looked at what a bundle would add, and was shown what is here already."""
    told = {"new": len(preview.new), "known": len(preview.known), "held": len(preview.held)}
    told |= {"area": area_code, "sha256": preview.bundle.sha256}
    did = "looked at what a STIX bundle would add"
    audit.record(by=by, verb=Verb.CONSULTATION, did=did, detail=told, shown=preview.shown)


def _to_accept(received: Received, act: Act, release: Release, by: Person, seen_version: int) -> Received:
    now: Received = held(received, act, by, seen_version)
    if refusal := may_accept(state=ReceivedState(now.state), held=now.release, chosen=release):
        raise NotAllowed(refusal)
    return now


def _accepted(received: Received, made: Scoped, by: Person, because: str) -> None:
    """The record rests on it from now on, and it is accepted, if it was not yet."""
    if not may(by, Act.SEE_RECORD, received):
        raise NotAllowed("You no longer see what came in")
    tie(record=made, on=received, because=because, by=by)
    write_next_version(received, seen=received.version, state=ReceivedState.ACCEPTED)
    note_change(received, "accepted received object", by, made=str(made.uuid))
