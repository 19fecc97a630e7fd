"""What is kept of reading one's own work."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.records.scoping import Scoped

from .since import DID_LOOK


@transaction.atomic
def note_read(*, shown: Iterable[Scoped], by: Person) -> None:
    """Keep that somebody read what they must do, and which records that showed them."""
    audit.record(by=by, verb=Verb.CONSULTATION, did=DID_LOOK, shown=shown)
