"""An estimate's harm, an area's matrix and a force's heat table, as plain shapes for the drawing slice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from partnership.ui import grids
from partnership.ui.bars import Bar, bar_chart
from partnership.ui.figure import Chart

from .models import Edition, Threat
from .rules import Confidence
from .scoring import Scales, impact_name, scored
from .wording import harm_words, impact_words, likelihood_words, risk_words

LOOKS = {
    Confidence.HIGH: grids.Look.FILLED,
    Confidence.MODERATE: grids.Look.OUTLINED,
    Confidence.LOW: grids.Look.DASHED,
}
KEY = (
    (LOOKS[Confidence.HIGH], "High confidence"),
    (LOOKS[Confidence.MODERATE], Confidence.MODERATE.label),
    (LOOKS[Confidence.LOW], Confidence.LOW.label),
)
HOW_READ = (
    "Shade and the small number in each cell are the risk, impact × likelihood. The look of a mark is how confident "
    "whoever wrote the estimate is: it moves no mark."
)


def harm_chart(edition: Edition, scales: Scales) -> Chart:
    """The harm by dimension, each on the same steps."""
    told = scored(scales.harm, edition.harm)
    top = max(len(one.steps) for one in scales.harm) - 1
    return bar_chart(
        [Bar(one.name, _within(score, top), one.words(score)) for one, score in told],
        top=top,
        title=f"Harm: {harm_words(edition, scales)[:1].lower()}{harm_words(edition, scales)[1:]}",
        description="Bars of the harm in each dimension, from 0 to the highest step.",
        head=("Dimension", "Harm"),
    )


def matrix_chart(threats: Sequence[Threat], scales: Scales, *, area_name: str) -> Chart:
    """The threats that are scored as numbered marks, in the order given, each leading to its page."""
    bands = list(reversed(scales.yardstick))
    rows = {band.number: n for n, band in enumerate(bands)}
    marks = [
        grids.Mark(
            number=n,
            row=rows[threat.current.likelihood_number],
            column=threat.current.impact,
            look=LOOKS.get(threat.current.confidence, grids.Look.DASHED),
            url=threat.get_absolute_url(),
            words=f"{n}. {threat.title}: {_place_words(threat.current, scales)}",
        )
        for n, threat in enumerate(threats, start=1)
    ]
    cells = [
        grids.Cell(row, column, _shade(column * band.number, scales), (str(column * band.number),))
        for row, band in enumerate(bands)
        for column in range(len(scales.impact))
    ]
    return grids.mark_grid(
        marks,
        cells,
        rows=[band.likelihood.label for band in bands],
        columns=[level.name for level in scales.impact],
        axes=("Likelihood", "Impact"),
        key=KEY,
        title=_finding(threats, area_name),
        description="Matrix of likelihood against impact. Each numbered mark is a threat and leads to its page.",
        head=("Number", "Threat", "Likelihood", "Impact", "Risk", "Confidence"),
        table=[_row(n, threat, scales) for n, threat in enumerate(threats, start=1)],
        notes=(HOW_READ,),
    )


def heat_chart(
    rows: Sequence[tuple[str, Sequence[Edition | None]]], areas: Sequence[str], scales: Scales, *, title: str
) -> Chart:
    """Each threat in each area, shaded by its risk. An area without an estimate stays grey, with a dash."""
    cells = [_heat_cell(r, c, edition, scales) for r, (_, told) in enumerate(rows) for c, edition in enumerate(told)]
    return grids.heat_grid(
        cells,
        rows=[name for name, _ in rows],
        columns=list(areas),
        title=title,
        description="Table of threats by area, each cell shaded by its risk.",
        head=("Threat", *areas),
        table=[(name, *(_heat_words(edition) for edition in told)) for name, told in rows],
        notes=("A dash: no estimate here. A question mark: an estimate whose harm is not known.",),
    )


def _heat_cell(row: int, column: int, edition: Edition | None, scales: Scales) -> grids.Cell:
    if edition is None:
        return grids.Cell(row, column, None, ("–",))
    if edition.risk is None:
        return grids.Cell(row, column, 0, ("?",))
    return grids.Cell(row, column, _shade(edition.risk, scales), (str(edition.risk), edition.risk_band))


def _heat_words(edition: Edition | None) -> str:
    return "No estimate here" if edition is None else risk_words(edition)


def _place_words(edition: Edition, scales: Scales) -> str:
    return (
        f"{likelihood_words(edition, scales)}, impact {impact_words(edition, scales).lower()}, "
        f"{edition.get_confidence_display().lower()} confidence"
    )


def _row(number: int, threat: Threat, scales: Scales) -> tuple[str, ...]:
    edition = threat.current
    return (
        str(number),
        threat.title,
        likelihood_words(edition, scales),
        impact_name(edition.impact, scales),
        risk_words(edition),
        edition.get_confidence_display(),
    )


def _finding(threats: Iterable[Threat], area_name: str) -> str:
    first = next(iter(threats), None)
    if first is None:
        return f"{area_name}: no threat is scored yet"
    return f"{area_name}: the highest risk is {first.name.lower()}, {risk_words(first.current).lower()}"


def _shade(risk: int, scales: Scales) -> int:
    return next(n for n, level in reversed(list(enumerate(scales.risk))) if risk >= level.at_least)


def _within(score: int | None, top: int) -> int | None:
    return None if score is None else min(max(score, 0), top)
