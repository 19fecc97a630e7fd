"""Profiles, editions, police parts and recommendations as what leaves: tables and papers. With roles, never names."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from partnership.exports.contents import Contents, count_left_out
from partnership.exports.rules import Row, Table
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.scoping import Scoped

from . import pages, police_pages, queries
from .models import Edition, PolicePart, Profile, Recommendation
from .papers import edition_paper, police_paper
from .recommended import HEAD
from .sections import in_force
from .showing import FigureShown, SectionShown, show_sections

OF_PROFILE = ("profile", "area_code", "district", "edition", "published", "refresh_due", "refresh", "red")
OF_RECOMMENDATION = (
    *("recommendation", "area_code", "edition", "reference", "text", "p", "agency_to_do_it", "owner_role", "due"),
    *("measure", "state", "stands", "decided_because", "decided_at"),
)
OF_SECTION = ("section", "working_area_code", "working_area", "heading", "text", "evidence_of", "is_old")
OF_FIGURE = ("section", "working_area_code", "figure", "row", "column", "value", "as_of", "source", "note")


def profiles_contents(person: Person) -> Contents:
    """Every profile that the person may export, with how it stands."""
    exportable = Profile.objects.allowing(person, Act.EXPORT).values("pk")
    held = list(queries.profiles_seen_by(person).filter(pk__in=exportable).select_related("originator"))
    lines = []
    for row in pages.profile_rows(person, held, timezone.localdate()):
        one = row.profile
        told = (str(one.uuid), one.area_code, one.area_name, one.edition, one.published_at, one.refresh_due)
        lines.append(_row(one, *told, row.refresh.label, one.red))
    return Contents(
        heading="Export the list of profiles",
        title="Local profiles",
        did="exported list of profiles",
        named=("profiles",),
        back=(reverse("profiles:profiles"), "Profiles"),
        area_code="",
        records=tuple(held),
        tables=(Table("profiles", OF_PROFILE, tuple(lines)),),
        left_out=count_left_out(person, Profile),
    )


def recommendations_contents(person: Person) -> Contents:
    """Every recommendation that the person may export, with what became of it."""
    held, today = list(_exportable(person).select_related("originator")), timezone.localdate()
    lines = [_recommendation(one, queries.standing_of(one, today).label) for one in held]
    return Contents(
        heading="Export recommendations",
        title="Recommendations of local profiles",
        did="exported recommendations",
        named=("recommendations",),
        back=(reverse("profiles:recommendations"), "Recommendations"),
        area_code="",
        records=tuple(held),
        tables=(Table("recommendations", OF_RECOMMENDATION, tuple(lines)),),
        left_out=count_left_out(person, Recommendation),
    )


def edition_contents(person: Person, edition: Edition) -> Contents:
    """An edition for partners: nothing of the police part, whoever exports it."""
    profile, today = edition.profile, timezone.localdate()
    recommended = pages.recommended_in(edition, today, _exportable(person))
    parts = show_sections(edition.sections.all(), today=today, practice=in_force(), recommended=recommended)
    live = [one.record for one in recommended if edition.is_draft and one.record is not None]
    return Contents(
        heading=f"Export this {'draft' if edition.is_draft else 'edition'} for partners",
        title=f"{profile}, edition {edition.number}",
        did="exported edition",
        named=("profile", profile.area_name, f"edition {edition.number}"),
        back=(edition.get_absolute_url(), f"Edition {edition.number}"),
        area_code=profile.area_code,
        records=(profile, *live),
        tables=_tables(profile, parts),
        one=profile,
        paper=edition_paper(edition, parts),
    )


def police_contents(person: Person, part: PolicePart) -> Contents:
    """The police rendering: the edition with each passage beside its section, held as closely as all that is in it."""
    edition, today = police_pages.edition_of(person, part, Act.EXPORT), timezone.localdate()
    passages = list(part.passages.all())
    rows = _exportable(person)
    recommended = pages.recommended_in(edition, today, rows) if edition else []
    sections = edition.sections.all() if edition else []
    parts = show_sections(sections, today=today, practice=in_force(), recommended=recommended, passages=passages)
    places = {one.section.place for one in parts}
    alone = [police_pages.lone(passage) for passage in passages if passage.place not in places]
    closer = pages.closer_recommendations(edition, today, rows) if edition else []
    shown: list[Scoped] = [part, *([edition.profile] if edition else [])]
    return Contents(
        heading="Export the police rendering",
        title=f"{edition.profile if edition else part}, police rendering",
        did="exported police part",
        named=("profile", edition.profile.area_name if edition else "", f"edition {part.number}", "police"),
        back=(part.get_absolute_url(), str(part)),
        area_code=part.area_code,
        records=(*shown, *(one.record for one in (*recommended, *closer) if one.record is not None)),
        tables=(*(_tables(edition.profile, parts) if edition else ()), *_police_tables(part)),
        one=part,
        paper=police_paper(part, edition, parts, alone, closer),
    )


def _exportable(person: Person) -> QuerySet[Recommendation]:
    allowed = Recommendation.objects.allowing(person, Act.EXPORT).values("pk")
    return queries.recommendations_seen_by(person).filter(pk__in=allowed)


def _tables(profile: Profile, parts: Iterable[SectionShown]) -> tuple[Table, ...]:
    held = list(parts)
    sections = [
        _row(
            profile,
            *(part.section.key, part.section.pwa_code, part.section.pwa_name, part.section.heading),
            *(part.section.text, part.section.evidence_of, "yes" if part.is_old else "no"),
        )
        for part in held
    ]
    figures = [
        _row(profile, part.section.key, part.section.pwa_code, *cells)
        for part in held
        for shown in part.figures
        for cells in _cells(shown)
    ]
    recommended = [_row(one.record or profile, *one.cells) for part in held for one in part.recommended]
    columns = tuple(words.lower().replace(" ", "_") for words in HEAD)
    return (
        Table("sections", OF_SECTION, tuple(sections)),
        Table("figures", OF_FIGURE, tuple(figures)),
        Table("recommended", columns, tuple(recommended)),
    )


def _police_tables(part: PolicePart) -> tuple[Table, ...]:
    passages = list(part.passages.all())
    told = [_row(part, one.key, one.pwa_code, one.text) for one in passages]
    figures = [
        _row(part, one.key, one.pwa_code, *cells)
        for one in passages
        for shown in police_pages.lone(one)[2]
        for cells in _cells(shown)
    ]
    return (
        Table("passages", ("section", "working_area_code", "text"), tuple(told)),
        Table("police figures", OF_FIGURE, tuple(figures)),
    )


def _cells(shown: FigureShown) -> Iterable[tuple[object, ...]]:
    """Every cell of a figure under its column, a line each, so that tables of any width fit into one."""
    figure = shown.figure
    for row in figure.rows:
        for column, value in zip(figure.head[1:], row.cells[1:], strict=False):
            yield (figure.caption, row.cells[0], column, value, row.dated or figure.as_of, figure.source, figure.note)


def _recommendation(one: Recommendation, stands: str) -> Row:
    told = (str(one.uuid), one.area_code, one.edition, one.reference, one.text, one.p, str(one.agency or ""))
    told += (one.owner_role, one.due, one.measure, one.state, stands, one.decided_because, one.decided_at)
    return _row(one, *told)


def _row(record: Scoped, *cells: object) -> Row:
    return Row(tuple(cells), record.release, str(record.originator or ""))
