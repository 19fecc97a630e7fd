"""The tactical intelligence assessment of a meeting: threat, harm and risk, counts against the season, signals, groups
and what is not known, for the area of its series, of what one person may see or take out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from partnership.areas.models import Area
from partnership.ocgs.models import Assessment, Group, Requirement
from partnership.ocgs.rules import RequirementState, Status
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.scoping import Scoped
from partnership.threats import queries as threats
from partnership.threats.models import Threat
from partnership.threats.rules import State as ThreatState
from partnership.trends import queries as trends
from partnership.trends.models import Effort, RecordingChange, Series
from partnership.triage import queries as triage
from partnership.triage.models import Signal

from . import queries
from .agenda_due import codes_within
from .models import Meeting
from .practice import in_force
from .seasonal import Norm, against_the_season

MOST_SERIES, MOST_OF_EACH = 15, 20
A_MONTH = 28


@dataclass(frozen=True)
class Counted:
    """A series beside what it should be by the season; None where it does not reach back far enough."""

    series: Series
    norm: Norm | None


@dataclass(frozen=True)
class Score:
    """What one assessor gave a group now and before, by the same scheme. None before where there was none."""

    group: Group
    now: Assessment
    before: Assessment | None


@dataclass(frozen=True)
class Picture:
    """The whole assessment. `since` and `until`: from the last meeting of the series to the one after this.

    left_out  how many of each there are besides, for which this has no room
    """

    meeting: Meeting
    area_name: str
    threats: tuple[Threat, ...]
    counted: tuple[Counted, ...]
    without_norm: int
    effort: dict[str, list[Effort]]
    changes: tuple[RecordingChange, ...]
    signals: tuple[Signal, ...]
    reviews: tuple[Group, ...]
    scores: tuple[Score, ...]
    requirements: tuple[Requirement, ...]
    since: datetime
    left_out: dict[str, int]

    @property
    def records(self) -> list[Scoped]:
        """Every record whose words or numbers stand in it."""
        found: list[Scoped] = [*self.threats, *(one.series for one in self.counted), *self.signals, *self.reviews]
        found += [*(one.group for one in self.scores), *self.requirements]
        return list({(type(one), one.pk): one for one in found}.values())


def assessment_of(person: Person, meeting: Meeting, *, act: Act = Act.SEE_RECORD) -> Picture:
    """Of everything in the meeting's area, what the person may do that to: see it, or take it out."""
    code = meeting.area_code
    since, until = _between(person, meeting)
    area = Area.objects.filter(code=code).first()

    within = codes_within(code)

    def allowed(model: type[Scoped]) -> QuerySet[Any]:
        return model.objects.allowing(person, act).filter(area_code=code)

    def inside(model: type[Scoped]) -> QuerySet[Any]:
        return model.objects.allowing(person, act).filter(area_code__in=within)

    series = list(allowed(Series).prefetch_related("points"))
    counted = [Counted(one, against_the_season(one.as_received.points)) for one in series]
    told = sorted((one for one in counted if one.norm), key=_most_unusual_first)
    signals = _only(triage.board_for(person, code), allowed(Signal))
    live = inside(Group).filter(state__in=[status for status in Status if status.is_live])
    reviews = list(live.filter(next_review__lte=until).order_by("next_review", "pk"))
    asked = list(inside(Requirement).filter(state=RequirementState.OPEN).order_by("due", "pk"))
    scores = _scores(inside(Group), since)
    shown = [one.series for one in told[:MOST_SERIES]]
    every = {"series": told, "signal": signals, "review": reviews, "score": scores, "requirement": asked}
    return Picture(
        meeting=meeting,
        area_name=area.name if area else code,
        threats=tuple(_threats(person, allowed(Threat))),
        counted=tuple(told[:MOST_SERIES]),
        without_norm=len(counted) - len(told),
        effort=trends.effort_beside(shown),
        changes=_changes(shown, area),
        signals=tuple(signals[:MOST_OF_EACH]),
        reviews=tuple(reviews[:MOST_OF_EACH]),
        scores=tuple(scores[:MOST_OF_EACH]),
        requirements=tuple(asked[:MOST_OF_EACH]),
        since=since,
        left_out=_left_out(every),
    )


def _between(person: Person, meeting: Meeting) -> tuple[datetime, Any]:
    last = queries.last_meeting(person, meeting)
    first_look = meeting.starts_at - timedelta(days=in_force().first_look_days)
    every = meeting.series.every_days or A_MONTH
    until = timezone.localdate(meeting.starts_at) + timedelta(days=every)
    return (last.starts_at if last else first_look), until


def _threats(person: Person, rows: QuerySet[Threat]) -> list[Threat]:
    """Those in force with an edition, the highest risk first; a volume of demand last."""
    held = threats.with_editions(person, rows.filter(state=ThreatState.CURRENT, edition__gt=0).order_by("name", "pk"))
    found = [threat for threat in held if threat.current is not None]
    return sorted(found, key=lambda threat: (threat.is_demand, -(threat.current.risk or 0)))


def _most_unusual_first(one: Counted) -> tuple[bool, bool, float]:
    norm = one.norm
    return (True, True, 0.0) if norm is None else (not norm.is_more, not norm.is_fewer, -norm.ratio[0])


def _scores(groups: QuerySet[Group], since: datetime) -> list[Score]:
    """Groups assessed anew since then, each with what the same assessor gave it before by the same scheme."""
    held = list(groups.filter(assessments__at__gte=since).distinct().order_by("code_name", "pk"))
    found = []
    for group in groups.filter(pk__in=[one.pk for one in held]).prefetch_related("assessments__by"):
        newest_first = list(group.assessments.all())
        fresh: dict[tuple[str, int], Assessment] = {}
        for each in newest_first:
            if each.at >= since:
                fresh.setdefault((each.scheme, each.by_id), each)
        for (scheme, by), now in fresh.items():
            earlier = [one for one in newest_first if (one.scheme, one.by_id) == (scheme, by) and one.at < since]
            found.append(Score(group, now, earlier[0] if earlier else None))
    return sorted(found, key=lambda score: (score.group.code_name, score.now.pk))


def _changes(series: Sequence[Series], area: Area | None) -> tuple[RecordingChange, ...]:
    found = trends.recording_changes_beside(series, level=area.level) if area else {}
    once = {change.pk: change for changes in found.values() for change in changes}
    return tuple(once.values())


def _only(records: Iterable[Any], allowed: QuerySet[Any]) -> list[Any]:
    keys = set(allowed.values_list("pk", flat=True))
    return [record for record in records if record.pk in keys]


def _left_out(every: dict[str, list[Any]]) -> dict[str, int]:
    room = dict.fromkeys(every, MOST_OF_EACH) | {"series": MOST_SERIES}
    return {what: len(rows) - room[what] for what, rows in every.items() if len(rows) > room[what]}
