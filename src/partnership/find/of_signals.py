"""What signals, series, figures, emerging words, agreement and what others sent are found by."""

from __future__ import annotations

from django.utils.timezone import localdate

from partnership.exchange.models import Received
from partnership.scanning.models import Concept, Term
from partnership.scanning.rules import Standing
from partnership.trends.models import Figure, Series
from partnership.triage.models import Signal

from .rules import Words


def of_signal(signal: Signal) -> Words:
    """With the quotes of the evidence in force, and what people said of it."""
    quotes = [
        quote
        for edition in signal.editions.all()
        if edition.edition == signal.edition
        for quote in edition.quotes.all()
    ]
    return Words(
        title=signal.statement,
        body=(
            *(signal.threat_name, signal.measure, signal.area_name, signal.level_reason),
            *(words for quote in quotes for words in (quote.title, quote.quote, quote.term)),
            *(hypothesis.text for hypothesis in signal.hypotheses.all()),
            *(verdict.reason for verdict in signal.verdicts.all()),
        ),
        state=signal.get_state_display(),
        dated=signal.period_end,
    )


def of_series(series: Series) -> Words:
    return Words(title=series.title, body=(series.threat_name, series.measure, series.source, series.source_group))


def of_figure(figure: Figure) -> Words:
    return Words(
        title=figure.statement,
        body=(figure.unit, figure.source_title, figure.source_paragraph, figure.caveat),
        dated=figure.period_to,
    )


def of_term(term: Term) -> Words:
    """With the passages in which the word stands, and what people made of it."""
    return Words(
        title=term.title,
        body=(
            *(*term.variants, *term.phrases, *term.beside, *term.flags),
            *(quote.get("quote", "") for quote in term.quotes),
            *(judgement.reason for judgement in term.judgements.all()),
        ),
        state=Standing(term.standing).label.capitalize(),
        dated=localdate(term.received_at),
    )


def of_concept(concept: Concept) -> Words:
    return Words(title=concept.words, body=tuple(map(str, concept.groups)), dated=concept.window_end)


def of_received(received: Received) -> Words:
    return Words(
        title=received.name,
        body=(received.words, received.source, *map(str, received.beside), received.because),
        state=received.get_state_display(),
        dated=localdate(received.received_at),
    )
