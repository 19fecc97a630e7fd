"""Keeping a search, letting one go, and what is kept of looking. The words of a search are never put into the log."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import NotAllowed
from partnership.records.scoping import Scoped

from . import index, queries
from .models import SavedSearch
from .queries import Search
from .rules import may_save


@transaction.atomic
def save_search(*, name: str, search: Search, tells: bool, by: Person) -> SavedSearch:
    """The search, kept for the person alone. Raises NotAllowed, in words for the screen."""
    held = set(queries.saved_by(by).values_list("name", flat=True))
    if refusal := may_save(name=name, asked=search.asked, held=held):
        raise NotAllowed(refusal)
    saved = SavedSearch.objects.create(
        person=by, name=name.strip(), query=search.query, narrowed=search.kept, tells=tells
    )
    audit.record(by=by, verb=Verb.ALTERATION, did="saved search", to=saved)
    return saved


@transaction.atomic
def forget_search(*, saved: SavedSearch, by: Person) -> None:
    """Raises NotAllowed if it is not theirs."""
    if saved.person_id != by.pk:
        raise NotAllowed("This search is not yours")
    audit.record(by=by, verb=Verb.ALTERATION, did="deleted saved search", to=saved)
    saved.delete()


@transaction.atomic
def note_found(*, number: int, shown: Iterable[Scoped], by: Person, saved: SavedSearch | None = None) -> None:
    """Keep that somebody searched, how much they found, and which records they were shown. A saved search that they
    opened holds nothing new from now on.
    """
    told: dict[str, int | UUID] = {"found": number} | ({"saved": saved.uuid} if saved else {})
    audit.record(by=by, verb=Verb.CONSULTATION, did="searched records", detail=told, shown=shown)
    if saved is not None:
        queries.saved_by(by).filter(pk=saved.pk).update(looked_at=timezone.now())


def bring_up_to_date(*, tell: index.Tell, by: Person | None) -> int:
    """How many entries were wrong. Each batch is a transaction of its own, so that it can be stopped and repeated."""
    wrong = index.take_up_all(tell)
    if wrong:
        told = {"entries": wrong}
        audit.record(by=by, verb=Verb.COMBINATION, did="brought the search index up to date", detail=told)
    return wrong
