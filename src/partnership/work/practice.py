"""What work.toml says: within how many days something is asked for that no rule gives a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from partnership.plans import practice as plans
from partnership.records.practice import practice
from partnership.triage.rules import Level

FILE = Path(__file__).with_name("work.toml")
DAYS = ("look_ahead", "decide_within", "minutes_within", "feedback_within", "unused_account")


@dataclass(frozen=True)
class Practice:
    """judge_within_days  by level of signal; a level without one has no day
    soon_days, first_look_days, one_look_minutes  as plans.toml sets them, so that both pages say the same
    """

    judge_within_days: Mapping[str, int]
    look_ahead_days: int
    decide_within_days: int
    minutes_within_days: int
    feedback_within_days: int
    unused_account_days: int
    estimate_months: int
    soon_days: int
    first_look_days: int
    one_look_minutes: int
    version: str
    source: str


def in_force() -> Practice:
    """Raises ImproperlyConfigured, naming what is wrong, if work.toml cannot be used."""
    told = practice(FILE)
    judge = _whole_numbers(told, "judge_within_days", ())
    if unknown := sorted(set(judge) - set(Level)):
        raise ImproperlyConfigured(f"work.toml: {', '.join(unknown)} is no level of a signal.")
    days, of_plans = _whole_numbers(told, "days", DAYS), plans.in_force()
    return Practice(
        judge_within_days=judge,
        **{f"{name}_days": days[name] for name in DAYS},
        estimate_months=_whole_numbers(told, "months", ("estimate",))["estimate"],
        soon_days=of_plans.limits.soon_days,
        first_look_days=of_plans.first_look_days,
        one_look_minutes=of_plans.one_look_minutes,
        version=told["version"],
        source=told["source"],
    )


def _whole_numbers(told: Mapping[str, Any], table: str, needed: tuple[str, ...]) -> dict[str, int]:
    found = told.get(table, {})
    if not isinstance(found, dict) or any(type(number) is not int or number < 0 for number in found.values()):
        raise ImproperlyConfigured(f"work.toml: everything under [{table}] must be a whole number, 0 or more.")
    if missing := [name for name in needed if name not in found]:
        raise ImproperlyConfigured(f"work.toml: [{table}] must say {' and '.join(missing)}.")
    return found
