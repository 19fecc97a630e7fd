"""A group's assessments side by side, as the page tells and draws them. None is averaged with another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from partnership.ui.dots import ScoreRow, StepRow, scores_chart, steps_chart
from partnership.ui.figure import Chart
from partnership.ui.wording import day, plain_number

from .models import Assessment, Group
from .queries import newest_assessments
from .schemes import Practice
from .scoring import TOP, Scheme, Spread, agreement, score, spread, step_in

NOT_IN_USE = "This scheme is no longer in use, so its assessments are not compared."
NO_SCORE = "too much is unknown for a score"


@dataclass(frozen=True)
class Given:
    """One assessment in words."""

    assessment: Assessment
    band: str
    score: str
    reach: str  # as far as what is unknown could move the score
    unknown: list[str]
    is_newest: bool

    @property
    def words(self) -> str:
        return f"{self.score}, {self.band}" if self.assessment.band else NO_SCORE


@dataclass(frozen=True)
class Compared:
    """The assessments under one scheme. `scheme` is None where the configuration no longer has it."""

    key: str
    label: str
    scheme: Scheme | None
    given: list[Given]
    earlier: list[Given]
    found: Spread | None
    agreement: str
    by_criterion: Chart | None
    by_score: Chart | None


def compared(group: Group, practice: Practice, *, is_full: bool = False) -> list[Compared]:
    """One for each scheme, those of the configuration first.

    is_full  with the drawing of the scores as well, and the earlier assessments
    """
    newest = newest_assessments([group])[group.pk]
    every = list(group.assessments.all())
    keys = [*practice.schemes, *sorted({one.scheme for one in every} - set(practice.schemes))]
    return [_compared(key, [a for a in every if a.scheme == key], newest, practice, is_full=is_full) for key in keys]


def band_words(newest: Iterable[Assessment], practice: Practice) -> Iterator[tuple[str, str]]:
    """For each scheme that was used, its label and every band that assessors give, from the highest."""
    held = list(newest)
    for key in dict.fromkeys(assessment.scheme for assessment in held):
        given = [assessment.band for assessment in held if assessment.scheme == key]
        order = [band.key for band in practice.schemes[key].bands] if key in practice.schemes else []
        bands = sorted(dict.fromkeys(given), key=lambda band: order.index(band) if band in order else len(order))
        words = [practice.band_label(key, band) if band else "no score" for band in bands]
        yield practice.scheme_label(key), " and ".join(words)


def _compared(
    key: str, every: list[Assessment], newest: list[Assessment], practice: Practice, *, is_full: bool
) -> Compared:
    scheme = practice.schemes.get(key)
    current = [one for one in newest if one.scheme == key]
    given = [_given(one, scheme, practice, is_newest=True) for one in current]
    earlier = [_given(one, scheme, practice, is_newest=False) for one in every if one not in current]
    found = spread(scheme, current) if scheme else None
    drawable = scheme is not None and bool(current)
    return Compared(
        key=key,
        label=practice.scheme_label(key),
        scheme=scheme,
        given=given,
        earlier=earlier,
        found=found,
        agreement=agreement(found)
        if found
        else "This scheme is no longer in use, so its assessments are not compared.",
        by_criterion=_by_criterion(scheme, found, given) if scheme and found and drawable else None,
        by_score=_by_score(scheme, found, given) if scheme and found and drawable and is_full else None,
    )


def _given(one: Assessment, scheme: Scheme | None, practice: Practice, *, is_newest: bool) -> Given:
    criteria = scheme.criteria if scheme else ()
    unknown = [criterion.label for criterion in criteria if step_in(one.inputs, criterion.key) is None]
    low_high = _low_high(one, scheme) if unknown else None
    return Given(
        assessment=one,
        band=practice.band_label(one.scheme, one.band) if one.band else "No band",
        score="No score" if one.score is None else plain_number(one.score),
        reach="" if low_high is None else f"{plain_number(low_high[0])} to {plain_number(low_high[1])}",
        unknown=unknown,
        is_newest=is_newest,
    )


def _low_high(one: Assessment, scheme: Scheme | None) -> tuple[float, float] | None:
    if scheme is None:
        return None
    found = score(scheme, {criterion.key: step_in(one.inputs, criterion.key) for criterion in scheme.criteria})
    return found.low, found.high


def _who(given: Iterable[Given]) -> list[str]:
    return [f"{one.assessment.by.name}, {day(one.assessment.as_of)}" for one in given]


def _by_criterion(scheme: Scheme, found: Spread, given: list[Given]) -> Chart:
    return steps_chart(
        [StepRow(criterion.label, criterion.steps) for criterion in found.criteria],
        who=_who(given),
        top=TOP,
        title=agreement(found),
        description=f"Steps from 0 to {TOP} that each assessor gave {scheme.label.lower()}, criterion by criterion.",
    )


def _by_score(scheme: Scheme, found: Spread, given: list[Given]) -> Chart:
    rows = []
    for one in given:
        low, high = _low_high(one.assessment, scheme) or (0.0, 0.0)
        rows.append(ScoreRow(one.assessment.score, low, high, one.words))
    return scores_chart(
        rows,
        who=_who(given),
        limits=[(band.at_least, band.label) for band in reversed(scheme.bands)],
        title=_scores_title(found),
        description="Scores from 0 to 100. A line shows as far as what is unknown could move a score.",
    )


def _scores_title(found: Spread) -> str:
    if found.lowest is None or found.highest is None:
        return "No assessor knew enough to give a score"
    if found.deviation is None:
        return f"The one score is {plain_number(found.lowest)}"
    return (
        f"Scores run from {plain_number(found.lowest)} to {plain_number(found.highest)} "
        f"(standard deviation {plain_number(found.deviation)})"
    )
