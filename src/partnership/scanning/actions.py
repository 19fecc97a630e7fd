"""What a scan tells of words and agreement, and what people make of a word. Each is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Agency, Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.rules import Release, Stale
from partnership.records.scoping import Scoped
from partnership.records.unscoped import everything
from partnership.records.versions import why_stale, write_next_version
from partnership.retention import queries as retention

from .models import Concept, Judgement, Sighting, Term
from .rules import ArrivingConcept, ArrivingTerm, Standing, may_judge


@transaction.atomic
def judge(*, term: Term, standing: Standing, reason: str, by: Person, seen_version: int | None = None) -> Term:
    """The term with what somebody makes of it, the judgement kept beside it.

    Raises NotAllowed, in words for the screen, if the rules refuse, and Stale if somebody else was first.
    """
    now = Term.objects.allowing(by, Act.NOTE_HYPOTHESIS).select_for_update().filter(pk=term.pk).first()
    if now is None:
        raise NotAllowed("You may not judge this word.")
    seen = term.version if seen_version is None else seen_version
    if now.version != seen:
        raise Stale(why_stale(now, seen))
    reason = reason.strip()
    if refusal := may_judge(now.standing_told, standing, reason):
        raise NotAllowed(refusal.reason)
    write_next_version(now, seen=seen, standing=standing)
    Judgement.objects.create(
        term=now, version=now.version, standing=standing, reason=reason, by=by, role=by.role, at=timezone.now()
    )
    told = {"standing": standing.value, "version": now.version}
    audit.record(by=by, verb=Verb.ALTERATION, did="judged word", to=now, because=reason, detail=told)
    return now


def note_list_read(*, did: str, shown: Iterable[Scoped], by: Person) -> None:
    """Keep that somebody read a list, and which records it showed them."""
    audit.record(by=by, verb=Verb.CONSULTATION, did=did, shown=shown)


@transaction.atomic
def receive_terms(
    *,
    terms: Sequence[ArrivingTerm],
    releases: Mapping[str, Release],
    by: Person | None,
    originator: Agency | None = None,
) -> int:
    """How many terms are new. A known one takes what its newest periods say; what people made of it stands.

    releases  by key, how closely a term is held; one that is not named is held as closely as can be
    """
    arriving = {each.key: each for each in terms if not retention.was_disposed_of(Term, each.key)}
    held = {row.key: row for row in everything(Term).filter(key__in=arriving)}
    now = timezone.now()
    for key, arrival in arriving.items():
        row = held.get(key) or Term(key=key, originator=originator, synthetic=False)
        if row.arrive(releases.get(key, Release())):
            row.version += 1
            audit.record(by=by, verb=Verb.MARKING_CHANGE, did="raised marking on arrival", to=row)
        for name in ("term", "area_code", "first_excess"):
            setattr(row, name, getattr(arrival, name))
        for name in ("flags", "beside", "variants", "phrases"):
            setattr(row, name, list(getattr(arrival, name)))
        row.first_raised = arrival.first_raised or ""
        row.quotes = [asdict(quote) for quote in arrival.quotes]
        row.newest_period, row.level, row.q = arrival.newest.period, arrival.newest.level, arrival.newest.q
        row.received_at = now
        row.save()
        row.sightings.all().delete()
        Sighting.objects.bulk_create(Sighting(term=row, **asdict(period)) for period in arrival.periods)
    new = len(arriving) - len(held)
    if new:
        audit.record(by=by, verb=Verb.COLLECTION, did="received words", detail={"new": new})
    return new


@transaction.atomic
def receive_concepts(
    *,
    concepts: Sequence[ArrivingConcept],
    releases: Mapping[str, Release],
    originators: Mapping[str, Agency | None],
    by: Person | None,
) -> int:
    """How many concepts are new. Those that did not arrive stay, as past ones.

    releases     by key, how closely a concept is held; one that is not named is held as closely as can be
    originators  by key, whose it is; None for what nobody claims
    """
    arriving = {each.key: each for each in concepts if not retention.was_disposed_of(Concept, each.key)}
    held = {row.key: row for row in everything(Concept).filter(key__in=arriving)}
    everything(Concept).exclude(key__in=arriving).filter(is_current=True).update(is_current=False)
    for key, arrival in arriving.items():
        row = held.get(key) or Concept(key=key, originator=originators.get(key), synthetic=False)
        if row.arrive(releases.get(key, Release())):
            row.version += 1
            audit.record(by=by, verb=Verb.MARKING_CHANGE, did="raised marking on arrival", to=row)
        for name in ("area_code", "window_start", "window_end", "words", "support"):
            setattr(row, name, getattr(arrival, name))
        row.groups, row.size = list(arrival.groups), len(arrival.groups)
        row.says = [asdict(each) for each in arrival.says]
        row.narrower, row.signal_ids = list(arrival.narrower), list(arrival.signal_ids)
        row.is_current, row.received_at = True, timezone.now()
        row.save()
    new = len(arriving) - len(held)
    if new:
        audit.record(by=by, verb=Verb.COLLECTION, did="received concepts", detail={"new": new})
    return new
