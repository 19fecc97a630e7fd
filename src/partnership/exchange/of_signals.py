"""A signal in STIX: an indicator, a sighting with the count, a note with the quotes, and what people said of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from partnership.triage.models import Evidence, Quote, Signal
from partnership.triage.rules import State

from .rules import stix_moment
from .sheaf import Sheaf, link, paragraphs

PATTERN_TYPE, PATTERN_VERSION = "tocsin-count-exceedance", "1"
LARGEST_COUNT = 999_999_999  # of a sighting
OPINIONS = {State.CONFIRMED: "agree", State.DISMISSED: "disagree", State.WATCHING: "neutral", State.OPEN: "neutral"}


def write_signal(sheaf: Sheaf, signal: Signal) -> None:
    evidence = signal.evidence
    indicator = sheaf.of(
        signal,
        "indicator",
        name=signal.statement,
        description=paragraphs(signal.level_reason, *evidence.would_lower),
        indicator_types=["anomalous-activity"],
        pattern=pattern_of(signal, evidence),
        pattern_type=PATTERN_TYPE,
        pattern_version=PATTERN_VERSION,
        valid_from=_start(signal.period_start),
        labels=[f"level-{signal.level}", f"state-{signal.state}", f"threat-{signal.threat}"],
    )
    _write_sighting(sheaf, signal, evidence, indicator)
    _write_quotes(sheaf, signal, evidence, indicator)
    _write_words(sheaf, signal, indicator)


def pattern_of(signal: Signal, evidence: Evidence) -> str:
    """The exceedance in words of its own: STIX patterning compares properties of cyber-observable objects, and knows no
    count in an area over a period that stood above a limit."""
    told = {"series": signal.series_id, "area": signal.area_code, "period": evidence.period}
    named = " AND ".join(f"{name} = '{_quoted(value)}'" for name, value in told.items())
    return f"{named} AND count > {evidence.upper:g}"


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _write_sighting(sheaf: Sheaf, signal: Signal, evidence: Evidence, indicator: str) -> None:
    begun = next((p["period_start"] for p in evidence.window if p["period"] == evidence.first_excess), None)
    first = min(signal.period_start, date.fromisoformat(begun)) if begun else signal.period_start
    sheaf.of(
        signal,
        "sighting",
        sighting_of_ref=indicator,
        description=(
            f"{evidence.observed:g} where {evidence.expected:g} were expected and up to {evidence.upper:g} would have "
            f"been usual; p = {evidence.p:.2g}, q = {evidence.q:.2g}. Method: {evidence.method} "
            f"{evidence.method_version}. Measure: {signal.measure}."
        ),
        first_seen=_start(first),
        last_seen=stix_moment(datetime.combine(max(first, signal.period_end), time(23, 59, 59), UTC)),
        count=min(LARGEST_COUNT, max(0, round(evidence.observed))),
        where_sighted_refs=[ref for ref in (sheaf.place(signal.area_code), sheaf.agency(evidence.source)) if ref],
        summary=True,
    )


def _write_quotes(sheaf: Sheaf, signal: Signal, evidence: Evidence, indicator: str) -> None:
    quotes = list(evidence.quotes.all())
    content = paragraphs(*(_words_of(quote) for quote in quotes))
    if content:
        sheaf.of(
            signal,
            "note",
            "quotes",
            abstract="What raised it, as published",
            content=content,
            object_refs=[indicator],
            external_references=[
                link(quote.link, quote.source_group or "A source", quote.title) for quote in quotes if quote.link
            ],
        )


def _words_of(quote: Quote) -> str:
    dated = "" if quote.published is None else quote.published.isoformat()
    where = ", ".join(part for part in (quote.title, quote.source_group, dated) if part)
    return f"“{quote.quote}” {where}".strip() if quote.quote else where


def _write_words(sheaf: Sheaf, signal: Signal, indicator: str) -> None:
    """The last verdict as an opinion, and each hypothesis as a note. By role or not at all, never by name."""
    verdict = next(iter(signal.verdicts.all()), None)
    if verdict is not None:
        opinion = OPINIONS[verdict.state_told]
        explained = paragraphs(f"{verdict.role_label}: {verdict.state_told.label}.", verdict.reason)
        sheaf.of(signal, "opinion", "verdict", opinion=opinion, explanation=explained, object_refs=[indicator])
    for hypothesis in signal.hypotheses.all():
        _hypothesis(sheaf, signal, hypothesis.pk, hypothesis.text, indicator)


def _hypothesis(sheaf: Sheaf, signal: Signal, key: Any, text: str, indicator: str) -> None:
    told = {"abstract": "Hypothesis", "content": text, "object_refs": [indicator], "labels": ["hypothesis"]}
    sheaf.of(signal, "note", f"hypothesis {key}", **told)


def _start(day: date) -> str:
    return stix_moment(datetime.combine(day, time.min, UTC))
