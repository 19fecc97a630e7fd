"""What the pages of words and of agreement hold."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from partnership.areas.models import Area
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records import pages as records
from partnership.records.queries import may
from partnership.ui.listing import listed

from . import queries
from .drawing import around_chart, use_chart
from .listing import CONCEPT_COLUMNS, TERM_COLUMNS, ConceptFilters, TermFilters
from .models import Concept, Term
from .wording import chance_told, how_other, period_told, said_in_words, times_usual


def terms_page(person: Person, *, asked: QueryDict) -> dict[str, Any]:
    terms = queries.terms_seen_by(person)
    filters = TermFilters(asked, terms=terms)
    listing = listed(asked, terms, columns=TERM_COLUMNS, filters=filters, first="q")
    rows = list(listing.page.object_list)
    names = _area_names({term.area_code for term in rows})
    return {
        "section": "words",
        "listing": listing,
        "rows": [
            {
                "term": term,
                "area": names.get(term.area_code, term.area_code),
                "since": period_told(term.first_excess),
                "chance": chance_told(term.q),
            }
            for term in rows
        ],
        "shown": rows,
        "may_export": person.may(Act.EXPORT),
        "page_marking": records.highest_marking(rows),
    }


def term_page(person: Person, term: Term) -> dict[str, Any]:
    sightings = list(term.sightings.all())
    newest = sightings[-1]
    return records.banner(person, term) | {
        "term": term,
        "area": _area_names({term.area_code}).get(term.area_code, term.area_code),
        "newest": newest,
        "times": times_usual(newest.count, newest.expected),
        "chance": chance_told(newest.q),
        "first_raised": period_told(term.first_raised) if term.first_raised else "",
        "periods": {
            "newest": period_told(newest.period),
            "known": period_told(newest.raised_in),
            "since": period_told(term.first_excess),
        },
        "chart": use_chart(term, sightings),
        "judgements": term.judgements.select_related("by"),
        "may_judge": may(person, Act.NOTE_HYPOTHESIS, term),
        "is_posted": person.may(Act.SEE_BOARD),
    }


def concepts_page(person: Person, *, asked: QueryDict) -> dict[str, Any]:
    concepts = queries.concepts_seen_by(person)
    filters = ConceptFilters(asked, concepts=concepts)
    listing = listed(asked, concepts, columns=CONCEPT_COLUMNS, filters=filters, first="-groups")
    rows = list(listing.page.object_list)
    return {
        "section": "agreement",
        "listing": listing,
        "rows": rows,
        "shown": rows,
        "may_export": person.may(Act.EXPORT),
        "page_marking": records.highest_marking(rows),
    }


def concept_page(person: Person, concept: Concept) -> dict[str, Any]:
    above, below = queries.right_above(person, concept), queries.right_below(person, concept)
    names = _area_names({said["area_code"] for said in concept.says if said["area_code"]})
    return records.banner(person, concept) | {
        "concept": concept,
        "says": [said_in_words(said, names) for said in concept.says],
        "above": [(each, how_other(concept.says, each.says)) for each in above],
        "below": [(each, how_other(concept.says, each.says)) for each in below],
        "others": [*above, *below],
        "chart": around_chart(concept, above, below),
        "is_posted": person.may(Act.SEE_BOARD),
    }


def _area_names(codes: set[str]) -> dict[str, str]:
    return dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
