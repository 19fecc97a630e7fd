"""An edition as it is shown, on a page and on paper alike: its sections with their figures, and what in them is old."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from partnership.threats.scales import the_scales
from partnership.ui.figure import Chart
from partnership.ui.wording import day

from .drawings import picture_of
from .figures import Figure, read_figures
from .models import Edition, Passage, Recommendation, Section
from .rules import Standing, is_old
from .sections import Practice, SectionKind

YARDSTICK_HEAD = ("Words", "Chance")


@dataclass(frozen=True)
class RowShown:
    """A row of a figure. `labelled`: each cell with the words over it, for where its head is not in sight."""

    cells: tuple[str, ...]
    is_old: bool
    labelled: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FigureShown:
    """A figure with its picture, if it has one, and which of its rows are old."""

    figure: Figure
    chart: Chart | None
    rows: tuple[RowShown, ...]
    is_old: bool

    @property
    def words(self) -> str:
        """Its source, its age and what to read it with, in one line."""
        figure = self.figure
        told = [f"{figure.source}, read {day(figure.drawn)}." if figure.source else ""]
        if figure.as_of is not None and figure.as_of != figure.drawn:
            told.append(f"Newest evidence: {day(figure.as_of)}.")
        return " ".join(filter(None, (*told, figure.note)))


@dataclass(frozen=True)
class Recommended:
    """A row of what is recommended; the record and how it stands today where the reader sees the record."""

    cells: tuple[str, ...]
    record: Recommendation | None
    standing: Standing | None


@dataclass(frozen=True)
class SectionShown:
    """A section, with the passage beside it in the police rendering."""

    section: Section
    kind: SectionKind
    figures: tuple[FigureShown, ...]
    recommended: tuple[Recommended, ...]
    is_old: bool
    passage: Passage | None = None
    police_figures: tuple[FigureShown, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.section.text or self.figures or self.recommended)

    @property
    def has_passage(self) -> bool:
        """True if something stands in the passage beside it."""
        return self.passage is not None and bool(self.passage.text or self.police_figures)

    @property
    def holds_recommendations(self) -> bool:
        return "recommendations" in self.kind.figures


def show_sections(
    sections: Iterable[Section],
    *,
    today: date,
    practice: Practice,
    recommended: Sequence[Recommended] = (),
    passages: Iterable[Passage] = (),
) -> list[SectionShown]:
    """The sections in their order, each with the passage that stands beside it, if any is given."""
    beside = {passage.place: passage for passage in passages}
    months = practice.months_until_old
    found = []
    for section in sections:
        kind, passage = practice.section(section.key), beside.get(section.place)
        figures = [one for one in read_figures(section.figures) if one.kind != "recommendations"]
        found.append(
            SectionShown(
                section=section,
                kind=kind,
                figures=show_figures(figures, today, months),
                recommended=tuple(recommended) if "recommendations" in kind.figures else (),
                is_old=is_old(section.evidence_of, today, months),
                passage=passage,
                police_figures=show_figures(read_figures(passage.figures), today, months) if passage else (),
            )
        )
    return found


def show_figures(figures: Iterable[Figure], today: date, months: int) -> tuple[FigureShown, ...]:
    return tuple(
        FigureShown(
            figure=figure,
            chart=picture_of(figure),
            rows=tuple(
                RowShown(row.cells, is_old(row.dated, today, months), tuple(zip(figure.head, row.cells, strict=False)))
                for row in figure.rows
            ),
            is_old=figure.is_old(today, months),
        )
        for figure in figures
    )


def yardstick_for(parts: Iterable[SectionShown]) -> tuple[tuple[str, str], ...]:
    """What each word of likelihood means, where any of the sections uses one; every product says it."""
    figures = [one.figure for part in parts for one in (*part.figures, *part.police_figures)]
    if not any(figure.kind == "threats" and figure.rows for figure in figures):
        return ()
    return tuple((band.likelihood.label, band.limits) for band in the_scales().yardstick)


def facts_of(edition: Edition, *, with_names: bool) -> list[tuple[str, str]]:
    """What stands at the top of an edition. On paper, which leaves the site, writers stand by their role alone."""

    def who(person: object) -> str:
        return f"{person.name}, {person.agency}" if with_names else f"{person.role_label}, {person.agency}"

    told = [
        ("Covers", f"{day(edition.period_start)} to {day(edition.period_end)}"),
        ("Written by", who(edition.author)),
    ]
    if edition.co_author is not None:
        told.append(("Together with", who(edition.co_author)))
    if edition.is_draft:
        return [*told, ("State", "A draft. It is not published and may still change")]
    told += [("Published", day(edition.published_at)), ("Refresh due", day(edition.refresh_due))]
    return [*told, ("What changed", edition.because)] if edition.because else told
