"""Emerging words, and who agrees with whom, as the tables of a file: those of a list, one row each."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import QueryDict
from django.urls import reverse

from partnership.exports.contents import Contents, count_left_out
from partnership.exports.rules import Cell, Row, Table
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.scoping import Scoped

from . import queries
from .listing import ConceptFilters, TermFilters
from .models import Concept, Judgement, Sighting, Term

OF_TERM = ("term", "area_code", "first_excess", "first_raised", "newest_period", "level", "q", "standing")
OF_SIGHTING = ("count", "expected", "p", "documents", "groups", "areas")
OF_CONCEPT = ("words", "size", "support", "window_start", "window_end", "area_code", "received_at")
TERMS = ("word", *OF_TERM, *OF_SIGHTING, "beware", "judged_because", "judged_by", "judged_at")
CARE = "A word is no evidence of a crime: it is a question to ask."


def terms_contents(person: Person, asked: QueryDict) -> Contents:
    """Of the words that the list asked for shows, those that the person may export, with their newest period."""
    rows = Term.objects.allowing(person, Act.EXPORT).select_related("originator")
    terms = list(TermFilters(asked, terms=rows).narrow(rows).order_by("q", "term", "pk"))
    sightings = Sighting.objects.allowing(person, Act.EXPORT).filter(term__in=terms)
    newest = {one.term_id: one for one in sightings.order_by("period")}
    judged = Judgement.objects.allowing(person, Act.EXPORT).filter(term__in=terms)
    latest = {one.term_id: one for one in judged.order_by("version")}
    told = tuple(_row(term, _term(term, newest.get(term.pk), latest.get(term.pk))) for term in terms)
    return Contents(
        heading="Export these words",
        title="Emerging words",
        did="exported words",
        named=("words",),
        back=(reverse("scanning:terms"), "Emerging words"),
        area_code="",
        records=tuple(terms),
        tables=(Table("words", TERMS, told),),
        left_out=count_left_out(person, Term),
        note=CARE,
    )


def concepts_contents(person: Person, asked: QueryDict) -> Contents:
    """Of the last scan's groups that agree, as the list asked for shows them, those that the person may export."""
    exportable = Concept.objects.allowing(person, Act.EXPORT).values("pk")
    rows = queries.concepts_seen_by(person).filter(pk__in=exportable).select_related("originator")
    concepts = list(ConceptFilters(asked, concepts=rows).narrow(rows).order_by("-size", "key"))
    told = tuple(_row(one, (*_cells(one, OF_CONCEPT), "\n".join(one.groups))) for one in concepts)
    return Contents(
        heading="Export who agrees",
        title="Source groups that say the same",
        did="exported agreement",
        named=("agreement",),
        back=(reverse("scanning:concepts"), "Who agrees"),
        area_code="",
        records=tuple(concepts),
        tables=(Table("agreement", (*OF_CONCEPT, "groups"), told),),
        left_out=count_left_out(person, Concept, is_current=True),
    )


def _term(term: Term, seen: Sighting | None, judged: Judgement | None) -> tuple[Cell, ...]:
    counted = _cells(seen, OF_SIGHTING) if seen else (None,) * len(OF_SIGHTING)
    said = (judged.reason, judged.role_label, judged.at) if judged else (None,) * 3
    return (str(term.uuid), *_cells(term, OF_TERM), *counted, "\n".join(map(str, term.flags)), *said)


def _cells(of: object, names: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(getattr(of, name) for name in names)


def _row(record: Scoped, cells: tuple[Cell, ...]) -> Row:
    return Row(cells, record.release, str(record.originator or ""))
