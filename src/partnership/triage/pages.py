"""What a board page and a signal page hold, gathered in a fixed number of reads."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from partnership.areas.models import Area
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records import pages as records
from partnership.records.queries import may
from partnership.ui.wording import day

from . import queries
from .believing import FUSED_HEAD, fused_row, record_in_words
from .drawings import district_map, window_chart
from .forms import FilterForm, HypothesisForm, ManyForm, VerdictForm
from .models import Evidence, Signal, Verdict
from .rules import Level, State
from .wording import echoes, number

DRAWN = 3  # signals at the top of the board that carry their chart; more would bury the list


def board_page(person: Person, area: Area, *, asked: QueryDict, form: ManyForm | None = None) -> dict[str, Any]:
    everything = queries.board_for(person, area.code)
    threats = sorted({(signal.threat, signal.threat_name) for signal in everything}, key=lambda threat: threat[1])
    filters = FilterForm(asked, threats=threats)
    listed = [signal for signal in everything if filters.lets_through(signal)]
    opened = [signal for signal in listed if signal.state == State.OPEN]
    watching = [signal for signal in listed if signal.state == State.WATCHING]
    context = queries.context_for(person, area.code)
    decided = queries.decided_lately(person, area.code)
    shown = [*opened, *watching, *context, *(verdict.signal for verdict in decided)]
    may_decide = queries.decides_in(person, area.code)
    return {
        "shown": shown,
        "page_marking": records.highest_marking(shown),
        "area": area,
        "filters": filters,
        "form": form or ManyForm(),
        "may_decide": may_decide,
        "decidable": may_decide and bool(listed),
        "may_export": person.may(Act.EXPORT),
        "open": [(signal, window_chart(signal) if n < DRAWN else None) for n, signal in enumerate(opened)],
        "watching": watching,
        "hidden": len(everything) - len(listed),
        "context": context,
        "decided": decided,
        "holders": queries.holders_of_withheld(person, area.code),
        "coverage": queries.coverage_of(person, area.code),
        "map": district_map(person),
    }


def signal_page(
    person: Person,
    signal: Signal,
    *,
    verdict_form: VerdictForm | None = None,
    hypothesis_form: HypothesisForm | None = None,
) -> dict[str, Any]:
    quotes = list(signal.evidence.quotes.all())
    board = queries.areas_seen_by(person).get(signal.area_code)
    return records.banner(person, signal) | {
        "board": board,
        "signal": signal,
        "evidence": signal.evidence,
        "chart": window_chart(signal),
        "quotes": quotes,
        **_believing(person, signal),
        "echoes": echoes(quotes),
        "verdicts": [_told(verdict) for verdict in signal.verdicts.select_related("by")],
        "hypotheses": signal.hypotheses.select_related("by"),
        "earlier_head": ("Edition", "Received", "Period", "Level", "Observed", "Expected", "Hash"),
        "earlier": [_row(edition) for edition in signal.editions.exclude(edition=signal.edition)],
        "history": queries.history_for(person, signal),
        "may_decide": may(person, Act.TRIAGE, signal),
        "may_note": may(person, Act.NOTE_HYPOTHESIS, signal),
        "may_export": may(person, Act.EXPORT, signal),
        "verdict_form": verdict_form or VerdictForm(signal=signal),
        "hypothesis_form": hypothesis_form or HypothesisForm(),
    }


def _believing(person: Person, signal: Signal) -> dict[str, Any]:
    grounds, concept = signal.evidence.grounds_told, queries.concept_behind(person, signal)
    return {
        "grounds": grounds,
        "may_see_boards": person.may(Act.SEE_BOARD),
        "fused_head": FUSED_HEAD,
        "fused": [fused_row(line) for line in grounds.fusion],
        "others_like_it": record_in_words(queries.became_of_others(person, signal)),
        "concept": concept,
        "others": [concept] if concept else [],
    }


def _told(verdict: Verdict) -> queries.HistoryLine:
    by = f"{verdict.by.name}, {verdict.role_label}" if verdict.by else verdict.role_label
    title = f"{verdict.state_told.label.capitalize()}, on edition {verdict.edition} of the evidence"
    return queries.HistoryLine(title, by, verdict.at, verdict.reason)


def _row(evidence: Evidence) -> tuple[str, ...]:
    return (
        str(evidence.edition),
        day(evidence.received_at),
        evidence.period,
        Level(evidence.level).label,
        number(evidence.observed),
        number(evidence.expected),
        evidence.digest[:12],
    )
