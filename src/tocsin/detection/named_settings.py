"""A method's settings from the names and words that people write."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

from tocsin.errors import BadSetting

# The names of R's `surveillance`, written with underscores, and the house's.
R_NAMES = {
    "b": "years_back",
    "w": "half_window",
    "no_periods": "seasons",
    "past_weeks_not_included": "left_out",
    "p_threshold_trend": "trend_p",
    "threshold_method": "bound",
    "weights_threshold": "reweight_above",
    "limit54": "enough_cases",
}
_HOUSE_TO_R = {house: r for r, house in R_NAMES.items()}
# Decided by the file and by options of their own.
NOT_SET_BY_NAME = ("a_year", "r_compat", "population_offset", "windows", "shares", "usual")

RANGES: dict[str, tuple[float, float]] = {
    "alpha": (1e-12, 0.5),
    "years_back": (1, 50),
    "half_window": (0, 26),
    "seasons": (1, 52),
    "left_out": (0, 260),
    "trend_p": (0, 1),
    "reweight_above": (0, 100),
    "enough_cases": (0, 1_000_000),
}
_TRUTHS = {"true": True, "t": True, "yes": True, "1": True, "false": False, "f": False, "no": False, "0": False}


def with_settings(settings: Any, written: Sequence[str]) -> Any:
    """The settings with each KEY=VALUE put in, the later of two for one key.

    Keys are the settings' own names, or R's where R has one. Raises BadSetting naming the keys or values there are.
    """
    for each in written:
        key, equals, value = each.partition("=")
        name = R_NAMES.get(key.strip(), key.strip())
        kinds = _kinds(settings)
        if not equals:
            raise BadSetting(f"{each!r} is no setting. Write it as KEY=VALUE, as in alpha=0.005.")
        if name not in kinds:
            raise BadSetting(f"There is no setting {key!r} here. The settings are {', '.join(valid_keys(settings))}.")
        read = _value(key.strip(), name, value.strip(), kinds[name])
        try:
            settings = with_values(settings, {name: read})
        except ValueError as error:
            raise BadSetting(f"{key}={value}: {error}") from error
    return settings


def with_values(settings: Any, values: Mapping[str, Any]) -> Any:
    """The settings with those values by house name, also where one holds others; names they lack are passed over."""
    inner = {
        each.name: with_values(getattr(settings, each.name), values)
        for each in fields(settings)
        if is_dataclass(getattr(settings, each.name))
    }
    own = {each.name: values[each.name] for each in fields(settings) if each.name in values}
    return replace(settings, **inner, **own)


def value_of(settings: Any, name: str) -> Any:
    """The value of that house name, wherever in the settings it stands; None if they have none."""
    return _flat(settings).get(name)


def valid_keys(settings: Any) -> list[str]:
    """The keys that these settings take, by R's names where R has one."""
    return [_HOUSE_TO_R.get(name, name) for name in _kinds(settings)]


def as_written(settings: Any) -> dict[str, Any]:
    """Every setting by the key that `with_settings` takes, for a record of what was done."""
    return {_HOUSE_TO_R.get(name, name): value for name, value in _flat(settings).items()}


def _flat(settings: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in fields(settings):
        value = getattr(settings, each.name)
        found |= _flat(value) if is_dataclass(value) else {each.name: value}
    return found


def _kinds(settings: Any) -> dict[str, Any]:
    """The kinds of the settings that can be written as one word."""
    hints = get_type_hints(type(settings))
    found: dict[str, Any] = {}
    for each in fields(settings):
        value = getattr(settings, each.name)
        if is_dataclass(value):
            found |= _kinds(value)
        elif each.name not in NOT_SET_BY_NAME and Ellipsis not in get_args(hints[each.name]):
            found[each.name] = hints[each.name]
    return found


def _value(key: str, name: str, written: str, kind: Any) -> Any:
    if get_origin(kind) is Literal:
        by_small_letters = {word.lower(): word for word in get_args(kind)}
        return _read(key, written, by_small_letters.__getitem__, f"one of {', '.join(get_args(kind))}")
    if kind is bool:
        return _read(key, written, _TRUTHS.__getitem__, "true or false")
    lowest, highest = RANGES.get(name, (-math.inf, math.inf))
    span = "" if name not in RANGES else f" from {lowest:g} to {highest:g}"
    if get_origin(kind) is tuple:
        return _read(key, written, lambda text: _pair(text, lowest, highest), f"two whole numbers{span}, as in 5,4")
    if kind is int:
        return _read(key, written, lambda text: _within(_whole(text), lowest, highest), f"a whole number{span}")
    return _read(key, written, lambda text: _within(float(text), lowest, highest), f"a number{span}")


def _read(key: str, written: str, read: Callable[[str], Any], expected: str) -> Any:
    try:
        return read(written.lower())
    except (ValueError, KeyError):
        raise BadSetting(f"{key}={written} cannot be used. {key} is {expected}.") from None


def _whole(text: str) -> int:
    if re.fullmatch(r"\d{1,9}", text, re.ASCII) is None:
        raise ValueError
    return int(text)


def _pair(text: str, lowest: float, highest: float) -> tuple[int, int]:
    first, second = (int(_within(_whole(each.strip()), lowest, highest)) for each in text.split(","))
    return first, second


def _within(value: float, lowest: float, highest: float) -> Any:
    if not lowest <= value <= highest:
        raise ValueError
    return value
