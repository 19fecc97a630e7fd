"""Keeping that somebody read a trail."""

from __future__ import annotations

from django.db import transaction

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person

from .queries import Trace


@transaction.atomic
def note_read(*, trace: Trace, by: Person) -> None:
    """Keep which records the trail put before whoever read it."""
    audit.record(by=by, verb=Verb.CONSULTATION, did="read trail", to=trace.start, shown=trace.records)
