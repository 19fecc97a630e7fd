"""Taking in the good rows of a file, each in a transaction of its own, through the slice's own action."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from django.db import transaction

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import NotAllowed
from partnership.records.scoping import Scoped

from .checking import WHOLE_LINE, Checked, Fault, Preview
from .spec import Spec


@dataclass(frozen=True)
class Outcome:
    """What became of a row: the record it made, the one that was there, or its faults."""

    row: Checked
    record: Scoped | None = None


def take_in(*, preview: Preview, spec: Spec, by: Person, area_code: str = "") -> tuple[Outcome, ...]:
    """One outcome a row, in their order. A row that is refused holds back no other.

    What is there already is left alone, so that the same file again adds nothing, and one that was cut short goes on.
    """
    outcomes = tuple(_outcome(row, spec, by) for row in preview.rows)
    taken = [outcome.record for outcome in outcomes if outcome.record is not None]
    told = {"rows": len(outcomes), "taken": len(taken), "area": area_code, "sha256": preview.digest}
    did = f"imported {spec.kind[1]}"
    audit.record(by=by, verb=Verb.COLLECTION, did=did, to=spec.one, detail=told, shown=taken)
    return outcomes


@transaction.atomic
def note_preview(*, preview: Preview, spec: Spec, by: Person, area_code: str = "") -> None:
    """Keep that somebody was shown which records there are already."""
    shown = [row.known for row in preview.known if row.known is not None]
    shown += [spec.one] if spec.one is not None else []
    told = preview.counts | {"area": area_code, "sha256": preview.digest}
    did = f"looked at what an import of {spec.kind[1]} would add"
    audit.record(by=by, verb=Verb.CONSULTATION, did=did, to=spec.one, detail=told, shown=shown)


@transaction.atomic
def note_page(*, spec: Spec, by: Person) -> None:
    """Keep that somebody opened the page of the record that the rows will belong to."""
    if spec.one is not None:
        did = f"opened the import of {spec.kind[1]}"
        audit.record(by=by, verb=Verb.CONSULTATION, did=did, to=spec.one, shown=[spec.one])


@transaction.atomic
def note_handed_back(*, text: str, spec: Spec, by: Person) -> None:
    """Keep that somebody took back the rows that could not be taken in."""
    told = {"sha256": hashlib.sha256(text.encode()).hexdigest()}
    did = f"took back rows of an import of {spec.kind[1]}"
    audit.record(by=by, verb=Verb.CONSULTATION, did=did, to=spec.one, detail=told)


def _outcome(row: Checked, spec: Spec, by: Person) -> Outcome:
    if not row.is_good:
        return Outcome(row)
    try:
        with transaction.atomic():
            # One row of theirs at a time: pressed twice, the second press finds what the first one made.
            Person.objects.select_for_update().get(pk=by.pk)
            if known := spec.known(by, {row.key}).get(row.key):
                return Outcome(replace(row, known=known))
            return Outcome(row, spec.take(row.ready, by))
    except NotAllowed as refusal:
        return Outcome(replace(row, faults=(Fault(WHOLE_LINE, str(refusal)),)))
