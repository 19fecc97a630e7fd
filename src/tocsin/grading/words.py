"""The sentences that a board reads about a signal."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from tocsin.grading.fusion import Fused, in_words
from tocsin.grading.levels import LEAST_STRENGTH


def period_in_words(period: str, start: date, end: date) -> str:
    """How a reader would say the period.

    >>> period_in_words("2018-Q1", date(2018, 1, 1), date(2018, 3, 31))
    'January to March 2018'
    """
    if "W" in period:
        return f"the week of {start.day} {calendar.month_name[start.month]} {start.year}"
    if "Q" in period:
        return f"{calendar.month_name[start.month]} to {calendar.month_name[end.month]} {end.year}"
    return f"{calendar.month_name[start.month]} {start.year}"


def number_in_words(value: float) -> str:
    """An expected count as precisely as a reader can use it: 3.4, 56, 1,204."""
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def statement(signal: Mapping[str, Any]) -> str:
    """What was counted, where, when, and what was expected."""
    when = period_in_words(signal["period"], signal["period_start"], signal["period_end"])
    what = (
        f"Reports of {_lower_first(signal['threat_name'])}" if signal["measure"] == "documents" else signal["measure"]
    )
    return (
        f"{what} in {named(signal['area_name'])}: {signal['observed']:,} in {when}, "
        f"where {number_in_words(signal['expected'])} would be expected"
    )


def named(area: str) -> str:
    """An area as a sentence names it.

    >>> named("World"), named("United Kingdom"), named("Leeds")
    ('the world', 'the United Kingdom', 'Leeds')
    """
    return f"the {area}" if area in ("United Kingdom",) else area.replace("World", "the world")


def _lower_first(name: str) -> str:
    return name if re.match(r"[A-Z]{2}", name) else name[0].lower() + name[1:]


def level_reason(fused: Fused, *, q: float, largest_q: float, concept_id: str | None) -> str:
    """Why the signal stands at its level, naming the concept that bears it out."""
    groups = fused.groups
    if len(groups) == 1:
        return f"One independent source group only ({groups[0]}), so it stays at watch however large the excess."
    agree = f"{len(groups)} independent source groups agree: {', '.join(groups)} (concept {concept_id})"
    if q > largest_q:
        return (
            f"{agree}. But so many counts were compared that an excess like this may well be chance "
            f"(q = {q:.2g}, where {largest_q:g} or less makes a signal), so it stays at watch."
        )
    if fused.strength < LEAST_STRENGTH:
        return (
            f"{agree}. But with the doubt about its sources their evidence comes to {in_words(fused.strength)}, "
            f"where {in_words(LEAST_STRENGTH)} makes a signal, so it stays at watch."
        )
    return (
        f"{agree}, the excess is unlikely to be chance even among all that was compared (q = {q:.2g}), "
        f"and their evidence comes to {in_words(fused.strength)}."
    )


def false_alarms(rate: float | None, asked: float | None) -> str:
    """How often the method cries out over nothing, in counts like this one."""
    if rate is None or asked is None:
        return "not measured on counts like this"
    return f"{rate:.2%} of quiet counts like this pass their bound, where {asked:.2%} were asked for"


PROACTIVE = (
    "Such counts depend on how much the police look: more searches find more. By themselves they bear out nothing "
    "that others report."
)


def possible_recording_change(step: str) -> str:
    """What many areas stepping together may mean. `step` says how many, where and when."""
    return f"Possibly a change of recording, not of the world: {step}."


def would_lower(signal: Mapping[str, Any], documents_by_group: Mapping[str, int]) -> list[str]:
    """What would make the signal weaker, in the order a reader should check."""
    limit = int(signal["upper"])
    said = []
    if documents_by_group:
        largest = max(sorted(documents_by_group), key=lambda group: documents_by_group[group])
        left = sum(documents_by_group.values()) - documents_by_group[largest]
        verdict = "would no longer stand out" if left <= limit else "would still stand out"
        said.append(f"Without {largest} {left} of {signal['observed']} documents would be left: it {verdict}.")
        said.append("Finding that several quotes tell one story, or that a word was used in another sense.")
    else:
        said.append("A change in how offences are recorded, or in training and awareness, rather than in the crime.")
        said.append(f"A revision by the publisher to {limit} or fewer.")
    said.append(f"{limit} or fewer in the next period, which would be within what was expected.")
    if len(signal["source_groups"]) > 1:
        said.append("Learning that the source groups share one owner or one origin.")
    return said
