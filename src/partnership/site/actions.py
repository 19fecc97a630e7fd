"""What is kept of reading the pages that stand above the slices."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person

from .queries import Board


@transaction.atomic
def note_boards_read(*, boards: Iterable[Board], by: Person) -> None:
    """Keep that somebody read which boards there are and how many signals are open on each."""
    told = {"areas": [board.area.code for board in boards]}
    audit.record(by=by, verb=Verb.CONSULTATION, did="read boards", detail=told)
