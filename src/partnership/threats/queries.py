"""What a person may see of threat estimates. Nothing here counts or names what they may not see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from partnership.areas import queries as areas
from partnership.areas.models import Area
from partnership.audit import queries as audit
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.versions import Change
from partnership.thread import queries as thread
from partnership.trends import queries as trends
from partnership.trends.models import Figure, Series
from partnership.trends.rules import Comparison, Refusal
from partnership.triage.models import Signal
from partnership.triage.rules import State as SignalState

from .comparing import CAVEAT, Compared, kept, newest_alike
from .models import Edition, Threat
from .rules import DID, State
from .taxonomy import signals_on


@dataclass(frozen=True)
class Comparable:
    """Something that an edition's trend may be taken from: compared, or the reason why it cannot be.

    key      what a form calls it
    records  the series or figures that it was worked out from
    """

    key: str
    measure: str
    outcome: Compared | Refusal
    records: tuple[Series | Figure, ...]

    @property
    def compared(self) -> Compared | None:
        return self.outcome if isinstance(self.outcome, Compared) else None


def seen_by(person: Person) -> QuerySet[Threat]:
    """Every threat the person sees, to be narrowed and sorted by `now`, its edition in force."""
    return with_now(Threat.objects.seen_by(person))


def with_now(threats: QuerySet[Threat]) -> QuerySet[Threat]:
    """Those threats, joined to the edition in force of each as `now`."""
    in_force = FilteredRelation("editions", condition=Q(editions__edition=F("edition")))
    return threats.alias(now=in_force).select_related("originator")


def areas_seen_by(person: Person) -> dict[str, Area]:
    """The areas whose board the person may open, by code; none for a role that sees no board."""
    return {area.code: area for area in areas.seen_by(person)} if person.may(Act.SEE_BOARD) else {}


def with_editions(person: Person, threats: Iterable[Threat]) -> list[Threat]:
    """Those threats, each with its edition in force at hand, drivers and sources too, in three queries."""
    found = list(threats)
    of_them = Edition.objects.seen_by(person).filter(threat__in=[one.pk for one in found], edition=F("threat__edition"))
    by_threat = {each.threat_id: each for each in of_them.select_related("by").prefetch_related("drivers", "sources")}
    for threat in found:
        threat.current = by_threat.get(threat.pk)
    return found


def parts_of(code: str) -> list[Area]:
    """The areas directly inside that one, by name."""
    return list(Area.objects.filter(parent=code).order_by("name", "code"))


def holding_others(areas: Mapping[str, Area]) -> list[str]:
    """Of those areas, the codes of the ones that hold several others, by name."""
    counted = Area.objects.filter(parent__in=list(areas)).order_by().values_list("parent_id")
    holders = [code for code, number in counted.annotate(Count("pk")) if number > 1]
    return sorted(holders, key=lambda code: areas[code].name)


def inside(person: Person, key: str, area_code: str) -> list[Threat]:
    """Of the areas directly inside that one, the current threats of that key that have an edition."""
    codes = [area.code for area in parts_of(area_code)]
    found = Threat.objects.seen_by(person).filter(key=key, area_code__in=codes, state=State.CURRENT, edition__gt=0)
    return with_editions(person, found.order_by("area_name", "pk"))


def signals_offered(person: Person, threat: Threat) -> list[Signal]:
    """Confirmed signals of the threat's area that bear on it and that it is not tied to yet, newest first."""
    tied = thread.ties_of(threat).filter(on_kind="triage.signal").values("on_record")
    bearing = Signal.objects.seen_by(person).filter(
        state=SignalState.CONFIRMED, area_code=threat.area_code, threat__in=signals_on(threat.key)
    )
    return list(bearing.exclude(uuid__in=tied).order_by("-raised_at", "-pk"))


def signals_tied(person: Person, threat: Threat) -> list[Signal]:
    """The signals that the threat rests on and that the person sees, in the order in which they were tied."""
    found = thread.thread_of(person, threat).rests_on
    return list(dict.fromkeys(step.record for step in found if isinstance(step.record, Signal)))


def comparables(person: Person, area_code: str, key: str) -> list[Comparable]:
    """What a trend of the threat can be taken from: the area's series that bear on it, and pairs of its figures."""
    series = trends.series_seen_by(person).filter(area_code=area_code, threat__in=signals_on(key))
    figures = trends.figures_seen_by(person).filter(area_code=area_code)
    found = [_of_series(one) for one in series if one.points.all()]
    found += [_of_pair(pair) for pair in trends.pairs_among(figures)]
    return sorted(found, key=lambda one: one.compared is None)


def settled(threat: Threat) -> list[Change]:
    """When the threat was closed or opened again, by whom and why, newest first: everybody who sees it reads that."""
    events = list(audit.history_of(threat).filter(did__in=DID.values()))
    names = audit.actor_names(events)
    return [
        Change(event.did.capitalize(), names.get(event.actor_id, "The site"), event.at, event.because)
        for event in events
    ]


def _of_series(series: Series) -> Comparable:
    points = series.as_received.points
    found = newest_alike(points, unit=series.measure, area_code=series.area_code)
    source = f"{series.source_group}, {series.title}" if series.title != series.measure else series.source_group
    return _comparable(f"series:{series.uuid}", series.measure, source, CAVEAT, found, (series,))


def _of_pair(pair: trends.Pair) -> Comparable:
    key = f"figures:{pair.older.uuid}:{pair.newer.uuid}"
    told = (pair.newer.source_title, pair.newer.caveat)
    return _comparable(key, pair.newer.unit, *told, pair.outcome, (pair.older, pair.newer))


def _comparable(
    key: str,
    measure: str,
    source: str,
    caveat: str,
    found: Comparison | Refusal,
    records: tuple[Series | Figure, ...],
) -> Comparable:
    if isinstance(found, Refusal):
        return Comparable(key, measure, found, records)
    return Comparable(key, measure, kept(found, measure=measure, source=source, caveat=caveat), records)
