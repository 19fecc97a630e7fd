"""What changes the competing hypotheses of a threat. Added, read and set aside; nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.queries import may
from partnership.triage.models import Signal

from .models import Hypothesis, Item, Reading, Threat
from .rules import Consistency, State, may_add

SAY_TEXT = "Write what might explain it"
SAY_ITEM = "Write what the evidence says"


@transaction.atomic
def add_hypothesis(*, threat: Threat, text: str, by: Person) -> Hypothesis:
    """One more explanation that competes. Raises NotAllowed, in words for the screen."""
    _make_sure(threat, Act.NOTE_HYPOTHESIS, by)
    if refusal := may_add(State(threat.state), text, SAY_TEXT):
        raise NotAllowed(refusal)
    made: Hypothesis = Hypothesis.objects.create(threat=threat, text=text.strip(), by=by)
    _record(threat, "added hypothesis", {"hypothesis": str(made.uuid)}, by)
    return made


@transaction.atomic
def add_item(*, threat: Threat, text: str, by: Person, dated: date | None = None, signal: Signal | None = None) -> Item:
    """One more piece of evidence, in words that everybody who sees the threat may read.

    signal  the one that it stands in, which only those are told of who see it

    Raises NotAllowed, in words for the screen.
    """
    _make_sure(threat, Act.ASSESS_THREAT, by)
    if refusal := may_add(State(threat.state), text, SAY_ITEM):
        raise NotAllowed(refusal)
    if signal is not None and not may(by, Act.SEE_RECORD, signal):
        raise NotAllowed("Choose one of the signals listed")
    uuid = None if signal is None else signal.uuid
    made: Item = Item.objects.create(threat=threat, text=text.strip(), dated=dated, signal=uuid, by=by)
    _record(threat, "added item of evidence", {"item": str(made.uuid)}, by)
    return made


@transaction.atomic
def read_item(
    *, threat: Threat, item: Item, consistency: Mapping[UUID, Consistency], because: str, by: Person
) -> list[Reading]:
    """How the person reads the item against hypotheses, by uuid. Only what differs from their last reading is kept.

    Raises NotAllowed, in words for the screen, if one of them no longer competes or nothing is new.
    """
    _make_sure(threat, Act.NOTE_HYPOTHESIS, by)
    if threat.state == State.CLOSED:
        raise NotAllowed("This threat is closed. Reopen it first")
    held = {one.uuid: one for one in threat.hypotheses.filter(set_aside_at__isnull=True)}
    if not consistency.keys() <= held.keys():
        raise NotAllowed("A hypothesis was set aside while you were reading. Open the page again")
    before = newest_readings(item, by)
    new = [
        Reading(hypothesis=held[uuid], item=item, consistency=told, because=because.strip(), by=by)
        for uuid, told in consistency.items()
        if before.get(held[uuid].pk) != (told, because.strip())
    ]
    if not new:
        raise NotAllowed("You read it like that already")
    Reading.objects.bulk_create(new)
    _record(threat, "read item against hypotheses", {"item": str(item.uuid), "readings": len(new)}, by)
    return new


@transaction.atomic
def set_aside(*, threat: Threat, hypothesis: Hypothesis, because: str, by: Person) -> Hypothesis:
    """The hypothesis, no longer competing, with the reason beside it. Raises NotAllowed, in words for the screen."""
    _make_sure(threat, Act.ASSESS_THREAT, by)
    if refusal := may_add(State(threat.state), because, "Enter why it is set aside"):
        raise NotAllowed(refusal)
    told = {"set_aside_because": because.strip(), "set_aside_by": by, "set_aside_at": timezone.now()}
    if not threat.hypotheses.filter(pk=hypothesis.pk, set_aside_at__isnull=True).update(**told):
        raise NotAllowed("It is already set aside")
    hypothesis.refresh_from_db(from_queryset=threat.hypotheses.all())
    _record(threat, "set hypothesis aside", {"hypothesis": str(hypothesis.uuid)}, by, because=because)
    return hypothesis


def newest_readings(item: Item, by: Person) -> dict[int, tuple[str, str]]:
    """The person's last reading of the item by hypothesis: how it fits, and why."""
    rows: Iterable[Reading] = item.readings.filter(by=by).order_by("at", "pk")
    return {row.hypothesis_id: (row.consistency, row.because) for row in rows}


def _make_sure(threat: Threat, act: Act, by: Person) -> None:
    if not may(by, act, threat):
        raise NotAllowed("You may not add to the hypotheses of this threat")


def _record(threat: Threat, did: str, told: dict[str, object], by: Person, *, because: str = "") -> None:
    audit.record(by=by, verb=Verb.ALTERATION, did=did, to=threat, because=because, detail=told)
