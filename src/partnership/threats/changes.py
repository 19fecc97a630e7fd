"""What changed from one edition of an estimate to another: words, scores, drivers and sources. Reads nothing."""

from __future__ import annotations

from dataclasses import dataclass

from partnership.ui.changed_words import Run, changed_words
from partnership.ui.wording import day

from .comparing import read_trend
from .models import Edition
from .scoring import Scales, scored
from .wording import compared_words, harm_words, impact_words, likelihood_words, risk_words

WORDS = {
    "statement": "Statement",
    "confidence_because": "What the confidence rests on",
    "trend_words": "What the figures mean",
    "gaps": "What is not known",
}


@dataclass(frozen=True)
class Score:
    """Something said in a few words, in the older edition and in the newer."""

    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Passage:
    """A text of both editions with what went and what came."""

    label: str
    runs: tuple[Run, ...]

    @property
    def is_changed(self) -> bool:
        return any(run.how != "same" for run in self.runs)


def scores_changed(older: Edition, newer: Edition, scales: Scales) -> list[Score]:
    """Every score of both, changed or not, in one order."""
    before, after = (dict(_scores(edition, scales)) for edition in (older, newer))
    labels = dict.fromkeys([*before, *after])
    return [Score(label, before.get(label, "–"), after.get(label, "–")) for label in labels]


def passages_changed(older: Edition, newer: Edition) -> list[Passage]:
    """Every text of both that either of them has."""
    pairs = [(label, getattr(older, name), getattr(newer, name)) for name, label in WORDS.items()]
    pairs.append(("Figures, like for like", _trend(older), _trend(newer)))
    pairs.append(("Drivers", _drivers(older), _drivers(newer)))
    pairs.append(("Sources", _sources(older), _sources(newer)))
    return [Passage(label, changed_words(before, after)) for label, before, after in pairs if before or after]


def _scores(edition: Edition, scales: Scales) -> list[tuple[str, str]]:
    return [
        ("As of", day(edition.as_of)),
        ("Period", f"{day(edition.period_start)} to {day(edition.period_end)}"),
        ("Likelihood", likelihood_words(edition, scales)),
        *((f"Harm: {one.name.lower()}", one.words(score)) for one, score in scored(scales.harm, edition.harm)),
        ("Harm in all", harm_words(edition, scales)),
        ("Impact", impact_words(edition, scales)),
        ("Risk", risk_words(edition)),
        ("Confidence", edition.get_confidence_display()),
        *(
            (f"Position: {one.name.lower()}", one.words(score))
            for one, score in scored(scales.position, edition.position)
        ),
        ("Scales", edition.scales),
    ]


def _trend(edition: Edition) -> str:
    return "\n".join(compared_words(one) for one in read_trend(edition.trend))


def _drivers(edition: Edition) -> str:
    notes = edition.drivers.all()
    return "\n".join(
        f"{note.get_driver_display()}, {note.get_direction_display().lower()}: {note.text}" for note in notes
    )


def _sources(edition: Edition) -> str:
    rows = edition.sources.all()
    return "\n".join(
        ", ".join(part for part in (one.text, one.link, day(one.dated) if one.dated else "") if part) for one in rows
    )
