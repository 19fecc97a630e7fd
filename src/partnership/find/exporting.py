"""What a search finds, as the table of a file: of the results that the person sees, those that they may export."""

from __future__ import annotations

from partnership.exports.contents import Contents
from partnership.exports.rules import Row, Table
from partnership.people.models import Person
from partnership.people.rules import Act

from . import queries
from .facets import is_in
from .queries import Search

MOST = 1000
COLUMNS = ("kind", "record", "title", "area_code", "dated", "state", "passage")


def found_contents(person: Person, search: Search) -> Contents:
    """In the order of the page, as many as a file takes; how many were left out is of those that the person sees."""
    exportable = [hit for hit in queries.hits(person, search.asked, Act.EXPORT) if is_in(hit.values, search.chosen)]
    seen = [hit for hit in queries.hits(person, search.asked) if is_in(hit.values, search.chosen)]
    number = len(exportable)
    results = queries.results_of(person, exportable[:MOST], search.asked)
    rows = tuple(
        Row(
            (
                *(result.entry.kind, str(result.record.uuid), result.record.title, result.record.area_code),
                *(result.entry.dated, result.entry.state, "".join(piece.text for piece in result.passage.pieces)),
            ),
            result.record.release,
            str(result.record.originator or ""),
        )
        for result in results
    )
    return Contents(
        heading="Export what was found",
        title="Records found by a search",
        did="exported what was found",
        named=("found",),
        back=(search.address, "What was found"),
        area_code="",
        records=tuple(result.record for result in results),
        tables=(Table("found", COLUMNS, rows),),
        left_out=len(seen) - number,
        note=f"Only the first {MOST:,} of {number:,} results are in this file." if number > MOST else "",
    )
