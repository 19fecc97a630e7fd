"""A trail as a paper to print and as the tables of a file."""

from __future__ import annotations

from django.urls import reverse

from partnership.exports.contents import Contents
from partnership.exports.paper import Block, Facts, Grid, Heading, Paper, Picture, Prose
from partnership.exports.rules import Row, Table
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.rules import Release, strictest
from partnership.records.scoping import Scoped
from partnership.thread.walking import trail_of

from .drawing import drawn
from .pages import StageTold, Told, listed
from .queries import Ground, Trace, trace_of
from .rules import EVIDENCE

STOPS = ("number", "kind", "record", "title", "facts", "area_code", "marking", "handling")
TIES = ("number", "rests_on_number", "edition", "because", "at")
QUOTES = ("number", "quote", "source", "link")


def trace_contents(person: Person, record: Scoped) -> Contents:
    """Of the trail through the record, what the person may export."""
    trace = trace_of(person, record, Act.EXPORT)
    return Contents(
        heading="Export this trail",
        title=f"The trail of “{record.title}”",
        did="exported trail",
        named=("trail", str(record.uuid)[:8]),
        back=(reverse("trace:trace", args=[record.slug, record.uuid]), "The trail"),
        area_code=record.area_code,
        records=trace.records,
        tables=_tables(trace),
        one=record,
        left_out=len(trail_of(person, record).records) - len(trace.records),
        paper=_paper(trace),
    )


def _paper(trace: Trace) -> Paper:
    stages = listed(trace)
    blocks: list[Block] = [Picture(drawn(trace))]
    for stage in stages:
        blocks.append(Heading(stage.name))
        for told in stage.told:
            blocks += _about(told)
    if trace.with_evidence:
        blocks += [Heading(EVIDENCE), *_evidence(stages)]
    synthetic = any(record.synthetic for record in trace.records)
    standing = "From what came of it, down to what raised it"
    return Paper(f"The trail of “{trace.start.title}”", standing, tuple(blocks), is_synthetic=synthetic)


def _about(told: Told) -> list[Block]:
    rows = [("How it stands", told.facts)] if told.facts else []
    rows += [("Rests on", _ground(ground)) for ground in told.grounds]
    heading = Heading(f"{told.stop.number}. {told.stop.record.title}", 2)
    return [heading, Facts(tuple(rows) or (("Rests on", "Nothing on this trail"),))]


def _ground(ground: Ground) -> str:
    edition = f", edition {ground.edition}" if ground.edition else ""
    because = f": {ground.tie.because}" if ground.tie else ", of which it is a part"
    return f"{ground.number}. {ground.record.title}{edition}{because}"


def _evidence(stages: tuple[StageTold, ...]) -> list[Block]:
    blocks: list[Block] = []
    for told in (told for stage in stages for told in stage.told if told.counts):
        blocks += [Heading(f"{told.stop.number}. {told.stop.record.title}", 2), Prose(told.counts)]
        if told.quotes:
            rows = tuple((quote.text, quote.source) for quote in told.quotes)
            note = f"And {told.more_quotes} more, on the signal’s own page." if told.more_quotes else ""
            blocks.append(Grid("What was said", ("Words", "Where"), rows, note=note))
    return blocks


def _tables(trace: Trace) -> tuple[Table, ...]:
    stages = listed(trace)
    by_number = {stop.number: stop.record for stop in trace.stops}
    stops = [(stage, told) for stage in stages for told in stage.told]
    return (
        Table("trail", STOPS, tuple(_stop(stage, told) for stage, told in stops)),
        Table("ties", TIES, tuple(_tie(told, ground, by_number) for _, told in stops for ground in told.grounds)),
        Table("quotes", QUOTES, tuple(row for _, told in stops for row in _quotes(told))),
    )


def _stop(stage: StageTold, told: Told) -> Row:
    record = told.stop.record
    cells = (told.stop.number, stage.name, str(record.uuid), record.title, told.facts)
    return _row((*cells, record.area_code, record.marking, record.handling), record, record.release)


def _tie(told: Told, ground: Ground, by_number: dict[int, Scoped]) -> Row:
    tie = ground.tie
    cells = (told.stop.number, ground.number, ground.edition, tie.because if tie else "", tie.at if tie else None)
    held = strictest(told.stop.record.release, by_number[ground.number].release)
    return _row(cells, told.stop.record, held)


def _quotes(told: Told) -> list[Row]:
    record = told.stop.record
    return [
        _row((told.stop.number, quote.text, quote.source, quote.link), record, record.release) for quote in told.quotes
    ]


def _row(cells: tuple[object, ...], record: Scoped, release: Release) -> Row:
    return Row(cells, release, str(record.originator or ""))
