"""Schemes of assessment, a score with what is unknown, and how far assessors differ. Pure: no Django, no clock.

Several assessments of one group stand side by side and are never averaged into one truth. Source: Mulholland and Cole
(2020) scored the same 17 groups by attributes and by harm, with only moderate agreement, and propose to use both.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

TOP = 4  # the highest step of every scale, whose steps are 0, 1, 2, 3 and 4
FULL = 100.0
Inputs = Mapping[str, int | None]


class UnusableSchemes(Exception):
    """The schemes' file cannot be used; the message says where in it and what to change."""


@dataclass(frozen=True)
class Criterion:
    key: str
    label: str
    about: str
    weight: float
    scale: tuple[str, ...]  # what each of the steps 0 to 4 means


@dataclass(frozen=True)
class Band:
    """A range of scores, from a lower limit up to the next band's. `months` is the time to the next review."""

    key: str
    label: str
    at_least: float
    months: int


@dataclass(frozen=True)
class Scheme:
    """A way to assess. `most_unknown` is how many criteria may be unknown where a score is still given."""

    key: str
    label: str
    about: str
    version: str
    most_unknown: int
    criteria: tuple[Criterion, ...]
    bands: tuple[Band, ...]  # highest first

    def band(self, key: str) -> Band | None:
        return next((band for band in self.bands if band.key == key), None)


@dataclass(frozen=True)
class Score:
    """What an assessment comes to. `score` and `band` are None where too much is unknown to say.

    score       0 to 100: the weighted mean of the known criteria
    low, high   what it would be if all that is unknown were at the bottom of its scale, or at the top
    """

    score: float | None
    band: Band | None
    low: float
    high: float
    unknown: int


def score(scheme: Scheme, inputs: Inputs) -> Score:
    """What those scores by criterion come to. A criterion that is left out counts as unknown."""
    known = {c.key: inputs.get(c.key) for c in scheme.criteria}
    unknown = sum(value is None for value in known.values())
    low = _mean(scheme.criteria, {key: 0 if value is None else value for key, value in known.items()})
    high = _mean(scheme.criteria, {key: TOP if value is None else value for key, value in known.items()})
    if unknown > scheme.most_unknown or unknown == len(known):
        return Score(None, None, low, high, unknown)
    value = _mean(scheme.criteria, {key: step for key, step in known.items() if step is not None})
    return Score(value, band_of(scheme, value), low, high, unknown)


def band_of(scheme: Scheme, value: float) -> Band:
    return next(band for band in scheme.bands if value >= band.at_least)


def _mean(criteria: Iterable[Criterion], steps: Mapping[str, int]) -> float:
    held = [(criterion.weight, steps[criterion.key]) for criterion in criteria if criterion.key in steps]
    return round(FULL * sum(weight * step for weight, step in held) / (TOP * sum(weight for weight, _ in held)), 1)


class Scored(Protocol):
    """One assessment, as far as the spread goes. `inputs` come from a store, and may hold what no scheme knows."""

    @property
    def inputs(self) -> Any: ...
    @property
    def score(self) -> float | None: ...
    @property
    def band(self) -> str: ...
    @property
    def scheme_version(self) -> str: ...


@dataclass(frozen=True)
class CriterionSpread:
    """One criterion over all assessors. `steps` stand in the assessors' order; None is unknown."""

    key: str
    label: str
    steps: tuple[int | None, ...]

    @property
    def width(self) -> int:
        """Steps of the scale between the lowest and the highest."""
        known = [step for step in self.steps if step is not None]
        return max(known) - min(known) if known else 0


@dataclass(frozen=True)
class Spread:
    """How far assessors differ under one scheme. The standard deviation needs at least two scores."""

    assessors: int
    lowest: float | None
    highest: float | None
    deviation: float | None
    bands: tuple[str, ...]  # keys of each band that anybody gave, in the scheme's order
    criteria: tuple[CriterionSpread, ...]
    has_versions: bool  # whether they were made under more than one version of the scheme

    @property
    def apart(self) -> tuple[CriterionSpread, ...]:
        """Criteria on which somebody is more than one step from somebody else, widest first."""
        wide = [criterion for criterion in self.criteria if criterion.width > 1]
        return tuple(sorted(wide, key=lambda criterion: -criterion.width))


def spread(scheme: Scheme, newest: Sequence[Scored]) -> Spread:
    """How far the assessors differ. newest: the newest assessment of each assessor under that scheme."""
    scores = [each.score for each in newest if each.score is not None]
    given = {each.band for each in newest if each.band}
    order = [band.key for band in scheme.bands]
    return Spread(
        assessors=len(newest),
        lowest=min(scores, default=None),
        highest=max(scores, default=None),
        deviation=round(statistics.stdev(scores), 1) if len(scores) > 1 else None,
        bands=tuple(sorted(given, key=lambda key: order.index(key) if key in order else len(order))),
        criteria=tuple(
            CriterionSpread(c.key, c.label, tuple(step_in(each.inputs, c.key) for each in newest))
            for c in scheme.criteria
        ),
        has_versions=len({each.scheme_version for each in newest}) > 1,
    )


def step_in(inputs: Any, key: str) -> int | None:
    """The step that was given for a criterion, or None where it is unknown, missing or no step of the scale."""
    step = inputs.get(key) if isinstance(inputs, Mapping) else None
    return step if isinstance(step, int) and not isinstance(step, bool) and 0 <= step <= TOP else None


def agreement(found: Spread) -> str:
    """In one sentence, whether the assessors agree. Which of them is right it does not say."""
    if found.assessors == 0:
        return "Nobody has assessed it yet."
    if found.assessors == 1:
        return "One assessor so far. Ask a second: the same group is often judged differently."
    if len(found.bands) > 1:
        return f"The {found.assessors} assessors disagree on the band{_on(found.apart)}."
    if found.apart:
        return f"The {found.assessors} assessors agree on the band, but differ{_on(found.apart)}."
    if not found.bands:
        return f"None of the {found.assessors} assessors knew enough to give a score."
    return f"The {found.assessors} assessors agree on the band, and within one step on every criterion."


def _on(apart: Sequence[CriterionSpread]) -> str:
    if not apart:
        return ""
    names = [criterion.label.lower() for criterion in apart[:3]]
    more = f" and {len(apart) - 3} more" if len(apart) > 3 else ""
    return f", most on {', '.join(names)}{more}"


def read_schemes(told: Mapping[str, Any]) -> dict[str, Scheme]:
    """The schemes of a configuration, by key. Raises UnusableSchemes, saying where and what to change."""
    found = {key: _scheme(key, scheme) for key, scheme in _table(told, "schemes", "the file").items()}
    if not found:
        raise UnusableSchemes("The file has no scheme. Add one under [schemes].")
    return found


def _scheme(key: str, told: Mapping[str, Any]) -> Scheme:
    where = f"schemes.{key}"
    criteria = tuple(_criterion(name, each, where) for name, each in _table(told, "criteria", where).items())
    bands = tuple(_band(each, where) for each in _need(told, "bands", where, list))
    most = _need(told, "most_unknown", where, int)
    if not criteria:
        raise UnusableSchemes(f"{where} has no criteria. Add at least one.")
    if any(upper.at_least <= lower.at_least for upper, lower in pairwise(bands)) or bands[-1:] == ():
        raise UnusableSchemes(f"{where}.bands must go from the highest limit down. Sort them, and repeat none.")
    if bands[-1].at_least != 0:
        raise UnusableSchemes(f"{where}.bands must end at 0, so that every score has a band.")
    if not 0 <= most < len(criteria):
        raise UnusableSchemes(f"{where}.most_unknown must be from 0 to {len(criteria) - 1}.")
    label, about, version = (_need(told, name, where, str) for name in ("label", "about", "version"))
    return Scheme(key, label, about, version, most, criteria, bands)


def _criterion(key: str, told: Mapping[str, Any], where: str) -> Criterion:
    where = f"{where}.criteria.{key}"
    weight, scale = _number(told, "weight", where), _need(told, "scale", where, list)
    if weight <= 0:
        raise UnusableSchemes(f"{where}.weight must be above 0. Take the criterion out if it should not count.")
    if len(scale) != TOP + 1 or not all(isinstance(words, str) for words in scale):
        raise UnusableSchemes(f"{where}.scale must hold {TOP + 1} texts, for the steps 0 to {TOP}.")
    return Criterion(
        key, _need(told, "label", where, str), _need(told, "about", where, str), float(weight), tuple(scale)
    )


def _band(told: Mapping[str, Any], where: str) -> Band:
    where = f"{where}.bands"
    months = _need(told, "review_months", where, int)
    if months < 1:
        raise UnusableSchemes(f"{where}: review_months must be at least 1.")
    key, label = (_need(told, name, where, str) for name in ("key", "label"))
    return Band(key, label, _number(told, "at_least", where), months)


def _table(told: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
    table: Mapping[str, Any] = _need(told, name, where, dict)
    return table


def _number(told: Mapping[str, Any], name: str, where: str) -> float:
    value = told.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnusableSchemes(f"{where}.{name} must be a number.")
    return float(value)


def _need(told: Mapping[str, Any], name: str, where: str, kind: type) -> Any:
    value = told.get(name) if isinstance(told, Mapping) else None
    if not isinstance(value, kind) or isinstance(value, bool):
        raise UnusableSchemes(f"{where}: {name} is missing, or is no {_KINDS[kind]}.")
    return value


_KINDS = {str: "text in quotation marks", int: "whole number", list: "list", dict: "table"}
