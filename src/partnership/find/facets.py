"""What results can be narrowed by, each choice with how many it would leave. Counted once, and only of what is seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from partnership.areas.models import Area
from partnership.people.rules import Marking

from .kinds import KINDS, model_of
from .models import Entry

LABELS = {
    "kind": "What",
    "area": "Area",
    "period": "When",
    "state": "State",
    "marking": "Marking",
    "made": "Made up or not",
}
PERIODS = {
    "month": "The last 30 days, or to come",
    "year": "Before that, within a year",
    "older": "Older",
    "none": "No date",
}
MADE = {"synthetic": "Synthetic", "real": "Not synthetic"}
COLUMNS = tuple(f"in_{name}" for name in LABELS)
Chosen = Mapping[str, frozenset[str]]
Values = tuple[str, ...]


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    number: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def is_open(self) -> bool:
        return any(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Counted:
    """How many results there are, and how many once they are narrowed; and what else they can be narrowed by."""

    total: int
    narrowed: int
    facets: tuple[Facet, ...]


def with_facets(entries: QuerySet[Entry], today: date) -> QuerySet[Entry]:
    """The entries, each with the value that it has in every facet."""
    periods = (
        When(dated__isnull=True, then=Value("none")),
        When(dated__gt=today - timedelta(days=30), then=Value("month")),
        When(dated__gt=today - timedelta(days=365), then=Value("year")),
    )
    return entries.annotate(
        in_kind=F("kind"),
        in_area=F("area_code"),
        in_state=F("state"),
        in_marking=F("marking"),
        in_period=Case(*periods, default=Value("older"), output_field=CharField()),
        in_made=Case(When(synthetic=True, then=Value("synthetic")), default=Value("real"), output_field=CharField()),
    )


def chosen_in(asked: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """By facet, the values that are asked for; a facet of which none is asked for is left out."""
    return {name: values for name in LABELS if (values := frozenset(filter(None, asked.get(name, ()))))}


def narrowing(chosen: Chosen) -> Q:
    """Of entries with their facets, those that have a chosen value in every facet of which one is chosen."""
    found = Q()
    for name, values in chosen.items():
        found &= Q(**{f"in_{name}__in": sorted(values)})
    return found


def is_in(values: Values, chosen: Chosen, *, but: str = "") -> bool:
    """True if the values of an entry, one a facet, are among those chosen. but: a facet that does not count"""
    return all(
        name == but or name not in chosen or value in chosen[name] for name, value in zip(LABELS, values, strict=True)
    )


def counted(found: Iterable[Values], chosen: Chosen) -> Counted:
    """found: of each entry that answers, its value in every facet"""
    numbers = Counter(found)
    return Counted(
        total=numbers.total(),
        narrowed=sum(number for values, number in numbers.items() if is_in(values, chosen)),
        facets=tuple(facet for n, name in enumerate(LABELS) if (facet := _facet(n, name, numbers, chosen)).options),
    )


def _facet(n: int, name: str, found: Mapping[Values, int], chosen: Chosen) -> Facet:
    """Each choice with how many it leaves beside what is chosen in the other facets."""
    numbers: Counter[str] = Counter()
    for values, number in found.items():
        numbers[values[n]] += number if is_in(values, chosen, but=name) else 0
    mine = chosen.get(name, frozenset())
    labels = _labels(name, numbers)
    # A state that a kind does not have is no choice.
    told = [value for value in labels if value in numbers and (value or name != "state")]
    return Facet(
        name, LABELS[name], tuple(Option(value, labels[value], numbers[value], value in mine) for value in told)
    )


def _labels(name: str, numbers: Mapping[str, int]) -> dict[str, str]:
    """The words for each value, in the order in which they are offered."""
    if name == "period":
        return PERIODS
    if name == "made":
        return MADE
    if name == "marking":
        return {marking.value: marking.value for marking in Marking}
    known: dict[str, Any] = {}
    if name == "kind":
        known = {kind: kind_in_words(kind, many=True) for kind in KINDS}
    elif name == "area":
        known = dict(Area.objects.filter(code__in=numbers).values_list("code", "name"))
    words = {value: str(known.get(value, value)) for value in numbers}
    return dict(sorted(words.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def kind_in_words(kind: str, *, many: bool = False) -> str:
    """
    >>> kind_in_words("ocgs.group", many=True)
    'Organised crime groups'
    """
    meta = model_of(kind)._meta
    own = str(meta.verbose_name_plural if many else meta.verbose_name)
    words = KINDS[kind].called[many] or own
    return f"{words[0].upper()}{words[1:]}"
