"""What a person may see of series and figures: those of their areas and of the areas above."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from partnership.people.models import Person

from .models import Effort, Figure, RecordingChange, Series
from .rules import Comparison, Refusal, compare


@dataclass(frozen=True)
class Pair:
    """Two figures of one unit, the newer second, with the comparison or the refusal."""

    older: Figure
    newer: Figure
    outcome: Comparison | Refusal

    @property
    def is_refused(self) -> bool:
        return isinstance(self.outcome, Refusal)


def series_seen_by(person: Person) -> QuerySet[Series]:
    return Series.objects.seen_by(person).prefetch_related("points")


def effort_beside(series: Iterable[Series]) -> dict[str, list[Effort]]:
    """Reporting effort of the sources of those series, by source, oldest period first."""
    by_source: dict[str, list[Effort]] = {}
    for row in Effort.objects.filter(source__in={each.source for each in series}):
        by_source.setdefault(row.source, []).append(row)
    return by_source


def recording_changes_beside(series: Iterable[Series], *, level: str) -> dict[str, list[RecordingChange]]:
    """Possible recording changes that touch those series, all of areas of that level, by the key of the series."""
    series = list(series)
    by_panel: dict[tuple[str, str, str], list[RecordingChange]] = {}
    for row in RecordingChange.objects.filter(area_level=level, source__in={each.source for each in series}):
        by_panel.setdefault((row.source, row.threat, row.measure), []).append(row)
    found = {each.key: by_panel.get((each.source, each.threat, each.measure), []) for each in series}
    return {key: changes for key, changes in found.items() if changes}


def figures_seen_by(person: Person) -> QuerySet[Figure]:
    return Figure.objects.seen_by(person)


def pairs_among(figures: QuerySet[Figure]) -> list[Pair]:
    """The newest dated figure of each unit beside every older one, comparable pairs first."""
    dated = figures.exclude(period_to=None).order_by("area_code", "unit", "-period_to", "-period_from")
    pairs: list[Pair] = []
    for _, alike in groupby(dated, key=lambda figure: (figure.area_code, figure.unit)):
        newest, *older = alike
        pairs += [Pair(figure, newest, compare(figure.dated, newest.dated)) for figure in older]
    return sorted(pairs, key=lambda pair: pair.is_refused)
