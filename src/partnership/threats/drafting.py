"""What an edition's form is filled with at first: the edition in force, or what the areas inside say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from partnership.ui.wording import day

from .lines import DRIVERS, SOURCES
from .models import Edition, Threat
from .scoring import Scales, read_scores
from .wording import edition_words, likelihood_words, months_before, risk_words

CARRIED = ("statement", "likelihood", "confidence", "confidence_because", "trend_words", "gaps")


def in_force_words(edition: Edition | None, scales: Scales) -> dict[str, str]:
    """The edition in force in the words that somebody is shown who was overtaken."""
    if edition is None:
        return {"edition": "None"}
    return {
        "edition": f"{edition.edition}, as of {day(edition.as_of)}, by {edition.by.name}",
        "statement": edition.statement,
        "likelihood": likelihood_words(edition, scales),
        "confidence": edition.get_confidence_display(),
        "risk": risk_words(edition),
    }


def first_filling(edition: Edition | None, scales: Scales, today: date) -> dict[str, Any]:
    """All that the edition in force says, to be gone through; of a first edition, only the days."""
    first: dict[str, Any] = {"as_of": today, "period_start": months_before(today, 12), "period_end": today}
    if edition is None:
        return first
    first |= {name: getattr(edition, name) for name in CARRIED}
    for of, dimensions in (("harm", scales.harm), ("position", scales.position)):
        scores = read_scores(getattr(edition, of))
        first |= {f"{of}-{one.key}": scores.get(one.key) for one in dimensions}
    first |= DRIVERS.initial((note.driver, note.direction, note.text) for note in edition.drivers.all())
    return first | SOURCES.initial((one.text, one.link, one.dated) for one in edition.sources.all())


def draft_from(threats: Sequence[Threat], own: Threat, scales: Scales) -> dict[str, Any]:
    """A skeleton from the editions of the areas inside: their statements in turn, their gaps, and each as a source,
    after what the area's own edition says.

    Likelihood, confidence and harm are left as they were: they are a judgement on the whole, and no sum of its parts.
    """
    told = [(one, one.current) for one in (*([own] if own.current else []), *threats) if one.current]
    parts = [
        f"{one.area_name} (edition {edition.edition}, as of {day(edition.as_of)}; "
        f"{likelihood_words(edition, scales).lower()}; {edition.get_confidence_display().lower()} confidence):\n"
        f"{edition.statement}"
        for one, edition in told
    ]
    gaps = [
        gap if one is own else f"{one.area_name}: {gap}"
        for one, edition in told
        for gap in edition.gaps.splitlines()
        if gap.strip()
    ]
    sources = [(one.text, one.link, one.dated) for one in own.current.sources.all()] if own.current else []
    sources += [(edition_words(one, edition), "", edition.as_of) for one, edition in told if one is not own]
    names = ", ".join(one.area_name for one in threats)
    return {
        "statement": "\n\n".join([f"{own.area_name} as a whole: say in a few sentences what these come to.", *parts]),
        "gaps": "\n".join(gaps),
        "because": f"Drafted from the editions of {names}.",
        "inside": [str(one.uuid) for one in threats],
        "tied_because": f"The estimate of {own.area_name} was drafted from these editions.",
    } | SOURCES.initial(iter(sources))
