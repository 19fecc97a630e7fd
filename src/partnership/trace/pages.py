"""A trail in words, for the list beside the picture and for the paper."""

from __future__ import annotations

from dataclasses import dataclass

from partnership.triage.models import Evidence, Quote
from partnership.triage.wording import compared, is_web_link
from partnership.ui.wording import day

from .facts import facts_of
from .queries import Ground, Stop, Trace

MOST_QUOTES = 5  # of one signal; the rest stand on its own page


@dataclass(frozen=True)
class QuoteTold:
    """link  only where it leads to a page of the web"""

    text: str
    source: str
    link: str


@dataclass(frozen=True)
class Told:
    """One record of the trail, in words."""

    stop: Stop
    facts: str
    counts: str
    quotes: tuple[QuoteTold, ...]
    more_quotes: int

    @property
    def grounds(self) -> list[Ground]:
        return self.stop.grounds


@dataclass(frozen=True)
class StageTold:
    kind: str
    name: str
    told: tuple[Told, ...]


def listed(trace: Trace) -> tuple[StageTold, ...]:
    return tuple(StageTold(stage.kind, stage.name, tuple(map(tell, stage.stops))) for stage in trace.stages)


def tell(stop: Stop) -> Told:
    quotes = [] if stop.evidence is None else list(stop.evidence.quotes.all())
    return Told(
        stop=stop,
        facts=facts_of(stop.record),
        counts="" if stop.evidence is None else counts_words(stop.evidence),
        quotes=tuple(map(_quote, quotes[:MOST_QUOTES])),
        more_quotes=max(0, len(quotes) - MOST_QUOTES),
    )


def counts_words(evidence: Evidence) -> str:
    """Observed against expected, and by what it was counted and compared."""
    told = compared(evidence.observed, evidence.expected, evidence.upper)
    return f"{evidence.period}: {told} Source: {evidence.source}. Method: {evidence.method} {evidence.method_version}."


def _quote(quote: Quote) -> QuoteTold:
    parts = [quote.title, quote.source_group, day(quote.published) if quote.published else "", quote.where]
    source = ", ".join(part for part in parts if part)
    return QuoteTold(quote.quote or quote.title, source, quote.link if is_web_link(quote.link) else "")
