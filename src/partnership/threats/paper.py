"""Threat estimates as papers: one threat, and an area's part of the annual strategic intelligence assessment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partnership.areas.models import Area
from partnership.exports.paper import Block, Facts, Grid, Heading, Paper, Picture, Prose
from partnership.ui.wording import day

from .assessment import Line, heat_of
from .comparing import Compared, read_trend
from .drawings import harm_chart
from .models import Edition, Threat
from .pages import Told
from .scales import the_scales
from .scoring import Scales, is_known, scored
from .wording import NO_EDITION, impact_words, likelihood_words, risk_words, span_words, trend_words

FOUR_THINGS = (
    "Likelihood, harm, confidence and organisational position are four things and are never put into one number. Risk "
    "is impact × likelihood in the MoRiLE style: MoRiLE’s own scales are restricted and are not used here."
)


def threat_paper(threat: Threat, scales: Scales) -> Paper:
    """The edition in force of one threat, whole."""
    edition = threat.current
    told = list(_estimate(edition, scales, level=1)) if edition else [Prose(f"{NO_EDITION}.")]
    blocks = [*told, Heading("How to read this paper"), Prose(FOUR_THINGS), _yardstick(scales)]
    standing = f"Edition {edition.edition}, as of {day(edition.as_of)}" if edition else NO_EDITION
    return Paper(threat.title, standing, tuple(blocks), is_synthetic=threat.synthetic)


def assessment_paper(area: Area, lines: Sequence[Line]) -> Paper:
    """Each threat in turn: the area's own estimate whole, the areas inside it side by side, the gaps of all."""
    scales = the_scales()
    threats = [threat for line in lines for threat in line.threats]
    ranked = [line for line in lines if not all(threat.is_demand for threat in line.threats)]
    demand = [line for line in lines if line not in ranked]
    newest = max((one.current.as_of for one in threats if one.current), default=None)
    blocks = [Heading("How to read this paper"), Prose(FOUR_THINGS), _yardstick(scales)]
    if ranked:
        blocks += [Heading("The threats side by side"), Picture(heat_of(ranked, area, scales))]
    blocks += [block for line in ranked for block in _line(line, scales)]
    if demand:
        blocks += [Heading("Volumes of demand"), Prose("Work that comes in, and no threat of its own: not ranked.")]
        blocks += [block for line in demand for block in _line(line, scales, level=2)]
    return Paper(
        f"Threat assessment of {area.name}",
        f"For the annual strategic intelligence assessment; newest estimate as of {day(newest)}",
        tuple(blocks),
        is_synthetic=any(threat.synthetic for threat in threats),
    )


def _line(line: Line, scales: Scales, *, level: int = 1) -> Iterator[Block]:
    yield Heading(line.name, level)
    own = line.own
    if own and own.edition:
        yield from _estimate(own.edition, scales, level=level + 1)
    else:
        yield Prose(f"{line.cells[0][0].name} has no estimate of its own here.")
    if line.parts:
        yield Grid(
            f"{line.name}, area by area",
            ("Area", "Risk", "Likelihood and impact", "Confidence and trend", "As of"),
            tuple(_side_by_side(cell, cell.edition) for cell in line.parts if cell.edition),
        )
    if line.missing:
        names = ", ".join(one.name for one in line.missing)
        yield Prose(f"No estimate in this paper: {names}.")
    if line.gaps:
        yield Grid("What is not known", ("Area", "Gap"), tuple(line.gaps))


def _side_by_side(cell: Told, edition: Edition) -> tuple[str, ...]:
    confidence = edition.get_confidence_display()
    place = f"{cell.likelihood}; impact {cell.impact.lower()}"
    seen = f"{confidence}; {trend_words(edition).lower()}"
    return cell.threat.area_name, cell.risk, place, seen, day(edition.as_of)


def _estimate(edition: Edition, scales: Scales, *, level: int) -> Iterator[Block]:
    yield Prose(edition.statement)
    yield Facts(
        (
            ("As of", day(edition.as_of)),
            ("Period", f"{day(edition.period_start)} to {day(edition.period_end)}"),
            ("Likelihood", likelihood_words(edition, scales)),
            ("Impact", impact_words(edition, scales)),
            ("Risk, MoRiLE-style", risk_words(edition)),
            ("Confidence", edition.get_confidence_display()),
            ("Because", edition.confidence_because),
        )
    )
    if is_known(edition.harm):
        yield Picture(harm_chart(edition, scales))
    if is_known(edition.position):
        position = [(one.name, one.words(score)) for one, score in scored(scales.position, edition.position)]
        yield Grid("Organisational position, kept apart", ("Dimension", "Position"), tuple(position))
    if compared := read_trend(edition.trend):
        yield Grid("Like for like", ("Measure", "Earlier", "Later", "Change"), tuple(map(_compared, compared)))
    if edition.trend_words:
        yield Prose(edition.trend_words)
    if notes := edition.drivers.all():
        rows = tuple((note.get_driver_display(), note.get_direction_display(), note.text) for note in notes)
        yield Grid("Drivers: they raise attention and are no evidence", ("Driver", "Which way", "What"), rows)
    if edition.gaps and level == 1:
        yield Heading("What is not known", level)
        yield Prose(edition.gaps)
    if sources := edition.sources.all():
        rows = tuple((one.text, ", ".join(filter(None, (one.link, one.dated and day(one.dated))))) for one in sources)
        yield Grid("Sources", ("Source", "Where, and of which day"), rows)


def _compared(one: Compared) -> tuple[str, str, str, str]:
    earlier, later = (
        f"{span.value:,.0f}, {span_words(span)}: {span.per_month:,.1f} a month" for span in (one.earlier, one.later)
    )
    return one.measure, earlier, later, f"{one.change_words}. {one.ratio_words}"


def _yardstick(scales: Scales) -> Grid:
    rows = tuple((band.likelihood.label, band.limits) for band in reversed(scales.yardstick))
    return Grid("The probability yardstick (PHIA)", ("Words", "Chance"), rows, note=f"{scales.status}.")
