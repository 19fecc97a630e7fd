"""An edition as a paper, from which the PDF and the Word file are made: for partners, or with the police part in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from partnership.exports.paper import Block, Facts, Grid, Heading, Paper, Picture, Prose
from partnership.ui.wording import day

from .models import Edition, Passage, PolicePart
from .protecting import SIGN
from .recommended import HEAD
from .sections import in_force
from .showing import YARDSTICK_HEAD, FigureShown, Recommended, SectionShown, facts_of, yardstick_for

POLICE_ONLY = "Police only"
WHAT = "What this profile recommends"
ESTIMATES = ("Threat", "Estimate", "How likely, how sure", "As of")
RECOMMENDED = ("What", "Under which P, and who", "By when", "How it will be known")


def edition_paper(edition: Edition, parts: Iterable[SectionShown]) -> Paper:
    """What partners may read of the edition. Nothing of a police part, whoever asks."""
    held = list(parts)
    blocks = [*_top(edition), *(block for part in held if not part.is_empty for block in _section(part))]
    return Paper(
        title=str(edition.profile),
        standing=standing_of(edition),
        blocks=(*blocks, *_yardstick(held), *_read_with(edition)),
        is_synthetic=edition.profile.synthetic,
    )


def police_paper(
    part: PolicePart,
    edition: Edition | None,
    parts: Iterable[SectionShown],
    alone: Iterable[tuple[Passage, str, tuple[FigureShown, ...]]],
    closer: Iterable[Recommended],
) -> Paper:
    """The edition with each passage beside its section, marked as police only; the passages alone without a profile."""
    held, blocks = list(parts), list(_top(edition)) if edition else []
    for shown in held:
        if not shown.is_empty or shown.has_passage:
            blocks += [*_section(shown), *_passage(shown.passage, shown.police_figures)]
    for passage, heading, figures in alone:
        blocks += [Heading(heading), *_passage(passage, figures)]
    if rows := list(closer):
        blocks += [Heading(f"{POLICE_ONLY}: {WHAT[0].lower()}{WHAT[1:]}"), _recommended(rows)]
    return Paper(
        title=str(edition.profile) if edition else str(part),
        standing=f"{standing_of(edition) if edition else f'Edition {part.number}'}, police rendering",
        blocks=(*blocks, *_yardstick(held), *(_read_with(edition) if edition else ())),
        is_synthetic=part.synthetic,
    )


def standing_of(edition: Edition) -> str:
    """Which edition it is and how it stands, such as "Edition 2, published 30 September 2015"."""
    state = "draft" if edition.is_draft else f"published {day(edition.published_at)}"
    return f"Edition {edition.number}, {state}"


def _top(edition: Edition) -> Iterator[Block]:
    yield Facts((("District", edition.profile.area_name), *facts_of(edition, with_names=False)))


def _section(part: SectionShown) -> Iterator[Block]:
    yield Heading(part.section.name)
    if part.section.text:
        yield Prose(part.section.text, is_old=part.is_old)
    for figure in part.figures:
        yield from _figure(figure)
    if part.recommended:
        yield _recommended(part.recommended)


def _passage(passage: Passage | None, figures: Iterable[FigureShown]) -> Iterator[Block]:
    told = [block for figure in figures for block in _figure(figure)]
    if passage is not None and (passage.text or told):
        yield Heading(POLICE_ONLY, 2)
        if passage.text:
            yield Prose(passage.text)
        yield from told


def _figure(shown: FigureShown) -> Iterator[Block]:
    """Its table, rows that are old in a table of their own; of a line over time, the line."""
    figure = shown.figure
    if figure.points and shown.chart is not None:
        yield Picture(shown.chart)
        return
    is_estimate = figure.kind == "threats"
    head = ESTIMATES if is_estimate else figure.head
    rows = [(_estimate(row.cells) if is_estimate else row.cells, row.is_old) for row in shown.rows]
    new, old = (tuple(cells for cells, is_old in rows if is_old is wanted) for wanted in (False, True))
    if new or not old:
        yield Grid(figure.caption, head, new, shown.words, is_old=shown.is_old)
    if old:
        yield Grid(f"{figure.caption}: older" if new else figure.caption, head, old, shown.words, is_old=True)


def _estimate(cells: tuple[str, ...]) -> tuple[str, ...]:
    """A row of threats in fewer, wider columns."""
    if len(cells) != 5:
        return cells
    name, likelihood, confidence, words, as_of = cells
    return name, words, f"{likelihood}. Confidence: {confidence.lower()}", as_of


def _recommended(rows: Iterable[Recommended]) -> Grid:
    """Likewise. Its cells are those of recommended.HEAD."""
    told = []
    for reference, text, p, who, due, measure in (one.cells for one in rows if len(one.cells) == len(HEAD)):
        told.append((f"{reference}: {text}", f"{p}: {who}", due, measure))
    return Grid(WHAT, RECOMMENDED, tuple(told))


def _yardstick(parts: Iterable[SectionShown]) -> Iterator[Block]:
    """The scale that the words of likelihood stand on, wherever one is used."""
    if rows := yardstick_for(parts):
        yield Heading("What is meant by how likely")
        yield Grid("The probability yardstick", YARDSTICK_HEAD, rows, "The gaps between bands are deliberate.")


def _read_with(edition: Edition) -> Iterator[Block]:
    practice = in_force()
    small = f"{SIGN} stands for a count below {practice.smallest_count}, or for one that would give such a count away."
    old = f"Greyed where it is older than {practice.months_until_old} months."
    yield Heading("How to read this profile")
    yield Facts((("Small counts", small), ("Older evidence", old), ("List of sections", edition.practice)))
