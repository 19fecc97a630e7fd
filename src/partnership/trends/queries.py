"""What a person may see of series and figures: those of their areas and of the areas above."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from partnership.people.models import Person

from .models import Figure, Series
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
