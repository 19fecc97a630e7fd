"""What people decide, and what the engine tells. Each is one transaction with one audit event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Agency, Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.queries import may
from partnership.records.rules import Release, Stale
from partnership.records.unscoped import everything
from partnership.records.versions import why_stale, write_next_version
from partnership.retention import queries as retention

from .models import Evidence, Hypothesis, Quote, Signal, Verdict
from .rules import Arrival, State, may_move, why_reopen

DID = {
    State.OPEN: "reopened signal",
    State.WATCHING: "watched signal",
    State.CONFIRMED: "confirmed signal",
    State.DISMISSED: "dismissed signal",
}


HEADLINE_FIELDS = (
    *("series_id", "area_code", "area_name", "area_level", "threat", "threat_name", "measure"),
    *("level", "level_reason", "statement", "period", "period_start", "period_end"),
)
EVIDENCE_FIELDS = (
    *("level", "level_reason", "statement", "period", "observed", "expected", "upper", "p", "q"),
    *("first_excess", "baseline", "method", "method_version", "source", "store_digest", "digest"),
)


@dataclass(frozen=True)
class Outcome:
    """What became of one signal among many. `refused` holds the reason it was left alone, or nothing."""

    signal: Signal
    refused: str = ""


@transaction.atomic
def decide_signal(*, signal: Signal, state: State, reason: str, by: Person, seen_version: int | None = None) -> Signal:
    """The signal in its new state, with the verdict kept beside it.

    seen_version  the version that was on the screen when it was decided; that of `signal` unless told

    Raises NotAllowed, in words for the screen, if the rules refuse, and Stale if somebody else was first.
    """
    now = Signal.objects.allowing(by, Act.TRIAGE).select_for_update().filter(pk=signal.pk).first()
    if now is None:
        raise NotAllowed(f"Only the analysts and the chair of {signal.area_name} may decide on this signal.")
    seen = signal.version if seen_version is None else seen_version
    if now.version != seen:
        raise Stale(why_stale(now, seen))
    reason = reason.strip()
    if refusal := may_move(now.state_told, state, reason):
        raise NotAllowed(refusal.reason)
    write_next_version(now, seen=seen, state=state)
    signal.state, signal.version, signal.edition = state, now.version, now.edition
    Verdict.objects.create(
        signal=signal,
        edition=now.edition,
        version=now.version,
        state=state,
        reason=reason,
        by=by,
        role=by.role,
        at=timezone.now(),
    )
    told = {"edition": now.edition, "version": now.version}
    audit.record(by=by, verb=Verb.ALTERATION, did=DID[state], to=signal, because=reason, detail=told)
    return signal


def dismiss_signal(*, signal: Signal, reason: str, by: Person) -> Signal:
    return decide_signal(signal=signal, state=State.DISMISSED, reason=reason, by=by)


def confirm_signal(*, signal: Signal, by: Person, reason: str = "") -> Signal:
    return decide_signal(signal=signal, state=State.CONFIRMED, reason=reason, by=by)


def watch_signal(*, signal: Signal, by: Person, reason: str = "") -> Signal:
    return decide_signal(signal=signal, state=State.WATCHING, reason=reason, by=by)


def reopen_signal(*, signal: Signal, reason: str, by: Person) -> Signal:
    return decide_signal(signal=signal, state=State.OPEN, reason=reason, by=by)


def decide_many(
    *,
    signals: Iterable[Signal],
    state: State,
    reason: str,
    by: Person,
    seen_versions: Mapping[int, int] | None = None,
) -> tuple[Outcome, ...]:
    """One outcome a signal, in the order given. One that is refused does not hold back the others.

    seen_versions  by primary key, the version of each signal that was on the screen when it was picked
    """
    outcomes = []
    for signal in signals:
        try:
            decide_signal(
                signal=signal,
                state=state,
                reason=reason,
                by=by,
                seen_version=(seen_versions or {}).get(signal.pk),
            )
        except NotAllowed as refusal:
            outcomes.append(Outcome(signal, str(refusal)))
        else:
            outcomes.append(Outcome(signal))
    return tuple(outcomes)


@transaction.atomic
def note_hypothesis(*, signal: Signal, text: str, by: Person) -> Hypothesis:
    """What might explain the signal, kept beside it under the writer's name."""
    if not may(by, Act.NOTE_HYPOTHESIS, signal):
        raise NotAllowed("You may not note a hypothesis on this signal.")
    if text.strip() == "":
        raise NotAllowed("Write what might explain it.")
    noted = Hypothesis.objects.create(signal=signal, by=by, text=text.strip(), at=timezone.now())
    told = {"hypothesis": noted.pk}
    audit.record(by=by, verb=Verb.ALTERATION, did="noted hypothesis", to=signal, detail=told)
    return noted


@transaction.atomic
def note_read(*, signal: Signal, by: Person) -> None:
    """Keep that somebody opened the signal, and which edition of its evidence they saw."""
    told = {"edition": signal.edition}
    audit.record(by=by, verb=Verb.CONSULTATION, did="read signal", to=signal, detail=told, shown=[signal])


@transaction.atomic
def note_board_read(*, area_code: str, signals: Iterable[Signal], by: Person) -> None:
    """Keep that somebody read a board, and which signals it showed them."""
    told = {"area": area_code}
    audit.record(by=by, verb=Verb.CONSULTATION, did="read board", detail=told, shown=signals)


@transaction.atomic
def receive(
    *, arrival: Arrival, by: Person | None, release: Release | None = None, originator: Agency | None = None
) -> Signal | None:
    """The signal as it stands once the arrival is kept; by is None where the site itself took it in.
    None if it was disposed of, and so is not taken in again.

    release  how closely what arrived is held; without one, as closely as can be. It never falls by an arrival

    The same evidence again changes nothing. Evidence that differs from the edition in force becomes the next
    edition, and a dismissed signal whose evidence has grown enough is opened again.
    """
    if retention.was_disposed_of(Signal, arrival.engine_signal_id):
        return None
    signal = everything(Signal).select_for_update().filter(engine_signal_id=arrival.engine_signal_id).first()
    now, release = timezone.now(), release or Release()
    if signal is None:
        told = _headline(arrival) | {"raised_at": now, "synthetic": False}
        signal = Signal(engine_signal_id=arrival.engine_signal_id, **told)
        signal.originator = originator
        signal.arrive(release)
        signal.save()
        evidence = _keep(arrival, signal, at=now)
        audit.record(by=by, verb=Verb.COLLECTION, did="received signal", to=signal, detail=_trace(evidence))
        return signal
    if signal.arrive(release):
        signal.version += 1
        audit.record(
            by=by, verb=Verb.MARKING_CHANGE, did="raised marking on arrival", to=signal, detail=_version(signal)
        )
    if signal.evidence.digest == arrival.digest:
        signal.save()
        return signal
    for field, value in _headline(arrival).items():
        setattr(signal, field, value)
    signal.edition += 1
    signal.version += 1
    signal.evidence = evidence = _keep(arrival, signal, at=now)
    why = _reopen_if_grown(signal, at=now)
    signal.save()
    did = DID[State.OPEN] if why else "received evidence"
    audit.record(by=by, verb=Verb.COLLECTION, did=did, to=signal, because=why, detail=_trace(evidence))
    return signal


def _reopen_if_grown(signal: Signal, *, at: datetime) -> str:
    """Why the signal was opened again, or nothing. It is measured against what was judged, so that a
    slow rise cannot creep past in steps that are each too small.
    """
    if signal.state != State.DISMISSED:
        return ""
    dismissed = signal.verdicts.filter(state=State.DISMISSED).order_by("-version").first()
    judged = signal.editions.get(edition=dismissed.edition)
    why = why_reopen(judged.weight, signal.evidence.weight)
    if why is None:
        return ""
    signal.state = State.OPEN
    Verdict.objects.create(
        signal=signal,
        edition=signal.edition,
        version=signal.version,
        state=State.OPEN,
        reason=why,
        by=None,
        role="system",
        at=at,
    )
    return why


def _keep(arrival: Arrival, signal: Signal, *, at: datetime) -> Evidence:
    told = {field: getattr(arrival, field) for field in EVIDENCE_FIELDS}
    evidence = Evidence.objects.create(
        signal=signal,
        edition=signal.edition,
        source_groups=list(arrival.source_groups),
        would_lower=list(arrival.would_lower),
        window=[asdict(point) | {"period_start": point.period_start.isoformat()} for point in arrival.window],
        grounds=asdict(arrival.grounds),
        received_at=at,
        **told,
    )
    Quote.objects.bulk_create(Quote(evidence=evidence, **asdict(quote)) for quote in arrival.quotes)
    return evidence


def _headline(arrival: Arrival) -> dict[str, Any]:
    return {field: getattr(arrival, field) for field in HEADLINE_FIELDS}


def _trace(evidence: Evidence) -> dict[str, Any]:
    return {"edition": evidence.edition, "digest": evidence.digest, "version": evidence.signal.version}


def _version(signal: Signal) -> dict[str, int]:
    return {"version": signal.version}
