"""What a person may see of the signals. Nothing here shows an area the viewer may not see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery

from partnership.areas import queries as areas
from partnership.areas.models import Area
from partnership.audit import queries as audit
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records import queries as records
from partnership.records.unscoped import everything
from partnership.scanning.models import Concept
from partnership.trends import queries as trends

from .models import Evidence, Signal, Verdict
from .rules import State, ranked

UNDECIDED = (State.OPEN, State.WATCHING)


@dataclass(frozen=True)
class ExportedVerdict:
    """One verdict as the engine reads it: a role, never a name."""

    engine_signal_id: str
    series_id: str
    state: str
    reason: str
    decided_at: datetime
    decided_by_role: str


@dataclass(frozen=True)
class Coverage:
    source: str
    series: int
    newest: date | None


@dataclass(frozen=True)
class HistoryLine:
    title: str
    by: str
    at: datetime
    text: str


def holders_of_withheld(person: Person, area_code: str) -> list[str]:
    """For each signal of the area that the person is told of but not shown, the agency that holds it, or nothing."""
    return records.holders_of_withheld(person, area_code, [Signal])


def areas_seen_by(person: Person) -> dict[str, Area]:
    """The areas whose board the person may open, by code; none for a role that sees no board."""
    return {area.code: area for area in areas.seen_by(person)} if person.may(Act.SEE_BOARD) else {}


def seen_by(person: Person) -> QuerySet[Signal]:
    return Signal.objects.seen_by(person)


def decides_in(person: Person, area_code: str) -> bool:
    """True if the person triages and is posted to that very area: seeing it from below is not enough."""
    return person.may(Act.TRIAGE) and area_code in person.area_codes


def board_for(person: Person, area_code: str) -> list[Signal]:
    """Open and watched signals of the area as a board reads them, each with its evidence at hand."""
    return _ranked_with_evidence(seen_by(person).filter(area_code=area_code, state__in=UNDECIDED))


def context_for(person: Person, area_code: str) -> list[Signal]:
    """Open signals of the areas above that one, nearest area first, each area in board order."""
    seen = areas_seen_by(person)
    above = [area.code for area in areas.ancestors(area_code) if area_code in seen and area.code in seen]
    rows = _ranked_with_evidence(seen_by(person).filter(area_code__in=above, state=State.OPEN))
    return sorted(rows, key=lambda signal: above.index(signal.area_code))


def decided_lately(person: Person, area_code: str, *, most: int = 10) -> list[Verdict]:
    """Confirmed and dismissed signals of the area by the verdict in force, newest first."""
    verdicts = _in_force().filter(signal__in=seen_by(person), signal__area_code=area_code)
    return list(verdicts.exclude(state__in=UNDECIDED).select_related("by")[:most])


def coverage_of(person: Person, area_code: str) -> list[Coverage]:
    """Which sources were scanned for the area and how far they reach, since silence means only as much."""
    series = trends.series_seen_by(person).filter(area_code=area_code).prefetch_related(None)
    told = series.order_by("source").values_list("source")
    return [Coverage(*row) for row in told.annotate(Count("pk", distinct=True), Max("points__period_end"))]


def counts_by_area(person: Person) -> dict[str, int]:
    """Open signals of every area the person may see, quiet ones included."""
    counted = seen_by(person).filter(state=State.OPEN).order_by().values_list("area_code")
    return dict.fromkeys(areas_seen_by(person), 0) | dict(counted.annotate(Count("pk")))


def like(person: Person, signal: Signal) -> QuerySet[Signal]:
    """Other signals of its threat, measure and level of area, of those the person may see."""
    alike = seen_by(person).filter(threat=signal.threat, measure=signal.measure, area_level=signal.area_level)
    return alike.exclude(pk=signal.pk)


def became_of_others(person: Person, signal: Signal) -> dict[str, int]:
    """How other signals of its threat, measure and level of area were decided, of those the person may see."""
    decided = like(person, signal).exclude(state=State.OPEN).order_by()
    counted = dict(decided.values_list("state").annotate(Count("pk")))
    return {
        State(state).label: counted[state]
        for state in (State.CONFIRMED, State.WATCHING, State.DISMISSED)
        if state in counted
    }


def concept_behind(person: Person, signal: Signal) -> Concept | None:
    """Who else says what the signal says, if the person may see it."""
    found: Concept | None = (
        Concept.objects.seen_by(person).filter(key=signal.evidence.grounds.get("concept_key")).first()
    )
    return found


def history_for(person: Person, signal: Signal, *, most: int = 50) -> list[HistoryLine]:
    """Who did or saw what, newest first, for those who may know it."""
    if not records.may_know_who_looked(person, signal):
        return []
    events = list(audit.history_of(signal)[:most])
    names = dict(
        Person.objects.filter(pk__in={event.actor_id for event in events if event.actor_id}).values_list("pk", "name")
    )
    return [
        HistoryLine(event.did, names.get(int(event.actor_id or 0), "The site"), event.at, event.because)
        for event in events
    ]


def verdicts_for_export() -> list[ExportedVerdict]:
    """The verdict in force on every signal that has one, for the engine; a reopened signal has none.

    The one read that has no viewer: its rows carry roles and reasons to the engine's store, not to a screen.
    """
    verdicts = _in_force().exclude(state=State.OPEN).order_by("signal__engine_signal_id")
    return [
        ExportedVerdict(
            engine_signal_id=verdict.signal.engine_signal_id,
            series_id=verdict.signal.series_id,
            state=verdict.state,
            reason=verdict.reason,
            decided_at=verdict.at,
            decided_by_role=verdict.role,
        )
        for verdict in verdicts
    ]


def _in_force() -> QuerySet[Verdict]:
    """The newest verdict on each signal that has one, with its signal."""
    newest = everything(Verdict).filter(signal=OuterRef("signal")).order_by("-version").values("pk")[:1]
    return everything(Verdict).filter(pk=Subquery(newest)).select_related("signal")


def _ranked_with_evidence(signals: QuerySet[Signal]) -> list[Signal]:
    rows = everything(Evidence).filter(signal__in=signals, edition=F("signal__edition"))
    rows = rows.select_related("signal").order_by("-signal__raised_at", "signal_id")
    return [_holding(row) for row in ranked(rows, weigh=lambda row: row.weight)]


def _holding(evidence: Evidence) -> Signal:
    signal = evidence.signal
    signal.evidence = evidence
    return signal
