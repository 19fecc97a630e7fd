"""Writing, closing and reopening threat estimates. An edition is added; none is ever changed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnership.areas.models import Area
from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.rules import Release, Stale
from partnership.records.scoping import Scoped
from partnership.records.starting import start
from partnership.records.versions import why_stale, write_next_version
from partnership.thread import actions as thread

from .models import DriverNote, Edition, Source, Threat
from .rules import DID, Estimate, State, may_settle, may_write
from .scales import the_scales
from .scoring import risk_of
from .taxonomy import named

DID_WRITE = "wrote edition of threat estimate"


@transaction.atomic
def start_threat(*, key: str, area: Area, release: Release, by: Person, **more: Any) -> Threat:
    """The threat, in that area, without an edition yet. Raises NotAllowed, in words for the screen.

    more  `synthetic`, where what is written is made up outside a demonstration as well
    """
    told = named(key)
    if told is None:
        raise NotAllowed("Choose a threat of the list")
    held = Threat.objects.seen_by(by).filter(key=key, area_code=area.code, state=State.CURRENT)
    if held.exists():
        raise NotAllowed(f"{area.name} has an estimate of this threat already. Write its next edition")
    threat: Threat = start(
        Threat,
        act=Act.ASSESS_THREAT,
        area_code=area.code,
        release=release,
        by=by,
        key=key,
        name=told.name,
        area_name=area.name,
        kind=told.kind,
        **more,
    )
    audit.record(by=by, verb=Verb.ALTERATION, did="started threat", to=threat, detail={"version": threat.version})
    return threat


@transaction.atomic
def write_edition(
    *,
    threat: Threat,
    estimate: Estimate,
    by: Person,
    seen_version: int,
    rests_on: Collection[Scoped] = (),
    tied_because: str = "",
    figures: Collection[Scoped] = (),
) -> Edition:
    """The next edition, in force from now on, tied to what it rests on with the edition of each.

    rests_on  signals, and threats of the areas inside; `tied_because` says why they bear on it
    figures   the records that the trend was worked out from: none may be held more closely than the threat

    Raises Stale if somebody else wrote first, and NotAllowed in words for the screen.
    """
    now = _assessed_by(by, threat, seen_version)
    before = None if now.current is None else now.current.as_of
    if refusal := may_write(estimate, state=State(now.state), today=timezone.localdate(), before=before):
        raise NotAllowed(refusal)
    if rests_on and not tied_because.strip():
        raise NotAllowed("Say why what you ticked bears on this threat")
    if any(now.release.is_looser_than(record.release) for record in figures):
        raise NotAllowed("A figure you ticked is held more closely than this threat. Leave it out, or hold this closer")
    number = now.edition + 1
    write_next_version(now, seen=seen_version, edition=number)
    edition = _keep(now, number, estimate, by)
    threat.edition, threat.version = now.edition, now.version
    threat.__dict__.pop("current", None)
    told = {"edition": number, "version": now.version}
    audit.record(by=by, verb=Verb.ALTERATION, did=DID_WRITE, to=now, because=estimate.because, detail=told)
    for record in rests_on:
        on_edition = getattr(record, "edition", None)
        thread.tie(record=now, on=record, because=tied_because, by=by, edition=number, on_edition=on_edition)
    return edition


@transaction.atomic
def settle_threat(*, threat: Threat, to: State, because: str, by: Person, seen_version: int) -> Threat:
    """The threat, closed or opened again, with the reason in the log. Raises NotAllowed, in words for the screen."""
    now = _assessed_by(by, threat, seen_version)
    if refusal := may_settle(State(now.state), to, because):
        raise NotAllowed(refusal)
    write_next_version(now, seen=seen_version, state=to)
    threat.state, threat.version = now.state, now.version
    told = {"version": now.version}
    audit.record(by=by, verb=Verb.ALTERATION, did=DID[to], to=now, because=because.strip(), detail=told)
    return threat


def _assessed_by(by: Person, threat: Threat, seen_version: int) -> Threat:
    """The threat as it stands, held for writing."""
    assessed = Threat.objects.allowing(by, Act.ASSESS_THREAT).select_for_update()
    now: Threat | None = assessed.filter(pk=threat.pk).first()
    if now is None:
        raise NotAllowed(f"Only the analysts and the chair of {threat.area_name} may assess this threat")
    if now.version != seen_version:
        raise Stale(why_stale(now, seen_version))
    return now


def _keep(threat: Threat, number: int, estimate: Estimate, by: Person) -> Edition:
    scales = the_scales()
    risk = risk_of(estimate.harm, estimate.likelihood, scales)
    edition = Edition.objects.create(
        threat=threat,
        edition=number,
        as_of=estimate.as_of,
        period_start=estimate.period_start,
        period_end=estimate.period_end,
        statement=estimate.statement.strip(),
        likelihood=estimate.likelihood,
        confidence=estimate.confidence,
        confidence_because=estimate.confidence_because.strip(),
        harm={one.key: estimate.harm.get(one.key) for one in scales.harm},
        position={one.key: estimate.position.get(one.key) for one in scales.position},
        trend=[compared.as_kept() for compared in estimate.trend],
        trend_words=estimate.trend_words.strip(),
        gaps=estimate.gaps.strip(),
        because=estimate.because.strip(),
        scales=scales.version,
        likelihood_number=risk.likelihood,
        impact=risk.impact,
        risk=risk.score,
        risk_band=risk.band,
        by=by,
    )
    DriverNote.objects.bulk_create(
        DriverNote(edition=edition, driver=line.driver, direction=line.direction, text=line.text.strip())
        for line in estimate.drivers
    )
    Source.objects.bulk_create(
        Source(edition=edition, text=line.text.strip(), link=line.link.strip(), dated=line.dated)
        for line in estimate.sources
    )
    return edition
