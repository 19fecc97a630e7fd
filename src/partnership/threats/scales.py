"""The scales in force, as scales.toml sets them: read, checked, and refused with the key that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from partnership.records.practice import practice

from .rules import Likelihood
from .scoring import Band, Dimension, Level, Scales

FILE = Path(__file__).with_name("scales.toml")
KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")


class UnreadableScales(ValueError):
    """The scales cannot be used as they stand; the message names the key and says what to mend."""


def the_scales() -> Scales:
    """The scales in force. Raises ImproperlyConfigured, naming file and key, if scales.toml cannot be used."""
    try:
        return read_scales(practice(FILE))
    except UnreadableScales as fault:
        raise ImproperlyConfigured(f"scales.toml: {fault}.") from None


def read_scales(told: Mapping[str, Any]) -> Scales:
    """The scales of such a file. Raises UnreadableScales, naming the key that is wrong and how."""
    harm = _dimensions(told, "harm")
    if len({len(one.steps) for one in harm}) > 1:
        raise UnreadableScales("harm.dimensions: give every dimension as many steps as the others")
    total = _table(told, "harm").get("total")
    if total not in ("max", "sum"):
        raise UnreadableScales(f'harm.total is {total!r}. Write "max" or "sum"')
    if len(version := str(told.get("version", ""))) > 40:
        raise UnreadableScales("version is longer than 40 letters. Shorten it")
    return Scales(
        version=version,
        source=str(told.get("source", "")),
        status=str(told.get("status", "")),
        yardstick=_yardstick(told),
        harm=harm,
        position=_dimensions(told, "position"),
        total=total,
        impact=_levels(told, "impact"),
        risk=_levels(told, "risk"),
    )


def _yardstick(told: Mapping[str, Any]) -> tuple[Band, ...]:
    bands = tuple(_band(row, where) for where, row in _rows(told, "yardstick"))
    if [band.likelihood for band in bands] != list(Likelihood):
        raise UnreadableScales(f"yardstick: list each of these once, in this order: {', '.join(Likelihood)}")
    for lower, upper in pairwise(bands):
        if upper.low < lower.high or upper.number <= lower.number:
            raise UnreadableScales(
                f"yardstick, {upper.likelihood}: it must begin where {lower.likelihood} ends or above, with a higher "
                "number"
            )
    return bands


def _band(row: Mapping[str, Any], where: str) -> Band:
    low, high, number = (_whole(row, name, where) for name in ("low", "high", "number"))
    if row.get("band") not in list(Likelihood):
        raise UnreadableScales(f"{where}.band is {row.get('band')!r}. Write one of {', '.join(Likelihood)}")
    if not 0 <= low < high <= 100:
        raise UnreadableScales(f"{where}: low and high must be per cent, the lower first")
    if number < 1:
        raise UnreadableScales(f"{where}.number must be 1 or more")
    return Band(Likelihood(row["band"]), low, high, number, bool(row.get("below", False)))


def _dimensions(told: Mapping[str, Any], name: str) -> tuple[Dimension, ...]:
    found = tuple(_dimension(row, where) for where, row in _rows(_table(told, name), "dimensions", within=f"{name}."))
    keys = [one.key for one in found]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise UnreadableScales(f"{name}.dimensions: {', '.join(twice)} stands there twice")
    return found


def _dimension(row: Mapping[str, Any], where: str) -> Dimension:
    steps = row.get("steps")
    if not isinstance(steps, list) or len(steps) < 2 or not all(isinstance(step, str) and step for step in steps):
        raise UnreadableScales(f"{where}.steps: give words for two steps at least, from 0 upwards")
    key = _text(row, "key", where)
    if not KEY.fullmatch(key):
        raise UnreadableScales(f"{where}.key is {key!r}. Use small letters, digits and hyphens, 40 at most")
    return Dimension(key, _text(row, "name", where), _text(row, "asks", where), tuple(steps))


def _levels(told: Mapping[str, Any], name: str) -> tuple[Level, ...]:
    rows = list(_rows(told, name))
    found = tuple(Level(_text(row, "name", where)[:40], _whole(row, "at_least", where)) for where, row in rows)
    starts = [level.at_least for level in found]
    if starts[0] != 0 or starts != sorted(set(starts)):
        raise UnreadableScales(f"{name}: at_least must begin at 0 and rise from one to the next")
    return found


def _table(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = told.get(name)
    if not isinstance(table, Mapping):
        raise UnreadableScales(f"[{name}] is missing")
    return table


def _rows(told: Mapping[str, Any], name: str, *, within: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each of the rows with where it stands, counted from one."""
    rows = told.get(name)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, Mapping) for row in rows):
        raise UnreadableScales(f"{within}{name}: add at least one [[{within}{name}]]")
    return ((f"{within}{name}, number {n}", row) for n, row in enumerate(rows, start=1))


def _text(row: Mapping[str, Any], name: str, where: str) -> str:
    text = row.get(name)
    if not isinstance(text, str) or not text.strip():
        raise UnreadableScales(f"{where}.{name}: give it in words")
    return text


def _whole(row: Mapping[str, Any], name: str, where: str) -> int:
    number = row.get(name)
    if type(number) is not int:
        raise UnreadableScales(f"{where}.{name} is {number!r}. Write a whole number")
    return number
